"""A guest pays by card to book: straight through, declined, given up, twice, too late, Stripe away."""

from __future__ import annotations

from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils.html import strip_tags

from bookings.models import Booking, Customer, Room, Venue
from bookings.services.holds import expire_holds
from boom.core import clock
from boom.core.models import OutboxMessage
from boom.core.providers import stripe
from ledger.models import Entry, EntryLine
from payments.models import Document, Payment, PaymentSettings, Refund
from payments.services.card_outcomes import settle_page
from payments.services.card_refunds import send_refund
from payments.tasks import settle_pages_of_business
from tests.conftest import HostClient
from tests.factories import at, make_booking, make_room, make_venue
from tests.factories.prices import make_deposit
from tests.payments.house import House
from tests.stripe import ASKS, DECLINED

NINE = "20261121T2100Z"
ADA = {"name": "Ada Example", "email": "ada@example.com", "country": "GB", "phone": "", "note": ""}
LATE = timedelta(minutes=40)


@pytest.fixture
def venue(house: House) -> Venue:
    """A room at 30 an hour, of which a fifth is paid as it is booked; cards are charged to an account."""
    Venue.objects.update(is_published=False)
    venue = make_venue(name="Velvet Rooms", slug="velvet")
    make_room(venue, name="Duet", capacity_max=4, price_per_hour_minor=3000)
    make_deposit(venue, name="A fifth", value=20_000)
    house.connect()
    return venue


@pytest.fixture
def held(customer_client: HostClient, venue: Venue) -> str:
    """The address of a hold of Duet, Saturday 21:00 to 23:00."""
    choice = {"start": NINE, "minutes": 120, "people": 2, "room": "any", "csrfmiddlewaretoken": "form-1"}
    return str(customer_client.post("/book/hold/", choice).url)


def book(client: HostClient, held: str) -> str:
    """Send the details; gives back where that leads."""
    answer = client.post(held, ADA | {"shown": "6000"})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def booking() -> Booking:
    return Booking.objects.get(room__venue__slug="velvet")


def words(client: HostClient, url: str) -> str:
    parts = urlsplit(url)
    answer = client.get(f"{parts.path}?{parts.query}", follow=True)
    return " ".join(strip_tags(answer.content.decode()).split())


def facts(*kinds: str) -> list[str]:
    return list(OutboxMessage.objects.filter(kind__in=kinds).order_by("id").values_list("kind", flat=True))


def balance(code: str) -> int:
    """What an account of the venue's has, debits above zero; what is tried out with it."""
    account = f"venues/{Venue.objects.get(slug='velvet').pk}/{code}"
    lines = EntryLine.objects.filter(account__code__in=[account, f"test/{account}"])
    return sum(lines.values_list("amount_minor", flat=True))


def test_the_deposit_is_paid_by_card_and_the_booking_made(
    customer_client: HostClient, house: House, held: str
):
    before = words(customer_client, held)
    page = book(customer_client, held)
    kept = booking()
    after = words(customer_client, house.stripe.pay(page))

    assert ("Pay £12 and book" in before, page.startswith(house.stripe.url)) == (True, True)
    assert (kept.status, kept.held_until, kept.guest_name) == (
        "held", house.now + timedelta(minutes=33), "Ada Example",
    )  # fmt: skip
    assert ("Thank you. Your payment has arrived." in after, booking().status) == (True, "confirmed")
    payment = Payment.objects.get()
    assert (payment.state, payment.method, payment.amount_minor) == ("taken", "card", 1200)
    assert (balance("card"), balance("guests")) == (1200, -1200)
    assert Document.objects.get().kind == "receipt"
    assert facts("booking.confirmed", "payment.taken") == ["booking.confirmed", "payment.taken"]


def test_the_money_is_charged_on_the_venues_own_account(customer_client: HostClient, house: House, held: str):
    house.stripe.pay(book(customer_client, held))

    account = house.refresh().account
    (intent,) = house.stripe.objects("payment_intent", account)
    assert (intent["amount"], intent["currency"]) == (1200, "gbp")
    assert house.stripe.objects("payment_intent") == []


def test_the_whole_is_paid_where_the_venue_asks_for_it_when_it_is_booked(
    customer_client: HostClient, house: House, held: str
):
    PaymentSettings.objects.create(venue=Venue.objects.get(slug="velvet"), due_rule="at_booking")

    house.stripe.pay(book(customer_client, held))
    house.hear("checkout.session.completed")

    assert (booking().status, Payment.objects.get().amount_minor) == ("confirmed", 6000)


def test_without_an_account_that_may_charge_nothing_is_asked(
    customer_client: HostClient, house: House, held: str
):
    account = house.refresh().account
    house.stripe.client().v1.accounts.delete(account)
    house.hear("account.application.deauthorized")

    page = book(customer_client, held)

    assert urlsplit(page).path.startswith("/booked/")
    assert (booking().status, Payment.objects.count()) == ("confirmed", 0)


