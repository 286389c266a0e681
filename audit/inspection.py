"""Looking the record through: does each sealed event still say what it said?"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db import connection

from audit.chain import BEGINNING, TEXT_OF_EVENT, digest_after, digest_of
from audit.models import Action, AuditEvent, AuditSeal, SealedHead

AT_A_TIME = 5000

SEALED = f"""
SELECT s.id, s.event_id, s.digest, CASE WHEN e.id IS NOT NULL THEN {TEXT_OF_EVENT} END
  FROM audit_seal s LEFT JOIN audit_event e ON e.id = s.event_id
 WHERE s.id > %s ORDER BY s.id LIMIT %s
"""  # noqa: S608 - put together from our own text


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
    redacted = _redacted()
    for event_id, noted, text in _sealed_events():
        if text is None:
            return Verdict(sealed, 0, digest, f"event {event_id} was removed")
        digest = digest_after(digest, text)
        if digest != noted and redacted.get(event_id) == digest_of(text):
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


def _redacted() -> dict[int, str]:
    """Events that were blanked, with the digests of what is left, as their redactions' own events say.

    Those are sealed like any other, and never blanked themselves.
    """
    noted = AuditEvent.objects.filter(table="audit_redaction", action=Action.INSERT).order_by("id")
    found: dict[int, str] = {}
    for event in noted:
        found |= {int(event_id): digest for event_id, digest in (event.new or {})["events"].items()}
    return found


def head_of_record() -> str:
    """The newest digest of the present schema's chain."""
    last = AuditSeal.objects.order_by("-id").first()
    return last.digest if last else BEGINNING
