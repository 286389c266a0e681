"""How a webhook is signed: the Standard Webhooks specification, symmetric scheme "v1"."""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Iterable

PREFIX = "whsec_"
# How far a receiver's clock may be from ours before it refuses, in seconds (the specification's own advice).
TOLERANCE_S = 300


def shown_secret(secret: bytes) -> str:
    """The secret as people paste it into their receiver."""
    return PREFIX + base64.b64encode(secret).decode()


def signature(secret: bytes, *, event_id: str, timestamp: int, body: bytes) -> str:
    """One signature, "v1,…" over id, seconds and the raw body."""
    signed = f"{event_id}.{timestamp}.".encode() + body
    return "v1," + base64.b64encode(hmac.new(secret, signed, hashlib.sha256).digest()).decode()


def headers(secrets: Iterable[bytes], *, event_id: str, timestamp: int, body: bytes) -> dict[str, str]:
    """What goes along with a body; one signature for every secret that is good."""
    signatures = [signature(each, event_id=event_id, timestamp=timestamp, body=body) for each in secrets]
    return {
        "Content-Type": "application/json",
        "webhook-id": event_id,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def is_signed(secret: str, *, given: dict[str, str], body: bytes, now_s: float) -> bool:
    """What a receiver does: whether one of the signatures is by this secret, and fresh."""
    key = base64.b64decode(secret.removeprefix(PREFIX))
    seconds = int(given["webhook-timestamp"])
    expected = signature(key, event_id=given["webhook-id"], timestamp=seconds, body=body)
    is_fresh = abs(now_s - seconds) <= TOLERANCE_S
    return is_fresh and any(
        hmac.compare_digest(expected, each) for each in given["webhook-signature"].split(" ")
    )
