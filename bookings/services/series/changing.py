"""Another room, time or length for this and following nights of a series. What has been stays as it was."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import DateField, ExpressionWrapper, F

from bookings.domain.recurrence import Rule, dates, ended_before, from_then_on, shifted
from bookings.domain.series import Choice
from bookings.errors import NotPossibleNow
from bookings.models import Occupancy, Series
from bookings.selectors.series_changes import Change, change_plan, night_of, rows_to_come, rows_to_move
from bookings.selectors.setup import setup_of
from bookings.services.rearranging import Place, rearrange
from bookings.services.series.ending import series_for_change
from bookings.services.series.making import insist_settled
from boom.core.db import service
from boom.core.errors import Invalid

MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Changed:
    """The series as it goes on from then (another one, unless all of it changed), and the nights moved."""

    series: Series
    rows: Sequence[Occupancy]


@service
def change_series(
    *,
    series_id: int,
    version: int | None,
    change: Change,
    choices: Mapping[date, Choice],
    now: datetime,
    from_on: date | None = None,
    override_reason: str = "",
    tell_customer: bool = False,
) -> Changed:
    """Move every night from `from_on` on (None: all) that has not begun; prices stay but for a new length.

    Nights that were moved by themselves stay where they are, and so do those whose choice is to be left out.
    Where nights come before, the series ends there and another follows it. The customer gets one letter at
    most. Raises SeriesInTheWay when a night cannot be had as chosen (then nothing moves),
    SeriesChangedMeanwhile, NotPossibleNow when nothing is left to move, Invalid for other days of what
    repeats by the month.
    """
    series = series_for_change(series_id, version, change.room_id)
    rows = rows_to_come(series, now=now, from_on=from_on)
    if not rows:
        raise NotPossibleNow
    rule, setup = Rule.parse(series.rule), setup_of(series.room.venue)
    if change.by_days and not rule.can_shift:
        raise Invalid(fields={"by_days": "What repeats by the month keeps its day."})
    moving = rows_to_move(rows, series)
    plan = change_plan(setup, series, moving, change, choices=choices, now=now, offering=False)
    insist_settled(plan, override_reason)
    by_night = {night_of(row) + change.by_days * DAY: row for row in moving}
    places = [
        Place(by_night[each.day].pk, by_night[each.day].version, each.room.pk, each.night.span)
        for each in plan.wanted
    ]
    # All of it, or nothing, within another service's transaction too.
    with transaction.atomic():
        moved = rearrange(
            places=places,
            now=now,
            override_reason=override_reason if any(each.night.is_set_aside for each in plan.wanted) else "",
            tell_customer={places[0].booking_id} if tell_customer else False,
        )
        # Tonight's may have begun already: then it stays.
        cut = _cut(rule, series.first_on, min(night_of(row) for row in rows))
        going_on = _going_on(series, change, rule, cut)
        if going_on.pk != series.pk:
            _link(series, going_on, cut, change.by_days, now=now)
    return Changed(going_on, moved)


def _going_on(series: Series, change: Change, rule: Rule, cut: date) -> Series:
    """The series with the change: itself where all of it changes, else one that follows it from `cut` on."""
    is_whole = next(dates(rule, series.first_on), cut) >= cut
    if is_whole and not change.by_days:
        _set(series, change)
        series.version += 1
        series.save()
        return series
    new = Series(
        is_block=series.is_block,
        customer_id=series.customer_id,
        guest_name=series.guest_name,
        rule=str(shifted(from_then_on(rule, series.first_on, cut), change.by_days)),
        first_on=cut + change.by_days * DAY,
        left_out=_moved_days(series.left_out, change.by_days, cut),
        planned_until=series.planned_until + change.by_days * DAY,
        party_size=series.party_size,
        source=series.source,
        note=series.note,
        staff_note=series.staff_note,
        answers=series.answers,
        reason=series.reason,
        follows=series,
        ended_at=series.ended_at,
    )
    _set(new, change)
    new.save(force_insert=True)
    series.rule = str(ended_before(rule, cut))
    series.left_out = [day for day in series.left_out if day < cut.isoformat()]
    series.missed = [each for each in series.missed if each["day"] < cut.isoformat()]
    series.version += 1
    series.save()
    return new


def _cut(rule: Rule, first_on: date, night: date) -> date:
    """The first night of the rule that is not before `night`; that itself where the rule has none."""
    return next((day for day in dates(rule, first_on) if day >= night), night)


def _set(series: Series, change: Change) -> None:
    series.room_id = change.room_id
    series.start = change.start
    series.minutes = change.length // MINUTE


def _moved_days(days: Sequence[str], by_days: int, cut: date) -> list[str]:
    kept = (date.fromisoformat(day) for day in days if day >= cut.isoformat())
    return [(day + by_days * DAY).isoformat() for day in kept]


def _link(series: Series, new: Series, cut: date, by_days: int, *, now: datetime) -> None:
    """Let a series' nights from `cut` on that have not begun be another's, those called off already, too."""
    rows = Occupancy.objects.filter(series=series, series_on__gte=cut, starts_at__gt=now)
    moved = ExpressionWrapper(F("series_on") + by_days * DAY, output_field=DateField())
    rows.update(series=new, series_on=moved)
