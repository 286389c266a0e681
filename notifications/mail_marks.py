"""The mark that a mail carries through a mail service, and by which its reports find business and message.

Signed by us: what a report says of whose it is counts for nothing.
"""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

_SHAPE = re.compile(r"(\d{1,18})\.(\d{1,18})\.([A-Za-z0-9_-]{43})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Mark:
    """Which message of which business."""

    business_id: int
    message_id: int


def mark_of(business_id: int, message_id: int) -> str:
    """The mark of one message."""
    return f"{business_id}.{message_id}.{_signature(business_id, message_id, settings.SECRET_KEY)}"


def read_mark(text: str) -> Mark | None:
    """Whose mark it is; None for one that is not ours."""
    found = _SHAPE.fullmatch(text)
    if found is None:
        return None
    mark = Mark(int(found[1]), int(found[2]))
    # Reports come days later: a mark outlives a secret that was replaced.
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    signatures = (_signature(mark.business_id, mark.message_id, secret) for secret in secrets)
    return mark if any(constant_time_compare(found[3], each) for each in signatures) else None


def _signature(business_id: int, message_id: int, secret: str) -> str:
    words = f"{business_id}.{message_id}"
    digest = salted_hmac("notifications.mail_mark", words, secret=secret, algorithm="sha256").digest()
    return base64.urlsafe_b64encode(digest).decode().rstrip("=")
