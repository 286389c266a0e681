"""The page of all that repeats: the next first, what is over only when asked for, flat in its queries."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bookings.models import Room, Series, Venue
from tests.factories import at, make_room, make_series

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business", "now")]

PATH = "/dashboard/series/"


@pytest.fixture
def alto() -> Room:
    return make_room(Venue.objects.get(), name="Alto")


def page_of(client, query: str = "") -> str:
    return client.get(f"{PATH}{query}").content.decode()


def test_what_repeats_stands_with_its_rule_and_its_next_night_the_next_first(owner_client, alto):
    make_series(alto, [at("2026-12-04 20:00"), at("2026-12-11 20:00")], guest_name="Later")
    make_series(alto, [at("2026-11-27 22:00"), at("2026-12-04 22:00")], guest_name="Sooner")

    page = page_of(owner_client)

    assert page.index("Sooner") < page.index("Later")
    assert "Every Friday from 27 November 2026" in page
    assert "Fri 27 Nov, 22:00" in page


def test_what_is_over_is_shown_only_when_asked_for(owner_client, alto):
    make_series(alto, [at("2026-11-06 20:00"), at("2026-11-13 20:00")], guest_name="Has been")

    assert "Has been" not in page_of(owner_client)
    assert "Has been" in page_of(owner_client, "?all=1")


def test_one_with_nights_that_wait_for_somebody_is_shown_though_none_is_to_come(owner_client, alto):
    series = make_series(alto, [at("2026-11-06 20:00")], guest_name="Waits")
    Series.objects.filter(pk=series.pk).update(missed=[{"day": "2026-12-04", "why": "Taken"}])

    page = page_of(owner_client)

    assert "Waits" in page
    assert "1 night could not be booked" in page


def test_a_rule_that_cannot_be_read_does_not_break_the_page(owner_client, alto):
    series = make_series(alto, [at("2026-12-04 20:00")], guest_name="Odd")
    Series.objects.filter(pk=series.pk).update(rule="FREQ=SOMETIMES")

    assert "Its rule cannot be read" in page_of(owner_client)


def test_nothing_that_repeats_says_where_to_begin(owner_client, alto):
    assert "Nothing repeats" in page_of(owner_client)


def test_many_series_cost_no_more_queries_than_one(owner_client, alto, count_queries):
    make_series(alto, [at("2026-12-04 20:00")], guest_name="First")
    page_of(owner_client)
    with count_queries() as for_one:
        page_of(owner_client)
    for week in range(1, 12):
        make_series(alto, [at("2026-12-04 20:00") + timedelta(weeks=week)], guest_name=f"Number {week}")
    with count_queries() as for_many:
        page_of(owner_client)

    assert for_many() == for_one()


def test_the_list_of_bookings_leads_there(owner_client, alto):
    assert f'href="{PATH}"' in owner_client.get("/dashboard/bookings/").content.decode()
