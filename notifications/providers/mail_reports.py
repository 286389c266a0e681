"""Reports of mail services (bounces, complaints), checked and read by anymail into one form.

Each service proves who it is in its own way: a signature, or a name and password that only it was given.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from anymail.exceptions import AnymailError  # type: ignore[import-untyped]
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.http import HttpRequest
from django.utils.module_loading import import_string

from notifications.errors import ReportRefused

# What a mail carries our mark as, and what comes back with every report of it.
MARK = "boom"
LONGEST_BODY = 8000
LONGEST_WORDS = 300
# SparkPost's classes that it calls soft (support.sparkpost.com, bounce classification codes).
_SPARKPOST_SOFT = frozenset({"20", "21", "22", "23", "24", "40", "70", "100"})

Raw = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Report:
    """One thing a service says of one mail. `key` is the same however often it says it."""

    service: str
    key: str
    kind: str
    reason: str
    words: str
    is_soft: bool
    recipient: str
    mark: str
    body: str


@dataclass(frozen=True, slots=True)
class Service:
    """anymail's reader of its reports, the setting with its secret, and what it calls passing."""

    reader: str
    secret: str
    is_soft: Callable[[Raw], bool]


SERVICES = {
    "brevo": Service(
        "anymail.webhooks.brevo.BrevoTrackingWebhookView",
        "WEBHOOK_SECRET",
        lambda raw: raw.get("event") == "soft_bounce",
    ),
    "mailgun": Service(
        "anymail.webhooks.mailgun.MailgunTrackingWebhookView",
        "MAILGUN_WEBHOOK_SIGNING_KEY",
        lambda _raw: False,
    ),
    "mailjet": Service(
        "anymail.webhooks.mailjet.MailjetTrackingWebhookView",
        "WEBHOOK_SECRET",
        lambda raw: raw.get("hard_bounce") is False,
    ),
    "postmark": Service(
        "anymail.webhooks.postmark.PostmarkTrackingWebhookView",
        "WEBHOOK_SECRET",
        lambda raw: raw.get("Type") == "SoftBounce",
    ),
    "resend": Service(
        "anymail.webhooks.resend.ResendTrackingWebhookView",
        "WEBHOOK_SECRET",
        lambda raw: raw["data"].get("bounce", {}).get("type") == "Transient",
    ),
    "sparkpost": Service(
        "anymail.webhooks.sparkpost.SparkPostTrackingWebhookView",
        "WEBHOOK_SECRET",
        lambda raw: any(
            str(event.get("bounce_class")) in _SPARKPOST_SOFT for event in raw.get("msys", {}).values()
        ),
    ),
}


def read_reports(service: str, request: HttpRequest) -> list[Report]:
    """What a service says, once it has shown that it is itself. `service` is one of SERVICES.

    Raises ReportRefused for what is not signed as it should be, or cannot be read.
    """
    how = SERVICES[service]
    # Without its secret anymail would believe anybody.
    if not settings.ANYMAIL.get(how.secret):
        raise ReportRefused
    try:
        hook = import_string(how.reader)()
        hook.run_validators(request)
        return [_report(service, how, event) for event in hook.parse_events(request)]
    except (
        AnymailError, ImproperlyConfigured, ValueError, LookupError, TypeError, AttributeError, OverflowError,
    ) as error:  # fmt: skip
        raise ReportRefused from error


def _report(service: str, how: Service, event: Any) -> Report:
    body = json.dumps(event.esp_event, sort_keys=True, default=str)
    # Some number their reports; of the others the same words are the same report.
    told = json.dumps([service, event.event_type, event.event_id or body])
    metadata = event.metadata if isinstance(event.metadata, Mapping) else {}
    return Report(
        service=service,
        key=hashlib.sha256(told.encode()).hexdigest(),
        kind=str(event.event_type),
        reason=str(event.reject_reason or ""),
        words=_one_line(event.mta_response or event.description or ""),
        is_soft=isinstance(event.esp_event, Mapping) and how.is_soft(event.esp_event),
        recipient=str(event.recipient or ""),
        mark=str(metadata.get(MARK, "")),
        body=body[:LONGEST_BODY],
    )


def _one_line(words: Any) -> str:
    kept = "".join(character if character.isprintable() else " " for character in str(words))
    return " ".join(kept.split())[:LONGEST_WORDS]
