"""Gift vouchers sold online: bought by card, used in part, given back, and what their pages and mails say."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.db import DatabaseError, transaction
from django.utils.html import strip_tags

from accounts.models import User
from bookings.models import GiftVoucher, Venue
from bookings.selectors.prices import voucher_of
from bookings.services.links import issue_manage_link
from bookings.sold_vouchers import sold_voucher
from boom.core import clock
from boom.core.models import OutboxMessage
from ledger.models import Entry
from ledger.selectors import balance
from notifications.voucher_handlers import mail_buyer, mail_given, mail_given_back, mail_instead
from payments.checks import look_at_books
from payments.domain.vouchers import good_until
from payments.errors import NothingLeftOfIt, VouchersNotSold
from payments.handlers import send_begun_refund
from payments.models import Document, Payment, Refund, VoucherSale, VoucherShop
from payments.selectors.vouchers import path_of
from payments.services.selling_vouchers import Gift, begin_sale, give_back_voucher
from tests.conftest import HostClient
from tests.factories import make_booking, make_customer, make_room
from tests.factories.payments import make_sale, make_shop, take
from tests.notifications.conftest import Postbox, postbox
from tests.payments.house import House
from tests.payments.test_returned_refunds import SENDS_BACK, TWO_HOURS_S, hear
from tests.stripe import DECLINED, PAYS

__all__ = ["postbox"]

FORM = {
    "amount": "5000", "own": "", "name": "Bea", "email": "bea@example.com", "for_name": "Carl",
    "for_email": "carl@example.com", "message": "Sing!",
}  # fmt: skip


@pytest.fixture
def shop(house: House) -> VoucherShop:
    house.connect()
    return make_shop(Venue.objects.get(), good_for_months=12)


def words(client: HostClient, url: str) -> str:
    parts = urlsplit(url)
    answer = client.get(f"{parts.path}?{parts.query}", follow=True)
    return " ".join(strip_tags(answer.content.decode()).split())


def buy(client: HostClient, house: House, card: str = PAYS, **typed: str) -> VoucherSale:
    """Fill the form in and pay."""
    answer = client.post("/gift-vouchers/", FORM | typed)
    words(client, house.stripe.pay(answer["Location"], card))
    return VoucherSale.objects.select_related("voucher", "venue").latest("id")


def fact(kind: str) -> OutboxMessage:
    return OutboxMessage.objects.filter(kind=kind).latest("id")


def books(venue: Venue) -> tuple[int, int]:
    """What is in card money, and what is owed as vouchers."""
    card, owed = (balance(f"test/venues/{venue.pk}/{name}", "GBP") for name in ("card", "vouchers"))
    return card.minor, -owed.minor


def give_back(sale: VoucherSale, house: House) -> Refund:
    refund = give_back_voucher(sale_id=sale.pk, reason="Bought twice", now=house.now)
    send_begun_refund(fact("payment.refund_begun"), house.now)
    refund.refresh_from_db()
    return refund


def test_a_voucher_is_bought_by_card_and_stands_in_the_books(
    customer_client: HostClient, house: House, shop: VoucherShop
):
    sale = buy(customer_client, house)

    assert sale.voucher is not None
    assert (sale.voucher.initial_minor, sale.voucher.balance_minor) == (5000, 5000)
    assert sale.voucher.expires_on == good_until(house.now.date(), 12)
    assert books(sale.venue) == (5000, 5000)
    assert [(each.kind, each.total_minor, each.buyer) for each in Document.objects.all()] == [
        ("receipt", 5000, "Bea")
    ]
    assert look_at_books(house.now).problems == []


def test_the_venues_page_leads_to_what_is_sold(customer_client: HostClient, house: House, shop: VoucherShop):
    front, form = words(customer_client, "/"), words(customer_client, "/gift-vouchers/")

    assert "Buy a gift voucher" in front
    assert ("£25" in form, "£50" in form, "Another amount" in form, "Good for 12 months" in form) == (
        True,
    ) * 4


def test_an_amount_of_ones_own_is_within_what_the_venue_says(
    customer_client: HostClient, house: House, shop: VoucherShop
):
    low = customer_client.post("/gift-vouchers/", FORM | {"amount": "own", "own": "9.99"})
    odd = customer_client.post("/gift-vouchers/", FORM | {"amount": "1"})
    sale = buy(customer_client, house, amount="own", own="33.33")

    assert (low.status_code, odd.status_code, sale.amount_minor) == (422, 422, 3333)


def test_the_same_form_sent_twice_is_bought_once(
    customer_client: HostClient, house: House, shop: VoucherShop
):
    pages = [customer_client.post("/gift-vouchers/", FORM | {"key": "k1"})["Location"] for _ in range(2)]
    house.stripe.pay(pages[0])
    house.hear("checkout.session.completed")
    house.hear("checkout.session.completed")

    assert pages[0] == pages[1]
    assert (VoucherSale.objects.count(), GiftVoucher.objects.count(), Payment.objects.count()) == (1, 1, 1)
    assert OutboxMessage.objects.filter(kind="voucher.sold").count() == 1


def test_a_declined_card_leaves_no_voucher_and_can_be_tried_again(
    customer_client: HostClient, house: House, shop: VoucherShop
):
    page = customer_client.post("/gift-vouchers/", FORM)["Location"]
    with pytest.raises(AssertionError):
        house.stripe.pay(page, DECLINED)
    sale = VoucherSale.objects.get()

    before = words(customer_client, path_of(sale, for_buyer=True))
    assert customer_client.get(path_of(sale)).status_code == 404
    words(customer_client, house.stripe.pay(customer_client.post(path_of(sale, for_buyer=True))["Location"]))

    sale.refresh_from_db()
    assert ("Not paid yet" in before, sale.voucher_id is not None) == (True, True)


def test_its_page_says_what_is_left_and_only_the_buyer_sees_the_receipt(
    customer_client: HostClient, house: House, shop: VoucherShop
):
    sale = buy(customer_client, house)
    assert sale.voucher is not None
    booking = make_booking(room=make_room(sale.venue), starts_at=house.now, total_minor=2000)
    booking.price_terms = {"voucher": sale.voucher_id, "voucher_minor": 2000}
    booking.save(update_fields=["price_terms"])

    given, own = words(customer_client, path_of(sale)), words(customer_client, path_of(sale, for_buyer=True))
    receipt = Document.objects.get()
    paths = [f"{path_of(sale, for_buyer=is_buyer)}documents/{receipt.pk}.pdf" for is_buyer in (True, False)]
    files = [customer_client.get(path) for path in paths]
    pdf = customer_client.get(f"{path_of(sale)}voucher.pdf")

    assert all(part in given for part in (sale.voucher.code, "Sing!", "For Carl", "Left on it£30.00"))
    assert ("Receipt" in own, "Receipt" in given, "bea@example.com" in given) == (True, False, False)
    assert [each.status_code for each in files] == [200, 404]
    assert pdf.content[:5] == b"%PDF-"


def test_buyer_and_guest_are_each_written_to_once(
    customer_client: HostClient, house: House, shop: VoucherShop, postbox: Postbox
):
    sale = buy(customer_client, house)
    for _ in range(2):
        mail_buyer(fact("voucher.sold"), house.now)
        mail_given(fact("voucher.sold"), house.now)

    bodies = [str(mail.get_body(("plain",)).get_content()) for mail in postbox.mails]
    assert postbox.recipients == [["bea@example.com"], ["carl@example.com"]]
    assert sale.voucher is not None
    assert all(sale.voucher.code in body and "£50.00" in body for body in bodies)
    assert ("Sing!" in bodies[1], path_of(sale) in bodies[1]) == (True, True)
    assert path_of(sale, for_buyer=True) in bodies[0]


def test_without_an_address_only_the_buyer_is_written_to(house: House, postbox: Postbox):
    make_sale(Venue.objects.get())
    sale = VoucherSale.objects.get()
    with transaction.atomic():
        told = OutboxMessage.objects.create(kind="voucher.sold", payload={"sale": sale.pk})

    mail_given(told, house.now)

    assert postbox.mails == []


def test_what_is_left_goes_back_to_the_card_and_the_voucher_pays_no_more(
    customer_client: HostClient, house: House, shop: VoucherShop, postbox: Postbox
):
    sale = buy(customer_client, house)
    GiftVoucher.objects.filter(pk=sale.voucher_id).update(balance_minor=3500)

    refund = give_back(sale, house)
    mail_given_back(fact("voucher.given_back"), house.now)

    voucher = GiftVoucher.objects.get()
    assert (refund.state, refund.amount_minor) == ("done", 3500)
    assert (voucher.balance_minor, voucher.state) == (0, "archived")
    assert books(sale.venue) == (1500, 1500)
    assert Document.objects.latest("id").kind == "credit_note"
    assert [each.amount for each in house.stripe.client(refund_account()).v1.refunds.list().data] == [3500]
    assert "£35.00" in str(postbox.mails[0].get_body(("plain",)).get_content())
    with pytest.raises(NothingLeftOfIt):
        give_back(sale, house)


def refund_account() -> str:
    return Payment.objects.latest("id").external_account


def test_a_refund_that_fails_leaves_the_voucher_as_it_was(
    customer_client: HostClient, house: House, shop: VoucherShop
):
    sale = buy(customer_client, house)
    give_back_voucher(sale_id=sale.pk, reason="Bought twice", now=house.now)
    house.stripe.fault("fail", "/v1/refunds", status=400)

    send_begun_refund(fact("payment.refund_begun"), house.now)

    voucher = GiftVoucher.objects.get()
    assert (voucher.balance_minor, voucher.state, Refund.objects.get().state) == (5000, "active", "failed")
    assert books(sale.venue) == (5000, 5000)
    assert Payment.objects.get().refunded_minor == 0


def test_a_refund_that_the_bank_sends_back_makes_it_worth_that_again(
    customer_client: HostClient, house: House, shop: VoucherShop
):
    sale = buy(customer_client, house, SENDS_BACK)
    refund = give_back(sale, house)
    house.stripe.advance(TWO_HOURS_S)
    for _ in range(2):
        hear(house)

    refund.refresh_from_db()
    voucher = GiftVoucher.objects.get()
    assert (refund.state, voucher.balance_minor, voucher.state) == ("returned", 5000, "active")
    assert books(sale.venue) == (5000, 5000)
    assert [each.name for each in Document.objects.order_by("id")] == ["R00001", "C00001", "X00001"]
    assert look_at_books(house.now).problems == []
    assert fact("payment.refund_returned").payload["sale"] == sale.pk


def test_what_was_bought_in_test_mode_pays_for_nothing_once_live(
    customer_client: HostClient, house: House, shop: VoucherShop, settings: LazySettings
):
    voucher = buy(customer_client, house).voucher
    assert voucher is not None
    before = voucher_of(voucher).is_active

    settings.STRIPE_SECRET_KEY = "sk_live_of_nobody"

    assert (voucher.is_test, before, voucher_of(voucher).is_active) == (True, True, False)


def test_managers_see_what_was_sold_and_give_it_back(
    client_as: Callable[[str], HostClient], customer_client: HostClient, house: House, shop: VoucherShop
):
    sale = buy(customer_client, house)
    manager, path = client_as("manager"), f"/dashboard/gift-vouchers/{sale.pk}/"

    listed, shown = words(manager, "/dashboard/gift-vouchers/"), words(manager, path)
    empty = manager.post(f"{path}give-back/", {"reason": ""})
    after = manager.post(f"{path}give-back/", {"reason": "Bought twice"}, follow=True).content.decode()

    assert ("Bea" in listed, "£50.00" in listed, "Give £50.00 back" in shown) == (True, True, True)
    assert (empty.status_code, "£50.00 goes back to the card." in after) == (422, True)
    assert Refund.objects.get().given_by == User.objects.get(role="manager").get_full_name()


def test_a_disputed_voucher_is_answered_with_what_it_was_used_for(
    client_as: Callable[[str], HostClient], customer_client: HostClient, house: House, shop: VoucherShop
):
    sale = buy(customer_client, house)
    account = refund_account()
    charge = house.stripe.client(account).v1.payment_intents.retrieve(Payment.objects.get().external_id)
    house.stripe.order("/disputes", account=account, charge=charge.latest_charge, reason="fraudulent")
    house.hear("charge.dispute.created", "charge.dispute.funds_withdrawn")
    manager = client_as("manager")

    listed = words(manager, "/dashboard/disputes/")
    page = manager.get(f"/dashboard/disputes/{Payment.objects.get().disputes.get().pk}/").content.decode()

    assert ("Gift voucher, Bea" in listed, "A gift voucher over £50.00" in page) == (True, True)
    assert fact("dispute.opened").payload["booking"] is None
    assert f"/dashboard/gift-vouchers/{sale.pk}/" in page


def test_a_voucher_pays_for_nothing_while_a_bank_has_its_money(
    customer_client: HostClient, house: House, shop: VoucherShop
):
    sale = buy(customer_client, house)
    account = refund_account()
    charge = house.stripe.client(account).v1.payment_intents.retrieve(Payment.objects.get().external_id)
    house.stripe.order("/disputes", account=account, charge=charge.latest_charge, reason="fraudulent")
    house.hear("charge.dispute.created", "charge.dispute.funds_withdrawn")
    held = GiftVoucher.objects.get(pk=sale.voucher_id)

    dispute = Payment.objects.get().disputes.get().external_id
    house.stripe.order("/disputes/decide", account=account, dispute=dispute, outcome="won")
    house.hear("charge.dispute.closed", "charge.dispute.funds_reinstated")
    won = GiftVoucher.objects.get(pk=sale.voucher_id)

    assert (held.state, won.state) == ("archived", "active")
    assert held.balance_minor == won.balance_minor == 5000


def test_money_goes_back_as_a_voucher_from_the_drawer_and_the_guest_is_told(
    client_as: Callable[[str], HostClient], customer_client: HostClient, house: House, postbox: Postbox
):
    ada = make_customer(name="Ada", email="ada@example.com")
    booking = make_booking(
        room=make_room(Venue.objects.get()), starts_at=house.now, total_minor=6000, customer=ada
    )
    take(booking, 6000)
    manager, path = client_as("manager"), f"/dashboard/bookings/{booking.pk}/give-back/"
    form = {"amount": "25", "to_voucher": "on", "reason": "Cold pizza", "key": "k1"}

    asked = strip_tags(manager.post(path, form).content.decode())
    manager.post(path, form | {"sure": "on"})
    told = fact("payment.given_as_voucher")
    for _ in range(2):
        mail_instead(told, house.now)

    voucher, token = GiftVoucher.objects.get(), issue_manage_link(booking_id=booking.pk, now=house.now)
    own = words(customer_client, f"/booked/{token}/")
    (mail,) = postbox.mails
    assert ("£25.00 Gift voucher" in " ".join(asked.split()), voucher.balance_minor) == (True, 2500)
    assert f"£25.00 is left on your gift voucher {voucher.code}" in own
    assert voucher.code in str(mail.get_body(("plain",)).get_content())
    assert voucher.code in words(manager, f"/dashboard/bookings/{booking.pk}/")
    assert voucher.code not in str(told.payload)


def test_an_owner_says_what_is_sold(client_as: Callable[[str], HostClient], house: House):
    owner, path = client_as("owner"), "/dashboard/settings/gift-vouchers/"
    good = {
        "is_open": "on", "amounts": "50, 25 100", "least": "10", "most": "200", "good_for_months": "36",
        "words": "Sing",
    }  # fmt: skip

    bad = [
        owner.post(path, good | wrong).status_code
        for wrong in (
            {"amounts": "x"}, {"amounts": "0"}, {"most": "5"}, {"most": ""}, {"good_for_months": "121"},
            {"amounts": "", "least": "", "most": ""},
        )
    ]  # fmt: skip
    done = owner.post(path, good)

    shop = VoucherShop.objects.get()
    assert (bad, done.status_code) == ([422] * 6, 302)
    assert (shop.amounts, shop.least_minor, shop.most_minor) == ([2500, 5000, 10000], 1000, 20000)
    assert (shop.is_open, shop.good_for_months) == (True, 36)


def test_nothing_is_sold_without_a_shop_or_an_account(customer_client: HostClient, house: House):
    gift = Gift(5000, "Bea", "bea@example.com")
    venue = Venue.objects.get()

    with pytest.raises(VouchersNotSold):
        begin_sale(venue_id=venue.pk, gift=gift, now=house.now)
    make_shop(venue)
    with pytest.raises(VouchersNotSold):
        begin_sale(venue_id=venue.pk, gift=gift, now=house.now)
    assert "sells no gift vouchers online" in words(customer_client, "/gift-vouchers/")
    assert "gift voucher" not in words(customer_client, "/")


def test_what_nobody_paid_for_a_day_is_over(customer_client: HostClient, house: House, shop: VoucherShop):
    customer_client.post("/gift-vouchers/", FORM)
    path = path_of(VoucherSale.objects.get(), for_buyer=True)

    with clock.set_to(house.now + timedelta(days=1)):
        answer = customer_client.post(path)

    assert (answer.status_code, sold_voucher(VoucherSale.objects.get().pk)) == (410, None)


def test_while_stripe_is_away_nothing_is_lost(customer_client: HostClient, house: House, shop: VoucherShop):
    house.stripe.fault("fail", "/v1/checkout/sessions", status=500, times=5)

    said = customer_client.post("/gift-vouchers/", FORM, follow=True).content.decode()
    house.stripe.no_more_faults()

    assert "Not paid yet" in said
    assert VoucherSale.objects.get().voucher_id is None


def test_the_database_keeps_sales_as_they_were_and_payments_for_one_thing(house: House):
    sale = make_sale(Venue.objects.get())

    with pytest.raises(DatabaseError, match="kept as it was written"), transaction.atomic():
        VoucherSale.objects.update(amount_minor=1)
    with pytest.raises(DatabaseError, match="kept as it was written"), transaction.atomic():
        VoucherSale.objects.update(voucher=None)
    with pytest.raises(DatabaseError, match="payment_for_one_thing"), transaction.atomic():
        Payment.objects.create(
            venue=sale.venue, method="card", amount_minor=1, currency="GBP", taken_at=house.now
        )
    assert Entry.objects.count() == 0


@pytest.mark.parametrize(
    ("sold_on", "months", "until"),
    [
        (date(2026, 11, 23), 12, date(2027, 11, 23)),
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2024, 2, 29), 12, date(2025, 2, 28)),
        (date(2026, 12, 31), 2, date(2027, 2, 28)),
        (date(2026, 1, 1), 0, None),
    ],
)
def test_a_voucher_is_good_to_the_same_day_or_the_months_last(sold_on: date, months: int, until: date | None):
    assert good_until(sold_on, months) == until


def test_a_bot_that_fills_in_all_it_finds_begins_no_sale(
    customer_client: HostClient, house: House, shop: VoucherShop
):
    assert 'data-proof="/proof/voucher/"' in customer_client.get("/gift-vouchers/").content.decode()

    answer = customer_client.post("/gift-vouchers/", FORM | {"homepage": "https://spam.example"})

    assert answer.status_code == 422
    assert not VoucherSale.objects.exists()
