"""What people call a table's columns, and how a value of one reads. Each app says it for its own tables.

A column without words fails a test (tests/audit/test_columns.py): nothing changes without the record being
able to say so. One that people should not read (a secret, a counter) says why not instead.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils.dateparse import parse_datetime
from django.utils.formats import date_format
from django.utils.translation import gettext

from audit.models import Action, AuditEvent
from boom.core import text
from boom.core.money import Money
from tenants.context import current_business

NOTHING = "–"
LONGEST_VALUE = 60
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

# The same in every table: what nobody reads, and why.
NEVER_SHOWN = {
    "id": "the row's key",
    "version": "goes up with every change",
    "setup_version": "a new random number with every change of the set-up",
    "access_version": "goes up with every change of what a person may do",
    "calendar_sequence": "goes up with every change a calendar has to hear of",
    "created_at": "the event's own time",
}


@dataclass(frozen=True, slots=True)
class Reading:
    """What it takes to read values: the business's clock and money, names of rows that columns point to."""

    zone: ZoneInfo
    currency: str
    names: Mapping[tuple[str, str], str] = field(default_factory=dict)


Show = Callable[[object, Reading], str]


@dataclass(frozen=True, slots=True)
class Column:
    """A column's words, how its values read, and the table it points to, if it does."""

    words: str
    show: Show
    refers_to: str = ""


@dataclass(frozen=True, slots=True)
class Difference:
    """One column of one event: what it was called, before and after."""

    column: str
    words: str
    before: str
    after: str

    def __str__(self) -> str:
        return f"{self.words}: {self.before} → {self.after}"


@dataclass(frozen=True, slots=True)
class _Table:
    shown: Mapping[str, Column]
    hidden: Mapping[str, str]


Namer = Callable[[set[int]], Mapping[int, str]]

_tables: dict[str, _Table] = {}
_namers: dict[str, Namer] = {}


def describes(
    table: str, shown: Mapping[str, Column | str], *, hidden: Mapping[str, str] | None = None
) -> None:
    """Register the words of a table's columns; a bare text is shown as it is. `hidden`: column to reason."""
    columns = {name: said(value) if isinstance(value, str) else value for name, value in shown.items()}
    _tables[table] = _Table(columns, dict(hidden or {}))


def names(table: str) -> Callable[[Namer], Namer]:
    """Register what rows of a table are called (ids to names), for columns that point to them."""

    def register(namer: Namer) -> Namer:
        _namers[table] = namer
        return namer

    return register


def without_words(table: str, columns: Iterable[str]) -> set[str]:
    """Which columns of a table have neither words nor a reason to go unsaid (the tests ask)."""
    known = _tables.get(table, _Table({}, {}))
    return set(columns) - known.shown.keys() - known.hidden.keys() - NEVER_SHOWN.keys()


def differences(events: Iterable[AuditEvent], *, whole: bool = False) -> dict[int, list[Difference]]:
    """What each event changed, column by column, for people. Few queries, for all names at once.

    An addition or removal has no differences unless `whole`: then every value that says something.
    """
    wanted = [event for event in events if whole or event.action == Action.UPDATE]
    reading = _reading(wanted)
    return {event.pk: list(_of(event, reading)) for event in wanted}


def _of(event: AuditEvent, reading: Reading) -> Iterable[Difference]:
    old, new = event.old or {}, event.new or {}
    for name in new or old:
        column = _column(event.table, name)
        if column is None:
            continue
        before = _shown(column, old.get(name), reading)
        after = _shown(column, new.get(name), reading)
        if before == after == NOTHING:
            continue
        yield Difference(name, gettext(column.words), before, after)


def _column(table: str, name: str) -> Column | None:
    """None for what is not shown; a column that nobody words is named as it is."""
    known = _tables.get(table, _Table({}, {}))
    if name in known.shown:
        return known.shown[name]
    if name in known.hidden or name in NEVER_SHOWN:
        return None
    return said(name.replace("_", " "))


