"""The two tables a booking needs at the least, made by `benchmarks.raw`."""

from __future__ import annotations

from django.contrib.postgres.fields import DateTimeRangeField
from django.db import models


class Room(models.Model):
    name = models.TextField()

    class Meta:
        app_label = "floor"
        db_table = "room"
        managed = False

    def __str__(self) -> str:
        return self.name


class Booking(models.Model):
    room = models.ForeignKey(Room, models.CASCADE)
    during = DateTimeRangeField()
    status = models.TextField(default="confirmed")
    customer_name = models.TextField(default="")
    customer_email = models.TextField(default="")
    total_minor = models.BigIntegerField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "floor"
        db_table = "booking"
        managed = False

    def __str__(self) -> str:
        return self.customer_name
