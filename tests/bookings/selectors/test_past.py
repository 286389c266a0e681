"""The calendar as it was, read from the record: bookings, rooms, hours and names, and what followed."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import AuditEvent
from audit.past import rows_at
from bookings.models import Customer, Occupancy, Room, Venue
from bookings.selectors.calendar import Viewer, board_of
from bookings.selectors.past import begun_at, changes_since, past_of, setup_at
from bookings.selectors.setup import setup_of
from bookings.services import setup
from bookings.services.blocks import release_block
from bookings.services.bookings import move_booking
from bookings.services.cancelling import cancel_booking
from boom.core.actor import acting
from boom.core.errors import NotFound
from tests.audit.test_activity import text_of
from tests.conftest import TONIGHT
from tests.factories import at, make_block, make_booking, make_room

pytestmark = pytest.mark.django_db

NIGHT = date(2026, 11, 21)


@pytest.fixture
def venue(business) -> Venue:
    return Venue.objects.get()


@pytest.fixture
def alto(venue) -> Room:
    return make_room(venue, name="Alto")


@pytest.fixture
def echo(venue) -> Room:
    return make_room(venue, name="Echo")


def moment() -> datetime:
    """The database's own clock, which the record goes by."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


def drawn(board) -> dict[str, list[tuple[str, str, str]]]:
    """What stands on a board: by room the tickets' names, times and statuses."""
    return {row.name: [(t.name, t.span, t.status) for t in row.tickets] for row in board.rows if row.tickets}


def as_it_was(venue: Venue, then: datetime, day: date = NIGHT):
    return past_of(venue, day, moment=then, viewer=Viewer())


def as_it_is(venue: Venue, day: date = NIGHT):
    venue.refresh_from_db()
    return board_of(setup_of(venue), day, now=TONIGHT, viewer=Viewer())[0]


def test_what_was_moved_cancelled_or_taken_since_stands_as_it_did(venue, alto, echo):
    stays = make_booking(room=alto, starts_at=at("2026-11-21 20:00"), guest_name="Stays")
    moved = make_booking(room=alto, starts_at=at("2026-11-21 22:00"), guest_name="Moved")
    gone = make_booking(room=echo, starts_at=at("2026-11-21 22:00"), guest_name="Gone")
    before, then = drawn(as_it_is(venue)), moment()
    far = moved.span.__class__.lasting(at("2026-12-24 20:00"), timedelta(hours=1))
    move_booking(booking_id=moved.pk, room_id=echo.pk, span=far, version=1, now=TONIGHT)
    cancel_booking(booking_id=gone.pk, now=TONIGHT)
    make_booking(room=alto, starts_at=at("2026-11-21 23:00"), guest_name="New")

    found = as_it_was(venue, then)

    assert drawn(found.board) == before
    assert {stays.pk, moved.pk, gone.pk} <= found.keys
    assert "Moved" not in str(drawn(as_it_is(venue)))


def test_a_row_that_is_gone_from_the_database_is_there(venue, alto):
    booking = make_booking(room=alto, starts_at=at("2026-11-21 20:00"), guest_name="Erased")
    then = moment()
    Occupancy.objects.filter(pk=booking.pk).delete()

    assert drawn(as_it_was(venue, then).board) == {"Alto": [("Erased", "20:00–21:00", "confirmed")]}


def test_a_long_block_that_was_cut_short_or_moved_off_since_is_there(venue, alto, echo):
    weeks = 14 * 24 * 60
    cut = make_block(room=alto, starts_at=at("2026-11-10 12:00"), minutes=weeks, reason="Paint")
    off = make_block(room=echo, starts_at=at("2026-11-10 12:00"), minutes=weeks, reason="Floor")
    then = moment()
    release_block(block_id=off.pk, version=1, now=TONIGHT)
    short = cut.span.__class__.lasting(cut.starts_at, timedelta(days=2))
    move_booking(booking_id=cut.pk, room_id=alto.pk, span=short, version=1, now=TONIGHT)

    found = drawn(as_it_was(venue, then).board)

    assert {name: [ticket[0] for ticket in tickets] for name, tickets in found.items()} == {
        "Alto": ["Paint"],
        "Echo": ["Floor"],
    }
    assert drawn(as_it_is(venue)) == {}


def test_rooms_hours_and_names_are_those_of_then(venue, alto, echo):
    booking = make_booking(room=alto, starts_at=at("2026-11-21 20:00"))
    Customer.objects.filter(pk=booking.customer_id).update(name="Ann")
    then = moment()
    setup.change_room(room_id=alto.pk, name="Bass")
    setup.change_room(room_id=echo.pk, state="archived")
    setup.add_room(venue_id=venue.pk, name="New")
    setup.set_opening_hours(venue_id=venue.pk, rows=[(5, time(12), time(14))])
    setup.add_special_day(venue_id=venue.pk, starts_on=NIGHT, ends_on=NIGHT, hours=[], reason="Party")
    Customer.objects.filter(pk=booking.customer_id).update(name="Anne")

    found = as_it_was(venue, then)

    names = [row.name for row in found.board.rows]
    assert {"Alto", "Echo"} <= set(names)
    assert {"Bass", "New"}.isdisjoint(names)
    assert (found.night.opens, found.night.closed_because) == ("18:00 to 04:00", "")
    assert drawn(found.board)["Alto"][0][0] == "Ann"


