"""What becomes of the sample in an empty business: rooms, hours, bookings, log-ins."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, datetime, time

import pytest
from django.contrib.auth import authenticate
from django.db.models import Sum

from accounts.models import User
from accounts.permissions import Role
from bookings.models import Occupancy, OpeningHours, Room, Venue
from integrations.legacy.outcome import Count as Rows
from integrations.legacy.outcome import Outcome, SetUp
from tenants.models import Business
from tests.conftest import client_of
from tests.integrations.services.importing import run, sample

# The README of the sample: what each person types, and their password.
PASSWORDS = {
    "demo@example.com": "demo123",
    "Maria.Lopez.no.such.staff.sample.address@gmail.com": "maria-pass-1",
    "front.desk+tills@Example.com": "frontdesk",
    "tom@example.org": "secret6",
    "Weekend.Manager.no.such.staff.sample@googlemail.com": "Wknd!2026",
    "long@example.net": "correct horse battery staple " * 3,
}


def test_the_sample_fills_an_empty_business(new_business: Business):
    outcome = run(sample())

    assert outcome == Outcome(
        set_up=SetUp.TAKEN_OVER,
        rooms=Rows(created=11),
        users=Rows(created=6),
        customers=Rows(created=340),
        bookings=Rows(created=398),
        warnings=outcome.warnings,
    )
    assert [warning.code for warning in outcome.warnings] == ["no-owner"]
    statuses = Counter(Occupancy.objects.values_list("status", flat=True))
    assert statuses == {"confirmed": 293, "completed": 69, "cancelled": 36}
    assert Occupancy.objects.occupying().count() == 354
    assert Occupancy.objects.aggregate(all=Sum("total_minor"))["all"] == 3655584
    assert Occupancy.objects.occupying().aggregate(all=Sum("total_minor"))["all"] == 3230893


def test_the_samples_conflicts_are_kept_beside_their_rooms(new_business: Business):
    run(sample())

    clashing = Occupancy.objects.filter(placed=False).order_by("id")
    assert [(row.legacy_id, row.clashes_with, row.status) for row in clashing] == [
        (str(number), [number - 1], "confirmed") for number in (22, 24, 26, 28, 30, 32, 34, 36)
    ]


def test_the_samples_set_up_is_taken_over(new_business: Business):
    run(sample())

    venue = Venue.objects.get()
    assert (venue.name, venue.time_zone, venue.currency, venue.country, venue.clock_format) == (
        "Boom Karaoke",
        "America/New_York",
        "USD",
        "US",
        "12",
    )
    assert (venue.phone, venue.slot_step, venue.lead_time, venue.horizon_days) == (
        "+1 (555) 010-0199",
        15,
        60,
        30,
    )
    assert (venue.min_duration, venue.max_duration, venue.cancel_until) == (60, 480, 1440)
    assert len(venue.legacy_settings) == 18
    assert list(OpeningHours.objects.order_by("weekday").values_list("weekday", "opens", "closes")) == [
        (1, time(9, 30), time(23, 30)),
        (2, time(16), time(23, 30)),
        (3, time(17), time(1)),
        (4, time(17), time(3)),
        (5, time(12), time(4)),
        (6, time(12), time(0)),
    ]


def test_the_samples_rooms_are_told_apart_and_those_switched_off_are_archived(new_business: Business):
    run(sample())

    rooms = list(Room.objects.in_order().values_list("legacy_id", "name", "state", "price_per_hour_minor"))
    assert rooms == [
        ("1", "Room A", "active", 2500),
        ("2", "Room B", "active", 3500),
        ("3", "Room C", "active", 5000),
        ("4", "Disco Den", "active", 4950),
        ("5", "Neon Lounge", "active", 7250),
        ("6", "Party Hall", "active", 12000),
        ("7", "Room A (2)", "active", 2750),
        ("8", "Old Attic", "archived", 2000),
        ("9", "Studio 8", "active", 0),
        ("10", "Broken Mic", "archived", 1999),
        ("11", "Würfel & Töne 🎤", "active", 3995),
    ]
    in_archived = Occupancy.objects.filter(room__legacy_id="10", status="confirmed", placed=True)
    assert in_archived.count() == 34


def test_the_samples_odd_bookings_are_at_the_right_instants(new_business: Business):
    run(sample())

    spans = {
        row.legacy_id: (row.starts_at, row.ends_at)
        for row in Occupancy.objects.filter(legacy_id__in=["5", "6", "14", "15", "16"])
    }
    assert spans == {
        "5": (datetime(2026, 11, 1, 5, 30, tzinfo=UTC), datetime(2026, 11, 1, 8, tzinfo=UTC)),
        "6": (datetime(2027, 3, 14, 7, 30, tzinfo=UTC), datetime(2027, 3, 14, 8, tzinfo=UTC)),
        "14": (datetime(2026, 12, 15, 1, tzinfo=UTC), datetime(2026, 12, 15, 3, tzinfo=UTC)),
        "15": (datetime(2026, 12, 22, 1, tzinfo=UTC), datetime(2026, 12, 22, 2, tzinfo=UTC)),
        "16": (datetime(2026, 12, 29, 3, tzinfo=UTC), datetime(2026, 12, 29, 5, tzinfo=UTC)),
    }


def test_a_booking_brings_its_words_price_and_age(new_business: Business):
    run(sample())

    row = Occupancy.objects.select_related("customer").get(legacy_id="50")
    assert row.customer is not None
    assert (row.guest_name, row.customer.email, row.customer.phone) == (
        "Ben Moreau",
        "ben.moreau+party@post.example",
        "+12125550183",
    )
    assert (row.staff_note, row.note, row.total_minor, row.currency, row.source) == (
        "Corporate invoice #2217",
        "",
        3500,
        "USD",
        "import",
    )
    assert row.created_at == datetime(2026, 11, 22, 16, 56, 16, tzinfo=UTC)
    assert len(row.reference) == 6


def test_everybody_of_the_sample_logs_in_as_before(new_business: Business):
    run(sample())

    signed_in = {email: authenticate(username=email, password=word) for email, word in PASSWORDS.items()}

    assert {email: person and person.role for email, person in signed_in.items()} == {
        "demo@example.com": Role.VIEWER,
        "Maria.Lopez.no.such.staff.sample.address@gmail.com": Role.FRONT_DESK,
        "front.desk+tills@Example.com": Role.FRONT_DESK,
        "tom@example.org": Role.FRONT_DESK,
        "Weekend.Manager.no.such.staff.sample@googlemail.com": Role.FRONT_DESK,
        "long@example.net": Role.FRONT_DESK,
    }
    assert not authenticate(username="tom@example.org", password="frontdesk")
    # Their hashes are ours by now, and the same passwords go on working.
    assert not User.objects.filter(password__startswith="bcrypt").exists()
    assert all(authenticate(username=email, password=word) for email, word in PASSWORDS.items())


@pytest.mark.parametrize(("typed", "password"), PASSWORDS.items())
def test_the_sign_in_page_takes_what_they_always_typed(new_business: Business, typed: str, password: str):
    run(sample())
    client = client_of(new_business)

    response = client.post("/accounts/sign-in/", {"email": typed, "password": password})

    assert (response.status_code, response.headers.get("Location")) == (302, "/dashboard/")
