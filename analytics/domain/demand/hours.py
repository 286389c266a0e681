"""From days to hours: what is expected of a day is spread over its hours as its weekday usually is."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from analytics.domain.demand import profile

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

WINDOW = 56
# A weekday's own hours are drawn towards those of all days as by so many weeks of them.
PRIOR_WEEKS = 1.0


def shares(by_hour: Floats, weekdays: Ints, kinds: Ints) -> Floats:
    """The share of each hour in its day, (weekday, hour), from counts by day and hour, the oldest first.

    The hours are those of the business night, however many; each row sums to 1 where anything was counted.
    """
    lately = np.nan_to_num(by_hour[-WINDOW:])
    likened = profile.likened(weekdays, kinds)[-WINDOW:]
    of_all = lately.sum(axis=0)
    if of_all.sum() <= 0:
        return np.full((7, by_hour.shape[1]), 1.0 / by_hour.shape[1])
    usual = of_all / of_all.sum()
    found = np.empty((7, by_hour.shape[1]))
    for weekday in range(7):
        rows = lately[likened == weekday]
        a_week = lately.sum() / max(1, len(lately))
        found[weekday] = rows.sum(axis=0) + PRIOR_WEEKS * a_week * usual
    spread: Floats = found / found.sum(axis=1, keepdims=True)
    return spread


def spread(expected: Floats, share: Floats, booked: Floats | None = None) -> Floats:
    """Expected by (day, hour): what is booked stays in its hour, what is still to come goes by the shares.

    Args:
        expected: By day.
        share: Of each hour in its day, (day, hour).
        booked: On the books already, (day, hour).
    """
    if booked is None:
        return expected[:, None] * share
    to_come = np.maximum(expected - booked.sum(axis=1), 0.0)
    by_hour: Floats = booked + to_come[:, None] * share
    return by_hour
