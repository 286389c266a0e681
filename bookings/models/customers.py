"""Who books. Customers have no password: a signed link to their own address opens what is theirs."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower, Now


class Customer(models.Model):
    """A person or party, matched by e-mail (without case) or phone (E.164) when they book again."""

    name = models.TextField()
    email = models.EmailField(blank=True, default="")
    phone = models.CharField(max_length=32, blank=True, default="")
    locale = models.CharField(max_length=16, blank=True, default="")
    notes = models.TextField(blank=True, default="")
    legacy_id = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            # Two people may share neither: the second booking with an address is the same customer's.
            models.UniqueConstraint(Lower("email"), condition=~Q(email=""), name="customer_email_unique"),
        ]
        indexes = [
            models.Index("phone", condition=~Q(phone=""), name="customer_by_phone"),
            models.Index(Lower("name"), name="customer_by_name"),
        ]

    def __str__(self) -> str:
        return self.name
