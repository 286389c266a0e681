"""Which business has which account of its own at Stripe."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class ConnectedAccount(models.Model):
    """A business's own account, to which its customers pay. It alone says whose an event is.

    One made with test keys is known in test mode alone: a business has one of each at the most.
    """

    id = models.BigAutoField(primary_key=True)
    business = models.ForeignKey("tenants.Business", models.CASCADE, related_name="+")
    is_live = models.BooleanField(default=False)
    account = models.CharField(max_length=255, unique=True)
    charges_enabled = models.BooleanField(default=False)
    payouts_enabled = models.BooleanField(default=False)
    details_submitted = models.BooleanField(default=False)
    # What Stripe still wants to know, as it names it, and by when.
    requirements = models.JSONField(default=list, blank=True)
    requirements_due_at = models.DateTimeField(null=True, blank=True)
    disabled_reason = models.CharField(max_length=200, blank=True, default="")
    # The venue has taken our access away at Stripe: nothing can be asked of the account any more.
    disconnected_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["business", "is_live"], name="connected_account_one_a_mode")
        ]

    @property
    def may_charge(self) -> bool:
        """Whether customers can pay to it now."""
        return self.charges_enabled and self.disconnected_at is None

    def __str__(self) -> str:
        return self.account
