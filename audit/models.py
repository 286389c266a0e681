"""One table of events. Nothing here saves: only triggers write it, and nobody changes it."""

from __future__ import annotations

from django.db import models
from django.db.models import Func, Q
from django.db.models.fields.json import KT
from django.db.models.functions import Now

from boom.core.fields import TransactionIdField
from boom.core.models import CurrentTransactionId


class ClockTimestamp(Func):
    """The database's clock at this very statement (`now()` stands still within a transaction)."""

    function = "clock_timestamp"
    template = "%(function)s()"
    output_field = models.DateTimeField()


class Action(models.TextChoices):
    INSERT = "insert", "added"
    UPDATE = "update", "changed"
    DELETE = "delete", "removed"


_MOVED = Q(table="bookings_occupancy", old__has_key="starts_at")
_RESIZED = Q(table="bookings_occupancy", old__has_key="ends_at")

_REASSIGNED = Q(table="bookings_occupancy", old__has_key="customer_id")


class AuditEvent(models.Model):
    """One row of one table, added, changed or removed.

    `old` and `new` hold the whole row for an addition or removal, and only the columns that differ for a
    change. The actor's columns are what the edge set (`boom.core.actor`); empty for SQL typed by hand,
    where `actor_label` is the database role.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=ClockTimestamp(), editable=False)
    transaction_id = TransactionIdField(db_default=CurrentTransactionId(), editable=False)
    action = models.CharField(max_length=6, choices=Action)
    table = models.CharField(max_length=63)
    entity_id = models.CharField(max_length=64)
    old = models.JSONField(null=True)
    new = models.JSONField(null=True)
    actor_kind = models.CharField(max_length=16)
    actor_id = models.CharField(max_length=64)
    actor_label = models.CharField(max_length=200)
    source = models.CharField(max_length=32)
    request_id = models.CharField(max_length=64)
    address = models.CharField(max_length=64)
    agent = models.CharField(max_length=300)
    # The person behind an impersonation, when another's rights were used.
    on_behalf_of = models.CharField(max_length=200, db_default="")

    class Meta:
        db_table = "audit_event"
        indexes = [
            models.Index("table", "entity_id", "id", name="audit_by_entity"),
            models.Index("at", name="audit_by_time"),
            # For the filters of the record's page. Most events are of bookings; these stand first anyway.
            models.Index("actor_id", "id", condition=Q(actor_kind="person"), name="audit_by_person"),
            models.Index("table", "id", condition=~Q(table="bookings_occupancy"), name="audit_by_table"),
            models.Index("actor_kind", "id", condition=~Q(actor_kind="person"), name="audit_by_kind"),
            models.Index("id", condition=Q(action="delete"), name="audit_of_removals"),
            models.Index("address", "id", condition=~Q(address=""), name="audit_by_address"),
            # Where bookings and blocks were before they were moved: for the calendar as it was.
            models.Index(KT("old__starts_at"), condition=_MOVED, name="audit_moved_from"),
            models.Index(KT("old__ends_at"), condition=_RESIZED, name="audit_ended_at"),
            # Bookings that were another's before: what was theirs is forgotten with them.
            models.Index(KT("old__customer_id"), condition=_REASSIGNED, name="audit_changed_hands"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.entity_id} {self.action}"


class AuditSeal(models.Model):
    """An event's place in the chain: a digest over it and, by the seal before, over all earlier ones.

    Rows are added in the order in which events became visible, and never changed (audit.services.sealing).
    """

    id = models.BigAutoField(primary_key=True)
    event_id = models.BigIntegerField(unique=True)
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_seal"

    def __str__(self) -> str:
        return f"seal of event {self.event_id}"


class TakenBack(models.Model):
    """That an act was taken back by another; both by the key of their first event. Beside the record.

    An undo that is itself taken back has a row of its own: then the act stands again.
    """

    id = models.BigAutoField(primary_key=True)
    act = models.BigIntegerField(db_index=True)
    by = models.BigIntegerField(unique=True)

    class Meta:
        db_table = "audit_takenback"

    def __str__(self) -> str:
        return f"act {self.act} taken back by {self.by}"


class SealedHead(models.Model):
    """The chain's newest digest, noted after each round of sealing: an end that is cut off later shows.

    The log has it too, which is kept elsewhere: for whoever can rewrite this as well.
    """

    id = models.BigAutoField(primary_key=True)
    noted_at = models.DateTimeField(db_default=Now(), editable=False)
    digest = models.CharField(max_length=64)

    class Meta:
        db_table = "audit_head"

    def __str__(self) -> str:
        return f"head {self.digest[:12]}"


class Redaction(models.Model):
    """That something personal was blanked on the record, by whom and when; never what it said.

    `events` holds for the key of each event that was blanked the digest of what is left of it, `columns`
    for each table what could be blanked of it then (none on those from before this was noted). Rows are
    written by the database's own function alone (sql/boom_redact_in.sql).
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=ClockTimestamp(), editable=False)
    about = models.CharField(max_length=120)
    events = models.JSONField()
    columns = models.JSONField(default=dict, db_default={})

    class Meta:
        db_table = "audit_redaction"

    def __str__(self) -> str:
        return f"redaction {self.pk}: {self.about}"


