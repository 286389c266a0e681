"""Money given back, and of which payments."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from bookings.models import GiftVoucher, Occupancy, Venue
from payments.models.payments import Method, Payment
from payments.models.tills import Till
from payments.models.voucher_sales import VoucherSale


class RefundState(models.TextChoices):
    """What is given at the desk is DONE at once; the others are for methods that answer later.

    FAILED was refused: nothing came of it, and what it took off the price counts no more. RETURNED was on its
    way, or there, and came back: what was decided stands, so it is owed again.
    """

    PENDING = "pending", "Under way"
    DONE = "done", "Given back"
    FAILED = "failed", "Failed"
    RETURNED = "returned", "Sent back by the bank"


# Of these nobody has anything.
GAVE_NOTHING = frozenset({RefundState.FAILED, RefundState.RETURNED})


class Refund(models.Model):
    """So much given back of what was paid for a booking: in the ways it was paid, as credit or as a gift
    voucher. Or of what was paid for a gift voucher, as far as that was not used.

    `allowed_minor` is what of it was taken off the price, with `reason`: the rest was not asked for any more
    anyway (an overpayment, a cancellation). `items` are the lines of the price it is for, where it is for
    some. Its lines sum to it (sql/payments_refund_sums.sql, asked at commit).
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    booking = models.ForeignKey(Occupancy, models.PROTECT, null=True, blank=True, related_name="refunds")
    voucher_sale = models.ForeignKey(
        VoucherSale, models.PROTECT, null=True, blank=True, related_name="refunds"
    )
    amount_minor = models.BigIntegerField()
    allowed_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    to_credit = models.BooleanField(default=False)
    # Of test payments, all of it or none.
    is_test = models.BooleanField(default=False)
    # What it became, where it was given back as one.
    voucher = models.OneToOneField(
        GiftVoucher, models.PROTECT, null=True, blank=True, related_name="refunded_as"
    )
    state = models.CharField(max_length=8, choices=RefundState, default=RefundState.DONE)
    reason = models.CharField(max_length=300, blank=True, default="")
    items = models.JSONField(default=list, blank=True)
    till = models.ForeignKey(Till, models.PROTECT, null=True, blank=True, related_name="refunds")
    given_at = models.DateTimeField()
    given_by = models.CharField(max_length=200, blank=True, default="")
    given_by_id = models.CharField(max_length=64, blank=True, default="")
    idempotency_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_is_something"),
            models.CheckConstraint(
                condition=Q(booking__isnull=False, voucher_sale__isnull=True)
                | Q(booking__isnull=True, voucher_sale__isnull=False),
                name="refund_for_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(allowed_minor__gte=0, allowed_minor__lte=F("amount_minor")),
                name="refund_allowance_within_it",
            ),
            models.CheckConstraint(
                condition=Q(allowed_minor=0) | ~Q(reason=""), name="refund_off_the_price_has_a_reason"
            ),
            models.CheckConstraint(condition=Q(state__in=RefundState.values), name="refund_state_known"),
            models.CheckConstraint(
                condition=Q(voucher__isnull=True) | Q(to_credit=False, state=RefundState.DONE),
                name="refund_as_one_thing",
            ),
        ]
        indexes = [models.Index("venue", "given_at", name="refund_by_time")]

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency} back for {self.booking_id or self.voucher_sale_id}"

    @property
    def subject(self) -> str:
        """What it is for, as the books name it."""
        return f"booking/{self.booking_id}" if self.booking_id else f"voucher-sale/{self.voucher_sale_id}"


class RefundLine(models.Model):
    """What of a refund is of one payment, and as what it went: that payment's method, credit or a voucher."""

    refund = models.ForeignKey(Refund, models.PROTECT, related_name="lines")
    payment = models.ForeignKey(Payment, models.PROTECT, related_name="refund_lines")
    method = models.CharField(max_length=8, choices=Method)
    amount_minor = models.BigIntegerField()
    # Its share of what was paid on top for paying by card, which goes back with it.
    surcharge_minor = models.BigIntegerField(default=0)
    external_id = models.CharField(max_length=255, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="refund_line_is_something"),
            models.CheckConstraint(condition=Q(method__in=Method.values), name="refund_line_method_known"),
            models.CheckConstraint(
                condition=Q(surcharge_minor=0) | Q(surcharge_minor__gt=0, method="card"),
                name="refund_line_surcharge_to_cards",
            ),
            models.UniqueConstraint(fields=["refund", "payment"], name="refund_line_once_a_payment"),
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} of {self.payment_id}"

    @property
    def charged_minor(self) -> int:
        """What goes back to the card."""
        return self.amount_minor + self.surcharge_minor
