"""One row of a list of bookings as a booking of Boom, or what is wrong with it, field by field."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TypeVar

from django.utils.translation import gettext

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status
from bookings.domain.tables import cell
from bookings.domain.written import NotRead, Reading, read_length
from bookings.models import Room, Venue
from bookings.models.occupancy import LONGEST_LENGTH
from bookings.selectors.customer_rows import read_email, read_name, read_phone
from boom.core.money import Money, NotAnAmount
from boom.core.spreadsheets import as_typed

MOST_PEOPLE, LONGEST_NOTE = 10_000, 2000
FIRST, LAST = datetime(2000, 1, 1, tzinfo=UTC), datetime(2101, 1, 1, tzinfo=UTC)
DAY = timedelta(days=1)
Read = TypeVar("Read")

# What other systems call what became of a booking; letters only.
STATUSES: Mapping[str, Status] = {
    **dict.fromkeys(
        ("confirmed", "booked", "paid", "accepted", "active", "approved", "reserved", "upcoming", "new",
         "deposit paid", "checked in", "arrived", "seated", "bestätigt"),
        Status.CONFIRMED,
    ),
    **dict.fromkeys(("pending", "tentative", "requested", "unconfirmed", "provisional"), Status.PENDING),
    **dict.fromkeys(
        ("completed", "complete", "done", "finished", "checked out", "fulfilled", "past"), Status.COMPLETED
    ),
    **dict.fromkeys(("no show", "noshow", "did not attend", "missed"), Status.NO_SHOW),
    **dict.fromkeys(
        ("cancelled", "canceled", "void", "deleted", "declined", "rejected", "refunded", "storniert",
         "expired"),
        Status.CANCELLED,
    ),
}  # fmt: skip
OVER = frozenset({Status.COMPLETED, Status.NO_SHOW})


@dataclass(slots=True)
class WantedBooking:
    """A row read: what it says of a booking. `key` is what it is known again by; `says` the fields it has."""

    key: str = ""
    reference: str = ""
    room_id: int | None = None
    span: Interval | None = None
    status: Status = Status.CONFIRMED
    name: str = ""
    email: str = ""
    phone: str = ""
    people: int | None = None
    total_minor: int | None = None
    note: str = ""
    staff_note: str = ""
    says: frozenset[str] = frozenset()
    problems: list[dict[str, str]] = field(default_factory=list)


class RoomsHere:
    """The rooms of a venue by what a list may call them: their name, or the other system's number."""

    def __init__(self, venue: Venue) -> None:
        self.ids: dict[str, set[int]] = defaultdict(set)
        for room in Room.objects.filter(venue=venue):
            self.ids[plain(room.name)].add(room.pk)
            if room.legacy_id:
                self.ids[plain(room.legacy_id)].add(room.pk)

    def called(self, typed: str) -> int:
        """The one room called that. Raises ValueError with what is wrong."""
        found = self.ids.get(plain(typed), set())
        if not found:
            raise ValueError(gettext("There is no room called “%(name)s”.") % {"name": typed[:60]})
        if len(found) > 1:
            raise ValueError(gettext("Several rooms are called “%(name)s”.") % {"name": typed[:60]})
        return next(iter(found))


