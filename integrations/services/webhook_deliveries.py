"""The life of a webhook delivery: written, claimed, tried, delivered or given up. It sends nothing itself."""

from __future__ import annotations

import random
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from boom.core import outbox
from boom.core.db import service
from integrations.domain import retrying
from integrations.domain.events import TEST
from integrations.errors import (
    EndpointUnknown,
    NothingToSend,
    WebhookDeliveryUnknown,
    WebhookOff,
)
from integrations.models import (
    DeliveryState,
    EndpointState,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEndpoint,
)
from integrations.webhook_bodies import body_of_test

# One worker sends to an endpoint at a time, and is taken for dead after so long. Longer than a call may take,
# shorter than a delivery's own lease (boom.core.outbox).
LINE_FOR = timedelta(seconds=settings.DELIVERY_LEASE_S * 5 / 6)
KEPT_FOR = timedelta(days=30)
MOST_REPLAYED = 1000


@dataclass(frozen=True, slots=True)
class Outcome:
    """What one attempt came to: the status, or why none came back."""

    status: int | None
    error: str
    took_ms: int
    asked_wait: timedelta | None = None

    @property
    def is_success(self) -> bool:
        return self.status is not None and retrying.is_success(self.status)

    @property
    def words(self) -> str:
        """Why it failed, for people."""
        return self.error if self.status is None else f"It answered {self.status}."


@service
def write_deliveries(
    *,
    event_id: str,
    kind: str,
    body: str,
    endpoint_ids: Iterable[int],
    about: Mapping[str, int | None],
    now: datetime,
) -> list[int]:
    """One delivery of an event for each endpoint, and a fact for each, by which workers find it.

    Written once, however often this is called: those that are there already get no second fact.
    """
    made = []
    for endpoint_id in endpoint_ids:
        delivery, is_new = WebhookDelivery.objects.get_or_create(
            endpoint_id=endpoint_id,
            event_id=event_id,
            defaults={
                "kind": kind,
                "body": body,
                "booking_id": about.get("booking"),
                "customer_id": about.get("customer"),
                "trying_since": now,
                "next_at": now,
            },
        )
        if is_new:
            outbox.publish("webhook.due", delivery=delivery.pk)
            made.append(delivery.pk)
    return made


@service
def take_line(*, endpoint_id: int, now: datetime) -> bool:
    """Be the one worker that sends to an endpoint, until `free_line` or for LINE_FOR. False: another is."""
    free = Q(busy_until__isnull=True) | Q(busy_until__lte=now)
    taken = WebhookEndpoint.objects.filter(free, pk=endpoint_id).update(busy_until=now + LINE_FOR)
    return bool(taken)


@service
def free_line(*, endpoint_id: int) -> None:
    """Let the next worker send to an endpoint."""
    WebhookEndpoint.objects.filter(pk=endpoint_id).update(busy_until=None)


@service
def note_attempt(*, delivery_id: int, outcome: Outcome, now: datetime) -> WebhookDelivery:
    """Write down how an attempt fared, and what follows for the delivery and its endpoint."""
    delivery = WebhookDelivery.objects.select_for_update().get(pk=delivery_id)
    WebhookAttempt.objects.create(
        delivery=delivery,
        tried_at=now,
        took_ms=outcome.took_ms,
        status=outcome.status,
        error=outcome.error[:200],
    )
    delivery.attempts += 1
    if outcome.is_success:
        delivery.state, delivery.delivered_at = DeliveryState.DELIVERED, now
        WebhookEndpoint.objects.filter(pk=delivery.endpoint_id).update(
            failing_since=None, failures_in_row=0, resting_until=None, last_success_at=now, last_error=""
        )
    else:
        _note_failure(delivery, outcome, now)
    delivery.save(update_fields=["state", "attempts", "next_at", "delivered_at"])
    return delivery


