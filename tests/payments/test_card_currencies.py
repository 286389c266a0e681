"""Where Stripe counts a currency otherwise than we do, no card is charged: it would be another amount."""

from __future__ import annotations

import pytest

from bookings.models import Venue
from boom.core.money import EXPONENTS
from payments.domain.card_currencies import is_charged_exactly
from payments.errors import CardsNotTaken
from payments.selectors.upfront import charging_account
from payments.selectors.vouchers import open_shop
from payments.services.links import ask_by_link
from tests.factories import at, make_booking, make_room
from tests.factories.payments import make_shop
from tests.payments.house import House

# https://docs.stripe.com/currencies#zero-decimal, but for UGX, which is counted in hundredths all the same.
ZERO_AT_STRIPE = set("BIF CLP DJF GNF JPY KMF KRW MGA PYG RWF VND VUV XAF XOF XPF".split())


def test_what_is_charged_has_the_same_unit_there():
    charged = {code: places for code, places in EXPONENTS.items() if is_charged_exactly(code)}

    assert {code for code, places in charged.items() if places == 0} == ZERO_AT_STRIPE - {"MGA"}
    assert set(charged.values()) == {0, 2}


@pytest.mark.parametrize(
    ("currency", "is_taken"), [("GBP", True), ("JPY", True), ("ISK", False), ("KWD", False)]
)
def test_cards_are_taken_only_there(house: House, currency: str, is_taken: bool):
    house.connect()
    Venue.objects.update(currency=currency)
    venue = Venue.objects.get()
    make_shop(venue)

    assert (charging_account(currency) is not None, open_shop(venue) is not None) == (is_taken, is_taken)


def test_no_link_asks_for_what_cannot_be_charged(house: House):
    house.connect()
    Venue.objects.update(currency="ISK")
    booking = make_booking(
        room=make_room(Venue.objects.get()),
        starts_at=at("2026-11-22 20:00"),
        total_minor=6000,
        currency="ISK",
    )

    with pytest.raises(CardsNotTaken):
        ask_by_link(booking_id=booking.pk, amount_minor=6000, now=house.now)


def test_the_owner_reads_why(owner_client, house: House):
    Venue.objects.update(currency="ISK")

    page = owner_client.get("/dashboard/settings/card-payments/").content.decode()

    assert "Amounts in ISK are counted otherwise at Stripe" in page
