"""One fact, one mail: claimed, sent outside of any transaction, marked; tried again or given up in sight."""

from __future__ import annotations

import asyncio
import socket
import threading
import time
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from bookings.models import Booking
from boom.core import outbox
from boom.core.models import DeliveryState, OutboxDelivery
from boom.relay.schemas import relay_facts
from notifications import services
from notifications.handlers import TOLD, mail_customer, wants_telling
from notifications.models import Message
from notifications.providers import email
from tenants.context import tenant_scope
from tenants.models import Business
from tests.factories import at, make_booking, make_customer, make_room, make_venue
from tests.notifications.conftest import Dripping, Postbox


def make_told(**given: Any) -> Booking:
    return make_booking(room=make_room(), starts_at=at("2026-11-27 21:00"), **given)


def publish(booking: Booking, kind: str = "booking.confirmed", **payload: Any) -> outbox.OutboxMessage:
    with transaction.atomic():
        return outbox.publish(kind, booking=booking.pk, rooms=[], days=[], **payload)


def delivery_of(message: outbox.OutboxMessage, now: datetime) -> OutboxDelivery:
    """The delivery a relay makes for the fact."""
    relay_facts("any", [], tell=lambda notices: None, offer=lambda ids: [], now=now)
    delivery = OutboxDelivery.objects.get(message=message, handler__startswith="notifications.mail_")
    OutboxDelivery.objects.filter(pk=delivery.pk).update(due_at=now)
    return delivery


def attempt(delivery: OutboxDelivery, now: datetime) -> tuple[str, str]:
    """Let a worker try; the delivery's state and the message's."""
    OutboxDelivery.objects.filter(pk=delivery.pk).update(due_at=now)
    outbox.deliver(delivery.pk, now=now)
    delivery.refresh_from_db()
    return delivery.state, Message.objects.get(booking=delivery.message.payload["booking"]).state


def test_a_fact_leads_to_one_mail_to_one_person(business: Business, postbox: Postbox, now: datetime):
    booking = make_told(customer=make_customer(email="Ann@Example.com"))
    fact = publish(booking)

    mail_customer(fact, now)
    mail_customer(fact, now)

    assert postbox.recipients == [["Ann@Example.com"]]
    (mail,) = postbox.mails
    message = Message.objects.get()
    assert mail["Message-ID"] == message.message_id
    assert mail["Subject"].strip() == message.subject
    assert (message.state, message.attempts, message.sent_at) == ("sent", 1, now)


def test_the_mail_has_text_page_and_calendar_entry(business: Business, postbox: Postbox, now: datetime):
    venue = make_venue(name="Echo, “the” bar", email="hello@echo.example")
    booking = make_booking(room=make_room(venue), starts_at=at("2026-11-27 21:00"))

    mail_customer(publish(booking), now)

    (mail,) = postbox.mails
    assert [part.get_content_type() for part in mail.walk() if not part.is_multipart()] == [
        "text/plain",
        "text/html",
        "text/calendar",
        "application/ics",
    ]
    calendar = next(part for part in mail.walk() if part.get_content_type() == "text/calendar")
    assert calendar.get_param("method") == "REQUEST"
    assert mail["From"].addresses[0].display_name == "Echo, “the” bar"
    assert mail["From"].addresses[0].addr_spec == "bookings@localhost"
    assert mail["Reply-To"] == "hello@echo.example"
    assert mail["Auto-Submitted"] == "auto-generated"


def mailing(kind: str, payload: dict[str, bool]) -> list[outbox.Registration]:
    """The handlers that would write to somebody."""
    return [
        each for each in outbox.handlers_for(kind, payload) if each.name.startswith("notifications.mail_")
    ]


@pytest.mark.parametrize("kind", sorted(TOLD))
def test_each_change_that_concerns_customers_has_a_handler(business: Business, kind: str):
    handlers = [registration.handler for registration in mailing(kind, {})]

    assert handlers.count(mail_customer) == 1


@pytest.mark.parametrize("kind", ["booking.held", "booking.expired", "booking.edited", "block.created"])
def test_other_changes_mail_nobody(business: Business, kind: str):
    assert mailing(kind, {}) == []


@pytest.mark.parametrize(
    ("payload", "told"),
    [
        ({}, True),
        ({"tell_customer": True}, True),
        ({"tell_customer": False}, False),
        ({"quiet": True}, False),
        ({"quiet": True, "tell_customer": True}, False),
    ],
)
def test_staff_may_choose_not_to_tell_and_imports_never_do(
    payload: dict[str, bool], told: bool, business: Business
):
    assert wants_telling(payload) is told
    assert bool(mailing("booking.moved", payload)) is told


