"""Rooms made of other rooms, and which parts a booking or block takes (ADR 16)."""

from __future__ import annotations

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Deferrable, F, Q

from bookings.models.occupancy import Occupancy, span_of
from bookings.models.rooms import Room


class RoomPart(models.Model):
    """One of the rooms a whole is made of. One level: neither is a whole a part nor a part a whole."""

    whole = models.ForeignKey(Room, models.PROTECT, related_name="parts")
    part = models.ForeignKey(Room, models.PROTECT, related_name="wholes")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["whole", "part"], name="room_part_once"),
            models.CheckConstraint(condition=~Q(whole=F("part")), name="room_part_not_itself"),
        ]

    def __str__(self) -> str:
        return f"{self.part_id} of {self.whole_id}"


class TakenPart(models.Model):
    """A part that an occupying row takes, with its times. Written by triggers alone, changed by nobody."""

    occupancy = models.ForeignKey(Occupancy, models.CASCADE, related_name="taken_parts")
    part = models.ForeignKey(Room, models.PROTECT, related_name="+", db_index=False)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    hold_from = models.DateTimeField()
    hold_until = models.DateTimeField()
    is_block = models.BooleanField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="taken_part_no_overlap",
                deferrable=Deferrable.IMMEDIATE,
                expressions=[
                    ("part", RangeOperators.EQUAL),
                    (span_of("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
            ),
            ExclusionConstraint(
                name="taken_part_kept_after",
                deferrable=Deferrable.IMMEDIATE,
                expressions=[
                    ("part", RangeOperators.EQUAL),
                    (span_of("starts_at", "hold_until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_block=False),
            ),
            ExclusionConstraint(
                name="taken_part_kept_before",
                deferrable=Deferrable.IMMEDIATE,
                expressions=[
                    ("part", RangeOperators.EQUAL),
                    (span_of("hold_from", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(is_block=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.part_id} by {self.occupancy_id}"
