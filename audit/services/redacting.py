"""Forgetting on the record: what rows said is blanked, and the chain goes on holding.

The digest of an event that was blanked cannot be computed again. It is accepted all the same where a later
event, of the redaction itself, lists it with the digest of what is left of it (`audit.inspection`): whoever
blanks anything otherwise is found out as before, and whoever redacts is on record for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from django.db import connection

from audit.chain import TEXT_OF_EVENT, digest_of
from audit.models import Redaction
from audit.services.sealing import lock_chain
from boom.core.db import present_schema, service

TEXTS = f"SELECT e.id, {TEXT_OF_EVENT} FROM audit_event e WHERE e.id = ANY (%s)"  # noqa: S608 - our own text


def is_redacted(event_ids: Iterable[int]) -> bool:
    """Whether anything of these events was blanked: there is no way back to what they said."""
    return Redaction.objects.filter(events__has_any_keys=[str(key) for key in event_ids]).exists()


@service
def redact(*, about: str, parts: Iterable[tuple[str, Sequence[int], Sequence[str]]]) -> Redaction:
    """Blank what the record says of rows: `parts` are a table, keys of its rows, and the columns.

    What this transaction has written so far is blanked as well. `about` says why, and names nobody. Not to be
    taken back.
    """
    # What is sealed meanwhile must be sealed as it was, or as it is then.
    lock_chain()
    changed: set[int] = set()
    with connection.cursor() as cursor:
        for table, keys, columns in parts:
            if keys:
                cursor.execute(
                    "SELECT public.boom_redact(%s, %s, %s, %s)",
                    [present_schema(), table, [str(key) for key in keys], list(columns)],
                )
                changed |= {event_id for (event_id,) in cursor.fetchall()}
        cursor.execute(TEXTS, [sorted(changed)])
        digests = {str(event_id): digest_of(text) for event_id, text in cursor.fetchall()}
    return Redaction.objects.create(about=about[:120], events=digests)
