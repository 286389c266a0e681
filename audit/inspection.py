"""Looking the record through: does each sealed event still say what it said?"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from audit.chain import BEGINNING, TEXT_OF_EVENT, digest_after, digest_of
from audit.models import AuditEvent, AuditSeal, SealedHead

AT_A_TIME = 5000

SEALED = f"""
SELECT s.id, s.event_id, s.digest, CASE WHEN e.id IS NOT NULL THEN {TEXT_OF_EVENT} END
  FROM audit_seal s LEFT JOIN audit_event e ON e.id = s.event_id
 WHERE s.id > %s ORDER BY s.id LIMIT %s
"""  # noqa: S608 - put together from our own text


SEALED_REDACTIONS = """
SELECT r.events::text, r.columns::text FROM audit_redaction r
  JOIN audit_event e ON e."table" = 'audit_redaction' AND e.action = 'insert' AND e.entity_id = r.id::text
  JOIN audit_seal s ON s.event_id = e.id
 WHERE e.new -> 'events' = r.events AND coalesce(e.new -> 'columns', '{}') = r.columns
 ORDER BY r.id
"""
# What boom_blank.sql leaves of a value.
BLANK: tuple[object, ...] = (None, "", "***", [], {})


@dataclass(frozen=True, slots=True)
class _Blanked:
    """What a redaction says of an event: the digest of what is left, and the tables' blank columns."""

    digest: str
    columns: dict[str, list[str]]


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a look through one schema's record found. `broken` is empty when all is as it was written.

    `head` is the newest digest; note it down elsewhere to find out about an end that was cut off.
    """

    sealed: int
    waiting: int
    head: str
    broken: str = ""


def check_record(*, expected_head: str = "") -> Verdict:
    """Recompute the present schema's chain from the beginning, up to the first thing that is wrong.

    `expected_head` is a digest noted elsewhere earlier: it must still be on the way, as must be the head that
    the last sealing noted beside the chain.
    """
    noted_here = SealedHead.objects.order_by("-id").values_list("digest", flat=True).first() or ""
    missing = {expected_head, noted_here} - {"", BEGINNING}
    digest, sealed = BEGINNING, 0
    redacted: dict[int, list[_Blanked]] = {}
    for event_id, noted, text in _sealed_events():
        if text is None:
            return Verdict(sealed, 0, digest, f"event {event_id} was removed")
        digest = digest_after(digest, text)
        if digest != noted and event_id not in redacted:
            # Read when it is asked for: somebody may have been erased since this look began.
            redacted = _redacted()
        if digest != noted and _is_forgotten(event_id, text, redacted.get(event_id, [])):
            # What it said was forgotten on purpose, and that is on record: its seal stands for what it was.
            digest = noted
        if digest != noted:
            return Verdict(sealed, 0, noted, f"event {event_id}, or a seal before it, was changed")
        sealed += 1
        missing.discard(digest)
    waiting = AuditEvent.objects.count() - sealed
    broken = "the noted head is not in the chain: its end was cut off or all was rewritten" if missing else ""
    return Verdict(sealed, waiting, digest, broken)


def _sealed_events() -> Iterator[tuple[int, str, str | None]]:
    last = 0
    while True:
        with connection.cursor() as cursor:
            cursor.execute(SEALED, [last, AT_A_TIME])
            rows = cursor.fetchall()
        for _, event_id, noted, text in rows:
            yield event_id, noted, text
        if len(rows) < AT_A_TIME:
            return
        last = rows[-1][0]


def _redacted() -> dict[int, list[_Blanked]]:
    """Events that were blanked, with what their redactions say of them: those whose own event is sealed.

    The application cannot write redactions; their events are sealed like any other, and never blanked.
    """
    found: dict[int, list[_Blanked]] = {}
    with connection.cursor() as cursor:
        cursor.execute(SEALED_REDACTIONS)
        for events, columns in cursor.fetchall():
            for event_id, digest in json.loads(events).items():
                found.setdefault(int(event_id), []).append(_Blanked(digest, json.loads(columns)))
    return found


def _is_forgotten(event_id: int, text: str, redactions: list[_Blanked]) -> bool:
    """Whether one of the redactions left an event as it is, with all that it blanks blank."""
    digest = digest_of(text)
    columns = next((each.columns for each in reversed(redactions) if each.digest == digest), None)
    if columns is None:
        return False
    event = AuditEvent.objects.get(pk=event_id)
    return all(
        values.get(column) in BLANK
        for values in (event.old or {}, event.new or {})
        for column in columns.get(event.table, ())
    )


def head_of_record() -> str:
    """The newest digest of the present schema's chain."""
    last = AuditSeal.objects.order_by("-id").first()
    return last.digest if last else BEGINNING
