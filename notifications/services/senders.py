"""A venue's own From address and mail server: entered, proven, tried, taken away."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import parseaddr

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from boom.core import outbox
from boom.core.db import service
from boom.core.errors import Invalid, NotFound
from boom.core.models import OutboxMessage
from boom.core.providers.outbound import AddressRefused, check_host
from boom.core.sealing import seal
from notifications.domain.mail_records import Records
from notifications.models import Sender
from notifications.models.senders import DONE_WITHOUT_AFTER, PURPOSE, TRIED_AGAIN_AFTER
from notifications.services.alerts import raise_alert

CODE_ASKED, TRIAL_ASKED, CHECK_ASKED = "sender.code_asked", "sender.trial_asked", "sender.check_asked"
# What mail servers are reached at by those who send; a form to call any port would be a port scanner.
PORTS = frozenset({465, 587, 2525})
CODE_GOOD_FOR, MOST_TRIES = timedelta(hours=1), 5
NEXT_CODE_AFTER = timedelta(minutes=1)
CHECKED_EVERY = timedelta(days=1)
SELECTOR = re.compile(r"[A-Za-z0-9._-]{1,63}")
# Codes may be asked for to any address: few enough to bother nobody with.
MOST_CODES_A_DAY = 10
OF_SERVER = ("host", "port", "security", "user")
FELL_BACK = "sender.fell_back"


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody entered. An empty `password` leaves the one there is."""

    from_name: str
    from_address: str
    reply_to: str = ""
    host: str = ""
    port: int = 587
    security: str = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    dkim_selector: str = ""


@service
def save_sender(*, venue_id: int, typed: Typed, now: datetime) -> Sender:
    """Keep it. Another address has to be proven, another server to be tried, before anything goes out.

    Raises Invalid.
    """
    _check(typed)
    sender = Sender.objects.select_for_update().filter(venue_id=venue_id).first() or Sender(venue_id=venue_id)
    is_other_address = sender.from_address.lower() != typed.from_address.lower()
    is_other_server = bool(typed.password) or any(
        getattr(sender, name) != getattr(typed, name) for name in OF_SERVER
    )
    had_server = bool(sender.host)
    # A password is for the server it was entered for, and goes to no other.
    if not typed.host or (sender.host and sender.host != typed.host):
        sender.password_sealed = ""
    for name in ("from_name", "from_address", "reply_to", "dkim_selector", *OF_SERVER):
        setattr(sender, name, getattr(typed, name))
    if typed.password and typed.host:
        sender.password_sealed = seal(typed.password, purpose=PURPOSE)
    if is_other_server:
        sender.tried_at = None
        _forget_failures(sender)
    if is_other_address:
        sender.proven_at, sender.code_mac, sender.code_sent_at = None, "", None
    if is_other_address or had_server != bool(typed.host):
        sender.spf = sender.dkim = sender.dmarc = ""
    sender.save()
    if is_other_address:
        _ask_for_code(sender, "from_address", now)
    outbox.publish(CHECK_ASKED, sender=sender.pk)
    return sender


@service
def ask_for_code(*, venue_id: int, now: datetime) -> None:
    """Have another code mailed to the address. Raises NotFound, Invalid."""
    _ask_for_code(_locked(venue_id), "code", now)


@service
def set_code(*, sender_id: int, code: str, now: datetime) -> None:
    """The code that is on its way; those before are good no more."""
    sender = Sender.objects.select_for_update().get(pk=sender_id)
    sender.code_mac, sender.code_sent_at, sender.code_tries = _mac(sender, code), now, 0
    sender.save(update_fields=["code_mac", "code_sent_at", "code_tries"])


def prove_sender(*, venue_id: int, code: str, now: datetime) -> None:
    """Take the code that was mailed to the address. Raises NotFound, Invalid."""
    if not _is_right(venue_id=venue_id, code=code, now=now):
        wrong = _("That is not the code, or it is not good any more. Have another one sent.")
        raise Invalid(fields={"code": wrong})


@service
def ask_for_trial(*, venue_id: int, to_address: str) -> None:
    """Have a trial mail sent by the venue's own server. Raises NotFound, Invalid."""
    sender = _locked(venue_id)
    if not sender.host:
        raise Invalid(fields={"host": _("There is no mail server of yours to try.")})
    outbox.publish(TRIAL_ASKED, sender=sender.pk, to=to_address)


@service
def ask_for_check(*, venue_id: int) -> None:
    """Have its domain's records looked at. Raises NotFound."""
    outbox.publish(CHECK_ASKED, sender=_locked(venue_id).pk)


@service
def ask_for_due_checks(*, now: datetime) -> int:
    """Have the records looked at that nobody looked at for a day. Returns how many."""
    due = Sender.objects.select_for_update().filter(checked_at__lt=now - CHECKED_EVERY)
    keys = list(due.order_by("id").values_list("id", flat=True))
    # Until they are looked at again nobody asks twice; an old finding holds meanwhile.
    Sender.objects.filter(pk__in=keys).update(checked_at=now)
    for key in keys:
        outbox.publish(CHECK_ASKED, sender=key)
    return len(keys)


@service
def note_records(*, sender_id: int, domain: str, found: Records, now: datetime) -> None:
    """How the records of a domain stand; nothing where the sender has another address by now."""
    sender = Sender.objects.select_for_update().filter(pk=sender_id).first()
    if sender is None or sender.domain != domain:
        return
    sender.spf, sender.dkim, sender.dmarc, sender.checked_at = found.spf, found.dkim, found.dmarc, now
    sender.save(update_fields=["spf", "dkim", "dmarc", "checked_at"])


