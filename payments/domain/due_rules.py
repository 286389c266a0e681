"""When a booking has to be paid. Pure."""

from datetime import datetime, timedelta
from enum import StrEnum


class DueRule(StrEnum):
    """A venue's rule: at the visit, when it is booked, or so many days before."""

    AT_VISIT = "at_visit"
    AT_BOOKING = "at_booking"
    DAYS_BEFORE = "days_before"


def due_at(rule: DueRule, days: int, *, booked_at: datetime, starts_at: datetime) -> datetime:
    """By when it has to be paid. Never before it was booked."""
    if rule == DueRule.AT_VISIT:
        return starts_at
    if rule == DueRule.AT_BOOKING:
        return booked_at
    return max(booked_at, starts_at - timedelta(days=days))
