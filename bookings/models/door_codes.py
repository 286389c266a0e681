"""Codes that open a room's door for one booking."""

from __future__ import annotations

from typing import Self

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from bookings.models.occupancy import Occupancy, span_of
from bookings.models.rooms import Room
from bookings.models.venues import Venue


class DoorCodeQuerySet(models.QuerySet["DoorCode"]):
    def standing(self) -> Self:
        """Those that open a door in their time."""
        return self.filter(ended_at__isnull=True)


class DoorCode(models.Model):
    """A code for the door of a booking's room, for its time. Another time or room makes it another code.

    The record says that there is one, never which. Two that stand at one venue at nearly the same time are
    never alike: the database sees to it.
    """

    booking = models.ForeignKey(Occupancy, models.CASCADE, related_name="door_codes")
    venue = models.ForeignKey(Venue, models.CASCADE, related_name="+", db_index=False)
    room = models.ForeignKey(Room, models.CASCADE, related_name="+", db_index=False)
    code = models.CharField(max_length=8)
    # The booking's own start when it was drawn: what is moved gets another.
    starts_at = models.DateTimeField()
    # The booking's time with `domain.door_codes.KEPT_APART` on both sides.
    good_from = models.DateTimeField()
    good_until = models.DateTimeField()
    issued_at = models.DateTimeField(db_default=Now(), editable=False)
    ended_at = models.DateTimeField(null=True)

    objects = DoorCodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(code__regex="^[0-9]{4,8}$"), name="door_code_is_digits"),
            models.CheckConstraint(condition=Q(good_until__gt=F("good_from")), name="door_code_has_time"),
            models.UniqueConstraint(
                fields=["booking"], condition=Q(ended_at__isnull=True), name="door_code_one_a_booking"
            ),
            ExclusionConstraint(
                name="door_code_unlike_others",
                expressions=[
                    ("venue", RangeOperators.EQUAL),
                    ("code", RangeOperators.EQUAL),
                    (span_of("good_from", "good_until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(ended_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"door code {self.pk} of booking {self.booking_id}"
