"""Lists brought from elsewhere: the file, what was made of each line, how far it is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from bookings.models.customers import Customer
from bookings.models.occupancy import Occupancy
from bookings.models.rooms import Room
from bookings.models.venues import Venue


class ImportKind(models.TextChoices):
    """What a list is of."""

    CUSTOMERS = "customers", "Customers"
    ROOMS = "rooms", "Rooms"
    BOOKINGS = "bookings", "Bookings"


class ImportState(models.TextChoices):
    """A file is mapped, then checked line by line, then brought in; and maybe taken out again."""

    MAPPING = "mapping", "Columns to be named"
    CHECKING = "checking", "Being checked"
    CHECKED = "checked", "Checked"
    RUNNING = "running", "Being imported"
    DONE = "done", "Imported"
    UNDOING = "undoing", "Being taken back"
    UNDONE = "undone", "Taken back"


WORKING = frozenset({ImportState.CHECKING, ImportState.RUNNING, ImportState.UNDOING})


class WhenKnown(models.TextChoices):
    """What a line does to what is here already."""

    FILL = "fill", "Fill in what is missing"
    REPLACE = "replace", "Replace what is here"


class Outcome(models.TextChoices):
    """What a line comes to; before the import what it would."""

    ADDED = "added", "New"
    CHANGED = "changed", "Known, changed"
    SAME = "same", "Known, nothing new"
    REFUSED = "refused", "Not imported"


class CustomerImport(models.Model):
    """One file of customers, rooms or bookings on its way. `mapping` names the column number of each field
    that the file has, `titles` the field of each heading, so that the next file of its kind is read the same
    way; `reading` says how its days and amounts are written (`domain.written.Reading`).

    `lines_done` counts within the present step; whoever works on it holds the row's lock, so a step that is
    begun twice goes on where the other is.
    """

    kind = models.CharField(
        max_length=9, choices=ImportKind, default=ImportKind.CUSTOMERS, db_default=ImportKind.CUSTOMERS
    )
    # Whose rooms or bookings they are; customers are of no venue.
    venue = models.ForeignKey(Venue, models.PROTECT, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    encoding = models.CharField(max_length=20)
    delimiter = models.CharField(max_length=1)
    mapping = models.JSONField(default=dict)
    titles = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    reading = models.JSONField(default=dict, db_default=models.Value({}, models.JSONField()))
    when_known = models.CharField(max_length=8, choices=WhenKnown, default=WhenKnown.FILL)
    # ISO 3166: how phone numbers without a country code are read.
    country = models.CharField(max_length=2, blank=True, default="")
    state = models.CharField(max_length=8, choices=ImportState, default=ImportState.MAPPING)
    lines_total = models.PositiveIntegerField(default=0)
    lines_done = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(db_default=Now(), editable=False)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(state__in=sorted(ImportState)), name="import_state_known"),
            models.CheckConstraint(condition=Q(kind__in=sorted(ImportKind)), name="import_kind_known"),
            models.CheckConstraint(
                condition=Q(kind=ImportKind.CUSTOMERS) | Q(venue__isnull=False), name="import_has_its_venue"
            ),
        ]

    def __str__(self) -> str:
        return self.file_name

    @property
    def is_working(self) -> bool:
        """Whether somebody works on it, or soon will."""
        return self.state in WORKING

    @property
    def must_be_uploaded_again(self) -> bool:
        """Whether its file is gone before it was brought in: somebody was erased, and it was no table."""
        return (
            self.state == ImportState.MAPPING and not ImportFile.objects.filter(customer_import=self).exists()
        )


class ImportFile(models.Model):
    """The bytes of an import's file; gone once it is brought in."""

    customer_import = models.OneToOneField(CustomerImport, models.CASCADE, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"file of import {self.customer_import_id}"


class ImportLine(models.Model):
    """What one line of a file comes to. `number` is the line's in the file, its heading being 1.

    `problems` are {"field", "words"}; `before` and `after` hold the columns it wrote, so that it can be taken
    back. `customer`, `room` or `booking` is what it came to; of a list of bookings `room`, `starts_at` and
    `ends_at` are what the line wants to have, so that two lines of a file that want the same are noticed.
    """

    customer_import = models.ForeignKey(CustomerImport, models.CASCADE, related_name="lines", db_index=False)
    number = models.PositiveIntegerField()
    name = models.TextField(blank=True, default="")
    outcome = models.CharField(max_length=8, choices=Outcome)
    problems = models.JSONField(default=list)
    customer = models.ForeignKey(Customer, models.SET_NULL, null=True, related_name="+")
    room = models.ForeignKey(Room, models.SET_NULL, null=True, related_name="+", db_index=False)
    booking = models.ForeignKey(Occupancy, models.SET_NULL, null=True, related_name="+")
    starts_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer_import", "number"], name="import_line_once"),
            models.CheckConstraint(condition=Q(outcome__in=sorted(Outcome)), name="import_outcome_known"),
        ]
        indexes = [models.Index("room", "starts_at", name="import_line_by_room")]

    def __str__(self) -> str:
        return f"line {self.number} of import {self.customer_import_id}"
