"""The night sheet: everybody who is expected on a business night, in words, for paper at the front desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from operator import attrgetter

from django.utils.translation import gettext

from bookings.domain.lifecycle import Status
from bookings.domain.opening import Night
from bookings.domain.paying import Standing
from bookings.domain.reference import shown
from bookings.models import Occupancy
from bookings.models.occupancy import Kind
from bookings.selectors.door_codes import codes_of
from bookings.selectors.setup import Setup
from bookings.takings import standings_of
from boom.core import text
from boom.core.money import Money

# Whoever comes, is there, was there or never came, and what is closed off. Not a checkout under way.
ON_SHEET = (
    Status.PENDING,
    Status.CONFIRMED,
    Status.CHECKED_IN,
    Status.COMPLETED,
    Status.NO_SHOW,
    Status.BLOCKED,
)
# Whom nobody will ask for money tonight.
OWES_NOTHING = frozenset({Status.NO_SHOW, Status.BLOCKED})
BY_TIME, BY_ROOM = "time", "room"


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A booking or block on the sheet, all in words; `due` is what is still to be paid in money."""

    id: int
    time: str
    room: str
    name: str
    reference: str
    phone: str
    party: int | None
    status: str
    notes: tuple[str, ...]
    due: Money | None


@dataclass(frozen=True, slots=True)
class SheetPart:
    """Lines under one title: a room's, or, by time, all under an empty one."""

    title: str
    lines: Sequence[SheetLine]


@dataclass(frozen=True, slots=True)
class NightSheet:
    """A business night on paper."""

    night: Night
    parts: Sequence[SheetPart]
    bookings: int
    people: int
    due: Money


def night_sheet(setup: Setup, day: date, *, order: str = BY_TIME, with_codes: bool = False) -> NightSheet:
    """A night's sheet, by time or by room. Few queries, whatever is booked. Raises NoSuchDay.

    A night's bookings are those that begin in it, as in the list of bookings. `with_codes`: those for doors.
    """
    night = setup.night(day)
    rows = list(
        Occupancy.objects.visible()
        .filter(
            room__venue_id=setup.venue.pk,
            status__in=ON_SHEET,
            is_example=False,
            starts_at__gte=night.span.start,
            starts_at__lt=night.span.end,
        )
        .select_related("room", "customer")
        .prefetch_related("booked_add_ons__add_on")
        .order_by("starts_at", "id")
    )
    with_codes = with_codes and any(room.code_digits for room in setup.rooms)
    codes = codes_of(row.pk for row in rows) if with_codes else {}
    standings = standings_of(row.pk for row in rows if row.kind == Kind.BOOKING)
    due = _due(rows, standings)
    sold = [row for row in rows if row.kind == Kind.BOOKING and row.status != Status.NO_SHOW]
    return NightSheet(
        night=night,
        parts=_parts(rows, setup, order, codes, due),
        bookings=len(sold),
        people=sum(row.party_size or 0 for row in sold),
        due=Money.total(filter(None, due.values()), setup.venue.currency),
    )


def _due(rows: Iterable[Occupancy], standings: Mapping[int, Standing]) -> dict[int, Money | None]:
    """What of each row's price is still to be paid; None where nothing was asked, or nothing will be.

    What is booked together is paid together: the first of it on the sheet says it for all.
    """
    found: dict[int, Money | None] = {}
    said: set[str] = set()
    for row in rows:
        standing = standings.get(row.pk)
        owes = row.status not in OWES_NOTHING and bool(row.total_minor) and row.group_reference not in said
        found[row.pk] = standing.due if standing is not None and owes else None
        if owes and row.group_reference:
            said.add(row.group_reference)
    return found


def _parts(
    rows: Iterable[Occupancy],
    setup: Setup,
    order: str,
    codes: Mapping[int, str],
    due: Mapping[int, Money | None],
) -> list[SheetPart]:
    if order != BY_ROOM:
        lines = [_line(row, setup, codes, due) for row in rows]
        return [SheetPart("", lines)] if lines else []
    by_room: dict[str, list[SheetLine]] = {}
    in_order = {room.pk: number for number, room in enumerate(setup.rooms)}
    for row in sorted(rows, key=lambda row: (not row.placed, in_order.get(row.room_id, len(in_order)))):
        by_room.setdefault(_room(row), []).append(_line(row, setup, codes, due))
    return [SheetPart(room, lines) for room, lines in by_room.items()]


def _line(
    row: Occupancy, setup: Setup, codes: Mapping[int, str], due: Mapping[int, Money | None]
) -> SheetLine:
    venue = setup.venue
    span = text.span(row.starts_at, row.ends_at, venue.zone, twelve_hours=venue.clock_format == "12")
    return SheetLine(
        id=row.pk,
        time=span,
        room=_room(row),
        name=row.title,
        reference=shown(row.reference) if row.reference else "",
        phone=text.phone(row.customer.phone) if row.customer and row.customer.phone else "",
        party=row.party_size,
        status=row.status,
        notes=tuple(_notes(row, codes.get(row.pk, ""))),
        due=due[row.pk],
    )


def _room(row: Occupancy) -> str:
    return row.room.name if row.placed else gettext("No room yet")


def _notes(row: Occupancy, code: str) -> Iterable[str]:
    """What whoever stands at the door has to know, in the order one reads it."""
    if code:
        yield gettext("Code for the door: %(code)s") % {"code": code}
    if row.late_minutes and row.status == Status.CONFIRMED:
        yield gettext("Says they are %(minutes)s min late") % {"minutes": row.late_minutes}
    booked = sorted(row.booked_add_ons.all(), key=attrgetter("add_on.name"))
    extras = ", ".join(f"{each.quantity} × {each.add_on.name}" for each in booked)
    if extras:
        yield gettext("Extras: %(extras)s") % {"extras": extras}
    if row.note:
        yield row.note
    if row.staff_note:
        yield gettext("Staff: %(note)s") % {"note": row.staff_note}