def test_without_an_address_there_is_no_message(business: Business, postbox: Postbox, now: datetime):
    mail_customer(publish(make_told(customer=make_customer(email="", phone="+4420"))), now)

    assert (postbox.mails, Message.objects.count()) == ([], 0)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("booking.confirmed", "cancelled"),
        ("booking.moved", "cancelled"),
        ("booking.moved", "checked_in"),
        ("booking.cancelled", "confirmed"),
        ("booking.requested", "confirmed"),
        ("booking.declined", "confirmed"),
        ("booking.lapsed", "confirmed"),
    ],
)
def test_news_that_is_none_any_more_is_not_sent(
    business: Business, postbox: Postbox, now: datetime, kind: str, status: str
):
    mail_customer(publish(make_told(status=status), kind), now)

    assert (postbox.mails, Message.objects.get().state) == ([], "skipped")


def test_nobody_is_told_of_a_booking_that_is_over(business: Business, postbox: Postbox, now: datetime):
    past = make_booking(room=make_room(), starts_at=now - timedelta(hours=3))

    mail_customer(publish(past), now)

    assert (postbox.mails, Message.objects.get().state) == ([], "skipped")


def test_a_refused_address_is_given_up_at_once_and_shown_with_the_reason(
    business: Business, postbox: Postbox, now: datetime
):
    postbox.refuse = "550 5.1.1 no such user"
    delivery = delivery_of(publish(make_told()), now)

    assert attempt(delivery, now) == (DeliveryState.DEAD, "dead")

    assert delivery.last_error == "The mail server refused it: 550 5.1.1 no such user"
    postbox.refuse = ""
    outbox.retry_dead(delivery.pk, now=now)
    assert attempt(delivery, now) == (DeliveryState.DONE, "sent")
    assert len(postbox.mails) == 1


def test_a_server_that_asks_to_come_back_is_asked_again(business: Business, postbox: Postbox, now: datetime):
    postbox.answer = "451 4.3.0 try again later"
    delivery = delivery_of(publish(make_told()), now)

    assert attempt(delivery, now) == (DeliveryState.DUE, "failed")

    postbox.answer = "250 OK"
    assert attempt(delivery, now + timedelta(minutes=1)) == (DeliveryState.DONE, "sent")


def test_a_server_that_hangs_costs_bounded_time(business: Business, postbox: Postbox, now: datetime):
    postbox.hang_for = 3
    delivery = delivery_of(publish(make_told()), now)

    began = time.monotonic()
    outcome = attempt(delivery, now)

    assert outcome == (DeliveryState.DUE, "failed")
    assert time.monotonic() - began < 2.5


def test_a_server_that_drips_is_cut_off(
    business: Business, postbox: Postbox, settings: LazySettings, now: datetime
):
    started = threading.Event()
    loop = asyncio.new_event_loop()

    def serve() -> None:
        server = loop.run_until_complete(loop.create_server(Dripping, "127.0.0.1", 0))
        settings.EMAIL_PORT = server.sockets[0].getsockname()[1]
        started.set()
        loop.run_forever()
        server.close()
        # Nothing stays open behind the test: it would be found, and blamed on whichever test runs then.
        for each in asyncio.all_tasks(loop):
            each.cancel()
        loop.run_until_complete(asyncio.sleep(0.01))
        loop.close()

    thread = threading.Thread(target=serve)
    thread.start()
    started.wait(5)
    delivery = delivery_of(publish(make_told()), now)

    began = time.monotonic()
    outcome = attempt(delivery, now)
    took = time.monotonic() - began
    loop.call_soon_threadsafe(loop.stop)
    thread.join()

    assert outcome == (DeliveryState.DUE, "failed")
    assert 1.5 < took < 3.5
    assert "took too long" in delivery.last_error


def test_a_server_that_dies_after_the_data_gets_the_same_message_again(
    business: Business, postbox: Postbox, now: datetime
):
    postbox.die_after_data = True
    delivery = delivery_of(publish(make_told()), now)

    assert attempt(delivery, now) == (DeliveryState.DUE, "failed")

    postbox.die_after_data = False
    assert attempt(delivery, now + timedelta(minutes=1)) == (DeliveryState.DONE, "sent")
    assert len({mail["Message-ID"] for mail in postbox.mails}) == 1


