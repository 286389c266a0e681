"""Ratios of one interleaved run, and what they say about a goal.

A figure of a noisy machine means little; two slices taken back to back have met the same noise, and the
median of nine such ratios is stable. How far the quartiles lie apart is printed: past 1.5 there is no
verdict.
"""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

WIDEST_SPREAD = 1.5
FEWEST_ROUNDS = 9


@dataclass(frozen=True, slots=True)
class Measured:
    """One slice of one thing. Seconds of wall time and of CPU, a request; how many a second."""

    p50: float = 0.0
    per_second: float = 0.0
    cpu: float = 0.0
    p95: float = 0.0
    p99: float = 0.0


Round = Mapping[str, Measured]


@dataclass(frozen=True, slots=True)
class Quartiles:
    """Where the middle half of some figures lies."""

    low: float
    median: float
    high: float

    @classmethod
    def of(cls, figures: Sequence[float]) -> Quartiles:
        ordered = sorted(figures)
        last = len(ordered) - 1
        return cls(ordered[last // 4], statistics.median(ordered), ordered[-1 - last // 4])

    @property
    def spread(self) -> float:
        """High over low; 1 when all are equal, nought included."""
        if self.high == self.low:
            return 1.0
        return self.high / self.low if self.low else float("inf")


@dataclass(frozen=True, slots=True)
class Goal:
    """A line of the table: what is compared, and the bound it has to keep."""

    name: str
    words: str
    bound: float
    at_least: bool = False
    unit: str = "x"

    def is_met(self, figure: float) -> bool:
        return figure >= self.bound if self.at_least else figure <= self.bound

    @property
    def bound_in_words(self) -> str:
        return f"{'≥' if self.at_least else '≤'} {self.bound:g}{self.unit}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a run found for a goal. `by_cpu` holds the same ratio in CPU, where that can be told.

    Counts and sizes (`is_ratio` false) have no noise that a second yardstick would take out: they are judged
    as they are.
    """

    goal: Goal
    figures: Sequence[float]
    by_cpu: Sequence[float] = ()
    is_ratio: bool = True
    load: float = field(default_factory=lambda: os.getloadavg()[0])

    @property
    def verdict(self) -> str:
        found = Quartiles.of(self.figures)
        if self.is_ratio and len(self.figures) < FEWEST_ROUNDS:
            return "no verdict (too few rounds)"
        if self.is_ratio and found.spread > WIDEST_SPREAD:
            return f"no verdict (spread){self._by_cpu_in_words}"
        return "met" if self.goal.is_met(found.median) else "missed"

    @property
    def _by_cpu_in_words(self) -> str:
        """CPU is steadier: said beside, never instead."""
        if not self.by_cpu or Quartiles.of(self.by_cpu).spread > WIDEST_SPREAD:
            return ""
        return f"; by CPU {'met' if self.goal.is_met(Quartiles.of(self.by_cpu).median) else 'missed'}"

    def as_row(self) -> str:
        """The finding as a line of a Markdown table."""
        wall = Quartiles.of(self.figures)
        cpu = _in_words(Quartiles.of(self.by_cpu)) if self.by_cpu else "–"
        spread = f"{wall.spread:.2f}" if self.is_ratio else "–"
        cells = [
            self.goal.name,
            self.goal.words,
            f"{_in_words(wall)}{'' if self.goal.unit == 'x' else self.goal.unit}",
            f"{min(self.figures):.3g}–{max(self.figures):.3g}" if len(self.figures) > 1 else "–",
            spread,
            cpu,
            self.goal.bound_in_words,
            self.verdict,
            f"{len(self.figures)}",
            f"{self.load:.1f}",
        ]
        return f"| {' | '.join(cells)} |"


HEADER = (
    "| goal | what | median (quartiles) | min–max | spread | by CPU | bound | verdict | rounds | load |\n"
    "| --- | --- | --- | --- | --- | --- | --- | --- | --- | --- |"
)


def ratio(over: Callable[[Round], float], rounds: Sequence[Round]) -> list[float]:
    """One figure from each round."""
    return [over(each) for each in rounds]


def absolute_rows(rounds: Sequence[Round]) -> Iterator[str]:
    """The medians of every slice, as lines of a Markdown table."""
    yield "| slice | p50 ms | p95 ms | p99 ms | a second | CPU ms |\n| --- | --- | --- | --- | --- | --- |"
    for name in rounds[0]:
        slices = [each[name] for each in rounds]
        p50, p95, p99, rate, cpu = (
            statistics.median(getattr(each, attribute) for each in slices)
            for attribute in ("p50", "p95", "p99", "per_second", "cpu")
        )
        told = [f"{each * 1e3:.2f}" if each else "–" for each in (p50, p95, p99, cpu)]
        yield f"| {name} | {' | '.join(told[:3])} | {f'{rate:.0f}' if rate else '–'} | {told[3]} |"


def _in_words(found: Quartiles) -> str:
    if found.low == found.high:
        return f"{found.median:.3g}"
    return f"{found.median:.3g} ({found.low:.3g}–{found.high:.3g})"
