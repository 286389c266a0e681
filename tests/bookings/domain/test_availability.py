from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bookings.domain.availability import (
    Offer,
    RoomDay,
    Wish,
    any_room_offers,
    free,
    nearest_alternatives,
    offers,
    slots,
    slots_by_room,
    smallest_fitting_room,
    why_not,
)
from bookings.domain.blockers import Blocker
from bookings.domain.interval import Interval
from bookings.domain.opening import Schedule, WeeklyHours, business_day, night, open_between
from bookings.domain.policy import Policy
from bookings.domain.room_plan import Standing
from bookings.domain.rules import Request
from bookings.domain.turnover import OccupiedRow, conflicts, occupied_row
from boom.core.money import Money
from boom.core.time import wall_clock
from tests.bookings.domain.strategies import hard_days, schedules
from tests.core.clock_changes import every_change

LONDON = ZoneInfo("Europe/London")
SATURDAY = date(2026, 6, 6)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)
TODAY = date(2026, 6, 1)
WEEK = tuple(WeeklyHours(weekday, time(18), time(0)) for weekday in range(7))
HOURS = Schedule(LONDON, WEEK)
PLAIN = Policy.in_minutes(slot_step=60, min_duration=60, duration_step=30)
AN_HOUR = Wish(HOUR, NOW, TODAY)


def room_day(
    room_id: int = 1, *, policy: Policy = PLAIN, price: int = 4000, state: str = "active"
) -> RoomDay:
    return RoomDay(room_id, night(SATURDAY, HOURS), policy, Money(price, "GBP"), standing=Standing(state))


def at(hour: int, minute: int = 0, *, day: date = SATURDAY) -> datetime:
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=LONDON).astimezone(UTC)


def between(start: datetime, end: datetime) -> Interval:
    return Interval(start, end)


def booked(
    start: datetime, lasting: timedelta = HOUR, *, room: int = 1, policy: Policy = PLAIN
) -> OccupiedRow:
    return occupied_row(room, Interval.lasting(start, lasting), policy)


def shown(starts: Sequence[int], zone: ZoneInfo = LONDON) -> list[str]:
    return [f"{wall_clock(datetime.fromtimestamp(start, UTC), zone):%H:%M}" for start in starts]


# One room


def test_an_empty_evening_offers_every_start_from_which_the_hour_fits() -> None:
    assert shown(slots(room_day(), [], AN_HOUR)) == ["18:00", "19:00", "20:00", "21:00", "22:00", "23:00"]


def test_a_booking_leaves_back_to_back_starts() -> None:
    assert shown(slots(room_day(), [booked(at(20))], AN_HOUR)) == [
        "18:00",
        "19:00",
        "21:00",
        "22:00",
        "23:00",
    ]


def test_two_hours_need_a_gap_of_two_hours() -> None:
    two_hours = replace(AN_HOUR, duration=2 * HOUR)

    assert shown(slots(room_day(), [booked(at(20))], two_hours)) == ["18:00", "21:00", "22:00"]


def test_the_larger_buffer_is_kept_towards_bookings_and_none_towards_blocks_and_closing_time() -> None:
    careful = Policy.in_minutes(slot_step=15, min_duration=60, buffer_before=15, buffer_after=30)
    rows = [booked(at(20)), occupied_row(1, between(at(22, 30), at(22, 45)))]

    starts = shown(slots(room_day(policy=careful), rows, AN_HOUR))

    assert starts == ["18:00", "18:15", "18:30", "21:15", "21:30", "22:45", "23:00"]


def test_rows_of_other_rooms_are_not_in_the_way() -> None:
    assert slots(room_day(), [booked(at(20), room=2)], AN_HOUR) == slots(room_day(), [], AN_HOUR)


def test_a_block_of_days_takes_everything() -> None:
    closed_off = occupied_row(1, between(at(0) - 100 * DAY, at(0) + 100 * DAY))

    assert slots(room_day(), [closed_off], AN_HOUR) == []


def test_bookings_of_other_days_take_nothing() -> None:
    rows = [booked(at(20) - DAY), booked(at(20) + DAY)]

    assert slots(room_day(), rows, AN_HOUR) == slots(room_day(), [], AN_HOUR)


@pytest.mark.parametrize(
    ("wish", "policy", "state"),
    [
        (replace(AN_HOUR, duration=HOUR / 2), {}, "active"),
        (replace(AN_HOUR, duration=9 * HOUR), {}, "active"),
        (replace(AN_HOUR, duration=75 * MINUTE), {}, "active"),
        (replace(AN_HOUR, party_size=11), {}, "active"),
        (AN_HOUR, {"horizon_days": 4}, "active"),
        (AN_HOUR, {}, "hidden"),
        (AN_HOUR, {}, "archived"),
        (replace(AN_HOUR, now=at(23, 30)), {}, "active"),
    ],
)
def test_what_policy_forbids_all_day_offers_nothing(wish: Wish, policy: dict[str, int], state: str) -> None:
    assert slots(room_day(policy=PLAIN.merge(**policy), state=state), [], wish) == []


