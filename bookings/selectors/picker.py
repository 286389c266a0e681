"""What a customer chooses from: their wish made good, the night it leads to, and what is free then.

Nothing a customer sends can be wrong here: a value the venue does not know is replaced by the nearest that it
does, and `notices` says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from typing import Literal

from django.utils.translation import gettext

from bookings.domain.availability import RoomDay, Wish, slots_by_room
from bookings.domain.interval import Interval
from bookings.domain.opening import Night
from bookings.domain.policy import Policy
from bookings.domain.turnover import OccupiedRow
from bookings.models import Occupancy, Room, RoomFeature
from bookings.selectors.free import (
    DAY,
    existing_days,
    fullness,
    has_starts,
    next_day_with_room,
    rows_of,
    smallest_first,
    starts_among,
)
from bookings.selectors.own_change import asked_first
from bookings.selectors.quoting import after_customers_change, quoted
from bookings.selectors.setup import Setup
from boom.core import text
from boom.core.money import Money
from boom.core.time import wall_clock, week_begins_on

USUAL_PEOPLE = 2
USUAL_MINUTES = 120
MOST_PEOPLE = 999
STRIP_DAYS = 14
# A customer who asked for a day that far out sees a few days before it, too.
STRIP_LEAD = 3
# How far the first day with anything to offer is looked for.
LOOK_AHEAD_DAYS = 62

WhyNothing = Literal["no-rooms", "features", "party", "closed", "over", "too-long", "full"]


@dataclass(frozen=True, slots=True)
class Asked:
    """What came with the address, as far as it could be read; None where nothing was said.

    `month` is the first of the month whose dates are to be shown.
    """

    day: date | None = None
    minutes: int | None = None
    people: int | None = None
    start: datetime | None = None
    room_id: int | None = None
    month: date | None = None
    # What the room is to have (`RoomFeature` ids).
    feature_ids: frozenset[int] = frozenset()
    # Names of the values that could not be read at all.
    unreadable: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Way:
    """A way on from where nothing is free: what to change."""

    minutes: int | None = None
    day: date | None = None
    people: int | None = None
    whatever_it_has: bool = False


@dataclass
class Selection:
    """A wish as it stands, and what it leads to. Instants are UTC, `minutes` whole, rooms smallest first."""

    setup: Setup
    now: datetime
    today: date
    last_day: date
    people: int
    minutes: int
    day: date
    lengths: list[int]
    # Those that take such a party; all of those customers may book.
    rooms: list[Room]
    all_rooms: list[Room]
    # What guests can look for here, and what these look for.
    features: list[RoomFeature] = field(default_factory=list)
    wanted: list[RoomFeature] = field(default_factory=list)
    start: datetime | None = None
    room: Room | None = None
    # Free rooms by start (seconds since 1970), and all starts the rules allow.
    free: dict[int, list[int]] = field(default_factory=dict)
    possible: list[int] = field(default_factory=list)
    _prices: dict[tuple[int, datetime], Money | None] = field(default_factory=dict)
    shown_days: list[date] = field(default_factory=list)
    fullness: dict[date, int] = field(default_factory=dict)
    month: date | None = None
    notices: list[str] = field(default_factory=list)
    why_nothing: WhyNothing | None = None
    ways: list[Way] = field(default_factory=list)
    # The booking that is being changed, if this is a change.
    changing: Occupancy | None = None

    @property
    def night(self) -> Night:
        return self.setup.night(self.day)

    @property
    def rooms_at_start(self) -> list[Room]:
        """The rooms free at the chosen start, as they are offered."""
        if self.start is None:
            return []
        free = set(self.free.get(int(self.start.timestamp()), ()))
        return [room for room in self.rooms if room.pk in free]

    @property
    def offers_at_start(self) -> list[list[Room]]:
        """Those rooms as guests choose between them: of a kind of which they take any, all as one offer."""
        return offers_of(self.setup, self.rooms_at_start)

    @property
    def given_room(self) -> Room | None:
        """The room the customer gets: the one chosen, or the smallest that fits."""
        return self.room or next(iter(self.rooms_at_start), None)

    def price_of(self, room_id: int, start: datetime | None = None) -> Money | None:
        """What a room costs from a start, the chosen one by default; None where no price was agreed."""
        if self.changing is None and self.setup.price_rules.is_plain:
            return self.setup.prices(self.minutes).get(room_id)
        start = start or self.start
        if start is None:
            return None
        key = (room_id, start)
        if key not in self._prices:
            self._prices[key] = self._reckon(room_id, start)
        return self._prices[key]

    def _reckon(self, room_id: int, start: datetime) -> Money | None:
        span = Interval.lasting(start, timedelta(minutes=self.minutes))
        if self.changing is not None:
            changed = after_customers_change(self.setup, self.changing, room_id, span)
            return changed.total if changed else None
        return quoted(self.setup, room_id, span, self.people, now=self.now, online=True).total

    @property
    def span(self) -> Interval | None:
        """The time that would be booked."""
        return None if self.start is None else Interval.lasting(self.start, timedelta(minutes=self.minutes))


def selection(
    setup: Setup,
    asked: Asked,
    *,
    now: datetime,
    changing: Occupancy | None = None,
    leaving_out: int | None = None,
) -> Selection:
    """Make the best of a wish. Two queries; one more where nothing is free, to say when something is.

    With `changing` the party is that booking's, its own time counts as free, and its price is as
    `after_customers_change` says.
    `leaving_out` is the id of another row that counts as free: the customer's own hold.
    """
    chosen = _wish(setup, asked, now=now, changing=changing)
    if asked.unreadable:
        chosen.notices.append(gettext("Part of that address made no sense, so here is the usual."))
    _choose_day(chosen, asked)
    wish = Wish(timedelta(minutes=chosen.minutes), now, chosen.today, chosen.people)
    leaving_out = changing.pk if changing is not None else leaving_out
    if chosen.rooms:
        room_days = setup.room_days(chosen.day, tuple(chosen.rooms))
        rows = rows_of(
            setup, chosen.rooms, [chosen.day], lasting=wish.duration, now=now, leaving_out=leaving_out
        )
        found = starts_among(room_days, rows, wish)
        chosen.free, chosen.possible = found.by_start(), found.possible
        if not chosen.free:
            shorter = [minutes for minutes in chosen.lengths if minutes < chosen.minutes]
            chosen.ways += _shorter(room_days, rows, wish, shorter)
    _choose_start(chosen, asked)
    _choose_room(chosen, asked)
    _show_days(chosen, asked)
    if not chosen.free:
        _explain(chosen, wish)
    return chosen


def _wish(setup: Setup, asked: Asked, *, now: datetime, changing: Occupancy | None) -> Selection:
    rooms = smallest_first(
        room
        for room in setup.rooms
        if room.is_for_customers and not (changing is not None and asked_first(setup, changing, room))
    )
    policies = [setup.policies[room.pk] for room in rooms]
    today = setup.hours.business_day(now)
    horizon = max((policy.horizon_days for policy in policies), default=0)
    people = _people(asked, policies, changing)
    fitting = [
        room
        for room, policy in zip(rooms, policies, strict=True)
        if policy.capacity_min <= people <= policy.capacity_max
    ]
    features = offered_features(setup, rooms) if changing is None else []
    wanted_features = [feature for feature in features if feature.pk in asked.feature_ids]
    fitting = having(fitting, wanted_features)
    if changing is not None:
        fitting.sort(key=lambda room: room.pk != changing.room_id)
    of_rooms = [setup.policies[room.pk] for room in fitting] or policies or [setup.venue.policy()]
    lengths = sorted({length // timedelta(minutes=1) for policy in of_rooms for length in policy.durations})
    usual = changing.span.minutes if changing is not None else USUAL_MINUTES
    wanted = usual if asked.minutes is None else asked.minutes
    minutes = min(lengths, key=lambda length: (abs(length - wanted), length))
    chosen = Selection(
        setup=setup,
        now=now,
        today=today,
        last_day=today + horizon * DAY,
        people=people,
        minutes=minutes,
        day=today,
        lengths=lengths,
        rooms=fitting,
        all_rooms=rooms,
        features=features,
        wanted=wanted_features,
        changing=changing,
    )
    if asked.minutes is not None and asked.minutes != minutes:
        chosen.notices.append(
            gettext("Bookings cannot last %(asked)s here, so these are for %(shown)s.")
            % {"asked": text.duration(asked.minutes), "shown": text.duration(minutes)}
        )
    return chosen


def offers_of(setup: Setup, rooms: Iterable[Room]) -> list[list[Room]]:
    """Rooms as guests choose between them, in the order given: of an interchangeable kind all as one."""
    offers: dict[str, list[Room]] = {}
    for room in rooms:
        kind = setup.kind_taken_of(room)
        offers.setdefault(f"kind {kind}" if kind else f"room {room.pk}", []).append(room)
    return list(offers.values())


def interchangeable_with(setup: Setup, room_id: int | None) -> list[Room]:
    """The rooms that guests take for this one: the others of its kind where any is taken; smallest first."""
    wanted = next((room for room in setup.rooms if room.pk == room_id), None)
    kind = setup.kind_taken_of(wanted) if wanted is not None else ""
    others = (room for room in setup.rooms if room.category == kind and room.pk != room_id)
    return smallest_first(room for room in others if room.is_for_customers) if kind else []


def offered_features(setup: Setup, rooms: Sequence[Room]) -> list[RoomFeature]:
    """What guests can look for: things that some of these rooms have and others do not."""
    return [
        feature
        for feature in setup.features
        if feature.is_asked and 0 < len(having(rooms, [feature])) < len(rooms)
    ]


def having(rooms: Iterable[Room], features: Iterable[RoomFeature]) -> list[Room]:
    """Those of the rooms that have all of these, in the order they were given."""
    wanted = {feature.name for feature in features}
    return [room for room in rooms if wanted <= set(room.features)]


def _people(asked: Asked, policies: Sequence[Policy], changing: Occupancy | None) -> int:
    if changing is not None:
        # Imported bookings may not say; the rules then ask nothing of the party.
        return changing.party_size or max(policies[0].capacity_min if policies else 1, 1)
    if asked.people is not None:
        return min(MOST_PEOPLE, max(1, asked.people))
    if not policies or any(policy.capacity_min <= USUAL_PEOPLE <= policy.capacity_max for policy in policies):
        return USUAL_PEOPLE
    return policies[0].capacity_min


def _choose_day(chosen: Selection, asked: Asked) -> None:
    wanted = asked.day
    if wanted is None:
        chosen.day = _first_day(chosen)
    elif wanted < chosen.today:
        chosen.day = _first_day(chosen)
        chosen.notices.append(gettext("That day is over, so here is the next one that can be booked."))
    elif wanted > chosen.last_day:
        chosen.day = existing_days(chosen.setup, chosen.last_day, 2)[0]
        chosen.notices.append(
            gettext("Bookings open %(count)s days ahead: %(day)s is the last one for now.")
            % {"count": (chosen.last_day - chosen.today).days, "day": _day_words(chosen, chosen.day)}
        )
    else:
        chosen.day = existing_days(chosen.setup, wanted, 2)[0]


def _first_day(chosen: Selection) -> date:
    """The first night on which anything could be booked, had nobody come before; today if there is none."""
    wish = Wish(timedelta(minutes=chosen.minutes), chosen.now, chosen.today, chosen.people)
    ahead = min(LOOK_AHEAD_DAYS, (chosen.last_day - chosen.today).days + 1)
    days = (chosen.today + offset * DAY for offset in range(ahead))
    return next((day for day in days if has_starts(chosen.setup, chosen.rooms, day, wish)), chosen.today)


def _choose_start(chosen: Selection, asked: Asked) -> None:
    if asked.start is None or not chosen.free:
        return
    start = int(asked.start.timestamp())
    if start in chosen.free:
        chosen.start = asked.start
    elif asked.start in chosen.night.span:
        words = {"time": _clock(chosen, asked.start), "length": text.duration(chosen.minutes)}
        sentence = (
            gettext("%(time)s has just been taken. Pick another time.")
            if start in chosen.possible
            else gettext("%(time)s cannot be booked for %(length)s. Pick another time.")
        )
        chosen.notices.append(sentence % words)
    else:
        # Another day was picked: the same time there, if it is free.
        zone = chosen.setup.hours.zone
        shown = wall_clock(asked.start, zone).time()
        same = (at for at in map(_instant, sorted(chosen.free)) if wall_clock(at, zone).time() == shown)
        chosen.start = next(same, None)


def _choose_room(chosen: Selection, asked: Asked) -> None:
    if chosen.start is None:
        return
    at_start = chosen.rooms_at_start
    chosen.room = next((room for room in at_start if room.pk == asked.room_id), None)
    if chosen.room is None:
        mates = {room.pk for room in interchangeable_with(chosen.setup, asked.room_id)}
        chosen.room = next((room for room in at_start if room.pk in mates), None)
        if chosen.room is not None:
            return
    if chosen.changing is not None and chosen.room is None:
        chosen.room = at_start[0]
    wanted = next((room for room in chosen.all_rooms if room.pk == asked.room_id), None)
    if wanted is None or wanted in at_start:
        return
    words = {"room": wanted.name, "time": _clock(chosen, chosen.start), "people": chosen.people}
    sentence = (
        gettext("%(room)s is not free at %(time)s, so here is another room.")
        if wanted in chosen.rooms
        else gettext("%(room)s is not for %(people)s people, so here is another room.")
    )
    chosen.notices.append(sentence % words)


def _show_days(chosen: Selection, asked: Asked) -> None:
    if asked.month is not None:
        first = max(
            chosen.today.replace(day=1), min(asked.month.replace(day=1), chosen.last_day.replace(day=1))
        )
        chosen.month = first
        following = (first + 31 * DAY).replace(day=1)
        # Weeks that are over would only push the others down.
        first = max(first, week_begins_on(chosen.today, chosen.setup.venue.week_starts))
        chosen.shown_days = existing_days(chosen.setup, first, (following - first).days)
    else:
        is_near = chosen.day < chosen.today + STRIP_DAYS * DAY
        first = chosen.today if is_near else chosen.day - STRIP_LEAD * DAY
        chosen.shown_days = existing_days(
            chosen.setup, first, min(STRIP_DAYS, (chosen.last_day - first).days + 1)
        )
    ahead = [day for day in chosen.shown_days if chosen.today <= day <= chosen.last_day]
    chosen.fullness = fullness(chosen.setup, chosen.rooms, ahead, now=chosen.now)


def _explain(chosen: Selection, wish: Wish) -> None:
    """Say why nothing is free, and what would help."""
    setup = chosen.setup
    if not chosen.all_rooms:
        chosen.why_nothing = "no-rooms"
        return
    if not chosen.rooms and chosen.wanted:
        chosen.why_nothing = "features"
        chosen.ways = [Way(whatever_it_has=True)]
        return
    if not chosen.rooms:
        chosen.why_nothing = "party"
        welcome = [
            bound
            for room in chosen.all_rooms
            for bound in (setup.policies[room.pk].capacity_min, setup.policies[room.pk].capacity_max)
        ]
        chosen.ways = [Way(people=min(welcome, key=lambda bound: abs(bound - chosen.people)))]
        return
    if all(setup.night(chosen.day, room.pk).is_closed for room in chosen.rooms):
        chosen.why_nothing = "closed"
    elif chosen.possible:
        chosen.why_nothing = "full"
    else:
        chosen.why_nothing = "too-long" if chosen.ways else "over"
    following = next_day_with_room(setup, chosen.rooms, chosen.day, wish)
    if following is not None:
        chosen.ways.append(Way(day=following))


def _shorter(
    room_days: Sequence[RoomDay], rows: Sequence[OccupiedRow], wish: Wish, lengths: list[int]
) -> list[Way]:
    """The longest shorter length that is still free that night, if any is."""
    for minutes in reversed(lengths):
        shorter = replace(wish, duration=timedelta(minutes=minutes))
        if any(slots_by_room(room_days, rows, shorter).values()):
            return [Way(minutes=minutes)]
    return []


def _instant(seconds: int) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _clock(chosen: Selection, instant: datetime) -> str:
    venue = chosen.setup.venue
    return text.clock(instant, venue.zone, twelve_hours=venue.clock_format == "12")


def _day_words(chosen: Selection, day: date) -> str:
    venue = chosen.setup.venue
    return text.day(day, venue.zone, locale=venue.locale)
