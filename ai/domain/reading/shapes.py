"""What a message was understood to say: nothing is in it that the message does not say."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time
from decimal import Decimal
from enum import StrEnum
from typing import Literal

Per = Literal["total", "hour", "person"]


class Intent(StrEnum):
    """What somebody who writes to a venue wants."""

    FIND_SLOTS = "find_slots"
    BOOK = "book"
    MODIFY_BOOKING = "modify_booking"
    CANCEL_BOOKING = "cancel_booking"
    BOOKING_STATUS = "booking_status"
    PRICE_QUOTE = "price_quote"
    HOURS = "hours"
    POLICY_QUESTION = "policy_question"
    RECOMMEND = "recommend"
    HUMAN_HANDOFF = "human_handoff"
    OUT_OF_SCOPE = "out_of_scope"
    UNSAFE = "unsafe"


@dataclass(frozen=True, slots=True)
class Days:
    """The days meant, both included; `weekdays` (0 is Monday) where only some of them are."""

    first: date
    last: date
    weekdays: tuple[int, ...] = ()

    @classmethod
    def one(cls, day: date) -> Days:
        return cls(day, day)


@dataclass(frozen=True, slots=True)
class Window:
    """When it may begin: not before `first`; until `last`, which may be after midnight, or open."""

    first: time | None
    last: time | None


@dataclass(frozen=True, slots=True)
class Budget:
    """The most it may cost, in major units of a currency (ISO 4217)."""

    most: Decimal
    per: Per
    currency: str


@dataclass(frozen=True, slots=True)
class KnownRoom:
    """A room as people may call it."""

    key: str
    name: str
    capacity: int
    features: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Place:
    """What of a venue has to be known to read what is written to it.

    Attributes:
        date_order: How people there write days in figures: "DMY", "MDY" or "YMD".
        slot_minutes: Starts are on multiples of this.
    """

    rooms: Sequence[KnownRoom]
    currency: str
    date_order: str = "DMY"
    slot_minutes: int = 30


@dataclass(frozen=True, slots=True)
class Turn:
    """Something said earlier in the conversation."""

    by_guest: bool
    words: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message says. None, empty: it does not say.

    Attributes:
        days: Which days are meant, on the wall clock: what begins at 01:00 "on Friday night" is Saturday's.
        more_people: How many more (fewer) than booked, where only that is said.
        reference: Of a booking, as written.
        phrases: By slot, the words it was read from; for showing it back.
    """

    intent: Intent
    language: str
    days: Days | None = None
    start: time | None = None
    window: Window | None = None
    minutes: int | None = None
    party_size: int | None = None
    more_people: int | None = None
    budget: Budget | None = None
    room: str | None = None
    requests: tuple[str, ...] = ()
    reference: str | None = None
    phrases: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Said:
    """A message with what it is relative to: the venue and its wall clock."""

    words: str
    now: datetime
    place: Place
    earlier: Sequence[Turn] = ()


# A pattern for days, and what it means seen from today, at a venue whose people write dates in this order.
DayRule = tuple[re.Pattern[str], Callable[[re.Match[str], date, str], Days | None]]
