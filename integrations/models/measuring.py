"""What a business measures visits of its public pages with."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Measuring(models.Model):
    """One row a business: its ids at Google Analytics and Meta, each empty where it uses none."""

    ONLY = 1

    ga4_id = models.CharField(max_length=14, blank=True, default="")
    pixel_id = models.CharField(max_length=20, blank=True, default="")
    # Whether a browser that sends Do Not Track or Global Privacy Control has said no.
    heeds_do_not_track = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(id=1), name="measuring_once"),
            # They stand in a script's address on every public page.
            models.CheckConstraint(
                condition=Q(ga4_id="") | Q(ga4_id__regex=r"^G-[A-Z0-9]{6,12}$"),
                name="measuring_ga4_id_shaped",
            ),
            models.CheckConstraint(
                condition=Q(pixel_id="") | Q(pixel_id__regex=r"^[0-9]{8,20}$"),
                name="measuring_pixel_id_shaped",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ga4_id} {self.pixel_id}".strip()
