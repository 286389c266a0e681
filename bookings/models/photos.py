"""Pictures of rooms."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models.functions import Now

from bookings.models.rooms import Room


class Photo(models.Model):
    """A picture as Boom keeps it: WebP in two sizes, named by its contents, never changed and never removed.

    In the database, so that it is in the business's own schema, in its backups, and gone with it.
    """

    digest = models.CharField(max_length=64, unique=True)
    full = models.BinaryField()
    small = models.BinaryField()
    width = models.PositiveSmallIntegerField()
    height = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    def __str__(self) -> str:
        return self.digest[:12]


class RoomPhotoQuerySet(models.QuerySet["RoomPhoto"]):
    def in_order(self) -> Self:
        """As the owner ordered them; the first is the room's face."""
        return self.order_by("order", "id")


class RoomPhoto(models.Model):
    """A picture shown with a room. `words` say what it shows to those who cannot see it."""

    room = models.ForeignKey(Room, models.PROTECT, related_name="photos")
    photo = models.ForeignKey(Photo, models.PROTECT, to_field="digest", related_name="+")
    words = models.CharField(max_length=200)
    order = models.PositiveSmallIntegerField(default=0)

    objects = RoomPhotoQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["room", "photo"], name="room_photo_once")]

    def __str__(self) -> str:
        return self.words