def test_notice_takes_the_starts_that_are_too_near() -> None:
    policy = PLAIN.merge(lead_time=90)

    on_the_dot, a_second_late = (
        slots(room_day(policy=policy), [], replace(AN_HOUR, now=at(19, 30) + late, today=SATURDAY))
        for late in (timedelta(0), timedelta(seconds=1))
    )

    assert (shown(on_the_dot), shown(a_second_late)) == (["21:00", "22:00", "23:00"], ["22:00", "23:00"])


def test_starts_can_be_narrowed_to_a_window() -> None:
    wish = replace(AN_HOUR, starts_within=between(at(19), at(21)))

    assert shown(slots(room_day(), [], wish)) == ["19:00", "20:00"]


def test_a_venue_that_never_closes_offers_starts_up_to_midnight_that_run_on() -> None:
    always = Schedule(LONDON, tuple(WeeklyHours(weekday, time(0), time(0)) for weekday in range(7)))
    room = replace(room_day(), night=night(SATURDAY, always))

    starts = shown(slots(room, [], replace(AN_HOUR, duration=4 * HOUR)))

    assert starts == [f"{hour:02}:00" for hour in range(24)]


@pytest.mark.parametrize(
    ("name", "day", "count"),
    [
        ("America/New_York", date(2026, 3, 7), 9),
        ("America/New_York", date(2026, 10, 31), 11),
        ("Australia/Lord_Howe", date(2026, 10, 3), 9),
        ("Asia/Kathmandu", date(2026, 3, 7), 10),
    ],
)
def test_a_night_with_a_clock_change_has_the_starts_that_it_is_long(name: str, day: date, count: int) -> None:
    zone = ZoneInfo(name)
    hours = Schedule(zone, tuple(WeeklyHours(weekday, time(18), time(4)) for weekday in range(7)))
    room = replace(room_day(), night=night(day, hours))

    starts = shown(slots(room, [], replace(AN_HOUR, now=NOW - 365 * DAY, today=day - DAY)), zone)

    assert (len(starts), starts[0], starts[-1]) == (count, "18:00", "03:00")


def test_at_every_clock_change_in_the_world_each_hour_on_the_clock_is_a_start() -> None:
    week = tuple(WeeklyHours(weekday, time(18), time(4)) for weekday in range(7))
    for change in every_change():
        hours = Schedule(change.zone, week)
        the_night = night(business_day(change.at - MINUTE, hours), hours)
        wish = replace(AN_HOUR, now=change.at - 30 * DAY, today=the_night.date - DAY)

        starts = slots(replace(room_day(), night=the_night), [], wish)

        assert starts == on_the_hour(the_night.date, change.zone)


def on_the_hour(day: date, zone: ZoneInfo) -> list[int]:
    """The instants from 18:00 to 03:00 at which the clock shows a full hour."""
    evening = datetime(day.year, day.month, day.day, 18)
    found = set()
    for count in range(10):
        for fold in (0, 1):
            instant = (evening + count * HOUR).replace(tzinfo=zone, fold=fold).astimezone(UTC)
            if wall_clock(instant, zone) == evening + count * HOUR:
                found.add(int(instant.timestamp()))
    return sorted(found)


def test_free_is_what_is_open_with_nobody_in_it() -> None:
    rows = [booked(at(20)), booked(at(20), room=2)]

    assert free(room_day(), rows) == [between(at(18), at(20)), between(at(21), at(0, day=SATURDAY + DAY))]


# Several rooms


def test_offers_carry_their_price() -> None:
    narrow = replace(AN_HOUR, duration=90 * MINUTE, starts_within=between(at(18), at(19)))

    assert offers([room_day(1), room_day(2, price=5050)], [], narrow) == [
        Offer(1, between(at(18), at(19, 30)), Money(6000, "GBP")),
        Offer(2, between(at(18), at(19, 30)), Money(7575, "GBP")),
    ]


def test_any_room_means_the_smallest_that_fits_and_is_free() -> None:
    small, large = (
        room_day(number, policy=PLAIN.merge(capacity_max=size)) for number, size in ((1, 4), (2, 12))
    )
    party = replace(AN_HOUR, party_size=3)

    found = any_room_offers([large, small], [booked(at(20), room=1)], party)

    assert [offer.room_id for offer in found] == [1, 1, 2, 1, 1, 1]
    assert [offer.span.start for offer in found] == [at(hour) for hour in range(18, 24)]


