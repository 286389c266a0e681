"""Series without an end: written on by themselves, what fails is shown, and what came apart is mended."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from bookings.domain.recurrence import Every, Rule
from bookings.domain.series import Choice, How, Pattern
from bookings.errors import NotPossibleNow
from bookings.models import Booking, Customer, Occupancy, Series
from bookings.selectors.series_health import OutOfStep, series_out_of_step, series_with_missed
from bookings.services.bookings import restore_booking
from bookings.services.customers import Contact
from bookings.services.series.ending import end_series
from bookings.services.series.extending import extend_all, settle_missed
from bookings.services.series.making import Guest, book_series
from bookings.services.series.repairing import repair_series
from bookings.services.setup import change_room
from boom.core import clock
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room, make_venue
from tests.factories.plans import make_plan, put_on

pytestmark = pytest.mark.django_db

HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)
FIRST = date(2026, 11, 27)


@pytest.fixture
def alto(business):
    return make_room(make_venue(horizon_days=14), name="Alto")


@pytest.fixture
def series(alto) -> Series:
    """Every Friday from the 27th on, as far as 28 days ahead: the 27th, 4th, 11th and 18th."""
    pattern = Pattern(alto.pk, FIRST, "20:00", HOUR, Rule(Every.WEEK, weekdays=(4,)))
    guest = Guest(Contact("Priya", "priya@example.com"), party_size=2)
    return book_series(pattern=pattern, guest=guest, choices={}, now=TONIGHT).series


def nights(series: Series) -> list[str]:
    rows = Occupancy.objects.filter(series=series, status__in=["confirmed", "blocked"])
    return [f"{row.starts_at:%d.%m.}" for row in rows.order_by("starts_at")]


def kinds(now=TONIGHT) -> list[OutOfStep]:
    return [finding.kind for finding in series_out_of_step(now=now)]


def test_each_night_it_goes_on_as_far_as_people_may_book(series):
    assert nights(series) == ["27.11.", "04.12.", "11.12.", "18.12."]

    written = [extend_all(now=TONIGHT + days * DAY) for days in (0, 7, 7, 14)]

    assert written == [0, 1, 0, 1]
    assert nights(series)[-2:] == ["25.12.", "01.01."]
    assert set(Booking.objects.filter(series=series).values_list("total_minor", flat=True)) == {3000}


def test_a_night_that_somebody_has_is_missed_and_shown_and_the_others_are_written(series, alto):
    make_booking(room=alto, starts_at=at("2026-12-25 20:00"), guest_name="Jun Park")

    extend_all(now=TONIGHT + 14 * DAY)

    series.refresh_from_db()
    assert nights(series)[-1] == "01.01."
    assert series.missed == [{"day": "2026-12-25", "why": "Jun Park has it 20:00–21:00."}]
    assert series_with_missed() == [series]


@pytest.mark.parametrize(
    ("choice", "left_out", "last"), [("skip", ["2026-12-25"], "18.12."), ("later", [], "25.12.")]
)
def test_a_missed_night_is_settled_by_staff_once(series, alto, choice, left_out, last):
    make_booking(room=alto, starts_at=at("2026-12-25 20:00"))
    extend_all(now=TONIGHT + 7 * DAY)
    chosen = Choice(How.SKIP) if choice == "skip" else Choice(How.PLACE, alto.pk, "22:00")
    wanted = {"series_id": series.pk, "day": date(2026, 12, 25), "choice": chosen, "now": TONIGHT + 7 * DAY}

    settle_missed(version=1, **wanted)

    series.refresh_from_db()
    assert (series.missed, series.left_out, nights(series)[-1]) == ([], left_out, last)
    with pytest.raises(NotPossibleNow):
        settle_missed(version=2, **wanted)


def test_what_was_ended_or_whose_room_is_gone_is_not_written_on(series, alto):
    change_room(room_id=alto.pk, state="archived")
    extend_all(now=TONIGHT + 7 * DAY)
    series.refresh_from_db()
    missed = [each["day"] for each in series.missed]

    end_series(series_id=series.pk, version=None, now=TONIGHT + 7 * DAY)

    assert missed == ["2026-12-25"]
    assert extend_all(now=TONIGHT + 28 * DAY) == 0


def test_nights_are_for_whom_the_guest_has_become_part_of(series):
    other = Customer.objects.create(name="Priya N.", email="other@example.com")
    Customer.objects.filter(pk=series.customer_id).update(merged_into=other)

    extend_all(now=TONIGHT + 7 * DAY)

    assert Booking.objects.get(series=series, series_on="2026-12-25").customer == other


def test_series_in_step_are_not_found(series):
    end_series(series_id=series.pk, version=1, now=TONIGHT, from_on=FIRST + WEEK)

    assert kinds() == []


def test_a_night_without_a_booking_is_found_and_left_out(series):
    Occupancy.objects.filter(series=series, series_on=FIRST + WEEK).update(series=None, series_on=None)

    found = series_out_of_step(now=TONIGHT)
    repair_series(series_id=series.pk, now=TONIGHT)

    assert [(each.kind, each.days) for each in found] == [(OutOfStep.MISSING, (FIRST + WEEK,))]
    assert kinds() == []


def test_a_booking_brought_back_after_the_end_goes_on_by_itself(series):
    end_series(series_id=series.pk, version=1, now=TONIGHT, from_on=FIRST + WEEK)
    row = Booking.objects.get(series=series, series_on=FIRST + WEEK)
    restore_booking(booking_id=row.pk, version=row.version, now=TONIGHT)

    found = kinds()
    repair_series(series_id=series.pk, now=TONIGHT)

    row.refresh_from_db()
    assert found == [OutOfStep.STRAY]
    assert (row.status, row.series_id, kinds()) == ("confirmed", None, [])


def test_a_series_that_fell_behind_is_found_and_written_on(series):
    later = TONIGHT + 10 * DAY

    found = kinds(later)
    repair_series(series_id=series.pk, now=later)

    assert found == [OutOfStep.BEHIND]
    assert (kinds(later), nights(series)[-1]) == ([], "25.12.")


def test_a_rule_that_nobody_reads_ends_the_series(series):
    Series.objects.filter(pk=series.pk).update(rule="FREQ=YEARLY")

    found = kinds()
    repair_series(series_id=series.pk, now=TONIGHT)

    assert found == [OutOfStep.UNREADABLE]
    assert Series.objects.get(pk=series.pk).ended_at == TONIGHT


def test_nights_of_a_month_that_the_plan_has_no_room_for_are_missed_and_the_others_written(alto, business):
    # By the real calendar: a month that is over is history to a plan.
    first = (clock.now().date().replace(day=1) + 63 * DAY).replace(day=1)
    begins = at(f"{first} 12:00")
    pattern = Pattern(alto.pk, first, "20:00", HOUR, Rule(Every.WEEK, weekdays=(first.weekday(),)))
    guest = Guest(Contact("Priya", "priya@example.com"), party_size=2)
    series = book_series(pattern=pattern, guest=guest, choices={}, now=begins).series
    put_on(business, make_plan(bookings_a_month=2))

    extend_all(now=begins + 40 * DAY)

    series.refresh_from_db()
    second = first + 32 * DAY
    in_second = [night for night in nights(series) if night.endswith(f".{second:%m}.")]
    assert len(in_second) == 2
    assert series.missed
    assert all("has them all" in each["why"] for each in series.missed)
