"""What customers can still have."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest

from bookings.models import Occupancy, Venue
from bookings.selectors.free import (
    existing_days,
    fullness,
    next_day_with_room,
    next_free,
    room_starts,
    wish_for,
)
from bookings.selectors.setup import Setup, setup_of
from bookings.services.setup import set_opening_hours
from tests.conftest import TONIGHT
from tests.factories import at, make_block, make_booking, make_room, make_venue

pytestmark = pytest.mark.django_db

SATURDAY = date(2026, 11, 21)
SUNDAY = date(2026, 11, 22)


@pytest.fixture
def setup(business) -> Setup:
    """Two rooms, open 18:00 to 04:00."""
    venue = make_venue()
    make_room(venue, name="Duet", capacity_max=2)
    make_room(venue, name="Echo", capacity_max=6)
    return setup_of(venue)


def starts(
    setup: Setup, day: date = SATURDAY, *, minutes: int = 60, people: int | None = None
) -> dict[str, list[str]]:
    wish = wish_for(setup, minutes=minutes, people=people, now=TONIGHT)
    found = room_starts(setup, setup.rooms, day, wish)
    names = {room.pk: room.name for room in setup.rooms}
    return {
        names[room_id]: [f"{datetime.fromtimestamp(start, UTC):%d %H:%M}" for start in each]
        for room_id, each in found.items()
    }


def test_a_night_runs_on_past_midnight(setup):
    found = starts(setup)["Duet"]

    assert (found[0], found[-1], len(found)) == ("21 19:00", "22 03:00", 17)


def test_a_hold_counts_until_its_time_is_up(setup):
    duet = setup.rooms[0]
    held = make_booking(
        room=duet, starts_at=at("2026-11-21 20:00"), status="held", held_until=TONIGHT + timedelta(seconds=1)
    )

    assert "21 20:00" not in starts(setup)["Duet"]

    Occupancy.objects.filter(pk=held.pk).update(held_until=TONIGHT)

    assert "21 20:00" in starts(setup)["Duet"]


@pytest.mark.parametrize("status", ["cancelled", "expired", "no_show"])
def test_what_gave_its_room_back_is_in_nobodys_way(setup, status):
    make_booking(room=setup.rooms[0], starts_at=at("2026-11-21 20:00"), status=status)

    assert "21 20:00" in starts(setup)["Duet"]


def test_a_block_of_days_is_seen_from_a_night_in_its_middle(setup):
    make_block(room=setup.rooms[0], starts_at=at("2026-11-01 00:00"), minutes=60 * 24 * 40)

    assert starts(setup)["Duet"] == []


def test_where_it_never_closes_a_long_booking_is_checked_to_its_end(business):
    venue = make_venue(hours=("00:00", "00:00"), max_duration=1440, min_duration=60)
    room = make_room(venue, name="Always")
    make_booking(room=room, starts_at=at("2026-11-22 15:00"))

    found = starts(setup_of(venue), minutes=16 * 60)["Always"]

    assert found[-1] == "21 23:00"


def test_fullness_is_the_share_of_open_room_hours_that_is_taken(setup):
    make_booking(room=setup.rooms[0], starts_at=at("2026-11-22 18:00"), minutes=300)
    make_booking(room=setup.rooms[1], starts_at=at("2026-11-22 23:00"), minutes=300)
    make_booking(room=setup.rooms[1], starts_at=at("2026-11-22 18:00"), status="cancelled")

    assert fullness(setup, setup.rooms, [SATURDAY, SUNDAY], now=TONIGHT) == {SATURDAY: 0, SUNDAY: 50}


def test_tonights_fullness_is_of_what_is_left_of_it(setup):
    for room in setup.rooms:
        make_booking(room=room, starts_at=at("2026-11-21 18:00"), minutes=60)
        make_booking(room=room, starts_at=at("2026-11-21 22:00"), minutes=180)

    assert fullness(setup, setup.rooms, [SATURDAY], now=at("2026-11-21 22:00")) == {SATURDAY: 50}


def test_a_block_of_days_fills_every_night_it_covers(setup):
    make_block(room=setup.rooms[0], starts_at=at("2026-11-10 00:00"), minutes=60 * 24 * 20)

    assert fullness(setup, setup.rooms, [SATURDAY, SUNDAY], now=TONIGHT) == {SATURDAY: 50, SUNDAY: 50}


def test_a_room_with_longer_hours_of_its_own_counts_with_them(setup):
    late = setup.rooms[1]
    set_opening_hours(
        venue_id=setup.venue.pk, room_id=late.pk, rows=[(weekday, time(18), time(6)) for weekday in range(7)]
    )
    make_booking(room=late, starts_at=at("2026-11-23 00:00"), minutes=330)
    changed = setup_of(Venue.objects.get(pk=setup.venue.pk))

    # Five and a half of ten and twelve hours.
    assert fullness(changed, changed.rooms, [SUNDAY], now=TONIGHT) == {SUNDAY: 25}


def test_nights_that_are_over_or_closed_have_no_fullness(business):
    venue = make_venue(hours=None)
    make_room(venue)
    setup = setup_of(venue)

    assert fullness(setup, setup.rooms, [SATURDAY, SUNDAY], now=TONIGHT) == {}


def test_the_next_free_start_of_each_room(setup):
    duet, echo = setup.rooms
    make_booking(room=duet, starts_at=at("2026-11-21 18:00"), minutes=600)
    make_block(room=echo, starts_at=at("2026-11-21 00:00"), minutes=60 * 24 * 30)

    found = next_free(setup, setup.rooms, existing_days(setup, SATURDAY, 7), now=TONIGHT)

    assert found == {duet.pk: at("2026-11-22 18:00")}


def test_the_next_day_with_room_passes_over_full_and_closed_ones(setup):
    for room in setup.rooms:
        make_block(room=room, starts_at=at("2026-11-22 18:00"), minutes=60 * 24 + 600)
    wish = wish_for(setup, minutes=60, people=2, now=TONIGHT)

    assert next_day_with_room(setup, setup.rooms, SATURDAY, wish) == date(2026, 11, 24)


def test_a_date_that_a_zone_left_out_is_passed_over(business):
    setup = setup_of(make_venue(time_zone="Pacific/Apia"))

    assert existing_days(setup, date(2011, 12, 29), 3) == [date(2011, 12, 29), date(2011, 12, 31)]
