"""What mail services say of mails: signed, of our own mails alone, counted once; shown, and acted upon."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection

from bookings.models import Booking
from boom.core import outbox
from boom.core.models import OutboxMessage
from notifications.alert_handlers import alert_team
from notifications.domain.bounces import judge
from notifications.handlers import mail_customer
from notifications.mail_marks import mark_of, read_mark
from notifications.models import MailReport, Message, StaffAlert, Suppression
from tenants.context import public_scope
from tenants.models import Business, BusinessStatus
from tests.answering import answering
from tests.conftest import HostClient
from tests.factories import at, make_booking, make_customer, make_room
from tests.factories.messages import make_message
from tests.notifications.conftest import Postbox
from tests.notifications.test_sending import attempt, delivery_of, publish

pytestmark = pytest.mark.django_db
KEY, LOG_IN = "mailgun-key", "boom:long-and-secret"
Told = Callable[..., Any]


@pytest.fixture
def booking(business: Business) -> Booking:
    ann = make_customer(name="Ann", email="Ann@example.com")
    return make_booking(room=make_room(), starts_at=at("2026-11-27 21:00"), customer=ann)


@pytest.fixture
def message(booking: Booking, now: datetime) -> Message:
    return make_message(booking, now=now, to_address="Ann@example.com")


def our_mark(message: Message) -> str:
    return mark_of(connection.tenant.pk, message.pk)


@pytest.fixture
def told(platform_client: HostClient, settings: LazySettings) -> Told:
    """Say as Mailgun does what became of a mail."""
    settings.ANYMAIL = settings.ANYMAIL | {"MAILGUN_WEBHOOK_SIGNING_KEY": KEY}

    def tell(
        mark: str, event: str = "failed", *, said: str = "550 5.1.1 no such user", token: str = "t1",
        to: str = "ann@example.com", key: str = KEY, **more: Any,
    ) -> Any:  # fmt: skip
        signature = hmac.new(key.encode(), f"1700000000{token}".encode(), hashlib.sha256).hexdigest()
        body = {
            "signature": {"token": token, "timestamp": "1700000000", "signature": signature},
            "event-data": {
                "event": event, "severity": "permanent", "reason": "bounce", "recipient": to,
                "timestamp": 1700000000.5, "user-variables": {"boom": mark},
                "delivery-status": {"message": said}, **more,
            },
        }  # fmt: skip
        return platform_client.post("/hooks/mail/mailgun/", json.dumps(body), content_type="application/json")

    return tell


def test_a_mail_that_came_back_is_shown_and_its_address_left_alone_until_somebody_says_it_is_right(
    message: Message, told: Told, owner_client: HostClient, postbox: Postbox, now: datetime
):
    answers = [told(our_mark(message)).status_code for _ in range(2)]

    message.refresh_from_db()
    assert (answers, message.outcome, MailReport.objects.count()) == ([200, 200], "bounced", 1)
    with pytest.raises(outbox.GiveUp, match="no such address"):
        mail_customer(publish(message.booking), now)
    page = owner_client.get(f"/dashboard/bookings/{message.booking_id}/").content.decode()
    assert "came back" in page
    assert "550 5.1.1 no such user" in page
    assert page.count("Nothing more is sent to") == 1
    owner_client.post(f"/dashboard/attention/messages/{message.pk}/lift/")
    mail_customer(publish(message.booking), now)
    assert postbox.recipients == [["Ann@example.com"]]


def test_it_is_on_the_bell_once(
    business: Business, message: Message, told: Told, owner_client, now: datetime
):
    for token in ("t1", "t2"):
        told(mark_of(business.pk, message.pk), said="552 5.2.2 mailbox full", token=token)
    (fact,) = OutboxMessage.objects.filter(kind="mail.came_back")
    alert_team(fact, now)
    alert_team(fact, now)

    assert StaffAlert.objects.count() == 1
    assert "A mail came back: The mailbox is full." in owner_client.get("/dashboard/alerts/").content.decode()
    # Full today, empty tomorrow: the address is written to again.
    assert not Suppression.objects.exists()


def test_who_reports_a_mail_as_spam_gets_no_more(business: Business, message: Message, told: Told):
    mark = mark_of(business.pk, message.pk)

    told(mark, "complained", token="t2")
    told(mark, "delivered", token="t1")

    message.refresh_from_db()
    assert message.outcome == "complained"
    assert Suppression.objects.get().address == "ann@example.com"


def test_a_mail_that_arrived_says_so(business: Business, message: Message, told: Told, owner_client):
    told(mark_of(business.pk, message.pk), "delivered")
    told(mark_of(business.pk, message.pk), "opened", token="t2")

    message.refresh_from_db()
    assert (message.outcome, MailReport.objects.count()) == ("delivered", 1)
    assert not OutboxMessage.objects.filter(kind="mail.came_back").exists()


def test_only_a_mark_of_ours_says_whose_mail_it_was(
    business: Business, other_business: Business, message: Message, told: Told
):
    good = mark_of(business.pk, message.pk)
    for number, mark in enumerate(
        ["", "1.1.x", good.replace(good[-4:], "AAAA"), f"{other_business.pk}.{good}"]
    ):
        assert told(mark, token=f"m{number}").status_code == 200
    # Ours, and of another address than the report's.
    assert told(good, to="bob@example.com").status_code == 200

    message.refresh_from_db()
    assert (message.outcome, MailReport.objects.count()) == ("", 0)
    assert read_mark(good).message_id == message.pk


def test_a_business_that_is_gone_hears_nothing(business: Business, message: Message, told: Told):
    with public_scope():
        Business.objects.filter(pk=business.pk).update(status=BusinessStatus.SUSPENDED)

    assert told(mark_of(business.pk, message.pk)).status_code == 200

    assert not MailReport.objects.exists()


def test_what_is_not_signed_is_refused(
    business: Business, message: Message, told: Told, platform_client: HostClient, settings: LazySettings
):
    mark = mark_of(business.pk, message.pk)
    forged = told(mark, key="other").status_code
    settings.ANYMAIL = settings.ANYMAIL | {"MAILGUN_WEBHOOK_SIGNING_KEY": "", "MAILGUN_API_KEY": ""}
    unset = told(mark, key="").status_code
    bodies = [
        platform_client.post(f"/hooks/mail/{name}/", "{}", content_type="application/json").status_code
        for name in ("mailgun", "postmark", "nobody")
    ]

    message.refresh_from_db()
    assert (forged, unset, bodies, message.outcome) == (400, 400, [400, 400, 404], "")


def test_services_that_do_not_sign_have_a_log_in(
    business: Business, message: Message, platform_client: HostClient, settings: LazySettings
):
    settings.ANYMAIL = settings.ANYMAIL | {"WEBHOOK_SECRET": LOG_IN}
    body = {
        "RecordType": "Bounce", "Type": "HardBounce", "ID": 7, "Email": "ann@example.com",
        "Details": "smtp;550 5.1.1 unknown", "Metadata": {"boom": mark_of(business.pk, message.pk)},
    }  # fmt: skip

    def post(log_in: str, body: object) -> int:
        given = {"authorization": f"Basic {base64.b64encode(log_in.encode()).decode()}"}
        return platform_client.post(
            "/hooks/mail/postmark/", json.dumps(body), content_type="application/json", headers=given
        ).status_code

    assert [post("boom:wrong", body), post(LOG_IN, body), post(LOG_IN, ["?"])] == [400, 200, 400]
    message.refresh_from_db()
    assert message.outcome == "bounced"


@pytest.mark.parametrize(
    ("report", "cause", "is_for_good"),
    [
        (("bounced", "bounced", "550 5.1.1 unknown", False), "no_such", True),
        (("bounced", "bounced", "552-5.2.2 over quota", False), "full", False),
        (("bounced", "bounced", "", True), "away", False),
        (("bounced", "bounced", "451 4.4.1 no answer", False), "away", False),
        (("bounced", "spam", "554 5.7.1 looks like spam", False), "refused", False),
        (("rejected", "bounced", "", False), "no_such", True),
        (("rejected", "spam", "", False), "complaint", True),
        (("rejected", "blocked", "", False), "refused", False),
        (("complained", "spam", "", False), "complaint", True),
    ],
)
def test_what_reports_mean(report: tuple[str, str, str, bool], cause: str, is_for_good: bool):
    kind, reason, words, is_soft = report

    verdict = judge(kind, reason=reason, words=words, is_soft=is_soft)

    assert (verdict.cause, verdict.is_for_good) == (cause, is_for_good)


# ---- sending by a mail service ---------------------------------------------------------------------------


class MailgunLike:
    """Takes mails as Mailgun's API does, or answers with `status`."""

    def __init__(self) -> None:
        self.mails: list[str] = []
        self.status = 200

    def answer(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        if self.status != 200:
            return self.status, b'{"message": "to parameter is not a valid address"}'
        self.mails.append(body.decode(errors="replace"))
        return 200, b'{"id": "<1@mg.example.com>", "message": "Queued. Thank you."}'


@pytest.fixture
def mailgun(settings: LazySettings) -> Iterator[MailgunLike]:
    service = MailgunLike()
    with answering(service.answer) as url:
        settings.EMAIL_BACKEND = "anymail.backends.mailgun.EmailBackend"
        settings.ANYMAIL = settings.ANYMAIL | {
            "MAILGUN_API_KEY": "key", "MAILGUN_API_URL": f"{url}/v3",
            "MAILGUN_SENDER_DOMAIN": "mg.example.com",
        }  # fmt: skip
        yield service


def test_a_mail_goes_out_by_a_mail_service_with_its_mark_and_its_file(
    business: Business, mailgun: MailgunLike, booking: Booking, now: datetime
):
    mail_customer(publish(booking), now)

    (sent,) = mailgun.mails
    ours = Message.objects.get()
    assert (ours.state, ours.provider_id) == ("sent", "<1@mg.example.com>")
    assert mark_of(business.pk, ours.pk) in sent
    assert ours.message_id in sent
    assert 'filename="booking.ics"' in sent


@pytest.mark.parametrize(("status", "state"), [(400, "dead"), (401, "failed"), (503, "failed")])
def test_a_mail_services_no_is_final_where_it_is_about_the_mail(
    mailgun: MailgunLike, booking: Booking, now: datetime, status: int, state: str
):
    mailgun.status = status

    assert attempt(delivery_of(publish(booking), now), now)[1] == state
    assert str(status) in Message.objects.get().last_error


def test_a_sender_that_is_refused_for_good_ends_it_at_once(
    business: Business, postbox: Postbox, booking: Booking, now: datetime
):
    postbox.refuse_sender = "553 5.7.1 not your address"

    assert attempt(delivery_of(publish(booking), now), now) == ("dead", "dead")
    assert "553 5.7.1 not your address" in Message.objects.get().last_error
