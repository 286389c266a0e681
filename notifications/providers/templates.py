"""WhatsApp's templates at Twilio (twilio.com/docs/content): made, handed in, and whether approved."""

from __future__ import annotations

import time
from collections.abc import Mapping
from typing import Any

import httpx
from django.conf import settings

from notifications.errors import TextServiceAway
from notifications.providers.sms import TIMEOUT

# How long an answer is believed: Meta takes minutes to a day to approve, and may pause what guests report.
BELIEVED_S = 600.0
APPROVED = "approved"
# What Meta calls messages about something that somebody ordered.
CATEGORY = "UTILITY"

_answers: dict[str, tuple[bool, float]] = {}


def is_approved(sid: str) -> bool:
    """Whether Meta has approved a template; False also where Twilio does not say."""
    known, until = _answers.get(sid, (False, 0.0))
    if time.monotonic() < until:
        return known
    try:
        is_good = status_of(sid) == APPROVED
    except TextServiceAway:
        return False
    _answers[sid] = (is_good, time.monotonic() + BELIEVED_S)
    return is_good


def status_of(sid: str) -> str:
    """How a template's approval stands, in Meta's words ("received", "pending", "approved", "rejected", …).

    Raises TextServiceAway.
    """
    said = _ask("GET", f"/v1/Content/{sid}/ApprovalRequests").get("whatsapp") or {}
    return str(said.get("status", "unsubmitted"))


def make(*, name: str, body: str, samples: Mapping[str, str]) -> str:
    """Make a template and hand it in for approval; gives its key. `name`: lower case and underscores.

    Raises TextServiceAway.
    """
    made = _ask(
        "POST",
        "/v1/Content",
        json={
            "friendly_name": name,
            "language": "en",
            "variables": dict(samples),
            "types": {"twilio/text": {"body": body}},
        },
    )
    sid = str(made["sid"])
    _ask("POST", f"/v1/Content/{sid}/ApprovalRequests/whatsapp", json={"name": name, "category": CATEGORY})
    return sid


def forget() -> None:
    """Believe nothing that was said before."""
    _answers.clear()


def _ask(method: str, path: str, **given: Any) -> dict[str, Any]:
    log_in = (settings.TWILIO_ACCOUNT_SID, settings.TWILIO_AUTH_TOKEN)
    try:
        url = settings.TWILIO_CONTENT_BASE + path
        answer = httpx.request(method, url, auth=log_in, timeout=TIMEOUT, **given)
        body = answer.json()
    except (httpx.HTTPError, ValueError) as error:
        raise TextServiceAway(f"Twilio did not answer: {type(error).__name__}") from error
    if answer.is_error or not isinstance(body, dict):
        raise TextServiceAway(f"Twilio said no: {answer.status_code}")
    return body
