"""How good forecasts are: WAPE, MASE, pinball loss, coverage; seconds and memory beside them.

Rolling origin: each evening's forecast is made of what was known then, and compared with what came, on days
that were recorded. WAPE is the sum of absolute errors beside the sum of what came, over all series. MASE is a
series' error beside that of "last week's same weekday" in what it was made of (Hyndman and Koehler 2006). wQL
is the mean pinball loss over the bounds' levels, twice, beside the sum of what came.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

import numpy as np
from numpy.typing import NDArray

from analytics.domain.demand.candidates import Past
from analytics.domain.demand.intervals import LEVELS
from benchmarks.bakeoff.methods import Method, Told
from benchmarks.bakeoff.series import Series

Floats = NDArray[np.float64]
WEEK, FOUR_WEEKS = 7, 28
# A series has to have been recorded on so many days before an evening is scored.
LEAST_DAYS = 14


@dataclass
class Score:
    """Sums over all series and evenings, by how far ahead was looked."""

    errors: dict[int, float] = field(default_factory=lambda: {WEEK: 0.0, FOUR_WEEKS: 0.0})
    came: dict[int, float] = field(default_factory=lambda: {WEEK: 0.0, FOUR_WEEKS: 0.0})
    signed: float = 0.0
    scaled: list[float] = field(default_factory=list)
    pinball: float = 0.0
    inside: list[tuple[int, int, int]] = field(default_factory=list)
    seconds: float = 0.0
    fits: int = 0
    peak_bytes: int = 0

    def wape(self, ahead: int) -> float:
        """Absolute errors beside what came."""
        return self.errors[ahead] / self.came[ahead]

    def coverage(self) -> tuple[float, float] | None:
        """The shares of what came within the 80 % and the 95 % bounds; None where the method has none."""
        if not self.inside:
            return None
        days = sum(number for _, _, number in self.inside)
        return sum(each[0] for each in self.inside) / days, sum(each[1] for each in self.inside) / days


def scored(method: Method, every: Sequence[Series], evenings: Sequence[date], *, weeks: int | None) -> Score:
    """Run a method from each evening on each series; `weeks` is how much history it is given, None is all."""
    score = Score()
    for series in every:
        for evening in evenings:
            past, came = series.past(evening, weeks=weeks), series.came(evening)
            if (~np.isnan(past.counts)).sum() < LEAST_DAYS:
                continue
            began = time.process_time()
            told = method(past)
            score.seconds += time.process_time() - began
            score.fits += 1
            _add(score, told, past, came)
    return score


def memory_of(method: Method, series: Series, evening: date) -> int:
    """The most bytes that one fit held at once, by tracemalloc; apart from the timing, which it slows."""
    past = series.past(evening)
    method(past)
    tracemalloc.start()
    method(past)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def _add(score: Score, told: Told, past: Past, came: Floats) -> None:
    known = ~np.isnan(came) & ~np.isnan(told.expected)
    errors = np.where(known, np.abs(told.expected - came), 0.0)
    for ahead in (WEEK, FOUR_WEEKS):
        score.errors[ahead] += float(errors[:ahead].sum())
        score.came[ahead] += float(np.where(known, came, 0.0)[:ahead].sum())
    score.signed += float(np.where(known, told.expected - came, 0.0).sum())
    usual = np.abs(past.counts[7:] - past.counts[:-7])
    if known[:WEEK].any() and not np.isnan(usual).all() and np.nanmean(usual) > 0:
        score.scaled.append(float(errors[:WEEK].sum() / known[:WEEK].sum() / np.nanmean(usual)))
    if told.bounds is not None and known.any():
        below = came[None, known] - told.bounds[:, known]
        score.pinball += float(
            np.maximum(LEVELS[:, None] * below, (LEVELS[:, None] - 1) * below).mean(axis=0).sum() * 2
        )
        low95, low80, high80, high95 = told.bounds[:, known]
        here = came[known]
        score.inside.append(
            (
                int(((here >= low80) & (here <= high80)).sum()),
                int(((here >= low95) & (here <= high95)).sum()),
                int(known.sum()),
            )
        )
