"""The small month beside the calendar."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from bookings.mini_month import DAY, mini_month, month_called
from bookings.models import Venue

TODAY = date(2026, 11, 21)


def small(month: date, *, week_starts: int = 0, chosen: tuple[date, ...] = ()):
    venue = Venue(time_zone="Europe/London", week_starts=week_starts)
    return mini_month(venue, month, today=TODAY, chosen=chosen, address=lambda day: f"/{day}")


@pytest.mark.parametrize("week_starts", range(7))
@pytest.mark.parametrize(
    "month", [date(2026, 11, 21), date(2026, 2, 1), date(2024, 2, 29), date(2027, 1, 31)]
)
def test_a_month_stands_in_whole_weeks_from_the_venues_first_weekday(month, week_starts):
    found = small(month, week_starts=week_starts)
    days = [day.date for week in found.weeks for day in week]

    assert all(len(week) == 7 and week[0].date.weekday() == week_starts for week in found.weeks)
    assert days == [days[0] + number * DAY for number in range(len(days))]
    in_month = [day.date for week in found.weeks for day in week if day.is_in_month]
    assert in_month[0] == month.replace(day=1)
    assert in_month[-1] == found.after - timedelta(days=1)
    assert all(any(day.is_in_month for day in week) for week in found.weeks)


def test_its_arrows_lead_to_the_months_beside_it():
    found = small(date(2026, 12, 31))

    assert (found.before, found.after) == (date(2026, 11, 1), date(2027, 1, 1))


def test_today_and_what_the_page_shows_are_marked():
    found = small(TODAY, chosen=(date(2026, 11, 28),))
    days = [day for week in found.weeks for day in week]

    assert [day.date for day in days if day.is_today] == [TODAY]
    assert [day.date for day in days if day.is_chosen] == [date(2026, 11, 28)]


@pytest.mark.parametrize("typed", ["", "2026", "2026-13", "2026-11-02", "0001-01", "9999-12", "x" * 100])
def test_what_is_no_month_is_none(typed):
    assert month_called(typed) is None


@pytest.fixture
def calendar(business, now, owner_client):
    def page(path: str, **query: str) -> str:
        return owner_client.get(path, query).content.decode()

    return page


def chosen_in(page: str) -> list[str]:
    [mini] = re.findall(r'<section class="mini".*?</section>', page, re.DOTALL)
    return re.findall(r'aria-current="page"[^>]*><time datetime="([\d-]+)"', mini)


@pytest.mark.django_db
def test_every_view_marks_the_nights_it_shows(calendar):
    assert chosen_in(calendar("/dashboard/", day="2026-12-05")) == ["2026-12-05"]
    assert chosen_in(calendar("/dashboard/agenda/")) == ["2026-11-21"]
    assert chosen_in(calendar("/dashboard/week/"))[::6] == ["2026-11-16", "2026-11-22"]
    assert chosen_in(calendar("/dashboard/month/")) == []


@pytest.mark.django_db
def test_other_months_are_leafed_through_without_leaving_the_night(calendar):
    page = calendar("/dashboard/", day="2026-12-05", mini="2027-02")

    assert "Saturday 5 December" in page
    assert "February 2027" in page
    assert "mini=2027-01&amp;day=2026-12-05" in page


@pytest.mark.django_db
def test_the_fragment_keeps_to_its_view(calendar):
    part = calendar("/dashboard/month/small/", view="week", mini="2027-02", day="2026-12-05")

    assert part.lstrip().startswith('<section class="mini"')
    assert 'href="/dashboard/week/?day=2027-02-14"' in part
    assert 'hx-get="/dashboard/month/small/?view=week&amp;mini=2027-03&amp;day=2026-12-05"' in part


@pytest.mark.django_db
def test_a_week_begins_as_the_venue_counts(calendar):
    Venue.objects.update(week_starts=6)

    assert chosen_in(calendar("/dashboard/week/"))[0] == "2026-11-15"


@pytest.mark.django_db
@pytest.mark.parametrize("day", ["0001-01-08", "9999-12-20"])
def test_the_ends_of_time_have_a_month_too(calendar, day):
    assert '<section class="mini"' in calendar("/dashboard/", day=day)
