"""Where Stripe tells us of events: on the platform's own host, one address for each kind of account."""

from __future__ import annotations

import json

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from billing.models import EventKind, EventSource, RefusalReason
from billing.services.events import count_refusal, receive_event
from boom.access import anyone
from boom.core import clock
from boom.core.faultpoints import reach
from boom.core.providers import stripe
from boom.core.providers.stripe import Object

log = structlog.get_logger(__name__)

# Stripe's largest are some hundred kilobytes.
LONGEST_BODY = 1024 * 1024


@anyone
@csrf_exempt
@require_POST
def platform_events(request: HttpRequest) -> HttpResponse:
    """Events of our own account: what businesses pay us."""
    return _receive(request, EventKind.PLATFORM)


@anyone
@csrf_exempt
@require_POST
def connect_events(request: HttpRequest) -> HttpResponse:
    """Events of venues' accounts: what customers pay them."""
    return _receive(request, EventKind.CONNECT)


def _receive(request: HttpRequest, kind: EventKind) -> HttpResponse:
    """2xx once the event is stored for good, 400 for whatever Stripe did not sign, which is counted; work
    comes later.
    """
    body, header = request.body, request.headers.get("Stripe-Signature", "")
    if len(body) > LONGEST_BODY:
        return HttpResponse("too large", status=413, content_type="text/plain")
    now = clock.now()
    try:
        stripe.check_signature(body, header, secrets=settings.STRIPE_WEBHOOK_SECRETS[kind], now=now)
        told = _event_in(body)
    except stripe.SignatureWrong as wrong:
        stale = isinstance(wrong, stripe.SignatureStale)
        count_refusal(kind=kind, reason=RefusalReason.TIME if stale else RefusalReason.SIGNATURE, now=now)
        log.warning("an event was not taken", kind=kind, error=wrong.message)
        return HttpResponse("not signed as it should be", status=400, content_type="text/plain")
    if told is None:
        count_refusal(kind=kind, reason=RefusalReason.BODY, now=now)
        log.warning("an event was not taken", kind=kind, error="signed, and no event")
        return HttpResponse("not an event", status=400, content_type="text/plain")
    if bool(told.get("livemode")) != stripe.is_live():
        # Stripe sends venues' test events to live endpoints, too; refusing them would end the endpoint.
        log.info("an event of the other mode is left alone", kind=kind, stripe_id=told.get("id"))
        return HttpResponse("other mode", content_type="text/plain")
    is_new = receive_event(body=body, told=told, kind=kind, source=EventSource.WEBHOOK)
    reach("stripe.stored")
    return HttpResponse("stored" if is_new else "known", content_type="text/plain")


def _event_in(body: bytes) -> Object | None:
    """What was signed, read; None when it is no event."""
    try:
        told = json.loads(body)
    except ValueError:
        return None
    return told if isinstance(told, dict) and told.get("object") == "event" and _is_whole(told) else None


def _is_whole(told: Object) -> bool:
    """Whether it has all that an event is known and found by."""
    about = told.get("data")
    named = all(isinstance(told.get(name), str) and told[name] for name in ("id", "type"))
    return named and type(told.get("created")) is int and isinstance(about, dict) and "object" in about
