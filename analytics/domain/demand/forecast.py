"""The demand of the next four weeks with its intervals, and how good forecasts of this series have been."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.domain.demand import intervals, mixing
from analytics.domain.demand.books import HORIZON
from analytics.domain.demand.candidates import Past, candidates

Floats = NDArray[np.float64]

# So many days have to have been compared before a forecast's error is stated.
LEAST_COMPARED = 14
# Held against it, too; but a few bad days tell little, so these count beside them: what forecasts of venues
# usually come to beside the naive ones, as so many days.
USUAL_BESIDE_NAIVE, USUAL_WEIGHT = 0.8, 35.0


@dataclass(frozen=True, slots=True)
class Measured:
    """How forecasts of a week ahead did on evenings gone by, each made of what was known then.

    Attributes:
        days: How many forecasts were compared with what came.
        error: The sum of their errors beside the sum of what came (WAPE).
        beside_naive: Their errors beside those of "as on the same weekday last week"; below 1 is better.
        inside_80: The share of what came that lay within the 80 % interval.
    """

    days: int
    error: float
    beside_naive: float
    inside_80: float


@dataclass(frozen=True, slots=True)
class Forecast:
    """By lead, 1 to `HORIZON` days ahead: what is expected, and its bounds (`intervals.LEVELS`)."""

    expected: Floats
    bounds: Floats
    is_naive: bool
    measured: Measured | None


def forecast(past: Past, *, is_open: NDArray[np.bool_], cancellation_rate: float = 0.0) -> Forecast | None:
    """Forecast a series, or None where nothing of it was ever counted.

    Where its own past says that it does worse than last week's same weekday, it is that (`is_naive`).

    Args:
        past: The series and what is on its books.
        is_open: Which of the next `HORIZON` days are open; on others nothing is expected.
        cancellation_rate: The share of bookings that is given up later; at least the rest of what is on the
            books is expected.
    """
    said = candidates(past)
    if np.isnan(said[0]).all():
        return None
    tried, came = mixing.trials(past)
    told = mixing.as_told_then(tried, came)
    level = float(np.nanmean(past.counts[-56:])) if not np.isnan(past.counts[-56:]).all() else 0.0
    expected = mixing.mixed(said, mixing.weights(tried, came))
    naive_then = _naive_of_trials(past, len(tried))
    measured = _measured(told, came, naive_then, level)
    is_naive = measured is not None and _loses(measured)
    if is_naive:
        naive_now = naive(past.counts)
        expected = np.where(np.isnan(naive_now), expected, naive_now)
        told = np.where(np.isnan(naive_then), told, naive_then)
    limits = intervals.bounds(expected, told, came, level)
    booked = _booked(past) * (1.0 - cancellation_rate)
    return Forecast(
        expected=np.where(is_open, np.maximum(expected, booked), 0.0),
        bounds=np.where(is_open, np.maximum(limits, booked), 0.0),
        is_naive=is_naive,
        measured=measured,
    )


def _loses(measured: Measured) -> bool:
    weighed = measured.days * measured.beside_naive + USUAL_WEIGHT * USUAL_BESIDE_NAIVE
    return weighed / (measured.days + USUAL_WEIGHT) > 1.0


def naive(counts: Floats) -> Floats:
    """As on the last same weekday that was counted, by lead; NaN where there was none."""
    said = np.full(HORIZON, np.nan)
    for weekday in range(min(7, len(counts))):
        of_weekday = counts[len(counts) - 7 + weekday :: -7] if len(counts) - 7 + weekday >= 0 else counts[:0]
        known = of_weekday[~np.isnan(of_weekday)]
        if len(known):
            said[weekday::7] = known[0]
    return said


def _naive_of_trials(past: Past, number: int) -> Floats:
    days = len(past.counts)
    ends = range(days - 1, 0, -mixing.TRIAL_STEP)
    return np.array([naive(past.counts[:end]) for end in list(ends)[:number]]).reshape(number, HORIZON)


def _measured(told: Floats, came: Floats, naive_then: Floats, level: float) -> Measured | None:
    week = slice(0, 7)
    known = ~np.isnan(told[:, week]) & ~np.isnan(came[:, week]) & ~np.isnan(naive_then[:, week])
    total = came[:, week][known].sum()
    if known.sum() < LEAST_COMPARED or total <= 0:
        return None
    errors = np.abs(told - came)[:, week][known].sum()
    of_naive = np.abs(naive_then - came)[:, week][known].sum()
    inside = []
    for row in range(len(told)):
        # With the errors that were known on that evening only.
        if np.isnan(told[row]).all():
            continue
        earlier = np.arange(1, len(told) - row)[:, None] * mixing.TRIAL_STEP
        by_then = np.where(np.arange(1, HORIZON + 1)[None, :] <= earlier, came[row + 1 :], np.nan)
        limits = intervals.bounds(told[row], told[row + 1 :], by_then, level)
        here = known[row]
        inside.append(((came[row, week] >= limits[1, week]) & (came[row, week] <= limits[2, week]))[here])
    return Measured(
        days=int(known.sum()),
        error=float(errors / total),
        beside_naive=float(errors / of_naive) if of_naive > 0 else 1.0,
        inside_80=float(np.concatenate(inside).mean()),
    )


def _booked(past: Past) -> Floats:
    if past.books is None:
        return np.zeros(HORIZON)
    leads = np.arange(1, HORIZON + 1)
    return np.nan_to_num(past.books[len(past.counts) - 1 + leads, leads])
