"""What is rented."""

from __future__ import annotations

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Now

from bookings.domain.cancellation import Terms
from bookings.domain.policy import Policy
from bookings.domain.private_rooms import is_opened
from bookings.domain.room_plan import Standing, Step, opens_by_plan, standing_on
from bookings.models.venues import POLICY_COLUMNS, Venue


class RoomState(models.TextChoices):
    DRAFT = "draft", "Draft"
    ACTIVE = "active", "Active"
    HIDDEN = "hidden", "Hidden from customers"
    ARCHIVED = "archived", "Archived"


# What staff work with now: everything but drafts and archived ones.
ON_BOARD_STATES = (RoomState.ACTIVE, RoomState.HIDDEN)


class RoomQuerySet(models.QuerySet["Room"]):
    def on_board(self) -> Self:
        """Those staff work with: everything but archived ones and drafts without a night to open on."""
        opens = Q(planned__contains=[{"state": RoomState.ACTIVE}]) | Q(
            planned__contains=[{"state": RoomState.HIDDEN, "ends_on": None}]
        )
        return self.filter(Q(state__in=ON_BOARD_STATES) | Q(opens, state=RoomState.DRAFT))

    def bookable_online(self) -> Self:
        """Those customers may see and book."""
        return self.filter(state=RoomState.ACTIVE)

    def in_order(self) -> Self:
        """As the owner ordered them."""
        return self.order_by("order", "id")


class Room(models.Model):
    """A room of a venue. Policy columns are NULL where the venue's rule holds."""

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="rooms")
    name = models.CharField(max_length=120)
    category = models.CharField(max_length=60, blank=True, default="")
    description = models.TextField(max_length=2000, blank=True, default="")
    capacity_min = models.PositiveSmallIntegerField(default=1)
    capacity_max = models.PositiveSmallIntegerField(default=6)
    price_per_hour_minor = models.BigIntegerField(default=0)
    colour = models.CharField(max_length=7, blank=True, default="")
    # Names of the venue's own list (models.room_lists), and how many of those that are counted, by name.
    features = models.JSONField(default=list, blank=True)
    feature_counts = models.JSONField(default=dict, db_default={}, blank=True)
    # Answers to the venue's own questions about rooms, by the key of each (models.fields).
    answers = models.JSONField(default=dict, db_default={}, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    state = models.CharField(max_length=8, choices=RoomState, default=RoomState.ACTIVE)
    # What becomes of it by itself: steps of domain.room_plan, earliest first. `standing_on` works it out.
    planned = models.JSONField(default=list, db_default=Value([], models.JSONField()), blank=True)
    # What customers ask for here waits for a yes from staff; it keeps the room meanwhile.
    needs_approval = models.BooleanField(default=False, db_default=False)
    # Customers see and book it only by a private link or code (models.private_links).
    is_private = models.BooleanField(default=False, db_default=False)

    # NULL: as the venue has it. 0: this door has no code.
    door_code_digits = models.PositiveSmallIntegerField(null=True, blank=True)

    slot_step = models.PositiveSmallIntegerField(null=True, blank=True)
    lead_time = models.PositiveIntegerField(null=True, blank=True)
    horizon_days = models.PositiveSmallIntegerField(null=True, blank=True)
    min_duration = models.PositiveSmallIntegerField(null=True, blank=True)
    max_duration = models.PositiveSmallIntegerField(null=True, blank=True)
    duration_step = models.PositiveSmallIntegerField(null=True, blank=True)
    buffer_before = models.PositiveSmallIntegerField(null=True, blank=True)
    buffer_after = models.PositiveSmallIntegerField(null=True, blank=True)
    cancel_until = models.PositiveIntegerField(null=True, blank=True)

    legacy_id = models.CharField(max_length=64, blank=True, default="")
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = RoomQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(capacity_min__gte=1, capacity_min__lte=F("capacity_max")),
                name="room_capacity_in_order",
            ),
            models.CheckConstraint(condition=Q(price_per_hour_minor__gte=0), name="room_price_not_negative"),
            models.CheckConstraint(
                condition=Q(colour="") | Q(colour__regex="^#[0-9a-fA-F]{6}$"), name="room_colour_is_hex"
            ),
            models.CheckConstraint(
                condition=Q(door_code_digits__isnull=True)
                | Q(door_code_digits=0)
                | Q(door_code_digits__range=(4, 8)),
                name="room_door_code_length",
            ),
            models.UniqueConstraint(
                fields=["venue", "legacy_id"], condition=~Q(legacy_id=""), name="room_imported_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def steps(self) -> list[Step]:
        """What is planned for it, earliest first."""
        return [Step.from_json(row) for row in self.planned]

    def standing_on(self, night: date) -> Standing:
        """What it is on a business night, by its plan."""
        if not self.planned:
            return Standing(self.state)
        return standing_on(self.state, self.steps, night)

    @property
    def is_for_customers(self) -> bool:
        """Whether they may see it and book some night of it; which nights `standing_on` says. A private one
        only those may who have it open at the moment.
        """
        return opens_by_plan(self.state, self.steps) and (not self.is_private or is_opened(self.pk))

    @property
    def code_digits(self) -> int:
        """How many digits the code for its door has; 0 for none. Loads the venue."""
        return self.venue.door_code_digits if self.door_code_digits is None else self.door_code_digits

    def cancellation_terms(self) -> Terms:
        """What cancelling a booking of this room costs. Loads the venue."""
        return self.venue.cancellation_terms(self.policy().cancel_until)

    def policy(self) -> Policy:
        """The rules that hold in this room: its own where it has any, else the venue's. Loads the venue."""
        own = {name: getattr(self, name) for name in POLICY_COLUMNS}
        return self.venue.policy().merge(
            **own, capacity_min=self.capacity_min, capacity_max=self.capacity_max
        )


class Readiness(models.TextChoices):
    """Whether the next party can walk in."""

    DIRTY = "dirty", "To clean"
    CLEANING = "cleaning", "Being cleaned"
    READY = "ready", "Ready"


class RoomReadiness(models.Model):
    """How a room was left. Apart from the room itself: it changes with every party and is no set-up."""

    room = models.OneToOneField(Room, models.CASCADE, related_name="readiness")
    state = models.CharField(max_length=8, choices=Readiness, default=Readiness.READY)
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.room_id} {self.state}"
