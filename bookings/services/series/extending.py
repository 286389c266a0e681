"""Writing series without an end on, night after night; and settling the nights for which that failed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

import structlog
from django.db import transaction
from django.utils.translation import gettext

from billing.errors import BookingLimitReached
from bookings.domain.recurrence import MOST_NIGHTS, Rule, dates_between
from bookings.domain.series import Choice, How
from bookings.errors import NotPossibleNow, RoomUnknown
from bookings.models import Customer, Occupancy, Series
from bookings.selectors.customer_search import root_key
from bookings.selectors.series import PlannedNight, plan_of, turns_of, written_until
from bookings.selectors.setup import Setup, setup_of
from bookings.services.series.ending import series_for_change
from bookings.services.series.making import blocks_for, bookings_for, insist_settled, write
from boom.core.db import service
from boom.core.errors import DomainError

log = structlog.get_logger(__name__)
DAY = timedelta(days=1)


def extend_all(*, now: datetime) -> int:
    """Write every series without an end on. Returns how many nights were written.

    Each in a transaction of its own: one that cannot be written now is tried the next night.
    """
    running = Series.objects.running().exclude(rule__contains="UNTIL=").exclude(rule__contains="COUNT=")
    written = 0
    for series_id in running.order_by("id").values_list("pk", flat=True):
        try:
            written += len(extend_series(series_id=series_id, now=now))
        except DomainError as error:
            log.warning("series.not_extended", series=series_id, code=error.code)
    return written


@service
def extend_series(*, series_id: int, now: datetime) -> Sequence[Occupancy]:
    """Write a series on as far as people may book, each night where it is free. Returns the new nights.

    Nights that something is in the way of are noted in `missed`, for staff to settle. Caps of one guest do
    not count: whoever agreed to a series without an end has set them aside. Raises SeriesUnknown, SlotTaken
    when somebody was faster after all (the next run finds them there).
    """
    series = series_for_change(series_id, None)
    rule, setup = Rule.parse(series.rule), setup_of(series.room.venue)
    until = written_until(setup, series.room_id, now=now)
    if series.ended_at is not None or not rule.is_open_ended or series.planned_until >= until:
        return []
    days = dates_between(rule, series.first_on, series.planned_until + DAY, until)
    if len(days) > MOST_NIGHTS:
        days, until = days[:MOST_NIGHTS], days[MOST_NIGHTS - 1]
    wanted = [day for day in days if day not in series.days_left_out]
    try:
        nights = _planned(series, setup, wanted, now=now)
        missed = [(night.day, night.why_not) for night in nights if not night.night.is_settled]
    except RoomUnknown:
        nights, missed = [], [(day, gettext("Its room is not in use any more.")) for day in wanted]
    free = [night for night in nights if night.night.is_free]
    rows = _rows(series, setup, free, now=now)
    with transaction.atomic():
        rows, over = _write_what_fits(rows, setup, now=now)
        missed += over
        series.planned_until = until
        series.missed = [*series.missed, *({"day": day.isoformat(), "why": why} for day, why in missed)]
        series.save(update_fields=["planned_until", "missed"])
    return rows


@service
def settle_missed(
    *,
    series_id: int,
    version: int | None,
    day: date,
    choice: Choice,
    now: datetime,
    override_reason: str = "",
) -> Sequence[Occupancy]:
    """Book a night that could not be written when its turn came as is chosen now, or leave it out for good.

    Returns what was written. Raises NotPossibleNow for a night that is settled already, SeriesInTheWay,
    SeriesChangedMeanwhile.
    """
    series = series_for_change(series_id, version, *([choice.room_id] if choice.how == How.PLACE else []))
    if day.isoformat() not in {each["day"] for each in series.missed}:
        raise NotPossibleNow
    rows: Sequence[Occupancy] = []
    setup = setup_of(series.room.venue)
    with transaction.atomic():
        if choice.how == How.SKIP:
            series.left_out = sorted([*series.left_out, day.isoformat()])
        else:
            pattern = series.pattern
            plan = plan_of(
                setup,
                turns_of(pattern, [day], setup),
                room_id=series.room_id,
                length=pattern.length,
                now=now,
                is_block=series.is_block,
                party_size=series.party_size,
                choices={day: choice},
                offering=False,
            )
            insist_settled(plan, override_reason)
            rows = _rows(series, setup, plan.wanted, now=now, override_reason=override_reason)
            write(rows, setup, now=now)
        series.missed = [each for each in series.missed if each["day"] != day.isoformat()]
        series.version += 1
        series.save()
    return rows


def _write_what_fits(
    rows: Sequence[Occupancy], setup: Setup, *, now: datetime
) -> tuple[Sequence[Occupancy], list[tuple[date, str]]]:
    """Write all; where the plan has no room for all, those of months that are not full.

    Returns those, and the other nights with the reason.
    """
    try:
        with transaction.atomic():
            write(rows, setup, now=now)
    except BookingLimitReached:
        written, over = [], []
        for row in rows:
            try:
                with transaction.atomic():
                    write([row], setup, now=now)
                written.append(row)
            except BookingLimitReached as error:
                assert row.series_on is not None, "a night of a series says which"
                over.append((row.series_on, error.message))
        return written, over
    return rows, []


def _planned(series: Series, setup: Setup, days: Sequence[date], *, now: datetime) -> Sequence[PlannedNight]:
    pattern = series.pattern
    return plan_of(
        setup,
        turns_of(pattern, days, setup),
        room_id=series.room_id,
        length=pattern.length,
        now=now,
        is_block=series.is_block,
        party_size=series.party_size,
        offering=False,
    ).nights


def _rows(
    series: Series,
    setup: Setup,
    nights: Sequence[PlannedNight],
    *,
    now: datetime,
    override_reason: str = "",
) -> Sequence[Occupancy]:
    if series.is_block:
        return blocks_for(series, nights)
    customer = None
    if series.customer_id is not None:
        # Whoever it was for may be part of another customer by now.
        key = root_key(series.customer_id)
        customer = Customer.objects.filter(pk=key).first() if key is not None else None
    return bookings_for(series, nights, setup, customer, override_reason=override_reason, now=now)
