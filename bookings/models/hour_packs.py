"""Hours in a room that a customer has paid for ahead, and the bookings that use them."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from bookings.models.customers import Customer
from bookings.models.occupancy import Occupancy
from bookings.models.scopes import WEEK, RuleState, known_values
from bookings.models.venues import Venue


class HourPack(models.Model):
    """Prepaid time of one customer: `minutes_left` of `minutes_bought`, paid with `price_minor`.

    For these rooms and weekdays of the business night (empty: all), up to `good_until`, included. The
    database keeps the balance (sql/bookings_keep_packs_of_no_shows.sql), under the row's lock. One that is
    archived was withdrawn: it pays for nothing new.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="+")
    customer = models.ForeignKey(Customer, models.PROTECT, related_name="hour_packs")
    name = models.CharField(max_length=120)
    minutes_bought = models.PositiveIntegerField()
    # Its own check says what an overdrawn balance means; a positive field’s would be asked first.
    minutes_left = models.IntegerField()
    price_minor = models.BigIntegerField()
    room_ids = ArrayField(models.BigIntegerField(), default=list, blank=True)
    weekdays = ArrayField(models.PositiveSmallIntegerField(), default=list, blank=True)
    good_until = models.DateField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True, default="")
    state = models.CharField(max_length=8, choices=RuleState, default=RuleState.ACTIVE)
    # One submission, one pack: the form's own random key.
    idempotency_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        constraints = [
            *known_values("hour_pack", state=RuleState),
            models.CheckConstraint(condition=Q(minutes_bought__gt=0), name="hour_pack_holds_something"),
            models.CheckConstraint(condition=Q(price_minor__gte=0), name="hour_pack_price_not_negative"),
            models.CheckConstraint(
                condition=Q(weekdays__contained_by=WEEK), name="hour_pack_weekdays_in_week"
            ),
            models.CheckConstraint(
                condition=Q(minutes_left__gte=0, minutes_left__lte=F("minutes_bought")),
                name="hour_pack_balance_within_it",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class PackUse(models.Model):
    """A booking is paid with so many minutes of a pack. Written by the database from the booking's row."""

    booking = models.OneToOneField(Occupancy, models.DO_NOTHING, related_name="pack_use")
    pack = models.ForeignKey(HourPack, models.PROTECT, related_name="uses")
    minutes = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(minutes__gt=0), name="pack_use_is_something")]

    def __str__(self) -> str:
        return f"{self.minutes} min of {self.pack_id} for {self.booking_id}"