@pytest.mark.parametrize(
    ("party_size", "start", "expected"), [(3, at(19), 1), (3, at(20), 2), (5, at(19), 2)]
)
def test_the_smallest_room_that_fits_is_found_for_a_start(
    party_size: int, start: datetime, expected: int
) -> None:
    rooms = [
        room_day(2, policy=PLAIN.merge(capacity_max=12)),
        room_day(1, policy=PLAIN.merge(capacity_max=4)),
    ]
    wish = replace(AN_HOUR, party_size=party_size)

    room = smallest_fitting_room(rooms, [booked(at(20), room=1)], start, wish)

    assert room is not None
    assert room.room_id == expected


def test_no_room_fits_where_none_is_free_or_large_enough_or_the_start_is_none() -> None:
    rooms = [room_day(1)]

    found = [
        smallest_fitting_room(rooms, [booked(at(20))], at(20), AN_HOUR),
        smallest_fitting_room(rooms, [], at(20), replace(AN_HOUR, party_size=50)),
        smallest_fitting_room(rooms, [], at(20, 10), AN_HOUR),
    ]

    assert found == [None, None, None]


def test_instead_of_a_taken_slot_near_times_and_other_rooms_are_offered_nearest_first() -> None:
    rooms = [room_day(1), room_day(2, policy=PLAIN.merge(capacity_max=12)), room_day(3), room_day(4)]
    rows = [booked(at(20)), booked(at(19), 2 * HOUR, room=4)]

    found = nearest_alternatives(rooms, rows, room_id=1, start=at(20), wish=AN_HOUR, limit=3)

    assert [offer.span.start for offer in found.same_room] == [at(21), at(19), at(22)]
    assert [offer.room_id for offer in found.same_time] == [3, 2]
    assert found.elsewhere == ()
    assert [(offer.room_id, offer.span.start) for offer in found.all] == [
        (3, at(20)),
        (1, at(21)),
        (2, at(20)),
        (1, at(19)),
        (1, at(22)),
    ]


def test_only_when_nothing_nearer_is_left_other_rooms_at_other_times_are_offered() -> None:
    all_evening = between(at(18), at(0, day=SATURDAY + DAY))
    rows = [occupied_row(1, all_evening), booked(at(20), room=2)]

    found = nearest_alternatives(
        [room_day(1), room_day(2)], rows, room_id=1, start=at(20), wish=AN_HOUR, limit=2
    )

    assert (found.same_room, found.same_time) == ((), ())
    assert [(offer.room_id, offer.span.start) for offer in found.elsewhere] == [(2, at(21)), (2, at(19))]


# Why not


def test_why_not_gives_rules_first_and_then_what_is_in_the_way() -> None:
    request = Request(Interval.lasting(at(20, 30), HOUR), 50)

    reasons = why_not(room_day(), [booked(at(20)), booked(at(21))], request, now=NOW, today=TODAY)

    assert reasons == [
        Blocker("off-grid", "Starts are 1 hour apart; the nearest: 20:00 and 21:00.", hard=False),
        Blocker("party-too-large", "This room takes 1 to 10 people.", hard=False),
        Blocker("taken", "The room is taken 20:00–21:00.", hard=True),
        Blocker("taken", "The room is taken 21:00–22:00.", hard=True),
    ]


# Laws


@st.composite
def room_days(draw: st.DrawFn) -> tuple[RoomDay, list[OccupiedRow], Wish, Schedule]:
    """A room on a day that is hard on clocks, with any rows at all, and a wish that may not be granted."""
    zone, day = draw(hard_days())
    nightly = Schedule(zone, tuple(WeeklyHours(weekday, time(18), time(4)) for weekday in range(7)))
    hours = draw(st.just(nightly) | schedules(zone, day))
    policy = Policy.in_minutes(
        slot_step=draw(st.sampled_from([5, 15, 20, 30, 45, 60, 90])),
        lead_time=draw(st.sampled_from([0, 0, 45, 600])),
        min_duration=30,
        max_duration=360,
        duration_step=15,
        buffer_before=draw(st.sampled_from([0, 0, 10, 25])),
        buffer_after=draw(st.sampled_from([0, 0, 15, 40])),
    )
    the_day = night(
        business_day(datetime(day.year, day.month, day.day, 12, tzinfo=zone).astimezone(UTC), hours), hours
    )
    row = st.builds(
        lambda start, length, before, after, is_block: occupied_row(
            1,
            Interval.lasting(the_day.span.start + start * MINUTE, length * MINUTE),
            None if is_block else Policy.in_minutes(buffer_before=before, buffer_after=after),
        ),
        st.integers(-300, 1600) | st.integers(840, 1440),
        st.integers(5, 90),
        st.sampled_from([0, 10, 30]),
        st.sampled_from([0, 15, 50]),
        st.booleans(),
    )
    now = (
        the_day.span.start
        + draw(st.sampled_from([-6000, -6000, -6000, 200, 1000])) * MINUTE
        + timedelta(seconds=20)
    )
    wish = Wish(draw(st.sampled_from([30, 45, 60, 105, 180])) * MINUTE, now, business_day(now, hours))
    room = RoomDay(1, the_day, policy, Money(4000, "EUR"))
    return room, draw(st.lists(row, max_size=6)), wish, hours


