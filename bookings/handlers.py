"""What the booking side does once something has been committed: offers to the waiting list, imports go on."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from bookings.models import Room
from bookings.selectors.waitlist import venues_with_a_line
from bookings.services.door_codes import keep_door_codes, venues_with_door_codes
from bookings.services.imports import work_on_import
from bookings.services.invitees import tell_invitees
from bookings.services.waitlist_offers import offer_what_is_free
from boom.core import outbox
from boom.core.models import OutboxMessage

# Facts after which a room may be free that was not: ended, moved, made shorter, given back, opened again.
FREEING = (
    "booking.cancelled",
    "booking.completed",
    "booking.declined",
    "booking.expired",
    "booking.lapsed",
    "booking.moved",
    "booking.no_show",
    "booking.turnover",
    "block.moved",
    "block.released",
)
# And those after which anything may be: rooms, hours and rules, or the line itself.
ANY_NIGHT = ("setup.changed", "waitlist.joined", "waitlist.changed")
LABEL = "Offers to the waiting list"
DAY = timedelta(days=1)
# A delivery has some twenty seconds (boom.tasks); what is left of an import goes on in another.
WORK_FOR_S = 10.0


def offer_freed(message: OutboxMessage, now: datetime) -> None:
    """Offer what has become free in these rooms' venues to whoever waits for those nights."""
    waited_for = set(venues_with_a_line())
    if not waited_for:
        return
    rooms = message.payload.get("rooms", [])
    venues = set(Room.objects.filter(pk__in=rooms).values_list("venue_id", flat=True)) & waited_for
    for venue_id in sorted(venues):
        offer_what_is_free(venue_id=venue_id, now=now, days=_nights(message.payload.get("days", [])))


def offer_anything(message: OutboxMessage, now: datetime) -> None:
    """Look at every night that somebody of this venue waits for."""
    venue_id = message.payload.get("venue")
    if venue_id in venues_with_a_line():
        offer_what_is_free(venue_id=venue_id, now=now)


def _nights(days: Iterable[str]) -> list[date]:
    """The nights a fact names, and their neighbours: where hours run on, a start is of the night before."""
    named = [date.fromisoformat(day) for day in days]
    return sorted({near for day in named for near in (day - DAY, day, day + DAY)})


for _kind in FREEING:
    outbox.handles(_kind, name=f"bookings.waitlist_after_{_kind.replace('.', '_')}", label=LABEL)(offer_freed)
for _kind in ANY_NIGHT:
    outbox.handles(_kind, name=f"bookings.waitlist_after_{_kind.replace('.', '_')}", label=LABEL)(
        offer_anything
    )


def keep_codes(message: OutboxMessage, now: datetime) -> None:
    """Give bookings to come the codes that a venue's options ask for, and end those they ask for no more."""
    began = time.monotonic()
    keep_door_codes(
        venue_id=message.payload["venue"], now=now, has_time=lambda: time.monotonic() - began < WORK_FOR_S
    )


def keep_all_codes(message: OutboxMessage, now: datetime) -> None:
    """The same after bookings were brought in from elsewhere."""
    for venue_id in venues_with_door_codes():
        began = time.monotonic()
        keep_door_codes(venue_id=venue_id, now=now, has_time=partial(_has_time, began))


def _has_time(began: float) -> bool:
    return time.monotonic() - began < WORK_FOR_S


for _kind in ("setup.changed", "door_codes.go_on"):
    outbox.handles(
        _kind, name=f"bookings.door_codes_after_{_kind.replace('.', '_')}", label="Codes for doors"
    )(keep_codes)
outbox.handles("bookings.recorded", name="bookings.door_codes_after_import", label="Codes for doors")(
    keep_all_codes
)


@outbox.handles("customers.import_step", name="bookings.import_customers", label="Import of customers")
def go_on_with_import(message: OutboxMessage, now: datetime) -> None:
    """Check, import or take back a list of customers, as far as one delivery's time goes."""
    began = time.monotonic()
    work_on_import(
        import_id=message.payload["customer_import"],
        now=now,
        has_time=lambda: time.monotonic() - began < WORK_FOR_S,
    )


def _concerns_guests(payload: Mapping[str, Any]) -> bool:
    """Not where whoever booked is not told either: staff chose so, or it was brought over."""
    return not payload.get("quiet", False) and bool(payload.get("tell_customer", True))


def tell_guest_list(message: OutboxMessage, now: datetime) -> None:
    """Have those who were asked along and said yes told of a change, one fact for each."""
    tell_invitees(booking_id=message.payload["booking"], about=message.kind, fact_id=message.pk)


for _kind in ("booking.moved", "booking.cancelled", "booking.restored"):
    outbox.handles(
        _kind,
        name=f"bookings.guest_list_after_{_kind.partition('.')[2]}",
        only=_concerns_guests,
        label="Word to those on the guest list",
    )(tell_guest_list)
