"""Who has which room when: bookings and blocks in one table, so that one constraint sees both."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, ClassVar, Self, TypeVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeBoundary, RangeOperators
from django.db import models
from django.db.models import Deferrable, DurationField, ExpressionWrapper, F, Func, Q
from django.db.models.functions import Now
from django.db.models.lookups import GreaterThan, LessThanOrEqual

from accounts.models import User
from accounts.venue_scope import present_limit, present_rooms
from bookings.domain.interval import Interval
from bookings.domain.lifecycle import BLOCK_STATUSES, LABELS, LIVE, OCCUPYING, Status
from bookings.models.customers import Customer
from bookings.models.rooms import Room
from bookings.models.series import Series

# All but a few rows are shorter; queries look this far back from a window's start and take the rest from
# a partial index, so that availability stays flat however long the table grows.
ORDINARY_LENGTH = timedelta(hours=24)
LONGEST_LENGTH = timedelta(days=366)


def _length() -> ExpressionWrapper:
    """`ends_at - starts_at`: subtracting is immutable, unlike adding to a timestamptz; indexes may use it."""
    return ExpressionWrapper(F("ends_at") - F("starts_at"), output_field=DurationField())


class TsTzRange(Func):
    function = "TSTZRANGE"
    output_field = DateTimeRangeField()


def span_of(start: str, end: str) -> TsTzRange:
    """Two columns as the half-open range that constraints compare."""
    return TsTzRange(start, end, RangeBoundary())


class Kind(models.TextChoices):
    BOOKING = "booking", "Booking"
    BLOCK = "block", "Block"


class Source(models.TextChoices):
    """Through which door a booking came."""

    ONLINE = "online", "Online"
    PHONE = "phone", "Phone"
    WALK_IN = "walk_in", "Walk-in"
    EMAIL = "email", "E-mail"
    API = "api", "API"
    IMPORT = "import", "Import"
    OTHER = "other", "Other"


Row = TypeVar("Row", bound="Occupancy", covariant=True)


class OccupancyQuerySet(models.QuerySet[Row]):
    def occupying(self) -> Self:
        """Rows that keep their room: the constraint's own condition."""
        return self.filter(status__in=OCCUPYING, placed=True)

    def live(self) -> Self:
        """Bookings somebody is still expected for, or is in the room."""
        return self.filter(status__in=LIVE)

    def in_rooms(self, room_ids: list[int]) -> Self:
        return self.filter(room_id__in=room_ids)

    def overlapping(self, window: Interval) -> Self:
        """Rows with any instant in the window, by index: a bounded look back, and the few long ones."""
        ordinary = Q(starts_at__gte=window.start - ORDINARY_LENGTH)
        is_long = Q(GreaterThan(_length(), ORDINARY_LENGTH))
        return self.filter(Q(starts_at__lt=window.end, ends_at__gt=window.start) & (ordinary | is_long))

    def visible(self) -> Self:
        """Rows of rooms that whoever asks may touch (`accounts.venue_scope`)."""
        rooms, venues = present_rooms(), present_limit()
        if rooms is not None:
            return self.filter(room_id__in=rooms)
        return self if venues is None else self.filter(room__venue_id__in=venues)

    def for_calendar(self) -> Self:
        """With what a ticket on the board shows."""
        return self.select_related("customer")