def _note_failure(delivery: WebhookDelivery, outcome: Outcome, now: datetime) -> None:
    endpoint = WebhookEndpoint.objects.select_for_update().get(pk=delivery.endpoint_id)
    if retrying.is_given_up(trying_since=delivery.trying_since, now=now):
        delivery.state = DeliveryState.FAILED
    chance = random.random()  # noqa: S311 - jitter
    delivery.next_at = now + retrying.wait_after(delivery.attempts, chance=chance, asked=outcome.asked_wait)
    endpoint.failures_in_row += 1
    endpoint.failing_since = endpoint.failing_since or now
    rest = retrying.rest_after(endpoint.failures_in_row, chance=chance)
    endpoint.resting_until = now + rest if rest else None
    endpoint.last_error = outcome.words[:200]
    endpoint.save(update_fields=["failures_in_row", "failing_since", "resting_until", "last_error"])


@service
def give_up(*, delivery_id: int, now: datetime) -> None:
    """Try no more: its endpoint is off, or what it told was erased."""
    WebhookDelivery.objects.filter(pk=delivery_id, state=DeliveryState.DUE).update(
        state=DeliveryState.FAILED, next_at=now
    )


@service
def replay(*, endpoint_id: int, delivery_id: int, now: datetime) -> WebhookDelivery:
    """Send an event again, under the same webhook-id, with three days of trying before it.

    Raises WebhookDeliveryUnknown, EndpointUnknown, WebhookOff, NothingToSend.
    """
    _insist_on_listening(endpoint_id)
    delivery = (
        WebhookDelivery.objects.select_for_update().filter(pk=delivery_id, endpoint_id=endpoint_id).first()
    )
    if delivery is None:
        raise WebhookDeliveryUnknown
    if not delivery.body:
        raise NothingToSend
    delivery.state, delivery.delivered_at = DeliveryState.DUE, None
    delivery.trying_since = delivery.next_at = now
    delivery.save(update_fields=["state", "delivered_at", "trying_since", "next_at"])
    outbox.publish("webhook.due", delivery=delivery.pk)
    return delivery


@service
def replay_failed(*, endpoint_id: int, now: datetime) -> int:
    """Send again all that was given up, the oldest first, at most MOST_REPLAYED. Returns how many.

    Raises EndpointUnknown, WebhookOff.
    """
    _insist_on_listening(endpoint_id)
    failed = WebhookDelivery.objects.filter(endpoint_id=endpoint_id, state=DeliveryState.FAILED)
    ids = list(failed.exclude(body="").order_by("id").values_list("id", flat=True)[:MOST_REPLAYED])
    WebhookDelivery.objects.filter(pk__in=ids).update(state=DeliveryState.DUE, trying_since=now, next_at=now)
    for delivery_id in ids:
        outbox.publish("webhook.due", delivery=delivery_id)
    return len(ids)


@service
def send_test(*, endpoint_id: int, now: datetime) -> int:
    """Send an event that means nothing, to see whether it arrives. Returns the delivery's key.

    Raises EndpointUnknown, WebhookOff.
    """
    endpoint = _insist_on_listening(endpoint_id)
    number = WebhookDelivery.objects.filter(endpoint=endpoint, kind=TEST).count() + 1
    event_id = f"evt_test_{endpoint.pk}_{number}_{int(now.timestamp())}"
    return write_deliveries(
        event_id=event_id,
        kind=TEST,
        body=body_of_test(endpoint, now=now),
        endpoint_ids=[endpoint.pk],
        about={},
        now=now,
    )[0]


@service
def purge_deliveries(*, before: datetime, at_a_time: int = 2000) -> int:
    """Remove deliveries that were made before an instant and wait no more. Returns how many."""
    old = WebhookDelivery.objects.filter(created_at__lt=before).exclude(state=DeliveryState.DUE)
    ids = list(old.order_by("id").values_list("id", flat=True)[:at_a_time])
    WebhookDelivery.objects.filter(pk__in=ids).delete()
    return len(ids)


def _insist_on_listening(endpoint_id: int) -> WebhookEndpoint:
    endpoint = WebhookEndpoint.objects.standing().filter(pk=endpoint_id).first()
    if endpoint is None:
        raise EndpointUnknown
    if endpoint.state != EndpointState.ACTIVE:
        raise WebhookOff
    return endpoint
