"""What happens here arrives there: signed, once, in order; and what does not arrive is tried again."""

from __future__ import annotations

import time
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings

from bookings.models import Booking
from bookings.services.erasing import erase_customer
from boom.core.models import OutboxDelivery, OutboxMessage
from boom.core.providers import outbound
from integrations.domain import signing
from integrations.errors import NothingToSend, WebhookOff
from integrations.models import EndpointState, WebhookAttempt, WebhookDelivery, WebhookEndpoint
from integrations.services.webhook_deliveries import (
    purge_deliveries,
    replay,
    replay_failed,
    send_test,
    take_line,
)
from integrations.services.webhooks import add_endpoint, pause_endpoint, resume_endpoint, rotate_secret
from tenants.context import tenant_scope
from tenants.models import Business
from tests.conftest import TONIGHT
from tests.factories import make_booking, make_customer, make_room
from tests.integrations.webhooks.conftest import Work, publish, waiting
from tests.receivers import Receiver, receiving

SECOND, MINUTE, HOUR, DAY = (timedelta(**{unit: 1}) for unit in ("seconds", "minutes", "hours", "days"))


def confirm(**given: object) -> Booking:
    values = {"room": make_room(), "starts_at": TONIGHT + HOUR, "status": "confirmed"}
    booking = make_booking(**values | given)
    publish("booking.confirmed", booking=booking.pk, rooms=[booking.room_id], days=["2026-11-21"])
    return booking


def test_an_event_arrives_signed_with_the_booking_in_it(
    endpoint: WebhookEndpoint, receiver: Receiver, work: Work, now: datetime
):
    booking = confirm(note="By the wall")

    work(now)

    (came,) = receiver.calls
    assert came.path == "/hook"
    assert signing.is_signed(endpoint.secret_shown, given=came.headers, body=came.body, now_s=now.timestamp())
    assert came.event["type"] == "booking.confirmed"
    told = came.event["data"]["booking"]
    assert (told["id"], told["status"], told["note"]) == (booking.pk, "confirmed", "By the wall")
    assert told["starts_at"] == booking.starts_at.strftime("%Y-%m-%dT%H:%M:%SZ")
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.attempts, delivery.event_id) == (
        "delivered",
        1,
        came.headers["webhook-id"],
    )
    assert waiting() == []


def test_a_fact_that_comes_twice_is_one_event(
    endpoint: WebhookEndpoint, receiver: Receiver, work: Work, now: datetime
):
    confirm()
    work(now)

    OutboxDelivery.objects.update(state="due", finished_at=None)
    work(now)

    assert len(receiver.calls) == 1


def test_an_endpoint_hears_only_of_what_it_asked_for(receiver: Receiver, business, work: Work, now: datetime):
    add_endpoint(url=f"{receiver.url}/moves", kinds=["booking.moved"])

    confirm()
    work(now)

    assert receiver.calls == []


def test_a_business_without_webhooks_has_no_deliveries_of_them(business, work: Work, now: datetime):
    confirm()

    work(now)

    assert not OutboxDelivery.objects.filter(handler__startswith="integrations.").exists()


def test_holds_and_examples_are_nobody_elses_business(
    endpoint: WebhookEndpoint, receiver: Receiver, work: Work, now: datetime
):
    booking = make_booking(room=make_room(), starts_at=now + HOUR, status="held", held_until=now + HOUR)
    publish("booking.held", booking=booking.pk, rooms=[], days=[])

    work(now)

    assert receiver.calls == []


def test_what_is_refused_is_tried_again_with_the_same_id_and_body(
    endpoint: WebhookEndpoint, receiver: Receiver, work: Work, now: datetime
):
    receiver.status = 500
    confirm()
    work(now)
    assert WebhookDelivery.objects.get().state == "due"

    receiver.status = 200
    work(now + SECOND)
    assert len(receiver.calls) == 1
    work(now + 20 * SECOND)

    first, second = receiver.calls
    assert first.headers["webhook-id"] == second.headers["webhook-id"]
    assert first.body == second.body
    assert int(second.headers["webhook-timestamp"]) == int((now + 20 * SECOND).timestamp())
    assert WebhookDelivery.objects.get().state == "delivered"
    assert list(WebhookAttempt.objects.order_by("id").values_list("status", flat=True)) == [500, 200]


