"""Noting who signed in, and who looked at what is personal. Added only, never changed; see
`audit.models.Access`.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from audit.accesses import Kind
from audit.models import Access
from boom.core.actor import current_actor
from boom.core.db import service

# Somebody who comes back to a page within this time has been noted already.
ONCE_IN = timedelta(minutes=10)


@service
def note_access(*, kind: Kind, person_id: str, person: str, count: int = 1) -> None:
    """Note what happened to somebody's log-in; from where is the present actor's."""
    _add(kind, person_id, person, count=count)


def note_view(*, table: str, entity_id: int, now: datetime) -> None:
    """Note that the present actor looked at a person's details; once for each ten minutes' visit."""
    actor = current_actor()
    seen = Access.objects.filter(
        kind=Kind.VIEWED, person_id=actor.id, table=table, entity_id=str(entity_id), at__gt=now - ONCE_IN
    )
    if not seen.exists():
        _note_look(table, str(entity_id))


@service
def _note_look(table: str, entity_id: str) -> None:
    actor = current_actor()
    _add(Kind.VIEWED, actor.id, actor.label, table=table, entity_id=entity_id)


@service
def note_export(*, table: str, count: int = 0, entity_id: str = "") -> None:
    """Note that the present actor took personal details out as a file; `count` people, where it is known, or
    those of one.
    """
    actor = current_actor()
    _add(Kind.EXPORTED, actor.id, actor.label, table=table, entity_id=entity_id, count=count)


def _add(
    kind: Kind, person_id: str, person: str, *, table: str = "", entity_id: str = "", count: int = 1
) -> None:
    actor = current_actor()
    Access.objects.create(
        kind=kind,
        person_id=person_id[:64],
        person=person[:200],
        table=table,
        entity_id=entity_id,
        count=count,
        address=actor.address[:64],
        agent=actor.agent[:300],
        request_id=actor.request_id[:64],
    )
