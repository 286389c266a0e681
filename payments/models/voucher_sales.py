"""Gift vouchers that guests buy online: how a venue sells them, and each that was begun or sold."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext

from bookings.models import GiftVoucher, Venue


class VoucherShop(models.Model):
    """Whether and how a venue sells gift vouchers online; without a row it sells none.

    Vouchers that were sold keep what was agreed: these are for the next ones.
    """

    venue = models.OneToOneField(Venue, models.PROTECT, related_name="voucher_shop")
    is_open = models.BooleanField(default=False)
    # To choose from, in minor units; and between what an amount of one's own may be, where there may be one.
    amounts = ArrayField(models.BigIntegerField(), default=list, blank=True)
    least_minor = models.BigIntegerField(null=True, blank=True)
    most_minor = models.BigIntegerField(null=True, blank=True)
    # From the day it is sold; 0 is for good.
    good_for_months = models.PositiveSmallIntegerField(default=0)
    words = models.CharField(max_length=500, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(least_minor__isnull=True, most_minor__isnull=True)
                | Q(least_minor__gt=0, most_minor__gte=F("least_minor")),
                name="voucher_shop_own_amount_in_order",
            ),
            models.CheckConstraint(
                condition=Q(is_open=False) | Q(least_minor__isnull=False) | ~Q(amounts=[]),
                name="voucher_shop_sells_something",
            ),
            models.CheckConstraint(
                condition=Q(good_for_months__lte=120), name="voucher_shop_months_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"gift vouchers of {self.venue_id}"


class VoucherSale(models.Model):
    """A gift voucher that somebody is buying or has bought. Once it is paid there is a voucher.

    Whoever it is for holds one link, whoever pays another that shows the receipt, too; both are made of
    `nonce` and the installation's secret key, so that nothing in the database opens them.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    buyer_name = models.CharField(max_length=100)
    buyer_email = models.EmailField(max_length=254)
    # Whom it is for; without an address whoever buys it hands it over.
    for_name = models.CharField(max_length=100, blank=True, default="")
    for_email = models.EmailField(max_length=254, blank=True, default="")
    message = models.CharField(max_length=300, blank=True, default="")
    # As the venue sold them when this was begun.
    good_for_months = models.PositiveSmallIntegerField(default=0)
    nonce = models.CharField(max_length=64)
    token_hash = models.CharField(max_length=64, unique=True)
    buyer_hash = models.CharField(max_length=64, unique=True)
    begun_at = models.DateTimeField()
    sold_at = models.DateTimeField(null=True, blank=True)
    voucher = models.OneToOneField(GiftVoucher, models.PROTECT, null=True, blank=True, related_name="sale")
    # One form, one sale: the form's own random key.
    idempotency_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(amount_minor__gt=0), name="voucher_sale_is_something"),
            models.CheckConstraint(condition=Q(currency__regex="^[A-Z]{3}$"), name="voucher_sale_currency"),
            models.CheckConstraint(
                condition=Q(sold_at__isnull=True, voucher__isnull=True)
                | Q(sold_at__isnull=False, voucher__isnull=False),
                name="voucher_sale_sold_has_a_voucher",
            ),
        ]
        indexes = [models.Index("venue", "sold_at", name="voucher_sale_by_time")]

    def __str__(self) -> str:
        return f"gift voucher over {self.amount_minor} {self.currency}"

    @property
    def title(self) -> str:
        """As lists call it; whoever bought it may be erased."""
        words = gettext("Gift voucher")
        return f"{words}, {self.buyer_name}" if self.buyer_name else words
