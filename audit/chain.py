"""How one event follows from all before it: the text that is digested, and the digest. No database."""

from __future__ import annotations

import hashlib

# What the first event of a schema follows.
BEGINNING = "0" * 64

# The event as one text, the same in every session and every release: columns added later do not belong to it.
TEXT_OF_EVENT = """jsonb_build_array(
    e.id, to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), e.transaction_id::text, e.action,
    e."table", e.entity_id, e.old, e.new, e.actor_kind, e.actor_id, e.actor_label, e.source, e.request_id,
    e.address, e.agent, e.on_behalf_of)::text"""


def digest_after(previous: str, text: str) -> str:
    """SHA-256, as hex, of an event's text and of the digest before it."""
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def digest_of(text: str) -> str:
    """What a redaction notes of an event: SHA-256, as hex, of what is left of it."""
    return hashlib.sha256(text.encode()).hexdigest()
