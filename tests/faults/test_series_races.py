"""Two of the staff change one series at the same moment; the nightly run writes it on while they do.

Whoever is first has it whole; the other is told that it was changed, or finds nothing left to do. No night is
lost, none is written twice, and each stands where its series says. Two at once, not fifty: that is how many
pages there are of one series.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import pytest

from bookings.domain.recurrence import Every, Rule
from bookings.domain.series import Pattern
from bookings.errors import SeriesChangedMeanwhile
from bookings.models import Occupancy, Room, Series, Venue
from bookings.selectors.series_changes import Change
from bookings.selectors.series_health import series_out_of_step
from bookings.services.customers import Contact
from bookings.services.series.changing import Changed, change_series
from bookings.services.series.extending import extend_series
from bookings.services.series.making import Guest, book_series
from boom.core import clock
from tenants.models import Business
from tests.crowd import Crowd
from tests.drills import rounds
from tests.factories import make_room

ROUNDS = rounds(20, ordinary=4)
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


@pytest.fixture
def pair(live_business: Business) -> Iterator[Crowd]:
    pair = Crowd(live_business, 2)
    yield pair
    pair.close()


@pytest.fixture
def venue(live_business: Business) -> Venue:
    """A venue that never closes and can be booked a month ahead."""
    venue = Venue.objects.get()
    venue.opening_hours.update(opens="00:00", closes="00:00")
    Venue.objects.filter(pk=venue.pk).update(horizon_days=28)
    venue.refresh_from_db()
    return venue


@pytest.fixture
def now() -> datetime:
    return clock.now()


def weekly(room: Room, now: datetime) -> Series:
    """Every week at eight from the day after tomorrow on, without an end."""
    first = (now + 2 * DAY).astimezone(room.venue.zone).date()
    pattern = Pattern(room.pk, first, "20:00", HOUR, Rule(Every.WEEK, weekdays=(first.weekday(),)))
    guest = Guest(Contact("Priya", "priya@example.com"), party_size=2)
    return book_series(pattern=pattern, guest=guest, choices={}, now=now).series


def nights(series: Series) -> list[tuple[int | None, int, str]]:
    """Each night that stands: whose it is, in which room, at which time."""
    rows = Occupancy.objects.filter(status="confirmed", series__in=[series, *series.followed_by.all()])
    zone = series.room.venue.zone
    return [
        (row.series_id, row.room_id, f"{row.starts_at.astimezone(zone):%H:%M}")
        for row in rows.order_by("starts_at")
    ]


def to(series: Series, room: Room, start: str, now: datetime, **more: Any) -> Any:
    return partial(
        change_series,
        series_id=series.pk,
        version=series.version,
        change=Change(room.pk, start, HOUR),
        choices={},
        now=now,
        **more,
    )


def test_of_two_changes_at_once_one_is_made_and_the_other_is_told(pair, venue, now):
    winners = set()
    for _ in range(ROUNDS):
        home, other = make_room(venue), make_room(venue)
        series = weekly(home, now)
        written = len(nights(series))

        outcomes = pair.at_once(to(series, home, "21:30", now), to(series, other, "20:00", now))

        [made] = [each for each in outcomes if isinstance(each, Changed)]
        assert SeriesChangedMeanwhile in outcomes
        expected = (made.series.pk, made.series.room_id, made.series.start)
        assert nights(series) == [expected] * written
        winners.add(made.series.start)
    assert winners <= {"21:30", "20:00"}


def test_this_and_following_against_all_leaves_every_night_in_one_series(pair, venue, now):
    for _ in range(ROUNDS):
        home, other = make_room(venue), make_room(venue)
        series = weekly(home, now)
        written = len(nights(series))
        third = series.first_on + 2 * WEEK

        outcomes = pair.at_once(
            to(series, other, "20:00", now, from_on=third), to(series, home, "22:00", now)
        )

        assert sum(isinstance(each, Changed) for each in outcomes) == 1
        found = nights(series)
        assert len(found) == written
        by_series = {each.pk: (each.room_id, each.start) for each in Series.objects.all()}
        assert all(by_series[key] == (room_id, start) for key, room_id, start in found if key is not None)
    assert series_out_of_step(now=now) == []


def test_two_nightly_runs_at_once_write_each_night_once(pair, venue, now):
    for _ in range(ROUNDS):
        series = weekly(make_room(venue), now)
        written, later = len(nights(series)), now + 2 * WEEK

        run = partial(extend_series, series_id=series.pk, now=later)
        outcomes = pair.at_once(run, run)

        assert sorted(len(each) for each in outcomes) == [0, 2]
        assert len(nights(series)) == written + 2


def test_the_nightly_run_and_a_change_leave_each_night_where_its_series_is(pair, venue, now):
    for _ in range(ROUNDS):
        home, other = make_room(venue), make_room(venue)
        series = weekly(home, now)
        written, later = len(nights(series)), now + 2 * WEEK - HOUR

        pair.at_once(
            partial(extend_series, series_id=series.pk, now=later),
            to(series, other, "21:00", now, from_on=series.first_on),
        )

        series.refresh_from_db()
        extend_series(series_id=series.pk, now=later)
        assert (series.room_id, series.start) == (other.pk, "21:00")
        assert nights(series) == [(series.pk, other.pk, "21:00")] * (written + 2)
    assert series_out_of_step(now=now) == []
