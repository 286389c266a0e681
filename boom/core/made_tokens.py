"""Capabilities that are made anew whenever they are shown: of a nonce that is stored, and our secret, which
is not. Of the token itself only a hash is kept, so nothing in the database opens anything.
"""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator

from django.conf import settings
from django.utils.crypto import salted_hmac

from boom.core.db import present_schema


def made_token(salt: str, nonce: str, *, is_kept: Callable[[str], bool] | None = None) -> str:
    """The 256-bit token that a nonce makes in the present business's schema, for what `salt` names.

    `is_kept` says whether a token is the one whose hash is stored: where our secret was replaced since, that
    is one which a secret before it makes, as long as it is listed.
    """
    made = _made(salt, nonce)
    first = next(made)
    if is_kept is None or is_kept(first):
        return first
    return next((token for token in made if is_kept(token)), first)


def _made(salt: str, nonce: str) -> Iterator[str]:
    """By each of our secrets, the present one first."""
    value = f"{present_schema()}\x00{nonce}"
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        digest = salted_hmac(salt, value, secret=secret, algorithm="sha256").digest()
        yield base64.urlsafe_b64encode(digest).decode().rstrip("=")
