"""The outbox: what was committed and must still be told. A table of the platform and of each tenant."""

from __future__ import annotations

from django.db import models
from django.db.models import Func, Q
from django.db.models.functions import Now

from boom.core.fields import TransactionIdField


class CurrentTransactionId(Func):
    """`pg_current_xact_id()`, the number of the writing transaction."""

    function = "pg_current_xact_id"
    template = "%(function)s()"
    output_field = TransactionIdField()


class OutboxMessage(models.Model):
    """A fact, written in the transaction that made it true. Payload: ids and plain values only."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=64)
    payload = models.JSONField(default=dict)
    transaction_id = TransactionIdField(db_default=CurrentTransactionId(), editable=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    relayed_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index("id", condition=Q(relayed_at__isnull=True), name="outbox_to_relay"),
            models.Index("transaction_id", name="outbox_by_transaction"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} #{self.pk}"


class DeliveryState(models.TextChoices):
    DUE = "due", "Due"
    DONE = "done", "Done"
    DEAD = "dead", "Needs attention"


class OutboxDelivery(models.Model):
    """One message for one handler: due until done, or dead with the reason and a way to try again."""

    id = models.BigAutoField(primary_key=True)
    message = models.ForeignKey(OutboxMessage, models.CASCADE, related_name="deliveries")
    handler = models.CharField(max_length=100)
    state = models.CharField(max_length=8, choices=DeliveryState, default=DeliveryState.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    due_at = models.DateTimeField(db_default=Now())
    # When a worker was last told of it. Telling can be lost, so it is told again after a while.
    offered_at = models.DateTimeField(null=True)
    # Until then a worker has it; a worker that died lets go by the clock.
    leased_until = models.DateTimeField(null=True)
    last_error = models.TextField(default="", blank=True)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "outbox deliveries"
        constraints = [
            models.UniqueConstraint(fields=["message", "handler"], name="outbox_delivery_once"),
        ]
        indexes = [
            models.Index("due_at", condition=Q(state="due"), name="outbox_delivery_due"),
            models.Index("id", condition=Q(state="dead"), name="outbox_delivery_dead"),
        ]

    def __str__(self) -> str:
        return f"{self.handler} for message {self.message_id}: {self.state}"


class OutboxSignal(models.Model):
    """That some schema has facts to relay, on the public schema only: one small table to ask, not thousands.

    A trigger on every outbox writes it in the fact's own transaction; the relay deletes what it has seen.
    """

    id = models.BigAutoField(primary_key=True)
    schema_name = models.CharField(max_length=63)

    class Meta:
        managed = False
        db_table = "core_outboxsignal"

    def __str__(self) -> str:
        return self.schema_name


class OutboxWatch(models.Model):
    """A schema with deliveries still due, on the public schema only: where the relay looks for lost ones.

    Written only by whoever holds that schema's relay lock, so that adding and removing cannot cross.
    """

    schema_name = models.CharField(max_length=63, primary_key=True)

    class Meta:
        managed = False
        db_table = "core_outboxwatch"

    def __str__(self) -> str:
        return self.schema_name
