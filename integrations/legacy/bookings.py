"""Plans the bookings of a legacy file: which can be taken, and which of them hold their room (R2 to R5)."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from integrations.legacy.cells import as_stamp, as_whole, filled, row_key, storable
from integrations.legacy.customers import Contact, read_contact
from integrations.legacy.findings import Clash, Findings, LegacyId
from integrations.legacy.money import NoAmount, read_amount
from integrations.legacy.rooms import MOST_PEOPLE, PlannedRoom
from integrations.legacy.source import Row
from integrations.legacy.times import Moment, Oddity, TimeUnusable, read_moment
from integrations.legacy.words import typed_text


class Status(StrEnum):
    """The old app's statuses, as all its releases together had them."""

    CONFIRMED = "confirmed"
    PENDING = "pending"
    COMPLETED = "completed"
    CANCELLED = "cancelled"
    NO_SHOW = "no_show"


# The longest stretch the bookings table takes (its constraint occupancy_length_bounded).
LONGEST = timedelta(days=366)
# Not in the old database proper; some releases had it under one of these names.
PARTY_COLUMNS = ("party_size", "partySize")
HOLDING = frozenset({Status.CONFIRMED, Status.PENDING, Status.COMPLETED})

_SPELLINGS = {
    **{status.value: status for status in Status},
    "canceled": Status.CANCELLED,
    "noshow": Status.NO_SHOW,
}


@dataclass(frozen=True, slots=True)
class PlannedBooking:
    """A booking to be. Times are UTC, half-open; `total_minor` is None where the file had no usable price.

    `is_placed` says it holds its room; `clashes_with` are the placed bookings that keep it from that.
    """

    key: str
    id: LegacyId
    room_key: str
    contact: Contact
    starts_at: datetime
    ends_at: datetime
    status: Status
    note: str
    total_minor: int | None
    party_size: int | None
    is_placed: bool
    clashes_with: tuple[LegacyId, ...]
    created_at: datetime | None
    updated_at: datetime | None
    extra: dict[str, str]


@dataclass(frozen=True, slots=True)
class Setting:
    """What bookings are read against: the planned rooms by key, why other rooms are not among them, the
    business's zone, currency and country (for telephone numbers).
    """

    rooms: Mapping[str, PlannedRoom]
    rooms_left_out: Mapping[str, str]
    zone: ZoneInfo
    currency: str
    country: str


def plan_bookings(rows: Iterable[Row], setting: Setting, findings: Findings) -> tuple[PlannedBooking, ...]:
    """The importable bookings in rising order of id; all others are rejected with their reason."""
    read = (_booking(row, setting, findings) for row in rows)
    return _placed([booking for booking in read if booking is not None], setting.rooms, findings)


def read_status(text: str | None) -> Status | None:
    """The status however it is spelled and spaced, None when unknown; missing text is CONFIRMED (R4)."""
    if text is None:
        return Status.CONFIRMED
    return _SPELLINGS.get(re.sub(r"[\s_-]+", "_", text.strip().casefold()))


def _booking(row: Row, setting: Setting, findings: Findings) -> PlannedBooking | None:
    room = setting.rooms.get(_room_key(row))
    if room is None:
        why = setting.rooms_left_out.get(_room_key(row), "is not in the file")
        findings.reject(row, "unknown-room", f"its room {filled(row['room_id'])} {why}")
        return None
    try:
        start = _moment(row, "start_time", setting.zone)
        end = _moment(row, "end_time", setting.zone)
    except TimeUnusable as error:
        findings.reject(row, error.code, error.reason)
        return None
    if end.at <= start.at:
        findings.reject(
            row, "end-not-after-start", f"its end ({end.typed}) is not after its start ({start.typed})"
        )
        return None
    if end.at - start.at > LONGEST:
        days = (end.at - start.at).days
        findings.reject(
            row, "longer-than-a-year", f"lasts {days} days; no booking can be longer than {LONGEST.days}"
        )
        return None
    status = read_status(filled(row["status"]))
    if status is None:
        findings.reject(
            row, "unknown-status", f"its status {storable(str(filled(row['status']))[:60])!r} is unknown"
        )
        return None
    if filled(row["status"]) is None:
        findings.warn("bookings", row.id, "no-status", "has no status; taken as confirmed")
    party_size = _party_size(row)
    _report_oddity(row, "start", start, findings)
    _report_oddity(row, "end", end, findings)
    return PlannedBooking(
        key=str(row.key),
        id=row.id,
        room_key=room.key,
        contact=read_contact(row, setting.country, findings),
        starts_at=start.at,
        ends_at=end.at,
        status=status,
        note=typed_text(row, "notes", findings),
        total_minor=_total(row, setting.currency, findings),
        party_size=party_size,
        is_placed=False,
        clashes_with=(),
        created_at=as_stamp(row["created_at"]),
        updated_at=as_stamp(row["updated_at"]),
        extra={
            column: text
            for column, text in row.extra().items()
            if party_size is None or column not in PARTY_COLUMNS
        },
    )


