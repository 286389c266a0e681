"""How changes of the booking side's tables are taken back. Found by `boom.apps` when Django starts.

A new table of this app that is on record gets a line here (see `audit.taking_back` for the three kinds).
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext_noop as word

from audit.acts import RowChange
from audit.models import Action
from audit.taking_back import rows_of, stays, takes_back
from bookings.models import (
    AddOn,
    Adjustment,
    Ban,
    Customer,
    CustomerClass,
    DepositRule,
    Fee,
    FormField,
    GiftVoucher,
    GuestMessage,
    Holiday,
    HourPack,
    HouseTerms,
    NotTheSame,
    OpeningHours,
    Package,
    PackageItem,
    PriceList,
    PromoCode,
    Rate,
    Room,
    RoomCategory,
    RoomFeature,
    RoomPart,
    RoomPhoto,
    RoomReadiness,
    SpecialDay,
    SpecialHours,
    Tax,
    Venue,
    WaitlistEntry,
)
from bookings.services.addresses import end_links_to
from bookings.services.series.taking_back import take_back_series
from bookings.services.setup import setup_put_back
from bookings.services.undo import take_back_bookings
from bookings.services.waitlist import line_put_back

SET_UP = "bookings.change_setup"
PRICES = "bookings.change_prices"


def _of_booking(change: RowChange) -> str:
    """Blocks are another permission than bookings; only a whole row says which it is."""
    is_block = {change.old.get("kind"), change.new.get("kind")} & {"block"} or {
        change.old.get("status"),
        change.new.get("status"),
    } & {"blocked", "released"}
    return "bookings.block_room" if is_block else "bookings.edit_booking"


takes_back("bookings_occupancy", permission=_of_booking)(take_back_bookings)


def _of_series(change: RowChange) -> str:
    """As the nights it is made of."""
    is_block = change.old.get("is_block") or change.new.get("is_block")
    return "bookings.block_room" if is_block else "bookings.edit_booking"


takes_back("bookings_series", permission=_of_series)(take_back_series)


def _setup(changes: Sequence[RowChange]) -> None:
    setup_put_back()


rows_of(Venue, permission=SET_UP, then=_setup)
rows_of(Room, permission=SET_UP, then=_setup)
rows_of(RoomPart, permission=SET_UP, then=_setup)
rows_of(RoomFeature, permission=SET_UP, then=_setup)
rows_of(RoomCategory, permission=SET_UP, then=_setup)
rows_of(FormField, permission=SET_UP, then=_setup)
# What was published stays; which rooms it is asked for, and whether, goes back.
rows_of(HouseTerms, permission=SET_UP, keeps_used=True, then=_setup)
rows_of(OpeningHours, permission=SET_UP, then=_setup)
rows_of(SpecialDay, permission=SET_UP, then=_setup)
rows_of(SpecialHours, permission=SET_UP, then=_setup)
rows_of(RoomPhoto, permission=SET_UP, then=_setup)
stays(
    "bookings_display", word("An address that was ended stays ended, and a new one can be ended on its page.")
)
stays("bookings_kiosk", word("A kiosk that was ended stays ended; make the device a kiosk again on it."))
stays("bookings_privatelink", word("A link that was ended stays ended, and one that was made can be ended."))
stays("bookings_photo", word("A picture is kept, so that a photo that was removed can come back."))
# How a room was left goes back with the party that left it.
rows_of(RoomReadiness, permission="bookings.edit_booking")


def _of_customer(change: RowChange) -> str:
    """Whom a booking made known goes with the booking; what staff keep of them is another matter."""
    return "bookings.edit_booking" if change.action == Action.INSERT else "bookings.edit_customers"


def _addresses(changes: Sequence[RowChange]) -> None:
    """An address that is taken back takes the links with it that went there."""
    for change in changes:
        if change.action == Action.UPDATE and "email" in change.new:
            end_links_to(
                customer_id=int(change.entity_id),
                address=str(change.new["email"] or ""),
                now_has=str(change.old.get("email") or ""),
            )


# Whoever has booked stays known, though the booking that made them known is taken back.
rows_of(Customer, permission=_of_customer, never=["search_words"], keeps_used=True, then=_addresses)
rows_of(Ban, permission="bookings.ban_customers")
stays("bookings_customerimport", word("An import is taken back on its own page, line by line."))
rows_of(GuestMessage, permission="bookings.edit_booking", keeps_used=True)
stays("bookings_invitee", word("Who comes is theirs to say, and whoever booked sees to the list."))
stays("bookings_rating", word("What a guest thinks of their visit is theirs to change."))
stays("bookings_customerlink", word("A link that was sent cannot be unsent; it ends by itself."))
rows_of(NotTheSame, permission="bookings.merge_customers")
stays("bookings_consent", word("What somebody said stays said; note the opposite if they change their mind."))
stays("bookings_consenttext", word("Somebody may have agreed to it by now; write another."))
stays("bookings_termsversion", word("Somebody may have agreed to it by now; publish another text."))
stays("bookings_agreement", word("What was agreed to is proof, and stays."))
for rule in (
    CustomerClass,
    PriceList,
    Rate,
    Holiday,
    Adjustment,
    AddOn,
    Package,
    PackageItem,
    Tax,
    Fee,
    DepositRule,
):
    rows_of(rule, permission=PRICES, then=_setup)
# What bookings have used of it goes on as it is.
rows_of(PromoCode, permission=PRICES, never=["used"])
rows_of(GiftVoucher, permission=PRICES, never=["balance_minor"])
# A sale that nothing was paid with yet goes; what was used of it stays.
rows_of(HourPack, permission="bookings.edit_customers", never=["minutes_left"], keeps_used=True)
for claim in ("bookings_bookedaddon", "bookings_promouse", "bookings_voucheruse", "bookings_packuse"):
    stays(claim, word("It follows what its booking says."))
stays("bookings_doorcode", word("It follows where its booking is."))
stays("bookings_managelink", word("A link that was sent cannot be unsent; it ends with its booking."))


def _line(changes: Sequence[RowChange]) -> None:
    line_put_back(int(change.entity_id) for change in changes)


rows_of(WaitlistEntry, permission="bookings.edit_booking", then=_line)
stays("bookings_waitlistoffer", word("An offer that was made was made; it ends by itself, or is taken back."))
