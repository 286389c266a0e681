"""A cardholder's bank takes a payment back, and asks the venue what it has to say."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from bookings.models import Venue
from payments.models.payments import Payment


class DisputeState(models.TextChoices):
    """As Stripe calls them (https://docs.stripe.com/disputes). A bank that asks has taken nothing yet."""

    QUESTION = "warning_needs_response", "The bank asks"
    QUESTION_ANSWERED = "warning_under_review", "The bank’s question is answered"
    QUESTION_OVER = "warning_closed", "The bank asked no further"
    TO_ANSWER = "needs_response", "To be answered"
    ANSWERED = "under_review", "The bank decides"
    WON = "won", "Won"
    LOST = "lost", "Lost"
    PREVENTED = "prevented", "Settled before it began"


ANSWERABLE = frozenset({DisputeState.QUESTION, DisputeState.TO_ANSWER})
OVER = frozenset({DisputeState.QUESTION_OVER, DisputeState.WON, DisputeState.LOST, DisputeState.PREVENTED})


class Dispute(models.Model):
    """A dispute of one payment as it was when it was last looked at, and what was answered.

    `withdrawn_minor` is what the bank has at present, without its fee; `evidence` what was sent to it.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="disputes")
    external_account = models.CharField(max_length=255)
    external_id = models.CharField(max_length=255)
    state = models.CharField(max_length=24, choices=DisputeState)
    # The bank's, in Stripe's words for it.
    reason = models.CharField(max_length=60, blank=True, default="")
    amount_minor = models.BigIntegerField()
    withdrawn_minor = models.BigIntegerField(default=0)
    fee_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    opened_at = models.DateTimeField()
    # Answers that come later are not read.
    due_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.CharField(max_length=200, blank=True, default="")
    evidence = models.JSONField(default=dict, blank=True)
    # The venue let the guest keep the money, and said so.
    gave_in_at = models.DateTimeField(null=True, blank=True)
    gave_in_by = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="dispute_is_something"),
            models.CheckConstraint(condition=Q(state__in=DisputeState.values), name="dispute_state_known"),
            models.UniqueConstraint(fields=["external_account", "external_id"], name="dispute_once"),
        ]
        indexes = [models.Index("venue", "opened_at", name="dispute_by_time")]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency} of payment {self.payment_id}, {self.state}"

    def is_to_answer(self, now: datetime) -> bool:
        """Whether an answer would still be read, and none was sent."""
        in_time = self.due_at is None or now < self.due_at
        return self.state in ANSWERABLE and not (self.answered_at or self.gave_in_at) and in_time

    def can_give_in(self) -> bool:
        """Whether the venue may let it be: a question is none that could be lost."""
        return self.state == DisputeState.TO_ANSWER and not (self.answered_at or self.gave_in_at)
