"""What is sold beside time: add-ons, and packages of time, heads and add-ons for one price."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from bookings.domain.interval import Interval
from bookings.domain.pricing.scope import EVERYWHERE, Scope
from boom.core.time import opening_to_utc

DAY = timedelta(days=1)


class Each(StrEnum):
    """What one of an add-on is for. A piece is bought by number, the others once."""

    PIECE = "piece"
    BOOKING = "booking"
    PERSON = "person"
    HOUR = "hour"
    PERSON_HOUR = "person_hour"


@dataclass(frozen=True, slots=True)
class AddOn:
    """Something to have with a room. `group` says which taxes it bears.

    How many there are at a time (its stock) is the database's to hold, not this price's.
    """

    id: int
    name: str
    price_minor: int
    each: Each = Each.PIECE
    group: str = "goods"
    scope: Scope = EVERYWHERE
    most: int = 99
    is_online: bool = True
    description: str = ""

    def __post_init__(self) -> None:
        if self.price_minor < 0 or self.most < 1:
            raise ValueError("An add-on costs nothing or more, and one may have at least one.")


@dataclass(frozen=True, slots=True)
class Package:
    """Room time, heads and add-ons for one price.

    It pays for the first `minutes` of a booking, which lasts at least as long; what comes after is paid for
    by the rates. With `till_close` it is for a booking that ends when the room closes, however long that is.
    `starts_from`/`starts_until` are wall-clock times of the business night between which (the second not
    included) it can begin. `heads_included` people come with it (0: any number); each more pays
    `extra_head_minor`. `per_person`: the price is for each of them, at least for `heads_included`.
    `items` are add-ons that come with it, and how many.
    """

    id: int
    name: str
    price_minor: int
    minutes: int = 0
    till_close: bool = False
    scope: Scope = EVERYWHERE
    starts_from: time | None = None
    starts_until: time | None = None
    per_person: bool = False
    heads_included: int = 0
    extra_head_minor: int = 0
    items: tuple[tuple[int, int], ...] = ()
    group: str = "room"
    is_online: bool = True
    description: str = ""

    def __post_init__(self) -> None:
        if min(self.price_minor, self.heads_included, self.extra_head_minor) < 0:
            raise ValueError("A package cannot be below zero.")
        if self.till_close == bool(self.minutes):
            raise ValueError("A package lasts so many minutes, or till the room closes.")

    def covered(self, span: Interval) -> Interval:
        """The time of the booking that the package pays for."""
        if self.till_close:
            return span
        return Interval(span.start, min(span.end, span.start + timedelta(minutes=self.minutes)))

    def may_start(self, start: datetime, night: date, zone: ZoneInfo) -> bool:
        """Whether it can begin then."""
        if self.starts_from is None or self.starts_until is None:
            return True
        for day in (night, night + DAY):
            last = day if self.starts_until > self.starts_from else day + DAY
            begins = opening_to_utc(datetime.combine(day, self.starts_from), zone)
            ends = opening_to_utc(datetime.combine(last, self.starts_until), zone)
            if begins <= start < ends:
                return True
        return False
