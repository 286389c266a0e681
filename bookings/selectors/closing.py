"""Closing days or cutting hours: whose bookings that touches, and what each could be offered instead.

Nothing is written here: the page shows it, `services.closing` does what was chosen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta

from bookings.domain import opening
from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status
from bookings.domain.opening import DayHours, NoSuchDay
from bookings.domain.rules import is_party_welcome, room_blockers
from bookings.domain.turnover import OccupiedRow, conflicts, occupied_row
from bookings.models import Occupancy, Room
from bookings.models.occupancy import Kind
from bookings.selectors.free import smallest_first
from bookings.selectors.occupied import occupied_rows
from bookings.selectors.schedules import VenueHours
from bookings.selectors.setup import Setup
from boom.core.time import SkippedTime, local_to_utc

DAY = timedelta(days=1)
# How many nights after the closing another day is looked for.
LOOK_AHEAD = 14


@dataclass(frozen=True, slots=True)
class Closing:
    """Dates with other hours than usual, both included; closed without `hours`. One room, or the venue."""

    starts_on: date
    ends_on: date
    hours: tuple[tuple[time, time], ...] = ()
    reason: str = ""
    room_id: int | None = None

    @property
    def special_day(self) -> opening.SpecialDay:
        hours = tuple(DayHours(opens, closes) for opens, closes in self.hours)
        return opening.SpecialDay(self.starts_on, self.ends_on, hours, self.reason)


@dataclass(frozen=True, slots=True)
class Offered:
    """Another room at the same time, or another time."""

    room: Room
    span: Interval


@dataclass(frozen=True, slots=True)
class Touched:
    """A booking that would lie outside the hours, and what it could have instead, the best first."""

    row: Occupancy
    offers: Sequence[Offered]


def touched_by(setup: Setup, closing: Closing, *, now: datetime) -> list[Touched]:
    """Every booking to come that no longer fits, by start, each with its offers.

    Two bookings are not offered the same place: the best offer of each counts as taken for the next. Three
    queries.
    """
    hours = hours_with(setup, closing)
    rows = [row for row in _rows(setup, closing, now) if not _fits(row, row.room_id, row.span, setup, hours)]
    if not rows:
        return []
    taken = _taken(setup, closing, now)
    found = []
    for row in rows:
        own = occupied_row(row.room_id, row.span, setup.policies.get(row.room_id, row.room.policy()))
        others = [each for each in taken if each[:3] != own[:3]]
        offers = list(_offers(row, setup, hours, closing, taken=others, now=now))
        if offers:
            best = offers[0]
            taken.append(occupied_row(best.room.pk, best.span, setup.policies[best.room.pk]))
        found.append(Touched(row, offers))
    return found


def hours_with(setup: Setup, closing: Closing) -> VenueHours:
    """The venue's hours as they would be."""
    known, special = setup.hours, closing.special_day
    if closing.room_id is None:
        base = replace(known.schedule, special_days=(*known.schedule.special_days, special), rooms=())
        rooms = {
            room_id: replace(own, inherited=(*own.inherited, special)) for room_id, own in known.rooms.items()
        }
    else:
        base = replace(known.schedule, rooms=())
        own = known.rooms.get(closing.room_id) or base.for_room()
        rooms = known.rooms | {closing.room_id: replace(own, special_days=(*own.special_days, special))}
    return VenueHours(known.zone, base.with_rooms(rooms.values()), rooms)


def _rows(setup: Setup, closing: Closing, now: datetime) -> list[Occupancy]:
    """Bookings to come on these nights."""
    first, last = setup.night(closing.starts_on).span.start, setup.night(closing.ends_on).span.end
    rows = Occupancy.objects.filter(
        room__venue_id=setup.venue.pk,
        kind=Kind.BOOKING,
        status__in=[Status.PENDING, Status.CONFIRMED],
        placed=True,
        starts_at__gte=max(first, now),
        starts_at__lt=last,
    )
    if closing.room_id is not None:
        rows = rows.filter(room_id=closing.room_id)
    return list(rows.select_related("room__venue", "customer").order_by("starts_at", "id"))


def _taken(setup: Setup, closing: Closing, now: datetime) -> list[OccupiedRow]:
    window = Interval(
        setup.night(closing.starts_on).span.start,
        setup.night(closing.ends_on).span.end + (LOOK_AHEAD + 1) * DAY,
    )
    return occupied_rows([room.pk for room in setup.rooms], window, now=now)


def _fits(row: Occupancy, room_id: int, span: Interval, setup: Setup, hours: VenueHours) -> bool:
    """Whether a stretch lies within the hours of its room on the night it was sold for."""
    try:
        night = hours.night(setup.hours.business_day(span.start), room_id)
    except NoSuchDay:
        return False
    return any(whole.contains(span) for whole in night.open)


def _offers(
    row: Occupancy,
    setup: Setup,
    hours: VenueHours,
    closing: Closing,
    *,
    taken: Sequence[OccupiedRow],
    now: datetime,
) -> Iterator[Offered]:
    """Another room then, the nearest time that night, the same time on a later night; each if there is."""
    same_time = _free_room(row, row.span, setup, hours, taken)
    if same_time is not None:
        yield Offered(same_time, row.span)
    for span in (_tonight(row, setup, hours, taken, now), _later(row, setup, hours, closing, taken)):
        if span is not None:
            yield span


def _free_room(
    row: Occupancy, span: Interval, setup: Setup, hours: VenueHours, taken: Sequence[OccupiedRow]
) -> Room | None:
    """Its own room if that is free and open then, else the smallest that suits."""
    night = hours.business_day(span.start)
    rooms = sorted(smallest_first(setup.rooms), key=lambda room: room.pk != row.room_id)
    for room in rooms:
        policy = setup.policies[room.pk]
        suits = is_party_welcome(row.party_size, policy) and not room_blockers(room.standing_on(night))
        is_open = suits and _fits(row, room.pk, span, setup, hours)
        if is_open and not conflicts(occupied_row(room.pk, span, policy), taken):
            return room
    return None


def _tonight(
    row: Occupancy, setup: Setup, hours: VenueHours, taken: Sequence[OccupiedRow], now: datetime
) -> Offered | None:
    """The nearest start of the same night at which it fits, on the room's own grid."""
    night = hours.night(setup.hours.business_day(row.starts_at), row.room_id)
    step = row.room.policy().slot_step
    starts = []
    for stretch in night.stretches:
        count = (stretch.end - stretch.start - row.span.duration) // step
        starts += [stretch.start + number * step for number in range(count + 1)]
    for start in sorted(starts, key=lambda start: (abs(start - row.starts_at), start)):
        span = Interval.lasting(start, row.span.duration)
        room = _free_room(row, span, setup, hours, taken) if start > now else None
        if room is not None:
            return Offered(room, span)
    return None


def _later(
    row: Occupancy, setup: Setup, hours: VenueHours, closing: Closing, taken: Sequence[OccupiedRow]
) -> Offered | None:
    """The same time by the venue's clock on the first night after the closing that has room."""
    sold_for = setup.hours.business_day(row.starts_at)
    local = row.starts_at.astimezone(setup.venue.zone).replace(tzinfo=None)
    for number in range(1, LOOK_AHEAD + 1):
        days = (closing.ends_on - sold_for) + number * DAY
        try:
            start = local_to_utc(local + days, setup.venue.zone, ambiguous="first")
        except SkippedTime:
            continue
        span = Interval.lasting(start, row.span.duration)
        room = _free_room(row, span, setup, hours, taken)
        if room is not None:
            return Offered(room, span)
    return None
