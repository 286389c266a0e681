"""What a webhook is signed with: made anew from the endpoint's nonce and a secret of ours, stored nowhere.

A dump of the database is not enough to sign in our name. Which of our secrets it was made with stands beside
the nonce as a mark, so that a new one of ours (`BOOM_SECRET_KEY`) breaks nobody's receiver while the old one
is still listed in `BOOM_OLD_SECRET_KEYS`.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from django.conf import settings
from django.utils.crypto import salted_hmac

from boom.core.db import present_schema
from integrations.errors import SigningKeyRetired
from integrations.models import WebhookEndpoint

PURPOSE = "integrations.webhook"


def present_mark() -> str:
    """The mark of the secret that is in use."""
    return _mark(settings.SECRET_KEY)


def secrets_of(endpoint: WebhookEndpoint, *, now: datetime) -> list[bytes]:
    """What signs for an endpoint now: its secret, and the one before while both are good.

    Raises SigningKeyRetired.
    """
    secrets = [secret_from(endpoint.secret_nonce, endpoint.secret_key_mark)]
    if endpoint.old_nonce and endpoint.old_until is not None and endpoint.old_until > now:
        secrets.append(secret_from(endpoint.old_nonce, endpoint.old_key_mark))
    return secrets


def secret_from(nonce: str, mark: str) -> bytes:
    """The 256-bit secret that a nonce makes in the present business's schema. Raises SigningKeyRetired."""
    for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        if _mark(key) == mark:
            value = f"{present_schema()}\x00{nonce}"
            return salted_hmac(PURPOSE, value, secret=key, algorithm="sha256").digest()
    raise SigningKeyRetired


def _mark(key: str) -> str:
    return hashlib.sha256(f"{PURPOSE}\x00{key}".encode()).hexdigest()[:16]