def test_what_needs_a_yes_first_is_not_paid_before_it(customer_client: HostClient, house: House, held: str):
    Room.objects.update(needs_approval=True)

    book(customer_client, held)

    assert (booking().status, Payment.objects.count()) == ("pending", 0)


def test_the_event_alone_makes_the_booking(customer_client: HostClient, house: House, held: str):
    house.stripe.pay(book(customer_client, held))

    house.hear("checkout.session.completed")

    assert (booking().status, Payment.objects.get().state) == ("confirmed", "taken")


def test_event_and_return_in_any_order_and_twice_are_one_payment(
    customer_client: HostClient, house: House, held: str
):
    back = house.stripe.pay(book(customer_client, held))

    for _ in range(2):
        house.hear()
        words(customer_client, back)

    assert (Payment.objects.count(), Document.objects.count()) == (1, 1)
    assert list(Entry.objects.values_list("kind", flat=True)) == ["payment", "payment.fees"]
    assert facts("booking.confirmed", "payment.taken") == ["booking.confirmed", "payment.taken"]


def test_a_bank_that_asks_first_is_answered_on_the_way(customer_client: HostClient, house: House, held: str):
    back = house.stripe.pay(book(customer_client, held), ASKS)

    words(customer_client, back)

    assert booking().status == "confirmed"


def test_a_declined_card_books_nothing_and_another_may_be_tried(
    customer_client: HostClient, house: House, held: str
):
    page = book(customer_client, held)
    with pytest.raises(AssertionError):
        house.stripe.pay(page, DECLINED)
    said = words(customer_client, f"/booked/{held.split('/')[2]}/pay/")
    again = customer_client.post(f"/booked/{held.split('/')[2]}/pay/")["Location"]

    assert ("Nothing is charged yet." in said, "Go on paying" in said) == (True, True)
    assert again == page
    words(customer_client, house.stripe.pay(again))
    assert (booking().status, Payment.objects.count()) == ("confirmed", 1)


def test_two_presses_are_one_page_and_one_payment(customer_client: HostClient, house: House, held: str):
    assert book(customer_client, held) == book(customer_client, held)
    assert Payment.objects.count() == 1


def test_given_up_the_slot_is_free_at_once_and_the_page_takes_no_money(
    customer_client: HostClient, house: House, held: str
):
    page = book(customer_client, held)

    customer_client.post(f"/booked/{held.split('/')[2]}/pay/give-up/")

    assert (booking().status, Payment.objects.get().state) == ("expired", "failed")
    assert "expired" in house.stripe.get(page).text


def test_abandoned_the_slot_is_released_and_the_page_says_that_nothing_was_charged(
    customer_client: HostClient, house: House, held: str
):
    book(customer_client, held)
    house.stripe.advance(int(LATE.total_seconds()))
    with clock.set_to(house.now + LATE):
        expire_holds(now=clock.now())
        settle_pages_of_business(business_id=house.business_id)
        said = words(customer_client, f"/booked/{held.split('/')[2]}/pay/")

    assert (booking().status, Payment.objects.get().state) == ("expired", "failed")
    assert "Nothing was charged, and nothing is booked." in said


def test_paid_after_the_hold_ran_out_it_is_booked_if_still_free(
    customer_client: HostClient, house: House, held: str
):
    page = book(customer_client, held)
    Booking.objects.filter(pk=booking().pk).update(held_until=house.now)
    expire_holds(now=house.now)
    assert booking().status == "expired"

    house.stripe.pay(page)
    house.hear("checkout.session.completed")

    assert (booking().status, Refund.objects.count()) == ("confirmed", 0)


def test_paid_too_late_it_goes_back_at_once_and_is_told(customer_client: HostClient, house: House, held: str):
    page = book(customer_client, held)
    Booking.objects.filter(pk=booking().pk).update(held_until=house.now)
    expire_holds(now=house.now)
    faster = make_booking(room=Room.objects.get(name="Duet"), starts_at=at("2026-11-21 21:00"))

    said = words(customer_client, house.stripe.pay(page))
    refund = Refund.objects.get()
    send_refund(refund_id=refund.pk, now=house.now)
    house.hear()

    assert ("Your payment came too late" in said, "£12 goes back to your card" in said) == (True, True)
    refund.refresh_from_db()
    assert (refund.state, refund.amount_minor, Payment.objects.get().refunded_minor) == ("done", 1200, 1200)
    assert (balance("card") + balance("fees"), balance("guests")) == (0, 0)
    assert sorted(Document.objects.values_list("kind", flat=True)) == ["credit_note", "receipt"]
    assert facts("payment.sent_back") == ["payment.sent_back"]
    assert [each["amount"] for each in house.stripe.objects("refund", house.refresh().account)] == [1200]
    faster.refresh_from_db()
    assert faster.status == "confirmed"


