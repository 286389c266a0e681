"""When messages go out by themselves: so long before a booking, so long after it, and not at night."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)
# Whoever is nearly at the door needs no reminder any more.
TOO_LATE = timedelta(minutes=10)
# How long after its time a follow-up still makes sense: the worker may have been away.
FOLLOW_UP_GOOD_FOR = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Quiet:
    """The hours in which nobody is written to by ourselves, on the venue's clock; may pass midnight."""

    begins: time
    ends: time
    zone: ZoneInfo

    def around(self, instant: datetime) -> tuple[datetime, datetime] | None:
        """The quiet stretch `instant` lies in, half-open; None outside of any."""
        today = instant.astimezone(self.zone).date()
        for day in (today - DAY, today):
            first = datetime.combine(day, self.begins, self.zone)
            last = datetime.combine(day if self.ends > self.begins else day + DAY, self.ends, self.zone)
            if first <= instant < last:
                return first, last
        return None


def reminder_at(starts_at: datetime, before: timedelta, quiet: Quiet | None) -> datetime:
    """When a reminder goes out that is to come `before` a booking.

    One that would come in quiet hours comes when they end, if half of its notice is left by then; else just
    before they begin.
    """
    wanted = starts_at - before
    stretch = quiet.around(wanted) if quiet else None
    if stretch is None:
        return wanted
    begins, ends = stretch
    return ends if ends <= starts_at - before / 2 else begins - timedelta(minutes=1)


def due_reminder(
    starts_at: datetime,
    offsets: Iterable[timedelta],
    quiet: Quiet | None,
    *,
    told_at: datetime,
    now: datetime,
) -> timedelta | None:
    """Which reminder of a booking is due by now: how long before it. None where none is.

    Of several whose time has come (the worker was away) only the last. None for what the guest was told at
    `told_at` anyway, after the reminder's own time: a booking of today needs no reminder of yesterday.
    """
    if starts_at - now <= TOO_LATE:
        return None
    due = [each for each in offsets if reminder_at(starts_at, each, quiet) <= now]
    if not due:
        return None
    last = min(due)
    return last if told_at < reminder_at(starts_at, last, quiet) else None


def follow_up_at(ended_at: datetime, after: timedelta, quiet: Quiet | None) -> datetime:
    """When a word of thanks goes out that is to come `after` a visit; after quiet hours."""
    wanted = ended_at + after
    stretch = quiet.around(wanted) if quiet else None
    return stretch[1] if stretch else wanted


def is_follow_up_due(ended_at: datetime, after: timedelta, quiet: Quiet | None, *, now: datetime) -> bool:
    """Whether its time has come, and not long passed."""
    at = follow_up_at(ended_at, after, quiet)
    return at <= now < at + FOLLOW_UP_GOOD_FOR