class Occupancy(models.Model):
    """A room kept for a while: sold (a booking) or closed off (a block).

    `starts_at`/`ends_at` is the time sold, half-open. `hold_from`/`hold_until` add the turnover buffers,
    which count between bookings only. Three exclusion constraints decide, whatever code wrote the row.
    """

    kind = models.CharField(max_length=8, choices=Kind, default=Kind.BOOKING)
    # A speakable name, stored without its hyphen (domain.reference). Empty for blocks.
    reference = models.CharField(max_length=12, blank=True, default="")
    # Indexed together with the start, below.
    room = models.ForeignKey(Room, models.PROTECT, related_name="occupancies", db_index=False)
    customer = models.ForeignKey(
        Customer, models.PROTECT, null=True, blank=True, related_name="bookings", db_index=False
    )
    # The name given for this booking; the customer's record may say another.
    guest_name = models.TextField(blank=True, default="")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    hold_from = models.DateTimeField()
    hold_until = models.DateTimeField()
    status = models.CharField(max_length=12, choices=[(status.value, LABELS[status]) for status in Status])
    # False for an imported booking that clashes with another and waits for staff to settle it.
    placed = models.BooleanField(default=True)
    # Made up, to show a new owner what a week looks like (services.examples).
    is_example = models.BooleanField(default=False, db_default=False)
    party_size = models.PositiveSmallIntegerField(null=True, blank=True)
    source = models.CharField(max_length=12, choices=Source, default=Source.OTHER)
    # Which advertisement or site an online booking came from (domain.origins).
    came_from = models.JSONField(default=dict, blank=True, db_default=models.Value({}, models.JSONField()))
    # The price as agreed: immutable lines (domain.pricing), and their sum.
    quote = models.JSONField(default=list, blank=True)
    total_minor = models.BigIntegerField(null=True, blank=True)
    currency = models.CharField(max_length=3, blank=True, default="")
    # What went into the price beside room, time and party (domain.pricing.terms), and so what the booking
    # claims: a trigger keeps uses of codes, vouchers and add-ons in step with it.
    price_terms = models.JSONField(default=dict, db_default={}, blank=True)
    # The customer's words; the staff's own, never shown to customers; why a block is there.
    note = models.TextField(blank=True, default="")
    # Answers to the venue's own questions, by the key of each (models.fields).
    answers = models.JSONField(default=dict, db_default={}, blank=True)
    staff_note = models.TextField(blank=True, default="")
    reason = models.CharField(max_length=300, blank=True, default="")
    held_until = models.DateTimeField(null=True, blank=True)
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancellation_reason = models.CharField(max_length=300, blank=True, default="")
    # What is kept of the price after a cancellation or for a party that never came; in the booking's
    # currency.
    fee_minor = models.BigIntegerField(null=True, blank=True)
    # When they really came and went; `ends_at` is when the room was sold until, or given back.
    checked_in_at = models.DateTimeField(null=True, blank=True)
    checked_out_at = models.DateTimeField(null=True, blank=True)
    # Who of the team looked after the party. Their account is closed, never deleted; the platform's own
    # people can be, and live where there is no such table to look through.
    host = models.ForeignKey(User, models.DO_NOTHING, null=True, blank=True, related_name="+", db_index=False)
    # A request that nobody answered by then is let go.
    answer_by = models.DateTimeField(null=True, blank=True)
    # Rooms booked as one share the reference of the first of them; empty for a booking of its own.
    group_reference = models.CharField(max_length=12, blank=True, default="", db_default="")
    # A party that changed rooms in the middle: the stretch before, in the other room.
    continues = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="continued_by", db_index=False
    )
    # One of a series: which, and whose night of its rule it is, wherever it has been moved since.
    series = models.ForeignKey(
        Series, models.PROTECT, null=True, blank=True, related_name="occupancies", db_index=False
    )
    series_on = models.DateField(null=True, blank=True)
    # Turnover of this booking alone, in minutes; NULL where the room's own holds.
    own_buffer_before = models.PositiveSmallIntegerField(null=True, blank=True)
    own_buffer_after = models.PositiveSmallIntegerField(null=True, blank=True)
    # By how many minutes the customer said they will be late, and what else they said.
    late_minutes = models.PositiveSmallIntegerField(null=True, blank=True)
    late_note = models.CharField(max_length=200, blank=True, default="", db_default="")
    # Rules staff set aside for this booking, with their reason.
    override_reason = models.CharField(max_length=300, blank=True, default="")
    # Raised by every change; a form that carries an old one is told what changed meanwhile.
    version = models.PositiveIntegerField(default=1)
    # Raised when the customer's calendar entry changes (RFC 5545 SEQUENCE).
    calendar_sequence = models.PositiveIntegerField(default=0)
    # One submission, one booking: the form's own random key.
    idempotency_key = models.CharField(max_length=64, null=True, blank=True, unique=True)
    legacy_id = models.CharField(max_length=64, blank=True, default="")
    # For an unplaced row: the legacy ids it clashed with.
    clashes_with = models.JSONField(default=list, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = OccupancyQuerySet.as_manager()

    class Meta:
        db_table = "bookings_occupancy"
        constraints = [
            # Which room is whose, for all time: bookings and blocks alike. Asked at the end of each
            # statement,
            # or, by a service that exchanges rooms, when all of them have moved (`services.rearranging`).
            ExclusionConstraint(
                name="occupancy_no_overlap",
                deferrable=Deferrable.IMMEDIATE,
                expressions=[
                    ("room", RangeOperators.EQUAL),
                    (span_of("starts_at", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(status__in=sorted(OCCUPYING), placed=True),
            ),
            # Between bookings the larger of the two buffers: nobody starts while a room is cleaned ...
            ExclusionConstraint(
                name="occupancy_kept_after",
                deferrable=Deferrable.IMMEDIATE,
                expressions=[
                    ("room", RangeOperators.EQUAL),
                    (span_of("starts_at", "hold_until"), RangeOperators.OVERLAPS),
                ],
                condition=Q(status__in=sorted(OCCUPYING), placed=True, kind=Kind.BOOKING),
            ),
            # ... nor ends in another's time for getting ready.
            ExclusionConstraint(
                name="occupancy_kept_before",
                deferrable=Deferrable.IMMEDIATE,
                expressions=[
                    ("room", RangeOperators.EQUAL),
                    (span_of("hold_from", "ends_at"), RangeOperators.OVERLAPS),
                ],
                condition=Q(status__in=sorted(OCCUPYING), placed=True, kind=Kind.BOOKING),
            ),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")), name="occupancy_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(hold_from__lte=F("starts_at"), hold_until__gte=F("ends_at")),
                name="occupancy_hold_covers_span",
            ),
            models.CheckConstraint(
                condition=Q(LessThanOrEqual(_length(), LONGEST_LENGTH)), name="occupancy_length_bounded"
            ),
            models.CheckConstraint(condition=Q(status__in=sorted(Status)), name="occupancy_status_known"),
            models.CheckConstraint(
                condition=Q(kind=Kind.BLOCK, status__in=sorted(BLOCK_STATUSES))
                | (Q(kind=Kind.BOOKING) & ~Q(status__in=sorted(BLOCK_STATUSES))),
                name="occupancy_status_fits_kind",
            ),
            models.CheckConstraint(
                condition=~Q(status=Status.HELD) | Q(held_until__isnull=False), name="occupancy_hold_ends"
            ),
            models.CheckConstraint(
                condition=Q(fee_minor__isnull=True) | Q(fee_minor__gte=0), name="occupancy_fee_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(party_size__isnull=True) | Q(party_size__gte=1), name="occupancy_party_not_empty"
            ),
            models.CheckConstraint(
                condition=Q(series__isnull=True, series_on__isnull=True)
                | Q(series__isnull=False, series_on__isnull=False),
                name="occupancy_series_has_its_night",
            ),
            # In nobody's way, nobody's, and worth nothing: whatever is done with it, and by whatever code.
            models.CheckConstraint(
                condition=Q(is_example=False)
                | Q(
                    placed=False,
                    customer__isnull=True,
                    series__isnull=True,
                    total_minor__isnull=True,
                    reference="",
                    group_reference="",
                ),
                name="occupancy_example_counts_for_nothing",
            ),
            models.UniqueConstraint(
                fields=["series", "series_on"],
                condition=Q(series__isnull=False),
                name="occupancy_once_a_night_in_series",
            ),
            models.UniqueConstraint(
                fields=["reference"], condition=~Q(reference=""), name="occupancy_reference_unique"
            ),
            models.UniqueConstraint(
                fields=["legacy_id"], condition=~Q(legacy_id=""), name="occupancy_imported_once"
            ),
        ]
        indexes = [
            models.Index("room", "starts_at", name="occupancy_by_room_start"),
            models.Index("starts_at", name="occupancy_by_start"),
            models.Index("held_until", condition=Q(status=Status.HELD), name="occupancy_holds"),
            models.Index("customer", "starts_at", name="occupancy_by_customer"),
            models.Index("group_reference", condition=~Q(group_reference=""), name="occupancy_by_group"),
            models.Index("room", condition=Q(is_example=True), name="occupancy_examples"),
            models.Index("answer_by", condition=Q(status=Status.PENDING), name="occupancy_requests"),
            models.Index(
                "room",
                "starts_at",
                condition=Q(GreaterThan(_length(), ORDINARY_LENGTH)),
                name="occupancy_long_ones",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.reference or self.pk}"

    @property
    def span(self) -> Interval:
        """The time sold or closed off."""
        return Interval(self.starts_at, self.ends_at)

    @property
    def has_room(self) -> bool:
        """Whether it stands in a room: a clash that was brought over does not; an example does, and keeps it
        from nobody.
        """
        return self.placed or self.is_example

    @property
    def title(self) -> str:
        """What the board calls it: the customer, the block's reason, or what kind of row it is."""
        if self.kind == Kind.BLOCK:
            return self.reason or "Blocked"
        if self.guest_name:
            return self.guest_name
        if self.customer is not None:
            return self.customer.name
        return "Online checkout" if self.status == Status.HELD else "Walk-in"

    def is_overdue_hold(self, now: datetime) -> bool:
        """A hold whose time is up but that nobody has swept yet."""
        return self.status == Status.HELD and self.held_until is not None and self.held_until <= now


class BookingManager(models.Manager["Booking"]):
    """Sees bookings only, and makes nothing else.

    Examples are none: lists, files, figures, letters and findings ask here. What draws the calendar, and what
    changes a row that it shows, asks `Occupancy`.
    """

    def get_queryset(self) -> OccupancyQuerySet[Booking]:
        return OccupancyQuerySet(self.model, using=self._db).filter(kind=Kind.BOOKING, is_example=False)

    def visible(self) -> OccupancyQuerySet[Booking]:
        """Bookings of rooms that whoever asks may touch."""
        return self.get_queryset().visible()

    def create(self, **values: Any) -> Booking:
        return super().create(kind=Kind.BOOKING, **values)


class BlockManager(models.Manager["Block"]):
    """Sees blocks only, examples aside, and makes nothing else."""

    def get_queryset(self) -> OccupancyQuerySet[Block]:
        return OccupancyQuerySet(self.model, using=self._db).filter(kind=Kind.BLOCK, is_example=False)

    def create(self, **values: Any) -> Block:
        return super().create(kind=Kind.BLOCK, **values)


class Booking(Occupancy):
    """A stretch sold, or about to be."""

    objects: ClassVar[BookingManager] = BookingManager()  # type: ignore[assignment]

    class Meta:
        proxy = True


class Block(Occupancy):
    """A stretch that cannot be sold."""

    objects: ClassVar[BlockManager] = BlockManager()  # type: ignore[assignment]

    class Meta:
        proxy = True