def test_a_price_that_changed_makes_another_page_and_the_first_takes_no_money(
    customer_client: HostClient, house: House, held: str
):
    first = book(customer_client, held)
    PaymentSettings.objects.create(venue=Venue.objects.get(slug="velvet"), due_rule="at_booking")

    second = book(customer_client, held)

    assert first != second
    assert "expired" in house.stripe.get(first).text
    assert list(Payment.objects.order_by("id").values_list("amount_minor", "state")) == [
        (1200, "failed"), (6000, "pending"),
    ]  # fmt: skip


def test_while_stripe_is_away_the_slot_is_kept_and_nobody_is_charged_twice(
    customer_client: HostClient, house: House, held: str
):
    house.stripe.fault("lose", "/v1/checkout/sessions", times=9)
    said = words(customer_client, book(customer_client, held))
    house.stripe.no_more_faults()
    stripe.breaker.succeeded()
    page = customer_client.post(f"/booked/{held.split('/')[2]}/pay/")["Location"]
    words(customer_client, house.stripe.pay(page))

    assert ("The payment service is not answering." in said, "We keep it for you" in said) == (True, True)
    assert booking().status == "confirmed"
    assert Payment.objects.filter(state="taken").count() == 1
    assert len(house.stripe.objects("payment_intent", house.refresh().account)) == 1


def test_paid_while_stripe_cannot_be_asked_says_to_wait_and_the_event_brings_it(
    customer_client: HostClient, house: House, held: str
):
    back = house.stripe.pay(book(customer_client, held))
    house.stripe.fault("down", "/v1/checkout/sessions/*", times=9)
    said = words(customer_client, back)
    house.stripe.no_more_faults()
    stripe.breaker.succeeded()

    house.hear("checkout.session.completed")

    assert "We are waiting for word of your payment" in said
    assert booking().status == "confirmed"


def test_a_lost_event_is_made_up_for(customer_client: HostClient, house: House, held: str):
    house.stripe.pay(book(customer_client, held))

    with clock.set_to(house.now + timedelta(minutes=33)):
        settle_pages_of_business(business_id=house.business_id)

    assert (booking().status, Payment.objects.get().state) == ("confirmed", "taken")


def test_an_event_of_anothers_page_is_parked(house: House, venue: Venue):
    account = house.refresh().account
    house.stripe.client(account).v1.checkout.sessions.create(
        {
            "mode": "payment",
            "success_url": "https://elsewhere.example/",
            "metadata": {"boom_payment": "1"},
            "line_items": [
                {
                    "quantity": 1,
                    "price_data": {"currency": "gbp", "unit_amount": 999, "product_data": {"name": "X"}},
                }
            ],
        }
    )
    (session,) = house.stripe.objects("checkout.session", account)
    house.stripe.pay(session["url"])

    states = [event.state for event in house.hear("checkout.session.completed")]

    assert states == ["parked"]
    assert Payment.objects.count() == 0


def test_a_page_on_a_strangers_account_is_none_of_ours_whatever_it_says(
    customer_client: HostClient, house: House, held: str
):
    """Our own table says whose an account is: what a page says of itself names a payment of ours in vain."""
    book(customer_client, held)
    payment = Payment.objects.get()
    stranger = house.stripe.client().v1.accounts.create({"type": "express", "country": "GB"}).id
    event = {
        "id": "evt_forged",
        "type": "checkout.session.completed",
        "created": int(house.now.timestamp()),
        "data": {"object": {"id": payment.external_id, "object": "checkout.session"}},
    }

    states = [
        house.receive({**event, "id": f"evt_forged_{account}", "account": account}).state
        for account in (stranger, "acct_nobody")
    ]

    assert states == ["parked", "parked"]
    assert (booking().status, Payment.objects.get().state) == ("held", "pending")


def test_the_form_may_end_at_stripes_page(customer_client: HostClient, house: House, held: str):
    policy = customer_client.get(held)["Content-Security-Policy"]

    (forms,) = [rule for rule in policy.split("; ") if rule.startswith("form-action")]
    assert forms == f"form-action 'self' {house.stripe.url}"


def test_a_payment_that_is_settled_twice_stays_as_it_is(customer_client: HostClient, house: House, held: str):
    house.stripe.pay(book(customer_client, held))
    payment = Payment.objects.get()

    first = settle_page(payment_id=payment.pk, now=house.now)
    second = settle_page(payment_id=payment.pk, now=house.now)

    assert (first.state, second.state, Customer.objects.filter(email="ada@example.com").count()) == (
        "taken", "taken", 1,
    )  # fmt: skip
