"""Cards left for a fee: without a charge, along with a deposit, charged by staff once, or refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils.html import strip_tags

from bookings.models import Booking, DepositRule, Room, Venue
from bookings.services.arrivals import mark_no_show
from bookings.services.holds import expire_holds
from boom.core import clock
from boom.core.providers import stripe
from boom.core.providers.stripe import StripeDown
from payments.errors import MoreThanDue, NoKeptCard
from payments.models import KeptCard, Payment, PaymentSettings
from payments.services.charges import charge_card
from payments.tasks import settle_pages_of_business
from tests.conftest import HostClient
from tests.factories import at, make_booking
from tests.payments.house import House
from tests.payments.test_paying import book, booking, held, venue, words
from tests.stripe import DECLINED

__all__ = ["held", "venue"]
SAVED_THEN_DECLINED = "4000000000000341"


@pytest.fixture
def keeping(venue: Venue) -> Venue:
    """No deposit: a card is left, and half the price kept of a missed visit."""
    DepositRule.objects.all().delete()
    Venue.objects.filter(pk=venue.pk).update(no_show_percent=50)
    PaymentSettings.objects.create(venue=venue, keeps_card=True)
    return venue


def left(client: HostClient, house: House, held: str, card: str = "4242424242424242") -> Booking:
    """A booking for which a card was left, whose guest did not come: 30.00 are due."""
    words(client, house.stripe.pay(book(client, held), card))
    with clock.set_to(at("2026-11-21 23:30")):
        mark_no_show(booking_id=booking().pk, version=None, now=clock.now())
    return booking()


def test_a_card_is_left_without_a_charge_and_the_booking_made(
    customer_client: HostClient, keeping: Venue, house: House, held: str
):
    before = words(customer_client, held)
    after = words(customer_client, house.stripe.pay(book(customer_client, held)))

    card = KeptCard.objects.get()
    assert ("Leave a card and book" in before, "All is in order with your card." in after) == (True, True)
    assert (booking().status, Payment.objects.count()) == ("confirmed", 0)
    assert (card.state, card.brand, card.last_four, card.expires) == ("kept", "visa", "4242", "12/2034")


def test_the_event_alone_makes_the_booking(
    customer_client: HostClient, keeping: Venue, house: House, held: str
):
    house.stripe.pay(book(customer_client, held))
    for _ in range(2):
        house.hear()

    assert (booking().status, KeptCard.objects.get().state) == ("confirmed", "kept")


def test_with_a_deposit_the_card_is_kept_along(customer_client: HostClient, house: House, held: str):
    PaymentSettings.objects.create(venue=Venue.objects.get(slug="velvet"), keeps_card=True)

    words(customer_client, house.stripe.pay(book(customer_client, held)))

    assert (Payment.objects.get().amount_minor, KeptCard.objects.get().last_four) == (1200, "4242")


def test_left_too_late_nothing_is_booked_and_the_card_not_kept(
    customer_client: HostClient, keeping: Venue, house: House, held: str
):
    page = book(customer_client, held)
    Booking.objects.filter(pk=booking().pk).update(held_until=house.now)
    expire_holds(now=house.now)
    make_booking(room=Room.objects.get(name="Duet"), starts_at=at("2026-11-21 21:00"))

    said = words(customer_client, house.stripe.pay(page))

    assert "Nothing was charged, and nothing is booked." in said
    assert KeptCard.objects.get().state == "failed"


def test_staff_charge_the_fee_once_however_often_they_press(
    customer_client: HostClient,
    client_as: Callable[[str], HostClient],
    keeping: Venue,
    house: House,
    held: str,
):
    row = left(customer_client, house, held)
    desk, form = client_as("front_desk"), {"amount": "30", "key": "k1"}

    shown = strip_tags(desk.get(f"/dashboard/bookings/{row.pk}/").content.decode())
    said = desk.post(f"/dashboard/bookings/{row.pk}/charge-card/", form, follow=True).content.decode()
    desk.post(f"/dashboard/bookings/{row.pk}/charge-card/", form)

    assert "Charge the card that was left, Visa 4242" in " ".join(shown.split())
    assert "Charged £30.00 to the card." in said
    assert list(Payment.objects.values_list("amount_minor", "state")) == [(3000, "taken")]
    assert len(house.stripe.objects("payment_intent", house.refresh().account)) == 1


def test_a_bank_that_says_no_leaves_the_fee_due_and_says_why(
    customer_client: HostClient, keeping: Venue, house: House, held: str
):
    row = left(customer_client, house, held, SAVED_THEN_DECLINED)

    payment = charge_card(booking_id=row.pk, amount_minor=3000, key="k1", now=house.now)

    assert (payment.state, payment.note) == (
        "failed",
        "The card was declined. Try another one, or ask the bank.",
    )


def test_no_more_than_is_due_is_charged(customer_client: HostClient, keeping: Venue, house: House, held: str):
    row = left(customer_client, house, held)

    with pytest.raises(MoreThanDue):
        charge_card(booking_id=row.pk, amount_minor=3001, key="k1", now=house.now)


def test_without_a_card_nothing_is_charged(house: House, venue: Venue):
    row = make_booking(room=Room.objects.get(name="Duet"), starts_at=house.now, total_minor=1000)

    with pytest.raises(NoKeptCard):
        charge_card(booking_id=row.pk, amount_minor=100, key="k1", now=house.now)


def test_a_lost_answer_is_finished_and_nobody_charged_twice(
    customer_client: HostClient, keeping: Venue, house: House, held: str
):
    row = left(customer_client, house, held)
    house.stripe.fault("lose", "/v1/payment_intents", times=9)
    with pytest.raises(StripeDown):
        charge_card(booking_id=row.pk, amount_minor=3000, key="k1", now=house.now)
    house.stripe.no_more_faults()
    stripe.breaker.succeeded()

    with clock.set_to(house.now + timedelta(minutes=40)):
        settle_pages_of_business(business_id=house.business_id)
    house.hear("payment_intent.succeeded")

    assert list(Payment.objects.values_list("amount_minor", "state")) == [(3000, "taken")]
    assert len(house.stripe.objects("payment_intent", house.refresh().account)) == 1


def test_a_declined_card_is_not_left(customer_client: HostClient, keeping: Venue, house: House, held: str):
    page = book(customer_client, held)

    with pytest.raises(AssertionError):
        house.stripe.pay(page, DECLINED)

    assert (booking().status, KeptCard.objects.get().state) == ("held", "pending")


def test_a_card_whose_event_was_lost_is_asked_about_and_an_abandoned_page_is_over(
    customer_client: HostClient, keeping: Venue, house: House, held: str
):
    house.stripe.pay(book(customer_client, held))

    with clock.set_to(house.now + timedelta(minutes=40)):
        asked = settle_pages_of_business(business_id=house.business_id)
        again = settle_pages_of_business(business_id=house.business_id)

    assert (asked, again, booking().status, KeptCard.objects.get().state) == (1, 0, "confirmed", "kept")
