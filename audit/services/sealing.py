"""Sealing the record: each event is chained to all before it, so that a later change of any shows."""

from __future__ import annotations

import structlog
from django.db import connection

from audit.chain import BEGINNING, TEXT_OF_EVENT, digest_after
from audit.models import AuditSeal, SealedHead
from boom.core.db import present_schema, service

log = structlog.get_logger(__name__)

AT_A_TIME = 2000
# Numbers are handed out before commit, so an event may appear below others that are sealed already: this far
# down they are still looked for.
LOOK_BACK = 100_000

UNSEALED = f"""
SELECT e.id, {TEXT_OF_EVENT} FROM audit_event e LEFT JOIN audit_seal s ON s.event_id = e.id
 WHERE e.id > %s AND s.id IS NULL ORDER BY e.id LIMIT %s
"""  # noqa: S608 - put together from our own text


def seal_record() -> int:
    """Chain all events of the present schema that are not yet. Returns how many.

    The head goes to the log, which is kept elsewhere: whoever rewrites table and chain cannot rewrite that.
    """
    sealed = 0
    while (some := _seal_some()) == AT_A_TIME:
        sealed += some
    sealed += some
    if sealed:
        head = AuditSeal.objects.order_by("-id")[0]
        _note_head(head.digest)
        log.info("record sealed", schema=present_schema(), events=sealed, last=head.pk, head=head.digest)
    return sealed


@service
def seal_here() -> None:
    """Chain what is not yet, and what this transaction has written so far, in this transaction."""
    while _seal_some() == AT_A_TIME:
        pass


@service
def _note_head(digest: str) -> None:
    SealedHead.objects.create(digest=digest)


def lock_chain() -> None:
    """Wait until nobody else seals or redacts, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"seal:{present_schema()}"])


@service
def _seal_some() -> int:
    lock_chain()
    with connection.cursor() as cursor:
        last = AuditSeal.objects.order_by("-id").first()
        newest = AuditSeal.objects.order_by("-event_id").values_list("event_id", flat=True).first() or 0
        cursor.execute(UNSEALED, [newest - LOOK_BACK, AT_A_TIME])
        digest = last.digest if last else BEGINNING
        seals = []
        for event_id, text in cursor.fetchall():
            digest = digest_after(digest, text)
            seals.append(AuditSeal(event_id=event_id, digest=digest))
    AuditSeal.objects.bulk_create(seals)
    return len(seals)
