"""Moving what is to come of a series: split where nights come before, and never touching what has been."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from audit.models import AuditEvent
from audit.services.undo import take_back
from bookings.domain.recurrence import Every, Rule, dates
from bookings.domain.series import Choice, How, Pattern
from bookings.errors import NotPossibleNow, SeriesChangedMeanwhile, SeriesInTheWay
from bookings.models import Occupancy, Series
from bookings.selectors.series_changes import Change
from bookings.services.bookings import move_booking
from bookings.services.customers import Contact
from bookings.services.series.changing import change_series
from bookings.services.series.ending import end_series
from bookings.services.series.making import Guest, book_series
from boom.core.errors import Invalid
from boom.core.models import OutboxMessage
from tests.bookings.acts import newest_event, one_act
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room, make_venue

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FIRST, SECOND, THIRD, FOURTH = (date(2026, 11, 27) + number * 7 * DAY for number in range(4))


@pytest.fixture
def alto(business):
    return make_room(make_venue(), name="Alto")


@pytest.fixture
def echo(alto):
    return make_room(alto.venue, name="Echo")


@pytest.fixture
def series(alto) -> Series:
    """Four Fridays, 20:00 to 21:00, in Alto."""
    pattern = Pattern(alto.pk, FIRST, "20:00", HOUR, Rule(Every.WEEK, weekdays=(4,), count=4))
    with one_act():
        return book_series(pattern=pattern, guest=Guest(Contact("Priya")), choices={}, now=TONIGHT).series


def change(series: Series, room, start: str = "20:00", by_days: int = 0, choices=None, **given: Any):
    options = {"version": series.version, "now": TONIGHT} | given
    wanted = Change(room.pk, start, options.pop("length", HOUR), by_days)
    return change_series(series_id=series.pk, change=wanted, choices=choices or {}, **options)


def places(series: Series) -> list[tuple[str, str, str]]:
    rows = Occupancy.objects.filter(series=series).select_related("room").order_by("series_on")
    return [(str(row.series_on), row.room.name, f"{row.starts_at:%d.%m. %H:%M}") for row in rows]


def test_this_and_following_nights_move_and_the_series_splits_there(series, echo):
    changed = change(series, echo, "21:00", from_on=THIRD)

    series.refresh_from_db()
    assert places(series) == [(str(FIRST), "Alto", "27.11. 20:00"), (str(SECOND), "Alto", "04.12. 20:00")]
    assert places(changed.series) == [
        (str(THIRD), "Echo", "11.12. 21:00"),
        (str(FOURTH), "Echo", "18.12. 21:00"),
    ]
    assert list(dates(series.pattern.rule, series.first_on)) == [FIRST, SECOND]
    assert list(dates(changed.series.pattern.rule, changed.series.first_on)) == [THIRD, FOURTH]
    assert (changed.series.follows, changed.series.start) == (series, "21:00")


def test_all_of_it_moves_within_the_one_series(series, echo):
    changed = change(series, echo)

    assert changed.series == series
    assert {room for _, room, _ in places(series)} == {"Echo"}
    assert Series.objects.count() == 1


def test_all_nights_move_to_another_weekday(series, alto):
    changed = change(series, alto, by_days=1)

    assert [day for day, _, _ in places(changed.series)] == [
        str(day + DAY) for day in (FIRST, SECOND, THIRD, FOURTH)
    ]
    assert changed.series.rule == "FREQ=WEEKLY;BYDAY=SA;WKST=TU;COUNT=4"


def test_a_daily_series_moves_through_its_own_nights(alto):
    pattern = Pattern(alto.pk, FIRST, "20:00", HOUR, Rule(Every.DAY, count=3))
    series = book_series(pattern=pattern, guest=Guest(Contact("Sam")), choices={}, now=TONIGHT).series

    changed = change(series, alto, by_days=1)

    assert [day for day, _, _ in places(changed.series)] == [
        str(FIRST + number * DAY) for number in (1, 2, 3)
    ]


def test_what_repeats_by_the_month_keeps_its_day(alto):
    pattern = Pattern(alto.pk, FIRST, "20:00", HOUR, Rule(Every.MONTH, month_day=27, count=2))
    series = book_series(pattern=pattern, guest=Guest(Contact("Sam")), choices={}, now=TONIGHT).series

    with pytest.raises(Invalid):
        change(series, alto, by_days=1)


def test_somebody_in_the_way_is_a_conflict_and_a_choice_leaves_that_night_where_it_is(series, echo):
    make_booking(room=echo, starts_at=at(f"{SECOND} 20:00"))

    with pytest.raises(SeriesInTheWay) as refused:
        change(series, echo)
    assert refused.value.details == {"days": [SECOND.isoformat()]}
    assert {room for _, room, _ in places(series)} == {"Alto"}
    change(series, echo, choices={SECOND: Choice(How.SKIP)})

    assert [room for _, room, _ in places(series)] == ["Echo", "Alto", "Echo", "Echo"]


def test_a_night_that_was_moved_by_itself_stays_where_it_is(series, alto, echo):
    row = Occupancy.objects.get(series=series, series_on=SECOND)
    span = row.span
    move_booking(
        booking_id=row.pk,
        room_id=alto.pk,
        span=type(span)(span.start + 2 * HOUR, span.end + 2 * HOUR),
        version=1,
        now=TONIGHT,
    )

    change(series, echo)

    assert [room for _, room, _ in places(series)] == ["Echo", "Alto", "Echo", "Echo"]


def test_prices_stay_but_for_another_length(series, alto, echo):
    change(series, echo)
    series.refresh_from_db()
    same = set(Occupancy.objects.filter(series=series).values_list("total_minor", flat=True))
    change(series, alto, length=2 * HOUR)

    assert same == {3000}
    assert set(Occupancy.objects.filter(series=series).values_list("total_minor", flat=True)) == {6000}


def test_one_letter_speaks_for_all_moved_nights(series, echo):
    change(series, echo, tell_customer=True)

    told = [fact.payload["tell_customer"] for fact in OutboxMessage.objects.filter(kind="booking.moved")]
    assert sorted(told) == [False, False, False, True]


def test_one_undo_takes_the_split_back(series, echo):
    before = places(series)
    with one_act():
        changed = change(series, echo, "21:00", from_on=THIRD)

    with one_act():
        take_back(event_id=newest_event(), now=TONIGHT)

    series.refresh_from_db()
    assert places(series) == before
    assert series.rule == "FREQ=WEEKLY;BYDAY=FR;COUNT=4"
    assert places(changed.series) == []


def test_an_old_page_moves_nothing(series, echo):
    change(series, echo)

    with pytest.raises(SeriesChangedMeanwhile):
        change(series, echo, "21:00", version=1)


def test_nothing_is_left_to_move_of_what_has_been(series, echo):
    with pytest.raises(NotPossibleNow):
        change(series, echo, now=at(f"{FOURTH} 20:30"))


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["end", "move", "later"]),
        st.integers(0, 3),
        st.sampled_from(["20:00", "21:30", "24:30"]),
        st.integers(-1, 1),
    ),
    min_size=1,
    max_size=5,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=STEPS, weeks=st.integers(0, 3))
def test_whatever_is_done_to_a_series_what_has_been_stays_and_every_night_fits_its_rule(
    business, steps, weeks
):
    venue = make_venue()
    rooms = [make_room(venue), make_room(venue)]
    pattern = Pattern(rooms[0].pk, FIRST, "20:00", HOUR, Rule(Every.WEEK, weekdays=(4,), count=4))
    made = book_series(pattern=pattern, guest=Guest(Contact("Ann")), choices={}, now=TONIGHT)
    now = at(f"{FIRST + weeks * 7 * DAY} 20:30")
    past = {
        row.pk: (row.room_id, row.span, row.status, row.version) for row in made.rows if row.starts_at <= now
    }
    written = AuditEvent.objects.order_by("-id")[0].pk

    for number, (step, which, start, by_days) in enumerate(steps):
        series = Series.objects.filter(room__venue=venue).order_by("id")[which % 2 : which % 2 + 1].first()
        if series is None:
            continue
        cut = FIRST + which * 7 * DAY if step != "later" else None
        try:
            if step == "end":
                end_series(series_id=series.pk, version=None, now=now, from_on=cut)
            else:
                change(series, rooms[number % 2], start, by_days, now=now, version=None, from_on=cut)
        except (NotPossibleNow, SeriesInTheWay):
            continue

    rows = Occupancy.objects.filter(series__room__venue=venue).select_related("series")
    kept = {row.pk: (row.room_id, row.span, row.status, row.version) for row in rows if row.pk in past}
    assert kept == past
    touched = AuditEvent.objects.filter(
        table="bookings_occupancy", entity_id__in=[str(key) for key in past], id__gt=written
    )
    assert not touched.exists()
    for row in rows.filter(status="confirmed"):
        assert row.series.pattern is not None
        assert row.series_on in set(dates(row.series.pattern.rule, row.series.first_on))
