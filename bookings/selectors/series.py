"""What a series would be, night by night: free, or what is in the way, and what could be had instead."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext

from bookings.domain.blockers import Blocker
from bookings.domain.interval import Interval
from bookings.domain.opening import NoSuchDay
from bookings.domain.policy import Policy
from bookings.domain.recurrence import MOST_NIGHTS, Turn, dates, dates_between, turn
from bookings.domain.rules import Request, check
from bookings.domain.series import Choice, How, Night, Pattern, plan
from bookings.domain.turnover import OccupiedRow, conflicts, occupied_row
from bookings.domain.walls import wall_value
from bookings.errors import RoomUnknown
from bookings.models import Room
from bookings.more_rules import Wish, against
from bookings.selectors.choosing import by_name
from bookings.selectors.free import smallest_first
from bookings.selectors.occupied import occupied_rows_around
from bookings.selectors.quoting import quoted
from bookings.selectors.rules import NOT_FOR_STAFF
from bookings.selectors.setup import Setup
from boom.core import text
from boom.core.money import Money

# Nights of a series without an end are written as far ahead as people may book, and a fortnight more, so
# that nobody gets there first.
AHEAD = timedelta(days=14)
MOST_ROOMS, MOST_TIMES = 4, 4


@dataclass(frozen=True, slots=True)
class Instead:
    """Where a night could go: what is chosen, where that is, and what it costs (nothing for blocks)."""

    choice: Choice
    room: Room
    span: Interval
    price: Money | None


@dataclass(frozen=True, slots=True)
class PlannedNight:
    """A night of a plan with all that a page says of it."""

    night: Night
    room: Room
    price: Money | None
    reasons: tuple[Blocker, ...]
    instead: tuple[Instead, ...] = ()

    @property
    def day(self) -> date:
        return self.night.day

    @property
    def why_not(self) -> str:
        """All reasons in one line; empty for a night that is free."""
        return " ".join(reason.message for reason in self.reasons)


@dataclass(frozen=True, slots=True)
class SeriesPlan:
    """Every night of a series as it would be."""

    nights: tuple[PlannedNight, ...]

    @property
    def wanted(self) -> list[PlannedNight]:
        """The nights that something would be written for."""
        return [each for each in self.nights if not each.night.is_skipped]

    @property
    def unsettled(self) -> list[PlannedNight]:
        """The nights that something is in the way of, and nothing was chosen for that could be done."""
        return [each for each in self.nights if not each.night.is_settled]

    @property
    def room_ids(self) -> set[int]:
        """The rooms it needs."""
        return {each.night.room_id for each in self.wanted}

    @property
    def total(self) -> Money | None:
        """What all that is settled costs; None for blocks and for nothing."""
        settled = [each for each in self.wanted if each.night.is_settled]
        prices = [each.price for each in settled if each.price is not None]
        return sum(prices[1:], prices[0]) if prices else None


def nights_to_write(pattern: Pattern, setup: Setup, *, now: datetime) -> tuple[list[date], date]:
    """The dates that a new series is written for at once, and the date up to which that is all of them.

    More than MOST_NIGHTS for one that ends by itself; the caller refuses that.
    """
    if not pattern.rule.is_open_ended:
        found = [
            day for day, _ in zip(dates(pattern.rule, pattern.first), range(MOST_NIGHTS + 1), strict=False)
        ]
        return found, pattern.rule.until or (found[-1] if found else pattern.first)
    last = max(written_until(setup, pattern.room_id, now=now), pattern.first)
    found = dates_between(pattern.rule, pattern.first, pattern.first, last)
    if len(found) > MOST_NIGHTS:
        return found[:MOST_NIGHTS], found[MOST_NIGHTS - 1]
    return found, last


def written_until(setup: Setup, room_id: int, *, now: datetime) -> date:
    """Up to which night series without an end are written today."""
    policy = setup.policies.get(room_id) or setup.venue.policy()
    return setup.hours.business_day(now) + timedelta(days=policy.horizon_days) + AHEAD


def turns_of(pattern: Pattern, days: Sequence[date], setup: Setup) -> list[Turn]:
    """What these nights would be by the venue's clocks. Raises ValueError for a start that is no time."""
    return [turn(day, pattern.start, pattern.length, setup.venue.zone) for day in days]


def plan_of(
    setup: Setup,
    turns: Sequence[Turn],
    *,
    room_id: int,
    length: timedelta,
    now: datetime,
    is_block: bool = False,
    party_size: int | None = None,
    choices: Mapping[date, Choice] | None = None,
    leaving_out: Collection[int] = (),
    offering: bool = True,
) -> SeriesPlan:
    """Work out what each turn would be, with `choices` for some. A few queries, whatever their number.

    `leaving_out` are rows that give way (the series' own, when it moves). `offering`: with what could be had
    instead, for a page. Raises RoomUnknown.
    """
    rooms = {room.pk: room for room in setup.rooms}
    if room_id not in rooms:
        raise RoomUnknown
    chosen = {
        day: choice
        for day, choice in (choices or {}).items()
        if choice.how != How.PLACE or choice.room_id in rooms
    }
    planner = _Planner(setup, rooms, length, now, is_block, party_size, frozenset(leaving_out))
    nights = planner.plan(turns, room_id, chosen)
    if offering:
        troubled = [
            night
            for night in nights
            if night.turn.span is not None and (not night.is_settled or night.choice is not None)
        ]
        instead = planner.instead(troubled, {each.day: each for each in turns}, room_id)
    else:
        instead = {}
    against = by_name(setup, {night.day: night.against for night in nights if night.against})
    return SeriesPlan(
        tuple(
            PlannedNight(
                night,
                rooms[night.room_id],
                None if is_block or night.is_skipped else planner.price(night.room_id, night.span),
                (*night.rules, *against.get(night.day, ()), *_own(night, setup)),
                tuple(instead.get(night.day, ())),
            )
            for night in nights
        )
    )


