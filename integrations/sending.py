"""Sending webhooks: one worker an endpoint, outside of any transaction, signed anew at each attempt."""

from __future__ import annotations

import random
import time
from datetime import datetime, timedelta

from boom.core import clock, outbox
from boom.core.faultpoints import reach
from boom.core.providers import outbound
from integrations.domain import retrying, signing
from integrations.errors import SigningKeyRetired
from integrations.models import DeliveryState, EndpointState, WebhookDelivery, WebhookEndpoint
from integrations.services.webhook_deliveries import (
    Outcome,
    free_line,
    give_up,
    note_attempt,
    take_line,
)
from integrations.services.webhooks import disable_endpoint
from integrations.signing_secrets import secrets_of

# Whoever has the line sends what else is due there, for so long; a worker's delivery has some twenty seconds
# (boom.tasks), and a call that was begun takes up to thirteen.
GOES_ON_FOR_S = 7.0
MOST_AT_ONCE = 50


def deliver_webhook(delivery_id: int, *, now: datetime) -> None:
    """Bring one delivery a step on, and what else waits for the same endpoint.

    Raises outbox.Later while it is to be tried again.
    """
    delivery = WebhookDelivery.objects.select_related("endpoint").filter(pk=delivery_id).first()
    if delivery is None or delivery.state != DeliveryState.DUE:
        return
    if delivery.endpoint.state != EndpointState.ACTIVE or delivery.endpoint.removed_at or not delivery.body:
        give_up(delivery_id=delivery.pk, now=now)
        return
    _insist_on_time(delivery, now)
    if not take_line(endpoint_id=delivery.endpoint_id, now=now):
        raise outbox.Later("Another event is on its way there.", after=_seconds(1, 3))
    try:
        _send_due(delivery)
    finally:
        free_line(endpoint_id=delivery.endpoint_id)
    delivery.refresh_from_db()
    if delivery.state == DeliveryState.DUE:
        _insist_on_time(delivery, clock.now())
        raise outbox.Later("More waits for the same endpoint.", after=_seconds(1, 3))


def _insist_on_time(delivery: WebhookDelivery, now: datetime) -> None:
    """Raises outbox.Later, with the reason, until its time has come and its endpoint may be tried."""
    endpoint = delivery.endpoint
    due_at = delivery.next_at
    if endpoint.is_resting(now) and endpoint.resting_until is not None:
        due_at = max(due_at, endpoint.resting_until)
    if due_at > now:
        # What waits for one endpoint does not come back all at once.
        reason = f"{endpoint}: {endpoint.last_error}" if endpoint.last_error else str(endpoint)
        raise outbox.Later(reason[:300], after=due_at - now + _seconds(0, 2))


def _send_due(first: WebhookDelivery) -> None:
    began, endpoint_id = time.monotonic(), first.endpoint_id
    waiting = [first.pk, *_others_due(first)]
    for key in waiting:
        if key != first.pk and time.monotonic() - began > GOES_ON_FOR_S:
            return
        endpoint = WebhookEndpoint.objects.listening().filter(pk=endpoint_id).first()
        delivery = WebhookDelivery.objects.filter(pk=key, state=DeliveryState.DUE).exclude(body="").first()
        if endpoint is None or endpoint.is_resting(clock.now()):
            return
        if delivery is not None:
            send(endpoint, delivery)


def _others_due(first: WebhookDelivery) -> list[int]:
    """What else waits for the same endpoint and whose time has come, the oldest first."""
    due = WebhookDelivery.objects.filter(
        endpoint_id=first.endpoint_id, state=DeliveryState.DUE, next_at__lte=clock.now()
    )
    return list(due.exclude(pk=first.pk).order_by("id").values_list("id", flat=True)[:MOST_AT_ONCE])


def send(endpoint: WebhookEndpoint, delivery: WebhookDelivery) -> None:
    """One attempt, noted whatever came of it."""
    now, began = clock.now(), time.monotonic()
    body = delivery.body.encode()
    asked: timedelta | None = None
    status: int | None = None
    error = ""
    try:
        headers = signing.headers(
            secrets_of(endpoint, now=now),
            event_id=delivery.event_id,
            timestamp=int(now.timestamp()),
            body=body,
        )
        answer = outbound.call("POST", endpoint.url, body=body, headers=headers)
        status = answer.status
        asked = retrying.asked_wait(status, answer.headers.get("retry-after", ""))
    except (outbound.AddressRefused, outbound.NoAnswer, SigningKeyRetired) as refusal:
        error = refusal.message
    reach("webhook.answered")
    took_ms = int((time.monotonic() - began) * 1000)
    noted_at = clock.now()
    note_attempt(
        delivery_id=delivery.pk,
        outcome=Outcome(status=status, error=error, took_ms=took_ms, asked_wait=asked),
        now=noted_at,
    )
    _judge(endpoint.pk, status, noted_at)


def _judge(endpoint_id: int, status: int | None, now: datetime) -> None:
    """Switch an endpoint off that says it is gone, or that nothing has got through to for days."""
    endpoint = WebhookEndpoint.objects.listening().filter(pk=endpoint_id).first()
    if endpoint is None:
        return
    if status == retrying.GONE:
        disable_endpoint(endpoint_id=endpoint_id, reason="It answered 410: gone for good.", now=now)
    elif endpoint.failing_since is not None and retrying.is_hopeless(
        failing_since=endpoint.failing_since, failures_in_row=endpoint.failures_in_row, now=now
    ):
        disable_endpoint(endpoint_id=endpoint_id, reason=endpoint.last_error, now=now)


def _seconds(least: float, most: float) -> timedelta:
    return timedelta(seconds=random.uniform(least, most))  # noqa: S311 - jitter
