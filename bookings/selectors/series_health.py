"""Series whose nights and rule have come apart, and those that wait for somebody."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from bookings.domain.lifecycle import LIVE, Status
from bookings.domain.recurrence import Rule, dates_between
from bookings.models import Occupancy, Series
from bookings.selectors.series import written_until
from bookings.selectors.setup import setup_of

# Written on every night: further behind than this, the work behind the scenes has not run.
BEHIND = timedelta(days=3)


class OutOfStep(StrEnum):
    """What is wrong with a series."""

    # A night of the rule has no booking, and nobody left it out.
    MISSING = "missing"
    # A booking stands for a night that is none of the rule's.
    STRAY = "stray"
    # A series without an end has not been written on.
    BEHIND = "behind"
    # Its rule cannot be read.
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class Finding:
    """A series and what is wrong with it; `days` are the nights it is about, `row_ids` the bookings."""

    series: Series
    kind: OutOfStep
    days: tuple[date, ...] = ()
    row_ids: tuple[int, ...] = ()


def series_out_of_step(*, now: datetime) -> list[Finding]:
    """Every series whose nights to come do not agree with its rule, by key. Two queries and those of set-ups.

    What has been is not looked at: it stays as it was.
    """
    known = list(Series.objects.select_related("room__venue", "customer").order_by("id"))
    rows: dict[int, dict[date, tuple[int, str, datetime]]] = defaultdict(dict)
    found_rows = Occupancy.objects.filter(series__isnull=False, starts_at__gt=now - timedelta(days=2))
    for series_id, day, key, status, starts_at in found_rows.values_list(
        "series_id", "series_on", "id", "status", "starts_at"
    ):
        assert day is not None, "a constraint: what is of a series has its night"
        rows[series_id][day] = (key, status, starts_at)
    return [finding for series in known for finding in _wrong_with(series, rows[series.pk], now)]


def _wrong_with(series: Series, rows: dict[date, tuple[int, str, datetime]], now: datetime) -> list[Finding]:
    try:
        rule = Rule.parse(series.rule)
    except (ValueError, KeyError):
        return [Finding(series, OutOfStep.UNREADABLE)]
    setup = setup_of(series.room.venue)
    today = setup.hours.business_day(now)
    last = max([series.planned_until, *rows])
    due = set(dates_between(rule, series.first_on, today + timedelta(days=1), last))
    findings = []
    if series.ended_at is None:
        settled = {*series.days_left_out, *(date.fromisoformat(each["day"]) for each in series.missed)}
        written = {day for day in due if day <= series.planned_until}
        missing = sorted(written - rows.keys() - settled)
        if missing:
            findings.append(Finding(series, OutOfStep.MISSING, tuple(missing)))
    stray = sorted(
        (day, key)
        for day, (key, status, starts_at) in rows.items()
        if starts_at > now and day > today and day not in due and status in LIVE | {Status.BLOCKED}
    )
    if stray:
        days, keys = zip(*stray, strict=True)
        findings.append(Finding(series, OutOfStep.STRAY, tuple(days), tuple(keys)))
    is_running = series.ended_at is None and rule.is_open_ended
    if is_running and series.planned_until < written_until(setup, series.room_id, now=now) - BEHIND:
        findings.append(Finding(series, OutOfStep.BEHIND))
    return findings


def series_with_missed() -> list[Series]:
    """Series with nights that could not be written when their turn came, and that nobody has settled."""
    waiting = Series.objects.running().exclude(missed=[])
    return list(waiting.select_related("room__venue", "customer").order_by("id"))
