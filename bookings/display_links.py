"""The address of a screen: a capability, made anew from a nonce and our secret when its owner looks at it."""

from __future__ import annotations

from bookings.models import Display
from boom.core.db import present_schema
from boom.core.ids import token_hash
from boom.core.made_tokens import made_token

SALT = "bookings.display"


def token_of(display: Display) -> str:
    """The 256-bit token of a screen's address; only its hash is stored. Bound to the business's schema."""
    return made_token(SALT, display.link_nonce, is_kept=lambda token: hash_of(token) == display.token_hash)


def token_from(nonce: str) -> str:
    """The token that a new nonce makes in the present schema."""
    return made_token(SALT, nonce)


def hash_of(token: str) -> str:
    """What is stored and looked up."""
    return token_hash(token, purpose=f"display:{present_schema()}")
