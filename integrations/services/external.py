"""Calendars of others: added and removed; what they say is blocked, what they say no more is opened again."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q

from bookings.domain.interval import Interval, intersect, subtract
from bookings.domain.lifecycle import OCCUPYING, Status
from bookings.errors import RoomUnknown, SlotTaken
from bookings.models import Occupancy, Room
from bookings.services.blocks import block_rooms, release_block
from boom.core import outbox
from boom.core.db import service
from boom.core.errors import DomainError
from boom.core.providers.outbound import check_url
from integrations.errors import ExternalCalendarUnknown, TooManyExternalCalendars
from integrations.models import CalendarConflict, ExternalBlock, ExternalCalendar

MOST_CALENDARS = 100
EVERY = timedelta(minutes=15)
# After failures it is read less often, up to once an hour.
LONGEST_WAIT = timedelta(hours=1)
# A worker that has not ended by then is taken for dead.
LEASE_FOR = timedelta(minutes=2)
# What is behind stays as it was; nobody plans further ahead.
AHEAD = timedelta(days=400)


@dataclass(frozen=True, slots=True)
class Applied:
    """What a reading changed."""

    blocked: int
    opened: int
    conflicts: int


@service
def add_calendar(*, room_id: int, name: str, url: str, now: datetime) -> ExternalCalendar:
    """Have a room blocked whenever a calendar is busy. It is read at once, and every quarter of an hour.

    Raises AddressRefused, RoomUnknown, TooManyExternalCalendars.
    """
    check_url(url)
    if not Room.objects.filter(pk=room_id).exists():
        raise RoomUnknown
    if ExternalCalendar.objects.standing().count() >= MOST_CALENDARS:
        raise TooManyExternalCalendars
    calendar = ExternalCalendar(room_id=room_id, name=name.strip(), url=url, next_read_at=now)
    calendar.save(force_insert=True)
    outbox.publish("calendar.due", calendar=calendar.pk)
    return calendar


@service
def read_soon(*, calendar_id: int, now: datetime) -> None:
    """Read a calendar now, by a worker. Raises ExternalCalendarUnknown."""
    calendar = _for_change(calendar_id)
    calendar.next_read_at = now
    calendar.save(update_fields=["next_read_at"])
    outbox.publish("calendar.due", calendar=calendar.pk)


def remove_calendar(*, calendar_id: int, now: datetime) -> int:
    """Read a calendar no more and open what it had blocked. Returns how many blocks.

    Raises ExternalCalendarUnknown.
    """
    _end(calendar_id=calendar_id, now=now)
    opened = 0
    for own in ExternalBlock.objects.filter(calendar_id=calendar_id, block__ends_at__gt=now).order_by("id"):
        opened += _open_again(external_id=own.pk, now=now)
    return opened


@service
def claim(*, calendar_id: int, now: datetime) -> ExternalCalendar | None:
    """Be the one worker that reads a calendar. None when it is not due, or another has it.

    The next time is set before it is read: one that workers die of keeps nobody from the other calendars.
    """
    due = Q(busy_until__isnull=True) | Q(busy_until__lte=now)
    calendar = (
        ExternalCalendar.objects.select_for_update(skip_locked=True, of=("self",))
        .standing()
        .select_related("room__venue")
        .filter(due, pk=calendar_id, next_read_at__lte=now)
        .first()
    )
    if calendar is not None:
        if calendar.busy_until is not None:
            calendar.failing_since = calendar.failing_since or calendar.busy_until
            calendar.last_error = "Reading it took too long, or broke off."
        calendar.busy_until, calendar.next_read_at = now + LEASE_FOR, now + EVERY
        calendar.save(update_fields=["busy_until", "next_read_at", "failing_since", "last_error"])
    return calendar


@service
def note_failure(*, calendar_id: int, reason: str, chance: float, now: datetime) -> None:
    """It could not be read: what was blocked stays, and it is tried again later. `chance`: jitter."""
    calendar = ExternalCalendar.objects.select_for_update().get(pk=calendar_id)
    since = calendar.failing_since or now
    wait = min(max(EVERY, (now - since) / 2), LONGEST_WAIT)
    calendar.failing_since, calendar.last_error = since, reason[:300]
    calendar.next_read_at, calendar.busy_until = now + wait * (0.9 + 0.2 * chance), None
    calendar.save(update_fields=["failing_since", "last_error", "next_read_at", "busy_until"])


@service
def note_reading(
    *,
    calendar_id: int,
    stretches: int,
    left_out: Sequence[str],
    chance: float,
    now: datetime,
    every: timedelta = EVERY,
) -> None:
    """It was read; the next time is `every` away, give or take."""
    ExternalCalendar.objects.filter(pk=calendar_id).update(
        last_read_at=now,
        last_error="",
        failing_since=None,
        busy_stretches=stretches,
        left_out=", ".join(sorted(set(left_out)))[:300],
        next_read_at=now + every * (0.9 + 0.2 * chance),
        busy_until=None,
    )


def apply_reading(*, calendar: ExternalCalendar, busy: Sequence[Interval], now: datetime) -> Applied:
    """Block what is busy and still free here, open what is busy no more, and note what is booked here too.

    Each block is a change of its own, so that a slot which somebody takes meanwhile costs that one alone.
    """
    window = Interval(now, now + AHEAD)
    taken, bookings = _others(calendar, window)
    wanted = set(subtract(intersect(busy, [window]), taken))
    opened = blocked = 0
    for own in _own_blocks(calendar.pk, now):
        span = Interval(max(own.block.starts_at, now), own.block.ends_at)
        if span in wanted and own.block.room_id == calendar.room_id:
            wanted.discard(span)
        else:
            opened += _open_again(external_id=own.pk, now=now)
    for span in sorted(wanted):
        blocked += _block(calendar=calendar, span=span, now=now)
    conflicts = _note_conflicts(calendar_id=calendar.pk, busy=busy, bookings=bookings, now=now)
    return Applied(blocked=blocked, opened=opened, conflicts=conflicts)


def _others(calendar: ExternalCalendar, window: Interval) -> tuple[list[Interval], list[Occupancy]]:
    """What else has the room in the window: as stretches, and the bookings among it."""
    own = ExternalBlock.objects.filter(calendar=calendar).values("block_id")
    rows = list(
        Occupancy.objects.in_rooms([calendar.room_id])
        .overlapping(window)
        .filter(status__in=OCCUPYING, placed=True, is_example=False)
        .exclude(pk__in=own)
        .order_by("starts_at", "id")
    )
    bookings = [row for row in rows if row.kind == "booking" and row.status != Status.HELD]
    return [row.span for row in rows], bookings


def _own_blocks(calendar_id: int, now: datetime) -> list[ExternalBlock]:
    standing = ExternalBlock.objects.filter(
        calendar_id=calendar_id, block__status=Status.BLOCKED, block__ends_at__gt=now
    )
    return list(standing.select_related("block").order_by("id"))


def _block(*, calendar: ExternalCalendar, span: Interval, now: datetime) -> int:
    """Block a stretch; 0 where somebody was quicker, or has a room that shares this one's space."""
    try:
        _block_and_note(calendar=calendar, span=span, now=now)
    except SlotTaken:
        return 0
    return 1


