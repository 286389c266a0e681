"""Of which venue the rows of the booking side are (`accounts.venue_scope`). Found by `boom.apps`."""

from __future__ import annotations

from accounts.venue_scope import lists_venues, locates
from bookings.models import (
    Display,
    FormField,
    GiftVoucher,
    GuestMessage,
    Holiday,
    HourPack,
    Occupancy,
    PriceList,
    Rate,
    Room,
    RoomCategory,
    RoomFeature,
    RoomPhoto,
    Series,
    SpecialDay,
    Venue,
    WaitlistEntry,
)


@lists_venues
def list_venues() -> list[tuple[int, str]]:
    return list(Venue.objects.order_by("order", "id").values_list("id", "name"))


@locates("booking_id")
def of_booking(key: int) -> int | None:
    return Occupancy.objects.filter(pk=key).values_list("room__venue_id", flat=True).first()


@locates("room_id")
def of_room(key: int) -> int | None:
    return Room.objects.filter(pk=key).values_list("venue_id", flat=True).first()


@locates("special_day_id")
def of_special_day(key: int) -> int | None:
    return SpecialDay.objects.filter(pk=key).values_list("venue_id", flat=True).first()


@locates("photo_id")
def of_photo(key: int) -> int | None:
    return RoomPhoto.objects.filter(pk=key).values_list("room__venue_id", flat=True).first()


@locates("message_id")
def of_message(key: int) -> int | None:
    return GuestMessage.objects.filter(pk=key).values_list("booking__room__venue_id", flat=True).first()


@locates("series_id")
def of_series(key: int) -> int | None:
    return Series.objects.filter(pk=key).values_list("room__venue_id", flat=True).first()


@locates("pack_id")
def of_hour_pack(key: int) -> int | None:
    return HourPack.objects.filter(pk=key).values_list("venue_id", flat=True).first()


@locates("entry_id")
def of_waiting(key: int) -> int | None:
    return WaitlistEntry.objects.filter(pk=key).values_list("venue_id", flat=True).first()


@locates("display_id")
def of_display(key: int) -> int | None:
    return Display.objects.filter(pk=key).values_list("venue_id", flat=True).first()


@locates("field_id")
def of_field(key: int) -> int | None:
    return FormField.objects.filter(pk=key).values_list("venue_id", flat=True).first()


@locates("feature_id")
def of_feature(key: int) -> int | None:
    return RoomFeature.objects.filter(pk=key).values_list("venue_id", flat=True).first()


@locates("category_id")
def of_category(key: int) -> int | None:
    return RoomCategory.objects.filter(pk=key).values_list("venue_id", flat=True).first()


@locates("list_id")
def of_price_list(key: int) -> int | None:
    return PriceList.objects.filter(pk=key).values_list("venue_id", flat=True).first()


@locates("rate_id")
def of_rate(key: int) -> int | None:
    return Rate.objects.filter(pk=key).values_list("price_list__venue_id", flat=True).first()


@locates("voucher_id")
def of_voucher(key: int) -> int | None:
    return GiftVoucher.objects.filter(pk=key).values_list("venue_id", flat=True).first()


@locates("holiday_id")
def of_holiday(key: int) -> int | None:
    return Holiday.objects.filter(pk=key).values_list("venue_id", flat=True).first()
