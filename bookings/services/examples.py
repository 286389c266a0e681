"""Examples: a made-up week that shows a new owner what their board will look like, and goes without a trace.

They stand on the calendar and nowhere else. A row that is marked as one keeps no room, is nobody's and has no
price; a constraint holds it to that (`occupancy_example_counts_for_nothing`), so whoever books for real never
meets one, and `Booking.objects` does not know them.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

from django.utils.translation import gettext

from accounts.venue_scope import insist_on_venue
from bookings.domain.examples import DAYS_AFTER, DAYS_BEFORE, Example, RoomNight, example_week
from bookings.domain.interval import Interval
from bookings.domain.lifecycle import OCCUPYING, Status
from bookings.domain.opening import NoSuchDay
from bookings.domain.rules import is_out_of_use
from bookings.errors import NothingToShowIn, RoomUnknown, SlotTaken
from bookings.models import Occupancy, Room, Source, Venue
from bookings.models.occupancy import Kind
from bookings.selectors.examples import examples_of
from bookings.selectors.occupied import occupied_rows
from bookings.selectors.setup import Setup, setup_of
from bookings.services.occupying import held_span
from boom.core import outbox
from boom.core.actor import current_actor
from boom.core.db import service
from boom.core.errors import NotFound

DAY = timedelta(days=1)
CAME_BY = (Source.PHONE, Source.ONLINE, Source.WALK_IN, Source.ONLINE, Source.EMAIL)


@service
def show_examples(*, venue_id: int, now: datetime) -> int:
    """Put a made-up week around today into a venue's rooms. Returns how many rows; 0: they are there already.

    Nobody is told, and real bookings stay where they are: examples are put around them. Raises
    NothingToShowIn where no room is open long enough this week, NotFound.
    """
    venue = _locked(venue_id)
    if examples_of(venue_id).exists():
        return 0
    setup = setup_of(venue)
    rows = [_row(each, setup, number, now) for number, each in enumerate(_week(setup, now))]
    if not rows:
        raise NothingToShowIn
    Occupancy.objects.bulk_create(rows)
    _tell()
    return len(rows)


@service
def clear_examples(*, venue_id: int) -> int:
    """Take all examples of a venue away, whatever was done with them since. Returns how many there were.

    They are deleted: no customer, message, payment or figure ever had to do with them, and the record keeps
    what they were. Nothing else is touched. Raises NotFound.
    """
    _locked(venue_id)
    _, by_model = examples_of(venue_id).delete()
    count = by_model.get("bookings.Occupancy", 0)
    if count:
        _tell()
    return count


def insist_on_a_place(row: Occupancy, room: Room, span: Interval) -> None:
    """Hold an example that is moved to where nobody is, as the database holds any other row to it.

    Raises SlotTaken, or RoomUnknown for a room of another venue: it goes with those of its own.
    """
    if not row.is_example:
        return
    if room.venue_id != row.room.venue_id:
        raise RoomUnknown
    there = Occupancy.objects.in_rooms([room.pk]).overlapping(span).exclude(pk=row.pk)
    if there.filter(status__in=OCCUPYING).exclude(placed=False, is_example=False).exists():
        raise SlotTaken


def _locked(venue_id: int) -> Venue:
    """The venue, with the lock that lets the second of two presses see what the first did."""
    insist_on_venue(venue_id)
    venue = Venue.objects.select_for_update().filter(pk=venue_id).first()
    if venue is None:
        raise NotFound
    return venue


def _week(setup: Setup, now: datetime) -> list[Example]:
    today = setup.hours.business_day(now)
    days = [today + number * DAY for number in range(-DAYS_BEFORE, DAYS_AFTER)]
    rooms = _apart(setup)
    taken = _taken(setup, rooms, days, now)

    def is_taken(room_id: int, span: Interval) -> bool:
        return any(span.overlaps(other) for other in taken[room_id])

    nights = [_open_rooms(setup, rooms, day) for day in days]
    return example_week(nights, tonight=DAYS_BEFORE, now=now, taken=is_taken)


def _apart(setup: Setup) -> list[Room]:
    """Rooms in the owner's order, without those that share their space with one before."""
    found: list[Room] = []
    for room in setup.rooms:
        others = setup.shares.get(room.pk, frozenset())
        if not any(each.pk in others for each in found):
            found.append(room)
    return found


def _open_rooms(setup: Setup, rooms: list[Room], day: date) -> list[RoomNight]:
    try:
        return [
            RoomNight(room.pk, setup.night(day, room.pk).stretches, setup.policies[room.pk])
            for room in rooms
            if not is_out_of_use(room.standing_on(day))
        ]
    except NoSuchDay:
        return []


def _taken(setup: Setup, rooms: list[Room], days: list[date], now: datetime) -> dict[int, list[Interval]]:
    """What is really booked or blocked there that week, with its turnover. One query."""
    today = setup.night(setup.hours.business_day(now)).span
    window = Interval(today.start - (DAYS_BEFORE + 1) * DAY, today.end + DAYS_AFTER * DAY)
    found: dict[int, list[Interval]] = defaultdict(list)
    for room_id, _, _, hold_from, hold_until, _ in occupied_rows(
        [room.pk for room in rooms], window, now=now
    ):
        found[room_id].append(Interval.from_epoch(hold_from, hold_until))
    return found


def _row(example: Example, setup: Setup, number: int, now: datetime) -> Occupancy:
    room = next(each for each in setup.rooms if each.pk == example.room_id)
    is_block = example.status == Status.BLOCKED
    was_here = example.status in {Status.CHECKED_IN, Status.COMPLETED}
    row = Occupancy(
        kind=Kind.BLOCK if is_block else Kind.BOOKING,
        room=room,
        guest_name=example.name,
        starts_at=example.span.start,
        ends_at=example.span.end,
        status=example.status,
        placed=False,
        is_example=True,
        party_size=example.party_size,
        source=Source.OTHER if is_block else CAME_BY[number % len(CAME_BY)],
        reason=gettext("Piano tuner") if is_block else "",
        checked_in_at=example.span.start if was_here else None,
        checked_out_at=example.span.end if example.status == Status.COMPLETED else None,
    )
    held_span(row, None)
    return row


def _tell() -> None:
    """Have open boards fetch what they show."""
    outbox.publish("bookings.recorded", by=current_actor().client, quiet=True)
