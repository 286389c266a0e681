"""The pieces a picker is drawn from: chips of days and starts, cards of rooms, boxes, a month."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class DayChip:
    """A night to pick. `closed` says why it cannot be; `words` how full it is."""

    value: str
    weekday: str
    number: str
    month: str
    share: int
    words: str
    closed: str
    checked: bool


@dataclass(frozen=True)
class StartChip:
    """A start to pick: `left` rooms are free then, none means full."""

    value: str
    time: str
    price: str
    left: int
    checked: bool


@dataclass(frozen=True)
class StartGroup:
    """Starts under one heading: "Saturday evening", or "After midnight" with the date that then is."""

    title: str
    note: str
    starts: tuple[StartChip, ...]


@dataclass(frozen=True)
class RoomCard:
    value: str
    title: str
    detail: str
    price: str
    art: str
    checked: bool


@dataclass(frozen=True)
class FeatureBox:
    """Something the room is to have, to tick."""

    value: str
    label: str
    checked: bool


@dataclass(frozen=True)
class Length:
    value: str
    label: str
    checked: bool


@dataclass(frozen=True)
class Action:
    label: str
    url: str


@dataclass(frozen=True)
class MonthGrid:
    """A month of days, Monday first: `blanks` empty places before the first."""

    title: str
    weekdays: tuple[str, ...]
    blanks: range
    days: tuple[DayChip, ...]
    before: str
    after: str
