"""The forecast: candidates weighed by how they did on this very series, at this distance."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analytics.domain.demand.books import HORIZON
from analytics.domain.demand.candidates import BUCKET_OF, BUCKETS, NAMES, Past, candidates

Floats = NDArray[np.float64]

# Past evenings from which the candidates are tried, this many days apart (no multiple of a week, so that
# each lead meets each weekday).
TRIALS, TRIAL_STEP = 16, 5
LEAST_HISTORY = 14
# How the candidates did beside the profile, before a series' own past tells, by bucket of leads.
PRIOR_ERRORS = np.array(
    [
        [1.0, 1.0, 1.0, 1.0, 1.0],
        [1.25, 1.25, 1.25, 1.25, 1.25],
        [0.60, 0.72, 0.85, 0.92, 0.95],
        [0.60, 0.75, 0.95, 1.05, 1.10],
        [0.55, 0.70, 0.90, 1.0, 1.0],
    ]
)
PRIOR_WEIGHT = 10.0
SHARPNESS = 6.0


def trials(past: Past) -> tuple[Floats, Floats]:
    """What the candidates would have said on evenings gone by, and what came.

    Returns:
        (trial, candidate, lead) and (trial, lead); NaN where nothing was said or counted.
    """
    days = len(past.counts)
    evenings = list(range(days - 1, LEAST_HISTORY - 1, -TRIAL_STEP))[:TRIALS]
    said = np.full((len(evenings), len(NAMES), HORIZON), np.nan)
    came = np.full((len(evenings), HORIZON), np.nan)
    for row, end in enumerate(evenings):
        said[row] = candidates(past.until(end))
        known = past.counts[end : end + HORIZON]
        came[row, : len(known)] = known
    return said, came


def weights(said: Floats, came: Floats) -> Floats:
    """How much each candidate is to be believed at each lead: (candidate, lead); columns sum to 1."""
    errors = np.abs(said - came[:, None, :])
    believed = np.empty((len(NAMES), HORIZON))
    for bucket in range(len(BUCKETS)):
        inside = np.equal(BUCKET_OF, bucket)
        here = errors[:, :, inside].transpose(1, 0, 2).reshape(len(NAMES), -1)
        known = ~np.isnan(here)
        of_profile = here[0][known[0]]
        scale = of_profile.mean() if len(of_profile) else 1.0
        sums, number = np.where(known, here, 0.0).sum(axis=1), known.sum(axis=1)
        # Errors of the same evening hang together; a bucket's leads count as one.
        number = number / inside.sum()
        mean = (sums / inside.sum() + PRIOR_WEIGHT * PRIOR_ERRORS[:, bucket] * scale) / (
            number + PRIOR_WEIGHT
        )
        believed[:, inside] = (np.maximum(mean, 1e-6) ** -SHARPNESS)[:, None]
    shares: Floats = believed / believed.sum(axis=0)
    return shares


def as_told_then(said: Floats, came: Floats) -> Floats:
    """What the mix would have said in each trial, knowing what was known that evening: (trial, lead)."""
    told = np.full(came.shape, np.nan)
    leads = np.arange(1, HORIZON + 1)
    for row in range(len(said)):
        earlier = np.arange(1, len(said) - row)[:, None] * TRIAL_STEP
        by_then = np.where(leads[None, :] <= earlier, came[row + 1 :], np.nan)
        told[row] = mixed(said[row], weights(said[row + 1 :], by_then))
    return told


def mixed(said: Floats, believed: Floats) -> Floats:
    """The weighed mean, (…, candidate, lead) to (…, lead); whoever says nothing has no weight."""
    known = ~np.isnan(said)
    weight = np.where(known, believed, 0.0)
    total = weight.sum(axis=-2)
    mean: Floats = np.divide(
        (np.where(known, said, 0.0) * weight).sum(axis=-2),
        total,
        out=np.full(total.shape, np.nan),
        where=total > 0,
    )
    return mean
