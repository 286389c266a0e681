"""Payments by card with everything at the same moment: presses, the way back, events, refunds, others."""

from __future__ import annotations

import json
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest
from django.conf import LazySettings
from django.db import connection

from billing.models import EventKind, EventSource, StripeCall, StripeEvent
from billing.services import connecting, events
from bookings.domain.interval import Interval
from bookings.models import Booking, Venue
from bookings.services.customers import Contact
from bookings.services.holds import Details, hold_slot
from bookings.services.paid_holds import keep_for_payment
from boom.core import clock
from boom.core.errors import DomainError
from boom.core.models import OutboxMessage
from boom.core.money import Money
from boom.core.outbox import Later
from boom.core.providers import stripe
from ledger.selectors import trial_balance
from payments.models import Document, Payment, Refund
from payments.services.card_outcomes import settle_page
from payments.services.card_pages import Wanted
from payments.services.card_refunds import send_refund
from payments.services.checkouts import open_page
from payments.services.giving_back import refund_booking
from tenants.context import public_scope, tenant_scope
from tenants.models import Business
from tests.factories import at, make_room
from tests.payments.house import House
from tests.stripe import StandIn

AT_ONCE, ROUNDS = 6, 2
ADA = Details(Contact("Ada Example", "ada@example.com", ""))
BACK = "https://founded.example/"


@pytest.fixture
def house(live_business: Business, stripe_standin: StandIn, settings: LazySettings) -> Iterator[House]:
    """A venue whose account may charge; at this machine's own time."""
    settings.STRIPE_IS_STANDIN, settings.STRIPE_API_BASE = True, stripe_standin.url
    stripe.breaker.succeeded()
    made = House(live_business.pk, stripe_standin, clock.now())
    made.connect()
    yield made
    with public_scope():
        StripeCall.objects.filter(business_id=live_business.pk).delete()
        StripeEvent.objects.filter(account__startswith="acct_").delete()


def at_once(business: Business, works: list[Callable[[], Any]]) -> Counter[str]:
    """Run all at the same moment; "done" or the refusal's code of each."""
    gate = threading.Barrier(len(works))

    def run(work: Callable[[], Any]) -> str:
        try:
            with tenant_scope(business):
                gate.wait(timeout=30)
                try:
                    work()
                except Later:
                    return "later"
                except DomainError as refusal:
                    return refusal.code
                return "done"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return Counter(pool.map(run, works))


def held(number: int) -> Booking:
    """A hold of a room of its own, with whose it is, kept while they pay."""
    room = make_room(Venue.objects.get(), name=f"Room {number}", price_per_hour_minor=3000)
    span = Interval(at("2027-01-10 20:00"), at("2027-01-10 22:00"))
    hold = hold_slot(room_id=room.pk, span=span, party_size=2, now=clock.now())
    return keep_for_payment(booking_id=hold.pk, details=ADA, now=clock.now())


def wanted(hold: Booking) -> Wanted:
    return Wanted(hold.pk, Money(hold.total_minor or 0, "GBP"), "ada@example.com", BACK, BACK)


def hear(told: dict[str, Any]) -> None:
    """An event as a worker deals with it; one that was overtaken is dealt with again."""
    with public_scope():
        body = json.dumps(told).encode()
        events.receive_event(body=body, told=told, kind=EventKind.CONNECT, source=EventSource.WEBHOOK)
        events.apply_event(event_id=StripeEvent.objects.get(stripe_id=told["id"]).pk, now=clock.now())


def settle(payment: Payment) -> None:
    settle_page(payment_id=payment.pk, now=clock.now())


def hold_again(hold: Booking) -> None:
    hold_slot(room_id=hold.room_id, span=hold.span, party_size=2, now=clock.now())


def completed(house: House) -> dict[str, Any]:
    with public_scope():
        account = connecting.refresh_account(business_id=house.business_id, now=clock.now()).account
    done = [each for each in house.stripe.events(account) if each["type"] == "checkout.session.completed"]
    return {**done[-1], "account": account}


def facts(kind: str, booking: Booking) -> int:
    return OutboxMessage.objects.filter(kind=kind, payload__booking=booking.pk).count()


def test_event_and_return_at_the_same_moment_book_and_note_it_once(live_business: Business, house: House):
    for number in range(ROUNDS):
        hold = held(number)
        house.stripe.pay(open_page(wanted(hold), now=clock.now()))
        payment, told = Payment.objects.latest("id"), completed(house)

        at_once(
            live_business,
            [partial(hear, told), partial(settle, payment)] * (AT_ONCE // 2),
        )

        hold.refresh_from_db()
        payment.refresh_from_db()
        assert (hold.status, payment.state) == ("confirmed", "taken")
        assert (facts("booking.confirmed", hold), facts("payment.taken", hold)) == (1, 1)
        assert Document.objects.filter(payment=payment).count() == 1
    assert sum(trial_balance().values()) == 0


def test_presses_at_the_same_moment_are_one_page(live_business: Business, house: House):
    hold = held(1)

    at_once(live_business, [lambda: open_page(wanted(hold), now=clock.now())] * AT_ONCE)

    with public_scope():
        account = connecting.refresh_account(business_id=house.business_id, now=clock.now()).account
    assert Payment.objects.count() == 1
    assert len(house.stripe.objects("checkout.session", account)) == 1


def test_refunds_at_the_same_moment_never_give_back_more_than_was_paid(live_business: Business, house: House):
    hold = held(1)
    house.stripe.pay(open_page(wanted(hold), now=clock.now()))
    payment = settle_page(payment_id=Payment.objects.get().pk, now=clock.now())

    outcomes = at_once(
        live_business,
        [
            lambda: refund_booking(
                booking_id=hold.pk, amount_minor=2500, reason="x", may_exceed=True, now=clock.now()
            )
        ]
        * AT_ONCE,
    )
    ids = list(Refund.objects.values_list("pk", flat=True))
    at_once(live_business, [lambda key=key: send_refund(refund_id=key, now=clock.now()) for key in ids * 3])
    for key in ids:
        send_refund(refund_id=key, now=clock.now())

    payment.refresh_from_db()
    assert outcomes == Counter({"more-than-paid": AT_ONCE - 2, "done": 2})
    assert (payment.refunded_minor, {each.state for each in Refund.objects.all()}) == (5000, {"done"})
    given = house.stripe.objects("refund", payment.external_account)
    assert [each["amount"] for each in given] == [2500, 2500]


def test_paid_late_while_another_takes_the_slot_one_has_it_and_the_other_their_money(
    live_business: Business, house: House
):
    for number in range(ROUNDS):
        hold = held(number)
        house.stripe.pay(open_page(wanted(hold), now=clock.now()))
        payment = Payment.objects.latest("id")
        Booking.objects.filter(pk=hold.pk).update(held_until=clock.now())

        at_once(
            live_business,
            [partial(settle, payment), partial(hold_again, hold)],
        )
        settle_page(payment_id=payment.pk, now=clock.now())

        hold.refresh_from_db()
        payment.refresh_from_db()
        there = Booking.objects.filter(room_id=hold.room_id, status__in=["held", "confirmed"])
        assert there.count() == 1
        assert payment.state == "taken"
        assert payment.refunded_minor == (0 if hold.status == "confirmed" else payment.amount_minor)
