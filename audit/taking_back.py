"""How each table's changes are taken back: registered by the app that owns the table, as its words are.

Three kinds of answer, and a test (tests/audit/test_taking_back.py) that every table on record has one:
`rows_of` puts rows back as they were, under the checks and with the consequences the app names; `takes_back`
is for tables with services of their own; `stays` says why a table's changes are never undone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Model

from audit.acts import Act, RowChange

Permission = str | Callable[[RowChange], str]


@dataclass(frozen=True, slots=True)
class Undoing:
    """What a reverser may need to know: the act, and when it is taken back."""

    act: Act
    now: datetime


Reverser = Callable[[Sequence[RowChange], Undoing], bool]
Hook = Callable[[Sequence[RowChange]], None]


@dataclass(frozen=True, slots=True)
class Rows:
    """How `audit.services.rows` puts rows of a model back.

    `never` are columns that go on as they are. `keeps_used`: a row that the act added and that others point
    to
    by now stays, as long as the act did something else that can be undone. `then` runs after, once for all of
    the table: checks that raise, and what must be told.
    """

    model: type[Model]
    never: frozenset[str] = frozenset()
    keeps_used: bool = False
    then: Hook | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A table's way back: by rows, by a reverser, or none, with the reason."""

    permission: Permission = ""
    rows: Rows | None = None
    reverser: Reverser | None = None
    reason: str = ""

    def needs(self, change: RowChange) -> str:
        """The permission that taking this change back asks for."""
        return self.permission(change) if callable(self.permission) else self.permission


_ways: dict[str, Way] = {}


def rows_of(
    model: type[Model],
    *,
    permission: Permission,
    never: Sequence[str] = (),
    keeps_used: bool = False,
    then: Hook | None = None,
) -> None:
    """Have changes of a model's table taken back row by row (see Rows)."""
    table = model._meta.db_table  # noqa: SLF001 - Django's own way
    _ways[table] = Way(permission=permission, rows=Rows(model, frozenset(never), keeps_used, then))


def takes_back(*tables: str, permission: Permission) -> Callable[[Reverser], Reverser]:
    """Register who takes changes of these tables back.

    A reverser gets all changes of its tables in an act at once, in the order they were made, within the
    undo's
    transaction; it goes through services, raises a refusal that explains what is in the way, and answers
    whether it changed anything.
    """

    def register(reverser: Reverser) -> Reverser:
        way = Way(permission=permission, reverser=reverser)
        _ways.update(dict.fromkeys(tables, way))
        return reverser

    return register


def stays(table: str, reason: str) -> None:
    """Say that a table's changes are never taken back, and why; beside others they are left as they are."""
    _ways[table] = Way(reason=reason)


def way_of(table: str) -> Way | None:
    """None for a table that nobody registered."""
    return _ways.get(table)


def permissions_for(act: Act) -> set[str]:
    """What somebody must be allowed to do to take an act back."""
    found = ((way_of(change.table), change) for change in act.changes)
    return {way.needs(change) for way, change in found if way is not None} - {""}
