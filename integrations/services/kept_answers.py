"""Writes that carry an Idempotency-Key: done once, answered alike however often they are sent.

After draft-ietf-httpapi-idempotency-key-header: the change and what was answered commit together, so no
crash can part them. Only successes are kept; what was refused changed nothing and may be tried again.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection

from boom.core.db import present_schema, service
from integrations.errors import AnswerPending, KeyUsedOtherwise
from integrations.models import KeptAnswer

KEPT_FOR = timedelta(hours=24)
TRY_LOCK = "SELECT pg_try_advisory_xact_lock(hashtextextended(%s, 0))"


@dataclass(frozen=True, slots=True)
class Answer:
    """What goes back: status, headers worth repeating, body."""

    status: int
    body: str
    headers: dict[str, str] = field(default_factory=dict)
    was_kept: bool = False


@service
def answer_once(
    *, credential: str, key: str, fingerprint: str, make: Callable[[], Answer], now: datetime
) -> Answer:
    """What `make` answers, or what it answered to the same request within KEPT_FOR.

    `make` runs in this transaction. Raises AnswerPending while the first such request is under way,
    KeyUsedOtherwise when the key came with another request, and whatever `make` raises, keeping nothing.
    """
    with connection.cursor() as cursor:
        cursor.execute(TRY_LOCK, [f"answer:{present_schema()}:{credential}:{key}"])
        [is_ours] = cursor.fetchone()
    if not is_ours:
        raise AnswerPending
    rows = KeptAnswer.objects.filter(credential=credential, key=key)
    rows.filter(created_at__lte=now - KEPT_FOR).delete()
    before = rows.first()
    if before is not None:
        if before.fingerprint != fingerprint:
            raise KeyUsedOtherwise
        return Answer(before.status, before.body, before.headers, was_kept=True)
    answer = make()
    KeptAnswer.objects.create(
        credential=credential,
        key=key,
        fingerprint=fingerprint,
        status=answer.status,
        headers=answer.headers,
        body=answer.body,
        created_at=now,
    )
    return answer


@service
def forget_answers(*, now: datetime) -> int:
    """Delete answers that nobody can ask for any more, in the present schema. Returns how many."""
    deleted, _ = KeptAnswer.objects.filter(created_at__lte=now - KEPT_FOR).delete()
    return deleted
