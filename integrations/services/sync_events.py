"""Which bookings stand in which linked calendars, and what of these is known here. It asks nobody."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.db.models import Q

from bookings.domain.lifecycle import Status
from bookings.models import Occupancy
from boom.core import outbox
from boom.core.db import service
from integrations.models import LinkedCalendar, RemoteEvent, SyncedEvent
from integrations.providers.base import Change

# Who has a room, or is to have it; a hold is nobody's yet.
TOLD = (Status.PENDING, Status.CONFIRMED, Status.CHECKED_IN, Status.COMPLETED)
# A worker that has not ended by then is taken for dead; longer than two calls and renewing may take.
BUSY_FOR = timedelta(seconds=27)


@service
def note_bookings(*, booking_ids: Iterable[int], now: datetime) -> None:
    """Something about bookings has changed: have every linked calendar that they stand in, or belong into,
    brought up to date.
    """
    rows = Occupancy.objects.filter(pk__in=list(booking_ids), kind="booking", is_example=False)
    for booking in rows.order_by("id"):
        linked = list(
            LinkedCalendar.objects.standing()
            .filter(calendar__room_id=booking.room_id)
            .order_by("id")
            .values_list("pk", flat=True)
        )
        if booking.status in TOLD and booking.placed:
            SyncedEvent.objects.bulk_create(
                [SyncedEvent(linked_id=key, booking=booking) for key in linked], ignore_conflicts=True
            )
        for key in SyncedEvent.objects.filter(booking=booking).order_by("id").values_list("pk", flat=True):
            outbox.publish("synced_event.due", event=key)


@service
def claim_event(*, event_id: int, now: datetime) -> SyncedEvent | None:
    """Be the one worker that writes an event. None where another is at it."""
    free = Q(busy_until__isnull=True) | Q(busy_until__lte=now)
    event = SyncedEvent.objects.select_for_update(skip_locked=True).filter(free, pk=event_id).first()
    if event is not None:
        event.busy_until = now + BUSY_FOR
        event.save(update_fields=["busy_until"])
    return event


@service
def note_trying(*, event_id: int, now: datetime) -> None:
    """From now on there may be one there that we were not told the name of."""
    SyncedEvent.objects.filter(pk=event_id, tried_at=None).update(tried_at=now)


@service
def note_written(*, event_id: int, remote_id: str, written: str) -> None:
    """It stands there like this now; both empty: it stands there no more."""
    event = SyncedEvent.objects.select_for_update().get(pk=event_id)
    if not remote_id and event.linked.calendar.removed_at is not None:
        event.delete()
        return
    event.remote_id, event.written = remote_id, written
    event.tried_at = event.busy_until = event.failing_since = None
    event.last_error = ""
    event.save()
    if remote_id:
        # It may have been read before we knew that it is ours.
        RemoteEvent.objects.filter(linked_id=event.linked_id, remote_id=remote_id).delete()


@service
def free_event(*, event_id: int, error: str, is_refused: bool, now: datetime) -> datetime:
    """Let the next worker have it; `error`: why it was not written, and `is_refused`: for sure it was not.

    Gives since when it cannot be.
    """
    event = SyncedEvent.objects.select_for_update().get(pk=event_id)
    event.busy_until = None
    if error:
        event.failing_since, event.last_error = event.failing_since or now, error[:300]
    if is_refused:
        event.tried_at = None
    event.save(update_fields=["busy_until", "failing_since", "last_error", "tried_at"])
    return event.failing_since or now


@service
def drop_cursor(*, linked_id: int) -> None:
    """Read everything anew the next time."""
    LinkedCalendar.objects.filter(pk=linked_id).update(cursor="")


@service
def keep_changes(
    *, linked_id: int, changes: Sequence[Change], cursor: str, is_whole: bool, now: datetime
) -> None:
    """Know what a reading told: all there is, or what changed. Our own bookings are left out."""
    linked = LinkedCalendar.objects.select_for_update().get(pk=linked_id)
    if is_whole:
        linked.remote_events.all().delete()
        linked.whole_read_at = now
    own = _own(linked)
    linked.remote_events.filter(remote_id__in=[change.id for change in changes]).delete()
    newest = {change.id: change for change in changes}
    RemoteEvent.objects.bulk_create(
        [
            RemoteEvent(
                linked=linked,
                remote_id=change.id,
                series=change.series,
                starts_at=change.span.start if change.span else None,
                ends_at=change.span.end if change.span else None,
                is_busy=change.is_busy,
            )
            for change in newest.values()
            if not change.is_gone and not own.has(change)
        ]
    )
    linked.cursor = cursor
    linked.save(update_fields=["cursor", "whole_read_at"])


class _Own:
    """What there is ours: by name, and by time for what we were not told the name of yet."""

    def __init__(self, ids: set[str], spans: set[tuple[datetime, datetime]]) -> None:
        self._ids, self._spans = ids, spans

    def has(self, change: Change) -> bool:
        if change.id in self._ids:
            return True
        return change.span is not None and (change.span.start, change.span.end) in self._spans


def _own(linked: LinkedCalendar) -> _Own:
    named = linked.events.exclude(remote_id="").values_list("remote_id", flat=True)
    nameless = linked.events.filter(remote_id="", tried_at__isnull=False)
    spans = nameless.values_list("booking__starts_at", "booking__ends_at")
    return _Own(set(named), set(spans))
