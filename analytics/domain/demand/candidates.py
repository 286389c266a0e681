"""Several simple forecasts of the same days; which to believe, each venue's own past tells (mixing.py)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.domain.demand import profile
from analytics.domain.demand.books import HORIZON

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# In this order everywhere.
NAMES = ("profile", "recent", "surprise", "pickup", "pickup_by_weekday")
# Of what is on the books, the last eight weeks tell how much still comes.
WINDOW = 56
WEEKDAY_PRIOR = 3.0
# Leads that behave alike, by the last day of each.
BUCKETS = (1, 3, 7, 14, HORIZON)
BUCKET_OF = np.searchsorted(BUCKETS, np.arange(1, HORIZON + 1))
# How far a surprise on the books is believed before the venue's own past tells: as so many deviations.
SURPRISE_PRIOR, SURPRISE_WEIGHT = 0.8, 10.0
MOST_SURPRISE = 1.5


@dataclass(frozen=True, slots=True)
class Past:
    """A series up to an evening, and what is known of the days after it.

    Attributes:
        counts: One a day, the oldest first; NaN where closed or not counted.
        weekdays: Of those days and of the `HORIZON` days after them; 0 is Monday.
        kinds: Likewise, see days.py.
        books: What was on the books of each of them (books.py); None where bookings are not known.
    """

    counts: Floats
    weekdays: Ints
    kinds: Ints
    books: Floats | None = None

    def until(self, days: int) -> Past:
        """The same as it was after its first `days` days."""
        end = days + HORIZON
        books = self.books
        if books is not None:
            ahead = np.arange(end)[:, None] - np.arange(HORIZON + 1)[None, :]
            books = np.where(ahead < days, books[:end], np.nan)
        return Past(self.counts[:days], self.weekdays[:end], self.kinds[:end], books)


def candidates(past: Past) -> Floats:
    """What each of `NAMES` says of the next `HORIZON` days: a row each; NaN where it has nothing to say."""
    told = np.full((len(NAMES), HORIZON), np.nan)
    days = len(past.counts)
    usual = profile.fit(past.counts, past.weekdays[:days], past.kinds[:days])
    if usual is None:
        return told
    expected = usual.usual(past.weekdays, past.kinds)
    told[0] = expected[days:]
    told[1] = _by_weekday(past.counts[-WINDOW:, None], past, days)[:, 0]
    if past.books is not None:
        _by_the_books(told, past, past.books, expected)
    np.maximum(told, 0.0, out=told, where=~np.isnan(told))
    return told


def _by_the_books(told: Floats, past: Past, books: Floats, expected: Floats) -> None:
    days = len(past.counts)
    leads = np.arange(1, HORIZON + 1)
    ahead = books[days - 1 + leads, leads]
    lately = slice(max(0, days - WINDOW), days)
    booked = books[lately, 1:]
    remaining = past.counts[lately, None] - booked
    if np.isnan(remaining).all():
        return
    told[2] = expected[days:] + _surprise(
        past.counts[lately, None], booked, expected[lately], expected[days:], ahead
    )
    told[3] = ahead + _column_means(remaining)
    of_weekday = _by_weekday(remaining, past, days)
    told[4] = ahead + of_weekday[np.arange(HORIZON), np.arange(HORIZON)]


def _surprise(counts: Floats, booked: Floats, usual: Floats, ahead_usual: Floats, ahead: Floats) -> Floats:
    """How much more or less is to be expected because more or less is on the books than usual by then."""
    known = ~np.isnan(booked) & ~np.isnan(counts)
    share = _ratio(np.where(known, booked, 0.0).sum(axis=0), np.where(known, usual[:, None], 0.0).sum(axis=0))
    odd = np.where(known, booked - usual[:, None] * share, 0.0)
    more = np.where(known, counts - usual[:, None], 0.0)
    slopes = np.empty(HORIZON)
    for bucket in range(len(BUCKETS)):
        inside = np.equal(BUCKET_OF, bucket)
        squares, products = (odd[:, inside] ** 2).sum(), (odd[:, inside] * more[:, inside]).sum()
        number = max(1, known[:, inside].sum())
        believed = SURPRISE_WEIGHT * squares / number
        slope = (
            (products + believed * SURPRISE_PRIOR) / (squares + believed) if squares > 0 else SURPRISE_PRIOR
        )
        slopes[inside] = np.clip(slope, 0.0, MOST_SURPRISE)
    return slopes * (ahead - ahead_usual * share)


def _by_weekday(values: Floats, past: Past, days: int) -> Floats:
    """For each day ahead the mean of its weekday's rows of `values`, drawn towards that of all rows."""
    weekdays = profile.likened(past.weekdays, past.kinds)
    lately, ahead = weekdays[days - len(values) : days], weekdays[days:]
    known = ~np.isnan(values)
    filled = np.where(known, values, 0.0)
    of_all = _column_means(values)
    means = np.empty((7, values.shape[1]))
    for weekday in range(7):
        rows = lately == weekday
        means[weekday] = (filled[rows].sum(axis=0) + WEEKDAY_PRIOR * of_all) / (
            known[rows].sum(axis=0) + WEEKDAY_PRIOR
        )
    chosen: Floats = means[ahead]
    return chosen


def _column_means(values: Floats) -> Floats:
    known = ~np.isnan(values)
    number = known.sum(axis=0)
    means: Floats = np.divide(
        np.where(known, values, 0.0).sum(axis=0),
        number,
        out=np.full(values.shape[1], np.nan),
        where=number > 0,
    )
    return means


def _ratio(above: Floats, below: Floats) -> Floats:
    return np.divide(above, below, out=np.zeros_like(above), where=below > 0)