def plain_slots(room: RoomDay, rows: list[OccupiedRow], wish: Wish, hours: Schedule) -> list[int]:
    """The plain model: every minute of the day is asked on its own, by the words of the rules."""
    policy, zone, span = room.policy, room.night.zone, room.night.span
    opened = open_between(span.widen(before=2 * DAY, after=2 * DAY), hours)
    found = []
    for count in range(span.minutes):
        start = span.start + count * MINUTE
        wanted = Interval.lasting(start, wish.duration)
        stretch = next((stretch for stretch in opened if stretch.contains(wanted)), None)
        if (
            stretch is None
            or start + MINUTE <= wish.now
            or (policy.lead_time and start < wish.now + policy.lead_time)
        ):
            continue
        opening = wall_clock(max(stretch.start, span.start), zone)
        if (wall_clock(start, zone) - opening) % policy.slot_step:
            continue
        if all(keeps_apart(wanted, policy, row) for row in rows):
            found.append(int(start.timestamp()))
    return found


def keeps_apart(wanted: Interval, policy: Policy, row: OccupiedRow) -> bool:
    _, starts_at, ends_at, hold_from, hold_until, is_block = row
    theirs = Interval.from_epoch(starts_at, ends_at)
    before = after = timedelta(0)
    if not is_block:
        before = max(policy.buffer_before, timedelta(seconds=hold_until - ends_at))
        after = max(policy.buffer_after, timedelta(seconds=starts_at - hold_from))
    return wanted.start - theirs.end >= before or theirs.start - wanted.end >= after


@settings(max_examples=120, deadline=None)
@given(drawn=room_days())
def test_every_gap_that_fits_is_offered_and_nothing_else(
    drawn: tuple[RoomDay, list[OccupiedRow], Wish, Schedule],
) -> None:
    room, rows, wish, hours = drawn

    assert slots(room, rows, wish) == plain_slots(room, rows, wish, hours)


@settings(max_examples=120, deadline=None)
@given(drawn=room_days())
def test_no_slot_offered_overlaps_or_breaks_turnover(
    drawn: tuple[RoomDay, list[OccupiedRow], Wish, Schedule],
) -> None:
    room, rows, wish, _ = drawn

    spans = [offer.span for offer in offers([room], rows, wish)]

    assert not any(conflicts(occupied_row(1, span, room.policy), rows) for span in spans)
    assert not any(span.overlaps(Interval.from_epoch(row[1], row[2])) for span in spans for row in rows)


@settings(max_examples=80, deadline=None)
@given(drawn=room_days(), data=st.data())
def test_a_start_is_offered_exactly_when_there_is_no_reason_why_not(
    drawn: tuple[RoomDay, list[OccupiedRow], Wish, Schedule], data: st.DataObject
) -> None:
    room, rows, wish, _ = drawn
    offered = set(slots(room, rows, wish))
    offset = data.draw(st.integers(0, 7))

    for count in range(offset, room.night.span.minutes, 15):
        start = room.night.span.start + count * MINUTE
        request = Request(Interval.lasting(start, wish.duration))
        reasons = why_not(room, rows, request, now=wish.now, today=wish.today)
        assert (reasons == []) is (int(start.timestamp()) in offered)


@settings(max_examples=80, deadline=None)
@given(drawn=st.lists(room_days(), min_size=1, max_size=4))
def test_many_rooms_at_once_are_each_room_alone(
    drawn: list[tuple[RoomDay, list[OccupiedRow], Wish, Schedule]],
) -> None:
    wish = drawn[0][2]
    rooms = [replace(room, room_id=number) for number, (room, *_) in enumerate(drawn)]
    rows: list[OccupiedRow] = [
        (number, *row[1:]) for number, (_, rows, *_) in enumerate(drawn) for row in rows
    ]

    together = slots_by_room(rooms, rows, wish)

    assert together == {room.room_id: slots(room, rows, wish) for room in rooms}
