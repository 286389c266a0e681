"""Plans of series: each night weighed against what is there, the rules, and the series' other nights."""

from __future__ import annotations

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest

from bookings.domain.blockers import Blocker
from bookings.domain.policy import Policy
from bookings.domain.recurrence import Turn, turn
from bookings.domain.series import Choice, How, Night, plan
from bookings.domain.turnover import occupied_row

LONDON = ZoneInfo("Europe/London")
ALTO, ECHO = 1, 2
POLICIES = {ALTO: Policy(), ECHO: Policy()}
HOUR = timedelta(hours=1)
FIRST, SECOND = date(2026, 11, 20), date(2026, 11, 27)
SOFT = Blocker("closed", "Closed.", hard=False)
HARD = Blocker("room-archived", "Gone.", hard=True)


def turns(*days: date, length: timedelta = HOUR) -> list[Turn]:
    return [turn(day, "20:00", length, LONDON) for day in days]


def planned(nights, *, choices=None, rows=None, rules=lambda room, span: [], length=HOUR) -> list[Night]:
    return plan(
        nights,
        ALTO,
        length,
        LONDON,
        choices=choices or {},
        rows=rows or {},
        rules=rules,
        policies=POLICIES,
    )


def somebody(day: date, room: int = ALTO, start: str = "20:30"):
    span = turn(day, start, HOUR, LONDON).span
    assert span is not None
    return {day: [occupied_row(room, span, POLICIES[room])]}


def test_free_nights_are_settled():
    assert [night.is_free for night in planned(turns(FIRST, SECOND))] == [True, True]


def test_a_night_that_somebody_has_waits_for_a_choice():
    first, second = planned(turns(FIRST, SECOND), rows=somebody(SECOND))

    assert (first.is_settled, second.is_settled) == (True, False)
    assert len(second.against) == 1


@pytest.mark.parametrize(
    ("choice", "room", "is_skipped"),
    [
        (Choice(How.SKIP), ALTO, True),
        (Choice(How.PLACE, ECHO, "20:00"), ECHO, False),
        (Choice(How.PLACE, ALTO, "22:00"), ALTO, False),
    ],
)
def test_a_choice_settles_it(choice, room, is_skipped):
    [night] = planned(turns(SECOND), rows=somebody(SECOND), choices={SECOND: choice})

    assert night.is_settled
    assert (night.room_id, night.is_skipped) == (room, is_skipped)


def test_a_choice_that_is_taken_too_waits_again():
    choices = {SECOND: Choice(How.PLACE, ALTO, "21:00")}

    [night] = planned(turns(SECOND), rows=somebody(SECOND), choices=choices)

    assert not night.is_settled


def test_rules_yield_to_staff_and_taken_rooms_never_do():
    choices = {FIRST: Choice(How.ANYWAY)}

    [soft] = planned(turns(FIRST), choices=choices, rules=lambda room, span: [SOFT])
    [hard] = planned(turns(FIRST), choices=choices, rules=lambda room, span: [HARD])
    [taken] = planned(turns(FIRST), choices=choices, rows=somebody(FIRST))

    assert (soft.is_settled, hard.is_settled, taken.is_settled) == (True, False, False)


def test_what_is_longer_than_its_step_gets_in_its_own_way():
    days = [FIRST, FIRST + timedelta(days=1), FIRST + timedelta(days=2)]
    length = timedelta(hours=25)

    nights = planned(turns(*days, length=length), length=length)

    assert [night.own for night in nights] == [(), (days[0],), ()]


def test_a_date_that_never_was_is_left_out():
    [night] = planned([Turn(FIRST, None)])

    assert night.is_skipped
    assert night.is_settled


@pytest.mark.parametrize("text", ["skip", "anyway", "7|24:30"])
def test_a_choice_survives_the_form(text):
    assert str(Choice.parse(text)) == text


@pytest.mark.parametrize("text", ["", "perhaps", "7", "7|", "|20:00", "x|20:00", "٧|20:00", "7|20:00:00:00"])
def test_what_is_no_choice_is_none(text):
    assert Choice.parse(text) is None
