"""What was said about a booking stands in its drawer, and can be said again."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from django.conf import LazySettings

from bookings.models import Booking, Customer
from boom.core import outbox
from boom.core.errors import Conflict
from boom.core.models import DeliveryState, OutboxDelivery, OutboxMessage
from notifications.errors import MailServerAway
from notifications.handlers import mail_again, mail_customer
from notifications.models import Message
from notifications.services.again import resend
from tenants.models import Business
from tests.conftest import HostClient
from tests.factories import at, make_booking, make_customer, make_room
from tests.factories.messages import make_message
from tests.notifications.conftest import Postbox
from tests.notifications.test_sending import publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def booking(business: Business) -> Booking:
    ann = make_customer(name="Ann", email="ann@example.com")
    return make_booking(room=make_room(), starts_at=at("2026-11-27 21:00"), customer=ann)


@pytest.fixture
def files(settings: LazySettings, tmp_path: Path) -> Path:
    settings.SMS_FILE_PATH = tmp_path / "sms"
    return tmp_path / "sms"


def drawer(client: HostClient, booking: Booking) -> str:
    return client.get(f"/dashboard/bookings/{booking.pk}/").content.decode()


def test_the_drawer_says_what_was_sent_to_whom_and_what_became_of_it(
    booking: Booking, owner_client: HostClient, now: datetime
):
    make_message(booking, now=now)
    make_message(
        booking, now=now, kind="visit.reminder_due", state="dead", sent_at=None, last_error="550 <no>"
    )

    page = drawer(owner_client, booking)

    assert "Confirmation</b>" in page
    assert "ann@example.com" in page
    assert "given up" in page
    assert "550 &lt;no&gt;" in page
    assert page.count("Send again</button>") == 2


def test_a_booking_nobody_was_written_to_about_has_no_log(
    booking: Booking, owner_client: HostClient, now: datetime
):
    assert "said-title" not in drawer(owner_client, booking)


def test_whoever_may_only_look_sees_no_log(booking: Booking, client_as, now: datetime):
    make_message(booking, now=now)

    assert "said-title" not in drawer(client_as("viewer"), booking)


def test_a_sent_letter_is_written_anew_to_the_present_address(
    booking: Booking, owner_client: HostClient, postbox: Postbox, now: datetime
):
    message = make_message(booking, now=now)
    Customer.objects.filter(pk=booking.customer_id).update(email="new@example.com")

    answer = owner_client.post(f"/dashboard/attention/messages/{message.pk}/again/")
    fact = OutboxMessage.objects.get(kind="message.resend_asked")
    mail_again(fact, now)
    mail_again(fact, now)

    assert answer.status_code == 302
    assert postbox.recipients == [["new@example.com"]]
    assert Message.objects.filter(kind="booking.confirmed", state="sent").count() == 2


def test_what_is_not_so_any_more_is_not_sent_again(booking: Booking, postbox: Postbox, now: datetime):
    message = make_message(booking, now=now)
    Booking.objects.filter(pk=booking.pk).update(status="cancelled")

    resend(letter_id=message.pk, now=now)
    mail_again(OutboxMessage.objects.get(kind="message.resend_asked"), now)

    assert (postbox.mails, Message.objects.latest("id").state) == ([], "skipped")


def test_what_was_given_up_goes_back_in_line_and_is_no_second_message(booking: Booking, now: datetime):
    fact = publish(booking)
    dead = OutboxDelivery.objects.create(
        message=fact, handler="notifications.mail_confirmed", state=DeliveryState.DEAD, attempts=10
    )
    message = make_message(
        booking, now=now, state="dead", sent_at=None, dedupe_key=f"fact.{fact.pk}.customer"
    )

    resend(letter_id=message.pk, now=now)

    dead.refresh_from_db()
    assert (dead.state, dead.attempts) == (DeliveryState.DUE, 0)
    assert not OutboxMessage.objects.filter(kind="message.resend_asked").exists()


def test_a_text_is_sent_again_by_text_and_not_by_mail(
    booking: Booking, postbox: Postbox, files: Path, now: datetime
):
    Customer.objects.filter(pk=booking.customer_id).update(phone="+442079460000")
    message = make_message(booking, now=now, channel="sms", dedupe_key="fact.7.customer.sms")

    resend(letter_id=message.pk, now=now)
    fact = OutboxMessage.objects.get(kind="message.resend_asked")
    for handler in outbox.handlers_for(fact.kind, fact.payload):
        handler.handler(fact, now)
        handler.handler(fact, now)

    (file,) = files.iterdir()
    assert file.read_text().startswith("To: +442079460000\n")
    assert postbox.mails == []


@pytest.mark.parametrize(
    ("key", "handler"),
    [
        ("fact.{}.customer.sms", "notifications.text_booking_confirmed"),
        ("fact.{}.customer", "notifications.mail_confirmed"),
        ("reminder.X.1.sms", "notifications.text_booking_confirmed"),
    ],
)
def test_what_goes_back_in_line_is_the_work_of_that_very_message(
    booking: Booking, now: datetime, key: str, handler: str
):
    fact = publish(booking, key="reminder.X.1")
    for name in (
        "integrations.webhooks_of_booking_confirmed",
        "notifications.mail_confirmed",
        "notifications.text_booking_confirmed",
    ):
        OutboxDelivery.objects.create(message=fact, handler=name, state=DeliveryState.DEAD, attempts=10)
    message = make_message(
        booking,
        now=now,
        state="dead",
        sent_at=None,
        channel="sms" if key.endswith(".sms") else "email",
        dedupe_key=key.format(fact.pk),
    )

    resend(letter_id=message.pk, now=now)

    due = OutboxDelivery.objects.filter(message=fact, state=DeliveryState.DUE)
    assert list(due.values_list("handler", flat=True)) == [handler]


def test_what_fails_again_after_a_press_is_tried_again_and_not_given_up(
    booking: Booking, postbox: Postbox, now: datetime
):
    postbox.answer = "451 later"
    fact = publish(booking)
    make_message(
        booking, now=now, state="dead", attempts=10, sent_at=None, dedupe_key=f"fact.{fact.pk}.customer"
    )

    with pytest.raises(MailServerAway):
        mail_customer(fact, now)

    # Given up it would be offered to be sent once more while its delivery goes on: twice in the end.
    assert Message.objects.get().state == "failed"


def test_what_is_under_way_is_not_sent_again(booking: Booking, now: datetime):
    message = make_message(booking, now=now, state="due", sent_at=None)

    with pytest.raises(Conflict):
        resend(letter_id=message.pk, now=now)
