"""Text messages: handed to Twilio over HTTP, or written into files where no keys of Twilio's are set.

Twilio's API knows no idempotency key for messages. Whoever tries a second time asks first whether it has the
text already (its list of messages to that number); what it took in the very moment of asking may be doubled.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Protocol

import httpx
from django.conf import settings

from boom.core.breaker import Breaker
from notifications.errors import TextRefused, TextServiceAway

TIMEOUT = httpx.Timeout(5.0, connect=3.0)
TOO_MANY = 429
ITS_FAULT = 500
# The link in a text is drawn anew at each attempt: what is between differs, the rest does not.
LINK = re.compile(r"https?://\S+")
# Clocks of ours and theirs may be this far apart.
SLACK = timedelta(minutes=2)
# How Twilio tells addresses of WhatsApp from numbers.
WHATSAPP = "whatsapp:"

breaker = Breaker()


@dataclass(frozen=True, slots=True)
class Text:
    """A text message to one number (E.164). `report_to`: where its fate is reported; `since`: first tried."""

    to: str
    words: str
    key: str
    report_to: str
    since: datetime
    # By WhatsApp: the key of its template, and what stands in its places.
    template: str = ""
    variables: Mapping[str, str] = field(default_factory=dict)


class Carrier(Protocol):
    """Somebody who carries text messages. `is_standin`: they reach nobody, and pages say so."""

    is_standin: bool

    def send(self, text: Text, *, was_tried: bool) -> str:
        """Hand a text over; gives its key with the carrier. Raises TextRefused, TextServiceAway for now."""
        ...


def carrier() -> Carrier:
    """Whoever carries texts here: Twilio where its keys are set, files else."""
    return Files() if settings.SMS_IS_STANDIN else Twilio()


class Files:
    """One file a text in $BOOM_HOME/sms. The same key is the same file: nothing is written twice."""

    is_standin = True

    def send(self, text: Text, *, was_tried: bool) -> str:
        folder = Path(settings.SMS_FILE_PATH)
        folder.mkdir(parents=True, exist_ok=True)
        name = re.sub(r"[^A-Za-z0-9]", "", text.key)[:64]
        file = folder / f"{name}.txt"
        file.write_text(f"To: {text.to}\n\n{text.words}\n")
        return f"file:{name}"


class Twilio:
    """Twilio's Messages API (twilio.com/docs/messaging/api/message-resource)."""

    is_standin = False

    def send(self, text: Text, *, was_tried: bool) -> str:
        if not breaker.may_try():
            raise TextServiceAway("Twilio has not answered lately.", is_known=True)
        if was_tried and (found := self._find(text)):
            return found
        answer = self._ask("POST", data={"StatusCallback": text.report_to, **self._what(text)})
        return str(answer["sid"])

    def _what(self, text: Text) -> dict[str, str]:
        if text.template:
            return {
                "To": f"{WHATSAPP}{text.to}",
                "From": f"{WHATSAPP}{settings.TWILIO_WHATSAPP_FROM}",
                "ContentSid": text.template,
                "ContentVariables": json.dumps(dict(text.variables)),
            }
        if settings.TWILIO_MESSAGING_SERVICE:
            sender = {"MessagingServiceSid": settings.TWILIO_MESSAGING_SERVICE}
        else:
            sender = {"From": settings.TWILIO_FROM}
        return {"To": text.to, "Body": text.words, **sender}

    def _find(self, text: Text) -> str:
        """The key of a text Twilio took at an earlier attempt; empty where it has none."""
        to = f"{WHATSAPP}{text.to}" if text.template else text.to
        found = self._ask("GET", params={"To": to, "PageSize": "50"})
        for each in found.get("messages", []):
            made = parsedate_to_datetime(each["date_created"]).astimezone(UTC)
            if made >= text.since - SLACK and LINK.sub("", each["body"]) == LINK.sub("", text.words):
                return str(each["sid"])
        return ""

    def _ask(self, method: str, **given: Any) -> dict[str, Any]:
        account = settings.TWILIO_ACCOUNT_SID
        url = f"{settings.TWILIO_API_BASE}/2010-04-01/Accounts/{account}/Messages.json"
        try:
            answer = httpx.request(
                method, url, auth=(account, settings.TWILIO_AUTH_TOKEN), timeout=TIMEOUT, **given
            )
            body = answer.json()
        except (httpx.HTTPError, ValueError) as error:
            breaker.failed()
            raise TextServiceAway(f"Twilio did not take it: {type(error).__name__}") from error
        if answer.status_code >= ITS_FAULT or answer.status_code == TOO_MANY:
            breaker.failed()
            raise TextServiceAway(f"Twilio asked to come back: {answer.status_code}")
        breaker.succeeded()
        if answer.is_error:
            words = str(body.get("message", ""))[:200]
            raise TextRefused(f"Twilio refused it: {body.get('code', answer.status_code)} {words}")
        return dict(body)
