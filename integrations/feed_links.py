"""The address of a feed: a capability, made anew from a nonce and our secret when its owner looks at it."""

from __future__ import annotations

from boom.core.db import present_schema
from boom.core.ids import token_hash
from boom.core.made_tokens import made_token
from integrations.models import CalendarFeed

SALT = "integrations.feed"


def token_of(feed: CalendarFeed) -> str:
    """The 256-bit token of a feed's address; only its hash is stored. Bound to the business's schema."""
    return made_token(SALT, feed.link_nonce, is_kept=lambda token: hash_of(token) == feed.token_hash)


def token_from(nonce: str) -> str:
    """The token that a new nonce makes in the present schema."""
    return made_token(SALT, nonce)


def hash_of(token: str) -> str:
    """What is stored and looked up."""
    return token_hash(token, purpose=f"feed:{present_schema()}")
