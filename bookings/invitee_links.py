"""The link of somebody asked along: a capability, made anew from a nonce and our secret when it is shown."""

from __future__ import annotations

from bookings.models import Invitee
from boom.core.db import present_schema
from boom.core.ids import token_hash
from boom.core.made_tokens import made_token

SALT = "bookings.invitee"


def token_of(invitee: Invitee) -> str:
    """The 256-bit token of an invitation; only its hash is stored. Bound to the business's schema."""
    return made_token(SALT, invitee.link_nonce, is_kept=lambda token: hash_of(token) == invitee.token_hash)


def token_from(nonce: str) -> str:
    """The token that a new nonce makes in the present schema."""
    return made_token(SALT, nonce)


def hash_of(token: str) -> str:
    """What is stored and looked up."""
    return token_hash(token, purpose=f"invitee:{present_schema()}")
