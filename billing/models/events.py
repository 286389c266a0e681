"""What Stripe told us, whole and unchanged, and how far each telling has come."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now


class EventKind(models.TextChoices):
    """Whose events: one endpoint and one set of secrets each."""

    PLATFORM = "platform", "Our own account"
    CONNECT = "connect", "A venue's account"


class EventState(models.TextChoices):
    RECEIVED = "received", "Waiting"
    DONE = "done", "Done"
    PARKED = "parked", "Parked"
    FAILED = "failed", "Failed"


class EventSource(models.TextChoices):
    WEBHOOK = "webhook", "Sent by Stripe"
    SWEEP = "sweep", "Fetched by us"


class RefusalReason(models.TextChoices):
    """Why something at our door was not taken for an event of Stripe's."""

    SIGNATURE = "signature", "Signed with none of our secrets"
    TIME = "time", "Signed with one of ours, at another time than now"
    BODY = "body", "Signed, and no event"


class EventRefusal(models.Model):
    """How often a day something was not taken for an event, and why.

    Of what it was nothing is kept: anybody can send it. Many right after a change of keys: a secret that is
    not the endpoint's.
    """

    id = models.BigAutoField(primary_key=True)
    day = models.DateField()
    kind = models.CharField(max_length=8, choices=EventKind)
    reason = models.CharField(max_length=9, choices=RefusalReason)
    count = models.PositiveBigIntegerField()
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "kind", "reason"], name="stripe_event_refusals_by_day")
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.count}"


class StripeEvent(models.Model):
    """One event, stored before Stripe hears that we have it, and kept. `body` is what came, byte by byte."""

    id = models.BigAutoField(primary_key=True)
    stripe_id = models.CharField(max_length=255)
    kind = models.CharField(max_length=8, choices=EventKind)
    # Whose account it happened in; empty for our own.
    account = models.CharField(max_length=255, blank=True, default="")
    type = models.CharField(max_length=100)
    object_id = models.CharField(max_length=255, blank=True, default="")
    created_at = models.DateTimeField()
    received_at = models.DateTimeField(db_default=Now(), editable=False)
    source = models.CharField(max_length=8, choices=EventSource, default=EventSource.WEBHOOK)
    body = models.BinaryField()
    state = models.CharField(max_length=8, choices=EventState, default=EventState.RECEIVED)
    # Why it is parked, or what the last attempt failed with.
    reason = models.TextField(blank=True, default="")
    attempts = models.PositiveIntegerField(default=0)
    # When a parked one is looked at again by itself; empty: only when somebody says so.
    due_at = models.DateTimeField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["stripe_id"], name="stripe_event_once")]
        indexes = [
            models.Index("due_at", condition=Q(state="parked"), name="stripe_event_parked"),
            models.Index("id", condition=~Q(state="done"), name="stripe_event_open"),
            models.Index(fields=["account", "created_at"], name="stripe_event_by_account"),
        ]

    def __str__(self) -> str:
        return f"{self.type} ({self.stripe_id})"


class FoldedObject(models.Model):
    """How often something of Stripe's was folded into our rows.

    Read before its state is fetched and again, locked, before that is folded: where somebody folded in
    between, nobody knows which of the two states is the newer one, and it is fetched again.
    """

    id = models.BigAutoField(primary_key=True)
    account = models.CharField(max_length=255, blank=True, default="")
    key = models.CharField(max_length=255)
    folds = models.BigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "key"], name="stripe_folded_object_once")]

    def __str__(self) -> str:
        return f"{self.key}: {self.folds}"


class SweptAccount(models.Model):
    """Until when the list of an account's events was compared with ours; our own account's name is empty."""

    id = models.BigAutoField(primary_key=True)
    account = models.CharField(max_length=255, blank=True, default="", unique=True)
    swept_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.account or 'our own account'} until {self.swept_until}"
