"""How the record reads: who did it, in words, and one line an event. Other apps say what their events mean.

An app registers a teller for its tables (`bookings/record.py`), as with the outbox's handlers: the record
stands below them all and knows none of them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from audit.columns import Difference, differences
from audit.models import Action, AuditEvent

# A line says so many columns; the act's own page says all.
MOST_COLUMNS = 6
# The door that an undo comes through (audit.services.undo): its changes read as what they take back.
UNDO = "undo"


@dataclass(frozen=True, slots=True)
class Told:
    """An event in words: `words` follow the actor ("moved it to Echo"), `thing` is what they are about.

    `actor` replaces the name of whoever acted where that reads better ("Booked online"). `change` is a second
    line with old and new values; None leaves it to the words of the columns. `path` leads to the thing on the
    same host. An `undoable` event is the newest of its thing, and `undo_path` takes it back.
    """

    words: str
    thing: str = ""
    actor: str = ""
    change: str | None = None
    path: str = ""
    undoable: bool = False
    undo_path: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a history, newest first on every page."""

    id: int
    at: datetime
    actor: str
    words: str
    thing: str
    change: str
    path: str
    undoable: bool = False
    undo_path: str = ""


Teller = Callable[[Sequence[AuditEvent]], Mapping[int, Told]]

_tellers: dict[str, Teller] = {}
_nouns: dict[str, str] = {}


def tells(tables: Mapping[str, str]) -> Callable[[Teller], Teller]:
    """Register who words the events of these tables (table: what a page's filter calls it).

    A teller gets all its events of a page at once and gives words by event id.
    """

    def register(teller: Teller) -> Teller:
        for table, noun in tables.items():
            _tellers[table] = teller
            _nouns[table] = noun
        return teller

    return register


def things() -> dict[str, str]:
    """Every table somebody words, with its name for people, by name."""
    return dict(sorted(_nouns.items(), key=lambda item: item[1]))


def entries(events: Iterable[AuditEvent], *, plainly: bool = False) -> list[Entry]:
    """Events as lines, in the order given. A table nobody words is named as it is: nothing goes missing.

    `plainly`: without saying of an undo's events that they take something back, where the page says so.
    """
    known = list(events)
    told: dict[int, Told] = {}
    by_teller: dict[Teller, list[AuditEvent]] = {}
    for event in known:
        by_teller.setdefault(_tellers.get(event.table, tell_plainly), []).append(event)
    for teller, theirs in by_teller.items():
        told.update(teller(theirs))
    in_words = changes(event for event in known if told[event.pk].change is None)
    return [line(event, told[event.pk], in_words.get(event.pk, ""), plainly=plainly) for event in known]


def line(event: AuditEvent, told: Told, change: str = "", *, plainly: bool = False) -> Entry:
    """An event and its words as a line; `change` where the teller left it to the columns."""
    words = told.words
    if event.source == UNDO and words and not plainly:
        words = gettext("took back a change: %(words)s") % {"words": words}
    return Entry(
        id=event.pk,
        at=event.at,
        actor=told.actor or who(event),
        words=words,
        thing=told.thing,
        change=change if told.change is None else told.change,
        path=told.path,
        undoable=told.undoable,
        undo_path=told.undo_path,
    )


def who(event: AuditEvent) -> str:
    """Whoever made the change, for people. SQL typed by hand and imports are named as such."""
    if event.source == "import":
        return gettext("Import")
    if event.actor_kind == "database":
        return gettext("SQL by hand (%(role)s)") % {"role": event.actor_label or "?"}
    if event.actor_kind == "customer":
        return event.actor_label or gettext("The customer")
    if event.actor_kind == "system":
        return "Boom"
    if event.actor_kind == "super_admin":
        return gettext("%(name)s (Boom support)") % {"name": event.actor_label}
    return event.actor_label or gettext("Somebody")


def tell_plainly(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Words for events of any table: added, changed or removed, with the columns that changed."""
    return {event.pk: plain(event, _nouns.get(event.table, event.table)) for event in events}


def plain(event: AuditEvent, noun: str, *, name: str = "", path: str = "") -> Told:
    """Say "added the room Echo", or "changed the room Echo"; its columns say what (audit.columns)."""
    thing = f"{noun} {name}".strip()
    words = {
        Action.INSERT: gettext("added %(thing)s"),
        Action.UPDATE: gettext("changed %(thing)s"),
        Action.DELETE: gettext("removed %(thing)s"),
    }[Action(event.action)]
    return Told(words % {"thing": thing}, thing=thing, path=path)


def changes(events: Iterable[AuditEvent]) -> dict[int, str]:
    """The columns of changes with their values before and after: "capacity: 6 → 8, name: A → B"."""
    return {key: _listed(found) for key, found in differences(events).items()}


def _listed(found: Sequence[Difference]) -> str:
    shown = [str(difference) for difference in found[:MOST_COLUMNS]]
    return ", ".join([*shown, "…"] if len(found) > MOST_COLUMNS else shown)
