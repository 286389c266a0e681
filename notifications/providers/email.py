"""Handing one mail to whoever carries it (EMAIL_BACKEND): SMTP, or files where there is no server."""

from __future__ import annotations

import smtplib
from dataclasses import dataclass
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email

from boom.core.breaker import Breaker
from notifications.errors import MailRefused, MailServerAway

LONGEST_SUBJECT = 200
LONGEST_NAME = 80
# Answers of 500 and above are for good (RFC 5321, 4.2.1).
PERMANENT = 500

breaker = Breaker()


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail to one person. `calendar` is an iCalendar file and its method, if one goes along."""

    to: str
    sender_name: str
    reply_to: str
    subject: str
    text: str
    html: str
    message_id: str
    calendar: tuple[bytes, str] | None = None
    unsubscribe: str = ""


def send(mail: Mail) -> None:
    """Hand a mail over; returns once the other side has said yes.

    Raises MailRefused when it never will be taken, MailServerAway when it may be later. After
    MailServerAway nobody knows whether a server that broke off had taken it: the next try carries the same
    Message-ID.
    """
    if not breaker.may_try():
        raise MailServerAway("The mail server has not answered lately.", is_known=True)
    message = _message(mail)
    try:
        message.send()
    except smtplib.SMTPRecipientsRefused as error:
        breaker.succeeded()
        code, words = next(iter(error.recipients.values()))
        raise _refusal(code, words) from error
    except smtplib.SMTPDataError as error:
        breaker.succeeded()
        raise _refusal(error.smtp_code, error.smtp_error) from error
    except (smtplib.SMTPException, OSError) as error:
        breaker.failed()
        raise MailServerAway(f"The mail server did not take it: {error}"[:300]) from error
    breaker.succeeded()


def check_address(address: str) -> None:
    """Raises MailRefused for what is not one plain e-mail address."""
    try:
        validate_email(address)
    except ValidationError as error:
        raise MailRefused(f"“{one_line(address, longest=100)}” is not an e-mail address.") from error


def one_line(text: str, *, longest: int) -> str:
    """Text fit for a header: no line breaks or control characters, bounded."""
    kept = "".join(character if character.isprintable() else " " for character in text)
    return " ".join(kept.split())[:longest]


def _message(mail: Mail) -> EmailMultiAlternatives:
    check_address(mail.to)
    _, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    message = EmailMultiAlternatives(
        subject=one_line(mail.subject, longest=LONGEST_SUBJECT),
        body=mail.text,
        from_email=formataddr((one_line(mail.sender_name, longest=LONGEST_NAME), address)),
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={
            "Message-ID": mail.message_id,
            # No out-of-office answers to a machine (RFC 3834).
            "Auto-Submitted": "auto-generated",
        },
    )
    if mail.unsubscribe:
        # Mail programs show a button of their own, and press it with one POST (RFC 8058).
        message.extra_headers["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message.extra_headers["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    message.attach_alternative(mail.html, "text/html")
    if mail.calendar is not None:
        file, method = mail.calendar
        # Mail programs offer to enter the first; the second is for those that show files only.
        message.attach_alternative(file.decode(), f"text/calendar; method={method}")
        message.attach("booking.ics", file, "application/ics")
    return message


def _refusal(code: int, words: bytes | str) -> MailRefused | MailServerAway:
    said = one_line(words.decode(errors="replace") if isinstance(words, bytes) else words, longest=200)
    if code >= PERMANENT:
        return MailRefused(f"The mail server refused it: {code} {said}")
    return MailServerAway(f"The mail server asked to come back: {code} {said}")
