"""What is busy in a linked calendar: what changed since the last time, or else everything."""

from __future__ import annotations

from datetime import datetime, timedelta

from bookings.domain.interval import Interval, clip, merge
from integrations.models import LinkedCalendar, RemoteEvent
from integrations.providers import PROVIDERS
from integrations.providers.base import Changes, CursorGone
from integrations.services.external import AHEAD
from integrations.services.sync_events import drop_cursor, keep_changes
from integrations.sync_access import with_access

# What a cursor tells of ends where it was begun to look; so that the end moves along, all is read once a day.
WHOLE_EVERY = timedelta(days=1)
EVERY = timedelta(minutes=5)


def read_linked(linked: LinkedCalendar, *, now: datetime) -> list[Interval]:
    """When a linked calendar is busy, our own bookings left out.

    Raises GrantGone, CalendarServiceAway, RemoteRefused.
    """
    is_fresh = linked.whole_read_at is not None and now - linked.whole_read_at < WHOLE_EVERY
    cursor = linked.cursor if is_fresh else ""
    try:
        found = _changes(linked, cursor, now)
    except CursorGone:
        drop_cursor(linked_id=linked.pk)
        cursor = ""
        found = _changes(linked, cursor, now)
    keep_changes(
        linked_id=linked.pk, changes=found.changes, cursor=found.cursor, is_whole=not cursor, now=now
    )
    return busy_in(linked, within=Interval(now, now + AHEAD))


def busy_in(linked: LinkedCalendar, *, within: Interval) -> list[Interval]:
    """The stretches known to be busy there; nights of a series that keeps nobody busy are none."""
    rows = RemoteEvent.objects.filter(linked=linked)
    idle = rows.filter(starts_at=None, is_busy=False).values("remote_id")
    found = rows.filter(is_busy=True, starts_at__lt=within.end, ends_at__gt=within.start)
    times = found.exclude(series__in=idle).order_by("starts_at", "id").values_list("starts_at", "ends_at")
    spans = (Interval(start, end) for start, end in times if start and end)
    return merge(clip(spans, within))


def _changes(linked: LinkedCalendar, cursor: str, now: datetime) -> Changes:
    provider, zone = PROVIDERS[linked.account.company], linked.calendar.room.venue.zone
    return with_access(
        linked.account_id,
        lambda access: provider.changes(
            access, linked.remote_id, cursor=cursor, window=Interval(now, now + AHEAD), zone=zone
        ),
    )
