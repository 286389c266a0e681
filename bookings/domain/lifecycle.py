"""The life of a booking: its statuses, which of them keep the room, and what may follow what."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from bookings.domain.blockers import Blocker
from bookings.domain.wording import in_words


class Status(StrEnum):
    """Where an occupancy stands. The last two belong to blocks, the others to bookings."""

    HELD = "held"
    PENDING = "pending"
    CONFIRMED = "confirmed"
    CHECKED_IN = "checked_in"
    COMPLETED = "completed"
    NO_SHOW = "no_show"
    CANCELLED = "cancelled"
    EXPIRED = "expired"
    BLOCKED = "blocked"
    RELEASED = "released"

    @property
    def label(self) -> str:
        """What people read."""
        return LABELS[self]


LABELS: Mapping[Status, str] = MappingProxyType(
    {
        Status.HELD: "Held",
        Status.PENDING: "Pending",
        Status.CONFIRMED: "Confirmed",
        Status.CHECKED_IN: "Checked in",
        Status.COMPLETED: "Completed",
        Status.NO_SHOW: "No-show",
        Status.CANCELLED: "Cancelled",
        Status.EXPIRED: "Expired",
        Status.BLOCKED: "Blocked",
        Status.RELEASED: "Released",
    }
)

BLOCK_STATUSES = frozenset({Status.BLOCKED, Status.RELEASED})
BOOKING_STATUSES = frozenset(Status) - BLOCK_STATUSES

# The room cannot be sold to anybody else. A completed booking keeps its place (its time was sold, and a
# record must not be overwritten); a no-show gives its room back, so that the rest of the evening can be sold.
OCCUPYING = frozenset(
    {Status.HELD, Status.PENDING, Status.CONFIRMED, Status.CHECKED_IN, Status.COMPLETED, Status.BLOCKED}
)
# Somebody is still expected or there: may be moved, resized, cancelled.
LIVE = frozenset({Status.HELD, Status.PENDING, Status.CONFIRMED, Status.CHECKED_IN})
# What counts as sold in reports.
SOLD = frozenset({Status.CONFIRMED, Status.CHECKED_IN, Status.COMPLETED})
CANCELLABLE = frozenset({Status.HELD, Status.PENDING, Status.CONFIRMED})
# What staff may bring back as it was: called off, or given up and here after all.
RESTORABLE = frozenset({Status.CANCELLED, Status.NO_SHOW})
# How a new row may begin: a customer's hold, a request to approve, staff's own booking, a walk-in, a block.
INITIAL = frozenset({Status.HELD, Status.PENDING, Status.CONFIRMED, Status.CHECKED_IN, Status.BLOCKED})

# A party that comes so early is let in, and may ask for more time.
EARLY = timedelta(minutes=60)

# Everything that may follow, undo included. Steps into an occupying status from one that is not go through
# the same lock and constraint as a new booking (B19).
TRANSITIONS: Mapping[Status, frozenset[Status]] = MappingProxyType(
    {
        Status.HELD: frozenset({Status.PENDING, Status.CONFIRMED, Status.CANCELLED, Status.EXPIRED}),
        Status.PENDING: frozenset({Status.CONFIRMED, Status.CANCELLED, Status.EXPIRED}),
        Status.CONFIRMED: frozenset({Status.CHECKED_IN, Status.COMPLETED, Status.NO_SHOW, Status.CANCELLED}),
        # Back to confirmed: checked in the wrong party. Cancelled: a walk-in that was seated by mistake.
        Status.CHECKED_IN: frozenset({Status.COMPLETED, Status.CONFIRMED, Status.CANCELLED}),
        # Back: finished too early by mistake, or never checked in.
        Status.COMPLETED: frozenset({Status.CHECKED_IN, Status.CONFIRMED, Status.NO_SHOW}),
        # They came after all.
        Status.NO_SHOW: frozenset({Status.CONFIRMED, Status.CHECKED_IN}),
        # Undo of a cancellation.
        Status.CANCELLED: frozenset({Status.PENDING, Status.CONFIRMED}),
        # A payment that arrives after the hold ran out claims the slot again, if it is still free.
        Status.EXPIRED: frozenset({Status.HELD, Status.PENDING, Status.CONFIRMED}),
        Status.BLOCKED: frozenset({Status.RELEASED}),
        Status.RELEASED: frozenset({Status.BLOCKED}),
    }
)


def is_occupying(status: Status | str) -> bool:
    """Whether a row with this status keeps its room."""
    return Status(status) in OCCUPYING


def can_become(status: Status | str, new: Status | str) -> bool:
    """Whether `new` may follow `status`. Staying as it is is not a step."""
    return Status(new) in TRANSITIONS[Status(status)]


def claims_room(status: Status | str, new: Status | str) -> bool:
    """Whether the step takes a room that the row did not keep before, so that it may be refused as taken."""
    return is_occupying(new) and not is_occupying(status)


def why_not_cancel(
    status: Status | str, *, starts_at: datetime, now: datetime, cancel_until: timedelta
) -> list[Blocker]:
    """Every reason a customer may not cancel (or change) a booking now; empty if they may.

    `cancel_until` is the notice asked for, elapsed; at exactly that long before the start it is still
    allowed. Soft reasons may be overridden by staff with a reason, hard ones by nobody.
    """
    status = Status(status)
    if status not in CANCELLABLE:
        return [
            Blocker("not-cancellable", f"It is {status.label.lower()} and cannot be cancelled.", hard=True)
        ]
    if now >= starts_at:
        return [Blocker("already-started", "It has already started.", hard=False)]
    if now > starts_at - cancel_until:
        return [
            Blocker(
                "too-late-to-cancel",
                f"It can be cancelled or changed until {in_words(cancel_until)} before the start.",
                hard=False,
            )
        ]
    return []


def can_cancel(status: Status | str, *, starts_at: datetime, now: datetime, cancel_until: timedelta) -> bool:
    """Whether the customer may still cancel or change it alone."""
    return not why_not_cancel(status, starts_at=starts_at, now=now, cancel_until=cancel_until)


def can_check_in(
    status: Status | str, *, starts_at: datetime, ends_at: datetime, now: datetime, early: timedelta
) -> bool:
    """Whether the party can be checked in: from `early` before the start until the end."""
    return can_become(status, Status.CHECKED_IN) and starts_at - early <= now < ends_at


def can_mark_no_show(status: Status | str, *, starts_at: datetime, now: datetime, grace: timedelta) -> bool:
    """Whether staff may give the party up: once `grace` has passed since the start."""
    return can_become(status, Status.NO_SHOW) and now >= starts_at + grace


def can_extend(
    status: Status | str, *, starts_at: datetime, ends_at: datetime, now: datetime, early: timedelta
) -> bool:
    """Whether more time may be asked for: somebody is in the room, or is expected and not over yet."""
    return Status(status) is Status.CHECKED_IN or (
        Status(status) is Status.CONFIRMED and starts_at - early <= now < ends_at
    )


def given_back_from(*, starts_at: datetime, ends_at: datetime, now: datetime) -> datetime:
    """When a room is free again after its party has left: the minute that follows, never later than sold.

    A booking keeps one minute at the least, whoever left before it began.
    """
    whole = now.replace(second=0, microsecond=0)
    minute = timedelta(minutes=1)
    left = whole if whole == now else whole + minute
    return min(ends_at, max(left, starts_at + minute))


def answer_is_due(now: datetime, *, starts_at: datetime, within: timedelta) -> datetime:
    """Until when a request waits: `within` from now (nothing: no limit of its own), never past its start."""
    return min(starts_at, now + within) if within else starts_at


def is_given_up(
    status: Status | str, *, starts_at: datetime, now: datetime, after: timedelta, late: timedelta
) -> bool:
    """Whether nobody came for so long that the room goes back by itself; `late` is what they asked for."""
    return bool(after) and can_mark_no_show(status, starts_at=starts_at, now=now, grace=after + late)


def hold_has_expired(status: Status | str, *, held_until: datetime | None, now: datetime) -> bool:
    """Whether it is a hold whose time is up; at `held_until` itself it is."""
    return Status(status) is Status.HELD and held_until is not None and now >= held_until
