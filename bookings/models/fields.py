"""Fields of forms as the owner shapes them: own questions, and rules of the usual fields."""

from __future__ import annotations

from collections.abc import Collection
from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now

from bookings.domain.fields import Asked, Bounds, Kind, Only, Question
from bookings.models.venues import Venue


class FieldSubject(models.TextChoices):
    """What the question is about."""

    BOOKING = "booking", "Bookings"
    ROOM = "room", "Rooms"


class FieldKind(models.TextChoices):
    """As `domain.fields.Kind`."""

    TEXT = Kind.TEXT.value, "Text"
    LONG = Kind.LONG.value, "Long text"
    NUMBER = Kind.NUMBER.value, "Number"
    EMAIL = Kind.EMAIL.value, "E-mail"
    PHONE = Kind.PHONE.value, "Phone"
    CHOICE = Kind.CHOICE.value, "Choice from a list"
    TICK = Kind.TICK.value, "Tick box"
    DATE = Kind.DATE.value, "Date"
    TIME = Kind.TIME.value, "Time"
    COLOUR = Kind.COLOUR.value, "Colour"


class FieldAsked(models.TextChoices):
    """As `domain.fields.Asked`."""

    HIDDEN = Asked.HIDDEN.value, "Not there"
    OPTIONAL = Asked.OPTIONAL.value, "Optional"
    REQUIRED = Asked.REQUIRED.value, "Must be filled in"


class FieldOnly(models.TextChoices):
    """As `domain.fields.Only`."""

    ANYTHING = Only.ANYTHING.value, "Anything"
    LETTERS = Only.LETTERS.value, "Letters only"
    DIGITS = Only.DIGITS.value, "Digits only"
    PLAIN = Only.PLAIN.value, "Letters and digits only"


class FormFieldQuerySet(models.QuerySet["FormField"]):
    def standing(self) -> Self:
        """Those that are asked; archived ones only keep the answers they were given."""
        return self.filter(archived_at__isnull=True)

    def in_order(self) -> Self:
        return self.order_by("order", "id")


class FormField(models.Model):
    """A field of the booking forms or of a room. `builtin` names a usual field whose rules these are; without
    it, it is the venue's own question, and answers are kept under its key.
    """

    venue = models.ForeignKey(Venue, models.PROTECT, related_name="form_fields")
    subject = models.CharField(max_length=8, choices=FieldSubject)
    builtin = models.CharField(max_length=16, blank=True, default="")
    label = models.CharField(max_length=80)
    help_text = models.CharField(max_length=200, blank=True, default="")
    kind = models.CharField(max_length=8, choices=FieldKind, default=FieldKind.TEXT)
    choices = models.JSONField(default=list, blank=True)
    # An example that stands in the empty field, and what is asked of an answer (domain.fields.Bounds).
    placeholder = models.CharField(max_length=80, blank=True, default="", db_default="")
    least = models.PositiveIntegerField(null=True, blank=True)
    most = models.PositiveIntegerField(null=True, blank=True)
    only = models.CharField(max_length=8, choices=FieldOnly, blank=True, default="", db_default="")
    # On the public details page (of a room: among its facts there), and on the forms of staff.
    for_guests = models.CharField(max_length=8, choices=FieldAsked, default=FieldAsked.HIDDEN)
    for_staff = models.CharField(max_length=8, choices=FieldAsked, default=FieldAsked.OPTIONAL)
    # The rooms a question about bookings is asked for; none: every room of the venue.
    room_ids = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    archived_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(db_default=Now(), editable=False)

    objects = FormFieldQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["venue", "subject", "builtin"], condition=~Q(builtin=""), name="form_field_rule_once"
            ),
            models.CheckConstraint(
                condition=Q(least__isnull=True) | Q(most__isnull=True) | Q(most__gte=F("least")),
                name="form_field_bounds_in_order",
            ),
            models.CheckConstraint(
                condition=Q(only__in=sorted(FieldOnly.values)), name="form_field_only_known"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=sorted(FieldKind.values)), name="form_field_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(subject__in=sorted(FieldSubject.values)), name="form_field_subject_known"
            ),
            models.CheckConstraint(
                condition=Q(for_guests__in=sorted(FieldAsked.values))
                & Q(for_staff__in=sorted(FieldAsked.values)),
                name="form_field_asked_known",
            ),
        ]

    def __str__(self) -> str:
        return self.label

    def is_for(self, room_ids: Collection[int]) -> bool:
        """Whether a booking of any of these rooms is asked."""
        return not self.room_ids or not set(self.room_ids).isdisjoint(room_ids)

    @property
    def key(self) -> str:
        """What its answers are kept under."""
        return str(self.pk)

    def question(self, *, for_staff: bool) -> Question:
        """As one of the two forms asks it."""
        asked = self.for_staff if for_staff else self.for_guests
        return Question(self.key, self.label, Kind(self.kind), tuple(self.choices), Asked(asked), self.bounds)

    @property
    def bounds(self) -> Bounds:
        """What is asked of an answer beside its kind."""
        return Bounds(self.least, self.most, Only(self.only))
