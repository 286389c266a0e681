"""What paying by card costs on top: shown first, charged, in the books, on the receipt, and given back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from bookings.models import Booking, Venue
from bookings.services.links import issue_manage_link
from ledger.selectors import balance, trial_balance
from payments.checks import look_at_books
from payments.domain.surcharges import share_back, surcharge_on
from payments.handlers import send_begun_refund
from payments.models import Document, Payment, PaymentSettings, Refund
from payments.selectors.agreement import differences
from payments.services.giving_back import refund_booking
from tests.conftest import HostClient
from tests.factories import make_booking, make_customer, make_room
from tests.factories.payments import make_shop, take
from tests.payments.house import House
from tests.payments.test_links import asked, pay, words
from tests.payments.test_vouchers import buy, fact


@pytest.fixture
def booking(house: House) -> Booking:
    """A confirmed booking over 60.00 of Ada's; 1.5 % and 0.20 come on top of card payments."""
    house.connect()
    venue = Venue.objects.get()
    PaymentSettings.objects.create(venue=venue, surcharge_percent=1500, surcharge_fixed_minor=20)
    ada = make_customer(name="Ada", email="ada@example.com")
    return make_booking(room=make_room(venue), starts_at=house.now, total_minor=6000, customer=ada)


def in_books(*names: str) -> list[int]:
    venue = Venue.objects.get().pk
    return [balance(f"test/venues/{venue}/{name}", "GBP").minor for name in names]


def give_back(booking: Booking, minor: int, house: House, **more: object) -> Refund:
    refund = refund_booking(
        booking_id=booking.pk, amount_minor=minor, now=house.now, may_exceed=True, reason="x", **more
    )
    if refund.state == "pending":
        send_begun_refund(fact("payment.refund_begun"), house.now)
    refund.refresh_from_db()
    return refund


def test_it_is_shown_charged_and_is_none_of_what_is_due(
    customer_client: HostClient, house: House, booking: Booking
):
    token = issue_manage_link(booking_id=booking.pk, now=house.now)

    before = words(customer_client, f"/booked/{token}/pay/")
    page = customer_client.post(f"/booked/{token}/pay/")["Location"]
    there = house.stripe.get(page).text
    words(customer_client, house.stripe.pay(page))

    paid = Payment.objects.get()
    assert "£1.10 comes on top for paying by card." in before
    assert "Card surcharge" in there
    assert (paid.state, paid.amount_minor, paid.surcharge_minor) == ("taken", 6000, 110)
    assert house.stripe.objects("payment_intent", paid.external_account)[0]["amount_received"] == 6110
    assert in_books("card", "guests", "surcharges") == [6110, -6000, -110]


def test_the_receipt_says_it_and_the_books_agree_with_stripe(
    customer_client: HostClient, house: House, booking: Booking
):
    pay(customer_client, house, asked(booking, 6000, house.now))

    receipt = Document.objects.get()
    assert receipt.total_minor == 6110
    assert ["Card surcharge", "£1.10"] in receipt.body["sums"]
    assert ["Charged to the card", "£61.10"] in receipt.body["sums"]
    assert look_at_books(house.now).problems == []
    house.stripe.advance(3600)
    assert differences(Payment.objects.get().external_account, house.now) == []


def test_it_goes_back_with_its_part_and_in_all_to_the_cent(
    customer_client: HostClient, house: House, booking: Booking
):
    pay(customer_client, house, asked(booking, 6000, house.now))

    refunds = [give_back(booking, minor, house) for minor in (1000, 1000, 4000)]

    assert [each.lines.get().surcharge_minor for each in refunds] == [18, 19, 73]
    assert in_books("card", "guests", "surcharges") == [0, 0, 0]
    assert sum(trial_balance().values()) == 0
    there = house.stripe.objects("refund", Payment.objects.get().external_account)
    assert sorted(each["amount"] for each in there) == [1018, 1019, 4073]
    notes = Document.objects.filter(kind="credit_note").order_by("id")
    assert [each.total_minor for each in notes] == [1018, 1019, 4073]


