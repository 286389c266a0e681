"""How connections are doing, in words for pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from integrations.models import EndpointState, WebhookAttempt, WebhookEndpoint


@dataclass(frozen=True, slots=True)
class Badge:
    """A state with its colour (templates/components/badge.html)."""

    words: str
    colour: str


def of_endpoint(endpoint: WebhookEndpoint, *, now: datetime) -> Badge:
    """How an endpoint is doing."""
    if endpoint.state == EndpointState.DISABLED:
        return Badge(_("Switched off after failures"), "stop")
    if endpoint.state == EndpointState.PAUSED:
        return Badge(_("Paused"), "plain")
    if endpoint.is_resting(now) or endpoint.failures_in_row:
        return Badge(_("Failing, tried again"), "warn")
    if endpoint.last_success_at is None:
        return Badge(_("Nothing sent yet"), "plain")
    return Badge(_("Works"), "good")


def of_attempt(attempt: WebhookAttempt) -> str:
    """What came of an attempt: the status, or why there was none."""
    if attempt.status is None:
        return attempt.error
    return _("It answered %(status)s.") % {"status": attempt.status}
