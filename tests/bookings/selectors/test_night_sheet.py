"""Who is expected on a night, for the front desk's paper."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from bookings.models import BookedAddOn
from bookings.selectors.night_sheet import BY_ROOM, night_sheet
from bookings.selectors.setup import setup_of
from boom.core.money import Money
from tests.factories import at, make_block, make_booking, make_customer, make_room, make_venue
from tests.factories.prices import make_add_on, make_voucher

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

NIGHT = date(2026, 11, 21)
PRICED = {"total_minor": 18000, "currency": "GBP"}


@pytest.fixture
def venue(business):
    return make_venue(name="Rooms", slug="rooms")


@pytest.fixture
def alto(venue):
    return make_room(venue, name="Alto", order=1)


@pytest.fixture
def echo(venue):
    return make_room(venue, name="Echo", order=2)


def names(sheet) -> list[tuple[str, list[str]]]:
    return [(part.title, [line.name for line in part.lines]) for part in sheet.parts]


def test_the_night_is_in_order_of_time_past_midnight_included(venue, alto, echo):
    make_booking(room=alto, starts_at=at("2026-11-22 00:30"), guest_name="Late")
    make_booking(room=echo, starts_at=at("2026-11-21 20:00"), guest_name="Early")
    make_booking(room=echo, starts_at=at("2026-11-22 20:00"), guest_name="Tomorrow")

    assert names(night_sheet(setup_of(venue), NIGHT)) == [("", ["Early", "Late"])]


def test_by_room_it_follows_the_owners_order(venue, alto, echo):
    make_booking(room=echo, starts_at=at("2026-11-21 20:00"), guest_name="In Echo")
    make_booking(room=alto, starts_at=at("2026-11-21 21:00"), guest_name="In Alto")
    make_booking(room=alto, starts_at=at("2026-11-21 21:00"), guest_name="Nowhere yet", placed=False)

    sheet = night_sheet(setup_of(venue), NIGHT, order=BY_ROOM)

    assert names(sheet) == [
        ("Alto", ["In Alto"]),
        ("Echo", ["In Echo"]),
        ("No room yet", ["Nowhere yet"]),
    ]


def test_a_line_says_whom_to_expect_and_what_to_take(venue, alto):
    booking = make_booking(
        room=alto,
        starts_at=at("2026-11-21 21:00"),
        minutes=120,
        guest_name="Priya Nair",
        customer=make_customer(name="Priya Nair", phone="+442079460123"),
        party_size=6,
        note="Birthday",
        staff_note="Regular",
        late_minutes=15,
        reference="ABCD2345",
        **PRICED,
    )
    BookedAddOn.objects.create(
        booking=booking,
        add_on=make_add_on(venue, name="Prosecco"),
        quantity=2,
        starts_at=booking.starts_at,
        ends_at=booking.ends_at,
    )

    [line] = night_sheet(setup_of(venue), NIGHT).parts[0].lines

    assert (line.time, line.room, line.name, line.phone, line.party) == (
        "21:00–23:00",
        "Alto",
        "Priya Nair",
        "+44 20 7946 0123",
        6,
    )
    assert line.notes == (
        "Says they are 15 min late",
        "Extras: 2 × Prosecco",
        "Birthday",
        "Staff: Regular",
    )
    assert line.due == Money(18000, "GBP")


def test_a_voucher_is_money_paid_already(venue, alto):
    voucher = make_voucher(venue)
    terms = {"voucher": voucher.pk, "voucher_minor": 5000}
    make_booking(room=alto, starts_at=at("2026-11-21 21:00"), price_terms=terms, **PRICED)

    sheet = night_sheet(setup_of(venue), NIGHT)

    assert sheet.due == sheet.parts[0].lines[0].due == Money(13000, "GBP")


def test_who_never_came_is_on_it_but_counts_for_nothing(venue, alto):
    make_booking(room=alto, starts_at=at("2026-11-21 18:00"), status="no_show", party_size=4, **PRICED)
    make_booking(room=alto, starts_at=at("2026-11-21 20:00"), party_size=5, **PRICED)
    make_booking(room=alto, starts_at=at("2026-11-21 22:00"), status="cancelled", party_size=6, **PRICED)
    make_block(room=alto, starts_at=at("2026-11-21 23:00"), reason="Repairs")

    sheet = night_sheet(setup_of(venue), NIGHT)

    assert [line.status for line in sheet.parts[0].lines] == ["no_show", "confirmed", "blocked"]
    assert (sheet.bookings, sheet.people, sheet.due) == (1, 5, Money(18000, "GBP"))


def test_a_sheet_takes_as_many_queries_whatever_is_booked(venue, alto):
    setup = setup_of(venue)
    counts = []
    for number in range(3):
        make_booking(room=alto, starts_at=at("2026-11-21 18:00") + timedelta(hours=2 * number))
        with CaptureQueriesContext(connection) as queries:
            night_sheet(setup, NIGHT)
        counts.append(len(queries))

    assert len(set(counts)) == 1
