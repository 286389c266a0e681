"""That a request comes from Twilio: its signature over address and form (twilio.com/docs/usage/security)."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Mapping

from django.utils.crypto import constant_time_compare


def signature(url: str, form: Mapping[str, str], *, secret: str) -> str:
    """What Twilio signs a form sent to `url` with."""
    signed = url + "".join(f"{name}{form[name]}" for name in sorted(form))
    digest = hmac.new(secret.encode(), signed.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def is_from_twilio(given: str, url: str, form: Mapping[str, str], *, secret: str) -> bool:
    """Whether the signature given is the one. Without a secret nothing is."""
    return bool(secret) and constant_time_compare(given, signature(url, form, secret=secret))
