"""What a guest's own change leaves over goes back by the venue's rule, which they read beforehand."""

from __future__ import annotations

import re
from datetime import time, timedelta

import pytest

from bookings.domain.interval import Interval
from bookings.domain.paying import Standing
from bookings.domain.pricing.terms import Terms
from bookings.models import Booking, Venue
from bookings.services.bookings import create_booking
from bookings.services.customers import Contact
from bookings.services.links import issue_manage_link
from bookings.takings import standings_of
from boom.core.models import OutboxMessage
from payments.models import Payment, PaymentSettings, Refund
from payments.selectors.credit import credit_of
from payments.services.posting import post_payment
from tests.conftest import TONIGHT, HostClient
from tests.factories import at, make_booking, make_customer, make_room, make_venue
from tests.factories.payments import make_dispute, take
from tests.factories.prices import make_add_on, make_price_list
from tests.payments.services.test_taking import ask_the_constraints

pytestmark = pytest.mark.usefixtures("now")

# Two hours cost 60.00, from 22:00 on 30.00.
CHEAPER = {"name": "Late", "price_minor": 1500, "starts": time(22), "ends": time(2)}
AT_ONCE = "£30.00 goes back at once the way you paid it."
BY_STAFF = "You get £30.00 back. The venue gives it to you the way you paid."
AS_CREDIT = "£30.00 of what you paid stays as credit for your next visit."


@pytest.fixture
def venue(business) -> Venue:
    Venue.objects.update(is_published=False)
    return make_venue(name="Velvet Rooms", slug="velvet")


@pytest.fixture
def booking(venue: Venue) -> Booking:
    """Tuesday from 21:00 for two hours and 60.00, on a night that is cheaper from 22:00 on."""
    room = make_room(venue, name="Duet", capacity_max=6, price_per_hour_minor=3000)
    make_price_list(venue, CHEAPER)
    line = {
        "code": "room", "quantity": "2", "unit": "hour", "unit_price_minor": 3000, "amount_minor": 6000,
        "starts_at": None, "ends_at": None,
    }  # fmt: skip
    return make_booking(
        room=room, starts_at=at("2026-11-24 21:00"), minutes=120, party_size=3, total_minor=6000,
        customer=make_customer(name="Hana", email="hana@example.com"), quote=[line],
    )  # fmt: skip


@pytest.fixture
def link(booking: Booking) -> str:
    return f"/booked/{issue_manage_link(booking_id=booking.pk, now=TONIGHT)}/"


def rule(venue: Venue, left_over: str) -> None:
    PaymentSettings.objects.update_or_create(venue=venue, defaults={"left_over": left_over})


def by_card(booking: Booking, minor: int) -> Payment:
    payment = Payment.objects.create(
        venue=booking.room.venue, booking=booking, method="card", amount_minor=minor, currency="GBP",
        taken_at=TONIGHT, external_account="acct_1", external_id=f"pi_{Payment.objects.count()}",
    )  # fmt: skip
    post_payment(payment, TONIGHT)
    return payment


def standing(booking: Booking) -> Standing:
    return standings_of([booking.pk])[booking.pk]


def asked(client: HostClient, link: str) -> str:
    """What stands on the page of the cheaper time before the button."""
    page = client.get(f"{link}change/", {"day": "2026-11-24", "minutes": "120", "start": "20261124T2200Z"})
    return re.sub(r"\s+", " ", re.sub("<.*?>", " ", page.content.decode()))


def move(client: HostClient, link: str, booking: Booking, shown: int = 3000) -> None:
    form = {"start": "20261124T2200Z", "minutes": 120, "room": booking.room_id, "version": 1, "shown": shown}
    assert client.post(f"{link}change/", form).status_code == 302


def test_to_the_card_at_once(customer_client, venue, booking, link):
    rule(venue, "refund")
    by_card(booking, 6000)

    said = asked(customer_client, link)
    move(customer_client, link, booking)

    refund = Refund.objects.get()
    ask_the_constraints()
    assert AT_ONCE in said
    assert (refund.amount_minor, refund.state, refund.allowed_minor) == (3000, "pending", 0)
    assert standing(booking).to_give_back.minor == 0
    assert OutboxMessage.objects.filter(kind="payment.refund_begun").count() == 1


def test_as_credit(customer_client, venue, booking, link):
    rule(venue, "credit")
    take(booking, 6000, "cash")

    said = asked(customer_client, link)
    move(customer_client, link, booking)

    ask_the_constraints()
    assert AS_CREDIT in said
    assert credit_of(booking.customer_id, venue.pk, "GBP").minor == 3000
    assert standing(booking).to_give_back.minor == 0


