"""Forgetting on the record: what rows said is blanked, and the chain goes on holding.

The digest of an event that was blanked cannot be computed again. It is accepted all the same where a later
event, of the redaction itself, lists it with the digest of what is left of it (`audit.inspection`): whoever
blanks anything otherwise is found out as before, and whoever redacts is on record for it. What can be blanked
at all is a list within the database (sql/boom_redactable.sql).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping

from django.db import connection

from audit.models import Redaction
from audit.services.sealing import lock_chain, seal_here
from boom.core.db import service


def is_redacted(event_ids: Iterable[int]) -> bool:
    """Whether anything of these events was blanked: there is no way back to what they said."""
    return Redaction.objects.filter(events__has_any_keys=[str(key) for key in event_ids]).exists()


@service
def redact(*, about: str, keys: Mapping[str, Iterable[int | str]], events: Iterable[int] = ()) -> Redaction:
    """Blank what the record says of persons in rows: keys of rows by table, and single events beside them.

    What this transaction has written so far is blanked as well. `about` says why, and names nobody. Not to be
    taken back. Sealed at once, as the chain's check takes the word of sealed redactions only.
    """
    # What is sealed meanwhile must be sealed as it was, or as it is then.
    lock_chain()
    named = {table: sorted({str(key) for key in found}) for table, found in keys.items()}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT public.boom_redact(%s, %s::jsonb, %s::bigint[])",
            [about, json.dumps(named), sorted(set(events))],
        )
        (made,) = cursor.fetchone()
    seal_here()
    return Redaction.objects.get(pk=made)
