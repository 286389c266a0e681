from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from boom.core.time import (
    AmbiguousTime,
    SkippedTime,
    UnknownZone,
    clock_change,
    closing_to_utc,
    date_exists,
    day_starts_at,
    elapsed,
    elapsed_minutes,
    local_to_utc,
    opening_to_utc,
    wall_clock,
    zone_named,
)
from tests.core.clock_changes import every_change

NEW_YORK = zone_named("America/New_York")
LORD_HOWE = zone_named("Australia/Lord_Howe")
KATHMANDU = zone_named("Asia/Kathmandu")
APIA = zone_named("Pacific/Apia")
CAIRO = zone_named("Africa/Cairo")
SECOND = timedelta(seconds=1)


def utc(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


def test_an_ordinary_wall_time_is_one_instant() -> None:
    instant = local_to_utc(datetime(2026, 7, 1, 18, 0), KATHMANDU)

    assert instant == utc(2026, 7, 1, 12, 15)


def test_a_skipped_wall_time_is_refused_with_the_time_and_the_zone_named() -> None:
    with pytest.raises(SkippedTime) as refusal:
        local_to_utc(datetime(2026, 3, 8, 2, 30), NEW_YORK)

    assert str(refusal.value) == (
        "02:30 does not exist on 08 March 2026 in America/New_York: the clocks go forward over it."
    )


def test_a_doubled_wall_time_is_refused_until_one_is_chosen() -> None:
    local = datetime(2026, 11, 1, 1, 30)

    with pytest.raises(AmbiguousTime):
        local_to_utc(local, NEW_YORK)

    assert local_to_utc(local, NEW_YORK, ambiguous="first") == utc(2026, 11, 1, 5, 30)
    assert local_to_utc(local, NEW_YORK, ambiguous="second") == utc(2026, 11, 1, 6, 30)


def test_a_skipped_wall_time_can_be_moved_forward_by_the_gap() -> None:
    instant = local_to_utc(datetime(2026, 3, 8, 2, 30), NEW_YORK, skipped="later")

    assert wall_clock(instant, NEW_YORK) == datetime(2026, 3, 8, 3, 30)


def test_a_wall_time_that_carries_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        local_to_utc(utc(2026, 1, 1), NEW_YORK)


def test_a_skipped_opening_is_the_moment_of_the_jump_and_a_skipped_closing_lasts_the_full_night() -> None:
    sign = datetime(2026, 3, 8, 2, 30)

    assert wall_clock(opening_to_utc(sign, NEW_YORK), NEW_YORK) == datetime(2026, 3, 8, 3, 0)
    assert wall_clock(closing_to_utc(sign, NEW_YORK), NEW_YORK) == datetime(2026, 3, 8, 3, 30)


def test_a_half_hour_jump_is_found_to_the_second() -> None:
    sign = datetime(2026, 10, 4, 2, 10)

    assert wall_clock(opening_to_utc(sign, LORD_HOWE), LORD_HOWE) == datetime(2026, 10, 4, 2, 30)
    assert wall_clock(closing_to_utc(sign, LORD_HOWE), LORD_HOWE) == datetime(2026, 10, 4, 2, 40)


def test_a_doubled_opening_is_the_first_and_a_doubled_closing_the_second() -> None:
    sign = datetime(2026, 11, 1, 1, 30)

    assert opening_to_utc(sign, NEW_YORK) == utc(2026, 11, 1, 5, 30)
    assert closing_to_utc(sign, NEW_YORK) == utc(2026, 11, 1, 6, 30)


def test_every_clock_change_in_the_world_is_refused_or_asked_about_on_both_edges() -> None:
    for change in every_change():
        first, after = sorted((change.reads_before, change.reads_after))
        doubtful = [first, first + (after - first) / 2, after - SECOND]
        error = SkippedTime if change.by > timedelta(0) else AmbiguousTime

        for local in doubtful:
            with pytest.raises(error):
                local_to_utc(local, change.zone)
        for local in (first - SECOND, after):
            assert wall_clock(local_to_utc(local, change.zone), change.zone) == local


def test_at_every_clock_change_in_the_world_doors_open_and_close_by_the_rule() -> None:
    for change in every_change():
        low, high = sorted((change.reads_before, change.reads_after))
        sign = low + (high - low) / 2
        opens, closes = opening_to_utc(sign, change.zone), closing_to_utc(sign, change.zone)

        if change.by > timedelta(0):
            assert opens == change.at
            assert closes == change.at + change.by / 2
        else:
            assert opens == change.at + change.by / 2
            assert closes == change.at - change.by / 2


def test_every_clock_change_in_the_world_is_found_in_the_days_around_it() -> None:
    for change in every_change():
        around = change.at - timedelta(hours=30), change.at + timedelta(hours=30)

        assert clock_change(*around, change.zone) == change.at
        assert clock_change(change.at, around[1], change.zone) is None


def test_a_day_whose_midnight_is_skipped_starts_when_the_clock_lands() -> None:
    assert wall_clock(day_starts_at(date(2026, 4, 24), CAIRO), CAIRO) == datetime(2026, 4, 24, 1, 0)


def test_the_date_that_samoa_left_out_does_not_exist() -> None:
    existing = [day for day in range(28, 32) if date_exists(date(2011, 12, day), APIA)]

    assert existing == [28, 29, 31]
    assert day_starts_at(date(2011, 12, 30), APIA) == day_starts_at(date(2011, 12, 31), APIA)


def test_what_passes_on_the_night_clocks_go_back_is_an_hour_more_than_they_show() -> None:
    start = datetime(2026, 10, 31, 23, 0, tzinfo=NEW_YORK)
    end = datetime(2026, 11, 1, 3, 0, tzinfo=NEW_YORK)

    assert end - start == timedelta(hours=4)
    assert elapsed(start, end) == timedelta(hours=5)
    assert elapsed_minutes(end, start) == -300


def test_what_has_no_zone_cannot_be_shown_in_one() -> None:
    with pytest.raises(ValueError, match="no zone"):
        wall_clock(datetime(2026, 1, 1), NEW_YORK)


def test_time_does_not_pass_between_wall_times() -> None:
    with pytest.raises(ValueError, match="instants"):
        elapsed(datetime(2026, 1, 1), utc(2026, 1, 2))


@pytest.mark.parametrize(
    "name", ["", "Europe", "Europe/Nowhere", "../etc/passwd", "/etc/passwd", "Factory", "europe/london"]
)
def test_only_names_of_the_database_are_zones(name: str) -> None:
    with pytest.raises(UnknownZone):
        zone_named(name)


@settings(max_examples=200, deadline=None)
@given(
    instant=st.datetimes(datetime(2024, 1, 1), datetime(2036, 1, 1), timezones=st.just(UTC)),
    name=st.sampled_from(
        [
            "Europe/London",
            "America/New_York",
            "Australia/Lord_Howe",
            "Asia/Tokyo",
            "Asia/Kathmandu",
            "Pacific/Apia",
        ]
    ),
)
def test_an_instant_shown_on_the_wall_is_one_of_those_its_wall_time_means(
    instant: datetime, name: str
) -> None:
    zone = zone_named(name)
    local = wall_clock(instant, zone)

    meant = {local_to_utc(local, zone, ambiguous="first"), local_to_utc(local, zone, ambiguous="second")}

    assert instant in meant
