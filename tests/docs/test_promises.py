"""The register of promises is true: each is there, with tests that exist and, for races, a control."""

from __future__ import annotations

import re

import pytest

from tests.database import ROOT
from tests.docs.named_tests import missing, named_in

REGISTER = ROOT / "docs" / "promises.md"
ROW = re.compile(r"^\| (\d+) \| (.+?) \| (.+?) \| (.+?) \| (.*?) ?\|$", re.MULTILINE)
# A promise is added with what holds it and never taken back.
MADE = [*range(1, 13), *range(16, 26), 28, 29, 31, 32, 36, 37, *range(41, 46)]
# Of races and of keeping businesses apart: a test that sees nothing shows nothing there.
WITH_A_CONTROL = {1, 2, 3, 5, 6, 8, 9, 10, 11, 12, 16, 17, 19, 20, 23, 24, 25, 36, 41, 42, 43}


def rows() -> list[tuple[int, str, list[str], list[str]]]:
    found = ROW.findall(REGISTER.read_text())
    return [
        (int(no), held_by, named_in(tests), named_in(controls)) for no, _, held_by, tests, controls in found
    ]


def test_every_promise_is_there_once():
    assert [number for number, *_ in rows()] == MADE


@pytest.mark.parametrize("row", rows(), ids=lambda row: f"promise-{row[0]}")
def test_it_names_what_holds_it_and_tests_that_exist(row: tuple[int, str, list[str], list[str]]):
    number, held_by, tests, controls = row

    assert held_by
    assert tests
    assert missing([*tests, *controls]) == []
    assert controls or number not in WITH_A_CONTROL


def test_control_a_test_that_does_not_exist_is_missed():
    there = "docs/test_promises.py::test_every_promise_is_there_once"
    gone = ["docs/test_promises.py::test_no_such", "docs/no_such_file.py::test_every_promise_is_there_once"]

    assert missing([there, *gone]) == gone
