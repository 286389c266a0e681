"""Which payments a refund gives back, and which lines of the price with each."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from payments.domain.refunding import share_lines


@given(st.lists(st.integers(1, 50), min_size=1), st.lists(st.integers(1, 50), min_size=1))
def test_the_parts_sum_to_their_amounts_and_no_line_is_lost(minors: list[int], amounts: list[int]):
    rest = sum(amounts) - sum(minors)
    lines = [(str(number), minor) for number, minor in enumerate([*minors, rest]) if minor > 0]
    amounts = [*amounts, -rest] if rest < 0 else amounts

    parts = share_lines(lines, amounts)

    assert [sum(minor for _, minor in part) for part in parts] == amounts
    found: dict[str, int] = {}
    for label, minor in [each for part in parts for each in part]:
        found[label] = found.get(label, 0) + minor
    assert found == dict(lines)


def test_without_lines_no_part_has_any():
    assert share_lines([], [5, 7]) == [[], []]
