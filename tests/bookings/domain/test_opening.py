from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.domain.interval import Interval, merge, total
from bookings.domain.opening import (
    MOST_REMEMBERED,
    DayHours,
    NoSuchDay,
    Schedule,
    SpecialDay,
    UnusualNight,
    WeeklyHours,
    business_day,
    night,
    open_between,
    open_intervals,
    unusual_nights,
)
from boom.core.time import wall_clock
from tests.bookings.domain.strategies import hard_days, schedules
from tests.core.clock_changes import every_change

LONDON, NEW_YORK = ZoneInfo("Europe/London"), ZoneInfo("America/New_York")
LORD_HOWE, TOKYO = ZoneInfo("Australia/Lord_Howe"), ZoneInfo("Asia/Tokyo")
KATHMANDU, APIA = ZoneInfo("Asia/Kathmandu"), ZoneInfo("Pacific/Apia")
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
SATURDAY = date(2026, 6, 6)


def every_day(opens: time, closes: time) -> tuple[WeeklyHours, ...]:
    return tuple(WeeklyHours(weekday, opens, closes) for weekday in range(7))


def karaoke(zone: ZoneInfo, *special_days: SpecialDay) -> Schedule:
    return Schedule(zone, every_day(time(18), time(4)), special_days)


def local(day: date, hour: int, minute: int = 0, *, zone: ZoneInfo = LONDON) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)


def shown(stretches: list[Interval], zone: ZoneInfo) -> list[str]:
    return [f"{wall_clock(s.start, zone):%d %H:%M} - {wall_clock(s.end, zone):%d %H:%M}" for s in stretches]


# Hours on a sign


def test_hours_past_midnight_are_one_stretch_of_the_day_they_open() -> None:
    assert shown(open_intervals(SATURDAY, karaoke(LONDON)), LONDON) == ["06 18:00 - 07 04:00"]


@pytest.mark.parametrize(
    ("opens", "closes", "stretch"),
    [
        (time(10), time(14), "06 10:00 - 06 14:00"),
        (time(18), time(0), "06 18:00 - 07 00:00"),
        (time(10), time(10), "06 10:00 - 07 10:00"),
        (time(0), time(0), "06 00:00 - 07 00:00"),
        (time(0), time(23, 59), "06 00:00 - 06 23:59"),
    ],
)
def test_a_closing_not_after_the_opening_is_on_the_next_day(opens: time, closes: time, stretch: str) -> None:
    hours = Schedule(KATHMANDU, (WeeklyHours(5, opens, closes),))

    assert shown(open_intervals(SATURDAY, hours), KATHMANDU) == [stretch]


def test_several_stretches_of_a_day_stay_apart_unless_they_meet() -> None:
    rows = [(18, 2), (12, 15), (10, 12), (19, 21)]
    hours = Schedule(LONDON, tuple(WeeklyHours(5, time(opens), time(closes)) for opens, closes in rows))

    assert shown(open_intervals(SATURDAY, hours), LONDON) == ["06 10:00 - 06 15:00", "06 18:00 - 07 02:00"]


def test_a_weekday_without_hours_is_closed_and_still_has_a_night() -> None:
    closed = night(SATURDAY, Schedule(LONDON, ()))

    assert (closed.is_closed, closed.opens_at, closed.closes_at, closed.open_for) == (
        True,
        None,
        None,
        timedelta(0),
    )
    assert closed.span == Interval(local(SATURDAY, 0), local(SATURDAY + DAY, 0))


def test_a_night_knows_when_it_opens_and_closes() -> None:
    saturday = night(SATURDAY, karaoke(LONDON))

    assert saturday.opens_at == local(SATURDAY, 18)
    assert saturday.closes_at == local(SATURDAY + DAY, 4)
    assert saturday.open_for == 10 * HOUR
    assert saturday.span == Interval(local(SATURDAY, 4), local(SATURDAY + DAY, 4))


