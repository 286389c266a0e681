"""Random names: capability tokens, schema names, request ids. Never from user text, never guessable."""

from __future__ import annotations

import hashlib
import re
import secrets

SCHEMA_NAME = re.compile(r"t_[a-z2-7]{16}")

_BASE32 = "abcdefghijklmnopqrstuvwxyz234567"


def new_token() -> str:
    """A capability: 256 random bits as 43 URL-safe characters. Store only its `token_hash`."""
    return secrets.token_urlsafe(32)


def token_hash(token: str, *, purpose: str) -> str:
    """SHA-256 of a token bound to what it is for, as hex; a token for one purpose never fits another.

    A fast hash is right here: the token has 256 bits of its own, so there is nothing to guess.
    """
    return hashlib.sha256(f"{purpose}\x00{token}".encode()).hexdigest()


def new_schema_name() -> str:
    """`t_` and 80 random bits: a tenant's schema, never reused, never made of user text."""
    return "t_" + "".join(secrets.choice(_BASE32) for _ in range(16))


def new_request_id() -> str:
    """16 hex characters, shown on error pages and kept on the record."""
    return secrets.token_hex(8)
