"""The address of a feed: a capability, made anew from a nonce and our secret when its owner looks at it."""

from __future__ import annotations

import base64

from django.utils.crypto import salted_hmac

from boom.core.db import present_schema
from boom.core.ids import token_hash


def token_from(nonce: str) -> str:
    """The 256-bit token that a nonce makes in the present business's schema; only its hash is stored."""
    digest = salted_hmac("integrations.feed", f"{present_schema()}\x00{nonce}", algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def hash_of(token: str) -> str:
    """What is stored and looked up."""
    return token_hash(token, purpose=f"feed:{present_schema()}")
