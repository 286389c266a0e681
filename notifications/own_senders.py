"""Under which sender a message goes out: the venue's own where its plan allows, else Boom's."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.conf import settings

from billing.domain.features import Feature
from billing.selectors import allows
from boom.core.db import present_schema
from boom.core.sealing import SealBroken, unseal
from notifications.domain.mail_records import Finding
from notifications.errors import MailServerAway
from notifications.models import Message, Security, Sender
from notifications.models.senders import PURPOSE
from notifications.providers import email
from notifications.providers.email import Mail
from notifications.providers.own_server import OwnServer
from notifications.services.senders import note_not_taken, note_taken
from tenants.context import current_business


def sender_of(message: Message) -> Sender | None:
    """The sender of the venue that a message is about; None for Boom's own, as of all about no booking."""
    if message.booking is None:
        return None
    sender = Sender.objects.filter(venue_id=message.booking.room.venue_id).first()
    if sender is None or not allows(current_business(), Feature.WHITE_LABEL):
        return None
    return sender


def has_own_address(sender: Sender) -> bool:
    """Whether mails go out under its own address, and not under Boom's with its name.

    By Boom's server only once the domain lets it: mails that do not look like its own others throw away.
    """
    if sender.host:
        return sender.proven_at is not None and sender.tried_at is not None
    return sender.proven_at is not None and bool(settings.MAIL_SPF) and sender.spf == Finding.GOOD


def send_for(message: Message, mail: Mail, now: datetime) -> str:
    """Send a mail as its venue's sender has it; gives its key as `email.send` does, and raises as that.

    A server of the venue's own that has refused for long is left alone for a while at a time: meanwhile the
    mail goes by Boom's, from Boom's address, with the venue's name and its address for answers.
    """
    sender = sender_of(message)
    if sender is None:
        return email.send(mail)
    if not has_own_address(sender) or (sender.host and sender.is_left_alone(now)):
        return email.send(_named(mail, sender))
    if not sender.host:
        return email.send(as_sent_by(mail, sender))
    try:
        key = email.send(as_sent_by(mail, sender), server_of(sender))
    except MailServerAway as error:
        if not error.is_known:
            note_not_taken(sender_id=sender.pk, reason=error.message, now=now)
        raise
    note_taken(sender_id=sender.pk, now=now)
    return key


def as_sent_by(mail: Mail, sender: Sender) -> Mail:
    """The mail with the sender's name and addresses on it."""
    return replace(_named(mail, sender), from_address=sender.from_address)


def server_of(sender: Sender) -> OwnServer:
    """The sender's own server, with its password. Raises MailServerAway where that cannot be read."""
    try:
        password = unseal(sender.password_sealed, purpose=PURPOSE) if sender.password_sealed else ""
    except SealBroken as error:
        raise MailServerAway(error.message) from error
    is_local = settings.OUTBOUND_ALLOWS_LOOPBACK and sender.host in {"localhost", "127.0.0.1"}
    return OwnServer(
        key=f"{present_schema()}.{sender.pk}.{sender.host}:{sender.port}",
        host=sender.host,
        port=sender.port,
        is_tls_at_once=sender.security == Security.TLS,
        user=sender.user,
        password=password,
        is_plain=is_local and not sender.user,
    )


def _named(mail: Mail, sender: Sender) -> Mail:
    return replace(mail, sender_name=sender.from_name, reply_to=sender.reply_to or mail.reply_to)
