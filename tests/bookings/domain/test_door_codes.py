"""Codes nobody would try first."""

from __future__ import annotations

from collections import Counter
from itertools import cycle
from random import Random

import pytest

from bookings.domain.door_codes import draw, is_trivial, shown_from
from tests.factories import at

TRIVIAL = [
    "0000",
    "1111",
    "1122",
    "1212",
    "1234",
    "9876",
    "8901",
    "2109",
    "1984",
    "2026",
    "123123",
    "45674567",
    "987654",
]


@pytest.mark.parametrize("code", TRIVIAL)
def test_what_somebody_would_try_first_is_trivial(code: str):
    assert is_trivial(code)


@pytest.mark.parametrize("code", ["4071", "0482", "90315", "1357", "195038", "20264813"])
def test_other_codes_are_not(code: str):
    assert not is_trivial(code)


def test_most_codes_of_four_digits_may_be_drawn():
    left = sum(not is_trivial(f"{number:04}") for number in range(10_000))

    assert left > 9_000


def test_a_trivial_draw_is_thrown_away():
    digits = cycle([1, 2, 3, 4, 0, 7, 3, 9])

    assert draw(4, lambda: next(digits)) == "0739"


@pytest.mark.parametrize("digits", range(4, 9))
def test_a_code_has_as_many_digits_as_asked_for_zeros_in_front_too(digits: int):
    chance = Random(7)
    codes = [draw(digits, lambda: chance.randrange(10)) for _ in range(300)]

    assert {len(code) for code in codes} == {digits}
    assert len(Counter(code[0] for code in codes)) == 10


def test_how_long_before_a_guest_sees_it_is_counted_in_elapsed_hours():
    assert shown_from(at("2026-11-21 22:00"), 24) == at("2026-11-20 22:00")
