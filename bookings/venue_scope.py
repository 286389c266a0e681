"""Of which venue the rows of the booking side are (`accounts.venue_scope`). Found by `boom.apps`."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet

from accounts.venue_scope import Place, RoomOfVenue, lists_rooms, lists_venues, locates
from bookings.models import (
    CustomerImport,
    Display,
    FormField,
    GiftVoucher,
    GuestMessage,
    Holiday,
    HourPack,
    HouseTerms,
    Kiosk,
    Occupancy,
    PriceList,
    PrivateLink,
    Rate,
    Room,
    RoomCategory,
    RoomFeature,
    RoomPhoto,
    Series,
    SpecialDay,
    TermsVersion,
    Venue,
    WaitlistEntry,
)


@lists_venues
def list_venues() -> list[tuple[int, str]]:
    return list(Venue.objects.order_by("order", "id").values_list("id", "name"))


@lists_rooms
def list_rooms() -> list[RoomOfVenue]:
    rows = Room.objects.order_by("venue__order", "venue_id", "order", "id")
    return [RoomOfVenue(*row) for row in rows.values_list("id", "venue_id", "name")]


def _at(rows: QuerySet[Any], key: int, venue: str, room: str = "") -> Place | None:
    """Where a row is, by the columns that say so; without `room` it is its venue's."""
    found = rows.filter(pk=key).values_list(venue, room or venue).first()
    if found is None:
        return None
    return Place(found[0], found[1] if room else None)


@locates("booking_id")
@locates("block_id")
def of_booking(key: int) -> Place | None:
    return _at(Occupancy.objects.all(), key, "room__venue_id", "room_id")


@locates("room_id")
def of_room(key: int) -> Place | None:
    return _at(Room.objects.all(), key, "venue_id", "id")


@locates("special_day_id")
def of_special_day(key: int) -> Place | None:
    return _at(SpecialDay.objects.all(), key, "venue_id", "room_id")


@locates("photo_id")
def of_photo(key: int) -> Place | None:
    return _at(RoomPhoto.objects.all(), key, "room__venue_id", "room_id")


@locates("message_id")
def of_message(key: int) -> Place | None:
    return _at(GuestMessage.objects.all(), key, "booking__room__venue_id", "booking__room_id")


@locates("series_id")
def of_series(key: int) -> Place | None:
    return _at(Series.objects.all(), key, "room__venue_id", "room_id")


@locates("pack_id")
def of_hour_pack(key: int) -> Place | None:
    return _at(HourPack.objects.all(), key, "venue_id")


@locates("entry_id")
def of_waiting(key: int) -> Place | None:
    return _at(WaitlistEntry.objects.all(), key, "venue_id", "room_id")


@locates("display_id")
def of_display(key: int) -> Place | None:
    return _at(Display.objects.all(), key, "venue_id", "room_id")


@locates("field_id")
def of_field(key: int) -> Place | None:
    return _at(FormField.objects.all(), key, "venue_id")


@locates("feature_id")
def of_feature(key: int) -> Place | None:
    return _at(RoomFeature.objects.all(), key, "venue_id")


@locates("category_id")
def of_category(key: int) -> Place | None:
    return _at(RoomCategory.objects.all(), key, "venue_id")


@locates("list_id")
def of_price_list(key: int) -> Place | None:
    return _at(PriceList.objects.all(), key, "venue_id")


@locates("rate_id")
def of_rate(key: int) -> Place | None:
    return _at(Rate.objects.all(), key, "price_list__venue_id")


@locates("voucher_id")
def of_voucher(key: int) -> Place | None:
    return _at(GiftVoucher.objects.all(), key, "venue_id")


@locates("holiday_id")
def of_holiday(key: int) -> Place | None:
    return _at(Holiday.objects.all(), key, "venue_id")


@locates("terms_id")
def of_terms(key: int) -> Place | None:
    return _at(HouseTerms.objects.all(), key, "venue_id")


@locates("version_id")
def of_terms_version(key: int) -> Place | None:
    return _at(TermsVersion.objects.all(), key, "terms__venue_id")


@locates("private_id")
def of_private_link(key: int) -> Place | None:
    return _at(PrivateLink.objects.all(), key, "venue_id")


@locates("import_id")
def of_import(key: int) -> Place | None:
    """None for a list of customers, who are of no venue."""
    return _at(CustomerImport.objects.filter(venue__isnull=False), key, "venue_id")


@locates("kiosk_id")
def of_kiosk(key: int) -> Place | None:
    return _at(Kiosk.objects.all(), key, "venue_id")
