"""Several bookings changed by one press: tried first, then done all together, each by its own service.

Trying is doing it and taking the transaction back, so that what the preview says is what would happen: the
same rules, the same constraints, each booking seen with the others where they would be by then.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NoReturn

from django.db import transaction
from django.utils.translation import gettext

from accounts.venue_scope import may_see_room
from bookings.domain.interval import Interval
from bookings.errors import NoSuchTime, NotPossibleNow, SlotTaken
from bookings.models import Occupancy
from bookings.models.customers import MOST_TAGS
from bookings.models.occupancy import Kind
from bookings.selectors.choosing import in_the_way
from bookings.selectors.setup import setup_of
from bookings.services.arrivals import mark_no_show
from bookings.services.bookings import move_booking
from bookings.services.cancelling import cancel_booking
from bookings.services.customer_records import change_customer
from bookings.services.customer_records import for_change as for_customer_change
from bookings.services.occupying import for_change, lock_rooms_of, publish
from boom.core.db import lock_rooms, service
from boom.core.errors import Conflict, DomainError
from boom.core.time import SkippedTime, local_to_utc, wall_clock

# One page's worth, with room to spare; more than that is an import.
MOST = 200
LONGEST_NOTE = 4000


class Do(StrEnum):
    """What can be done with several bookings at once."""

    MOVE = "move"
    CANCEL = "cancel"
    NO_SHOW = "no_show"
    NOTE = "note"
    TAG = "tag"


@dataclass(frozen=True, slots=True)
class Change:
    """What is to become of each of them.

    A move goes to another room (`room_id`), to the night of `day` at the same time of the clock, and `by`
    later or earlier; what is not given stays. `reason` is why they are cancelled, `note` what staff read,
    `tag` what their customers get.
    """

    do: Do
    by: timedelta = timedelta()
    day: date | None = None
    room_id: int | None = None
    reason: str = ""
    note: str = ""
    tag: str = ""
    override_reason: str = ""
    tell_customer: bool = False


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of one: as it was, and as it is then, or why not."""

    before: Occupancy
    after: Occupancy | None = None
    why_not: str = ""

    @property
    def is_possible(self) -> bool:
        return self.after is not None


@dataclass(frozen=True, slots=True)
class Pick:
    """One of several, with the version that the page showed; None for whichever is the present one."""

    booking_id: int
    version: int | None = None


class NotAllPossible(Conflict):
    """One of them could not be changed any more, so none was. `fates` say which."""

    code = "not-all-possible"
    message = "Bookings have changed meanwhile, so nothing was done. This is how it stands now."

    def __init__(self, fates: list[Fate]) -> None:
        super().__init__()
        self.fates = fates


class _OnlyTried(Exception):
    """Carries what was found out of a transaction that must not stay."""

    def __init__(self, fates: list[Fate]) -> None:
        super().__init__("only tried")
        self.fates = fates


def try_several(picks: Sequence[Pick], change: Change, *, now: datetime) -> list[Fate]:
    """Say what a change would make of each, in order of time. Nothing stays changed and nobody is told."""
    try:
        _tried(picks, change, now)
    except _OnlyTried as tried:
        return tried.fates


def change_several(picks: Sequence[Pick], change: Change, *, now: datetime) -> list[Occupancy]:
    """Change them all, or none. One act on the record, so that one undo takes all of it back.

    Raises NotAllPossible with the fate of each.
    """
    return [fate.after for fate in _changed(picks, change, now) if fate.after is not None]


@service
def _tried(picks: Sequence[Pick], change: Change, now: datetime) -> NoReturn:
    with transaction.atomic():
        raise _OnlyTried(_each(picks, change, now))


@service
def _changed(picks: Sequence[Pick], change: Change, now: datetime) -> list[Fate]:
    with transaction.atomic():
        fates = _each(picks, change, now)
        if not all(fate.is_possible for fate in fates):
            raise NotAllPossible(fates)
    return fates


def _each(picks: Sequence[Pick], change: Change, now: datetime) -> list[Fate]:
    """Change one after the other; each that is refused is left as it was. In order of time."""
    versions = {pick.booking_id: pick.version for pick in picks[:MOST]}
    named = (
        Occupancy.objects.filter(pk__in=versions, kind=Kind.BOOKING)
        .select_related("room__venue", "customer")
        .order_by("starts_at", "id")
    )
    # What is at another's venue is not there for them: not to be changed, and not to be told of.
    rows = [row for row in named if may_see_room(row.room_id, row.room.venue_id)]
    # All of them before the first: two who move the same bookings must not wait for each other.
    lock_rooms(*{row.room_id for row in rows}, *([change.room_id] if change.room_id else []))
    fates = {
        row.pk: _fate(row, versions[row.pk], change, now) for row in _out_of_each_others_way(rows, change)
    }
    return [fates[row.pk] for row in rows]