class Inspection(models.Model):
    """One look at everything. Kept for the pages; made anew every night."""

    id = models.BigAutoField(primary_key=True)
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)
    # Who asked; empty for the nightly one.
    asked_by = models.CharField(max_length=120, blank=True, default="")

    class Meta:
        db_table = "audit_inspection"

    def __str__(self) -> str:
        return f"inspection {self.pk}"


class InspectionPart(models.Model):
    """What one check of a look found: how many problems, and how much it saw, in words."""

    id = models.BigAutoField(primary_key=True)
    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="parts")
    check_name = models.CharField(max_length=40)
    problems = models.PositiveIntegerField()
    words = models.CharField(max_length=500, blank=True, default="")
    # It could not look: the log says why.
    has_failed = models.BooleanField(default=False)

    class Meta:
        db_table = "audit_inspectionpart"
        constraints = [
            models.UniqueConstraint(fields=["inspection", "check_name"], name="inspection_part_once")
        ]

    def __str__(self) -> str:
        return f"{self.check_name}: {self.problems}"


class Finding(models.Model):
    """One problem that a check found and lists. `key` names it to its fixes."""

    id = models.BigAutoField(primary_key=True)
    part = models.ForeignKey(InspectionPart, models.CASCADE, related_name="findings")
    key = models.CharField(max_length=64)
    words = models.CharField(max_length=500)
    path = models.CharField(max_length=200, blank=True, default="")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "audit_finding"

    def __str__(self) -> str:
        return self.words


class Access(models.Model):
    """That somebody signed in, or looked at what is personal: beside the record of changes, kept as it is.

    `kind` is one of audit.accesses.KINDS; `subject` names whom it is about ("customer 12"), `count` how many
    where it was a list or a file. Rows are only ever added.
    """

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(db_default=ClockTimestamp(), editable=False)
    kind = models.CharField(max_length=24)
    person_id = models.CharField(max_length=64, blank=True, default="")
    person = models.CharField(max_length=200, blank=True, default="")
    table = models.CharField(max_length=63, blank=True, default="")
    entity_id = models.CharField(max_length=64, blank=True, default="")
    count = models.PositiveIntegerField(default=1)
    address = models.CharField(max_length=64, blank=True, default="")
    agent = models.CharField(max_length=300, blank=True, default="")
    request_id = models.CharField(max_length=64, blank=True, default="")

    class Meta:
        db_table = "audit_access"
        indexes = [
            models.Index("person_id", "id", name="access_by_person"),
            models.Index("table", "entity_id", "id", name="access_by_entity"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} by {self.person or self.person_id}"
