"""Billing periods: a month later is the same day, or the last one of a shorter month."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import UTC, datetime

DAY_S = 86400


def months_later(instant: int, months: int, *, day: int | None = None) -> int:
    """`months` later, on `day` of the month (that of `instant` when not said) as far as the month has it."""
    at = datetime.fromtimestamp(instant, UTC)
    year, month = divmod(at.year * 12 + at.month - 1 + months, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return int(at.replace(year=year, month=month + 1, day=min(day or at.day, last)).timestamp())


def period_end(start: int, recurring: Mapping[str, object], *, anchor: int) -> int:
    """The end of a period that begins at `start`; months keep to the anchor's day."""
    interval, count = str(recurring["interval"]), int(str(recurring["interval_count"]))
    if interval in ("month", "year"):
        day = datetime.fromtimestamp(anchor, UTC).day
        return months_later(start, count * (12 if interval == "year" else 1), day=day)
    return start + count * DAY_S * (7 if interval == "week" else 1)


def date_of(instant: int) -> str:
    """`23 November 2026`, UTC."""
    at = datetime.fromtimestamp(instant, UTC)
    return f"{at.day} {at:%B %Y}"
