"""What counts as a verdict."""

from __future__ import annotations

from benchmarks.rounds import Finding, Goal, Quartiles

AT_MOST_THREE = Goal("P0", "something", 3.0)
AT_LEAST_THREE = Goal("P0", "something", 3.0, at_least=True)


def test_the_median_is_held_against_the_bound():
    figures = [2.8, 2.9, 2.9, 2.9, 3.0, 3.1, 3.1, 3.1, 3.2]

    assert Finding(AT_MOST_THREE, figures).verdict == "met"
    assert Finding(AT_LEAST_THREE, [figure + 0.1 for figure in figures]).verdict == "met"
    assert Finding(AT_MOST_THREE, [figure + 0.1 for figure in figures]).verdict == "missed"


def test_too_few_rounds_or_too_wide_a_spread_are_no_verdict():
    assert Finding(AT_MOST_THREE, [1.0] * 8).verdict == "no verdict (too few rounds)"
    assert Finding(AT_MOST_THREE, [1.0] * 4 + [2.0] * 5).verdict == "no verdict (spread)"


def test_cpu_is_said_beside_a_wall_ratio_without_verdict():
    wide = [1.0] * 4 + [2.0] * 5

    assert Finding(AT_MOST_THREE, wide, by_cpu=[3.5] * 9).verdict == "no verdict (spread); by CPU missed"
    assert Finding(AT_MOST_THREE, wide, by_cpu=wide).verdict == "no verdict (spread)"


def test_a_count_needs_no_rounds():
    assert Finding(Goal("P1", "double bookings", 0), [0], is_ratio=False).verdict == "met"
    assert Finding(Goal("P1", "double bookings", 0), [1], is_ratio=False).verdict == "missed"


def test_quartiles_are_figures_that_were_measured():
    found = Quartiles.of([9, 1, 8, 2, 7, 3, 6, 4, 5])

    assert (found.low, found.median, found.high, found.spread) == (3, 5, 7, 7 / 3)