def test_a_venue_that_never_closes_has_days_from_midnight_to_midnight_and_one_open_stretch() -> None:
    always = night(SATURDAY, Schedule(LONDON, every_day(time(0), time(0))))

    assert always.stretches == (always.span,) == (Interval(local(SATURDAY, 0), local(SATURDAY + DAY, 0)),)
    assert [stretch.contains(always.span.shift(DAY)) for stretch in always.open] == [True]


@pytest.mark.parametrize("day", [date(2028, 2, 28), date(2028, 2, 29), date(2026, 12, 31), date(2026, 4, 30)])
def test_the_last_night_of_a_month_runs_on_into_the_next(day: date) -> None:
    assert open_intervals(day, karaoke(TOKYO)) == [
        Interval(local(day, 18, zone=TOKYO), local(day + DAY, 4, zone=TOKYO))
    ]
    assert business_day(local(day + DAY, 3, 59, zone=TOKYO), karaoke(TOKYO)) == day


def test_hours_with_seconds_lose_them() -> None:
    hours = Schedule(LONDON, (WeeklyHours(5, time(18, 0, 30), time(23, 59, 59)),))

    assert shown(open_intervals(SATURDAY, hours), LONDON) == ["06 18:00 - 06 23:59"]
    assert open_intervals(SATURDAY, hours)[0].start.second == 0


# Special days


def test_a_closed_special_day_replaces_the_hours_and_leaves_the_night_before_its_tail() -> None:
    christmas = SpecialDay(date(2026, 12, 25), date(2026, 12, 26), reason="Christmas")
    hours = karaoke(LONDON, christmas)

    nights = [night(date(2026, 12, day), hours) for day in (24, 25, 26, 27)]

    assert [one.open_for for one in nights] == [10 * HOUR, timedelta(0), timedelta(0), 10 * HOUR]
    assert [one.special for one in nights] == [None, christmas, christmas, None]
    assert christmas.is_closed
    assert nights[0].closes_at == nights[1].span.start == local(date(2026, 12, 25), 4)


def test_a_special_day_may_have_other_hours_past_midnight_too() -> None:
    party = SpecialDay(date(2026, 12, 31), date(2026, 12, 31), (DayHours(time(20), time(8)),), "New Year")

    stretches = open_intervals(date(2026, 12, 31), karaoke(LONDON, party))

    assert shown(stretches, LONDON) == ["31 20:00 - 01 08:00"]


def test_of_two_special_days_the_shorter_one_holds_and_of_equal_ones_the_later_given() -> None:
    summer = SpecialDay(date(2026, 6, 1), date(2026, 8, 31), (DayHours(time(16), time(2)),), "Summer")
    closed = SpecialDay(SATURDAY, SATURDAY, reason="Wedding")
    reopened = SpecialDay(SATURDAY, SATURDAY, (DayHours(time(12), time(13)),))

    assert karaoke(LONDON, closed, summer).special_on(SATURDAY) == closed
    assert karaoke(LONDON, closed, summer).special_on(SATURDAY + DAY) == summer
    assert karaoke(LONDON, closed, reopened).special_on(SATURDAY) == reopened


def test_a_special_day_cannot_end_before_it_starts() -> None:
    with pytest.raises(ValueError, match="end before"):
        SpecialDay(SATURDAY, SATURDAY - DAY)


def test_a_weekday_is_a_weekday() -> None:
    with pytest.raises(ValueError, match="Monday"):
        WeeklyHours(7, time(18), time(4))


# Rooms


def test_a_room_without_hours_of_its_own_keeps_those_of_its_venue() -> None:
    venue = karaoke(LONDON, SpecialDay(SATURDAY, SATURDAY))

    assert [venue.for_room().hours_on(SATURDAY + count * DAY) for count in (0, 1)] == [
        (),
        (DayHours(time(18), time(4)),),
    ]


