"""A till from its opening to its count."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from bookings.models import Venue


class Till(models.Model):
    """A venue's till: opened with a float, closed with a count, and then never changed any more.

    What is taken and given back while it is open belongs to it. `counts` are [method, expected, counted] in
    minor units, as they were at the close; `difference_minor` is what it was over (or short of) in all.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    currency = models.CharField(max_length=3)
    float_minor = models.BigIntegerField()
    opened_at = models.DateTimeField()
    opened_by = models.CharField(max_length=200, blank=True, default="")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.CharField(max_length=200, blank=True, default="")
    counts = models.JSONField(default=list, blank=True)
    difference_minor = models.BigIntegerField(null=True, blank=True)
    reason = models.CharField(max_length=300, blank=True, default="")

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(float_minor__gte=0), name="till_float_not_negative"),
            models.UniqueConstraint(
                fields=["venue"], condition=Q(closed_at__isnull=True), name="till_open_once_a_venue"
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, difference_minor__isnull=True)
                | Q(closed_at__isnull=False, difference_minor__isnull=False),
                name="till_closed_with_a_count",
            ),
            models.CheckConstraint(
                condition=Q(difference_minor__isnull=True) | Q(difference_minor=0) | ~Q(reason=""),
                name="till_difference_has_a_reason",
            ),
        ]
        indexes = [models.Index("venue", "opened_at", name="till_by_time")]

    def __str__(self) -> str:
        return f"till {self.pk} of {self.venue_id}"
