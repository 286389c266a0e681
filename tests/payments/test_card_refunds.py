"""Money back to cards: under way until Stripe says, never more than was paid, once a click."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.utils.html import strip_tags

from billing.models import StripeCall
from bookings.models import Booking, Venue
from boom.core import outbox
from boom.core.models import OutboxMessage
from boom.core.money import Money
from boom.core.providers import stripe
from boom.core.providers.stripe import StripeDown
from payments.errors import MoreThanPaid, SentBefore
from payments.handlers import send_begun_refund
from payments.models import Document, Payment, Refund
from payments.services.card_outcomes import settle_page
from payments.services.card_pages import Wanted
from payments.services.card_refunds import send_refund
from payments.services.checkouts import open_page
from payments.services.giving_back import refund_booking
from tests.conftest import HostClient
from tests.factories import make_booking, make_customer, make_room
from tests.factories.payments import take
from tests.payments.house import House
from tests.payments.test_paying import balance
from tests.stripe import PAYS


@pytest.fixture
def booking(house: House) -> Booking:
    """A confirmed booking over 60.00, with an account that may charge."""
    house.connect()
    venue = Venue.objects.get()
    Venue.objects.update(slug="velvet")
    return make_booking(
        room=make_room(venue), starts_at=house.now, total_minor=6000, customer=make_customer(name="Ada")
    )


def pay(house: House, booking: Booking, minor: int, card: str = PAYS) -> Payment:
    """So much by card."""
    wanted = Wanted(
        booking.pk, Money(minor, "GBP"), "", "https://twin-a.localhost/", "https://twin-a.localhost/"
    )
    house.stripe.pay(open_page(wanted, now=house.now), card)
    payment = Payment.objects.latest("id")
    return settle_page(payment_id=payment.pk, now=house.now)


def give_back(booking: Booking, minor: int, now: datetime, **given: Any) -> Refund:
    return refund_booking(
        booking_id=booking.pk, amount_minor=minor, now=now, reason="Sorry", may_exceed=True, **given
    )


def test_a_refund_is_under_way_until_stripe_says_and_then_in_the_books(house: House, booking: Booking):
    pay(house, booking, 6000)

    refund = give_back(booking, 2500, house.now)
    before = (refund.state, Payment.objects.get().refunded_minor, balance("card"), Document.objects.count())
    send_refund(refund_id=refund.pk, now=house.now)
    refund.refresh_from_db()

    assert before == ("pending", 2500, 6000, 1)
    assert (refund.state, balance("card")) == ("done", 3500)
    assert sorted(Document.objects.values_list("kind", flat=True)) == ["credit_note", "receipt"]


def test_an_event_alone_ends_it_too_and_twice_changes_nothing(house: House, booking: Booking):
    pay(house, booking, 6000)
    refund = give_back(booking, 2500, house.now)
    call = StripeCall.objects.get(purpose="refund")
    # As `finish_calls` does it, of which payments hear nothing.
    house.stripe.client(call.account).v1.refunds.create(call.params, {"idempotency_key": call.key})

    for _ in range(2):
        house.hear("refund.created", "refund.updated")

    refund.refresh_from_db()
    assert (refund.state, Refund.objects.count(), Document.objects.count()) == ("done", 1, 2)


def test_never_more_goes_back_than_was_paid_however_it_is_under_way(house: House, booking: Booking):
    pay(house, booking, 6000)
    give_back(booking, 4000, house.now)

    with pytest.raises(MoreThanPaid):
        give_back(booking, 2001, house.now)


def test_one_click_one_refund(house: House, booking: Booking):
    pay(house, booking, 6000)

    first = give_back(booking, 1000, house.now, idempotency_key="click")
    second = give_back(booking, 1000, house.now, idempotency_key="click")
    for _ in range(2):
        send_refund(refund_id=first.pk, now=house.now)

    assert first == second
    assert len(house.stripe.objects("refund", house.refresh().account)) == 1


def test_what_was_paid_in_two_ways_goes_back_in_two_and_again_by_the_same_click(
    house: House, booking: Booking
):
    take(booking, 1000)
    pay(house, booking, 5000)

    first = give_back(booking, 5500, house.now, idempotency_key="click")
    again = give_back(booking, 5500, house.now, idempotency_key="click")

    assert first == again
    assert list(Refund.objects.order_by("id").values_list("amount_minor", "state", "allowed_minor")) == [
        (500, "done", 500),
        (5000, "pending", 5000),
    ]
    with pytest.raises(SentBefore):
        give_back(booking, 500, house.now, idempotency_key="click")


def test_each_way_has_its_part_of_the_lines_it_is_for(house: House, booking: Booking):
    take(booking, 1000)
    pay(house, booking, 5000)
    items = [{"label": "Pizza", "amount_minor": 1200}, {"label": "Room", "amount_minor": 4300}]

    give_back(booking, 5500, house.now, items=items)

    assert [refund.items for refund in Refund.objects.order_by("id")] == [
        [{"label": "Pizza", "amount_minor": 500}],
        [{"label": "Pizza", "amount_minor": 700}, {"label": "Room", "amount_minor": 4300}],
    ]


def test_while_stripe_is_away_it_stays_under_way_and_is_done_once(house: House, booking: Booking):
    pay(house, booking, 6000)
    refund = give_back(booking, 6000, house.now)
    (fact,) = OutboxMessage.objects.filter(kind="payment.refund_begun")
    house.stripe.fault("lose", "/v1/refunds", times=9)

    with pytest.raises(outbox.Later):
        send_begun_refund(fact, house.now)
    house.stripe.no_more_faults()
    stripe.breaker.succeeded()
    send_begun_refund(fact, house.now)

    refund.refresh_from_db()
    assert refund.state == "done"
    assert len(house.stripe.objects("refund", house.refresh().account)) == 1


def test_one_that_stripe_refuses_gives_nothing_back(house: House, booking: Booking):
    payment = pay(house, booking, 6000)
    house.stripe.client(payment.external_account).v1.refunds.create({"payment_intent": payment.external_id})
    refund = give_back(booking, 1000, house.now)

    assert send_refund(refund_id=refund.pk, now=house.now)

    refund.refresh_from_db()
    assert (refund.state, Payment.objects.get().refunded_minor) == ("failed", 0)


def test_it_is_given_back_from_the_drawer_and_the_guest_reads_that_it_is_on_its_way(
    house: House, booking: Booking, client_as: Callable[[str], HostClient]
):
    pay(house, booking, 6000)
    form = {"amount": "25", "reason": "Sorry", "sure": "on", "key": "a" * 32}

    answer = client_as("manager").post(f"/dashboard/bookings/{booking.pk}/give-back/", form, follow=True)
    shown = client_as("manager").get(f"/dashboard/bookings/{booking.pk}/").content.decode()

    assert "on its way" in " ".join(strip_tags(answer.content.decode()).split())
    assert "on its way to the card" in strip_tags(shown)


def test_a_payment_by_card_is_never_taken_back_as_never_made(
    house: House, booking: Booking, client_as: Callable[[str], HostClient]
):
    payment = pay(house, booking, 6000)

    answer = client_as("manager").post(f"/dashboard/payments/{payment.pk}/take-back/", {"reason": "Oops"})

    assert (answer.status_code, Payment.objects.get().state) == (422, "taken")


def test_stripe_is_never_asked_within_the_transaction_that_decides(house: House, booking: Booking):
    pay(house, booking, 6000)
    house.stripe.fault("down", "/v1/refunds", times=9)

    give_back(booking, 1000, house.now)

    assert house.stripe.faults()[0]["met"] == 0
    with pytest.raises(StripeDown):
        send_refund(refund_id=Refund.objects.get().pk, now=house.now)
