"""Putting a series back in step with its nights, without touching who has which room."""

from __future__ import annotations

from datetime import datetime

from bookings.models import Occupancy, Series
from bookings.selectors.series_health import Finding, OutOfStep, series_out_of_step
from bookings.services.series.ending import series_for_change
from bookings.services.series.extending import extend_series
from boom.core.db import service


@service
def repair_series(*, series_id: int, now: datetime) -> list[Finding]:
    """Bring a series back in step. Returns what was wrong.

    Nights without a booking are left out of it, bookings that are none of its nights go on as bookings of
    their own, and one that is behind is written on. No booking is moved or cancelled by this. A rule that
    cannot be read ends the series. Raises SeriesUnknown.
    """
    series = series_for_change(series_id, None)
    findings = [each for each in series_out_of_step(now=now) if each.series.pk == series.pk]
    for finding in findings:
        _repair(series, finding, now)
    if any(finding.kind != OutOfStep.BEHIND for finding in findings):
        series.version += 1
        series.save()
    if any(finding.kind == OutOfStep.BEHIND for finding in findings):
        extend_series(series_id=series.pk, now=now)
    return findings


def _repair(series: Series, finding: Finding, now: datetime) -> None:
    if finding.kind == OutOfStep.MISSING:
        series.left_out = sorted({*series.left_out, *(day.isoformat() for day in finding.days)})
    elif finding.kind == OutOfStep.STRAY:
        Occupancy.objects.filter(pk__in=finding.row_ids).update(series=None, series_on=None)
    elif finding.kind == OutOfStep.UNREADABLE:
        series.ended_at = now