@service
def note_taken(*, sender_id: int, now: datetime) -> None:
    """Its server has taken a mail."""
    Sender.objects.filter(pk=sender_id, tried_at=None).update(tried_at=now)
    troubled = ~Q(last_error="") | Q(failing_since__isnull=False)
    Sender.objects.filter(troubled, pk=sender_id).update(
        last_error="", failing_since=None, told_at=None, rests_until=None
    )


@service
def note_trial_failed(*, sender_id: int, reason: str) -> None:
    """Its server did not take a trial: its page says why."""
    Sender.objects.filter(pk=sender_id).update(last_error=reason[:300])


@service
def note_not_taken(*, sender_id: int, reason: str, now: datetime) -> None:
    """Its server did not take a mail. Where that has gone on for long it is left alone for a while, and the
    team is told, once until it takes mails again.
    """
    sender = Sender.objects.select_for_update().select_related("venue").filter(pk=sender_id).first()
    if sender is None:
        return
    sender.last_error = reason[:300]
    sender.failing_since = sender.failing_since or now
    if now - sender.failing_since >= DONE_WITHOUT_AFTER:
        sender.rests_until = now + TRIED_AGAIN_AFTER
        if sender.told_at is None:
            sender.told_at = now
            fact = outbox.publish(FELL_BACK, sender=sender.pk)
            raise_alert(
                fact_id=fact.pk, kind=FELL_BACK, venue_id=sender.venue_id, booking_id=None, detail=sender.host
            )
    sender.save(update_fields=["last_error", "failing_since", "rests_until", "told_at"])


@service
def remove_sender(*, venue_id: int) -> None:
    """Send under Boom's address again. Raises NotFound."""
    _locked(venue_id).delete()


@service
def _is_right(*, venue_id: int, code: str, now: datetime) -> bool:
    """Whether it is the code, counted: a wrong one stays counted whatever the caller makes of it."""
    sender = _locked(venue_id)
    is_good = bool(sender.code_mac) and sender.code_sent_at is not None
    if not is_good or now - sender.code_sent_at > CODE_GOOD_FOR or sender.code_tries >= MOST_TRIES:  # type: ignore[operator]
        return False
    sender.code_tries += 1
    is_right = constant_time_compare(sender.code_mac, _mac(sender, code))
    if is_right:
        sender.proven_at, sender.code_mac = now, ""
    sender.save(update_fields=["code_tries", "proven_at", "code_mac"])
    return is_right


def _ask_for_code(sender: Sender, field_name: str, now: datetime) -> None:
    asked = OutboxMessage.objects.filter(kind=CODE_ASKED)
    if asked.filter(created_at__gt=now - NEXT_CODE_AFTER).exists():
        raise Invalid(fields={field_name: _("A code was sent just now. Wait a minute for another one.")})
    if asked.filter(created_at__gt=now - timedelta(days=1)).count() >= MOST_CODES_A_DAY:
        raise Invalid(fields={field_name: _("Enough codes were sent for today. Try again tomorrow.")})
    outbox.publish(CODE_ASKED, sender=sender.pk, address=sender.from_address)


def _forget_failures(sender: Sender) -> None:
    sender.last_error = ""
    sender.failing_since = sender.told_at = sender.rests_until = None


def _mac(sender: Sender, code: str) -> str:
    words = f"{sender.pk}\x00{sender.from_address.lower()}\x00{code}"
    return salted_hmac("notifications.sender_code", words, algorithm="sha256").hexdigest()


def _check(typed: Typed) -> None:
    wrong: dict[str, str] = {}
    for name in ("from_address", "reply_to"):
        address = getattr(typed, name)
        if (address or name == "from_address") and not _is_address(address):
            wrong[name] = _("Enter an e-mail address.")
    domain = typed.from_address.rpartition("@")[2].lower()
    ours = {settings.BASE_DOMAIN, parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2].lower()}
    if any(domain == each or domain.endswith(f".{each}") for each in ours):
        wrong["from_address"] = _("That is an address of Boom’s. Enter one of yours.")
    if typed.dkim_selector and not SELECTOR.fullmatch(typed.dkim_selector):
        wrong["dkim_selector"] = _("Letters, digits, dots, hyphens and underscores.")
    if typed.host:
        wrong |= _wrong_with_server(typed)
    if wrong:
        raise Invalid(fields=wrong)


def _wrong_with_server(typed: Typed) -> dict[str, str]:
    wrong: dict[str, str] = {}
    try:
        check_host(typed.host)
    except AddressRefused as error:
        wrong["host"] = error.message
    if settings.OUTBOUND_ALLOWS_LOOPBACK:
        return wrong
    if not typed.user:
        wrong["user"] = _("Enter the user that your server knows you by.")
    if typed.port not in PORTS:
        wrong["port"] = _("Enter 465, 587 or 2525.")
    return wrong


def _is_address(text: str) -> bool:
    """Whether it is a mail address at a domain, and not at a bare number."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return not text.endswith("]")


def _locked(venue_id: int) -> Sender:
    sender = Sender.objects.select_for_update().filter(venue_id=venue_id).first()
    if sender is None:
        raise NotFound(_("There is no sender of this venue’s own."))
    return sender
