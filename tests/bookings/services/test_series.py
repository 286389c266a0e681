"""Series: every night as chosen or none at all, one letter, one act, and what has been stays as it was."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from audit.acts import act_of
from audit.models import AuditEvent
from audit.services.undo import take_back
from bookings.domain.recurrence import Every, Rule
from bookings.domain.series import Choice, How, Pattern
from bookings.errors import NotPossibleNow, RulesBroken, SeriesChangedMeanwhile, SeriesInTheWay
from bookings.models import Block, Booking, Occupancy, Series
from bookings.services.customers import Contact
from bookings.services.series.ending import end_series
from bookings.services.series.making import Guest, block_series, book_series
from bookings.services.setup import add_special_day
from boom.core.errors import Invalid
from boom.core.models import OutboxMessage
from tests.bookings.acts import newest_event, one_act
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room, make_venue

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
# The Fridays after tonight, a Saturday.
FIRST, SECOND, THIRD = date(2026, 11, 27), date(2026, 12, 4), date(2026, 12, 11)
PRIYA = Guest(Contact("Priya Nair", "priya@example.com"), party_size=2, source="phone")


def fridays(room, count: int | None = 3, start: str = "20:00", **given: Any) -> Pattern:
    rule = Rule(Every.WEEK, weekdays=(4,), count=count)
    return Pattern(room.pk, FIRST, start, given.pop("length", HOUR), rule)


def book(pattern: Pattern, choices=None, guest: Guest = PRIYA, **given: Any):
    return book_series(pattern=pattern, guest=guest, choices=choices or {}, now=TONIGHT, **given)


def nights_of(series: Series) -> list[tuple[str, str, str]]:
    rows = Occupancy.objects.filter(series=series).order_by("series_on")
    return [(str(row.series_on), row.room.name, row.status) for row in rows.select_related("room")]


@pytest.fixture
def alto(business):
    return make_room(make_venue(), name="Alto")


@pytest.fixture
def echo(alto):
    return make_room(alto.venue, name="Echo")


def test_every_night_is_an_ordinary_booking_with_its_price(alto):
    made = book(fridays(alto))

    rows = list(Booking.objects.filter(room=alto).order_by("starts_at"))
    assert [row.starts_at for row in rows] == [at(f"{day} 20:00") for day in (FIRST, SECOND, THIRD)]
    assert [(row.total_minor, row.status, row.party_size) for row in rows] == [(3000, "confirmed", 2)] * 3
    assert len({row.reference for row in rows}) == 3
    assert {row.customer_id for row in rows} == {made.series.customer_id}
    assert Series.objects.get().rule == "FREQ=WEEKLY;BYDAY=FR;COUNT=3"


def test_the_customer_gets_one_letter_for_all_of_it(alto):
    book(fridays(alto))

    told = [fact.payload["tell_customer"] for fact in OutboxMessage.objects.filter(kind="booking.created")]
    assert sorted(told) == [False, False, True]


def test_one_night_in_the_way_and_nothing_is_booked(alto):
    make_booking(room=alto, starts_at=at(f"{SECOND} 20:30"))

    with pytest.raises(SeriesInTheWay) as refused:
        book(fridays(alto))

    assert refused.value.details == {"days": [SECOND.isoformat()]}
    assert not Series.objects.exists()
    assert Booking.objects.filter(room=alto).count() == 1


@pytest.mark.parametrize(
    ("how", "nights"),
    [
        ("skip", [(str(FIRST), "Alto", "confirmed"), (str(THIRD), "Alto", "confirmed")]),
        (
            "room",
            [
                (str(FIRST), "Alto", "confirmed"),
                (str(SECOND), "Echo", "confirmed"),
                (str(THIRD), "Alto", "confirmed"),
            ],
        ),
        ("time", [(str(day), "Alto", "confirmed") for day in (FIRST, SECOND, THIRD)]),
    ],
)
def test_each_night_gets_what_was_chosen_for_it(alto, echo, how, nights):
    make_booking(room=alto, starts_at=at(f"{SECOND} 20:00"))
    choices = {
        "skip": Choice(How.SKIP),
        "room": Choice(How.PLACE, echo.pk, "20:00"),
        "time": Choice(How.PLACE, alto.pk, "21:00"),
    }

    made = book(fridays(alto), {SECOND: choices[how]})

    assert nights_of(made.series) == nights
    assert made.series.left_out == ([SECOND.isoformat()] if how == "skip" else [])


def test_a_room_that_went_between_looking_and_saving_is_no_night_lost(alto, echo):
    choices = {SECOND: Choice(How.PLACE, echo.pk, "20:00")}
    make_booking(room=alto, starts_at=at(f"{SECOND} 20:00"))
    make_booking(room=echo, starts_at=at(f"{SECOND} 20:00"))

    with pytest.raises(SeriesInTheWay):
        book(fridays(alto), choices)

    assert not Series.objects.exists()


def test_two_series_over_the_same_nights_do_not_both_get_them(alto):
    book(fridays(alto))

    with pytest.raises(SeriesInTheWay) as refused:
        book(fridays(alto, start="20:30"), guest=Guest(Contact("Sam")))

    assert len(refused.value.details["days"]) == 3


def test_rules_are_set_aside_night_by_night_with_a_reason(alto):
    add_special_day(
        venue_id=alto.venue_id, starts_on=SECOND, ends_on=SECOND, hours=[], reason="Stocktaking", room_id=None
    )
    anyway = {SECOND: Choice(How.ANYWAY)}

    with pytest.raises(SeriesInTheWay):
        book(fridays(alto))
    with pytest.raises(SeriesInTheWay):
        book(fridays(alto), anyway)
    made = book(fridays(alto), anyway, override_reason="Regulars")

    reasons = Occupancy.objects.filter(series=made.series).order_by("series_on")
    assert [row.override_reason for row in reasons] == ["", "Regulars", ""]


def test_the_same_form_twice_is_one_series(alto):
    once = book(fridays(alto), idempotency_key="k")
    again = book(fridays(alto), idempotency_key="k")

    assert again.series == once.series
    assert len(again.rows) == Booking.objects.filter(room=alto).count() == 3


def test_nobody_writes_more_nights_than_can_be_read(alto):
    rule = Rule(Every.DAY, count=201)

    with pytest.raises(Invalid, match="200 nights"):
        book(Pattern(alto.pk, FIRST, "20:00", HOUR, rule))


def test_the_night_keeps_its_time_when_the_clocks_change(alto):
    rule = Rule(Every.WEEK, weekdays=(4,), count=2)

    book(Pattern(alto.pk, date(2027, 3, 26), "20:00", HOUR, rule))

    starts = Booking.objects.filter(room=alto).order_by("starts_at").values_list("starts_at", flat=True)
    assert list(starts) == [at("2027-03-26 20:00"), at("2027-04-02 20:00")]


def test_one_guests_limit_counts_the_whole_series_and_yields_to_a_reason(business):
    room = make_room(make_venue(most_bookings=2))

    with pytest.raises(RulesBroken, match="2 bookings ahead"):
        book(fridays(room))
    assert len(book(fridays(room), override_reason="Regulars").rows) == 3


def test_hours_of_a_week_are_counted_over_the_nights_of_a_series(business):
    room = make_room(make_venue(most_hours_a_week=2))
    daily = Pattern(room.pk, FIRST, "20:00", HOUR, Rule(Every.DAY, count=3))

    book(fridays(room, count=3))
    with pytest.raises(RulesBroken, match="2 hours a week"):
        book(Pattern(room.pk, FIRST, "22:00", HOUR, daily.rule), guest=Guest(Contact("Sam", "s@example.com")))


def test_blocks_repeat_in_several_rooms_or_none(alto, echo):
    make_booking(room=echo, starts_at=at(f"{SECOND} 20:00"))
    patterns = [fridays(alto), fridays(echo)]

    with pytest.raises(SeriesInTheWay) as refused:
        block_series(patterns=patterns, reason="Cleaning", choices={}, now=TONIGHT)
    assert refused.value.details == {"rooms": [echo.pk]}
    assert not Block.objects.exists()
    block_series(
        patterns=patterns,
        reason="Cleaning",
        choices={echo.pk: {SECOND: Choice(How.SKIP)}},
        now=TONIGHT,
    )

    assert sorted(Block.objects.values_list("room__name", "reason")) == [
        *[("Alto", "Cleaning")] * 3,
        *[("Echo", "Cleaning")] * 2,
    ]


def test_one_undo_takes_all_of_it_back_and_another_brings_it_again(alto):
    with one_act():
        made = book(fridays(alto))
    act = newest_event()

    with one_act():
        take_back(event_id=act, now=TONIGHT)
    undone = nights_of(made.series)
    ended_at = Series.objects.get().ended_at
    with one_act():
        take_back(event_id=act_of(newest_event()).id, now=TONIGHT)

    assert {status for _, _, status in undone} == {"cancelled"}
    assert ended_at == TONIGHT
    assert {status for _, _, status in nights_of(made.series)} == {"confirmed"}
    assert Series.objects.get().ended_at is None


def test_ending_from_a_night_on_leaves_those_before(alto):
    made = book(fridays(alto))

    end_series(series_id=made.series.pk, version=1, now=TONIGHT, from_on=SECOND)

    assert [status for _, _, status in nights_of(made.series)] == ["confirmed", "cancelled", "cancelled"]
    assert Series.objects.get().rule == "FREQ=WEEKLY;BYDAY=FR;UNTIL=20261203"


def test_ending_all_leaves_what_has_begun(alto):
    made = book(fridays(alto))
    later = at(f"{SECOND} 20:10")
    before = AuditEvent.objects.filter(entity_id=str(made.rows[0].pk)).count()

    end_series(series_id=made.series.pk, version=1, now=later)

    assert [status for _, _, status in nights_of(made.series)] == ["confirmed", "confirmed", "cancelled"]
    assert AuditEvent.objects.filter(entity_id=str(made.rows[0].pk)).count() == before
    with pytest.raises(NotPossibleNow):
        end_series(series_id=made.series.pk, version=2, now=later)


def test_an_old_page_ends_nothing(alto):
    made = book(fridays(alto))
    end_series(series_id=made.series.pk, version=1, now=TONIGHT, from_on=THIRD)

    with pytest.raises(SeriesChangedMeanwhile):
        end_series(series_id=made.series.pk, version=1, now=TONIGHT)


def test_ending_is_taken_back_as_one(alto):
    with one_act():
        made = book(fridays(alto))
    with one_act():
        end_series(series_id=made.series.pk, version=1, now=TONIGHT, from_on=SECOND)

    with one_act():
        take_back(event_id=newest_event(), now=TONIGHT)

    assert [status for _, _, status in nights_of(made.series)] == ["confirmed"] * 3
    assert Series.objects.get().rule == "FREQ=WEEKLY;BYDAY=FR;COUNT=3"


def test_the_number_of_questions_does_not_grow_with_the_nights(alto, django_assert_max_num_queries):
    book(fridays(alto, count=2, start="18:00"))

    with django_assert_max_num_queries(100):
        # One fact a night, and nothing else by the night.
        book(fridays(alto, count=60))
