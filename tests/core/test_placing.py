"""Places as class names, and the stylesheet that knows them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from boom.core.placing import board_length, position, share

CSS = Path(settings.BASE_DIR) / "static" / "css"
KNOWN = set(
    re.findall(
        r"^\.([\w-]+) \{", (CSS / "atoms.css").read_text() + (CSS / "shares.css").read_text(), re.MULTILINE
    )
)
# The longest day there is: the clocks go back.
LONGEST = 25 * 12


@pytest.mark.parametrize(
    ("start", "length", "classes"),
    [
        (43, 24, "sh-3 sm-7 wh-2 wm-0"),
        (0, 1, "sh-0 sm-0 wh-0 wm-1"),
        (72, None, "sh-6 sm-0"),
    ],
)
def test_a_position_is_hours_and_twelfths(start, length, classes):
    assert position(start, length) == classes


@given(start=st.integers(0, LONGEST), length=st.integers(1, LONGEST))
def test_the_stylesheet_knows_every_position(start, length):
    assert set(position(start, length).split()) <= KNOWN


@given(units=st.integers(1, LONGEST))
def test_the_stylesheet_knows_every_length_of_a_board(units):
    assert board_length(units) in KNOWN


@pytest.mark.parametrize(
    ("percent", "name"), [(0, "p-0"), (37, "p-36"), (37.1, "p-38"), (-5, "p-0"), (140, "p-100")]
)
def test_a_share_is_rounded_to_twos_and_kept_within_bounds(percent, name):
    assert share(percent) == name


@given(percent=st.floats(0, 100))
def test_the_stylesheet_knows_every_share(percent):
    assert share(percent) in KNOWN
