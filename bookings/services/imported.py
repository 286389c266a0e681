"""Taking over what another system had: a venue's set-up, its rooms, its people, its bookings.

These write in bulk what the ordinary services write one by one, through the same constraints. They never
tell customers anything. Every row carries the other system's key; one that is here already is left alone.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from typing import Any

from django.db.models import Max
from django.db.models.functions import Lower

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import OCCUPYING, Status
from bookings.models import Customer, Occupancy, OpeningHours, Room, Source, Venue
from bookings.models.occupancy import Kind
from bookings.services.holds import new_reference
from bookings.services.occupying import occupying
from bookings.services.setup import VENUE_COLUMNS, set_opening_hours, setup_changed
from boom.core.db import service
from boom.core.errors import Invalid

BATCH = 500


@dataclass(frozen=True, slots=True)
class ImportedCustomer:
    """A person as another system knew them; `legacy_id` is any key it can be told by again."""

    legacy_id: str
    name: str
    email: str
    phone: str
    notes: str


@dataclass(frozen=True, slots=True)
class ImportedBooking:
    """A booking as another system had it. `placed` False: it clashed there, with `clashes_with`.

    Prices are as agreed then, in `currency`; nothing is worked out anew.
    """

    legacy_id: str
    room_id: int
    customer_id: int | None
    guest_name: str
    span: Interval
    status: Status
    placed: bool
    clashes_with: tuple[int | str | None, ...]
    party_size: int | None
    total_minor: int | None
    currency: str
    note: str
    staff_note: str
    created_at: datetime | None
    cancelled_at: datetime | None


@service
def take_over_venue(
    *,
    venue_id: int,
    currency: str,
    legacy_settings: Mapping[str, str],
    hours: Iterable[tuple[int, time, time]],
    **values: Any,
) -> bool:
    """Give an untouched venue another system's details, rules and hours; `values` as for `change_venue`.

    Writes only what differs and says whether anything did. Raises Invalid for rules that make no sense.
    """
    unknown = values.keys() - VENUE_COLUMNS
    if unknown:
        raise TypeError(f"not to be taken over: {', '.join(sorted(unknown))}")
    venue = Venue.objects.select_for_update().get(pk=venue_id)
    wanted = {**values, "currency": currency, "legacy_settings": dict(legacy_settings)}
    changed = [column for column, value in wanted.items() if getattr(venue, column) != value]
    if changed:
        for column in changed:
            setattr(venue, column, wanted[column])
        try:
            venue.policy()
        except ValueError as error:
            raise Invalid(str(error)) from error
        venue.save(update_fields=changed)
        setup_changed(venue_id)
    rows = sorted(hours)
    present = OpeningHours.objects.filter(venue_id=venue_id, room=None)
    if rows == sorted(present.values_list("weekday", "opens", "closes")):
        return bool(changed)
    set_opening_hours(venue_id=venue_id, rows=rows)
    return True


@service
def import_rooms(*, venue_id: int, rooms: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Add rooms at the end of the venue's order. Each has columns of ROOM_COLUMNS and its `legacy_id`.

    Returns their ids by legacy id.
    """
    venue = Venue.objects.select_for_update().get(pk=venue_id)
    last = Room.objects.filter(venue=venue).aggregate(last=Max("order"))["last"] or 0
    added = Room.objects.bulk_create(
        Room(venue=venue, order=order, **values) for order, values in enumerate(rooms, start=last + 1)
    )
    if added:
        setup_changed(venue_id)
    return {room.legacy_id: room.pk for room in added}


@service
def import_customers(*, customers: Sequence[ImportedCustomer]) -> tuple[dict[str, int], int]:
    """Ids of these people by legacy id, and how many are new: not here by that nor by their address."""
    by_legacy_id = dict(
        Customer.objects.filter(legacy_id__in=[each.legacy_id for each in customers])
        .exclude(legacy_id="")
        .values_list("legacy_id", "id")
    )
    addresses = [each.email.lower() for each in customers if each.email]
    by_address = dict(
        Customer.objects.annotate(address=Lower("email"))
        .filter(address__in=addresses)
        .values_list("address", "id")
    )
    found = {
        each.legacy_id: by_legacy_id.get(each.legacy_id) or by_address.get(each.email.lower())
        for each in customers
    }
    new = [each for each in customers if found[each.legacy_id] is None]
    added = Customer.objects.bulk_create(
        [
            Customer(
                name=each.name, email=each.email, phone=each.phone, notes=each.notes, legacy_id=each.legacy_id
            )
            for each in new
        ],
        batch_size=BATCH,
    )
    ids = {key: known for key, known in found.items() if known is not None}
    return ids | {customer.legacy_id: customer.pk for customer in added}, len(added)


