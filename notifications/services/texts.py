"""The business's own words: kept, and given up for Boom's; and a trial letter to whoever writes them."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.utils.translation import gettext as _

from bookings.domain import texts
from bookings.models import FieldSubject, FormField
from boom.core import outbox
from boom.core.db import service
from boom.core.errors import Invalid, NotFound
from notifications.models import LONGEST_SUBJECT, Channel, MessageText
from notifications.more_words import BLOCKS as MORE_BLOCKS
from notifications.words import BLOCKS, is_worded, names_for

# As Django names them: "de", "pt-br".
LANGUAGES = {code.lower() for code, _name in settings.LANGUAGES}


@service
def save_text(*, kind: str, channel: str, language: str, subject: str, body: str) -> MessageText:
    """Say this of an event from now on, to those who read `language`; empty: to all the others.

    Raises NotFound for an event without own words, Invalid with the field for what cannot be used.
    """
    check_text(kind=kind, channel=channel, language=language, subject=subject, body=body)
    text, _made = MessageText.objects.select_for_update().get_or_create(
        kind=kind, channel=channel, language=language, defaults={"subject": subject, "body": body}
    )
    if (text.subject, text.body) != (subject, body):
        text.subject, text.body = subject, body
        text.save(update_fields=["subject", "body"])
    return text


@service
def reset_text(*, kind: str, channel: str, language: str) -> bool:
    """Boom's words again. False where they were never left."""
    deleted, _each = MessageText.objects.filter(kind=kind, channel=channel, language=language).delete()
    return bool(deleted)


@service
def ask_for_trial(
    *,
    kind: str,
    subject: str,
    body: str,
    booking_id: int,
    to_address: str,
    language: str = "",
    channel: str = Channel.EMAIL,
) -> None:
    """Send a text as it is written, about a real booking, to whoever writes it. Raises as `save_text`."""
    check_text(kind=kind, channel=channel, language=language, subject=subject, body=body)
    outbox.publish(
        "message.trial_asked",
        about=kind,
        channel=channel,
        subject=subject,
        body=body,
        booking=booking_id,
        to=to_address,
        language=language,
    )


def check_text(*, kind: str, channel: str, language: str, subject: str, body: str) -> None:
    """Raises NotFound, and Invalid with the field and, in a text, the line."""
    if channel not in set(Channel) or not is_worded(kind, channel):
        raise NotFound(_("There is no such message."))
    if language and language not in LANGUAGES:
        raise Invalid(fields={"language": _("Choose a language from the list")})
    check_words(kind=kind, channel=channel, subject=subject, body=body)


def check_words(*, kind: str, channel: str, subject: str, body: str) -> None:
    """Hold subject and text to what can be said. Raises Invalid with the field and, in a text, the line."""
    known = set(names_for(kind, channel, _fields()))
    if channel == Channel.EMAIL:
        _check("subject", subject, known - BLOCKS.keys() - MORE_BLOCKS.keys(), _("Enter a subject"))
        if len(subject) > LONGEST_SUBJECT or "\n" in subject:
            raise Invalid(fields={"subject": _("Keep the subject to one line of 200 characters.")})
    if channel == Channel.SMS and (body.count("{{link}}") > 1 or "http" in body.lower()):
        raise Invalid(fields={"body": _("A text message has one link at most: {{link}}.")})
    _check("body", body, known, _("Enter a text"))


def _check(field: str, words: str, known: set[str], missing: str) -> None:
    if not words.strip():
        raise Invalid(fields={field: missing})
    try:
        texts.check(words, known)
    except texts.TextWrong as error:
        raise Invalid(fields={field: str(error)}) from error


def _fields() -> Iterable[FormField]:
    """The own questions of all venues: a text is the whole business's."""
    return FormField.objects.filter(subject=FieldSubject.BOOKING).order_by("id")
