"""Test mode is kept apart from money: it says so, counts nowhere, and its keys do nothing to live data."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.utils.html import strip_tags

from billing.errors import CallLost
from billing.models import ConnectedAccount, StripeCall
from billing.selectors import account_of
from billing.services.calls import perform_call
from billing.services.subscriptions import connect_account
from bookings.models import Booking, Venue
from bookings.takings import standings_of
from ledger.models import EntryLine
from ledger.selectors import balance, trial_balance
from payments.checks import look_at_books
from payments.errors import CardsNotTaken, MoreThanPaid, NoKeptCard
from payments.models import Document, KeptCard, Payment, Refund
from payments.selectors.accounts import owed_back
from payments.services.card_pages import Wanted
from payments.services.charges import charge_card
from payments.services.checkouts import open_page
from payments.services.taking import record_payment
from tenants.context import public_scope
from tests.conftest import HostClient
from tests.payments import test_card_refunds as refunds
from tests.payments.house import House

booking = refunds.booking
As = Callable[[str], HostClient]
LIVE = "sk_live_of_nobody"


@pytest.fixture
def tried(house: House, booking: Booking) -> Payment:
    """40.00 paid by card in test mode, and 20.00 in real cash."""
    record_payment(booking_id=booking.pk, method="cash", amount_minor=2000, now=house.now)
    return refunds.pay(house, booking, 4000)


def shown(client: HostClient, path: str) -> str:
    return " ".join(strip_tags(client.get(path).content.decode()).split())


def standing(booking: Booking) -> tuple[int, int]:
    now = standings_of([booking.pk])[booking.pk]
    return now.kept.minor, now.due.minor


def test_what_is_tried_out_books_and_stands_on_books_of_its_own(
    house: House, booking: Booking, tried: Payment
):
    venue = booking.room.venue_id

    assert (tried.is_test, standing(booking)) == (True, (6000, 0))
    assert balance(f"venues/{venue}/guests", "GBP").minor == -2000
    assert balance(f"test/venues/{venue}/guests", "GBP").minor == -4000
    assert not EntryLine.objects.filter(account__code=f"venues/{venue}/card").exists()
    assert (sum(trial_balance().values()), look_at_books(house.now).problems) == (0, [])


def test_takings_leave_it_out_and_every_page_says_so(
    house: House, booking: Booking, tried: Payment, client_as: As
):
    till = shown(client_as("manager"), "/dashboard/till/")
    drawer = shown(client_as("manager"), f"/dashboard/bookings/{booking.pk}/")

    assert ("Card online Test, no money" in till, "£20.00 in all." in till) == (True, True)
    assert "in test mode, no money moved" in drawer
    facts = Document.objects.get(payment=tried).body["facts"]
    assert ["Test mode", "No money moved. This is no document for the books."] in facts


def test_its_refund_is_a_test_too_whatever_else_goes_back(house: House, booking: Booking, tried: Payment):
    refunds.give_back(booking, 5000, house.now)

    assert list(Refund.objects.order_by("id").values_list("amount_minor", "is_test", "state")) == [
        (1000, False, "done"),
        (4000, True, "pending"),
    ]


def test_pages_say_so_with_a_test_key_of_stripes_as_well(house: House, client_as: As, settings: LazySettings):
    settings.STRIPE_IS_STANDIN, settings.STRIPE_SECRET_KEY = False, "sk_test_of_stripes"

    assert "Test mode" in shown(client_as("owner"), "/dashboard/settings/card-payments/")
    settings.STRIPE_SECRET_KEY = LIVE
    assert "Test mode" not in shown(client_as("owner"), "/dashboard/settings/card-payments/")


def test_with_live_keys_it_counts_nowhere(
    house: House, booking: Booking, tried: Payment, client_as: As, settings: LazySettings
):
    settings.STRIPE_SECRET_KEY = LIVE

    assert standing(booking) == (2000, 4000)
    assert owed_back(booking.room.venue) == []
    with pytest.raises(MoreThanPaid, match=r"£20\.00 is left"):
        refunds.give_back(booking, 2001, house.now)
    assert (
        "<s>Card online</s>"
        in client_as("manager").get(f"/dashboard/bookings/{booking.pk}/").content.decode()
    )


def test_with_live_keys_the_test_account_is_none_and_another_is_connected(
    house: House, booking: Booking, settings: LazySettings
):
    tried = house.refresh().account
    settings.STRIPE_SECRET_KEY = LIVE
    wanted = Wanted(booking.pk, standings_of([booking.pk])[booking.pk].due, "", "", "")

    with pytest.raises(CardsNotTaken):
        open_page(wanted, now=house.now)
    with public_scope():
        connect_account(business_id=house.business_id, account="acct_live", now=house.now)
        kept = {row.account: row.is_live for row in ConnectedAccount.objects.all()}

    found = account_of(house.business_id)
    assert found is not None
    assert (found.account, kept) == ("acct_live", {tried: False, "acct_live": True})


def test_what_was_asked_with_test_keys_is_never_sent_with_live_ones(
    house: House, booking: Booking, tried: Payment, settings: LazySettings
):
    refunds.give_back(booking, 4000, house.now)
    call = StripeCall.objects.get(purpose="refund")
    settings.STRIPE_SECRET_KEY = LIVE

    with pytest.raises(CallLost):
        perform_call(call_id=call.pk, now=house.now)

    call.refresh_from_db()
    assert (call.is_live, call.state, call.first_sent_at) == (False, "refused", None)
    assert house.stripe.objects("refund", tried.external_account) == []


def test_a_card_left_with_another_account_is_not_charged(house: House, booking: Booking):
    KeptCard.objects.create(
        venue=Venue.objects.get(), booking=booking, state="kept", begun_at=house.now,
        external_account="acct_before", external_customer="cus_1", external_id="pm_1",
    )  # fmt: skip

    with pytest.raises(NoKeptCard):
        charge_card(booking_id=booking.pk, amount_minor=100, key="k", now=house.now)
