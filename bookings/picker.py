"""The slot picker in words: what its templates show, made from a selection. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cached_property
from itertools import groupby
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext

from bookings.models import Room
from bookings.picker_parts import (
    Action,
    DayChip,
    FeatureBox,
    Length,
    MonthGrid,
    RoomCard,
    StartChip,
    StartGroup,
)
from bookings.picker_words import (
    capacity_words,
    fullness_words,
    price_words,
    room_words,
    start_value,
)
from bookings.selectors.picker import MOST_PEOPLE, Selection, Way
from boom.core import text
from boom.core.money import Money
from boom.core.time import wall_clock

ANY_ROOM = "any"
MOST_LENGTHS_SIDE_BY_SIDE = 4
NOON, EVENING, SMALL_HOURS = 12, 17, 6
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Picker:
    """A selection and where it is shown: `path` is the page's own address."""

    selection: Selection
    path: str
    # Carried along in every address, so that the booking knows it in the end (domain.origins).
    came_from: Mapping[str, str] = field(default_factory=dict)

    # ---- the wish --------------------------------------------------------------------------------

    @property
    def is_change(self) -> bool:
        return self.selection.changing is not None

    @property
    def most_people(self) -> int:
        return MOST_PEOPLE

    @cached_property
    def lengths(self) -> list[Length]:
        chosen = self.selection
        return [
            Length(str(minutes), text.duration(minutes), minutes == chosen.minutes)
            for minutes in chosen.lengths
        ]

    @cached_property
    def features(self) -> list[FeatureBox]:
        chosen = self.selection
        return [
            FeatureBox(str(feature.pk), feature.name, feature in chosen.wanted) for feature in chosen.features
        ]

    @property
    def wanted_words(self) -> str:
        """What they look for, in a row; empty for nothing."""
        return ", ".join(feature.name for feature in self.selection.wanted)

    @property
    def lengths_fit_a_line(self) -> bool:
        return len(self.selection.lengths) <= MOST_LENGTHS_SIDE_BY_SIDE

    @property
    def day_value(self) -> str:
        return self.selection.day.isoformat()

    def url(self, **changes: str | int | list[int] | None) -> str:
        """The address of this page with some of the wish changed; None leaves a value out."""
        chosen = self.selection
        values: dict[str, str | int | list[int] | None] = {
            "has": [feature.pk for feature in chosen.wanted],
            "people": None if self.is_change else chosen.people,
            "minutes": chosen.minutes,
            "day": self.day_value,
            "start": start_value(chosen.start) if chosen.start else None,
            "room": chosen.room.pk if chosen.room else None,
        }
        return f"{self.path}?{_query({**self.came_from, **values, **changes})}"

    # ---- days ------------------------------------------------------------------------------------

    @cached_property
    def days(self) -> list[DayChip]:
        return [self._day_chip(day) for day in self.selection.shown_days]

    @property
    def all_dates_url(self) -> str:
        return self.url(dates=self.selection.day.strftime("%Y-%m"))

    @property
    def fewer_dates_url(self) -> str:
        return self.url()

    @property
    def month(self) -> MonthGrid | None:
        """The month grid, when it is asked for."""
        first = self.selection.month
        if first is None:
            return None
        before, after = first - DAY, (first + 31 * DAY).replace(day=1)
        starts = self.selection.setup.venue.week_starts
        monday = date(2024, 1, 1)
        return MonthGrid(
            title=date_format(first, "F Y"),
            weekdays=tuple(date_format(monday + (starts + offset) * DAY, "D") for offset in range(7)),
            blanks=range((self.selection.shown_days[0].weekday() - starts) % 7),
            days=tuple(self.days),
            before=self.url(dates=before.strftime("%Y-%m")) if before >= self.selection.today else "",
            after=self.url(dates=after.strftime("%Y-%m")) if after <= self.selection.last_day else "",
        )

    def _day_chip(self, day: date) -> DayChip:
        chosen = self.selection
        share = chosen.fullness.get(day, 0)
        return DayChip(
            value=day.isoformat(),
            weekday=self.today_words if day == chosen.today else date_format(day, "D"),
            number=str(day.day),
            month=date_format(day, "F"),
            share=share,
            words=fullness_words(share) if day in chosen.fullness else "",
            closed=self._why_not(day),
            checked=day == chosen.day,
        )

    def _why_not(self, day: date) -> str:
        chosen = self.selection
        if day < chosen.today:
            return gettext("over")
        if day > chosen.last_day:
            return gettext("not open for booking yet")
        if day in chosen.fullness or not chosen.rooms or day == chosen.day:
            return ""
        night = chosen.setup.night(day)
        if day == chosen.today and not night.is_closed:
            return gettext("over")
        reason = night.special.reason if night.special else ""
        return gettext("closed: %(reason)s") % {"reason": reason} if reason else gettext("closed")

    @property
    def today_words(self) -> str:
        """What people call the venue's present day."""
        opens_at = self.selection.setup.night(self.selection.today).opens_at
        is_evening = opens_at is not None and wall_clock(opens_at, self._zone).hour >= EVENING - 1
        return gettext("Tonight") if is_evening else gettext("Today")

    # ---- starts ----------------------------------------------------------------------------------

    @cached_property
    def groups(self) -> list[StartGroup]:
        """Starts by part of the day, in order of time. Empty when nothing is free."""
        if not self.selection.free:
            return []
        starts = (datetime.fromtimestamp(at, UTC) for at in self.selection.possible)
        return [
            StartGroup(*self._part(part), tuple(map(self._chip, group)))
            for part, group in groupby(starts, key=self._part_of)
        ]

    def _chip(self, start: datetime) -> StartChip:
        chosen = self.selection
        room_ids = chosen.free.get(int(start.timestamp()), [])
        price = chosen.price_of(room_ids[0], start) if room_ids else None
        left = len(room_ids)
        if left == 1 and len(chosen.rooms) == 1:
            # There never was another one: not worth alarming anybody.
            left = 2
        return StartChip(
            value=start_value(start),
            time=self.clock(start),
            price=price_words(price),
            left=left,
            checked=start == chosen.start,
        )

    def _part_of(self, start: datetime) -> tuple[date, str]:
        local = wall_clock(start, self._zone)
        night = self.selection.day
        if local.date() > night:
            # Only the hours of a night that runs on; a venue that never closes begins its day at midnight.
            return local.date(), "after-midnight"
        hour = local.hour
        part = (
            "small-hours"
            if hour < SMALL_HOURS
            else "morning"
            if hour < NOON
            else "afternoon"
            if hour < EVENING
            else "evening"
        )
        return local.date(), part

    def _part(self, day_and_part: tuple[date, str]) -> tuple[str, str]:
        day, part = day_and_part
        if part == "after-midnight":
            return gettext("After midnight"), gettext("early %(day)s") % {"day": self.day_words(day)}
        weekday = date_format(day, "l")
        titles = {
            "small-hours": gettext("Early %(weekday)s"),
            "morning": gettext("%(weekday)s morning"),
            "afternoon": gettext("%(weekday)s afternoon"),
            "evening": gettext("%(weekday)s evening"),
        }
        return titles[part] % {"weekday": weekday}, ""

    # ---- rooms -----------------------------------------------------------------------------------

    @cached_property
    def rooms(self) -> list[RoomCard]:
        """The rooms free at the chosen start; for a new booking first "any", which takes the smallest."""
        chosen = self.selection
        offers = chosen.offers_at_start
        cards = [self._card(offer) for offer in offers]
        if self.is_change or len(offers) < 2:
            return cards
        first = offers[0][0]
        any_room = RoomCard(
            value=ANY_ROOM,
            title=gettext("Any room"),
            detail=gettext("The smallest that fits: %(room)s") % {"room": self._called(first)},
            price=price_words(chosen.price_of(first.pk)),
            art="",
            checked=chosen.room is None,
        )
        return [any_room, *cards]

    def _card(self, offer: list[Room]) -> RoomCard:
        """A room, or any of those of a kind; its value is the one that is tried first."""
        chosen, room = self.selection, offer[0]
        is_only = len(chosen.offers_at_start) == 1
        free = gettext("%(count)d free") % {"count": len(offer)}
        of_kind = bool(chosen.setup.kind_taken_of(room))
        return RoomCard(
            value=str(room.pk),
            title=self._called(room),
            detail=f"{free}, {room_words(room)}" if of_kind else room_words(room),
            price=price_words(chosen.price_of(room.pk)),
            art=self._called(room),
            checked=is_only or (chosen.room is not None and chosen.room in offer),
        )

    def _called(self, room: Room) -> str:
        """What guests read: the kind where they take any of it, else the room's own name."""
        return self.selection.setup.kind_taken_of(room) or room.name

    # ---- the foot bar ----------------------------------------------------------------------------

    @property
    def bar_title(self) -> str:
        chosen = self.selection
        if chosen.start is None:
            return self.day_words(chosen.day)
        return gettext("%(day)s, %(time)s for %(length)s") % {
            "day": self.day_words(chosen.start),
            "time": self.clock(chosen.start),
            "length": text.duration(chosen.minutes),
        }

    @property
    def start_iso(self) -> str:
        """The chosen start as scripts read it."""
        return self.selection.start.isoformat() if self.selection.start else ""

    @property
    def bar_detail(self) -> str:
        chosen = self.selection
        room = chosen.given_room
        if room is None:
            return gettext("Choose a start time") if chosen.free else gettext("Nothing free then")
        words = {"people": text.people(chosen.people), "room": self._called(room)}
        price = chosen.price_of(room.pk)
        if not price:
            return gettext("%(people)s, %(room)s") % words
        agreed = self.agreed_total
        if agreed is not None and agreed != price:
            more = {"price": price_words(price), "agreed": price_words(agreed)}
            return gettext("%(people)s, %(room)s. %(price)s instead of %(agreed)s") % {**words, **more}
        return gettext("%(people)s, %(room)s. %(price)s total") % {**words, "price": price_words(price)}

    @property
    def agreed_total(self) -> Money | None:
        """What the booking that is being changed costs so far; None for a new one, or without a price."""
        booking = self.selection.changing
        if booking is None or booking.total_minor is None or not booking.currency:
            return None
        return Money(booking.total_minor, booking.currency)

    @property
    def shown_minor(self) -> str:
        """The total a change would make, as the form sends it back: nobody agrees to another."""
        room = self.selection.given_room if self.is_change else None
        price = self.selection.price_of(room.pk) if room else None
        return str(price.minor) if price is not None else ""

    # ---- nothing free ----------------------------------------------------------------------------

    @property
    def nothing_title(self) -> str:
        chosen = self.selection
        day = self.day_words(chosen.day)
        titles = {
            "no-rooms": gettext("No rooms to book online yet"),
            "features": gettext("No room has all of that"),
            "party": gettext("No room for %(people)s"),
            "closed": gettext("Closed on %(day)s"),
            "over": gettext("Nothing left to book on %(day)s"),
            "too-long": gettext("No %(length)s on %(day)s"),
            "full": gettext("Full on %(day)s"),
        }
        return titles[chosen.why_nothing or "full"] % {
            "people": text.people(chosen.people),
            "day": day,
            "length": text.duration(chosen.minutes),
        }

    @property
    def has_rooms(self) -> bool:
        """Whether there is anything to choose from at all."""
        return bool(self.selection.all_rooms)

    @property
    def nothing_text(self) -> str:
        chosen = self.selection
        can_ask = chosen.setup.venue.is_reachable
        match chosen.why_nothing:
            case "no-rooms":
                return gettext("Get in touch and we will find you one.") if can_ask else ""
            case "features":
                words = {"features": self.wanted_words, "people": text.people(chosen.people)}
                return gettext("No room for %(people)s has: %(features)s.") % words
            case "party":
                words = {"capacity": capacity_words(chosen.all_rooms)}
                if can_ask:
                    return (
                        gettext("Our rooms take %(capacity)s people. For other parties, get in touch.")
                        % words
                    )
                return gettext("Our rooms take %(capacity)s people.") % words
            case "closed":
                special = chosen.night.special
                return special.reason if special else ""
            case "over":
                return gettext("It is too late for that day.")
            case "too-long":
                return gettext("The rooms are not open that long.")
            case _:
                words = {"people": text.people(chosen.people), "length": text.duration(chosen.minutes)}
                return gettext("Every room that takes %(people)s is taken for %(length)s.") % words

    @property
    def waitlist_url(self) -> str:
        """Where to wait for what is full that night; empty where nothing is, or the venue keeps no list."""
        chosen = self.selection
        venue = chosen.setup.venue
        if self.is_change or not venue.waitlist_is_open or not chosen.rooms:
            return ""
        if not any(at not in chosen.free for at in chosen.possible):
            return ""
        wish: dict[str, str | int | list[int] | None] = {"venue": venue.slug, "day": self.day_value}
        wish |= {"minutes": chosen.minutes, "people": chosen.people}
        return f"{reverse('public:waitlist-join')}?{_query(wish)}"

    @property
    def ways(self) -> list[Action]:
        """What to press instead."""
        return [self._action(way) for way in self.selection.ways]

    def _action(self, way: Way) -> Action:
        nothing_chosen: dict[str, str | int | list[int] | None] = {"start": None, "room": None}
        if way.minutes is not None:
            label = gettext("Show %(length)s instead") % {"length": text.duration(way.minutes)}
            return Action(label, self.url(**nothing_chosen, minutes=way.minutes))
        if way.whatever_it_has:
            return Action(gettext("Show all rooms"), self.url(**nothing_chosen, has=None))
        if way.people is not None:
            label = gettext("Show rooms for %(people)s") % {"people": text.people(way.people)}
            return Action(label, self.url(**nothing_chosen, people=way.people))
        assert way.day is not None
        label = gettext("Go to %(day)s") % {"day": self.day_words(way.day)}
        return Action(label, self.url(**nothing_chosen, day=way.day.isoformat()))

    # ---- words -----------------------------------------------------------------------------------

    def clock(self, instant: datetime) -> str:
        return text.clock(instant, self._zone, twelve_hours=self.selection.setup.venue.clock_format == "12")

    def day_words(self, when: date | datetime) -> str:
        return text.day(when, self._zone, locale=self.selection.setup.venue.locale)

    @property
    def _zone(self) -> ZoneInfo:
        return self.selection.setup.hours.zone


def _query(values: Mapping[str, str | int | list[int] | None]) -> str:
    return urlencode({name: value for name, value in values.items() if value is not None}, doseq=True)
