"""Who looked after a party: whoever let them in, whoever staff say; and what guests think of them."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import User
from accounts.services import deactivate, limit_to_venues
from accounts.venue_scope import limited_to
from bookings.errors import ChangedMeanwhile, NotPossibleNow
from bookings.models import Booking, Rating, Room, Venue
from bookings.selectors.hosts import Rated, hosts_for, ratings_of_venue
from bookings.services import arrivals, visits
from bookings.services.hosts import choose_host
from bookings.services.undo import undo_change
from boom.core.actor import acting
from boom.core.errors import Invalid
from tests.conftest import TONIGHT
from tests.factories import at, make_block, make_booking, make_room, make_venue

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
YEAR = {"since": TONIGHT - timedelta(days=365), "until": TONIGHT + timedelta(days=1)}


@pytest.fixture
def room(business) -> Room:
    return make_room(make_venue())


@pytest.fixture
def desk(business) -> User:
    return User.objects.get(role="front_desk")


@pytest.fixture
def manager(business) -> User:
    return User.objects.get(role="manager")


def as_person(user: User):
    return acting(kind="person", id=str(user.pk), label=user.name, source="dashboard")


def due(room: Room) -> Booking:
    return make_booking(room=room, starts_at=at("2026-11-21 19:00"))


def visit(room: Room, host: User | None, stars: int, *, days_ago: int = 1, words: str = "") -> Booking:
    """A visit that is over, rated."""
    starts_at = TONIGHT - timedelta(days=days_ago)
    booking = make_booking(room=room, starts_at=starts_at, status="completed", host=host)
    Rating.objects.create(booking=booking, stars=stars, words=words)
    return booking


def test_whoever_checks_a_party_in_is_its_host(room, desk):
    booking = due(room)

    with as_person(desk):
        arrivals.check_in(booking_id=booking.pk, version=1, now=TONIGHT)

    booking.refresh_from_db()
    assert booking.host == desk


def test_whoever_was_chosen_before_stays_the_host(room, desk, manager):
    booking = due(room)
    choose_host(booking_id=booking.pk, host_id=manager.pk, version=1)

    with as_person(desk):
        arrivals.check_in(booking_id=booking.pk, version=2, now=TONIGHT)

    booking.refresh_from_db()
    assert booking.host == manager


@pytest.mark.parametrize(
    "actor", [{"kind": "system"}, {"kind": "customer", "id": "1"}, {"kind": "person", "id": "x"}]
)
def test_nobody_else_is_noted(room, actor: dict[str, str]):
    booking = due(room)

    with acting(**actor):
        arrivals.check_in(booking_id=booking.pk, version=1, now=TONIGHT)

    booking.refresh_from_db()
    assert booking.host is None


def test_a_walk_in_has_whoever_seated_it_and_keeps_them_in_another_room(room, desk):
    with as_person(desk):
        booking = visits.seat_walk_in(room_ids=[room.pk], duration=HOUR, party_size=2, now=TONIGHT)
    other = make_room(room.venue)

    _, second = visits.change_room(
        booking_id=booking.pk, room_id=other.pk, version=booking.version, now=TONIGHT + HOUR / 2
    )

    assert (booking.host_id, second.host_id) == (desk.pk, desk.pk)


def test_the_host_is_changed_and_taken_away_on_record(room, desk):
    booking = due(room)

    choose_host(booking_id=booking.pk, host_id=desk.pk, version=1)
    choose_host(booking_id=booking.pk, host_id=None, version=2)
    undo_change(booking_id=booking.pk, version=3, now=TONIGHT)

    booking.refresh_from_db()
    assert (booking.host, booking.version) == (desk, 4)


def test_an_old_page_a_block_and_a_booking_that_is_over_are_refused(room, desk):
    booking = due(room)
    block = make_block(room=room, starts_at=TONIGHT + 3 * HOUR)
    cancelled = make_booking(room=room, starts_at=TONIGHT + 5 * HOUR, status="cancelled")

    with pytest.raises(ChangedMeanwhile):
        choose_host(booking_id=booking.pk, host_id=desk.pk, version=7)
    for row in (block, cancelled):
        with pytest.raises(NotPossibleNow):
            choose_host(booking_id=row.pk, host_id=desk.pk, version=1)


def test_only_who_works_there_can_be_chosen(room, desk, manager):
    elsewhere = make_room()
    limit_to_venues(user_id=desk.pk, venue_ids=[elsewhere.venue_id])
    limit_to_venues(user_id=manager.pk, venue_ids=[], room_ids=[room.pk])
    viewer = User.objects.get(role="viewer")
    deactivate(user_id=viewer.pk)
    booking = due(room)

    assert manager in hosts_for(room)
    assert not {desk, viewer} & set(hosts_for(room))
    for person_id in (desk.pk, viewer.pk, 10**9):
        with pytest.raises(Invalid):
            choose_host(booking_id=booking.pk, host_id=person_id, version=1)


def test_ratings_stand_by_room_and_by_who_looked_after_them(room, desk, manager):
    other = make_room(room.venue)
    visit(room, desk, 5)
    visit(room, desk, 4, days_ago=2)
    visit(other, manager, 3)
    visit(other, None, 1, days_ago=2)
    visit(make_room(), desk, 1)

    found = ratings_of_venue(room.venue, **YEAR)

    assert found.rooms == [Rated(room.name, 4.5, 2), Rated(other.name, 2.0, 2)]
    assert sorted(found.people, key=lambda line: -line.stars) == [
        Rated(desk.name, 4.5, 2),
        Rated(manager.name, 3.0, 1),
        Rated("Nobody noted", 1.0, 1),
    ]
    assert (found.count, found.stars) == (4, 3.2)


def test_whoever_has_left_is_named_no_more_and_still_counted(room, desk):
    visit(room, desk, 2, words="Cold")
    deactivate(user_id=desk.pk)

    found = ratings_of_venue(room.venue, **YEAR)

    assert found.people == [Rated("Somebody who has left", 2.0, 1)]


def test_a_period_counts_the_visits_that_began_in_it(room, desk):
    visit(room, desk, 5, days_ago=40)

    found = ratings_of_venue(room.venue, since=TONIGHT - timedelta(days=30), until=TONIGHT)

    assert (found.count, found.rooms, found.people) == (0, [], [])


def test_who_is_limited_to_rooms_reads_of_these_only(room, desk):
    other = make_room(room.venue)
    visit(room, desk, 5)
    visit(other, desk, 1)

    with limited_to([], [room.pk]):
        found = ratings_of_venue(Venue.objects.get(pk=room.venue_id), **YEAR)

    assert (found.rooms, found.people) == ([Rated(room.name, 5.0, 1)], [Rated(desk.name, 5.0, 1)])
