"""Calling off what is left of a series: from one night on, or all that is to come. What has been stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bookings.domain.recurrence import Rule, ended_before
from bookings.errors import NotPossibleNow, SeriesChangedMeanwhile, SeriesUnknown
from bookings.models import Occupancy, Series
from bookings.selectors.series_changes import night_of, rows_to_come
from bookings.selectors.setup import setup_of
from bookings.services.blocks import release_block
from bookings.services.cancelling import cancel_booking
from boom.core.db import lock_rooms, service

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Ended:
    """A series that stops, and the nights that were called off for it."""

    series: Series
    rows: Sequence[Occupancy]


@service
def end_series(
    *,
    series_id: int,
    version: int | None,
    now: datetime,
    from_on: date | None = None,
    reason: str = "",
    charge_nothing: bool = False,
    override_reason: str = "",
    tell_customer: bool = True,
) -> Ended:
    """Call off every night from `from_on` on (None: all) that has not begun; the series has no others then.

    Bookings cost what cancelling one of them would, unless staff `charge_nothing` with an `override_reason`.
    The customer gets one letter. Raises SeriesChangedMeanwhile for an old `version`, NotPossibleNow when
    nothing of it is left to end, RulesBroken for another fee without a reason.
    """
    series = series_for_change(series_id, version)
    rows = rows_to_come(series, now=now, from_on=from_on)
    rule = Rule.parse(series.rule)
    if not rows and (series.ended_at is not None or not rule.is_open_ended):
        raise NotPossibleNow
    hours = setup_of(series.room.venue).hours
    # Tonight's may have begun already: then it stays.
    cut = min(night_of(row) for row in rows) if rows else from_on or hours.business_day(now) + DAY
    called_off: list[Occupancy] = []
    for number, row in enumerate(rows):
        if row.kind == "block":
            called_off.append(release_block(block_id=row.pk, version=None, now=now))
            continue
        called_off.append(
            cancel_booking(
                booking_id=row.pk,
                now=now,
                reason=reason,
                fee_minor=0 if charge_nothing else None,
                override_reason=override_reason if charge_nothing else "",
                tell_customer=tell_customer and number == 0,
            )
        )
    series.rule = str(ended_before(rule, cut))
    series.missed = [each for each in series.missed if each["day"] < cut.isoformat()]
    series.ended_at = now
    series.version += 1
    series.save()
    return Ended(series, called_off)


def series_for_change(series_id: int, version: int | None, *also_rooms: int) -> Series:
    """A series locked for a change, with the locks of its nights' rooms and others. `version` None: any.

    Raises SeriesUnknown, SeriesChangedMeanwhile.
    """
    rooms = Occupancy.objects.filter(series_id=series_id).values_list("room_id", flat=True).distinct()
    lock_rooms(*rooms, *also_rooms)
    series = (
        Series.objects.select_for_update(of=("self",))
        .select_related("room__venue", "customer")
        .filter(pk=series_id)
        .first()
    )
    if series is None:
        raise SeriesUnknown
    if version is not None and series.version != version:
        raise SeriesChangedMeanwhile
    return series