def test_the_words_of_an_answer_are_kept_nowhere(
    endpoint: WebhookEndpoint, receiver: Receiver, work: Work, now: datetime
):
    receiver.status, receiver.body = 500, b"internal-secret-words"
    confirm()

    work(now)

    kept = [
        *WebhookAttempt.objects.values_list("error", flat=True),
        *WebhookEndpoint.objects.values_list("last_error", flat=True),
    ]
    assert not any("internal-secret" in words for words in kept)
    assert WebhookEndpoint.objects.get().last_error == "It answered 500."


def test_a_redirect_is_a_failure_and_nobody_goes_there(
    endpoint: WebhookEndpoint, receiver: Receiver, work: Work, now: datetime
):
    receiver.status, receiver.headers = 307, {"Location": f"{receiver.url}/internal"}
    confirm()

    work(now)

    assert [call.path for call in receiver.calls] == ["/hook"]
    assert WebhookDelivery.objects.get().state == "due"


def test_a_name_that_has_come_to_lead_inside_is_not_called(
    business, settings: LazySettings, work: Work, now: datetime, monkeypatch: pytest.MonkeyPatch
):
    """It was good when it was entered: every send looks again."""
    add_endpoint(url="https://hooks.example.com/", kinds=[])
    monkeypatch.setattr("socket.getaddrinfo", lambda *_, **__: [(2, 1, 6, "", ("10.0.0.7", 443))])
    confirm()

    work(now)

    assert "not to the internet" in WebhookAttempt.objects.get().error


def test_three_failures_and_the_endpoint_rests_while_others_hear_at_once(
    endpoint: WebhookEndpoint, receiver: Receiver, business, work: Work, now: datetime
):
    """Drill D17: one that hangs is left alone, and nobody waits for it."""
    with receiving() as healthy:
        add_endpoint(url=f"{healthy.url}/good", kinds=[])
        receiver.status = 503
        for _ in range(12):
            confirm()
        work(now)

        assert len(receiver.calls) == 3
        assert len(healthy.calls) == 12
        assert WebhookEndpoint.objects.get(pk=endpoint.pk).resting_until > now
        assert {each.state for each in endpoint.deliveries.all()} == {"due"}

        receiver.status = 200
        work(now + 2 * MINUTE)

    assert {each.state for each in endpoint.deliveries.all()} == {"delivered"}
    assert len({call.headers["webhook-id"] for call in receiver.calls[3:]}) == 12


def test_one_worker_at_a_time_sends_to_an_endpoint(
    endpoint: WebhookEndpoint, receiver: Receiver, work: Work, now: datetime
):
    assert take_line(endpoint_id=endpoint.pk, now=now)
    assert not take_line(endpoint_id=endpoint.pk, now=now)
    confirm()

    work(now)

    assert receiver.calls == []
    assert take_line(endpoint_id=endpoint.pk, now=now + MINUTE), "whoever had it is taken for dead"


def test_it_is_given_up_after_three_days_and_switched_off_with_a_notice(
    endpoint: WebhookEndpoint, receiver: Receiver, work: Work, now: datetime
):
    receiver.status = 500
    confirm()
    at = now
    while at < now + 4 * DAY:
        work(at)
        at += HOUR if at < now + 2 * HOUR else 3 * HOUR

    delivery, found = WebhookDelivery.objects.get(), WebhookEndpoint.objects.get()
    assert delivery.state == "failed"
    assert 12 <= delivery.attempts == len(receiver.calls)
    assert found.state == EndpointState.DISABLED
    told = OutboxMessage.objects.get(kind="webhook.disabled")
    assert (told.payload["endpoint"], told.payload["reason"]) == (endpoint.pk, "It answered 500.")
    assert waiting() == []


def test_one_that_is_gone_is_switched_off_at_once(
    endpoint: WebhookEndpoint, receiver: Receiver, work: Work, now: datetime
):
    receiver.status = 410
    confirm()
    confirm()

    work(now)

    assert len(receiver.calls) == 1
    assert WebhookEndpoint.objects.get().state == EndpointState.DISABLED
    assert {each.state for each in WebhookDelivery.objects.all()} == {"failed"}


def test_what_was_given_up_is_sent_again_on_demand(
    endpoint: WebhookEndpoint, receiver: Receiver, work: Work, now: datetime
):
    receiver.status = 410
    confirm()
    work(now)
    with pytest.raises(WebhookOff):
        replay_failed(endpoint_id=endpoint.pk, now=now)

    receiver.status = 200
    resume_endpoint(endpoint_id=endpoint.pk)
    assert replay_failed(endpoint_id=endpoint.pk, now=now) == 1
    work(now + HOUR)

    assert WebhookDelivery.objects.get().state == "delivered"
    assert len({call.headers["webhook-id"] for call in receiver.calls}) == 1


