"""What is compared: last week's same weekday, the parts of Boom's forecast, the whole, a library's best."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.domain.demand.books import HORIZON
from analytics.domain.demand.candidates import NAMES, Past, candidates
from analytics.domain.demand.forecast import forecast, naive

Floats = NDArray[np.float64]
SEASON = 7


@dataclass(frozen=True)
class Told:
    """A forecast by lead, and its bounds, (level, lead), where the method has any."""

    expected: Floats
    bounds: Floats | None = None


Method = Callable[[Past], Told]


def methods(*, with_bookings: bool, with_library: bool) -> dict[str, Method]:
    """Every method by its name, the one all are compared with first."""
    found: dict[str, Method] = {"seasonal naive": lambda past: Told(naive(past.counts))}
    told = NAMES if with_bookings else NAMES[:2]
    found |= {f"part: {name}": _part(number) for number, name in enumerate(told)}
    found["Boom"] = _boom
    if with_library:
        found |= _of_library()
    return found


def library_is_there() -> bool:
    """Whether statsforecast is installed; it is no dependency of Boom's, not even for developers."""
    return importlib.util.find_spec("statsforecast") is not None


def _part(number: int) -> Method:
    def method(past: Past) -> Told:
        said = candidates(past)
        return Told(np.where(np.isnan(said[number]), said[0], said[number]))

    return method


def _boom(past: Past) -> Told:
    # Open every day: days without a record are left out of the score for all methods alike.
    made = forecast(past, is_open=np.ones(HORIZON, dtype=bool))
    if made is None:
        return Told(np.full(HORIZON, np.nan))
    return Told(made.expected, made.bounds)


def _of_library() -> dict[str, Method]:
    from statsforecast.models import AutoCES, AutoETS, DynamicOptimizedTheta

    def fitted(model: Callable[..., object]) -> Method:
        def method(past: Past) -> Told:
            made = model(season_length=SEASON)
            return Told(made.forecast(_without_gaps(past.counts), HORIZON)["mean"])  # type: ignore[attr-defined]

        return method

    return {
        "statsforecast AutoETS": fitted(AutoETS),
        "statsforecast AutoCES": fitted(AutoCES),
        "statsforecast DynamicOptimizedTheta": fitted(DynamicOptimizedTheta),
    }


def _without_gaps(counts: Floats) -> Floats:
    """The library takes no gaps: a day without a record gets its weekday's mean of what was recorded."""
    filled = counts.copy()
    for weekday in range(SEASON):
        of_weekday = filled[weekday::SEASON]
        known = ~np.isnan(of_weekday)
        mean = of_weekday[known].mean() if known.any() else np.nanmean(counts)
        filled[weekday::SEASON] = np.where(known, of_weekday, mean)
    return filled
