"""Four at once on the two buttons of examples: one week of them, or none, never two and never half of one."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bookings.models import Occupancy, Venue
from bookings.services import setup
from bookings.services.examples import clear_examples, show_examples
from boom.core import clock
from tenants.models import Business
from tests.crowd import Crowd

SIZE = 4


@pytest.fixture
def crowd(live_business: Business) -> Iterator[Crowd]:
    crowd = Crowd(live_business, SIZE)
    yield crowd
    crowd.close()


@pytest.fixture
def venue(live_business: Business) -> Venue:
    venue = Venue.objects.get()
    setup.add_room(venue_id=venue.pk, name="Alto", capacity_max=6, price_per_hour_minor=3000)
    return venue


def test_a_double_press_shows_one_week_and_clears_it_once(crowd, venue):
    def show() -> int:
        return show_examples(venue_id=venue.pk, now=clock.now())

    def clear() -> int:
        return clear_examples(venue_id=venue.pk)

    shown = crowd.at_once(*[show] * SIZE)
    there = Occupancy.objects.filter(is_example=True).count()
    cleared = crowd.at_once(*[clear] * SIZE)

    assert (sorted(shown), sorted(cleared)) == ([0, 0, 0, there], [0, 0, 0, there])
    assert there >= 12
    assert Occupancy.objects.count() == 0


def test_showing_and_clearing_at_once_leaves_all_or_none(crowd, venue):
    def show() -> int:
        return show_examples(venue_id=venue.pk, now=clock.now())

    def clear() -> int:
        return clear_examples(venue_id=venue.pk)

    done = crowd.at_once(show, clear, show, clear)

    left = Occupancy.objects.filter(is_example=True).count()
    assert left in {0, max(done)}
    assert clear() == left