def test_a_delivered_event_can_be_sent_again_too(
    endpoint: WebhookEndpoint, receiver: Receiver, work: Work, now: datetime
):
    confirm()
    work(now)

    replay(endpoint_id=endpoint.pk, delivery_id=WebhookDelivery.objects.get().pk, now=now)
    work(now)

    assert len(receiver.calls) == 2


def test_while_a_secret_is_replaced_both_check(
    endpoint: WebhookEndpoint, receiver: Receiver, work: Work, now: datetime
):
    _, new = rotate_secret(endpoint_id=endpoint.pk, now=now)
    confirm()
    work(now)
    later = now + 25 * HOUR
    confirm()
    work(later)

    both, one = receiver.calls
    old = endpoint.secret_shown
    assert signing.is_signed(old, given=both.headers, body=both.body, now_s=now.timestamp())
    assert signing.is_signed(new, given=both.headers, body=both.body, now_s=now.timestamp())
    assert not signing.is_signed(old, given=one.headers, body=one.body, now_s=later.timestamp())
    assert signing.is_signed(new, given=one.headers, body=one.body, now_s=later.timestamp())


def test_a_new_secret_key_of_ours_changes_nobodys_secret(
    endpoint: WebhookEndpoint, receiver: Receiver, work: Work, now: datetime, settings: LazySettings
):
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "another secret of ours", [old]
    confirm()
    work(now)
    settings.SECRET_KEY_FALLBACKS = []
    confirm()
    work(now)

    (came,) = receiver.calls
    assert signing.is_signed(endpoint.secret_shown, given=came.headers, body=came.body, now_s=now.timestamp())
    assert "Replace it" in WebhookEndpoint.objects.get().last_error


def test_a_test_event_arrives(endpoint: WebhookEndpoint, receiver: Receiver, work: Work, now: datetime):
    send_test(endpoint_id=endpoint.pk, now=now)

    work(now)

    assert receiver.calls[0].event["type"] == "webhook.test"


def test_a_paused_endpoint_is_sent_nothing(
    endpoint: WebhookEndpoint, receiver: Receiver, work: Work, now: datetime
):
    pause_endpoint(endpoint_id=endpoint.pk)
    confirm()

    work(now)

    assert receiver.calls == []
    with pytest.raises(WebhookOff):
        send_test(endpoint_id=endpoint.pk, now=now)


def test_a_receiver_that_hangs_holds_nobody_up_for_long(
    endpoint: WebhookEndpoint, receiver: Receiver, work: Work, now: datetime, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setitem(outbound.call.__kwdefaults__, "total_s", 0.15)
    receiver.hang_s = 0.5
    for _ in range(6):
        confirm()

    began = time.monotonic()
    work(now)

    assert time.monotonic() - began < 3
    assert len(receiver.calls) == 3
    assert WebhookEndpoint.objects.get().last_error == "The other side took too long."


def test_what_was_told_of_an_erased_customer_is_gone_and_not_sent_again(
    endpoint: WebhookEndpoint, receiver: Receiver, work: Work, now: datetime
):
    customer = make_customer(name="Vanishing Vera", email="vera@example.com")
    confirm(customer=customer, guest_name="Vanishing Vera")
    work(now)

    erase_customer(customer_id=customer.pk, version=customer.version, now=now + DAY)

    delivery = WebhookDelivery.objects.get(kind="booking.confirmed")
    assert delivery.body == ""
    with pytest.raises(NothingToSend):
        replay(endpoint_id=endpoint.pk, delivery_id=delivery.pk, now=now)
    work(now + DAY)
    assert receiver.calls[-1].event["type"] == "customer.erased"
    assert receiver.calls[-1].event["data"] == {"customer": {"id": customer.pk}}


def test_the_log_is_kept_for_a_while(endpoint: WebhookEndpoint, work: Work, now: datetime):
    confirm()
    work(now)

    assert purge_deliveries(before=now - 400 * DAY) == 0
    WebhookDelivery.objects.update(created_at=now - 31 * DAY)
    assert purge_deliveries(before=now - 30 * DAY) == 1


def test_two_businesses_events_have_different_ids_and_go_to_their_own(
    endpoint: WebhookEndpoint, receiver: Receiver, other_business: Business, work: Work, now: datetime
):
    with tenant_scope(other_business):
        publish("booking.confirmed", booking=Booking.objects.get().pk, rooms=[], days=[])
    confirm()

    work(now)

    assert len(receiver.calls) == 1
