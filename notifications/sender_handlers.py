"""Proving a venue's own sender: the code to its address, always by Boom's server; the trial by its own."""

from __future__ import annotations

import secrets
from datetime import datetime
from functools import partial

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext

from billing.wording import Said
from boom.core import outbox
from boom.core.models import OutboxMessage
from notifications import services
from notifications.domain.mail_records import check_records
from notifications.errors import MailRefused, MailServerAway
from notifications.handlers import deliver_letter
from notifications.letters import Letter, tidy
from notifications.models import Sender
from notifications.own_senders import as_sent_by, server_of
from notifications.providers import email
from notifications.providers.dns_records import texts_of
from notifications.services.senders import (
    CHECK_ASKED,
    CODE_ASKED,
    TRIAL_ASKED,
    note_records,
    note_taken,
    note_trial_failed,
    set_code,
)
from tenants.context import current_business
from tenants.models import Business

DIGITS = 8


@outbox.handles(CODE_ASKED, name="notifications.mail_sender_code", label="Code to your own sender address")
def mail_sender_code(message: OutboxMessage, now: datetime) -> None:
    """Mail a code to the address somebody wants to send from; whoever reads it there may."""
    sender = Sender.objects.filter(pk=message.payload["sender"]).first()
    if sender is None or sender.from_address != message.payload["address"]:
        return
    ours = services.claim_message(
        kind=message.kind,
        dedupe_key=f"fact.{message.pk}.sender",
        to_address=sender.from_address,
        booking_id=None,
        now=now,
    )
    if ours is None:
        return
    code = f"{secrets.randbelow(10**DIGITS):0{DIGITS}}"
    set_code(sender_id=sender.pk, code=code, now=now)
    deliver_letter(ours, partial(_code_letter, code), now)


@outbox.handles(TRIAL_ASKED, name="notifications.mail_sender_trial", label="Trial of your own mail server")
def mail_sender_trial(message: OutboxMessage, now: datetime) -> None:
    """Send a mail by the venue's own server to whoever asked. One attempt: its page says how it went."""
    sender = Sender.objects.filter(pk=message.payload["sender"]).exclude(host="").first()
    business = current_business()
    if sender is None or business is None:
        return
    ours = services.claim_message(
        kind=message.kind,
        dedupe_key=f"fact.{message.pk}.trial",
        to_address=message.payload["to"],
        booking_id=None,
        now=now,
    )
    if ours is None:
        return
    letter = _trial_letter(business)
    try:
        mail = letter.to_mail(to=ours.to_address, message_id=ours.message_id)
        email.send(as_sent_by(mail, sender), server_of(sender))
    except (MailRefused, MailServerAway) as error:
        note_trial_failed(sender_id=sender.pk, reason=error.message)
        services.mark_failed(message_id=ours.pk, reason=error.message, for_good=True)
        return
    note_taken(sender_id=sender.pk, now=now)
    services.mark_sent(message_id=ours.pk, subject=letter.subject, now=now)


@outbox.handles(CHECK_ASKED, name="notifications.check_sender", label="Look at your domain’s records")
def check_sender(message: OutboxMessage, now: datetime) -> None:
    """Ask DNS how the sender's domain stands. Raises NamesAway for now."""
    sender = Sender.objects.filter(pk=message.payload["sender"]).first()
    if sender is None:
        return
    found = check_records(
        sender.domain,
        selector=sender.dkim_selector,
        must_include="" if sender.host else settings.MAIL_SPF,
        texts=texts_of,
    )
    note_records(sender_id=sender.pk, domain=sender.domain, found=found, now=now)


def _code_letter(code: str, business: Business) -> Letter:
    said = Said(
        gettext("Your code: %(code)s") % {"code": code},
        gettext(
            "Somebody at %(name)s wants to send mails to guests from this address. Enter the code on the "
            "page Sender; it is good for an hour. If that was not you, do nothing: without it nobody can."
        )
        % {"name": business.name},
    )
    return _letter(said, business)


def _trial_letter(business: Business) -> Letter:
    said = Said(
        gettext("A trial of your mail server"),
        gettext("It works: mails to guests can go out this way."),
    )
    return _letter(said, business)


def _letter(said: Said, business: Business) -> Letter:
    context = {
        "said": said,
        "name": "",
        "business": business,
        "link": business.url("/dashboard/settings/messages/sender/"),
        "label": gettext("Open the page"),
    }
    return Letter(
        subject=said.title,
        text=tidy(render_to_string("emails/disputes/letter.txt", context)),
        html=render_to_string("emails/disputes/letter.html", context),
        sender_name="Boom",
        reply_to="",
    )
