"""Noting what businesses use, telling owners in time, and what is charged above a limit. Public scope."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from billing.domain.plans import AboveLimit
from billing.domain.quota import Meter, Metric
from billing.models import CURRENCY, BillingTerms, BusinessPlan, UsageDay, UsageMonth
from billing.services.standing import told_before
from boom.core import outbox
from boom.core.db import service
from boom.core.memories import forget_everything


@dataclass(frozen=True, slots=True)
class Usage:
    """What a business has on a day: rooms in use, bookings of the day's month, mails sent, bytes kept."""

    rooms: int
    bookings: int
    messages: int = 0
    storage_bytes: int = 0


@service
def note_usage(*, business_id: int, day: date, usage: Usage, now: datetime) -> Sequence[Meter]:
    """Note what a business has on a day of its own clock; tell its owner of each level that is reached: of
    bookings once a month, of rooms once for each limit. Noting a day again corrects it. Returns the meters.
    """
    UsageDay.objects.update_or_create(
        business_id=business_id,
        day=day,
        defaults={
            "rooms": usage.rooms,
            "bookings": usage.bookings,
            "messages": usage.messages,
            "storage_bytes": usage.storage_bytes,
        },
    )
    held = BusinessPlan.objects.select_related("plan").filter(business_id=business_id).first()
    if held is None:
        return []
    limits, levels = held.plan.entitlements.limits, BillingTerms.objects.get().notice_levels
    meters = [
        Meter(Metric.ROOMS, usage.rooms, limits.rooms),
        Meter(Metric.BOOKINGS, usage.bookings, limits.bookings_a_month),
    ]
    for meter in meters:
        _tell_level(held, meter, levels, day, now)
    highest = max(meter.level(levels) for meter in meters)
    if highest != held.usage_level:
        BusinessPlan.objects.filter(pk=held.pk).update(usage_level=highest)
        forget_everything()
    return meters


@service
def close_month(*, business_id: int, month: date, bookings: int, now: datetime) -> UsageMonth | None:
    """Note what a month that is over had above its limit, for the invoice; None where nothing is charged.

    The first word stays: what is written into a month later is history, not a charge.
    """
    held = BusinessPlan.objects.select_related("plan").filter(business_id=business_id).first()
    if held is None:
        return None
    limits = held.plan.entitlements.limits
    if limits.above != AboveLimit.BILL or limits.bookings_a_month is None:
        return None
    over = Meter(Metric.BOOKINGS, bookings, limits.bookings_a_month).over
    found, is_new = UsageMonth.objects.get_or_create(
        business_id=business_id,
        month=month,
        defaults={
            "bookings": bookings,
            "over": over,
            "amount_minor": over * held.plan.overage_minor,
            "currency": CURRENCY,
        },
    )
    if is_new and over:
        outbox.publish("plan.overage_due", business=business_id, month=month.isoformat(), over=over)
    return found


def usage_of(business_id: int, *, since: date) -> Mapping[date, UsageDay]:
    """What was noted of a business from a day on, by day."""
    rows = UsageDay.objects.filter(business_id=business_id, day__gte=since).order_by("day")
    return {row.day: row for row in rows}


def _tell_level(held: BusinessPlan, meter: Meter, levels: Sequence[int], day: date, now: datetime) -> None:
    level = meter.level(levels)
    # Bookings begin anew each month; rooms that are all in use are no news in the next.
    period = day.replace(day=1).isoformat() if meter.metric == Metric.BOOKINGS else f"of {meter.limit}"
    if not level or told_before(held.business_id, "usage", f"{meter.metric.value}:{period}:{level}", now):
        return
    outbox.publish(
        "plan.level_reached",
        business=held.business_id,
        metric=meter.metric.value,
        level=level,
        used=meter.used,
        limit=meter.limit,
        above=held.plan.above_limit,
    )
