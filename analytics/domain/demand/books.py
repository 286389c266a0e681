"""What was on the books: of each day, how much of it had been booked so many days before."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

# A forecast looks four weeks ahead.
HORIZON = 28


@dataclass(frozen=True, slots=True)
class Reservations:
    """Bookings as rows, days as whole numbers: when they were made and for which day, how much they take.

    `cancelled` is the day on which a booking was given up, or `NEVER`.
    """

    made: Ints
    for_day: Ints
    amount: Floats
    cancelled: Ints


NEVER = np.iinfo(np.int64).max


def on_the_books(reservations: Reservations, *, first: int, days: int, known_from: int, today: int) -> Floats:
    """How much was booked for each day, at the end of the day so many days before it.

    Args:
        first: The first day asked about; `days` how many from then on.
        known_from: The first day on whose evening every booking was on record; what was booked before then
            is not known.
        today: The last day that has ended; what comes after is not known.

    Returns:
        Rows are days, columns 0 to 28 days before; NaN where it is not known.
    """
    table = np.zeros((days, HORIZON + 2))
    row = reservations.for_day - first
    inside = (row >= 0) & (row < days) & (reservations.made <= today)
    row, amount = row[inside], reservations.amount[inside]
    for_day = reservations.for_day[inside]
    # A booking counts at leads from 0 up to the day it was made; one given up no longer from that day on.
    longest = np.clip(for_day - reservations.made[inside], -1, HORIZON)
    shortest = np.clip(for_day - np.minimum(reservations.cancelled[inside], for_day + 1) + 1, 0, HORIZON + 1)
    counts = longest >= shortest
    np.add.at(table, (row[counts], shortest[counts]), amount[counts])
    np.add.at(table, (row[counts], longest[counts] + 1), -amount[counts])
    booked: Floats = np.cumsum(table, axis=1)[:, : HORIZON + 1]
    evening = np.arange(first, first + days)[:, None] - np.arange(HORIZON + 1)[None, :]
    booked[(evening < known_from) | (evening > today)] = np.nan
    # What is left of sums and differences of floats.
    return np.where(np.abs(booked) < 1e-9, 0.0, booked)