def _out_of_each_others_way(rows: list[Occupancy], change: Change) -> list[Occupancy]:
    """The order in which they move: whoever goes ahead goes first, so that the next finds the place empty."""
    if change.do is not Do.MOVE or not rows:
        return rows
    try:
        is_later = _wanted(rows[0], change).start > rows[0].starts_at
    except DomainError:
        return rows
    return rows[::-1] if is_later else rows


def _fate(row: Occupancy, version: int | None, change: Change, now: datetime) -> Fate:
    try:
        with transaction.atomic():
            return Fate(row, _do(row, row.version if version is None else version, change, now))
    except SlotTaken as error:
        return Fate(row, why_not=_who_is_there(row, change, now) or error.message)
    except DomainError as error:
        return Fate(row, why_not=error.message)


def _do(row: Occupancy, version: int, change: Change, now: datetime) -> Occupancy:
    match change.do:
        case Do.MOVE:
            return move_booking(
                booking_id=row.pk,
                room_id=change.room_id or row.room_id,
                span=_wanted(row, change),
                version=version,
                now=now,
                override_reason=change.override_reason,
                tell_customer=change.tell_customer,
            )
        case Do.CANCEL:
            if row.status == "cancelled":
                raise NotPossibleNow
            return cancel_booking(
                booking_id=row.pk,
                version=version,
                now=now,
                reason=change.reason,
                tell_customer=change.tell_customer,
            )
        case Do.NO_SHOW:
            return mark_no_show(booking_id=row.pk, version=version, now=now)
        case Do.NOTE:
            return add_staff_note(booking_id=row.pk, version=version, note=change.note, now=now)
        case Do.TAG:
            return tag_customer(booking_id=row.pk, version=version, tag=change.tag)


def _wanted(row: Occupancy, change: Change) -> Interval:
    """The time a booking is to have. Raises NoSuchTime where the clocks leave that time out."""
    venue = row.room.venue
    start = row.starts_at
    if change.day is not None:
        days = change.day - setup_of(venue).hours.business_day(row.starts_at)
        try:
            start = local_to_utc(wall_clock(row.starts_at, venue.zone) + days, venue.zone, ambiguous="first")
        except (SkippedTime, OverflowError) as error:
            raise NoSuchTime from error
    return Interval.lasting(start + change.by, row.ends_at - row.starts_at)


def _who_is_there(row: Occupancy, change: Change, now: datetime) -> str:
    found = in_the_way(
        setup_of(row.room.venue),
        change.room_id or row.room_id,
        _wanted(row, change),
        now=now,
        leaving_out=row.pk,
    )
    return " ".join(blocker.message for blocker in found[:1])


@service
def add_staff_note(*, booking_id: int, version: int, note: str, now: datetime) -> Occupancy:
    """Add a line to what staff note on a booking. Raises ChangedMeanwhile, NotPossibleNow for no words."""
    lock_rooms_of(booking_id)
    booking = for_change(booking_id, version=version)
    words = "\n".join(filter(None, [booking.staff_note, note.strip()]))
    if booking.kind != Kind.BOOKING or not note.strip() or len(words) > LONGEST_NOTE:
        raise NotPossibleNow(gettext("There is no room for that note."))
    booking.staff_note = words
    booking.version += 1
    booking.save(update_fields=["staff_note", "version"])
    publish("booking.edited", booking, setup_of(booking.room.venue).hours)
    return booking


@service
def tag_customer(*, booking_id: int, version: int, tag: str) -> Occupancy:
    """Give a booking's customer a tag, once. The booking itself stays as it is.

    Raises ChangedMeanwhile, NotPossibleNow where nobody is known by name and address, or has too many tags.
    """
    booking = for_change(booking_id, version=version)
    if booking.customer_id is None:
        raise NotPossibleNow(gettext("No customer is kept for this booking."))
    # Another of their bookings may have given it them a moment ago.
    customer = for_customer_change(booking.customer_id)
    if tag.casefold() in {each.casefold() for each in customer.tags}:
        return booking
    if len(customer.tags) >= MOST_TAGS:
        raise NotPossibleNow(gettext("They have as many tags as anybody can have."))
    change_customer(customer_id=customer.pk, version=customer.version, tags=[*customer.tags, tag])
    return booking
