"""The link by which a guest ends letters that are not part of a booking: signed, and stored nowhere."""

from __future__ import annotations

import base64

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from boom.core.db import present_schema


def unsubscribe_token(customer_id: int) -> str:
    """A token that names a customer of the present schema and can do nothing but end letters to them."""
    return f"{customer_id}-{_mark(customer_id, settings.SECRET_KEY)}"


def customer_of_token(token: str) -> int | None:
    """Whom a token names; None for one that we did not make, or made for another business."""
    key, _dash, mark = token.partition("-")
    if not (key.isascii() and key.isdigit() and len(key) < 19):
        return None
    # Letters are read long after: a link outlives a secret that was replaced.
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    is_ours = any(constant_time_compare(mark, _mark(int(key), secret)) for secret in secrets)
    return int(key) if is_ours else None


def _mark(customer_id: int, secret: str) -> str:
    words = f"{present_schema()}\x00{customer_id}"
    digest = salted_hmac("notifications.unsubscribe", words, secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
