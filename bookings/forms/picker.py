"""What a customer asks for: the values of the slot picker's address, and of a choice that is sent."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from bookings.picker import ANY_ROOM, Picker
from bookings.selectors.picker import MOST_PEOPLE, Asked

# Beyond these a value is nonsense; within them the venue's rules have the say.
YEARS = range(2000, 2200)
MOST_MINUTES = 24 * 60
LARGEST_ID = 2**63 - 1
_NUMBER = re.compile(r"[0-9]{1,19}")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}")
_START = re.compile(r"[0-9]{8}T[0-9]{4}Z")


class Unreadable(ValueError):
    """A value that says nothing."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A slot somebody wants to hold; `room_id` None takes any room that fits."""

    start: datetime
    minutes: int
    people: int
    room_id: int | None
    # What the room is to have, where it is theirs to choose (`RoomFeature` ids).
    feature_ids: frozenset[int] = frozenset()


def read_asked(values: Mapping[str, str]) -> Asked:
    """Read a picker's address. What cannot be read is left out and named, never refused."""
    found: dict[str, Any] = {}
    unreadable = []
    many = getattr(values, "getlist", None)
    try:
        found["feature_ids"] = frozenset(map(_number, many("has") if many else ()))
    except Unreadable:
        unreadable.append("has")
    for name, (attribute, reader) in _READERS.items():
        typed = values.get(name, "").strip()
        if not typed:
            continue
        try:
            found[attribute] = reader(typed)
        except Unreadable:
            unreadable.append(name)
    return Asked(**found, unreadable=tuple(unreadable))


def read_choice(values: Mapping[str, str]) -> Choice | None:
    """Read a choice that is sent; None when it names no start, or not how long or for how many."""
    asked = read_asked(values)
    if asked.start is None or asked.minutes is None or asked.people is None:
        return None
    return Choice(asked.start, asked.minutes, asked.people, asked.room_id, asked.feature_ids)


def read_day(typed: str) -> date:
    """An ISO date. Raises Unreadable."""
    if not _DAY.fullmatch(typed):
        raise Unreadable
    return _in_years(typed).date()


def read_start(typed: str) -> datetime:
    """A start as addresses carry it (`picker.start_value`). Raises Unreadable."""
    if not _START.fullmatch(typed):
        raise Unreadable
    return _in_years(typed).astimezone(UTC)


def read_minutes(typed: str) -> int:
    """A length in whole minutes, at least one, at most a day. Raises Unreadable."""
    minutes = _number(typed)
    if not 1 <= minutes <= MOST_MINUTES:
        raise Unreadable
    return minutes


def read_people(typed: str) -> int:
    """A party; of absurd ones the nearest that is not. Raises Unreadable for what is no number."""
    return min(MOST_PEOPLE, max(1, _number(typed)))


def read_version(typed: str) -> int:
    """The version of a booking that a form was made from; 0, which none has, for nonsense."""
    return int(typed) if _NUMBER.fullmatch(typed) else 0


def read_total(typed: str) -> int | None:
    """The total that a form showed, in minor units; None for none or nonsense."""
    return int(typed) if _NUMBER.fullmatch(typed) else None


def _month(typed: str) -> date:
    if not _MONTH.fullmatch(typed):
        raise Unreadable
    return _in_years(f"{typed}-01").date()


def _room(typed: str) -> int | None:
    if typed == ANY_ROOM:
        return None
    number = _number(typed)
    if number > LARGEST_ID:
        raise Unreadable
    return number


def _number(typed: str) -> int:
    if not _NUMBER.fullmatch(typed):
        raise Unreadable
    return int(typed)


def _in_years(iso: str) -> datetime:
    try:
        found = datetime.fromisoformat(iso)
    except ValueError as error:
        raise Unreadable from error
    if found.year not in YEARS:
        raise Unreadable
    return found


_READERS: dict[str, tuple[str, Callable[[str], Any]]] = {
    "day": ("day", read_day),
    "minutes": ("minutes", read_minutes),
    "people": ("people", read_people),
    "start": ("start", read_start),
    "room": ("room_id", _room),
    "dates": ("month", _month),
}


class WishForm(forms.Form):
    """How many, and for how long: the fields of the picker that are not lists of what is free."""

    minutes = forms.ChoiceField(label=_("How long"))

    def __init__(self, picker: Picker) -> None:
        chosen = picker.selection
        super().__init__(initial={"people": chosen.people, "minutes": str(chosen.minutes)}, auto_id="wish-%s")
        largest = max((room.capacity_max for room in chosen.all_rooms), default=chosen.people)
        self.fields["people"] = forms.IntegerField(
            label=_("People"), min_value=1, max_value=max(largest, chosen.people)
        )
        lengths = self.fields["minutes"]
        assert isinstance(lengths, forms.ChoiceField)
        # A few stand side by side; more are a list.
        lengths.widget = forms.RadioSelect() if picker.lengths_fit_a_line else forms.Select()
        lengths.choices = [(length.value, length.label) for length in picker.lengths]
