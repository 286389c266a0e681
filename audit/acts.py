"""Acts: all that one press, call or task changed, whatever it touched; an undo takes one back whole."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from audit.errors import ActUnknown, CannotTakeBack
from audit.models import Action, AuditEvent, TakenBack

# One press is answered within seconds; events of one request are looked for this far around, by time's index.
SPREAD = timedelta(minutes=10)
# More than this is an import, and not taken back by a press.
MOST_EVENTS = 5000
# How far back somebody's newest act is looked for.
LOOK_BACK = 20_000

Values = dict[str, Any]


@dataclass(frozen=True, slots=True)
class RowChange:
    """What an act made of one row, its events taken together.

    `old` and `new` are as on the record: the whole row for an addition or removal, else what differs.
    """

    table: str
    entity_id: str
    action: Action
    old: Values
    new: Values


@dataclass(frozen=True)
class Act:
    """The events of one act, oldest first."""

    events: list[AuditEvent]

    @property
    def id(self) -> int:
        """The key of its first event; any event's key leads to it."""
        return self.events[0].pk

    @property
    def last_id(self) -> int:
        return self.events[-1].pk

    @property
    def at(self) -> datetime:
        return self.events[0].at

    @property
    def transaction_ids(self) -> set[int]:
        return {event.transaction_id for event in self.events}

    @cached_property
    def changes(self) -> list[RowChange]:
        """Its net changes, in the order in which rows were last touched. What it made and unmade is none."""
        return folded(self.events)


def folded(events: Iterable[AuditEvent]) -> list[RowChange]:
    """Events, oldest first, as one change a row."""
    found: dict[tuple[str, str], RowChange | None] = {}
    for event in events:
        key = (event.table, event.entity_id)
        # Taken out and put in again, so that the order is that of the last touch.
        before = found.pop(key, None)
        found[key] = _after(before, event)
    return [change for change in found.values() if change is not None]


def _after(before: RowChange | None, event: AuditEvent) -> RowChange | None:
    """A row's change with one more event."""
    action, old, new = Action(event.action), event.old or {}, event.new or {}
    if before is None:
        return RowChange(event.table, event.entity_id, action, old, new)
    if before.action == Action.INSERT:
        if action == Action.DELETE:
            return None
        return RowChange(event.table, event.entity_id, Action.INSERT, {}, before.new | new)
    if action == Action.DELETE:
        # As it was before the act, not as the act left it for a moment.
        return RowChange(event.table, event.entity_id, Action.DELETE, old | before.old, {})
    was, is_now = {**old, **before.old}, {**before.new, **new}
    if before.action == Action.DELETE:
        was = before.old
    differing = {name for name in is_now if was.get(name) != is_now[name]}
    if not differing:
        return None
    return RowChange(
        event.table,
        event.entity_id,
        Action.UPDATE,
        {name: was.get(name) for name in differing},
        {name: is_now[name] for name in differing},
    )


def act_of(event_id: int) -> Act:
    """The act that an event belongs to: its request's, or where there was none, its transaction's.

    Raises ActUnknown; CannotTakeBack for one with more events than are shown or taken back together.
    """
    event = AuditEvent.objects.filter(pk=event_id).first()
    if event is None:
        raise ActUnknown
    near = AuditEvent.objects.filter(at__gte=event.at - SPREAD, at__lte=event.at + SPREAD)
    if event.request_id:
        near = near.filter(
            request_id=event.request_id,
            actor_kind=event.actor_kind,
            actor_id=event.actor_id,
            source=event.source,
        )
    else:
        near = near.filter(transaction_id=event.transaction_id)
    events = list(near.order_by("id")[: MOST_EVENTS + 1])
    if len(events) > MOST_EVENTS:
        raise CannotTakeBack("That changed too many things at once to be shown or taken back together.")
    return Act(events)


def last_act_of(*, actor_id: str, undo_source: str) -> Act | None:
    """A person's newest act at the dashboard that stands: neither taken back nor an undo itself."""
    newest = AuditEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0
    theirs = (
        AuditEvent.objects.filter(actor_kind="person", actor_id=actor_id, id__gt=newest - LOOK_BACK)
        .exclude(source=undo_source)
        .order_by("-id")
        .values_list("id", "request_id")
    )
    seen: set[str] = set()
    for event_id, request_id in theirs[:500]:
        if request_id and request_id in seen:
            continue
        seen.add(request_id)
        act = act_of(event_id)
        if act.changes and not is_taken_back(act.id):
            return act
    return None


def is_taken_back(act_id: int) -> bool:
    """Whether an act was undone, and that undo stands."""
    undone_by = TakenBack.objects.filter(act=act_id).values_list("by", flat=True)
    return any(not is_taken_back(by) for by in undone_by)