def test_own_hours_of_a_room_replace_those_of_the_weekday_only() -> None:
    room = karaoke(LONDON).for_room(hours=[WeeklyHours(5, time(20), time(23))])

    assert room.hours_on(SATURDAY) == (DayHours(time(20), time(23)),)
    assert room.hours_on(SATURDAY + DAY) == (DayHours(time(18), time(4)),)


def test_a_special_day_of_the_venue_goes_before_the_week_of_a_room_and_the_rooms_own_before_both() -> None:
    venue = karaoke(LONDON, SpecialDay(SATURDAY, SATURDAY + DAY, reason="Works"))
    room = venue.for_room(
        hours=[WeeklyHours(5, time(20), time(23)), WeeklyHours(6, time(20), time(23))],
        special_days=[SpecialDay(SATURDAY, SATURDAY + 5 * DAY, (DayHours(time(12), time(14)),))],
    )

    assert venue.for_room(hours=room.hours).hours_on(SATURDAY) == ()
    assert room.hours_on(SATURDAY) == (DayHours(time(12), time(14)),)


def test_a_room_open_longer_than_its_venue_widens_the_night() -> None:
    alone = karaoke(LONDON)
    room = alone.for_room(hours=every_day(time(18), time(6)))
    venue = alone.with_rooms([room])
    five = local(SATURDAY + DAY, 5)

    assert (business_day(five, alone), business_day(five, venue)) == (SATURDAY + DAY, SATURDAY)
    assert night(SATURDAY, room, venue=venue).closes_at == local(SATURDAY + DAY, 6)
    assert night(SATURDAY, venue).closes_at == local(SATURDAY + DAY, 4)


# Clock changes


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        (NEW_YORK, date(2026, 3, 7), 9),
        (NEW_YORK, date(2026, 10, 31), 11),
        (LONDON, date(2026, 3, 28), 9),
        (LONDON, date(2026, 10, 24), 11),
        (LORD_HOWE, date(2026, 10, 3), 9.5),
        (LORD_HOWE, date(2026, 4, 4), 10.5),
        (TOKYO, date(2026, 3, 7), 10),
        (KATHMANDU, date(2026, 10, 24), 10),
        (APIA, date(2026, 4, 4), 10),
    ],
)
def test_a_ten_hour_night_is_as_long_as_the_clocks_make_it(zone: ZoneInfo, day: date, hours: float) -> None:
    long = night(day, karaoke(zone))

    assert long.open_for == hours * HOUR
    assert shown(list(long.stretches), zone) == [f"{day:%d} 18:00 - {day + DAY:%d} 04:00"]


def test_at_every_clock_change_in_the_world_the_night_is_longer_or_shorter_by_just_that() -> None:
    for change in every_change():
        hours = karaoke(change.zone)
        the_night = night(business_day(change.at - MINUTE, hours), hours)

        is_open = any(stretch.start < change.at <= stretch.end for stretch in the_night.stretches)
        actual = 10 * HOUR - change.by if is_open else 10 * HOUR

        assert the_night.open_for == actual
        assert unusual_nights(the_night.date, the_night.date, hours) == (
            [UnusualNight(the_night.date, 10 * HOUR, actual)] if is_open else []
        )


def test_the_year_has_two_unusual_nights_where_clocks_change_and_none_elsewhere() -> None:
    year = date(2026, 1, 1), date(2026, 12, 31)

    assert unusual_nights(*year, karaoke(LORD_HOWE)) == [
        UnusualNight(date(2026, 4, 4), 10 * HOUR, 10.5 * HOUR),
        UnusualNight(date(2026, 10, 3), 10 * HOUR, 9.5 * HOUR),
    ]
    assert unusual_nights(*year, karaoke(TOKYO)) == []
    assert unusual_nights(*year, Schedule(LONDON, every_day(time(10), time(22)))) == []


