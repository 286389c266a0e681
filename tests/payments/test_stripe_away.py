"""Stripe slow, gone, busy or broken; signed wrong, or by another clock: what guests and staff read.

Every way at every place is a page that says what is the matter and what is kept, soon; what was begun is
done once in the end. `boom.core.providers.stripe` holds the times: here they are shorter, and Stripe slower.
"""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings
from django.utils.html import strip_tags

from billing.models import StripeEvent
from billing.services import calls, events
from billing.services.sweeping import sweep_account
from bookings.models import Booking, Venue
from bookings.services.arrivals import mark_no_show
from boom.core import clock
from boom.core.providers import stripe
from payments.models import Payment, PaymentSettings, Refund
from payments.services.card_refunds import send_refund
from payments.tasks import settle_pages_of_business
from tenants.context import public_scope
from tests.billing.conftest import signed
from tests.conftest import HostClient
from tests.factories import at
from tests.payments.house import House
from tests.payments.test_links import asked, paid
from tests.payments.test_links import booking as confirmed
from tests.payments.test_paying import book, booking, held, venue, words
from tests.stripe import CONNECT_SECRET, PLATFORM_SECRET

__all__ = ["confirmed", "held", "venue"]

As = Callable[[str], HostClient]
AWAY = "The payment service is not answering."
# What is ordered of the stand-in; each for as often as we would try.
WAYS = {
    "slow": {"way": "delay", "seconds": 1.5},
    "gone": {"way": "down"},
    "busy": {"way": "fail", "status": 429},
    "broken": {"way": "fail", "status": 500},
    "broken after the fact": {"way": "fail", "status": 500, "after_effect": True},
    "answers lost": {"way": "lose"},
}
IS_LONG = os.environ.get("BOOM_DRILL") == "all"


def ways(*often: str) -> pytest.MarkDecorator:
    """All ways with `BOOM_DRILL=all`; in the ordinary run those that are named."""
    return pytest.mark.parametrize("way", WAYS if IS_LONG else often)


