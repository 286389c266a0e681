"""Holding answers to the questions a venue asks of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from bookings.domain.fields import Answer, Asked, WrongAnswers, answers_to
from bookings.models import FieldSubject, FormField
from bookings.selectors.fields import fields_now
from boom.core.errors import Invalid


def checked_answers(
    venue_id: int,
    subject: FieldSubject,
    values: Mapping[str, object] | None,
    *,
    for_staff: bool,
    room_id: int | None = None,
    kept: Mapping[str, Answer] | None = None,
) -> dict[str, Answer]:
    """Answers as they are stored: those of one form held to its questions, with what other forms were told.

    Of a booking only those for its room are asked. Without `values` (a form that asks nothing of the kind)
    what was kept stays. Raises Invalid with the field's name (`own_<key>`) for each that is wrong.
    """
    if values is None:
        return dict(kept or {})
    return _held(fields_now(venue_id, subject), values, for_staff=for_staff, room_id=room_id, kept=kept or {})


def answers_by_room(
    venue_id: int,
    values: Mapping[str, object] | None,
    room_ids: Iterable[int],
    *,
    for_staff: bool,
    kept: Mapping[str, Answer] | None = None,
) -> dict[int, dict[str, Answer]]:
    """The same for bookings that are made at once, by room: each has what is asked for its own."""
    if values is None:
        return {room_id: dict(kept or {}) for room_id in room_ids}
    fields = fields_now(venue_id, FieldSubject.BOOKING)
    return {
        room_id: _held(fields, values, for_staff=for_staff, room_id=room_id, kept=kept or {})
        for room_id in room_ids
    }


def _held(
    fields: Iterable[FormField],
    values: Mapping[str, object],
    *,
    for_staff: bool,
    room_id: int | None,
    kept: Mapping[str, Answer],
) -> dict[str, Answer]:
    rooms = [] if room_id is None else [room_id]
    own = [field for field in fields if not field.builtin and field.is_for(rooms)]
    questions = [field.question(for_staff=for_staff) for field in own]
    shown = {each.key for each in questions if each.asked != Asked.HIDDEN}
    try:
        given = answers_to(questions, values)
    except WrongAnswers as error:
        raise Invalid(fields={f"own_{key}": words for key, words in error.wrong.items()}) from error
    return {key: answer for key, answer in kept.items() if key not in shown} | given
