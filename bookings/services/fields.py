"""Shaping forms: own questions, and rules of the usual fields."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db.models import Max

from bookings.domain.fields import LONGEST_CHOICE, MOST_CHOICES, Kind
from bookings.errors import FieldUnknown
from bookings.models.fields import FieldSubject, FormField
from bookings.models.rooms import Room
from bookings.services.setup import setup_changed
from boom.core.db import service
from boom.core.errors import Invalid, LimitReached

MOST_FIELDS = 40
RULES = frozenset({"help_text", "placeholder", "least", "most", "only"})
COLUMNS = frozenset({"label", "kind", "choices", "for_guests", "for_staff", "room_ids"}) | RULES
# The usual fields of booking forms that may be shaped: those a booking does without. Which of the two forms
# has each.
BUILTINS = {
    "phone": (True, True),
    "email": (False, True),
    "party_size": (False, True),
    "note": (True, True),
    "staff_note": (False, True),
}

# What kind of answer each is, for the rules that hold it.
KINDS = {
    "phone": Kind.PHONE,
    "email": Kind.EMAIL,
    "party_size": Kind.NUMBER,
    "note": Kind.LONG,
    "staff_note": Kind.LONG,
}


@service
def add_field(*, venue_id: int, subject: FieldSubject, **values: Any) -> FormField:
    """Ask something more. `values` are columns of COLUMNS. Raises Invalid, LimitReached."""
    _refuse_unknown(values)
    known = FormField.objects.filter(venue_id=venue_id, subject=subject)
    if known.standing().count() >= MOST_FIELDS:
        raise LimitReached("That is more than anybody would fill in. Archive a field first.")
    last = known.aggregate(last=Max("order"))["last"] or 0
    field = FormField(venue_id=venue_id, subject=subject, order=last + 1, **values)
    _check(field)
    field.save(force_insert=True)
    setup_changed(venue_id)
    return field


@service
def change_field(*, field_id: int, **values: Any) -> FormField:
    """Change a question. Answers given before stay as they were given. Raises FieldUnknown, Invalid."""
    _refuse_unknown(values)
    field = _locked(field_id)
    for column, value in values.items():
        setattr(field, column, value)
    _check(field)
    field.save(update_fields=list(values))
    setup_changed(field.venue_id)
    return field


@service
def archive_field(*, field_id: int, is_archived: bool, now: datetime) -> FormField:
    """Ask something no more, or again. No answer is lost either way. Raises FieldUnknown."""
    field = _locked(field_id)
    field.archived_at = now if is_archived else None
    field.save(update_fields=["archived_at"])
    setup_changed(field.venue_id)
    return field


@service
def order_fields(*, venue_id: int, subject: FieldSubject, field_ids: Sequence[int]) -> None:
    """Ask in this order; fields not named keep their place after them."""
    fields = {field.pk: field for field in FormField.objects.filter(venue_id=venue_id, subject=subject)}
    rest = sorted((field for field in fields.values() if field.pk not in field_ids), key=lambda f: f.order)
    named = [fields[key] for key in field_ids if key in fields]
    for place, field in enumerate([*named, *rest], start=1):
        if field.order != place:
            field.order = place
            field.save(update_fields=["order"])
    setup_changed(venue_id)


@service
def rule_builtin(
    *, venue_id: int, builtin: str, label: str, for_guests: str, for_staff: str, **rules: Any
) -> FormField:
    """Say how a usual field of the booking forms is asked: its words, on which form, and what is asked of an
    answer (`rules`: columns of RULES). Raises FieldUnknown, Invalid.
    """
    if unknown := rules.keys() - RULES:
        raise TypeError(f"not to be changed this way: {', '.join(sorted(unknown))}")
    if builtin not in BUILTINS:
        raise FieldUnknown
    values = {"label": label.strip(), "for_guests": for_guests, "for_staff": for_staff, **rules}
    field = FormField.objects.filter(venue_id=venue_id, subject="booking", builtin=builtin).first()
    if field is None:
        field = FormField(venue_id=venue_id, subject=FieldSubject.BOOKING, builtin=builtin)
    field.kind = KINDS[builtin]
    for column, value in values.items():
        setattr(field, column, value)
    _check(field)
    field.save()
    setup_changed(venue_id)
    return field


def _check(field: FormField) -> None:
    wrong = {}
    if not field.label.strip():
        wrong["label"] = "Say what you ask."
    if field.kind == Kind.CHOICE:
        choices = [str(each).strip() for each in field.choices]
        if not choices or len(choices) > MOST_CHOICES or len(set(choices)) != len(choices):
            wrong["choices"] = "Name one to forty choices, each once."
        elif any(not each or len(each) > LONGEST_CHOICE for each in choices):
            wrong["choices"] = "Keep each choice under 80 characters."
        field.choices = choices
    else:
        field.choices = []
    if field.least is not None and field.most is not None and field.most < field.least:
        wrong["most"] = "This is below the least."
    if field.subject == FieldSubject.ROOM:
        field.room_ids = []
    field.room_ids = sorted(set(field.room_ids))
    known = Room.objects.filter(venue_id=field.venue_id, pk__in=field.room_ids).count()
    if known != len(field.room_ids):
        wrong["room_ids"] = "Choose rooms of this venue."
    if wrong:
        raise Invalid(fields=wrong)


def _locked(field_id: int) -> FormField:
    field = FormField.objects.select_for_update().filter(pk=field_id).first()
    if field is None:
        raise FieldUnknown
    return field


def _refuse_unknown(values: Mapping[str, Any]) -> None:
    unknown = values.keys() - COLUMNS
    if unknown:
        raise TypeError(f"not to be changed this way: {', '.join(sorted(unknown))}")
