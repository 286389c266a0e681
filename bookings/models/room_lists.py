"""A venue's own lists about rooms: what a room may have, and the kinds of rooms there are.

Rooms carry the names themselves (`Room.features`, `Room.category`), so that a record of years ago reads as it
was; the lists give order and rules, and `services.room_lists` renames everywhere at once.
"""

from __future__ import annotations

from typing import Self, TypeVar

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from bookings.models.venues import Venue

Row = TypeVar("Row", bound=models.Model, covariant=True)


class ListedQuerySet(models.QuerySet[Row]):
    def in_order(self) -> Self:
        """As the owner ordered them."""
        return self.order_by("order", "id")


class RoomFeature(models.Model):
    """Something a room may have: step-free access, a stage, so many microphones."""

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="room_features")
    name = models.CharField(max_length=80)
    # Rooms say how many of it they have (`Room.feature_counts`).
    is_counted = models.BooleanField(default=False, db_default=False)
    # Guests may look for rooms that have it; staff always may.
    is_asked = models.BooleanField(default=True, db_default=True)
    order = models.PositiveSmallIntegerField(default=0)

    objects = ListedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), "venue", name="room_feature_once"),
            models.CheckConstraint(condition=~Q(name=""), name="room_feature_named"),
        ]

    def __str__(self) -> str:
        return self.name


class RoomCategory(models.Model):
    """A kind of room: rooms of one stand together, share price rules, and are waited for together."""

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="room_categories")
    name = models.CharField(max_length=60)
    # Guests are offered one of them, not each: lanes, tables, places for so many groups in one hall.
    is_interchangeable = models.BooleanField(default=False, db_default=False)
    order = models.PositiveSmallIntegerField(default=0)

    objects = ListedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("name"), "venue", name="room_category_once"),
            models.CheckConstraint(condition=~Q(name=""), name="room_category_named"),
        ]

    def __str__(self) -> str:
        return self.name