@pytest.fixture(autouse=True)
def shorter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten seconds are half of one."""
    monkeypatch.setattr(stripe, "TOTAL_S", 0.5)


@contextmanager
def trouble(house: House, way: str, path: str = "/v1/*") -> Iterator[None]:
    """Stripe is so, as long as the block runs. Whoever waits in it does not wait for three tries of it."""
    house.stripe.fault(path=path, times=99, **WAYS[way])
    began = time.monotonic()
    yield
    assert time.monotonic() - began < 4
    house.stripe.no_more_faults()
    stripe.breaker.succeeded()
    if way == "slow":
        # What was asked is still being done there.
        time.sleep(1.5)


def intents(house: House) -> list[int]:
    made = house.stripe.objects("payment_intent", house.refresh().account)
    return [each["amount_received"] for each in made if each["amount_received"]]


def text(answer: object) -> str:
    return " ".join(strip_tags(answer.content.decode()).split())  # type: ignore[attr-defined]


@ways("slow", "answers lost")
def test_a_guest_about_to_pay_keeps_the_slot_and_pays_once(
    way: str, customer_client: HostClient, house: House, held: str
):
    with trouble(house, way):
        said = words(customer_client, book(customer_client, held))
    page = customer_client.post(f"/booked/{held.split('/')[2]}/pay/")["Location"]
    words(customer_client, house.stripe.pay(page))

    assert (AWAY in said, "Nothing is charged yet. We keep it for you until" in said) == (True, True)
    assert (booking().status, intents(house)) == ("confirmed", [1200])


@ways("gone")
def test_a_guest_who_has_paid_is_told_to_wait_and_booked(
    way: str, customer_client: HostClient, house: House, held: str
):
    back = house.stripe.pay(book(customer_client, held))
    with trouble(house, way):
        said = words(customer_client, back)
    again = words(customer_client, back)

    assert "Do not pay again" in said
    assert "Thank you. Your payment has arrived." in again
    assert (booking().status, intents(house)) == ("confirmed", [1200])


@ways("busy")
def test_whoever_paid_by_a_link_is_told_to_wait_and_cannot_pay_again(
    way: str, customer_client: HostClient, house: House, confirmed: Booking
):
    path = asked(confirmed, 2000, house.now)
    back = house.stripe.pay(customer_client.post(path)["Location"])
    with trouble(house, way):
        said = words(customer_client, back)
        pressed = text(customer_client.post(path, follow=True))
    pressed_again = text(customer_client.post(path, follow=True))

    assert ("Do not pay again" in said, "Pay by card" in said) == (True, False)
    assert AWAY in pressed
    assert "Paid, thank you" in pressed_again
    assert (paid(confirmed), intents(house)) == ([2000], [2000])


@pytest.fixture
def missed(customer_client: HostClient, venue: Venue, house: House, held: str) -> Booking:
    """A card was left with the deposit, and nobody came: of half the price eighteen are due."""
    Venue.objects.filter(pk=venue.pk).update(no_show_percent=50)
    PaymentSettings.objects.create(venue=venue, keeps_card=True)
    words(customer_client, house.stripe.pay(book(customer_client, held)))
    with clock.set_to(at("2026-11-21 23:30")):
        mark_no_show(booking_id=booking().pk, version=None, now=clock.now())
    return booking()


@ways("answers lost")
def test_staff_who_charge_a_card_read_that_it_is_under_way_and_it_is_charged_once(
    way: str, client_as: As, house: House, missed: Booking
):
    desk, path = client_as("front_desk"), f"/dashboard/bookings/{missed.pk}/"

    with trouble(house, way):
        said = text(desk.post(f"{path}charge-card/", {"amount": "18", "key": "k1"}, follow=True))
    shown = text(desk.get(path))
    other = text(desk.post(f"{path}charge-card/", {"amount": "18", "key": "k2"}, follow=True))
    finish(house)
    house.hear()

    # Broken after the fact, our second try under the same key may have had the answer.
    is_known = "Charged £18.00" in said
    assert is_known or f"{AWAY} The charge is under way" in said
    assert ("under way" in shown, "Charge the card that was left" in shown) == (not is_known, False)
    assert ("Nothing is due" if is_known else "A charge to that card is under way.") in other
    assert sorted(intents(house)) == [1200, 1800]
    assert sorted(Payment.objects.values_list("amount_minor", "state")) == [(1200, "taken"), (1800, "taken")]


@ways("answers lost")
def test_money_that_staff_give_back_is_on_its_way_until_it_is_there_once(
    way: str, customer_client: HostClient, client_as: As, house: House, held: str
):
    words(customer_client, house.stripe.pay(book(customer_client, held)))
    desk, path = client_as("manager"), f"/dashboard/bookings/{booking().pk}/"
    form = {"amount": "12", "reason": "Cold pizza", "sure": "on", "key": "k1"}

    said = text(desk.post(f"{path}give-back/", form, follow=True))
    refund = Refund.objects.get()
    with trouble(house, way), pytest.raises(stripe.StripeDown):
        send_refund(refund_id=refund.pk, now=house.now)
    shown = text(desk.get(path))
    send_refund(refund_id=refund.pk, now=house.now + timedelta(minutes=5))
    after = text(desk.get(path))

    assert "£12.00 goes back. What was paid by card is on its way there." in said
    assert ("on its way to the card" in shown, "on its way to the card" in after) == (True, False)
    made = house.stripe.objects("refund", house.refresh().account)
    assert [each["amount"] for each in made] == [1200]


@ways("broken")
def test_a_guest_who_gives_the_slot_back_is_rid_of_it_at_once(
    way: str, customer_client: HostClient, house: House, held: str
):
    book(customer_client, held)

    with trouble(house, way):
        answer = customer_client.post(f"/booked/{held.split('/')[2]}/pay/give-up/")

    assert (answer.status_code, booking().status) == (302, "expired")


@ways("busy")
def test_an_owner_on_the_way_to_connect_reads_why_not(way: str, owner_client: HostClient, house: House):
    Venue.objects.update(country="GB")
    with trouble(house, way):
        said = text(owner_client.post("/dashboard/settings/card-payments/connect/", follow=True))

    assert AWAY in said
    house.connect()
    assert len(house.stripe.objects("account")) == 1


def finish(house: House) -> None:
    """What beat does by then: calls that were left are finished, pages asked about."""
    later = house.now + timedelta(minutes=40)
    with public_scope():
        for call_id in calls.due_calls(now=later):
            calls.finish_call(call_id=call_id, now=later)
    with clock.set_to(later):
        settle_pages_of_business(business_id=house.business_id)


# ---- signatures and clocks


@pytest.fixture
def told(platform_client: HostClient, house: House, settings: LazySettings) -> Callable[..., int]:
    """What our endpoint answers to the newest event of a kind, signed so."""
    settings.STRIPE_WEBHOOK_SECRETS = {"platform": [PLATFORM_SECRET], "connect": [CONNECT_SECRET]}

    def tell(kind: str, *, secret: str, at: datetime) -> int:
        account = house.refresh().account
        event = next(each for each in reversed(house.stripe.events(account)) if each["type"] == kind)
        body = json.dumps({**event, "account": account}).encode()
        header = {"stripe-signature": signed(body, secret=secret, at=at)}
        with public_scope():
            answer = platform_client.post(
                "/stripe/connect/", body, content_type="application/json", headers=header
            )
        return int(answer.status_code)

    return tell


@pytest.mark.parametrize(
    "signature",
    [("whsec_of_somebody_else", 0), (CONNECT_SECRET, 10), (CONNECT_SECRET, -10)],
    ids=["signed by another", "a clock is slow", "a clock is fast"],
)
def test_while_no_event_is_believed_whoever_comes_back_is_booked(
    signature: tuple[str, int], customer_client: HostClient, told: Callable[..., int], held: str, house: House
):
    secret, minutes = signature
    back = house.stripe.pay(book(customer_client, held))
    signed_at = house.now + timedelta(minutes=minutes)

    refused = told("checkout.session.completed", secret=secret, at=signed_at)
    assert (refused, StripeEvent.objects.count(), booking().status) == (400, 0, "held")
    said = words(customer_client, back)

    assert "Thank you. Your payment has arrived." in said
    assert (booking().status, intents(house)) == ("confirmed", [1200])


def test_nobody_came_back_and_no_event_was_believed_the_sweep_books(
    customer_client: HostClient, house: House, held: str
):
    house.stripe.pay(book(customer_client, held))
    account = house.refresh().account

    with public_scope():
        missed = sweep_account(account=account, now=house.now)
        for event_id in StripeEvent.objects.order_by("id").values_list("pk", flat=True):
            events.apply_event(event_id=event_id, now=house.now)

    assert (missed > 0, booking().status, intents(house)) == (True, "confirmed", [1200])


def test_a_clock_that_is_behind_stripes_books_nothing_and_says_so(
    customer_client: HostClient, house: House, held: str
):
    """Five minutes: what we ask for is refused in words for us, which no guest is told."""
    house.stripe.freeze(int((house.now + timedelta(minutes=5)).timestamp()))

    said = words(customer_client, book(customer_client, held))

    assert "This venue takes no cards online at the moment. Ask them how to pay." in said
    assert ("expires_at" in said, booking().status, intents(house)) == (False, "held", [])


def test_with_a_clock_that_is_ahead_of_stripes_guests_pay(
    customer_client: HostClient, house: House, held: str
):
    house.stripe.freeze(int((house.now - timedelta(minutes=5)).timestamp()))

    words(customer_client, house.stripe.pay(book(customer_client, held)))

    assert (booking().status, intents(house)) == ("confirmed", [1200])
