from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bookings.domain.blockers import Blocker, are_soft
from bookings.domain.interval import Interval
from bookings.domain.opening import DayHours, Schedule, SpecialDay, WeeklyHours, business_day, night
from bookings.domain.policy import Policy
from bookings.domain.room_plan import Standing
from bookings.domain.rules import Request, check

LONDON = ZoneInfo("Europe/London")
SATURDAY = date(2026, 6, 6)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
NOON = datetime(2026, 6, 6, 12, 0, tzinfo=LONDON).astimezone(UTC)
WEEK = tuple(WeeklyHours(weekday, time(18), time(4)) for weekday in range(7))


def blockers(
    start: datetime,
    *,
    lasting: timedelta = HOUR,
    party_size: int | None = None,
    now: datetime = NOON,
    hours: Schedule | None = None,
    state: str = "active",
    twelve_hour: bool = False,
    **policy: int,
) -> list[Blocker]:
    hours = hours or Schedule(LONDON, WEEK)
    return check(
        Request(Interval.lasting(start, lasting), party_size),
        Policy.in_minutes(**policy),
        night(business_day(start, hours), hours),
        now=now,
        today=business_day(now, hours),
        standing=Standing(state),
        twelve_hour=twelve_hour,
    )


def codes(found: list[Blocker]) -> list[str]:
    return [blocker.code for blocker in found]


def at(hour: int, minute: int = 0, *, day: date = SATURDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON).astimezone(UTC)


def test_what_keeps_every_rule_has_nothing_against_it() -> None:
    assert blockers(at(23), lasting=2 * HOUR, party_size=4) == []


def test_every_reason_is_given_at_once() -> None:
    found = blockers(
        at(9, 10, day=SATURDAY + 9 * DAY),
        lasting=30 * MINUTE,
        party_size=99,
        state="archived",
        horizon_days=7,
        lead_time=30 * 1440,
    )

    assert codes(found) == [
        "room-archived",
        "too-little-notice",
        "too-far-ahead",
        "outside-hours",
        "too-short",
        "party-too-large",
    ]
    assert not are_soft(found)
    assert are_soft(found[1:])


@pytest.mark.parametrize(
    ("party_size", "expected"),
    [
        (1, [Blocker("party-too-small", "This room takes 2 to 6 people.", hard=False)]),
        (2, []),
        (6, []),
        (7, [Blocker("party-too-large", "This room takes 2 to 6 people.", hard=False)]),
        (None, []),
    ],
)
def test_a_party_that_does_not_fit_is_told_the_range(party_size: int | None, expected: list[Blocker]) -> None:
    assert blockers(at(20), party_size=party_size, capacity_min=2, capacity_max=6) == expected


def test_a_room_for_one_says_so_in_the_singular() -> None:
    assert blockers(at(20), party_size=2, capacity_max=1)[0].message == "This room takes 1 person."
    assert (
        blockers(at(20), party_size=1, capacity_min=3, capacity_max=3)[0].message
        == "This room takes 3 people."
    )


@pytest.mark.parametrize(
    ("lasting", "expected"),
    [
        (30, [Blocker("too-short", "A booking here lasts 1 hour to 4 hours.", hard=False)]),
        (60, []),
        (
            105,
            [
                Blocker(
                    "off-step", "A booking here lasts 1 hour to 4 hours, in steps of 30 minutes.", hard=False
                )
            ],
        ),
        (240, []),
        (270, [Blocker("too-long", "A booking here lasts 1 hour to 4 hours.", hard=False)]),
    ],
)
def test_a_length_that_is_not_on_offer_is_told_the_range(lasting: int, expected: list[Blocker]) -> None:
    assert blockers(at(18), lasting=lasting * MINUTE, max_duration=240) == expected


# Notice and horizon


@pytest.mark.parametrize(
    ("now", "expected"),
    [
        (at(17), []),
        (at(17) + timedelta(seconds=1), ["too-little-notice"]),
        (at(18), ["too-little-notice"]),
        (at(18, 1), ["in-the-past"]),
    ],
)
def test_notice_is_asked_for_to_the_second(now: datetime, expected: list[str]) -> None:
    assert codes(blockers(at(18), now=now, lead_time=60)) == expected


def test_without_notice_the_minute_that_runs_can_still_be_booked() -> None:
    assert blockers(at(18), now=at(18) + timedelta(seconds=59)) == []
    assert codes(blockers(at(18), now=at(18, 1))) == ["in-the-past"]


def test_notice_is_elapsed_time_over_a_clock_change() -> None:
    sunday = date(2026, 10, 25)
    start = at(3, day=sunday)
    five_by_the_clock = at(22, day=sunday - DAY)

    assert (start - five_by_the_clock) == 6 * HOUR
    assert blockers(start, now=five_by_the_clock, lead_time=360) == []
    assert codes(blockers(start, now=five_by_the_clock + MINUTE, lead_time=360)) == ["too-little-notice"]


