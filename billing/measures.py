"""What apps above this one count for the record of usage: each says how, in the scope of a business."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

# Given the instant from which on to count.
Measure = Callable[[datetime], int]
_measures: dict[str, Measure] = {}


def measures(name: str) -> Callable[[Measure], Measure]:
    """Register who counts something of UsageDay (`messages`)."""

    def register(measure: Measure) -> Measure:
        _measures[name] = measure
        return measure

    return register


def measured(name: str, since: datetime) -> int:
    """How many there were since an instant; 0 where nobody counts them."""
    measure = _measures.get(name)
    return measure(since) if measure is not None else 0