def test_no_server_at_all_is_waited_for_and_then_left_alone(
    business: Business, postbox: Postbox, settings: LazySettings, now: datetime
):
    """An outage must not use up the ten attempts of every mail: once it is known, none is counted."""
    settings.EMAIL_PORT, port = 1, settings.EMAIL_PORT
    delivery = delivery_of(publish(make_told()), now)

    states = [attempt(delivery, now + minutes * timedelta(minutes=1)) for minutes in range(20)]

    assert set(states) == {(DeliveryState.DUE, "failed")}
    assert delivery.attempts == email.breaker._opens_after
    settings.EMAIL_PORT = port
    email.breaker.succeeded()
    assert attempt(delivery, now + timedelta(hours=1)) == (DeliveryState.DONE, "sent")


def test_a_message_in_another_workers_hands_is_left_to_it_until_its_lease_ends(
    business: Business, postbox: Postbox, now: datetime
):
    fact = publish(make_told())
    claim = {
        "kind": fact.kind,
        "dedupe_key": f"fact.{fact.pk}.customer",
        "to_address": "ann@example.com",
        "booking_id": fact.payload["booking"],
    }
    services.claim_message(**claim, now=now)

    with pytest.raises(outbox.Later):
        mail_customer(fact, now)
    mail_customer(fact, now + services.LEASE_FOR)

    assert len(postbox.mails) == 1


def test_of_six_workers_with_one_fact_one_sends(live_business: Business, postbox: Postbox, now: datetime):
    fact = publish(make_told())
    together = threading.Barrier(6)

    def work() -> None:
        with tenant_scope(live_business):
            together.wait()
            try:
                mail_customer(fact, now)
            except outbox.Later:
                pass
            finally:
                connection.close()

    workers = [threading.Thread(target=work) for _ in range(6)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert len(postbox.mails) == 1
    Booking.objects.get(pk=fact.payload["booking"]).messages.all().delete()


@pytest.fixture
def no_network_in_transactions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Notes every connection that is opened while a transaction is open."""
    caught: list[str] = []
    connect = socket.socket.connect

    def watched(self: socket.socket, address: Any) -> None:
        if connection.in_atomic_block:
            caught.append(str(address))
        connect(self, address)

    monkeypatch.setattr(socket.socket, "connect", watched)
    return caught


def test_no_mail_leaves_within_a_transaction(
    live_business: Business, postbox: Postbox, no_network_in_transactions: list[str], now: datetime
):
    mail_customer(publish(make_told()), now)

    assert (len(postbox.mails), no_network_in_transactions) == (1, [])
    Message.objects.all().delete()


def test_control_the_guard_notices_mail_sent_within_a_transaction(
    live_business: Business, postbox: Postbox, no_network_in_transactions: list[str], now: datetime
):
    with transaction.atomic():
        mail_customer(publish(make_told()), now)

    assert len(no_network_in_transactions) == 1
    Message.objects.all().delete()


def test_without_a_server_mails_are_files(
    business: Business, settings: LazySettings, tmp_path: Path, now: datetime
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path / "mail"

    mail_customer(publish(make_told()), now)

    (file,) = (tmp_path / "mail").iterdir()
    assert "You’re booked" in file.read_text() or "=?utf-8?" in file.read_text()
    assert Message.objects.get().message_id in file.read_text()


@pytest.mark.parametrize(
    "address",
    ["ann@example.com\nBcc: all@example.com", "ann@example.com,all@example.com", "ann", "a b@c.example"],
)
def test_an_address_that_is_none_is_given_up(
    business: Business, postbox: Postbox, now: datetime, address: str
):
    delivery = delivery_of(publish(make_told(customer=make_customer(email=address))), now)

    assert attempt(delivery, now) == (DeliveryState.DEAD, "dead")
    assert postbox.mails == []


def test_a_venues_name_adds_no_header(business: Business, postbox: Postbox, now: datetime):
    venue = make_venue(name="Echo\r\nBcc: all@example.com\r\n\r\nHello")
    booking = make_booking(room=make_room(venue), starts_at=at("2026-11-27 21:00"))

    mail_customer(publish(booking), now)

    (mail,) = postbox.mails
    assert mail["Bcc"] is None
    assert postbox.recipients == [[booking.customer.email]]
    assert "Bcc: all@example.com" in mail["Subject"]


def test_messages_are_on_record_with_their_outcome(business: Business, postbox: Postbox, now: datetime):
    mail_customer(publish(make_told()), now)

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT action, new ->> 'state' FROM audit_event "
            "WHERE \"table\" = 'notifications_message' ORDER BY id"
        )
        rows = cursor.fetchall()
    assert rows == [("insert", "due"), ("update", "sending"), ("update", "sent")]