def _own(night: Night, setup: Setup) -> list[Blocker]:
    """The nights of the series itself that last into this one."""
    return [
        Blocker(
            "own-night",
            gettext("Its own night of %(day)s lasts into this one.")
            % {"day": text.day(day, setup.venue.zone, locale=setup.venue.locale)},
            hard=True,
        )
        for day in night.own
    ]


@dataclass(frozen=True, slots=True)
class _Planner:
    """What stays the same for all nights of a plan."""

    setup: Setup
    rooms: Mapping[int, Room]
    length: timedelta
    now: datetime
    is_block: bool
    party_size: int | None
    leaving_out: frozenset[int]

    def plan(self, turns: Sequence[Turn], room_id: int, choices: Mapping[date, Choice]) -> list[Night]:
        room_ids = {room_id, *(each.room_id for each in choices.values() if each.how == How.PLACE)}
        real = [each for each in turns if each.span is not None]
        # A time that was chosen instead lies in the same night: within a day of the first.
        windows = [self._around(each, is_wide=each.day in choices) for each in real]
        rows = occupied_rows_around(room_ids, windows, now=self.now, leaving_out=self.leaving_out)
        return plan(
            turns,
            room_id,
            self.length,
            self.setup.venue.zone,
            choices=choices,
            rows={each.day: found for each, found in zip(real, rows, strict=True)},
            rules=self.rules,
            policies=self._policies,
        )

    @property
    def _policies(self) -> Mapping[int, Policy] | None:
        return None if self.is_block else self.setup.policies

    def rules(self, room_id: int, span: Interval) -> list[Blocker]:
        """What the house says to staff, as `selectors.rules`, by the nights that the set-up remembers."""
        if self.is_block:
            return []
        setup, room = self.setup, self.rooms[room_id]
        try:
            night = setup.night(setup.hours.business_day(span.start), room_id)
        except NoSuchDay as error:
            return [Blocker("no-such-day", str(error), hard=True)]
        found = check(
            Request(span, self.party_size),
            setup.policies[room_id],
            night,
            now=self.now,
            today=setup.hours.business_day(self.now),
            standing=room.standing_on(night.date),
            twelve_hour=setup.venue.clock_format == "12",
        )
        added = against(Wish(room, span, self.party_size, by_staff=True, now=self.now))
        return [*(blocker for blocker in found if blocker.code not in NOT_FOR_STAFF), *added]

    def price(self, room_id: int, span: Interval) -> Money:
        return quoted(self.setup, room_id, span, self.party_size, now=self.now, online=False).total

    def instead(
        self, nights: Sequence[Night], turns: Mapping[date, Turn], room_id: int
    ) -> dict[date, list[Instead]]:
        """For each of these nights the best other rooms at its time, then the nearest times in its room."""
        windows = [self._around(turns[night.day], is_wide=True) for night in nights]
        rows = occupied_rows_around(self.rooms, windows, now=self.now, leaving_out=self.leaving_out)
        found = {}
        for night, around in zip(nights, rows, strict=True):
            wanted = turns[night.day].span
            assert wanted is not None, "only of a date that was"
            found[night.day] = [
                *self._other_rooms(night.day, wanted, room_id, around),
                *self._other_times(night.day, wanted, room_id, around),
            ]
        return found

    def _around(self, each: Turn, *, is_wide: bool) -> Interval:
        assert each.span is not None, "only of a date that was"
        if not is_wide:
            return each.span
        return Interval(each.span.start - timedelta(days=1), each.span.end + timedelta(days=1))

    def _other_rooms(
        self, day: date, span: Interval, room_id: int, rows: Sequence[OccupiedRow]
    ) -> list[Instead]:
        found: list[Instead] = []
        for room in smallest_first(self.rooms.values()):
            if len(found) == MOST_ROOMS:
                break
            if room.pk != room_id and self._is_free(room.pk, span, rows):
                found.append(self._instead(day, room.pk, span))
        return found

    def _other_times(
        self, day: date, span: Interval, room_id: int, rows: Sequence[OccupiedRow]
    ) -> list[Instead]:
        """The nearest starts on the room's grid, the earlier of two as near first."""
        try:
            night = self.setup.night(day, room_id)
        except NoSuchDay:
            return []
        step = self.setup.policies[room_id].slot_step
        starts = (
            stretch.start + number * step
            for stretch in night.stretches
            for number in range(stretch.duration // step)
        )
        found: list[Instead] = []
        for start in sorted(starts, key=lambda each: (abs(each - span.start), each)):
            if len(found) == MOST_TIMES:
                break
            other = Interval.lasting(start, self.length)
            if start != span.start and self._is_free(room_id, other, rows):
                found.append(self._instead(day, room_id, other))
        return sorted(found, key=lambda each: each.span.start)

    def _is_free(self, room_id: int, span: Interval, rows: Sequence[OccupiedRow]) -> bool:
        policies = self._policies
        wanted = occupied_row(room_id, span, policies[room_id] if policies is not None else None)
        return not conflicts(wanted, rows) and not self.rules(room_id, span)

    def _instead(self, day: date, room_id: int, span: Interval) -> Instead:
        start = wall_value(span.start, day, self.setup.venue.zone)
        price = None if self.is_block else self.price(room_id, span)
        return Instead(Choice(How.PLACE, room_id, start), self.rooms[room_id], span, price)
