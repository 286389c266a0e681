"""How far the platform's books follow what moved its balance at Stripe."""

from __future__ import annotations

from django.db import models


class KeptBooks(models.Model):
    """Until when everything on Stripe's list of our balance stands in the books, in each mode of our keys."""

    id = models.BigAutoField(primary_key=True)
    is_live = models.BooleanField(unique=True)
    kept_until = models.DateTimeField()

    def __str__(self) -> str:
        return f"until {self.kept_until}"