def test_the_horizon_counts_business_days_and_names_the_last() -> None:
    after_midnight = at(2, day=SATURDAY + DAY)

    assert blockers(at(20, day=SATURDAY + 7 * DAY), now=after_midnight, horizon_days=7) == []
    assert blockers(at(3, day=SATURDAY + 8 * DAY), now=after_midnight, horizon_days=7) == []
    assert blockers(at(18, day=SATURDAY + 8 * DAY), now=after_midnight, horizon_days=7) == [
        Blocker("too-far-ahead", "Bookings are taken 7 days ahead, up to Saturday 13 June 2026.", hard=False)
    ]


# Opening hours


def test_outside_the_hours_names_them() -> None:
    assert blockers(at(3, 30, day=SATURDAY + DAY)) == [
        Blocker("outside-hours", "Open 18:00–04:00 on Saturday 6 June 2026.", hard=False)
    ]


def test_a_twelve_hour_clock_is_used_where_the_venue_has_one() -> None:
    found = blockers(at(3, 30, day=SATURDAY + DAY), twelve_hour=True)

    assert found[0].message == "Open 6:00 pm–4:00 am on Saturday 6 June 2026."


def test_a_gap_between_two_stretches_is_outside_both() -> None:
    lunch_and_night = Schedule(
        LONDON, (WeeklyHours(5, time(11), time(15)), WeeklyHours(5, time(18), time(2)))
    )

    found = blockers(at(14, 30), hours=lunch_and_night)

    assert found == [
        Blocker("outside-hours", "Open 11:00–15:00 and 18:00–02:00 on Saturday 6 June 2026.", hard=False)
    ]


def test_a_closed_special_day_gives_its_reason() -> None:
    wedding = Schedule(LONDON, WEEK, (SpecialDay(SATURDAY, SATURDAY, reason="Private wedding"),))

    assert blockers(at(20), hours=wedding) == [
        Blocker("closed", "Closed on Saturday 6 June 2026: Private wedding.", hard=False)
    ]


def test_a_special_day_with_shorter_hours_gives_its_reason_too() -> None:
    short = SpecialDay(SATURDAY, SATURDAY, (DayHours(time(18), time(22)),), "Inventory")

    assert blockers(at(22), hours=Schedule(LONDON, WEEK, (short,))) == [
        Blocker("outside-hours", "Open 18:00–22:00 on Saturday 6 June 2026: Inventory.", hard=False)
    ]


def test_a_weekday_without_hours_is_simply_closed() -> None:
    assert blockers(at(20), hours=Schedule(LONDON, ())) == [
        Blocker("closed", "Closed on Saturday 6 June 2026.", hard=False)
    ]


def test_a_venue_that_never_closes_can_be_booked_over_the_change_of_day() -> None:
    always = Schedule(LONDON, tuple(WeeklyHours(weekday, time(0), time(0)) for weekday in range(7)))

    assert blockers(at(23), lasting=4 * HOUR, hours=always) == []


# The start grid


def test_a_start_off_the_grid_is_told_the_nearest() -> None:
    assert blockers(at(18, 40), slot_step=30) == [
        Blocker("off-grid", "Starts are 30 minutes apart; the nearest: 18:30 and 19:00.", hard=False)
    ]


def test_the_grid_starts_when_the_stretch_opens() -> None:
    odd = Schedule(LONDON, (WeeklyHours(5, time(18, 15), time(4)),))

    assert blockers(at(19, 15), hours=odd, slot_step=60) == []
    assert codes(blockers(at(19), hours=odd, slot_step=60)) == ["off-grid"]


@pytest.mark.parametrize("start", [at(1, day=date(2026, 10, 25)), at(1, day=date(2026, 10, 25)) + HOUR])
def test_the_hour_that_comes_twice_is_on_the_grid_both_times(start: datetime) -> None:
    assert blockers(start, now=NOON + 140 * DAY, slot_step=60) == []


def test_after_a_half_hour_change_the_grid_still_reads_on_the_hour() -> None:
    lord_howe = ZoneInfo("Australia/Lord_Howe")
    hours = Schedule(lord_howe, WEEK)
    three, half_past = (
        datetime(2026, 10, 4, *clock, tzinfo=lord_howe).astimezone(UTC) for clock in ((3, 0), (2, 30))
    )
    now = three - DAY

    assert blockers(three, hours=hours, now=now, slot_step=60) == []
    assert blockers(half_past, hours=hours, now=now, slot_step=60) == [
        Blocker("off-grid", "Starts are 1 hour apart; the nearest: 01:00 and 03:00.", hard=False)
    ]


# The state of a room, and misuse


@pytest.mark.parametrize(("state", "hard"), [("draft", True), ("hidden", False), ("archived", True)])
def test_a_room_that_is_not_active_says_why(state: str, hard: bool) -> None:
    assert [(one.code, one.hard) for one in blockers(at(20), state=state)] == [(f"room-{state}", hard)]


def test_a_state_that_there_is_not_is_an_error() -> None:
    with pytest.raises(KeyError):
        blockers(at(20), state="retired")


def test_the_night_of_another_day_is_an_error() -> None:
    hours = Schedule(LONDON, WEEK)

    with pytest.raises(ValueError, match="business day"):
        check(
            Request(Interval.lasting(at(20), HOUR)),
            Policy(),
            night(SATURDAY + DAY, hours),
            now=NOON,
            today=SATURDAY,
        )
