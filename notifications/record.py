"""How the record's events about messages read. Found by `boom.apps` when Django starts."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Q
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from audit.columns import day, describes, minutes, moment, one_of, row_of, said
from audit.models import AuditEvent
from audit.wording import Told, plain, tells
from bookings.personal import Part, register
from notifications.events import EVENTS
from notifications.models import (
    ChatService,
    MailReport,
    Message,
    MessageState,
    Security,
    StaffAlert,
    Suppression,
    TextReply,
)
from notifications.models.replies import Did

register(
    Part(
        Message,
        word("Mails they were sent"),
        lambda person: Q(booking_id__in=person.booking_ids) | person.reached_at("to_address"),
        ("kind", "to_address", "subject", "state", "sent_at", "created_at"),
        {"to_address": "", "subject": "", "last_error": ""},
        plain=("kind", "dedupe_key", "channel", "state", "message_id", "provider_id", "outcome"),
    )
)

describes(
    "notifications_message",
    {
        "kind": said(word("what it says")),
        "channel": said(word("sent by")),
        "by_whatsapp": said(word("by WhatsApp")),
        "to_address": said(word("to")),
        "booking_id": row_of("bookings_occupancy", word("booking")),
        "subject": said(word("subject")),
        "state": one_of(word("state"), dict(MessageState.choices)),
        "attempts": said(word("attempts")),
        "sent_at": moment(word("sent")),
        "outcome": said(word("what became of it")),
        "last_error": said(word("why not")),
    },
    hidden={
        "dedupe_key": "names what the message is about, for programs",
        "message_id": "the mail's own key",
        "provider_id": "its key with whoever carried it",
        "leased_until": "how long a worker has it",
    },
)

describes(
    "notifications_messagetext",
    {
        "kind": said(word("message")),
        "channel": said(word("sent by")),
        "language": said(word("language")),
        "subject": said(word("subject")),
        "body": said(word("text")),
    },
)

describes(
    "notifications_staffmails",
    {
        "user_id": row_of("accounts_user", word("of")),
        "topics": said(word("mails about")),
    },
)

describes(
    "notifications_textreply",
    {
        "from_number": said(word("from")),
        "words": said(word("words")),
        "booking_id": row_of("bookings_occupancy", word("booking")),
        "did": one_of(word("led to"), dict(Did.choices)),
    },
    hidden={"provider_id": "its key with whoever carried it"},
)
describes(
    "notifications_suppression",
    {
        "channel": said(word("sent by")),
        "address": said(word("address")),
        "reason": said(word("why")),
    },
)
register(
    Part(
        TextReply,
        word("Text messages they sent"),
        lambda person: Q(booking_id__in=person.booking_ids) | Q(from_number__in=list(person.phones)),
        ("words", "from_number", "did", "created_at"),
        {"from_number": "", "words": ""},
        plain=("provider_id", "did"),
    )
)
register(
    Part(
        MailReport,
        word("What became of mails to them"),
        lambda person: (
            Q(message__booking_id__in=person.booking_ids) | person.reached_at("message__to_address")
        ),
        ("kind", "created_at"),
        {"body": ""},
        plain=("key", "service", "kind"),
    )
)
register(
    Part(
        StaffAlert,
        word("What the team was told of them"),
        lambda person: Q(booking_id__in=person.booking_ids),
        ("kind", "created_at"),
        {},
        plain=("kind", "detail"),
    )
)
register(
    Part(
        Suppression,
        word("Addresses of theirs that take no more"),
        lambda person: Q(address__in=[*(each.lower() for each in person.emails), *person.phones]),
        ("channel", "address", "reason", "created_at"),
        {"address": "", "reason": ""},
        goes=True,
        plain=("channel",),
    )
)


@tells({"notifications_textreply": word("Answers by text message")})
def tell_replies(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """What guests answered by text message."""
    return {event.pk: plain(event, gettext("an answer by text message")) for event in events}


@tells({"notifications_suppression": word("Addresses that take no more")})
def tell_suppressions(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Addresses nothing is sent to, and sent to again."""
    return {event.pk: plain(event, gettext("an address that takes no more")) for event in events}


