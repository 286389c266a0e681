"""Handing one mail to whoever carries it (EMAIL_BACKEND): SMTP, a mail service by its own API (anymail), or
files where there is neither.
"""

from __future__ import annotations

import re
import smtplib
from dataclasses import dataclass
from email.utils import formataddr, parseaddr
from http import HTTPStatus

from anymail.exceptions import AnymailAPIError, AnymailError  # type: ignore[import-untyped]
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email

from boom.core.breaker import Breaker
from boom.core.providers.outbound import AddressRefused, NoAnswer
from notifications.errors import MailRefused, MailServerAway
from notifications.providers.mail_reports import MARK
from notifications.providers.own_server import OwnServer, breaker_of, connection_to

LONGEST_SUBJECT = 200
LONGEST_NAME = 80
# Answers of 500 and above are for good (RFC 5321, 4.2.1).
PERMANENT, LATER = 500, 451
# Answers of a mail service that are about our account or the moment, not about the mail.
NOT_THE_MAIL = frozenset(
    {HTTPStatus.UNAUTHORIZED, HTTPStatus.PAYMENT_REQUIRED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND,
     HTTPStatus.REQUEST_TIMEOUT, HTTPStatus.TOO_MANY_REQUESTS}
)  # fmt: skip
LONGEST_KEY = 100
OF_POLICY = re.compile(r"5\.7\.\d|.*\brelay", re.IGNORECASE)

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
    mark: str = ""
    # Whose address it is from; empty: Boom's.
    from_address: str = ""


def send(mail: Mail, server: OwnServer | None = None) -> str:
    """Hand a mail over; returns once the other side has said yes, with its key where it gives one. By the
    server given, a venue's own, else by Boom's.

    Raises MailRefused when it never will be taken, MailServerAway when it may be later. After
    MailServerAway nobody knows whether a server that broke off had taken it: the next try carries the same
    Message-ID.
    """
    its = breaker if server is None else breaker_of(server)
    if not its.may_try():
        raise MailServerAway("The mail server has not answered lately.", is_known=True)
    message = _message(mail)
    try:
        if server is not None:
            message.connection = connection_to(server)
        message.send()
    except (AddressRefused, NoAnswer) as error:
        its.failed()
        raise MailServerAway(f"The mail server cannot be reached: {error.message}"[:300]) from error
    except AnymailError as error:
        raise _of_service(error) from error
    except smtplib.SMTPRecipientsRefused as error:
        its.succeeded()
        code, words = next(iter(error.recipients.values()))
        raise _refusal(code, words, is_own=server is not None) from error
    except smtplib.SMTPSenderRefused as error:
        its.succeeded()
        code = LATER if server is not None else error.smtp_code
        raise _refusal(code, error.smtp_error, is_own=server is not None) from error
    except smtplib.SMTPDataError as error:
        its.succeeded()
        raise _refusal(error.smtp_code, error.smtp_error, is_own=server is not None) from error
    except (smtplib.SMTPException, OSError) as error:
        its.failed()
        raise MailServerAway(f"The mail server did not take it: {error}"[:300]) from error
    its.succeeded()
    key = getattr(getattr(message, "anymail_status", None), "message_id", "")
    return key[:LONGEST_KEY] if isinstance(key, str) else ""


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
    address = mail.from_address or parseaddr(settings.DEFAULT_FROM_EMAIL)[1]
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
    # Mail services give it back with their reports; SMTP and files know no such thing.
    message.metadata = {MARK: mail.mark}  # type: ignore[attr-defined]
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


def _of_service(error: AnymailError) -> MailRefused | MailServerAway:
    """What a mail service's no means. What it answers may hold the mail itself."""
    if not isinstance(error, AnymailAPIError):
        breaker.succeeded()
        return MailRefused(
            f"The mail service refused it: {one_line(' '.join(map(str, error.args)), longest=200)}"
        )
    status = error.status_code
    if status is None or status >= HTTPStatus.INTERNAL_SERVER_ERROR or status in NOT_THE_MAIL:
        breaker.failed()
        return MailServerAway(f"The mail service did not take it: {status or 'no answer'}")
    breaker.succeeded()
    said = one_line(getattr(error.response, "text", ""), longest=200)
    return MailRefused(f"The mail service refused it: {status} {said}")


def _refusal(code: int, words: bytes | str, *, is_own: bool) -> MailRefused | MailServerAway:
    """What a server's no means. A venue's own that will not pass mails on (5.7, RFC 3463: policy) is set up
    wrongly, which is not the mail's fault.
    """
    said = one_line(words.decode(errors="replace") if isinstance(words, bytes) else words, longest=200)
    if code >= PERMANENT and not (is_own and OF_POLICY.match(said)):
        return MailRefused(f"The mail server refused it: {code} {said}")
    return MailServerAway(f"The mail server asked to come back: {code} {said}")
