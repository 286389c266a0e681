"""The fields an owner has shaped, and answers in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, time

from django.utils.translation import gettext

from bookings.domain.fields import Asked, Kind
from bookings.models import Venue
from bookings.models.fields import FieldSubject, FormField
from bookings.selectors.setup import setup_of
from boom.core import text


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with its answer, as pages print it."""

    label: str
    value: str
    is_for_guests: bool


def fields_of(venue: Venue, subject: FieldSubject, *, with_archived: bool = False) -> list[FormField]:
    """The fields about bookings or rooms of a venue just read, in order, rules of usual ones too.

    From memory, with the rest of the set-up.
    """
    known = setup_of(venue).form_fields
    return [each for each in known if each.subject == subject and (with_archived or not each.archived_at)]


def fields_now(venue_id: int, subject: FieldSubject) -> list[FormField]:
    """The standing fields as the database has them, for those who write answers. One query."""
    return list(FormField.objects.filter(venue_id=venue_id, subject=subject).standing().in_order())


def answered(
    answers: Mapping[str, object], venue: Venue, subject: FieldSubject, *, guests_only: bool = False
) -> list[Answered]:
    """Answers with their labels, in order; archived fields keep theirs."""
    if not answers:
        return []
    return said_of(fields_of(venue, subject, with_archived=True), answers, venue, guests_only=guests_only)


def said_of(
    fields: Sequence[FormField], answers: Mapping[str, object], venue: Venue, *, guests_only: bool = False
) -> list[Answered]:
    """As `answered`, of fields that are known already. No query."""
    return [
        Answered(field.label, in_words(field, answers[field.key], venue), field.for_guests != Asked.HIDDEN)
        for field in fields
        if not field.builtin
        and field.key in answers
        and not (guests_only and field.for_guests == Asked.HIDDEN)
    ]


def in_words(field: FormField, answer: object, venue: Venue) -> str:
    """An answer as people read it: dates and times as the venue writes them."""
    shown = str(answer)
    try:
        if field.kind == Kind.DATE:
            return text.day(date.fromisoformat(shown), venue.zone, style="full", locale=venue.locale)
        if field.kind == Kind.TIME:
            return text.wall(time.fromisoformat(shown), twelve_hours=venue.clock_format == "12")
    except ValueError:
        # The field was of another kind when this was answered.
        return shown
    if field.kind == Kind.TICK:
        return gettext("yes")
    return text.phone(shown) if field.kind == Kind.PHONE else shown
