"""The address of a feed: a capability, made anew from a nonce and our secret when its owner looks at it."""

from __future__ import annotations

import base64

from django.conf import settings
from django.utils.crypto import salted_hmac

from boom.core.db import present_schema
from boom.core.ids import token_hash


def token_from(nonce: str, *, secret: str | None = None) -> str:
    """The 256-bit token that a nonce makes in the present business's schema; only its hash is stored."""
    value = f"{present_schema()}\x00{nonce}"
    digest = salted_hmac("integrations.feed", value, secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")


def token_of(nonce: str, stored: str) -> str:
    """The token whose hash is `stored`: made with our secret, or with one before it that is still listed."""
    made = [token_from(nonce, secret=each) for each in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)]
    return next((token for token in made if hash_of(token) == stored), made[0])


def hash_of(token: str) -> str:
    """What is stored and looked up."""
    return token_hash(token, purpose=f"feed:{present_schema()}")
