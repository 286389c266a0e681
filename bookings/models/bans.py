"""Who may not book online, and why. Staff see the reason; customers are only told to call."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now

from bookings.models.customers import Customer


class Ban(models.Model):
    """A customer, an e-mail address or a phone number not taken online. Lifted ones stay as history."""

    customer = models.ForeignKey(Customer, models.PROTECT, null=True, related_name="bans")
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=32, blank=True, default="")
    reason = models.CharField(max_length=300)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    lifted_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(customer__isnull=False, email="", phone="")
                | (Q(customer__isnull=True, phone="") & ~Q(email=""))
                | (Q(customer__isnull=True, email="") & ~Q(phone="")),
                name="ban_of_one_thing",
            ),
            models.UniqueConstraint(
                "customer",
                condition=Q(lifted_at__isnull=True, customer__isnull=False),
                name="ban_customer_once",
            ),
            models.UniqueConstraint(
                Lower("email"), condition=Q(lifted_at__isnull=True) & ~Q(email=""), name="ban_email_once"
            ),
            models.UniqueConstraint(
                "phone", condition=Q(lifted_at__isnull=True) & ~Q(phone=""), name="ban_phone_once"
            ),
        ]

    def __str__(self) -> str:
        return f"ban of {self.email or self.phone or self.customer_id}"
