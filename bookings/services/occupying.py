"""How a row takes a room: locks in order, stale holds swept, the constraints decide, refusals worded.

Every service that occupies (create, hold, move, resize, restore, block, import) goes through `occupying`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F

from accounts.venue_scope import may_see_room
from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status
from bookings.domain.policy import Policy
from bookings.errors import CLAIMS, OVERLAPS, BookingUnknown, ChangedMeanwhile, FormSentBefore, RoomUnknown
from bookings.models import Booking, Occupancy, Room
from bookings.selectors.changes import changes_after
from bookings.selectors.occupied import SHARES, sharing_with
from bookings.selectors.schedules import VenueHours
from bookings.selectors.setup import room_with_venue, setup_of
from bookings.services.door_codes import keep_door_code
from boom.core import outbox
from boom.core.actor import current_actor
from boom.core.db import lock_rooms, refusing
from boom.core.errors import Busy, DomainError

# Open pages far beyond ask for themselves when they are looked at.
MOST_NIGHTS = 62

# Which refusal each constraint on the table means for whoever writes a row.
REFUSALS: dict[str, type[DomainError]] = {
    **OVERLAPS,
    # A booking that comes to life again may find its code or add-on gone.
    **CLAIMS,
    # The same key for another room at the same moment; in this room the lock lets the first finish.
    "bookings_occupancy_idempotency_key_key": FormSentBefore,
    # Two drew the same unused reference at the same moment: the next try draws another.
    "occupancy_reference_unique": Busy,
}

# A hint: whether there is anything to sweep. Holds last a minute at the least, so one that is made while we
# wait for the room's lock is not overdue.
ANY_OVERDUE = f"""
EXISTS (
    SELECT FROM bookings_occupancy
     WHERE status = 'held' AND held_until <= %(now)s AND id <> ALL(%(claiming)s)
       -- A hold of the hall stands in the way of its parts, and theirs in its way.
       AND (room_id = ANY(%(rooms)s)
            OR room_id IN (SELECT other_id FROM ({SHARES}) AS share WHERE share.room_id = ANY(%(rooms)s)))
)
"""  # noqa: S608 - our own words alone


def room_for_change(room_id: int) -> Room:
    """A room with its venue, from memory where that is still true. Raises RoomUnknown."""
    room = room_with_venue(room_id)
    if room is None or not may_see_room(room.pk, room.venue_id):
        raise RoomUnknown
    return room


def lock_rooms_of(occupancy_id: int, *also_rooms: int | None) -> None:
    """Take the locks of the room a row is in and of `also_rooms`, before the row itself is locked.

    Every change that needs both takes them in this order: one that held the row and wanted the room would
    wait for another that has the room and sweeps the row, and that one for it.
    """
    rooms = set(Occupancy.objects.filter(pk=occupancy_id).values_list("room_id", flat=True))
    lock_rooms(*rooms, *(room_id for room_id in also_rooms if room_id is not None))


def for_change(booking_id: int, *, version: int | None) -> Occupancy:
    """A row locked for a change, with room, venue and customer. `version` None skips the check.

    Raises BookingUnknown, also for one at a venue that whoever asks may not touch, or ChangedMeanwhile with
    what others changed since that version.
    """
    row = (
        Occupancy.objects.select_for_update(of=("self",))
        .select_related("room__venue", "customer")
        .filter(pk=booking_id)
        .first()
    )
    # Pages hold the keys of their addresses against the limit; a form may name a row of anybody's.
    if row is None or not may_see_room(row.room_id, row.room.venue_id):
        raise BookingUnknown
    if version is not None and row.version != version:
        raise ChangedMeanwhile(details={"changes": changes_after(row, version), "version": row.version})
    return row


@contextmanager
def occupying(*room_ids: int, now: datetime, claiming: Sequence[int] = ()) -> Iterator[None]:
    """Write rows that take these rooms within the block; holds whose time is up give way first.

    `claiming` are holds that are being confirmed: late, but not given way by themselves. Raises SlotTaken or
    TurnoverTooShort when a constraint refuses, Busy when a lock cannot be had in time; a service that is
    refused cannot go on.
    """
    is_any_overdue = lock_rooms(
        *room_ids, asking=ANY_OVERDUE, now=now, rooms=list(room_ids), claiming=list(claiming)
    )
    if is_any_overdue:
        sweep_holds(room_ids, now=now, sparing=claiming)
        # Whoever has one of these locked by now may be waiting for a room of ours.
        sweep_holds(sharing_with(room_ids), now=now, sparing=claiming, waits=False)
    with refusing(REFUSALS, is_final=True):
        yield


def sweep_holds(
    room_ids: Iterable[int] | None, *, now: datetime, sparing: Sequence[int] = (), waits: bool = True
) -> list[Booking]:
    """Expire the holds (of these rooms; None: of all) whose time is up, and publish it. Returns them.

    `waits`: for those that somebody else has locked, where rooms are named; else they are left alone.

    A constraint cannot look at the clock, so whoever wants a room sweeps it first, in the same transaction.
    """
    overdue = Booking.objects.filter(status=Status.HELD, held_until__lte=now)
    if sparing:
        overdue = overdue.exclude(pk__in=sparing)
    if room_ids is not None:
        overdue = overdue.filter(room_id__in=list(room_ids))
    holds = list(
        overdue.select_related("room__venue")
        .order_by("id")
        .select_for_update(of=("self",), skip_locked=room_ids is None or not waits)
    )
    if holds:
        Booking.objects.filter(pk__in=[hold.pk for hold in holds]).update(
            status=Status.EXPIRED, version=F("version") + 1
        )
    for hold in holds:
        publish("booking.expired", hold, setup_of(hold.room.venue).hours)
    return holds


def made_before(
    idempotency_key: str | None, *, room_id: int, span: Interval, party_size: int | None
) -> Booking | None:
    """What the same form made when it was sent before; None for a new one.

    Raises FormSentBefore when that was for another room, time or party: the key is of one submission.
    """
    if not idempotency_key:
        return None
    before = Booking.objects.filter(idempotency_key=idempotency_key).first()
    if before is not None and (before.room_id, before.span, before.party_size) != (room_id, span, party_size):
        raise FormSentBefore
    return before


@contextmanager
def exchanging() -> Iterator[None]:
    """Let rows overlap while they change places, within `occupying`; at the block's end none may any more."""
    names = ", ".join(OVERLAPS)
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {names} DEFERRED")  # house: assembled-sql, names from our own code
    yield
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS {names} IMMEDIATE")  # house: assembled-sql, names from our own code


