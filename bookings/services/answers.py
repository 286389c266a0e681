"""Holding answers to the questions a venue asks of its own."""

from __future__ import annotations

from collections.abc import Mapping

from bookings.domain.fields import Answer, Asked, WrongAnswers, answers_to
from bookings.models import FieldSubject
from bookings.selectors.fields import fields_now
from boom.core.errors import Invalid


def checked_answers(
    venue_id: int,
    subject: FieldSubject,
    values: Mapping[str, object] | None,
    *,
    for_staff: bool,
    kept: Mapping[str, Answer] | None = None,
) -> dict[str, Answer]:
    """Answers as they are stored: those of one form held to its questions, with what other forms were told.

    Without `values` (a form that asks nothing of the kind) what was kept stays. Raises Invalid with the
    field's name (`own_<key>`) for each that is wrong.
    """
    before = dict(kept or {})
    if values is None:
        return before
    own = [field for field in fields_now(venue_id, subject) if not field.builtin]
    questions = [field.question(for_staff=for_staff) for field in own]
    shown = {each.key for each in questions if each.asked != Asked.HIDDEN}
    try:
        given = answers_to(questions, values)
    except WrongAnswers as error:
        raise Invalid(fields={f"own_{key}": words for key, words in error.wrong.items()}) from error
    return {key: answer for key, answer in before.items() if key not in shown} | given
