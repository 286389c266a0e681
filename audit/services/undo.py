"""Taking an act back: every row of it or none, through what each table registered (audit.taking_back).

An undo is an act like any other: on record, and taken back the same way (redo).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext

from audit import wording
from audit.acts import Act, RowChange, act_of, is_taken_back
from audit.errors import CannotTakeBack
from audit.models import AuditEvent, TakenBack
from audit.services.redacting import is_redacted
from audit.services.rows import put_back
from audit.taking_back import Undoing, Way, way_of
from boom.core.actor import acting
from boom.core.db import service


def take_back(*, event_id: int, now: datetime) -> Act:
    """Undo all of the act that an event belongs to. Returns the act that was taken back.

    Raises ActUnknown; CannotTakeBack where nothing of it can be undone (the message says why), ChangedSince
    or InTheWay where somebody has gone on from there: explained, never forced. Whose permission it needs, the
    edge asks (`audit.taking_back.permissions_for`).
    """
    with acting(source=wording.UNDO):
        return _take_back(event_id=event_id, now=now)


@service
def _take_back(*, event_id: int, now: datetime) -> Act:
    act = act_of(event_id)
    if is_taken_back(act.id):
        raise CannotTakeBack(gettext("That has been taken back already."))
    if is_redacted(event.pk for event in act.events):
        raise CannotTakeBack(gettext("What was erased is gone for good and cannot be brought back."))
    newest = AuditEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0
    if not _reverse(act, now):
        raise CannotTakeBack(_why_nothing(act))
    _note(act, after=newest)
    return act


def rehearse(change: Callable[[], object]) -> list[AuditEvent]:
    """Do a change and undo all of it at once: the events it would have made, oldest first.

    What the change raises goes through. Nothing is published and nobody is told; its locks are let go.
    """
    with transaction.atomic():
        newest = AuditEvent.objects.order_by("-id").values_list("id", flat=True).first() or 0
        change()
        events = _own_events(newest)
        transaction.set_rollback(True)
    return events


def _own_events(after: int) -> list[AuditEvent]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_current_xact_id()::text")
        (transaction_id,) = cursor.fetchone()
    return list(AuditEvent.objects.filter(id__gt=after, transaction_id=int(transaction_id)).order_by("id"))


def _reverse(act: Act, now: datetime) -> bool:
    """Take each change back, the newest first; those of one reverser together, where the newest of them
    is.
    """
    undoing = Undoing(act, now)
    remaining = list(act.changes)
    is_any = False
    tables: dict[str, list[RowChange]] = {}
    while remaining:
        change = remaining.pop()
        way = _way(change)
        if way.reverser is not None:
            theirs = [each for each in remaining if way_of(each.table) is way] + [change]
            remaining = [each for each in remaining if way_of(each.table) is not way]
            is_any |= way.reverser(theirs, undoing)
        elif way.rows is not None:
            is_any |= put_back(way.rows, change, act)
            tables.setdefault(change.table, []).append(change)
    for changes in tables.values():
        rows = _way(changes[0]).rows
        if rows is not None and rows.then is not None:
            rows.then(changes)
    return is_any


def _way(change: RowChange) -> Way:
    way = way_of(change.table)
    if way is None:
        raise CannotTakeBack(
            gettext("Boom does not know how to take changes of %(table)s back.") % {"table": change.table}
        )
    return way


def _why_nothing(act: Act) -> str:
    reasons = dict.fromkeys(way.reason for each in act.changes if (way := way_of(each.table)) and way.reason)
    return " ".join(gettext(reason) for reason in reasons) or CannotTakeBack.message


def _note(act: Act, *, after: int) -> None:
    """Keep which act was taken back by which."""
    events = _own_events(after)
    if events:
        TakenBack.objects.create(act=act.id, by=events[0].pk)