def held_span(occupancy: Occupancy, policy: Policy | None) -> None:
    """Set the turnover columns from the booking's own buffers or its room's policy.

    None (a block) keeps nothing free around it.
    """
    before = policy.buffer_before if policy else None
    after = policy.buffer_after if policy else None
    if policy and occupancy.own_buffer_before is not None:
        before = timedelta(minutes=occupancy.own_buffer_before)
    if policy and occupancy.own_buffer_after is not None:
        after = timedelta(minutes=occupancy.own_buffer_after)
    occupancy.hold_from = occupancy.starts_at - before if before else occupancy.starts_at
    occupancy.hold_until = occupancy.ends_at + after if after else occupancy.ends_at


def publish(
    kind: str,
    occupancy: Occupancy,
    hours: VenueHours,
    *,
    also_rooms: Iterable[int] = (),
    also_spans: Iterable[Interval] = (),
    **more: object,
) -> None:
    """Write the fact of a change: the rooms and business nights it touched, and whose page sent it.

    Rooms that share the space of one of them are touched with it. A stretch over several nights touches each
    of them; `also_spans` are where the row was before. The code for the door goes along with every change
    there is a fact of.
    """
    if _may_have_code(occupancy, also_rooms):
        keep_door_code(occupancy)
    days = {day for span in (occupancy.span, *also_spans) for day in _nights_of(span, hours)}
    outbox.publish(
        kind,
        booking=occupancy.pk,
        rooms=sorted(setup_of(occupancy.room.venue).touching({occupancy.room_id, *also_rooms})),
        days=sorted(days),
        by=current_actor().client,
        **more,
    )


def _may_have_code(occupancy: Occupancy, also_rooms: Iterable[int]) -> bool:
    """Whether to look for a code: not where no room here asks for any, which costs no query."""
    if occupancy.kind != "booking":
        return False
    rooms = {room.pk: room for room in setup_of(occupancy.room.venue).rooms}
    has_codes = occupancy.room.code_digits or any(room.code_digits for room in rooms.values())
    return bool(has_codes) or any(room_id not in rooms for room_id in also_rooms)


def _nights_of(span: Interval, hours: VenueHours) -> list[str]:
    """The business nights a stretch lies in, as ISO dates; of a very long one the first MOST_NIGHTS."""
    first, last = hours.business_day(span.start), hours.business_day(span.end - timedelta(microseconds=1))
    count = min((last - first).days + 1, MOST_NIGHTS)
    return [(first + timedelta(days=number)).isoformat() for number in range(count)]
