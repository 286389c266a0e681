"""What time in a room costs: rates, each for some rooms, nights and hours, per hour, person, both or flat."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bookings.domain.interval import Interval, clip
from bookings.domain.pricing.scope import EVERYWHERE, Scope
from boom.core.time import opening_to_utc

DAY = timedelta(days=1)


class Per(StrEnum):
    """What a rate is for."""

    HOUR = "hour"
    PERSON_HOUR = "person_hour"
    PERSON = "person"
    BOOKING = "booking"


BY_TIME = frozenset({Per.HOUR, Per.PERSON_HOUR})


@dataclass(frozen=True, slots=True)
class Rate:
    """A price for time in a room. Of the rates of a price list that hold at an instant the first one counts.

    `starts`/`ends` are wall-clock times of the business night; `ends <= starts` runs past midnight, both None
    mean all night. `price_minor` is per `unit_minutes` (60, or 30 for prices per half hour), per person, per
    person and unit, or flat for the booking, however short its part of it. Time is paid for to the second.

    included_heads: with a rate per person so many come free; with one per hour or flat, people beyond them
    pay `extra_head_minor` each per unit. minimum_heads: a smaller party pays for so many. minimum_minutes: a
    shorter booking that touches this rate pays the missing time at it. minimum_spend_minor: what a booking
    that touches this rate comes to at least (per person with `minimum_spend_per_person`).
    """

    id: int
    name: str
    price_minor: int
    per: Per = Per.HOUR
    scope: Scope = EVERYWHERE
    starts: time | None = None
    ends: time | None = None
    unit_minutes: int = 60
    included_heads: int = 0
    minimum_heads: int = 0
    extra_head_minor: int | None = None
    minimum_minutes: int = 0
    minimum_spend_minor: int = 0
    minimum_spend_per_person: bool = False

    def __post_init__(self) -> None:
        amounts = (self.price_minor, self.minimum_spend_minor, self.extra_head_minor or 0)
        counts = (self.included_heads, self.minimum_heads, self.minimum_minutes)
        if min(*amounts, *counts) < 0:
            raise ValueError("A rate cannot be below zero.")
        if self.unit_minutes <= 0:
            raise ValueError("A unit has to last at least a minute.")
        if (self.starts is None) != (self.ends is None):
            raise ValueError("A time of day has a beginning and an end.")

    def hours_of_night(self, night: date, span: Interval, zone: ZoneInfo) -> list[Interval]:
        """When this rate holds within a business night, by the time of day only.

        Every time the clocks show its hours within `span` counts: 00:00-04:00 of a Saturday night lies on
        Sunday. Both ends are the first instant that the clocks show or pass them, so that rates that touch on
        the wall touch in time, on nights with a clock change too.
        """
        if self.starts is None or self.ends is None:
            return [span]
        found = []
        for day in (night - DAY, night, night + DAY, night + 2 * DAY):
            last = day if self.ends > self.starts else day + DAY
            begins = opening_to_utc(datetime.combine(day, self.starts), zone)
            ends = opening_to_utc(datetime.combine(last, self.ends), zone)
            if begins < ends:
                found.append(Interval(begins, ends))
        return clip(found, span)

    def minimum_spend(self, heads: int) -> int:
        """The least a booking comes to, in minor units."""
        return self.minimum_spend_minor * (max(heads, 1) if self.minimum_spend_per_person else 1)

    def billed_heads(self, heads: int) -> int:
        """For how many people a rate per person is paid."""
        return max(0, max(heads, self.minimum_heads) - self.included_heads)

    def extra_heads(self, heads: int) -> int:
        """How many people come on top of a rate for the room."""
        return max(0, heads - self.included_heads) if self.extra_head_minor else 0
