"""What messages say: Boom's own words for each event, and which placeholders and blocks a text may use.

A text is plain, with the placeholders of `bookings.domain.texts`. A block (`{{details}}`) stands for more
than a word: a table, a button. One text makes both forms of a mail, the plain one and the page.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop as word

from bookings.confirmation import PLACEHOLDERS as OF_BOOKINGS
from bookings.confirmation import own_placeholders
from bookings.models import FormField
from notifications import more_words
from notifications.events import EVENTS
from notifications.languages import speaking
from notifications.models import Channel, MessageText

Words = str | Promise

# Beside those of the confirmation text, so that whoever knows one knows the other.
PLACEHOLDERS: dict[str, Words] = {
    "greeting": _("Hello, with the guest’s name"),
    "when": _("the day, and from when to when"),
    **OF_BOOKINGS,
    "link": _("the address of the booking’s own page"),
    "answerBy": _("until when a request is answered"),
    "reason": _("why it was cancelled or declined"),
    "fee": _("what is due of the price after cancelling"),
    "prepaidKept": _("prepaid hours that are kept after cancelling"),
}
BLOCKS: dict[str, Words] = {
    "details": _("reference, time, room, people, price, door code and address"),
    "bookingLink": _("until when it can be changed, with the button to its page"),
    "bookAgain": _("a button to your booking page: book again"),
    "otherTimes": _("the same button: look for another time"),
    "rate": _("a button to say how it was"),
    "contact": _("how you are reached, your name and page"),
}


@dataclass(frozen=True, slots=True)
class Text:
    """What is said of an event by one channel. `is_own`: in the business's words; `language`: which these are
    in, where it is known.
    """

    subject: str
    body: str
    is_own: bool = False
    language: str = ""


def usual(kind: str, channel: str, language: str = "") -> Text:
    """Boom's own words, in a language that there is a translation for, or else in English. KeyError for an
    event without any.
    """
    with speaking(language):
        if found := _more(channel).get(kind):
            return Text(gettext(found.subject) if found.subject else "", gettext(found.body))
        if channel == Channel.SMS:
            return Text("", gettext(_TEXTS[kind]))
        subject, body = _MAILS[kind]
        return Text(gettext(subject), gettext(body))


def text_for(kind: str, channel: str, *, language: str) -> Text:
    """What is said to somebody who reads `language` ("de-at"): the business's words in it, in its base, for
    all languages; or Boom's.
    """
    base = language.partition("-")[0]
    found = {
        text.language: text
        for text in MessageText.objects.filter(
            kind=kind, channel=channel, language__in={language.lower(), base.lower(), ""}
        )
    }
    for wanted in (language.lower(), base.lower(), ""):
        if wanted in found:
            return Text(found[wanted].subject, found[wanted].body, is_own=True, language=wanted)
    return usual(kind, channel, language)


def names_for(kind: str, channel: str, fields: Iterable[FormField]) -> dict[str, Words]:
    """Every placeholder, and in mails block, that a text of this event may use, with what it stands for."""
    with_blocks = channel == Channel.EMAIL
    if found := _more(channel).get(kind):
        return found.known(with_blocks=with_blocks)
    own = {name: field.label for name, field in own_placeholders(fields).items()}
    return (BLOCKS if with_blocks else {}) | PLACEHOLDERS | own


def is_worded(kind: str, channel: str) -> bool:
    """Whether a business may have own words for it by this channel."""
    if kind not in EVENTS or not EVENTS[kind].is_worded:
        return False
    return channel == Channel.EMAIL or kind in TEXTED or kind in more_words.TEXTS


def is_of_booking(kind: str) -> bool:
    """Whether it is a letter about a booking to whoever booked, which can be written anew at any time."""
    return kind in _MAILS


def _more(channel: str) -> dict[str, more_words.Wording]:
    return more_words.TEXTS if channel == Channel.SMS else more_words.MAILS


_CONFIRMED = (
    word("You’re booked at {{businessName}}: {{when}}"),
    word(
        "{{greeting}}\n\nYour booking at {{businessName}} is confirmed. We look forward to seeing you.\n\n"
        "{{details}}\n\n{{bookingLink}}\n\n{{contact}}"
    ),
)
_DECLINED = (
    word("{{businessName}} cannot take your booking: {{when}}"),
    word(
        "{{greeting}}\n\n{{businessName}} cannot take this booking. You pay nothing.\n\n{{reason}}\n\n"
        "{{details}}\n\n{{otherTimes}}\n\n{{contact}}"
    ),
)
_MAILS = {
    "booking.confirmed": _CONFIRMED,
    "booking.created": _CONFIRMED,
    "booking.requested": (
        word("You asked for a room at {{businessName}}: {{when}}"),
        word(
            "{{greeting}}\n\n{{businessName}} has your request and keeps the room for you. You pay nothing "
            "before there is an answer.{{#if answerBy}} You have it by {{answerBy}}.{{/if}}\n\n"
            "{{details}}\n\n{{bookingLink}}\n\n{{contact}}"
        ),
    ),
    "booking.declined": _DECLINED,
    "booking.lapsed": _DECLINED,
    "booking.moved": (
        word("Your booking at {{businessName}} has changed: {{when}}"),
        word(
            "{{greeting}}\n\nYour booking at {{businessName}} has a new time or room. This is how it stands "
            "now:\n\n{{details}}\n\n{{bookingLink}}\n\n{{contact}}"
        ),
    ),
    "booking.changed": (
        word("Your booking at {{businessName}} is changed: {{when}}"),
        word(
            "{{greeting}}\n\nYour booking at {{businessName}} is changed. This is how it stands now:\n\n"
            "{{details}}\n\n{{bookingLink}}\n\n{{contact}}"
        ),
    ),
    "booking.cancelled": (
        word("Your booking at {{businessName}} is cancelled: {{when}}"),
        word(
            "{{greeting}}\n\nYour booking at {{businessName}} is cancelled. This was it:\n\n{{details}}\n\n"
            "{{#if fee}}{{fee}} of the price is due.\n\n{{/if}}"
            "{{#if prepaidKept}}{{prepaidKept}} of your prepaid hours are kept.\n\n{{/if}}"
            "{{bookAgain}}\n\n{{contact}}"
        ),
    ),
    "booking.restored": (
        word("Your booking at {{businessName}} stands again: {{when}}"),
        word(
            "{{greeting}}\n\nYour booking at {{businessName}} was cancelled, and stands again:\n\n"
            "{{details}}\n\n{{bookingLink}}\n\n{{contact}}"
        ),
    ),
    "visit.reminder_due": (
        word("See you soon at {{businessName}}: {{when}}"),
        word(
            "{{greeting}}\n\nYour booking at {{businessName}} is near. This is it:\n\n"
            "{{details}}\n\n{{bookingLink}}\n\n{{contact}}"
        ),
    ),
    "visit.follow_up_due": (
        word("Thank you for coming to {{businessName}}"),
        word(
            "{{greeting}}\n\nThank you for coming. We hope you had a good time in {{roomName}}.\n\n"
            "{{rate}}\n\n{{bookAgain}}\n\n{{contact}}"
        ),
    ),
}
# Short: two texts' worth of letters (160 each), with the link.
_BOOKED = word("{{businessName}}: you’re booked, {{when}}, {{roomName}}. {{link}}")
_TEXTS = {
    "booking.confirmed": _BOOKED,
    "booking.created": _BOOKED,
    "booking.moved": word("{{businessName}}: your booking has changed to {{when}}, {{roomName}}. {{link}}"),
    "booking.cancelled": word("{{businessName}}: your booking on {{when}} is cancelled."),
    "visit.reminder_due": word(
        "{{businessName}}: see you {{when}}, {{roomName}}. Reply C to confirm, X to cancel. {{link}}"
    ),
}
# What guests can be told of by text message.
TEXTED = frozenset(_TEXTS)