def _shown(column: Column, value: object, reading: Reading) -> str:
    if value is None or value in ("", [], {}):
        return NOTHING
    if column.refers_to:
        return reading.names.get((column.refers_to, str(value)), gettext("one that is gone"))
    shown = column.show(value, reading)
    return shown if len(shown) <= LONGEST_VALUE else f"{shown[: LONGEST_VALUE - 1]}…"


def _reading(events: list[AuditEvent]) -> Reading:
    business = current_business()
    zone = ZoneInfo(business.time_zone) if business else ZoneInfo("UTC")
    return Reading(zone, business.currency if business else "", _names_in(events))


def _names_in(events: list[AuditEvent]) -> dict[tuple[str, str], str]:
    """The names of all rows that these events point to, a query a table."""
    wanted: dict[str, set[int]] = {}
    for event in events:
        for values in (event.old or {}, event.new or {}):
            for name, value in values.items():
                column = _column(event.table, name)
                if column is not None and column.refers_to and isinstance(value, int):
                    wanted.setdefault(column.refers_to, set()).add(value)
    return _named(wanted)


def names_of_rows(rows: Iterable[tuple[str, str]]) -> dict[tuple[str, str], str]:
    """What rows are called, by table and key; rows that are gone, or of tables nobody names, are left out."""
    wanted: dict[str, set[int]] = {}
    for table, key in rows:
        if key.isdecimal():
            wanted.setdefault(table, set()).add(int(key))
    return _named(wanted)


def _named(wanted: Mapping[str, set[int]]) -> dict[tuple[str, str], str]:
    found: dict[tuple[str, str], str] = {}
    for table, ids in wanted.items():
        known = _namers[table](ids) if table in _namers else {}
        found |= {(table, str(key)): name for key, name in known.items()}
    return found


# --- how values read
# -----------------------------------------------------------------------------------------


def said(words: str) -> Column:
    """Text, numbers, yes and no: as they are."""
    return Column(words, _as_it_is)


def minutes(words: str) -> Column:
    """Whole minutes as a length: "1 h 30"."""
    return Column(words, lambda value, _: text.duration(int(str(value))))


def money(words: str) -> Column:
    """Minor units in the business's currency."""
    return Column(words, lambda value, reading: Money(int(str(value)), reading.currency).format())


def moment(words: str) -> Column:
    """An instant, on the business's clock."""
    return Column(words, _moment)


def day(words: str) -> Column:
    """A date."""
    return Column(words, lambda value, _: date_format(date.fromisoformat(str(value)), "D j M Y"))


def wall_time(words: str) -> Column:
    """A time of day, seconds left out."""
    return Column(words, lambda value, _: str(value)[:5])


def weekday(words: str) -> Column:
    """0 is Monday."""
    return Column(words, lambda value, _: gettext(WEEKDAYS[int(str(value))]))


def one_of(words: str, choices: Mapping[str, str]) -> Column:
    """One of a few values, by its label."""
    return Column(words, lambda value, _: gettext(choices.get(str(value), str(value))))


def row_of(table: str, words: str) -> Column:
    """The key of a row of another table, by that row's name."""
    return Column(words, _as_it_is, refers_to=table)


def how_many(words: str) -> Column:
    """A list that is too long to read out: how many things it has."""
    return Column(words, lambda value, _: str(len(value)) if isinstance(value, (list, dict)) else str(value))


def _as_it_is(value: object, _: Reading) -> str:
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list) and all(isinstance(each, (str, int)) for each in value):
        return ", ".join(map(str, value))
    return json.dumps(value, ensure_ascii=False) if isinstance(value, (list, dict)) else str(value)


def _moment(value: object, reading: Reading) -> str:
    instant = parse_datetime(str(value))
    if not isinstance(instant, datetime):
        return str(value)
    return f"{text.day(instant, reading.zone)} {instant.astimezone(reading.zone).year}, " + text.clock(
        instant, reading.zone
    )
