"""Lists of customers brought from elsewhere: the file, what was made of each line, how far it is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from bookings.models.customers import Customer


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
    """What a line does to a customer who is here already."""

    FILL = "fill", "Fill in what is missing"
    REPLACE = "replace", "Replace what is here"


class Outcome(models.TextChoices):
    """What a line comes to; before the import what it would."""

    ADDED = "added", "New customer"
    CHANGED = "changed", "Known, changed"
    SAME = "same", "Known, nothing new"
    REFUSED = "refused", "Not imported"


class CustomerImport(models.Model):
    """One file on its way. `mapping` names the column number of each field that the file has.

    `lines_done` counts within the present step; whoever works on it holds the row's lock, so a step that is
    begun twice goes on where the other is.
    """

    file_name = models.CharField(max_length=200)
    encoding = models.CharField(max_length=20)
    delimiter = models.CharField(max_length=1)
    mapping = models.JSONField(default=dict)
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
    back.
    """

    customer_import = models.ForeignKey(CustomerImport, models.CASCADE, related_name="lines", db_index=False)
    number = models.PositiveIntegerField()
    name = models.TextField(blank=True, default="")
    outcome = models.CharField(max_length=8, choices=Outcome)
    problems = models.JSONField(default=list)
    customer = models.ForeignKey(Customer, models.SET_NULL, null=True, related_name="+")
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["customer_import", "number"], name="import_line_once"),
            models.CheckConstraint(condition=Q(outcome__in=sorted(Outcome)), name="import_outcome_known"),
        ]

    def __str__(self) -> str:
        return f"line {self.number} of import {self.customer_import_id}"