@pytest.mark.parametrize(
    ("opens", "closes", "expected"),
    [
        (time(18), time(2, 30), ["07 18:00 - 08 03:30"]),
        (time(18), time(3), ["07 18:00 - 08 03:00"]),
        (time(18), time(2), ["07 18:00 - 08 03:00"]),
    ],
)
def test_a_closing_in_the_lost_hour_gives_the_full_night(
    opens: time, closes: time, expected: list[str]
) -> None:
    hours = Schedule(NEW_YORK, (WeeklyHours(5, opens, closes),))

    assert shown(open_intervals(date(2026, 3, 7), hours), NEW_YORK) == expected


def test_an_opening_in_the_lost_hour_is_the_moment_of_the_jump() -> None:
    sunday = date(2026, 3, 8)
    early = Schedule(NEW_YORK, (WeeklyHours(6, time(2, 30), time(5)),))
    lost = Schedule(NEW_YORK, (WeeklyHours(6, time(2, 30), time(3)),))

    assert shown(open_intervals(sunday, early), NEW_YORK) == ["08 03:00 - 08 05:00"]
    assert open_intervals(sunday, lost) == []


def test_the_hour_that_comes_twice_is_open_both_times() -> None:
    sunday = date(2026, 11, 1)
    hours = Schedule(NEW_YORK, (WeeklyHours(6, time(1, 15), time(1, 45)),))

    assert [one.duration for one in open_intervals(sunday, hours)] == [90 * MINUTE]


# The business day


@pytest.mark.parametrize(
    ("day", "hour", "minute", "expected"),
    [
        (SATURDAY, 18, 0, SATURDAY),
        (SATURDAY, 23, 59, SATURDAY),
        (SATURDAY + DAY, 3, 59, SATURDAY),
        (SATURDAY + DAY, 4, 0, SATURDAY + DAY),
        (SATURDAY + DAY, 12, 0, SATURDAY + DAY),
    ],
)
def test_an_instant_belongs_to_the_night_it_is_in_and_else_to_its_date(
    day: date, hour: int, minute: int, expected: date
) -> None:
    assert business_day(local(day, hour, minute), karaoke(LONDON)) == expected


def test_after_a_night_a_closed_day_has_what_is_left_of_its_date() -> None:
    hours = Schedule(LONDON, (WeeklyHours(5, time(18), time(4)),))

    assert hours.day_span(SATURDAY + DAY) == Interval(local(SATURDAY + DAY, 4), local(SATURDAY + 2 * DAY, 0))


def test_hours_that_run_into_the_next_opening_end_their_day_there() -> None:
    hours = Schedule(LONDON, (WeeklyHours(5, time(18), time(6)), WeeklyHours(6, time(2), time(5))))

    nights = [shown(open_intervals(day, hours), LONDON) for day in (SATURDAY, SATURDAY + DAY)]

    assert nights == [["06 18:00 - 07 02:00"], ["07 02:00 - 07 06:00"]]


def test_a_clock_that_goes_back_over_midnight_does_not_take_the_new_day_back() -> None:
    st_johns = ZoneInfo("America/St_Johns")
    hours = Schedule(st_johns, ())
    # At 00:01 on Sunday 7 November 2010 the clocks went back to 23:01 on Saturday.
    midnight = datetime(2010, 11, 7, 0, 0, tzinfo=st_johns).astimezone(UTC)

    around = [midnight + count * MINUTE for count in (-1, 0, 1, 30, 61)]

    assert [wall_clock(instant, st_johns).day for instant in around] == [6, 7, 6, 6, 7]
    assert [business_day(instant, hours).day for instant in around] == [6, 7, 7, 7, 7]


@pytest.mark.parametrize("day", [date.min, date(1969, 12, 31), date(2200, 1, 1), date.max])
def test_a_date_beyond_any_calendar_is_refused(day: date) -> None:
    with pytest.raises(NoSuchDay):
        night(day, karaoke(LONDON))


@pytest.mark.parametrize("year", [2, 1912, 2300, 9999])
def test_beyond_any_calendar_an_instant_belongs_to_its_date(year: int) -> None:
    assert business_day(datetime(year, 12, 30, 3, tzinfo=UTC), karaoke(TOKYO)) == date(year, 12, 30)


