"""What the account at Stripe paid out to the business's bank, and what each payout is made of."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from payments.models.disputes import Dispute
from payments.models.payments import Payment
from payments.models.refunds import RefundLine


class PayoutState(models.TextChoices):
    """As Stripe calls them."""

    PENDING = "pending", "Being made"
    ON_ITS_WAY = "in_transit", "On its way"
    PAID = "paid", "With the bank"
    FAILED = "failed", "Sent back by the bank"
    CANCELLED = "canceled", "Called off"


# Of these no money has come.
CAME_TO_NOTHING = frozenset({PayoutState.FAILED, PayoutState.CANCELLED})


class LineKind(models.TextChoices):
    """What moved the money in the account."""

    CHARGE = "charge", "Payment"
    REFUND = "refund", "Refund"
    DISPUTE = "dispute", "Dispute"
    FEE = "fee", "Fee"
    OTHER = "other", "Other"


class Payout(models.Model):
    """A payout of the business's account as it was when it was last looked at; of every venue's money.

    `is_automatic`: Stripe says of those alone what they are made of.
    """

    external_account = models.CharField(max_length=255)
    external_id = models.CharField(max_length=255)
    state = models.CharField(max_length=10, choices=PayoutState)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    is_automatic = models.BooleanField()
    is_test = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    arrives_at = models.DateTimeField()
    failure = models.CharField(max_length=200, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=PayoutState.values), name="payout_state_known"),
            models.UniqueConstraint(fields=["external_account", "external_id"], name="payout_once"),
        ]
        indexes = [models.Index("made_at", name="payout_by_time")]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency}, {self.state}"


class PayoutLine(models.Model):
    """One movement in the account that a payout holds: so much, its fee, and of ours what it is.

    `booked_minor` is what our own row says of it; NULL where there is none.
    """

    payout = models.ForeignKey(Payout, models.PROTECT, related_name="lines")
    external_id = models.CharField(max_length=255)
    source_id = models.CharField(max_length=255, blank=True, default="")
    kind = models.CharField(max_length=8, choices=LineKind)
    amount_minor = models.BigIntegerField()
    fee_minor = models.BigIntegerField()
    net_minor = models.BigIntegerField()
    # What of the fee, or of a fee that came back, is the platform's.
    platform_fee_minor = models.BigIntegerField(default=0)
    words = models.CharField(max_length=200, blank=True, default="")
    at = models.DateTimeField()
    booked_minor = models.BigIntegerField(null=True, blank=True)
    payment = models.ForeignKey(Payment, models.PROTECT, null=True, blank=True, related_name="+")
    refund_line = models.ForeignKey(RefundLine, models.PROTECT, null=True, blank=True, related_name="+")
    dispute = models.ForeignKey(Dispute, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=LineKind.values), name="payout_line_kind_known"),
            models.CheckConstraint(
                condition=Q(net_minor=F("amount_minor") - F("fee_minor")), name="payout_line_adds_up"
            ),
            models.UniqueConstraint(fields=["payout", "external_id"], name="payout_line_once"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.net_minor} of payout {self.payout_id}"

    @property
    def is_ours(self) -> bool:
        """Whether it is what our own row says; fees have no row of ours."""
        return self.kind == LineKind.FEE or self.booked_minor == self.amount_minor