def test_before_there_was_a_venue_there_is_nothing_to_see(venue):
    with pytest.raises(NotFound):
        setup_at(venue.pk, AuditEvent.objects.earliest("at").at - timedelta(days=1))


def test_what_followed_is_told_newest_first(venue, alto, echo):
    booking = make_booking(room=alto, starts_at=at("2026-11-21 20:00"), guest_name="Ann")
    then = moment()
    with acting(kind="person", label="Dana"):
        move_booking(booking_id=booking.pk, room_id=echo.pk, span=booking.span, version=1, now=TONIGHT)
        setup.change_room(room_id=alto.pk, capacity_max=9)

    told = [f"{entry.actor} {entry.words}" for entry in changes_since(as_it_was(venue, then))]

    assert told == ["Dana changed the room Alto", "Dana moved it from Alto to Echo"]


def unsecret(rows):
    """Without the form's key, which is on record without its value."""
    return {key: row | {"idempotency_key": None} for key, row in rows.items()}


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(steps=st.lists(st.tuples(st.integers(0, 4), st.integers(0, 5)), min_size=1, max_size=8))
def test_at_every_moment_the_record_gives_just_what_the_table_was(business, steps):
    """Random changes of rows, and after each the table as it stood: the past is the same, however far
    back.
    """
    room = make_room()
    keys = [make_booking(room=room, starts_at=at(f"2027-02-0{day} 20:00")).pk for day in range(1, 6)]
    seen = []
    for kind, number in steps:
        seen.append((moment(), rows_at("bookings_occupancy", moment(), keys=keys)))
        rows = Occupancy.objects.filter(pk=keys[number % len(keys)])
        if kind == 0:
            rows.update(note=f"note {number}")
        elif kind == 1:
            rows.update(status="cancelled")
        elif kind == 2:
            rows.delete()
        elif kind == 3:
            rows.update(party_size=number + 1, staff_note="x")
        else:
            keys.append(make_booking(room=make_room(), starts_at=at("2027-03-01 20:00")).pk)

    for then, was in seen:
        assert unsecret(rows_at("bookings_occupancy", then, keys=keys)) == unsecret(was)


# ---- the page ----------------------------------------------------------------------------------------


def test_the_page_says_what_it_is_and_lets_nothing_be_moved(venue, alto, echo, owner_client):
    booking = make_booking(room=alto, starts_at=at("2026-11-21 20:00"), guest_name="Ann")
    then = moment()
    move_booking(booking_id=booking.pk, room_id=echo.pk, span=booking.span, version=1, now=TONIGHT)

    page = owner_client.get("/dashboard/past/", {"at": then.isoformat(), "day": "2026-11-21"})

    content = page.content.decode()
    row = re.search(rf'id="row-{alto.pk}".*?</section>', content, re.DOTALL)[0]
    assert "This is the calendar as it was on" in text_of(page)
    assert "Nothing here can be changed." in text_of(page)
    assert "Ann" in row
    assert "data-move-url" not in content
    assert "moved it from Alto to Echo" in text_of(page)


@pytest.mark.parametrize(
    "query", [{}, {"at": "x"}, {"at": "2026-02-30T25:00"}, {"at": "2200-01-01T00:00"}, {"day": "x", "at": ""}]
)
def test_what_cannot_be_read_gives_yesterday_or_now(venue, alto, owner_client, query):
    assert owner_client.get("/dashboard/past/", query).status_code == 200


def test_before_the_beginning_it_shows_the_beginning(venue, owner_client):
    begun = begun_at(venue.pk).astimezone(venue.zone)

    page = owner_client.get("/dashboard/past/", {"at": "2001-01-01T00:00"})

    assert f"{begun.day} {begun:%B %Y, %H:%M}" in text_of(page)


@pytest.mark.parametrize("rows", [1, 30])
def test_the_page_asks_no_more_for_a_full_night(venue, owner_client, count_queries, rows):
    for number in range(rows):
        booking = make_booking(room=make_room(venue), starts_at=at("2026-11-21 20:00"), guest_name="Ann")
        Occupancy.objects.filter(pk=booking.pk).update(note=str(number))
    query = {"at": moment().isoformat(), "day": "2026-11-21"}
    owner_client.get("/dashboard/past/", query)

    with count_queries() as queries:
        owner_client.get("/dashboard/past/", query)

    assert queries() <= 30
