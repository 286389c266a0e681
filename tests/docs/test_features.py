"""The feature register is true: every row is there once, and every test it names exists."""

from __future__ import annotations

import re

import pytest

from tests.database import ROOT
from tests.docs.named_tests import missing, named_in

REGISTER = ROOT / "docs" / "features.md"
STATES = "works|part|not yet|left out"
ROW = re.compile(rf"^\| ([A-V]\d+) \| (.+?) \| ({STATES}) \| (.*?) \| (.*?) \|$", re.MULTILINE)
# How many rows each letter has, A to V; their sum is the whole list.
ROWS_OF = dict(
    zip(
        "ABCDEFGHIJKLMNOPQRSTUV",
        (21, 19, 28, 16, 11, 17, 12, 25, 10, 8, 7, 4, 7, 6, 9, 7, 5, 14, 9, 4, 4, 11),
        strict=False,
    )
)
# What the first Boom has to do; a row may only leave this list with its feature.
PROMISED = """
A1 A2 A3 A7 A8 A9 A10 A11 A14 A15 A16 A17 A18 A20 A21
B1 B2 B3 B4 B5 B6 B7 B8 B13 B14 B15 B17 B18 B19 C1 D1 D2 D3 D9 D13 D15 D16
E1 E2 E5 E9 H1 H2 H3 H4 H5 H8 H9 H10 L1 L2 L3 L4 K1 K2 K3 K4 O1 O2 O3 O4 O5
""".split()


def rows() -> list[tuple[str, str, str, str, list[str]]]:
    found = ROW.findall(REGISTER.read_text())
    return [(row, what, state, note, named_in(tests)) for row, what, state, note, tests in found]


def test_every_row_is_there_once():
    expected = [f"{letter}{number}" for letter, count in ROWS_OF.items() for number in range(1, count + 1)]

    assert [row for row, *_ in rows()] == expected


@pytest.mark.parametrize("entry", rows(), ids=lambda entry: entry[0])
def test_what_is_said_to_work_is_shown_by_tests_that_exist(entry):
    row, _, state, note, tests = entry

    assert missing(tests) == []
    assert bool(tests) == (state in {"works", "part"}), f"{row} is {state!r}"
    assert note or state == "works", f"{row} does not say what is missing"


def test_what_the_first_boom_promises_works():
    state_of = {row: state for row, _, state, *_ in rows()}

    assert {row for row in PROMISED if state_of[row] != "works"} == set()
