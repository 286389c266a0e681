"""How far off a forecast may be: split conformal intervals from its own past errors.

The errors of the trials, scaled to the size of what was forecast, are ranked by bucket of leads; where there
are few, those that venues usually have stand in (a weak prior). Vovk et al., Algorithmic Learning in a Random
World; that a series does not stay the same is why the coverage is measured and shown.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analytics.domain.demand.books import HORIZON
from analytics.domain.demand.candidates import BUCKET_OF, BUCKETS

Floats = NDArray[np.float64]

# The outer pair holds 95 % of what comes, the inner one 80 %.
LEVELS = np.array([0.025, 0.10, 0.90, 0.975])
# Errors grow with what is forecast, but less than in proportion.
OWN_SHARE, LEVEL_SHARE = 0.7, 0.3
# What venues' scaled errors usually look like, at even steps of rank, and how many days that is worth.
USUAL_ERRORS = np.array(
    [-0.85, -0.6, -0.45, -0.34, -0.25, -0.17, -0.1, -0.03, 0.03, 0.1, 0.18, 0.28, 0.4, 0.55, 0.8, 1.2]
)
PRIOR_WEIGHT = 6.0
# Ranks of a few errors that hang together promise too much: bounds lie a little further out.
FURTHER_OUT = 1.07


def scale_of(forecast: Floats, level: float) -> Floats:
    """What an error of one means at each forecast."""
    scale: Floats = np.maximum(forecast, 0.5) ** OWN_SHARE * max(level, 0.5) ** LEVEL_SHARE
    return scale


def bounds(forecast: Floats, told: Floats, came: Floats, level: float) -> Floats:
    """Lower and upper bounds at `LEVELS` for the next `HORIZON` days: (level, lead), none below 0.

    Args:
        forecast: What is forecast, by lead.
        told: What was forecast in trials, (trial, lead), and `came` what came; NaN where there is none.
        level: The series' usual day.
    """
    errors = (came - told) / scale_of(np.nan_to_num(told), level)
    scaled = np.empty((len(LEVELS), HORIZON))
    for bucket in range(len(BUCKETS)):
        inside = np.equal(BUCKET_OF, bucket)
        own = errors[:, inside].ravel()
        own = own[~np.isnan(own)]
        values = np.concatenate([own, USUAL_ERRORS])
        # Each own error counts once, the usual ones as so many own ones together.
        weight = np.concatenate(
            [np.ones(len(own)), np.full(len(USUAL_ERRORS), PRIOR_WEIGHT / len(USUAL_ERRORS))]
        )
        scaled[:, inside] = _quantiles(values, weight)[:, None]
    limits: Floats = np.maximum(forecast + FURTHER_OUT * scaled * scale_of(forecast, level), 0.0)
    return limits


def _quantiles(values: Floats, weight: Floats) -> Floats:
    order = np.argsort(values)
    ranks = np.cumsum(weight[order]) - weight[order] / 2
    found: Floats = np.interp(LEVELS, ranks / weight.sum(), values[order])
    return found