@service
def _block_and_note(*, calendar: ExternalCalendar, span: Interval, now: datetime) -> None:
    blocks = block_rooms(room_ids=[calendar.room_id], spans=[span], reason=calendar.name, now=now)
    ExternalBlock.objects.create(calendar=calendar, block=blocks[0])


def _open_again(*, external_id: int, now: datetime) -> int:
    try:
        _open_and_forget(external_id=external_id, now=now)
    except DomainError:
        # Somebody made something else of it meanwhile: then it is theirs.
        ExternalBlock.objects.filter(pk=external_id).delete()
        return 0
    return 1


@service
def _open_and_forget(*, external_id: int, now: datetime) -> None:
    own = ExternalBlock.objects.select_for_update().get(pk=external_id)
    release_block(block_id=own.block_id, version=None, now=now)
    own.delete()


@service
def _note_conflicts(
    *, calendar_id: int, busy: Iterable[Interval], bookings: Iterable[Occupancy], now: datetime
) -> int:
    """Write down where both want the room; those that are over are gone. New ones are told of once."""
    stretches = list(busy)
    wanted = {
        (booking.pk, both.start, both.end)
        for booking in bookings
        for both in intersect(stretches, [booking.span])
    }
    known = {
        (each.booking_id, each.starts_at, each.ends_at): each.pk
        for each in CalendarConflict.objects.filter(calendar_id=calendar_id)
    }
    CalendarConflict.objects.filter(
        pk__in=[key for spot, key in known.items() if spot not in wanted]
    ).delete()
    new = sorted(wanted - known.keys())
    CalendarConflict.objects.bulk_create(
        [
            CalendarConflict(
                calendar_id=calendar_id, booking_id=booking, starts_at=start, ends_at=end, found_at=now
            )
            for booking, start, end in new
        ]
    )
    if new:
        outbox.publish(
            "calendar.conflict", calendar=calendar_id, bookings=sorted({booking for booking, _, _ in new})
        )
    return len(wanted)


@service
def _end(*, calendar_id: int, now: datetime) -> None:
    calendar = _for_change(calendar_id)
    calendar.removed_at, calendar.busy_until = now, None
    calendar.save(update_fields=["removed_at", "busy_until"])
    CalendarConflict.objects.filter(calendar=calendar).delete()


def _for_change(calendar_id: int) -> ExternalCalendar:
    calendar = ExternalCalendar.objects.select_for_update().standing().filter(pk=calendar_id).first()
    if calendar is None:
        raise ExternalCalendarUnknown
    return calendar
