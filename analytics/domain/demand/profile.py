"""The calendar profile: level × weekday × kind of day, learned from counts alone.

docs/forecast.md has how it did beside the listed libraries, and the command.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.domain.demand.days import DayKind

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# Days on each side of the one in the middle: five whole weeks, so that each weekday counts alike.
HALF_WINDOW = 17
# How often a weekday is looked back at: half a year.
OCCURRENCES = 26
# As many occurrences of "like any other day" are added before a weekday's or a kind's mean is believed.
WEEKDAY_PRIOR = 3.0
KIND_PRIOR = 4.0
# The share of the newest day in the level: about six weeks' memory.
LEVEL_MEMORY = 0.04
# A holiday goes like a Sunday, its eve like a Friday; their own factors say what is left.
GOES_LIKE = {DayKind.HOLIDAY: 6, DayKind.EVE: 4}


@dataclass(frozen=True, slots=True)
class Profile:
    """What is usual: `level` a day, by weekday (Monday first) and by kind of day."""

    level: float
    by_weekday: Floats
    by_kind: Floats

    def usual(self, weekdays: Ints, kinds: Ints) -> Floats:
        """What is usual on days of these weekdays (0 Monday) and kinds."""
        expected: Floats = self.level * self.by_weekday[likened(weekdays, kinds)] * self.by_kind[kinds]
        return expected


def fit(counts: Floats, weekdays: Ints, kinds: Ints) -> Profile | None:
    """Learn the profile of a series of days, the oldest first; NaN where closed or not counted.

    Returns:
        None where nothing was ever counted.
    """
    weekdays = likened(weekdays, kinds)
    counted = ~np.isnan(counts)
    if not counted.any():
        return None
    plain = counted & (kinds == DayKind.PLAIN)
    if not plain.any():
        return Profile(float(counts[counted].mean()), np.ones(7), np.ones(len(DayKind)))
    around = _level_around(counts, plain)
    ratios = np.divide(counts, around, out=np.full(len(counts), np.nan), where=around > 0)
    by_weekday = np.array(
        [_shrunk(ratios[plain & (weekdays == each)][-OCCURRENCES:], WEEKDAY_PRIOR) for each in range(7)]
    )
    beside = ratios / by_weekday[weekdays]
    by_kind = np.array(
        [1.0, *(_shrunk(beside[counted & (kinds == each)], KIND_PRIOR) for each in list(DayKind)[1:])]
    )
    return Profile(_recent(counts[plain] / by_weekday[weekdays[plain]]), by_weekday, by_kind)


def likened(weekdays: Ints, kinds: Ints) -> Ints:
    """The weekdays that the days go like."""
    likened = weekdays.copy()
    for kind, weekday in GOES_LIKE.items():
        likened[kinds == kind] = weekday
    return likened


def _level_around(counts: Floats, plain: NDArray[np.bool_]) -> Floats:
    """The mean of the plain days within five weeks around each day; NaN where there is none."""
    reach = np.arange(len(counts))
    low, high = np.maximum(reach - HALF_WINDOW, 0), np.minimum(reach + HALF_WINDOW + 1, len(counts))
    sums = np.concatenate([[0.0], np.cumsum(np.where(plain, counts, 0.0))])
    numbers = np.concatenate([[0], np.cumsum(plain)])
    number = numbers[high] - numbers[low]
    means: Floats = np.divide(
        sums[high] - sums[low], number, out=np.full(len(counts), np.nan), where=number > 0
    )
    return means


def _shrunk(ratios: Floats, prior: float) -> float:
    """The mean of ratios, drawn towards 1 as by `prior` more of them."""
    known = ratios[~np.isnan(ratios)]
    return float((known.sum() + prior) / (len(known) + prior))


def _recent(values: Floats) -> float:
    """An exponential mean in which the newest weighs most; from one value on."""
    weights = (1 - LEVEL_MEMORY) ** np.arange(len(values) - 1, -1, -1)
    return float(values @ weights / weights.sum())
