"""Outgoing webhooks: where they go, what was sent there, and how each attempt fared."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

LONGEST_URL = 500


def new_secret_nonce() -> str:
    """What an endpoint's signing secret is made of, with our own secret: 128 random bits."""
    return secrets.token_urlsafe(16)


class EndpointState(models.TextChoices):
    ACTIVE = "active", "Active"
    PAUSED = "paused", "Paused"
    DISABLED = "disabled", "Switched off after failures"


class EndpointQuerySet(models.QuerySet["WebhookEndpoint"]):
    def standing(self) -> Self:
        """Those that nobody has removed."""
        return self.filter(removed_at__isnull=True)

    def listening(self) -> Self:
        """Those that get what happens from now on."""
        return self.standing().filter(state=EndpointState.ACTIVE)


class WebhookEndpoint(models.Model):
    """Where a business wants to hear of events. The signing secret is made anew from a nonce and our own
    secret whenever something is signed; it stands nowhere.
    """

    url = models.CharField(max_length=LONGEST_URL)
    name = models.CharField(max_length=80, blank=True, default="")
    # Names of events (integrations.domain.events); an empty list means all.
    kinds = models.JSONField(default=list, blank=True)
    state = models.CharField(max_length=8, choices=EndpointState, default=EndpointState.ACTIVE)
    # Which program subscribed by the API (a REST hook); empty for one that a person entered.
    subscribed_by = models.CharField(max_length=80, blank=True, default="")
    secret_nonce = models.CharField(max_length=32, default=new_secret_nonce)
    # Which of our own secrets it was made with (integrations.signing_secrets).
    secret_key_mark = models.CharField(max_length=16)
    # Before it was replaced: both sign until then.
    old_nonce = models.CharField(max_length=32, blank=True, default="")
    old_key_mark = models.CharField(max_length=16, blank=True, default="")
    old_until = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    removed_at = models.DateTimeField(null=True, blank=True)
    # How it is doing, counted up with every attempt: since when none has worked, how many in a row; until
    # when it is left alone; which worker has the line to it.
    failing_since = models.DateTimeField(null=True, blank=True)
    failures_in_row = models.PositiveIntegerField(default=0)
    resting_until = models.DateTimeField(null=True, blank=True)
    busy_until = models.DateTimeField(null=True, blank=True)
    last_success_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=200, blank=True, default="")
    disabled_at = models.DateTimeField(null=True, blank=True)

    objects = EndpointQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=sorted(EndpointState)), name="webhook_endpoint_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=EndpointState.DISABLED) | Q(disabled_at__isnull=False),
                name="webhook_endpoint_disabled_has_time",
            ),
            models.CheckConstraint(
                condition=Q(old_nonce="") | Q(old_until__isnull=False), name="webhook_old_secret_ends"
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.url

    def wants(self, kind: str) -> bool:
        """Whether it is to hear of events of a kind."""
        return not self.kinds or kind in self.kinds

    def is_resting(self, now: datetime) -> bool:
        """Whether it is left alone for a while after failures."""
        return self.resting_until is not None and self.resting_until > now


class DeliveryState(models.TextChoices):
    DUE = "due", "Waiting"
    DELIVERED = "delivered", "Delivered"
    FAILED = "failed", "Given up"


class WebhookDelivery(models.Model):
    """One event on its way to one endpoint. `body` is what is signed and sent, the same at every attempt.

    `event_id` is the header webhook-id: the same whenever the event is sent again, so that a receiver knows a
    repeat for what it is.
    """

    endpoint = models.ForeignKey(WebhookEndpoint, models.PROTECT, related_name="deliveries")
    event_id = models.CharField(max_length=64)
    kind = models.CharField(max_length=40)
    body = models.TextField()
    # Of which booking and customer it tells, for erasing.
    booking_id = models.BigIntegerField(null=True, blank=True)
    customer_id = models.BigIntegerField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=DeliveryState, default=DeliveryState.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    # When the present three days of trying began: at its making, or at the last replay.
    trying_since = models.DateTimeField()
    next_at = models.DateTimeField()
    delivered_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=sorted(DeliveryState)), name="webhook_delivery_state_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=DeliveryState.DELIVERED) | Q(delivered_at__isnull=False),
                name="webhook_delivered_has_time",
            ),
            models.UniqueConstraint(fields=["endpoint", "event_id"], name="webhook_event_once_an_endpoint"),
        ]
        indexes = [
            models.Index("endpoint", "id", name="webhook_delivery_newest"),
            models.Index("endpoint", "next_at", condition=Q(state="due"), name="webhook_delivery_due"),
            models.Index("created_at", name="webhook_delivery_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to endpoint {self.endpoint_id}: {self.state}"


class WebhookAttempt(models.Model):
    """One try: the status that came back and how long it took, never the words of the answer."""

    delivery = models.ForeignKey(WebhookDelivery, models.CASCADE, related_name="tries")
    tried_at = models.DateTimeField()
    took_ms = models.PositiveIntegerField()
    # None where nothing came back.
    status = models.PositiveSmallIntegerField(null=True)
    error = models.CharField(max_length=200, blank=True, default="")

    def __str__(self) -> str:
        return f"{self.status or self.error} at {self.tried_at:%Y-%m-%d %H:%M:%S}"
