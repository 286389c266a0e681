"""A card that is not to be kept any more is let go at Stripe, too: by a press, by another, with its guest."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.utils.html import strip_tags

from billing.models import StripeCall
from billing.tasks import finish_calls
from bookings.models import Booking, Customer, Room
from bookings.services.erasing import erase_customer
from bookings.services.holds import expire_holds
from boom.core import clock
from boom.core.models import OutboxMessage
from boom.core.providers import stripe
from payments.errors import NoKeptCard
from payments.handlers import forget_cards_of_erased
from payments.models import KeptCard, PaymentSettings
from payments.services.cards_left import only_one
from payments.services.charges import charge_card
from payments.services.forgetting import forget_card
from tenants.context import public_scope
from tests.conftest import HostClient
from tests.factories import at, make_booking
from tests.payments import test_kept_cards as kept
from tests.payments.house import House
from tests.payments.test_paying import book, booking, held, venue, words

__all__ = ["held", "keeping", "venue"]
keeping = kept.keeping
LATER = 40


def there(house: House) -> list[dict[str, Any]]:
    """The cards at Stripe that belong to somebody."""
    methods = house.stripe.objects("payment_method", house.refresh().account)
    return [each for each in methods if each["customer"]]


def sweep(house: House) -> None:
    """What nobody carried out is taken up, half a minute later."""
    with clock.set_to(house.now.replace(second=LATER)), public_scope():
        finish_calls()


@pytest.fixture
def row(customer_client: HostClient, keeping: object, house: House, held: str) -> Booking:
    """A missed visit for which a card was left."""
    return kept.left(customer_client, house, held)


def test_staff_forget_it_and_nobody_can_charge_it(
    row: Booking, house: House, client_as: Callable[[str], HostClient]
):
    desk = client_as("front_desk")
    before = (strip_tags(desk.get(f"/dashboard/bookings/{row.pk}/").content.decode()), len(there(house)))

    answer = desk.post(f"/dashboard/bookings/{row.pk}/forget-card/", follow=True)

    assert ("Forget the card that was left, Visa 4242" in before[0], before[1]) == (True, 1)
    assert "Nobody can charge it any more" in strip_tags(answer.content.decode())
    assert (KeptCard.objects.get().state, there(house)) == ("forgotten", [])
    with pytest.raises(NoKeptCard):
        charge_card(booking_id=row.pk, amount_minor=3000, key="k1", now=house.now)


def test_while_stripe_is_away_it_is_forgotten_here_and_let_go_later(row: Booking, house: House):
    house.stripe.fault("lose", "/v1/payment_methods/*", times=9)

    forget_card(booking_id=row.pk, now=house.now)
    house.stripe.no_more_faults()
    stripe.breaker.succeeded()
    sweep(house)

    assert (KeptCard.objects.get().state, there(house)) == ("forgotten", [])
    assert StripeCall.objects.get(purpose="let-card-go").state == "done"


def test_one_that_is_gone_there_is_forgotten_all_the_same(row: Booking, house: House):
    card = KeptCard.objects.get()
    house.stripe.client(card.external_account).v1.payment_methods.detach(card.external_id)

    forget_card(booking_id=row.pk, now=house.now)

    assert KeptCard.objects.get().state == "forgotten"


def test_another_card_takes_its_place_there_too(row: Booking, house: House):
    before = KeptCard.objects.get()
    other = KeptCard(
        venue_id=before.venue_id, booking_id=before.booking_id, state="kept", begun_at=house.now,
        external_account=before.external_account, external_customer="cus_2", external_id="pm_2",
    )  # fmt: skip
    only_one(other, house.now)
    other.save()

    sweep(house)

    before.refresh_from_db()
    assert (before.state, there(house)) == ("forgotten", [])


def test_with_its_guest_all_that_stripe_has_of_them_goes(row: Booking, house: House):
    customer = Customer.objects.get(pk=row.customer_id)
    erase_customer(customer_id=customer.pk, version=customer.version, now=house.now)
    (fact,) = OutboxMessage.objects.filter(kind="customer.erased")

    for _ in range(2):
        forget_cards_of_erased(fact, house.now)
    sweep(house)

    assert (KeptCard.objects.get().state, there(house)) == ("forgotten", [])
    assert house.stripe.objects("customer", house.refresh().account) == []
    assert StripeCall.objects.filter(purpose="forget-person").count() == 1


@pytest.mark.parametrize("pays", [False, True])
def test_left_too_late_it_is_let_go_at_once(
    customer_client: HostClient, request: pytest.FixtureRequest, house: House, held: str, pays: bool
):
    if pays:
        PaymentSettings.objects.create(venue=Room.objects.get(name="Duet").venue, keeps_card=True)
    else:
        request.getfixturevalue("keeping")
    page = book(customer_client, held)
    Booking.objects.filter(pk=booking().pk).update(held_until=house.now)
    expire_holds(now=house.now)
    make_booking(room=Room.objects.get(name="Duet"), starts_at=at("2026-11-21 21:00"))
    words(customer_client, house.stripe.pay(page))

    sweep(house)

    assert (KeptCard.objects.get().state, there(house)) == ("failed", [])
