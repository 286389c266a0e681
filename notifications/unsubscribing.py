"""The links that end letters, a guest's and one of the team's: signed, and stored nowhere."""

from __future__ import annotations

import base64

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from boom.core.db import present_schema

GUESTS, TEAM = "notifications.unsubscribe", "notifications.staff_mails"


def unsubscribe_token(customer_id: int) -> str:
    """A token that names a customer of the present schema and can do nothing but end letters to them."""
    return _token(GUESTS, str(customer_id))


def customer_of_token(token: str) -> int | None:
    """Whom a token names; None for one that we did not make, or made for another business."""
    key = _read(GUESTS, token)
    return int(key) if key is not None else None


def staff_token(user_id: int, topic: str) -> str:
    """A token that names one of the present schema's team and a topic, and can only end its mails."""
    return _token(TEAM, f"{user_id}.{topic}")


def of_staff_token(token: str) -> tuple[int, str] | None:
    """Whose mails of which topic a token ends; None for one that we did not make for this business."""
    key = _read(TEAM, token)
    if key is None:
        return None
    user_id, _dot, topic = key.partition(".")
    return int(user_id), topic


def _token(purpose: str, key: str) -> str:
    return f"{key}-{_mark(purpose, key, settings.SECRET_KEY)}"


def _read(purpose: str, token: str) -> str | None:
    key, _dash, mark = token.partition("-")
    # Letters are read long after: a link outlives a secret that was replaced.
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    is_ours = any(constant_time_compare(mark, _mark(purpose, key, secret)) for secret in secrets)
    return key if is_ours else None


def _mark(purpose: str, key: str, secret: str) -> str:
    words = f"{present_schema()}\x00{key}"
    digest = salted_hmac(purpose, words, secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