def _room_key(row: Row) -> str:
    return row_key(row["room_id"]) or ""


def _moment(row: Row, column: str, zone: ZoneInfo) -> Moment:
    try:
        return read_moment(row[column], zone)
    except TimeUnusable as error:
        raise TimeUnusable(error.code, f"its {column.replace('_', ' ')} {error.reason}") from error


def _report_oddity(row: Row, edge: str, moment: Moment, findings: Findings) -> None:
    match moment.oddity:
        case Oddity.REPEATED:
            said = "lies in an hour that the clock repeats; the first of the two is taken"
        case Oddity.SKIPPED:
            said = "lies in an hour that the clock skips; moved forward by as much as the clock skips"
        case Oddity.MILLISECONDS:
            said = "is a number; taken as milliseconds since 1970"
        case None:
            return
    findings.warn("bookings", row.id, moment.oddity, f"{edge} {moment.typed} {said}")


def _total(row: Row, currency: str, findings: Findings) -> int | None:
    amount = read_amount(row["total_price"], currency)
    if not isinstance(amount, NoAmount):
        return amount
    if amount is NoAmount.MISSING:
        findings.warn("bookings", row.id, amount, "has no price; left empty")
    else:
        shown = storable(str(filled(row["total_price"]))[:60])
        findings.warn("bookings", row.id, amount, f"its price {shown!r} cannot be used; left empty")
    return None


def _party_size(row: Row) -> int | None:
    for column in PARTY_COLUMNS:
        people = as_whole(row[column])
        if people is not None and 1 <= people <= MOST_PEOPLE:
            return people
    return None


@dataclass(frozen=True, slots=True, order=True)
class _Taken:
    starts_at: datetime
    ends_at: datetime
    index: int


def _placed(
    bookings: list[PlannedBooking], rooms: Mapping[str, PlannedRoom], findings: Findings
) -> tuple[PlannedBooking, ...]:
    """Give each room to the lowest id first; whoever overlaps is kept beside it without the room (R3)."""
    taken: dict[str, list[_Taken]] = defaultdict(list)
    planned: list[PlannedBooking] = []
    for index, booking in enumerate(bookings):
        if booking.status not in HOLDING:
            planned.append(booking)
            continue
        clashes = _overlapping(taken[booking.room_key], booking)
        if clashes:
            with_ids = tuple(bookings[clash].id for clash in sorted(clashes))
            planned.append(replace(booking, clashes_with=with_ids))
            named = ", ".join(str(other) for other in with_ids)
            findings.conflicts.append(
                Clash(
                    booking.id, with_ids, f"{rooms[booking.room_key].name} is taken then by booking {named}"
                )
            )
        else:
            insort(taken[booking.room_key], _Taken(booking.starts_at, booking.ends_at, index))
            planned.append(replace(booking, is_placed=True))
    return tuple(planned)


def _overlapping(taken: list[_Taken], booking: PlannedBooking) -> list[int]:
    """Indexes of what stands in the way; `taken` is sorted and free of overlaps, so its ends rise as well."""
    clashes = []
    for position in range(bisect_left(taken, booking.ends_at, key=_start) - 1, -1, -1):
        if taken[position].ends_at <= booking.starts_at:
            break
        clashes.append(taken[position].index)
    return clashes


def _start(taken: _Taken) -> datetime:
    return taken.starts_at
