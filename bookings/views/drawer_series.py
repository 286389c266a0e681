"""What the drawer shows of the series that a booking is one of."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest

from bookings.forms.series import SeriesChangeForm
from bookings.models import Occupancy, Series
from bookings.selectors.series_changes import TO_COME, rows_to_come
from bookings.selectors.series_pages import is_moved, series_called
from bookings.selectors.setup import setup_of
from bookings.series_words import series_words
from bookings.services.cancelling import total_due
from boom.core import clock
from boom.core.money import Money


def series_context(request: HttpRequest, row: Occupancy) -> dict[str, Any]:
    """The series a row is one of, in words, and what may be done with all of it."""
    if row.series_id is None:
        return {"series": None}
    series = series_called(row.series_id)
    is_ahead = row.status in TO_COME and row.starts_at > clock.now()
    return {
        "series": series,
        "series_words": series_words(series, series.room.venue),
        "is_moved_alone": is_moved(row, series),
        "may_end_series": is_ahead
        and request.user.has_perm("bookings.block_room" if series.is_block else "bookings.cancel_booking"),
        "series_form": _series_form(series, row)
        if is_ahead
        and request.user.has_perm("bookings.block_room" if series.is_block else "bookings.move_booking")
        else None,
        "may_waive": request.user.has_perm("bookings.override_rules") and not series.is_block,
        "kept": series_kept(series, from_on=row.series_on, now=clock.now()) if is_ahead else None,
    }


def series_kept(series: Series, *, from_on: date | None, now: datetime) -> tuple[Money | None, int] | None:
    """What the house rule keeps of the nights to come if they are called off now: of the price, and prepaid
    minutes. None where it keeps nothing.
    """
    if series.is_block or not series.room.cancellation_terms().tiers:
        return None
    fee, minutes = total_due(rows_to_come(series, now=now, from_on=from_on), now)
    currency = series.room.venue.currency
    return (Money(fee, currency) if fee else None, minutes) if fee or minutes else None


def _series_form(series: Series, row: Occupancy) -> SeriesChangeForm:
    setup = setup_of(series.room.venue)
    day = setup.hours.business_day(row.starts_at)
    return SeriesChangeForm(series=series, setup=setup, day=day, auto_id="series-%s")
