"""Bringing in a list of rooms, line by line, through the services that staff's own pages use."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext

from audit.errors import InTheWay
from bookings.domain.tables import cell
from bookings.models import CustomerImport, ImportLine, Outcome, Room, RoomState
from bookings.models.imports import WhenKnown
from bookings.selectors.booking_rows import MOST_PEOPLE, plain, read_price
from bookings.selectors.customer_rows import read_name
from bookings.selectors.lists import reading_of
from bookings.services.setup import add_room, change_room, setup_changed
from boom.core.errors import Busy, DomainError
from boom.core.spreadsheets import as_typed

LONGEST = {"category": 60, "description": 2000, "legacy_id": 64}
IN_USE = frozenset({"yes", "y", "true", "1", "x", "active", "enabled", "in use", "open", "ja", "oui"})
NOT_IN_USE = frozenset({"no", "n", "false", "0", "inactive", "disabled", "archived", "closed", "nein", "non"})
HIDDEN = frozenset({"hidden", "hidden from customers", "draft", "private"})


class Rehearsed(Exception):
    """What was tried has worked, and goes."""


@dataclass(slots=True)
class _Wanted:
    values: dict[str, Any] = field(default_factory=dict)
    problems: list[dict[str, str]] = field(default_factory=list)


class Rooms:
    """How lines of one list become rooms of its venue."""

    def __init__(self, found: CustomerImport, now: datetime) -> None:
        assert found.venue is not None, "a list of rooms is of a venue"
        self.found, self.venue, self.reading = found, found.venue, reading_of(found)

    def begin(self, rows: Sequence[Sequence[str]]) -> None:
        """Adding rooms locks their venue by itself."""

    def check(self, line: ImportLine, row: Sequence[str]) -> None:
        """Say on a line what it would come to."""
        wanted = self._read(row)
        line.name, line.problems = wanted.values.get("name", ""), wanted.problems
        if wanted.problems:
            return
        try:
            with transaction.atomic():
                self._write(line, wanted)
                raise Rehearsed
        except Rehearsed:
            line.room = line.room if line.outcome != Outcome.ADDED else None
        except DomainError as error:
            self.refuse(line, error)
        if line.outcome == Outcome.ADDED and self._is_named_before(line):
            self._refuse(line, "name", gettext("A line above it is about a room of the same name."))

    def bring_in(self, line: ImportLine, row: Sequence[str]) -> None:
        """Make it so."""
        wanted = self._read(row)
        if not wanted.problems and not self._is_named_before(line):
            self._write(line, wanted)

    def refuse(self, line: ImportLine, error: Exception) -> None:
        """Say on a line why it could not be. Raises the error where trying again may help."""
        if not isinstance(error, DomainError) or isinstance(error, Busy):
            raise error
        name, words = next(iter(error.fields.items()), ("name", error.message))
        self._refuse(line, "price" if name == "price_per_hour_minor" else name, words)

    def take_back(self, line: ImportLine) -> Sequence[tuple[str, int]]:
        """Remove a room that is as the line left it and was never used; put back what the line changed."""
        room = Room.objects.select_for_update(of=("self",)).filter(pk=line.room_id or 0).first()
        if room is None or not line.after or line.outcome not in {Outcome.ADDED, Outcome.CHANGED}:
            return ()
        if any(getattr(room, name) != value for name, value in line.after.items()):
            raise InTheWay(gettext("It was changed since, so it stays."))
        if line.outcome == Outcome.CHANGED:
            change_room(room_id=room.pk, **(line.before or {}))
            return ()
        ImportLine.objects.filter(room=room).update(room=None)
        # Without Django's cascade: whatever points here refuses.
        gone = Room.objects.filter(pk=room.pk)
        gone._raw_delete(gone.db)  # noqa: SLF001
        setup_changed(self.venue.pk)
        return ()

    def finish(self, brought: int) -> None:
        """Each change has told of itself."""

    def _is_named_before(self, line: ImportLine) -> bool:
        above = ImportLine.objects.filter(
            customer_import=self.found, number__lt=line.number, name__iexact=line.name
        )
        return above.exclude(outcome=Outcome.REFUSED).exists()

    def _write(self, line: ImportLine, wanted: _Wanted) -> None:
        room = self._known(wanted.values)
        line.problems = []
        if room is None:
            values = {"state": RoomState.ACTIVE, **wanted.values}
            if values.get("price_per_hour_minor") is None:
                # Nobody shall book for nothing because the list has no price.
                values |= {"price_per_hour_minor": 0, "state": RoomState.HIDDEN}
            line.room = add_room(venue_id=self.venue.pk, **values)
            line.outcome, line.before = Outcome.ADDED, None
            line.after = {name: getattr(line.room, name) for name in values}
            return
        line.room = room
        line.after = {}
        if self.found.when_known == WhenKnown.REPLACE:
            line.after = {
                name: value
                for name, value in wanted.values.items()
                if name != "legacy_id" and value is not None and getattr(room, name) != value
            }
        line.before = {name: getattr(room, name) for name in line.after}
        line.outcome = Outcome.CHANGED if line.after else Outcome.SAME
        if line.after:
            change_room(room_id=room.pk, **line.after)

    def _known(self, values: Mapping[str, Any]) -> Room | None:
        """By its name, else by the other system's number."""
        rooms = Room.objects.filter(venue=self.venue)
        named = [room for room in rooms if plain(room.name) == plain(values["name"])]
        if named:
            return named[0]
        key = values.get("legacy_id")
        return rooms.filter(legacy_id=key).first() if key else None

    def _read(self, row: Sequence[str]) -> _Wanted:
        typed = {name: as_typed(cell(row, place)) for name, place in self.found.mapping.items()}
        wanted = _Wanted()
        for name, column, read in (
            ("name", "name", lambda: read_name(typed.get("name", ""))),
            ("category", "category", lambda: _short(typed, "category")),
            ("description", "description", lambda: _short(typed, "description")),
            ("capacity_min", "capacity_min", lambda: _people(typed.get("capacity_min", ""))),
            ("capacity_max", "capacity_max", lambda: _people(typed.get("capacity_max", ""))),
            ("price", "price_per_hour_minor", lambda: self._price(typed)),
            ("is_active", "state", lambda: _state(typed.get("is_active", ""))),
            ("legacy_id", "legacy_id", lambda: _short(typed, "legacy_id")),
        ):
            if name not in typed and name != "name":
                continue
            try:
                value = read()
            except ValueError as problem:
                wanted.problems.append({"field": name, "words": str(problem)})
                continue
            if value is not None:
                wanted.values[column] = value
        return wanted

    def _price(self, typed: Mapping[str, str]) -> int | None:
        currency = typed.get("currency", "").upper()
        if not typed["price"]:
            return None
        if currency and currency != self.venue.currency:
            words = gettext("Prices are in %(here)s here, and this one is in %(there)s.")
            raise ValueError(words % {"here": self.venue.currency, "there": currency[:10]})
        return read_price(typed["price"], self.reading, self.venue.currency)

    def _refuse(self, line: ImportLine, name: str, words: str) -> None:
        line.outcome, line.room, line.before, line.after = Outcome.REFUSED, None, None, None
        line.problems = [{"field": name, "words": words}]


def _short(typed: Mapping[str, str], name: str) -> str:
    if len(typed[name]) > LONGEST[name]:
        raise ValueError(gettext("At most %(count)s characters.") % {"count": LONGEST[name]})
    return typed[name]


def _people(written: str) -> int | None:
    if not written:
        return None
    if not written.isdecimal() or not 1 <= int(written[:6]) <= MOST_PEOPLE:
        raise ValueError(gettext("“%(typed)s” is no number of people.") % {"typed": written[:40]})
    return int(written)


def _state(written: str) -> str | None:
    said = plain(written)
    if not said:
        return None
    for words, state in (
        (IN_USE, RoomState.ACTIVE),
        (HIDDEN, RoomState.HIDDEN),
        (NOT_IN_USE, RoomState.ARCHIVED),
    ):
        if said in words:
            return state.value
    raise ValueError(gettext("“%(typed)s” is neither yes nor no.") % {"typed": written[:40]})
