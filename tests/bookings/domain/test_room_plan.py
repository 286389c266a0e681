"""What becomes of a room by itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bookings.domain.room_plan import (
    ACTIVE,
    ARCHIVED,
    DRAFT,
    HIDDEN,
    LASTING,
    MAINTENANCE,
    PASSING,
    Standing,
    Step,
    opening_night,
    opens_by_plan,
    settled,
    standing_on,
)

FIRST = date(2026, 12, 1)
DAY = timedelta(days=1)
NIGHTS = st.integers(0, 30).map(lambda days: FIRST + days * DAY)


@st.composite
def steps(draw: st.DrawFn) -> Step:
    starts_on = draw(NIGHTS)
    if draw(st.booleans()):
        return Step(draw(st.sampled_from(LASTING)), starts_on)
    return Step(draw(st.sampled_from(PASSING)), starts_on, starts_on + draw(st.integers(0, 9)) * DAY)


def test_a_draft_opens_on_its_night_and_not_before() -> None:
    plan = [Step(ACTIVE, FIRST)]

    found = [standing_on(DRAFT, plan, FIRST + offset * DAY).state for offset in (-1, 0, 1)]

    assert found == [DRAFT, ACTIVE, ACTIVE]


def test_maintenance_holds_on_its_nights_with_its_reason() -> None:
    plan = [Step(MAINTENANCE, FIRST, FIRST + DAY, "New sound system")]

    found = [standing_on(ACTIVE, plan, FIRST + offset * DAY) for offset in (-1, 0, 1, 2)]

    under = Standing(MAINTENANCE, "New sound system", FIRST + DAY)
    assert found == [Standing(ACTIVE), under, under, Standing(ACTIVE)]


def test_the_stricter_of_two_that_pass_holds() -> None:
    plan = [Step(MAINTENANCE, FIRST, FIRST), Step(HIDDEN, FIRST, FIRST + DAY)]

    assert standing_on(ACTIVE, plan, FIRST).state == MAINTENANCE


def test_nothing_passes_over_an_archived_room() -> None:
    plan = [Step(ARCHIVED, FIRST), Step(MAINTENANCE, FIRST, FIRST + DAY)]

    assert standing_on(ACTIVE, plan, FIRST) == Standing(ARCHIVED)


def test_the_latest_that_lasts_counts_whatever_the_order_it_was_written_in() -> None:
    plan = [Step(ARCHIVED, FIRST + DAY), Step(HIDDEN, FIRST)]

    assert [standing_on(ACTIVE, plan, FIRST + n * DAY).state for n in (0, 1)] == [HIDDEN, ARCHIVED]


@pytest.mark.parametrize(
    ("state", "ends_on"),
    [(MAINTENANCE, None), (ARCHIVED, FIRST), (ACTIVE, FIRST), (HIDDEN, FIRST - DAY), (DRAFT, None)],
)
def test_a_step_that_makes_no_sense_is_refused(state: str, ends_on: date | None) -> None:
    with pytest.raises(ValueError, match=r"maintenance|before"):
        Step(state, FIRST, ends_on)


def test_a_room_that_will_open_is_for_customers_already() -> None:
    found = [opens_by_plan(DRAFT, [Step(ACTIVE, FIRST)]), opens_by_plan(DRAFT, []), opens_by_plan(ACTIVE, [])]

    assert found == [True, False, True]


def test_a_room_says_on_which_night_it_opens_until_it_has() -> None:
    plan = [Step(ACTIVE, FIRST)]

    found = [opening_night(DRAFT, plan, FIRST - DAY), opening_night(DRAFT, plan, FIRST)]

    assert found == [FIRST, None]
    assert opening_night(ACTIVE, plan, FIRST - DAY) is None
    assert opening_night(DRAFT, [], FIRST) is None


@given(st.sampled_from([ACTIVE, HIDDEN, DRAFT, ARCHIVED]), st.lists(steps(), max_size=6), NIGHTS, NIGHTS)
def test_settling_changes_nothing_about_nights_to_come(
    state: str, plan: list[Step], today: date, night: date
) -> None:
    night = max(today, night)

    after, left = settled(state, plan, today)

    assert standing_on(after, left, night) == standing_on(state, plan, night)


@given(steps())
def test_a_step_is_kept_as_it_is(step: Step) -> None:
    assert Step.from_json(step.as_json()) == step