@service
def import_bookings(
    *, bookings: Sequence[ImportedBooking], now: datetime, progress: Callable[[int], None]
) -> dict[str, list[int | str | None]]:
    """Add bookings of another system, none of which may be here already.

    A placed one whose room somebody here has then is added all the same, unplaced. Returns those, by legacy
    id, with what they clash with (legacy id, else reference; blocks by their reason). `progress` is told how
    many are written. Raises Busy.
    """
    room_ids = sorted({booking.room_id for booking in bookings})
    with occupying(*room_ids, now=now):
        taken = _taken_by_room(room_ids, bookings)
        lost = {
            booking.legacy_id: clashes
            for booking in bookings
            if booking.placed and (clashes := _clashes(booking.span, taken[booking.room_id]))
        }
        references = _new_references(len(bookings))
        rows = [
            _row(booking, lost.get(booking.legacy_id), reference)
            for booking, reference in zip(bookings, references, strict=True)
        ]
        for start in range(0, len(rows), BATCH):
            Occupancy.objects.bulk_create(rows[start : start + BATCH])
            progress(min(start + BATCH, len(rows)))
    return lost


@service
def import_booking(*, booking: ImportedBooking, now: datetime) -> Occupancy:
    """Add one booking of another system, where its room is free; nobody is told.

    Raises SlotTaken, TurnoverTooShort for one that is near, what the plan has no room for, Busy.
    """
    with occupying(booking.room_id, now=now):
        row = _row(booking, None, new_reference())
        row.save(force_insert=True)
    return row


def _taken_by_room(room_ids: list[int], bookings: Sequence[ImportedBooking]) -> dict[int, list[Occupancy]]:
    """Who of those already here has one of the rooms while any of `bookings` wants it."""
    taken: dict[int, list[Occupancy]] = defaultdict(list)
    if not bookings:
        return taken
    rows = Occupancy.objects.occupying().filter(
        room_id__in=room_ids,
        hold_from__lt=max(booking.span.end for booking in bookings),
        hold_until__gt=min(booking.span.start for booking in bookings),
    )
    for row in rows.order_by("starts_at", "id"):
        taken[row.room_id].append(row)
    return taken


def _clashes(span: Interval, taken: list[Occupancy]) -> list[int | str | None]:
    # What the three exclusion constraints would refuse: an imported booking keeps no turnover of its own,
    # those here do towards it.
    return [
        row.legacy_id or row.reference or row.reason
        for row in taken
        if (span.start < row.ends_at and row.starts_at < span.end)
        or (
            row.kind == Kind.BOOKING
            and (
                (span.start < row.hold_until and row.starts_at < span.end)
                or (span.start < row.ends_at and row.hold_from < span.end)
            )
        )
    ]


def _new_references(count: int) -> list[str]:
    """That many references nobody here has."""
    references: dict[str, None] = {}
    while len(references) < count:
        tried = {new_reference() for _ in range(count - len(references))}
        known = set(Occupancy.objects.filter(reference__in=tried).values_list("reference", flat=True))
        references.update(dict.fromkeys(tried - known))
    return list(references)


def _row(booking: ImportedBooking, lost: list[int | str | None] | None, reference: str) -> Occupancy:
    # Only what occupies can be kept from its room; the rest is placed, as its constraint never asks.
    is_placed = booking.status not in OCCUPYING or (booking.placed and not lost)
    row = Occupancy(
        kind=Kind.BOOKING,
        reference=reference,
        room_id=booking.room_id,
        customer_id=booking.customer_id,
        guest_name=booking.guest_name,
        starts_at=booking.span.start,
        ends_at=booking.span.end,
        hold_from=booking.span.start,
        hold_until=booking.span.end,
        status=booking.status,
        placed=is_placed,
        clashes_with=lost or list(booking.clashes_with),
        party_size=booking.party_size,
        source=Source.IMPORT,
        total_minor=booking.total_minor,
        currency=booking.currency,
        note=booking.note,
        staff_note=booking.staff_note,
        cancelled_at=booking.cancelled_at,
        legacy_id=booking.legacy_id,
    )
    if booking.created_at is not None:
        row.created_at = booking.created_at
    return row
