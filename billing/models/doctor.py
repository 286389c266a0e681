"""Where Stripe and we disagree about what businesses pay: found daily, with cause and repair."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class DisagreementKind(models.TextChoices):
    """What is wrong."""

    STALE = "stale", "Our rows are not what Stripe has"
    TWO_LIVE = "two_live", "Two subscriptions are paid at once"
    NOBODYS = "nobodys", "Nobody's subscription is paid"
    UNKNOWN_PRICE = "price", "A subscription has a price that is none of ours"
    LOST_CALL = "lost_call", "Nobody knows what became of a call"
    STUCK_EVENT = "stuck_event", "An event waits for somebody"
    BOOKS = "books", "Our books are not what Stripe has"


class Disagreement(models.Model):
    """One difference. It is settled when a look finds it gone, by a repair or by itself."""

    id = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=12, choices=DisagreementKind)
    # What it is about, so that tomorrow's look knows it again.
    key = models.CharField(max_length=300)
    business = models.ForeignKey("tenants.Business", models.CASCADE, null=True, related_name="+")
    cause = models.TextField()
    # What a repair would change, line by line; empty where a person has to decide.
    repair = models.JSONField(default=list)
    found_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"], condition=Q(settled_at__isnull=True), name="disagreement_open_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.key}"
