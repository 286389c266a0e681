"""Promo codes and gift vouchers, and the bookings that use them."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from bookings.models.customers import Customer
from bookings.models.occupancy import Occupancy
from bookings.models.prices import ChangeOn
from bookings.models.scopes import (
    PriceRule,
    RuleState,
    Scoped,
    Sized,
    known_values,
    scope_constraints,
    size_constraints,
)

CODE = "^[A-Z0-9][A-Z0-9-]{2,31}$"


class PromoCode(PriceRule, Scoped, Sized):
    """A code that makes a booking cheaper (domain.pricing.changes.Promo).

    `used` is how many live bookings use it: the database counts (sql/bookings_keep_claims.sql), under the
    row's lock, and refuses to go over `cap`; `per_customer` is held in the same breath.
    """

    code = models.CharField(max_length=32)
    on = models.CharField(max_length=6, choices=ChangeOn, default=ChangeOn.ALL)
    book_from = models.DateField(null=True, blank=True)
    book_until = models.DateField(null=True, blank=True)
    minimum_minor = models.BigIntegerField(default=0)
    first_time = models.BooleanField(default=False)
    combines = models.BooleanField(default=False)
    cap = models.PositiveIntegerField(null=True, blank=True)
    per_customer = models.PositiveIntegerField(null=True, blank=True)
    used = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        constraints = [
            *scope_constraints("promo"),
            *size_constraints("promo", at_most_all=True),
            *known_values("promo", state=RuleState, on=ChangeOn),
            models.UniqueConstraint(fields=["venue", "code"], name="promo_code_once"),
            models.CheckConstraint(condition=Q(code__regex=CODE), name="promo_code_typeable"),
            models.CheckConstraint(
                condition=Q(cap__isnull=True) | Q(used__lte=F("cap")), name="promo_used_within_cap"
            ),
            models.CheckConstraint(
                condition=Q(book_from__isnull=True)
                | Q(book_until__isnull=True)
                | Q(book_until__gte=F("book_from")),
                name="promo_booking_dates_in_order",
            ),
            models.CheckConstraint(condition=Q(minimum_minor__gte=0), name="promo_minimum_not_negative"),
        ]


class PromoUse(models.Model):
    """A live booking uses a promo code. Written by the database from the booking's own row."""

    booking = models.OneToOneField(Occupancy, models.DO_NOTHING, related_name="promo_use")
    promo = models.ForeignKey(PromoCode, models.PROTECT, related_name="uses", db_index=False)
    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        indexes = [models.Index("promo", "customer", name="promo_use_by_customer")]

    def __str__(self) -> str:
        return f"{self.promo_id} by {self.booking_id}"


class GiftVoucher(models.Model):
    """Money paid ahead: `balance_minor` of `initial_minor` is left. The database keeps the balance between
    nothing and all (sql/bookings_keep_claims_of_no_shows.sql), under the row's lock.
    """

    venue = models.ForeignKey("bookings.Venue", models.PROTECT, related_name="+")
    code = models.CharField(max_length=32)
    initial_minor = models.BigIntegerField()
    balance_minor = models.BigIntegerField()
    expires_on = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=8, choices=RuleState, default=RuleState.ACTIVE)
    # Paid for in test mode: it pays for nothing once cards are charged for real.
    is_test = models.BooleanField(default=False)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            *known_values("voucher", state=RuleState),
            models.UniqueConstraint(fields=["venue", "code"], name="voucher_code_once"),
            models.CheckConstraint(condition=Q(code__regex=CODE), name="voucher_code_typeable"),
            models.CheckConstraint(condition=Q(initial_minor__gt=0), name="voucher_worth_something"),
            models.CheckConstraint(
                condition=Q(balance_minor__gte=0, balance_minor__lte=F("initial_minor")),
                name="voucher_balance_within_its_worth",
            ),
        ]

    def __str__(self) -> str:
        return self.code


class VoucherUse(models.Model):
    """A live booking is paid with so much of a voucher. Written by the database from the booking's row."""

    booking = models.OneToOneField(Occupancy, models.DO_NOTHING, related_name="voucher_use")
    voucher = models.ForeignKey(GiftVoucher, models.PROTECT, related_name="uses")
    amount_minor = models.BigIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="voucher_use_is_something")
        ]

    def __str__(self) -> str:
        return f"{self.amount_minor} of {self.voucher_id} for {self.booking_id}"