@dataclass(frozen=True, slots=True)
class BookingRows:
    """How the rows of one list are read."""

    venue: Venue
    rooms: RoomsHere
    reading: Reading
    # Where a row names no room.
    room_id: int | None
    mapping: Mapping[str, int]
    country: str
    now: datetime

    def read(self, row: Sequence[str]) -> WantedBooking:
        """Read one row. Every problem is named with its field."""
        typed = {name: as_typed(cell(row, place)) for name, place in self.mapping.items()}
        found = WantedBooking(says=frozenset(typed))
        found.room_id = self._read(found, "room", lambda: self._room(typed))
        found.span = self._read(found, "starts", lambda: self._span(typed))
        found.status = self._read(found, "status", lambda: self._status(typed, found.span)) or found.status
        found.name = self._read(found, "name", lambda: _name(typed)) or ""
        found.email = self._read(found, "email", lambda: read_email(typed.get("email", ""))) or ""
        phone = self._read(found, "phone", lambda: read_phone(typed.get("phone", ""), self.country))
        found.phone = phone or ""
        found.people = self._read(found, "people", lambda: _people(typed))
        found.total_minor = self._read(found, "total", lambda: self._total(typed))
        found.note = self._read(found, "note", lambda: _short(typed.get("note", ""))) or ""
        found.staff_note = self._read(found, "staff_note", lambda: _short(typed.get("staff_note", ""))) or ""
        found.reference = typed.get("legacy_id", "")
        found.key = self._key(typed, found)
        return found

    def _read(self, found: WantedBooking, name: str, read: Callable[[], Read]) -> Read | None:
        try:
            return read()
        except ValueError as problem:
            found.problems.append({"field": name, "words": str(problem)})
            return None

    def _room(self, typed: Mapping[str, str]) -> int:
        if typed.get("room"):
            return self.rooms.called(typed["room"])
        if self.room_id is None:
            raise ValueError(gettext("It names no room."))
        return self.room_id

    def _span(self, typed: Mapping[str, str]) -> Interval:
        start = self._moment(typed, "starts", "start_time")
        if start is None:
            raise NotRead(gettext("It does not say when it starts."))
        if typed.get("minutes") and not (typed.get("ends") or typed.get("end_time")):
            end: datetime | None = start + read_length(typed["minutes"])
        else:
            end = self._moment(typed, "ends", "end_time", after=start)
        if end is None:
            raise NotRead(gettext("It does not say when it ends, or how long it is."))
        if not start < end:
            raise NotRead(gettext("It ends before it starts."))
        if end - start > LONGEST_LENGTH or not FIRST <= start < LAST:
            raise NotRead(gettext("It lies too far away, or lasts more than a year."))
        return Interval(start.astimezone(UTC), end.astimezone(UTC))

    def _moment(
        self, typed: Mapping[str, str], whole: str, alone: str, *, after: datetime | None = None
    ) -> datetime | None:
        """From a cell with day and time, or a time beside the column of the day; one that ends, after it."""
        written, clock = typed.get(whole, ""), typed.get(alone, "")
        if written:
            try:
                day = self.reading.day(written)
            except NotRead:
                # A time alone, as the day has a column of its own.
                if not typed.get("day"):
                    raise
                clock = written
            else:
                if not clock or self.reading.has_time(written):
                    return self.reading.moment(written)
                return self.reading.instant(day, self.reading.clock(clock))
        if not clock:
            return None
        wall = self.reading.clock(clock)
        if after is not None and not typed.get("day"):
            day = after.astimezone(self.reading.zone).date()
        elif typed.get("day"):
            day = self.reading.day(typed["day"])
        else:
            raise NotRead(gettext("It has a time and no day."))
        at = self.reading.instant(day, wall)
        # A night that ends past midnight.
        return self.reading.instant(day + DAY, wall) if after is not None and at <= after else at

    def _status(self, typed: Mapping[str, str], span: Interval | None) -> Status:
        said = plain(typed.get("status", "")).replace("-", " ").replace("_", " ")
        is_over = span is not None and span.end <= self.now
        if not said:
            return Status.COMPLETED if is_over else Status.CONFIRMED
        status = STATUSES.get(said)
        if status is None:
            raise ValueError(
                gettext("“%(typed)s” is no status that is known here.") % {"typed": typed["status"][:40]}
            )
        if status is Status.CONFIRMED and is_over:
            return Status.COMPLETED
        if status is Status.PENDING and is_over:
            return Status.CANCELLED
        if status in OVER and not is_over:
            raise ValueError(gettext("It is said to be over, and is still to come."))
        return status

    def _total(self, typed: Mapping[str, str]) -> int | None:
        written = typed.get("total", "")
        if not written:
            return None
        currency = typed.get("currency", "").upper()
        if currency and currency != self.venue.currency:
            words = gettext("Prices are in %(here)s here, and this one is in %(there)s.")
            raise ValueError(words % {"here": self.venue.currency, "there": currency[:10]})
        return read_price(written, self.reading, self.venue.currency)

    def _key(self, typed: Mapping[str, str], found: WantedBooking) -> str:
        """The other system's number, or one made of the content; a digest, so that nobody stands in it."""
        seed = f"number:{typed['legacy_id']}" if typed.get("legacy_id") else ""
        if not seed and found.span is not None:
            who = (plain(found.name), found.email, found.phone)
            when = (found.span.start.isoformat(), found.span.end.isoformat())
            seed = "|".join((str(found.room_id), *when, *who))
        return f"list-{hashlib.sha256(seed.encode()).hexdigest()[:40]}"


def read_price(written: str, reading: Reading, currency: str) -> int:
    """An amount in major units as minor ones. Raises ValueError with what is wrong."""
    amount = reading.amount(written)
    if amount < 0:
        raise ValueError(gettext("A price is not below zero."))
    try:
        return Money.parse(amount, currency).minor
    except NotAnAmount as error:
        raise ValueError(str(error)) from error


def plain(words: str) -> str:
    """Without case and further spaces, as two names are held against each other."""
    return " ".join(words.split()).casefold()


def _name(typed: Mapping[str, str]) -> str:
    whole = typed.get("name") or f"{typed.get('first_name', '')} {typed.get('last_name', '')}"
    return read_name(whole) if whole.strip() else ""


def _people(typed: Mapping[str, str]) -> int | None:
    written = typed.get("people", "").strip()
    if not written:
        return None
    if not written.isdecimal() or not 1 <= int(written[:6]) <= MOST_PEOPLE:
        raise ValueError(gettext("“%(typed)s” is no number of people.") % {"typed": written[:40]})
    return int(written)


def _short(text: str) -> str:
    if len(text) > LONGEST_NOTE:
        raise ValueError(gettext("At most %(count)s characters.") % {"count": LONGEST_NOTE})
    return text


def cells_of(rows: Sequence[Sequence[str]], mapping: Mapping[str, int], names: Sequence[str]) -> list[str]:
    """What stands in these columns of a whole list, where the file has them."""
    places = [mapping[name] for name in names if name in mapping]
    return [as_typed(cell(row, place)) for row in rows for place in places]