describes(
    "notifications_messagetimes",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "reminders": said(word("reminders, minutes before")),
        "follow_up_after": minutes(word("thanks after")),
        "texts": said(word("by text message")),
        "quiet_from": said(word("quiet from")),
        "quiet_until": said(word("quiet until")),
    },
)

describes(
    "notifications_broadcast",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "first_day": day(word("first night")),
        "last_day": day(word("last night")),
        "subject": said(word("subject")),
        "body": said(word("text")),
        "guests": said(word("guests written to")),
    },
    hidden={"key": "keeps one press from sending twice"},
)


@tells({"notifications_broadcast": word("Words to everybody")})
def tell_broadcasts(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """What everybody of some nights was told."""
    return {
        event.pk: plain(
            event, gettext("a message to all guests"), name=str((event.new or {}).get("subject", ""))
        )
        for event in events
    }


@tells({"notifications_staffmails": word("Mails to the team")})
def tell_staff_mails(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """What each of the team wants to hear of by mail."""
    return {event.pk: plain(event, gettext("which mails reach one of the team")) for event in events}


@tells({"notifications_messagetimes": word("Times of messages")})
def tell_times(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """When a venue's reminders and follow-up go out: chosen, changed."""
    return {event.pk: plain(event, gettext("the times of messages")) for event in events}


@tells({"notifications_messagetext": word("Words of messages")})
def tell_texts(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """The business's own words: written, changed, given up; by the event they are for."""
    told = {}
    for event in events:
        kind = str((event.new or event.old or {}).get("kind", ""))
        name = str(EVENTS[kind].title) if kind in EVENTS else kind
        told[event.pk] = plain(event, gettext("the words of a message"), name=name)
    return told


@tells({"notifications_message": word("Messages")})
def tell_messages(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Messages to customers: written, sent, failed; by the address where the event holds it."""
    return {
        event.pk: plain(event, gettext("a message"), name=str((event.new or {}).get("to_address", "")))
        for event in events
    }


describes(
    "notifications_chat",
    {
        "name": said(word("called")),
        "service": one_of(word("chat"), {each.value: str(each.label) for each in ChatService}),
        "hint": said(word("address ends in")),
        "venue_id": row_of("bookings_venue", word("venue")),
        "kinds": said(word("told of")),
        "is_on": said(word("on")),
        "switched_off_because": said(word("switched off because")),
    },
    hidden={
        "url_sealed": "its address, which is a secret",
        "failures_in_row": "a count",
        "failing_since": "how it is doing stands on its page",
        "rests_until": "until when it is left alone",
        "last_error": "how it is doing stands on its page",
        "last_sent_at": "when it was told last",
    },
)


@tells({"notifications_chat": word("Your team’s chat")})
def tell_chats(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Chats of the team: added, changed, switched off."""
    return {
        event.pk: plain(
            event, gettext("a chat of the team"), name=str((event.new or event.old or {}).get("name", ""))
        )
        for event in events
    }


describes(
    "notifications_sender",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "from_name": said(word("name")),
        "from_address": said(word("from")),
        "reply_to": said(word("answers to")),
        "proven_at": moment(word("proven")),
        "host": said(word("mail server")),
        "port": said(word("port")),
        "security": one_of(word("line"), {each.value: str(each.label) for each in Security}),
        "user": said(word("user")),
        "tried_at": moment(word("tried")),
        "dkim_selector": said(word("name of the DKIM key")),
    },
    hidden={
        "code_mac": "what the code is known by",
        "code_sent_at": "when the code was sent",
        "code_tries": "a count",
        "password_sealed": "the server's password",
        "last_error": "how it is doing stands on its page",
        "failing_since": "how it is doing stands on its page",
        "told_at": "when the bell was told",
        "rests_until": "until when it is left alone",
        "spf": "how its domain stands is on its page",
        "dkim": "how its domain stands is on its page",
        "dmarc": "how its domain stands is on its page",
        "checked_at": "when its domain was looked at",
    },
)


@tells({"notifications_sender": word("Senders of mails")})
def tell_senders(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """In whose name a venue's mails go out: entered, proven, changed."""
    return {
        event.pk: plain(
            event,
            gettext("the sender of mails"),
            name=str((event.new or event.old or {}).get("from_address", "")),
        )
        for event in events
    }
