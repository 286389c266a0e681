"""The link of somebody in line: a capability, made anew from a nonce and our secret whenever it is sent."""

from __future__ import annotations

from bookings.models import WaitlistEntry
from boom.core.db import present_schema
from boom.core.ids import token_hash
from boom.core.made_tokens import made_token

SALT = "bookings.waitlist"


def token_of(entry: WaitlistEntry) -> str:
    """The 256-bit token of an entry's link; only its hash is stored. Bound to the business's schema."""
    return made_token(SALT, entry.link_nonce, is_kept=lambda token: hash_of(token) == entry.token_hash)


def token_from(nonce: str) -> str:
    """The token that a new nonce makes in the present schema."""
    return made_token(SALT, nonce)


def hash_of(token: str) -> str:
    """What is stored and looked up."""
    return token_hash(token, purpose=f"waitlist:{present_schema()}")
