"""A booking's summary on paper, by its link and from the drawer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from accounts.models import User
from accounts.services import limit_to_venues
from audit.models import Access
from bookings.domain.interval import Interval
from bookings.domain.pricing.terms import Terms
from bookings.models import Booking, Occupancy, Venue
from bookings.selectors.groups import parts_of
from bookings.services.bookings import create_booking
from bookings.services.cancelling import cancel_booking
from bookings.services.customers import Contact
from bookings.services.links import issue_manage_link
from bookings.summary_file import Room, Sheet, sheet_of, summary_file
from tests.conftest import TONIGHT
from tests.core.test_pdf import pages_in
from tests.factories import at, make_block, make_booking, make_room
from tests.factories.prices import make_add_on, make_deposit, make_tax, make_voucher

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

TUESDAY = "2026-11-24 21:00"


@pytest.fixture
def duet(business) -> Any:
    venue = Venue.objects.get()
    Occupancy.objects.all().delete()
    venue.rooms.update(state="archived")
    Venue.objects.filter(pk=venue.pk).update(
        name="Velvet Rooms", address="1 Mare Street", phone="+442079460123", email="desk@example.com"
    )
    return make_room(Venue.objects.get(), name="Duet", capacity_max=4, price_per_hour_minor=3000)


def booked(room: Any, **given: Any) -> Booking:
    values: dict[str, Any] = {
        "room_id": room.pk,
        "span": Interval(at(TUESDAY), at(TUESDAY) + timedelta(hours=2)),
        "contact": Contact(name="Hana Suzuki", email="hana@example.com"),
        "party_size": 3,
        "source": "phone",
        "now": TONIGHT,
    }
    return create_booking(**values | given)


def sheet(booking: Occupancy) -> Sheet:
    row = Booking.objects.select_related("room__venue", "customer").get(pk=booking.pk)
    return sheet_of(row, parts_of(row.pk), now=TONIGHT)


def test_everything_that_is_booked_paid_and_due_stands_on_it(duet):
    platter = make_add_on(duet.venue)
    make_tax(duet.venue)
    make_deposit(duet.venue)
    voucher = make_voucher(duet.venue, initial_minor=2000)
    booking = booked(duet, terms=Terms(add_ons=((platter.pk, 2),), voucher_id=voucher.pk))

    paper = sheet(booking)

    assert paper.venue == "Velvet Rooms"
    assert paper.address == ("1 Mare Street", "+44 20 7946 0123", "desk@example.com")
    assert dict(paper.facts)["Name"] == "Hana Suzuki"
    assert dict(paper.facts)["When"] == "Tue 24 Nov 2026, 21:00–23:00"
    assert dict(paper.facts)["People"] == "3"
    assert paper.rooms == (
        Room("Duet", (("Duet", "2 h at £30 an hour", "£60.00"), ("Platter", "2 at £15", "£30.00"))),
    )
    assert paper.taxes == (("VAT 20 %, included", "£15.00"),)
    assert paper.sums == (
        ("Total", "£90.00"),
        ("Paid by gift voucher", "−£20.00"),
        ("Due before your visit (deposit)", "£25.00"),
        ("Due at the venue", "£45.00"),
    )
    assert paper.foot == "As it stood on Sat 21 Nov 2026 at 19:00"


def test_rooms_booked_together_stand_on_one_paper_with_one_sum(duet):
    echo = make_room(duet.venue, name="Echo", price_per_hour_minor=5000)
    rows = [
        make_booking(room=room, starts_at=at(TUESDAY), group_reference="GRPABC", total_minor=minor)
        for room, minor in ((duet, 3000), (echo, 5000))
    ]

    paper = sheet(rows[0])

    assert [room.title for room in paper.rooms] == ["Duet", "Echo"]
    assert dict(paper.facts)["Room"] == "Duet, Echo"
    assert paper.sums == (("Total", "£80.00"), ("Due at the venue", "£80.00"))


def test_of_a_cancelled_booking_only_its_fee_is_due_and_the_voucher_is_given_back(duet):
    voucher = make_voucher(duet.venue)
    Venue.objects.filter(pk=duet.venue_id).update(
        cancel_until=7 * 1440, cancellation_tiers=[{"notice": 0, "percent": 50}]
    )
    booking = booked(duet, terms=Terms(voucher_id=voucher.pk))
    cancel_booking(booking_id=booking.pk, now=TONIGHT, by_staff=True, fee_minor=3000)

    paper = sheet(booking)

    assert paper.rooms[0].title == "Duet · Cancelled"
    assert paper.sums == (
        ("Fee for a cancelled or missed visit", "£30.00"),
        ("Due at the venue", "£30.00"),
    )


def test_a_booking_without_a_price_has_no_sums(duet):
    booking = make_booking(room=duet, starts_at=at(TUESDAY), quote=[], total_minor=None, currency="")

    paper = sheet(booking)

    assert (paper.rooms, paper.taxes, paper.sums) == ((), (), ())
    assert summary_file(paper, language="en").startswith(b"%PDF-")


def test_whoever_holds_the_link_takes_it_along(customer_client, duet):
    booking = booked(duet)
    link = f"/booked/{issue_manage_link(booking_id=booking.pk, now=TONIGHT)}/"

    page = customer_client.get(link).content.decode()
    answer = customer_client.get(f"{link}summary.pdf")

    assert f'href="{link}summary.pdf"' in page
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'inline; filename="booking-{booking.reference}.pdf"'
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.startswith(b"%PDF-")


def test_whoever_is_limited_to_a_room_gets_no_other_of_the_party(client_as, duet):
    others = [make_room(duet.venue, name=f"Room {number}") for number in range(15)]
    first, *_ = [
        make_booking(room=room, starts_at=at(TUESDAY), group_reference="GRPABC") for room in (duet, *others)
    ]
    path = f"/dashboard/bookings/{first.pk}/summary.pdf"

    everything = client_as("front_desk").get(path).content
    limit_to_venues(user_id=User.objects.get(role="front_desk").pk, venue_ids=[], room_ids=[duet.pk])
    own = client_as("front_desk").get(path).content

    assert pages_in(everything) > pages_in(own) == 1


def test_staff_take_it_from_the_drawer_and_that_is_noted(owner_client, duet):
    booking = booked(duet)
    before = Access.objects.count()

    drawer = owner_client.htmx("get", f"/dashboard/bookings/{booking.pk}/").content.decode()
    answer = owner_client.get(f"/dashboard/bookings/{booking.pk}/summary.pdf")

    assert f"/dashboard/bookings/{booking.pk}/summary.pdf" in drawer
    assert answer.content.startswith(b"%PDF-")
    assert Access.objects.filter(kind="exported").count() >= 1
    assert Access.objects.count() > before


def test_a_block_has_no_summary(owner_client, duet):
    block = make_block(room=duet, starts_at=at(TUESDAY))

    assert owner_client.get(f"/dashboard/bookings/{block.pk}/summary.pdf").status_code == 404