def test_a_schedule_forgets_rather_than_grows() -> None:
    hours = karaoke(LONDON)

    days = [hours.day_starts_at(date(2000, 1, 1) + count * DAY) for count in range(MOST_REMEMBERED + 10)]

    assert len(hours._starts) <= MOST_REMEMBERED >= len(hours._stretches)
    assert days[0] == hours.day_starts_at(date(2000, 1, 1))


def test_a_date_that_was_left_out_has_no_business_day() -> None:
    hours = Schedule(APIA, every_day(time(18), time(4)))

    with pytest.raises(NoSuchDay):
        night(date(2011, 12, 30), hours)

    assert night(date(2011, 12, 29), hours).open_for == 10 * HOUR
    assert hours.day_span(date(2011, 12, 29)).end == hours.day_span(date(2011, 12, 31)).start


@settings(max_examples=150, deadline=None)
@given(data=st.data(), place=hard_days())
def test_business_days_follow_each_other_without_gaps_and_each_instant_has_its_own(
    data: st.DataObject, place: tuple[ZoneInfo, date]
) -> None:
    zone, day = place
    hours = data.draw(schedules(zone, day))
    instant = local(day, 0, zone=zone) + data.draw(st.integers(-1500, 3000)) * MINUTE

    own = business_day(instant, hours)
    span = hours.day_span(own)

    assert instant in span
    assert business_day(span.start, hours) == business_day(span.end - MINUTE, hours) == own
    assert business_day(span.end, hours) > own > business_day(span.start - MINUTE, hours)
    assert abs(own - wall_clock(instant, zone).date()) <= (2 * DAY if zone == APIA else DAY)


@settings(max_examples=150, deadline=None)
@given(data=st.data(), place=hard_days())
def test_nights_share_out_every_open_minute_once(data: st.DataObject, place: tuple[ZoneInfo, date]) -> None:
    zone, day = place
    hours = data.draw(schedules(zone, day))
    window = Interval(local(day - 2 * DAY, 0, zone=zone), local(day + 2 * DAY, 0, zone=zone))
    first, last = business_day(window.start, hours), business_day(window.end, hours)
    dates = [first + count * DAY for count in range((last - first).days + 1)]

    nights = [night(one, hours) for one in dates if one != date(2011, 12, 30) or zone != APIA]

    assert merge(stretch for one in nights for stretch in one.stretches) == open_between(
        Interval(nights[0].span.start, nights[-1].span.end), hours
    )
    assert all(one.span.contains(stretch) for one in nights for stretch in one.stretches)
    assert sum((one.open_for for one in nights), timedelta(0)) == total(
        stretch for one in nights for stretch in one.stretches
    )


@settings(max_examples=150, deadline=None)
@given(data=st.data(), place=hard_days())
def test_a_venue_is_open_whenever_the_clock_shows_a_time_on_its_sign(
    data: st.DataObject, place: tuple[ZoneInfo, date]
) -> None:
    zone, day = place
    hours = data.draw(schedules(zone, day))
    instant = local(day, 0, zone=zone) + data.draw(st.integers(-60, 1600)) * MINUTE
    clock = wall_clock(instant, zone)

    on_sign = any(
        opens <= clock < closes
        for sign_day in (clock.date() - DAY, clock.date())
        if (sign_day, zone) != (date(2011, 12, 30), APIA)
        for opens, closes in signs(hours, sign_day)
    )
    is_open = bool(open_between(Interval(instant, instant + MINUTE), hours))

    assert is_open or not on_sign
    if zone in (TOKYO, KATHMANDU):
        assert is_open == on_sign


def signs(hours: Schedule, day: date) -> list[tuple[datetime, datetime]]:
    """The plain model: the sign of a date as wall-clock times."""
    return [
        (
            datetime.combine(day, row.opens),
            datetime.combine(day + (DAY if row.closes <= row.opens else timedelta(0)), row.closes),
        )
        for row in hours.hours_on(day)
    ]
