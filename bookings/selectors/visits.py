"""What a party that is here, or about to be, could still have: more time, or another room."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import EARLY, Status, can_extend, given_back_from
from bookings.domain.pricing import Agreed, Quote, quote
from bookings.domain.pricing.changes import Kind
from bookings.domain.pricing.terms import Terms
from bookings.domain.turnover import as_blocker, conflicts, occupied_row
from bookings.models import Occupancy, Readiness, Room, RoomReadiness
from bookings.selectors.choosing import RoomOption, in_the_way, rooms_for
from bookings.selectors.occupied import occupied_rows
from bookings.selectors.own_change import guests_blockers
from bookings.selectors.quoting import after_a_new_length, booked_at, price_for, wanted_of
from bookings.selectors.rules import blockers
from bookings.selectors.setup import Setup
from boom.core.money import Money

MINUTE = timedelta(minutes=1)
MOST_STEPS = 4


@dataclass(frozen=True, slots=True)
class MoreTime:
    """So many minutes more: until when, for how much, or everything that speaks against it."""

    minutes: int
    until: datetime
    price: Money | None
    why_not: tuple[str, ...] = ()

    @property
    def is_free(self) -> bool:
        return not self.why_not


@dataclass(frozen=True, slots=True)
class Extension:
    """How a visit goes on: steps in its room, the first that cannot be had last; else other rooms."""

    steps: Sequence[MoreTime]
    rooms: Sequence[RoomOption]
    until: datetime

    @property
    def free(self) -> list[MoreTime]:
        return [step for step in self.steps if step.is_free]

    @property
    def why_not(self) -> tuple[str, ...]:
        """What is in the way of the next step; nothing while there is one."""
        return self.steps[-1].why_not if self.steps and not self.free else ()


def extension_of(row: Occupancy, setup: Setup, *, now: datetime, for_staff: bool) -> Extension | None:
    """What could be added to a visit now; None for one that cannot be made longer.

    Staff read who is in the way; customers only that somebody is.
    """
    if row.kind != "booking" or not can_extend(
        row.status, starts_at=row.starts_at, ends_at=row.ends_at, now=now, early=EARLY
    ):
        return None
    step = setup.venue.extend_step
    steps: list[MoreTime] = []
    for number in range(1, MOST_STEPS + 1):
        steps.append(_more_time(row, setup, number * step, now=now, for_staff=for_staff))
        if not steps[-1].is_free:
            break
    until = row.ends_at + step * MINUTE
    rooms = [] if steps[0].is_free else _other_rooms(row, setup, until, now=now)
    if not for_staff:
        rooms = [option for option in rooms if not guests_blockers(setup, row, option.room)]
    return Extension(steps, rooms, until)


@dataclass(frozen=True, slots=True)
class RoomToGoOn:
    """Another room to go on in, and how much more that costs than was agreed; None without a price."""

    room: Room
    more: Money | None


def rooms_to_go_on(
    row: Occupancy, setup: Setup, options: Sequence[RoomOption], until: datetime, *, now: datetime
) -> list[RoomToGoOn]:
    """Rooms for the rest of a visit, each with what it adds to the price, as it is charged."""
    return [
        RoomToGoOn(option.room, price_of_going_on(row, setup, option.room.pk, until, now=now))
        for option in options
    ]


def price_of_going_on(
    row: Occupancy, setup: Setup, room_id: int, until: datetime, *, now: datetime
) -> Money | None:
    """How much more a visit costs that goes on in another room until then, reckoned as `services.own` does.

    Of a party that is here the time it had is paid for in the room it had, the rest in the other; whoever has
    yet to come changes rooms with all of the booking. None where no price was agreed.
    """
    if row.total_minor is None or not row.quote:
        return None
    if row.status != Status.CHECKED_IN:
        moved = after_a_new_length(setup, row, room_id, Interval(row.starts_at, until))
        return Money(moved.total.minor - row.total_minor, row.currency) if moved else None
    left_at = given_back_from(starts_at=row.starts_at, ends_at=until, now=now)
    if not left_at < until:
        return None
    had = price_for(row, Interval(row.starts_at, left_at))
    rest = price_of_the_rest(row, setup, room_id, Interval(left_at, until))
    return Money((had.total.minor if had else 0) + rest.quote.total.minor - row.total_minor, row.currency)


@dataclass(frozen=True, slots=True)
class Rest:
    """What the rest of a visit costs in another room, on which terms, and when it counts as booked."""

    quote: Quote
    terms: Terms
    booked_at: datetime


def price_of_the_rest(row: Occupancy, setup: Setup, room_id: int, span: Interval) -> Rest:
    """Reckon the rest of a visit in another room by that room's prices, on the terms the booking has.

    Its row is as it was. Classes of guests, a percentage off and prepaid hours go along: of the hours what
    the time before leaves. A price that staff agreed on is for the whole visit and stays with the first
    booking: the rest costs nothing more. What a booking has once stays there too: package, add-ons, code,
    voucher, an amount off. What the other room does not take is left out.
    """
    own, booked = Terms.from_json(row.price_terms), booked_at(row, otherwise=row.created_at)
    has_share = own.discount is not None and own.discount.size.kind == Kind.PERCENT
    terms = Terms(
        classes=own.classes,
        customer_class=own.customer_class,
        pack_id=None if own.agreed else own.pack_id,
        discount=own.discount if has_share else None,
        agreed=Agreed(0, own.agreed.reason) if own.agreed else None,
    )
    wanted = wanted_of(
        setup,
        room_id,
        span,
        row.party_size,
        terms,
        online=False,
        booking_id=row.pk,
        customer_id=row.customer_id,
    )
    if wanted.pack is not None:
        used = _minutes_used(row, Interval(row.starts_at, span.start))
        wanted = replace(
            wanted, pack=replace(wanted.pack, minutes_left=max(0, wanted.pack.minutes_left - used))
        )
    return Rest(replace(quote(setup.price_rules, wanted, booked), problems=()), terms, booked)


def _minutes_used(row: Occupancy, span: Interval) -> int:
    """How many prepaid minutes a booking takes that only lasts so long."""
    if span.duration == row.span.duration:
        return int(row.price_terms.get("pack_minutes", 0))
    had = price_for(row, span)
    return had.pack_minutes if had else 0


def rooms_to_change_to(row: Occupancy, setup: Setup, *, now: datetime) -> list[RoomOption]:
    """Rooms that are free for the rest of a visit; nothing for a party that is in no room, or over time."""
    if row.status != Status.CHECKED_IN or now >= row.ends_at:
        return []
    return _other_rooms(row, setup, row.ends_at, now=now)


def walk_in_rooms(setup: Setup, *, minutes: int, people: int | None, now: datetime) -> list[RoomOption]:
    """Every room for a party at the door: free and ready ones first, the smallest that fits on top."""
    span = Interval.lasting(now.replace(second=0, microsecond=0), minutes * MINUTE)
    options = rooms_for(setup, span, people, now=now)
    unready = rooms_not_ready(setup)
    return sorted(options, key=lambda option: (not option.is_free, option.room.pk in unready))


def rooms_not_ready(setup: Setup) -> dict[int, RoomReadiness]:
    """Rooms somebody has to make ready first, by id; none where the venue does not keep track."""
    if not setup.venue.tracks_cleaning:
        return {}
    rows = RoomReadiness.objects.filter(room__venue=setup.venue).exclude(state=Readiness.READY)
    return {row.room_id: row for row in rows}


def _more_time(row: Occupancy, setup: Setup, minutes: int, *, now: datetime, for_staff: bool) -> MoreTime:
    span = Interval(row.starts_at, row.ends_at + minutes * MINUTE)
    price = price_for(row, span)
    more = None
    if price is not None and row.total_minor is not None:
        more = Money(price.total.minor - row.total_minor, row.currency)
    return MoreTime(minutes, span.end, more, tuple(_why_not(row, span, setup, now=now, for_staff=for_staff)))


def _why_not(row: Occupancy, span: Interval, setup: Setup, *, now: datetime, for_staff: bool) -> list[str]:
    rules = blockers(row.room, span, row.party_size, setup.hours, by_staff=True, now=now)
    if for_staff:
        found = in_the_way(setup, row.room_id, span, now=now, leaving_out=row.pk)
    else:
        wanted = occupied_row(row.room_id, span, row.room.policy())
        rows = occupied_rows([row.room_id], span, now=now, leaving_out=row.pk)
        twelve = setup.venue.clock_format == "12"
        found = [as_blocker(each, setup.venue.zone, twelve_hour=twelve) for each in conflicts(wanted, rows)]
    return [blocker.message for blocker in (*rules, *found)]


def _other_rooms(row: Occupancy, setup: Setup, until: datetime, *, now: datetime) -> list[RoomOption]:
    """Rooms that are free from now (or its start) until then, without the one it is in."""
    begins = max(row.starts_at, now.replace(second=0, microsecond=0))
    if until <= begins:
        return []
    span = Interval(begins, until)
    options = rooms_for(setup, span, row.party_size, now=now, leaving_out=row.pk)
    # The visit as a whole has to last long enough, not what is left of it.
    return [
        option
        for option in options
        if option.room.pk != row.room_id and all(reason.code == "too-short" for reason in option.reasons)
    ]
