"""Times, days, lengths and sums as people read them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from boom.core import text
from boom.core.money import Money

LONDON = ZoneInfo("Europe/London")
SYDNEY = ZoneInfo("Australia/Sydney")
KATHMANDU = ZoneInfo("Asia/Kathmandu")


def at(clock: str, day: str = "2026-11-21") -> datetime:
    return datetime.fromisoformat(f"{day}T{clock}").replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("instant", "zone", "twelve_hours", "words"),
    [
        (at("21:15"), LONDON, False, "21:15"),
        (at("21:15"), LONDON, True, "9:15 pm"),
        (at("00:05"), LONDON, True, "12:05 am"),
        (at("12:00"), LONDON, True, "12:00 pm"),
        (at("02:00"), LONDON, True, "2:00 am"),
        (at("21:15"), SYDNEY, False, "08:15"),
        (at("21:15"), KATHMANDU, False, "03:00"),
    ],
)
def test_a_time_is_what_the_venues_clock_shows(instant, zone, twelve_hours, words):
    assert text.clock(instant, zone, twelve_hours=twelve_hours) == words


def test_an_hour_that_comes_twice_carries_its_zone():
    first, second = at("00:30", "2026-10-25"), at("01:30", "2026-10-25")

    assert [text.clock(first, LONDON), text.clock(second, LONDON)] == ["01:30 BST", "01:30 GMT"]


@pytest.mark.parametrize(
    ("start", "end", "twelve_hours", "words"),
    [
        (at("21:15"), at("23:15"), False, "21:15–23:15"),
        (at("21:15"), at("23:15"), True, "9:15–11:15 pm"),
        (at("23:15"), at("01:15", "2026-11-22"), True, "11:15 pm–1:15 am"),
    ],
)
def test_a_stretch_names_its_half_of_the_day_once(start, end, twelve_hours, words):
    assert text.span(start, end, LONDON, twelve_hours=twelve_hours) == words


@pytest.mark.parametrize(
    ("style", "locale", "words"),
    [
        ("short", "en-GB", "Sat 21 Nov"),
        ("long", "en-GB", "Saturday 21 November"),
        ("weekday", "en-GB", "Sat"),
        ("number", "en-GB", "21"),
        ("short", "en_US", "Sat, Nov 21"),
        ("long", "en-US", "Saturday, November 21"),
    ],
)
def test_a_day_is_written_as_the_venues_country_does(style, locale, words):
    assert text.day(date(2026, 11, 21), LONDON, style=style, locale=locale) == words


def test_the_day_of_an_instant_is_the_venues_day():
    assert text.day(at("21:15"), SYDNEY) == "Sun 22 Nov"


def test_the_weekday_comes_again_once_midnight_has_passed():
    evening = text.when(at("21:15"), at("23:15"), LONDON)
    night = text.when(at("22:15"), at("00:45", "2026-11-22"), LONDON)

    assert [evening, night] == ["Sat 21 Nov, 21:15 to 23:15", "Sat 21 Nov, 22:15 to Sun 00:45"]


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (45, "45 min"),
        (120, "2 h"),
        (150, "2 h 30"),
        (65, "1 h 05"),
        (timedelta(hours=3), "3 h"),
        (timedelta(minutes=20, seconds=59), "20 min"),
    ],
)
def test_a_length_is_hours_and_minutes(length, words):
    assert text.duration(length) == words


@pytest.mark.parametrize(
    ("before", "words"),
    [
        (timedelta(seconds=-5), "just now"),
        (timedelta(seconds=59), "just now"),
        (timedelta(minutes=4), "4 min ago"),
        (timedelta(minutes=60), "1 h ago"),
        (timedelta(hours=23, minutes=59), "23 h ago"),
        (timedelta(days=1), "yesterday"),
        (timedelta(days=12), "12 days ago"),
    ],
)
def test_how_long_ago_is_told_in_one_unit(before, words):
    now = at("12:00")

    assert text.ago(now - before, now) == words


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (Money(7200, "GBP"), "£72"),
        (Money(7250, "GBP"), "£72.50"),
        (Money(7205, "GBP"), "£72.05"),
        (Money(120000, "GBP"), "£1,200"),
        (Money(1200, "JPY"), "¥1,200"),
        (Money(1000000, "KWD"), "KWD\u00a01,000"),
    ],
)
def test_a_price_leaves_out_empty_pence(amount, words):
    assert text.price(amount) == words


def test_every_status_of_a_booking_has_a_word():
    from bookings.domain.lifecycle import Status

    assert {str(status) for status in Status} == set(text.STATUS_WORDS)
    assert [text.status_word("pending"), text.status_word("checked_in")] == ["To confirm", "In room"]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("+442079460123", "+44 20 7946 0123"),
        ("020 7946 0123", "020 7946 0123"),
        ("ask for Olive", "ask for Olive"),
        ("", ""),
    ],
)
def test_a_phone_number_is_written_to_be_read(number, words):
    assert text.phone(number) == words
