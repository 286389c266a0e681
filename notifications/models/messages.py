"""What was said to whom: one row a message, whatever became of it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from bookings.models import Booking


class Channel(models.TextChoices):
    EMAIL = "email", "E-mail"
    SMS = "sms", "Text message"


class Outcome(models.TextChoices):
    """What whoever carried it says became of it, after the yes; empty while they have said nothing."""

    DELIVERED = "delivered", "Delivered"
    BOUNCED = "bounced", "Came back"
    COMPLAINED = "complained", "Reported as spam"


class MessageState(models.TextChoices):
    """`sending` with a lease that has run out means: its worker died, and nobody knows how far it got."""

    DUE = "due", "Due"
    SENDING = "sending", "Sending"
    SENT = "sent", "Sent"
    FAILED = "failed", "Failed, will be tried again"
    DEAD = "dead", "Given up"
    SKIPPED = "skipped", "Not needed any more"


class Message(models.Model):
    """A message to a customer. `dedupe_key` names what it is about; there is never a second with the same."""

    kind = models.CharField(max_length=40)
    dedupe_key = models.CharField(max_length=120, unique=True)
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.EMAIL)
    # Of text messages: whether it went by WhatsApp.
    by_whatsapp = models.BooleanField(default=False, db_default=False)
    to_address = models.CharField(max_length=320)
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, related_name="messages")
    subject = models.CharField(max_length=200, blank=True, default="")
    state = models.CharField(max_length=8, choices=MessageState, default=MessageState.DUE)
    attempts = models.PositiveSmallIntegerField(default=0)
    # The same for every attempt, so that mail programs know a repeat for what it is.
    message_id = models.CharField(max_length=200)
    leased_until = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    # Its key with whoever carried it, by which they report what became of it.
    provider_id = models.CharField(max_length=100, blank=True, default="", db_default="")
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True, default="", db_default="")
    last_error = models.CharField(max_length=500, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=sorted(MessageState)), name="message_state_known"),
            models.CheckConstraint(
                condition=~Q(state=MessageState.SENT) | Q(sent_at__isnull=False), name="message_sent_has_time"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=["", *sorted(Outcome.values)]), name="message_outcome_known"
            ),
            models.CheckConstraint(
                condition=~Q(state=MessageState.SENDING) | Q(leased_until__isnull=False),
                name="message_sending_has_lease",
            ),
        ]
        indexes = [
            models.Index("provider_id", condition=~Q(provider_id=""), name="message_by_provider_id"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} to {self.to_address}: {self.state}"