def test_it_goes_back_only_to_the_card(customer_client: HostClient, house: House, booking: Booking):
    pay(customer_client, house, asked(booking, 6000, house.now))

    give_back(booking, 2000, house, to_credit=True)
    back = give_back(booking, 4000, house)

    assert back.lines.get().surcharge_minor == 73
    assert in_books("surcharges") == [-37]


def test_what_the_desk_takes_costs_nothing_on_top(house: House, booking: Booking):
    paid = take(booking, 6000)

    assert paid.surcharge_minor == 0
    with pytest.raises(IntegrityError, match="payment_surcharge_on_cards"), transaction.atomic():
        Payment.objects.create(
            venue=paid.venue, booking=booking, method="cash", amount_minor=1, surcharge_minor=1,
            currency="GBP", taken_at=house.now,
        )  # fmt: skip


def test_another_rule_meanwhile_is_another_page_and_what_was_shown_is_charged(
    customer_client: HostClient, house: House, booking: Booking
):
    path = asked(booking, 6000, house.now)
    first = customer_client.post(path)["Location"]
    PaymentSettings.objects.update(surcharge_percent=0, surcharge_fixed_minor=0)

    second = customer_client.post(path)["Location"]
    with pytest.raises(AssertionError):
        house.stripe.pay(first)
    words(customer_client, house.stripe.pay(second))

    taken = Payment.objects.get(state="taken")
    assert (first == second, taken.surcharge_minor) == (False, 0)


def test_a_gift_voucher_costs_it_too_and_says_so(customer_client: HostClient, house: House, booking: Booking):
    make_shop(booking.room.venue)

    form = words(customer_client, "/gift-vouchers/")
    sale = buy(customer_client, house)

    assert "1.5 % and £0.20 come on top for paying by card." in form
    assert (sale.payments.get().surcharge_minor, sale.voucher and sale.voucher.balance_minor) == (95, 5000)
    assert in_books("card", "vouchers", "surcharges") == [5095, -5000, -95]


def test_it_is_off_until_an_owner_says_how_much(client_as: Callable[[str], HostClient], house: House):
    path = "/dashboard/settings/payments/"
    form = {"due_rule": "at_visit", "due_days": "0", "left_over": "staff"}
    form |= {"surcharge_percent": "2.5", "surcharge_fixed": "0.30"}
    owner = client_as("owner")

    assert (PaymentSettings().surcharge_percent, PaymentSettings().surcharge_fixed_minor) == (0, 0)
    assert "Law forbids it in many places" in owner.get(path).content.decode()
    bad = [
        owner.post(path, form | wrong).status_code
        for wrong in ({"surcharge_percent": "11"}, {"surcharge_fixed": "101"})
    ]
    owner.post(path, form)

    row = PaymentSettings.objects.get()
    assert (bad, row.surcharge_percent, row.surcharge_fixed_minor) == ([422, 422], 2500, 30)


@given(st.integers(0, 10**9), st.lists(st.integers(1, 10**6), min_size=1, max_size=9))
def test_however_it_is_cut_up_all_of_it_goes_back(surcharge: int, parts: list[int]):
    amount, before, back = sum(parts), 0, 0
    for part in parts:
        share = share_back(surcharge, amount_minor=amount, before_minor=before, part_minor=part)
        assert share >= 0
        before, back = before + part, back + share
    assert back == surcharge


@pytest.mark.parametrize(
    ("amount", "percent", "fixed", "surcharge"),
    [(6000, 1500, 20, 110), (0, 1500, 20, 0), (6000, 0, 0, 0), (33, 1500, 0, 0), (100, 2500, 0, 3)],
)
def test_so_much_of_an_amount_and_so_much_for_the_payment(
    amount: int, percent: int, fixed: int, surcharge: int
):
    assert surcharge_on(amount, percent=percent, fixed_minor=fixed) == surcharge