def test_by_staff_until_an_owner_says_otherwise(customer_client, booking, link):
    by_card(booking, 6000)

    said = asked(customer_client, link)
    move(customer_client, link, booking)

    assert BY_STAFF in said
    assert not Refund.objects.exists()
    assert standing(booking).to_give_back.minor == 3000


def test_what_was_paid_at_the_desk_waits_for_the_desk(customer_client, venue, booking, link):
    rule(venue, "refund")
    by_card(booking, 2000)
    take(booking, 4000, "cash")

    said = asked(customer_client, link)
    move(customer_client, link, booking)

    assert "£20.00 goes back at once the way you paid it, £10.00 at the venue." in said
    assert Refund.objects.get().amount_minor == 2000
    assert standing(booking).to_give_back.minor == 1000


def test_only_what_is_paid_too_much_comes_back(customer_client, venue, booking, link):
    rule(venue, "refund")
    by_card(booking, 4000)

    said = asked(customer_client, link)
    move(customer_client, link, booking)

    assert "£10.00 goes back at once" in said
    assert Refund.objects.get().amount_minor == 1000


def test_who_has_paid_nothing_reads_of_nothing(customer_client, venue, booking, link):
    rule(venue, "refund")

    said = asked(customer_client, link)
    move(customer_client, link, booking)

    assert "back" not in said.replace("Back", "")
    assert not Refund.objects.exists()


def test_what_was_owed_before_waits_as_it_did(customer_client, venue, booking, link):
    rule(venue, "refund")
    by_card(booking, 6000)
    by_card(booking, 500)

    move(customer_client, link, booking)

    assert sum(Refund.objects.values_list("amount_minor", flat=True)) == 3000
    assert standing(booking).to_give_back.minor == 500


def test_what_a_bank_has_taken_does_not_go_back_as_well(customer_client, venue, booking, link):
    rule(venue, "refund")
    make_dispute(by_card(booking, 6000), withdrawn_minor=6000)

    said = asked(customer_client, link)
    move(customer_client, link, booking)

    assert "goes back" not in said
    assert not Refund.objects.exists()


def test_a_change_that_is_refused_gives_nothing_back(customer_client, venue, booking, link):
    rule(venue, "refund")
    by_card(booking, 6000)
    form = {"start": "20261124T2200Z", "minutes": 120, "room": booking.room_id, "version": 1, "shown": 1}

    answer = customer_client.post(f"{link}change/", form)

    assert answer.status_code == 409
    assert not Refund.objects.exists()


def test_cancelling_online_goes_by_the_same_rule(customer_client, venue, booking, link):
    rule(venue, "refund")
    by_card(booking, 6000)

    page = customer_client.get(f"{link}cancel/").content.decode()
    customer_client.post(f"{link}cancel/", {"version": "1"})

    assert "£60.00 goes back at once the way you paid it." in page
    assert Refund.objects.get().amount_minor == 6000


def test_so_does_leaving_out_what_was_ordered(customer_client, venue):
    rule(venue, "refund")
    platter = make_add_on(venue)
    booking = create_booking(
        room_id=make_room(venue, name="Solo", capacity_max=6).pk,
        span=Interval.lasting(at("2026-11-24 18:00"), timedelta(hours=2)),
        contact=Contact("Hana", "hana@example.com"), party_size=3, source="online",
        terms=Terms(add_ons=((platter.pk, 1),)), now=TONIGHT,
    )  # fmt: skip
    total = booking.total_minor or 0
    by_card(booking, total)
    path = f"/booked/{issue_manage_link(booking_id=booking.pk, now=TONIGHT)}/party/"
    form = {"version": "1", "people": "3", f"add_on_{platter.pk}": "0"}

    page = customer_client.post(path, form | {"price": "1", "shown": str(total)}).content.decode()
    customer_client.post(path, form | {"shown": str(total - 1500)})

    assert "£15.00 goes back at once the way you paid it." in page
    assert Refund.objects.get().amount_minor == 1500


def test_an_owner_says_which_rule(owner_client, venue):
    path = f"/dashboard/settings/payments/?venue={venue.slug}"
    form = {"due_rule": "at_visit", "due_days": "0", "left_over": "refund"}

    saved = owner_client.post(path, form)
    bad = owner_client.post(path, form | {"left_over": "keep it"})

    assert (saved.status_code, bad.status_code) == (302, 422)
    assert PaymentSettings.objects.get(venue=venue).left_over == "refund"
