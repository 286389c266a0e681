"""Websites that may show a business's booking page within their own."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class EmbedSite(models.Model):
    """The origin of a website (scheme, host, port): its pages may frame the booking page, and no others."""

    origin = models.CharField(max_length=200, unique=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return self.origin
