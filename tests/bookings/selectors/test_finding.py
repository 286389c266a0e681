"""Jumping to a booking: whoever is meant stands first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bookings.domain.reference import shown
from bookings.models import Booking, Room
from bookings.selectors.finding import MOST_FOUND, find_bookings
from bookings.selectors.setup import setup_of
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer, make_room, make_venue

pytestmark = pytest.mark.django_db


@pytest.fixture
def echo(business) -> Room:
    return make_room(make_venue(), name="Echo")


@pytest.fixture
def priya():
    return make_customer(name="Priya Nair", email="priya@work.example", phone="+447700900123")


def found(room: Room, typed: str) -> list[int]:
    return [line.id for line in find_bookings(setup_of(room.venue), typed, now=TONIGHT)]


@pytest.mark.parametrize(
    "typed", ["priya", "Nair", "Prya Nair", "07700 900123", "0123", "priya@work.example"]
)
def test_a_booking_is_found_by_who_it_is_for_slips_forgiven(echo, priya, typed):
    hers = make_booking(room=echo, starts_at=at("2026-11-21 21:00"), customer=priya)
    make_booking(room=echo, starts_at=at("2026-11-21 23:00"))

    assert found(echo, typed) == [hers.pk]


def test_a_reference_comes_before_everything_however_it_is_typed(echo, priya):
    gone = make_booking(room=echo, starts_at=at("2026-09-01 21:00"), customer=priya, status="cancelled")
    make_booking(room=echo, starts_at=at("2026-11-21 21:00"), customer=priya)

    assert found(echo, shown(gone.reference).lower())[0] == gone.pk


@pytest.mark.parametrize("has_record", [True, False])
def test_a_walk_in_is_found_by_the_name_on_the_booking(echo, has_record):
    anonymous = make_booking(room=echo, starts_at=at("2026-11-21 21:00"), guest_name="Table by the window")
    if not has_record:
        Booking.objects.filter(pk=anonymous.pk).update(customer=None)

    assert found(echo, "by the win") == [anonymous.pk]
    assert found(echo, "tabel by the windwo") == [anonymous.pk]


def test_who_comes_next_stands_before_who_comes_later_and_who_was_there(echo, priya):
    later = make_booking(room=echo, starts_at=at("2026-12-01 21:00"), customer=priya)
    last = make_booking(room=echo, starts_at=at("2026-11-14 21:00"), customer=priya)
    long_ago = make_booking(room=echo, starts_at=at("2026-01-14 21:00"), customer=priya)
    tonight = make_booking(room=echo, starts_at=at("2026-11-21 21:00"), customer=priya)

    assert found(echo, "priya") == [tonight.pk, later.pk, last.pk, long_ago.pk]


def test_what_was_cancelled_is_found_by_its_reference_alone(echo, priya):
    make_booking(room=echo, starts_at=at("2026-11-21 21:00"), customer=priya, status="cancelled")

    assert found(echo, "priya") == []


def test_another_venues_bookings_are_not_found(echo, priya):
    elsewhere = make_booking(room=make_room(), starts_at=at("2026-11-21 21:00"), customer=priya)

    assert found(echo, "priya") == []
    assert found(echo, elsewhere.reference) == []


@pytest.mark.parametrize("typed", ["", "   ", "\x00", "%", "qqwwxx"])
def test_what_says_nothing_finds_nothing(echo, priya, typed):
    make_booking(room=echo, starts_at=at("2026-11-21 21:00"), customer=priya)

    assert found(echo, typed) == []


def test_a_regular_fills_no_more_than_the_list(echo, priya):
    for week in range(MOST_FOUND + 2):
        make_booking(room=echo, starts_at=at("2026-11-21 21:00") + timedelta(weeks=week), customer=priya)

    assert len(found(echo, "priya")) == MOST_FOUND


def test_one_hit_costs_as_many_queries_as_many(echo, priya, django_assert_max_num_queries):
    for week in range(3):
        make_booking(room=echo, starts_at=at("2026-11-21 21:00") + timedelta(weeks=week), customer=priya)
    setup = setup_of(echo.venue)

    with django_assert_max_num_queries(12):
        assert len(find_bookings(setup, "priya", now=TONIGHT)) == 3
