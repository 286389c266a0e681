"""Money taken for a booking, or for a gift voucher that was sold online."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from bookings.models import Occupancy, Venue
from payments.models.tills import Till
from payments.models.voucher_sales import VoucherSale
from payments.modes import counts_tests


class Method(models.TextChoices):
    """How it was paid, or given back. Nobody pays with a gift voucher in that way: it pays inside the price
    (`bookings.domain.paying`); but money may go back as one.
    """

    CASH = "cash", "Cash"
    TERMINAL = "terminal", "Card terminal"
    BANK = "bank", "Bank transfer"
    CREDIT = "credit", "Credit"
    CARD = "card", "Card online"
    VOUCHER = "voucher", "Gift voucher"


# What a venue may take at its desk, as it chooses; credit can always be used by whoever has some.
DESK_METHODS = (Method.CASH, Method.TERMINAL, Method.BANK)
PAYS = ["cash", "terminal", "bank", "credit", "card"]


class PaymentState(models.TextChoices):
    """PENDING and FAILED are for methods that answer later; what is recorded at the desk is TAKEN at once."""

    PENDING = "pending", "Under way"
    TAKEN = "taken", "Taken"
    FAILED = "failed", "Failed"
    REVERSED = "reversed", "Taken back"


class Payment(models.Model):
    """So much for a booking and all that was booked together with it, or for a gift voucher.

    Its amount, method and booking never change, and the row is never deleted: the database refuses
    (sql/payments_stays.sql). `refunded_minor` is kept by the refunds' lines, under the row's lock, and never
    goes above the amount (sql/payments_keep_refunds_of_what_is_left.sql).
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    booking = models.ForeignKey(Occupancy, models.PROTECT, null=True, blank=True, related_name="payments")
    voucher_sale = models.ForeignKey(
        VoucherSale, models.PROTECT, null=True, blank=True, related_name="payments"
    )
    method = models.CharField(max_length=8, choices=Method)
    amount_minor = models.BigIntegerField()
    refunded_minor = models.BigIntegerField(default=0, editable=False)
    # What of it cardholders' banks have at present (sql/payments_keep_charge_backs.sql): it is gone, too.
    charged_back_minor = models.BigIntegerField(default=0, editable=False)
    # What the guest paid on top of it for paying by card: the venue's, and none of what is due.
    surcharge_minor = models.BigIntegerField(default=0)
    currency = models.CharField(max_length=3)
    state = models.CharField(max_length=8, choices=PaymentState, default=PaymentState.TAKEN)
    # What stands on the slip or statement; the desk's own words.
    note = models.CharField(max_length=200, blank=True, default="")
    # The till that was open then; none where the venue keeps none.
    till = models.ForeignKey(Till, models.PROTECT, null=True, blank=True, related_name="payments")
    taken_at = models.DateTimeField()
    taken_by = models.CharField(max_length=200, blank=True, default="")
    taken_by_id = models.CharField(max_length=64, blank=True, default="")
    reversed_at = models.DateTimeField(null=True, blank=True)
    reversed_because = models.CharField(max_length=300, blank=True, default="")
    # The payment's name at whoever moves the money, and of which account of theirs.
    external_id = models.CharField(max_length=255, blank=True, default="")
    external_account = models.CharField(max_length=255, blank=True, default="")
    # Made with test keys: no money moved, and none is counted (`payments.modes`).
    is_test = models.BooleanField(default=False)
    # What the platform keeps of it, as it was agreed when it began, and whether that goes back with a refund;
    # what Stripe kept, once that is known, and what of the platform's has come back.
    platform_fee_minor = models.BigIntegerField(default=0)
    platform_fee_returns = models.BooleanField(default=False)
    external_fee_id = models.CharField(max_length=255, blank=True, default="")
    fee_minor = models.BigIntegerField(null=True, blank=True)
    platform_fee_back_minor = models.BigIntegerField(default=0)
    # One submission, one payment: the form's own random key.
    idempotency_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="payment_is_something"),
            models.CheckConstraint(
                condition=Q(booking__isnull=False, voucher_sale__isnull=True)
                | Q(booking__isnull=True, voucher_sale__isnull=False),
                name="payment_for_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(refunded_minor__gte=0, refunded_minor__lte=F("amount_minor")),
                name="payment_refunded_within_it",
            ),
            models.CheckConstraint(
                condition=Q(charged_back_minor__gte=0, charged_back_minor__lte=F("amount_minor")),
                name="payment_charged_back_within_it",
            ),
            models.CheckConstraint(condition=Q(method__in=PAYS), name="payment_method_known"),
            models.CheckConstraint(
                condition=Q(surcharge_minor=0) | Q(surcharge_minor__gt=0, method="card"),
                name="payment_surcharge_on_cards",
            ),
            models.CheckConstraint(
                condition=Q(
                    platform_fee_minor__gte=0,
                    platform_fee_minor__lte=F("amount_minor"),
                    platform_fee_back_minor__gte=0,
                    platform_fee_back_minor__lte=F("platform_fee_minor"),
                ),
                name="payment_platform_fee_within_it",
            ),
            models.CheckConstraint(condition=Q(state__in=PaymentState.values), name="payment_state_known"),
            models.CheckConstraint(
                condition=~Q(state=PaymentState.REVERSED) | Q(refunded_minor=0, reversed_at__isnull=False),
                name="payment_reversed_whole",
            ),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="payment_currency_named"),
            models.UniqueConstraint(
                fields=["external_account", "external_id"],
                condition=~Q(external_id=""),
                name="payment_external_once",
            ),
        ]
        indexes = [models.Index("venue", "taken_at", name="payment_by_time")]

    @property
    def counts(self) -> bool:
        """Whether it stands for what it says: a test does not where there is money."""
        return not self.is_test or counts_tests()

    def __str__(self) -> str:
        return f"{self.amount_minor} {self.currency} for {self.booking_id or self.voucher_sale_id}"

    @property
    def left_minor(self) -> int:
        """What of it could still be given back: neither that was nor does a bank have it."""
        return max(0, self.amount_minor - self.refunded_minor - self.charged_back_minor)

    @property
    def charged_minor(self) -> int:
        """What was charged to the card, or is to be."""
        return self.amount_minor + self.surcharge_minor

    @property
    def title(self) -> str:
        """What it is for, as lists call it: the booking's guest, or the gift voucher's buyer."""
        if self.booking is not None:
            return self.booking.title
        assert self.voucher_sale is not None, "a payment is for one or the other"
        return self.voucher_sale.title

    @property
    def subject(self) -> str:
        """What it is for, as the books name it."""
        return f"booking/{self.booking_id}" if self.booking_id else f"voucher-sale/{self.voucher_sale_id}"
