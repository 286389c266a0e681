"""Text for spreadsheets: nothing in it runs, and what went out comes in again as it was."""

from __future__ import annotations

import csv
from decimal import Decimal

import pytest

from boom.core.spreadsheets import as_typed, csv_line, harmless

FORMULAS = [
    "=1+1", "+44 20", "-2", "@SUM(A1)", "\t=1", '=HYPERLINK("http://x","y")', " =1", "=cmd|' /C calc'!A0",
]  # fmt: skip


@pytest.mark.parametrize("formula", FORMULAS)
def test_what_goes_out_harmless_comes_in_as_it_was(formula: str):
    (written,) = next(csv.reader([csv_line([formula]).strip("\r\n")]))

    assert written.startswith("'")
    assert as_typed(written) == formula


@pytest.mark.parametrize("plain", ["Ann", "O'Neil", "'quoted'", "' ", "''"])
def test_an_apostrophe_of_somebodys_own_stays(plain: str):
    assert as_typed(plain) == plain.strip()
    assert harmless(plain) == plain


def test_a_number_below_zero_stays_a_number():
    assert csv_line([Decimal("-1.50"), -2, "-2"]) == "-1.50,-2,'-2\r\n"
