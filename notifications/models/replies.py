"""What comes back: answers to text messages, and addresses that take no more."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from bookings.models import Booking
from notifications.models.messages import Channel, Message


class Did(models.TextChoices):
    """What an answer led to."""

    CONFIRMED = "confirmed", "Confirmed they come"
    CANCELLED = "cancelled", "Cancelled"
    TOO_LATE = "too_late", "Wanted to cancel, too late"
    NOTHING = "nothing", "Waits for a person"


class TextReply(models.Model):
    """A guest's answer by text message. `provider_id` is the carrier's key: one answer counts once."""

    provider_id = models.CharField(max_length=100, unique=True)
    from_number = models.CharField(max_length=32)
    words = models.CharField(max_length=500, blank=True, default="")
    booking = models.ForeignKey(Booking, models.PROTECT, null=True, related_name="text_replies")
    did = models.CharField(max_length=10, choices=Did)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(did__in=sorted(Did.values)), name="text_reply_did_known")
        ]

    def __str__(self) -> str:
        return f"{self.from_number}: {self.did}"


class MailReport(models.Model):
    """What a mail service said of one mail, as it came. `key` is the report's: said twice, it counts once."""

    key = models.CharField(max_length=64, unique=True)
    service = models.CharField(max_length=20)
    kind = models.CharField(max_length=20)
    message = models.ForeignKey(Message, models.PROTECT, related_name="reports")
    body = models.TextField(blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return f"{self.service}: {self.kind}"


class Suppression(models.Model):
    """An address nothing is sent to any more: mail bounced, or its owner said stop. Staff can lift it."""

    channel = models.CharField(max_length=8, choices=Channel)
    address = models.CharField(max_length=320)
    reason = models.CharField(max_length=300)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["channel", "address"], name="suppression_once"),
        ]

    def __str__(self) -> str:
        return f"{self.address}: {self.reason}"
