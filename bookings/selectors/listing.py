"""Finding bookings: by name, phone, e-mail or reference, by status, room and time."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext

from bookings.domain.lifecycle import LIVE, Status
from bookings.domain.reference import NotAReference, parse, shown
from bookings.models import Booking, Customer, FieldSubject, Occupancy
from bookings.selectors.fields import Answered, answered
from bookings.selectors.setup import Setup
from boom.core import text
from boom.core.money import Money

PAGE = 50
# Nobody turns two hundred pages; counting a million rows for the line below the table would cost a second.
MOST_COUNTED = 10_000
# More people than that share no name; their bookings would not fit a page either.
MOST_CUSTOMERS = 500
FEWEST_DIGITS = 4
DAY = timedelta(days=1)

# What the list shows when no status is chosen: whoever is expected, is there or was.
USUAL = (LIVE - {Status.HELD}) | {Status.COMPLETED, Status.NO_SHOW}
UNPLACED = "unplaced"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which bookings: search text, a status (or UNPLACED), a room, a time ("upcoming", "tonight", "week",
    "past", "all" or a date), and whether the latest come first. Empty ones do not narrow.
    """

    q: str = ""
    status: str = ""
    room_id: int | None = None
    when: str = ""
    day: date | None = None

    @property
    def time(self) -> str:
        """The time that counts: a search looks everywhere unless told otherwise."""
        return self.when or ("all" if self.q else "upcoming")

    @property
    def latest_first(self) -> bool:
        return self.time in {"past", "all"}


@dataclass(frozen=True, slots=True)
class Line:
    """A booking as the table shows it."""

    id: int
    name: str
    reference: str
    when: str
    room: str
    party: str
    status: str
    total: str
    is_placed: bool
    answers: list[Answered]


class FewerCounted(Paginator):  # type: ignore[type-arg]
    """Counts no further than MOST_COUNTED."""

    @cached_property
    def count(self) -> int:
        found = self.object_list[:MOST_COUNTED]
        assert isinstance(found, QuerySet)
        return found.count()


def bookings_page(setup: Setup, wanted: Wanted, *, now: datetime, number: Any = 1) -> Page[Any]:
    """A page of lines for the table. Few queries, the same number for any page."""
    found = in_order(setup, wanted, now=now).select_related("room", "customer")
    page = FewerCounted(found, PAGE).get_page(number)
    page.object_list = [line_of(booking, setup) for booking in page.object_list]
    return page


def in_order(setup: Setup, wanted: Wanted, *, now: datetime) -> QuerySet[Booking]:
    """The bookings of a venue that match, as the list has them."""
    order = ("-starts_at", "-id") if wanted.latest_first else ("starts_at", "id")
    return matching(setup, wanted, now=now).order_by(*order)


def matching(setup: Setup, wanted: Wanted, *, now: datetime) -> QuerySet[Booking]:
    """The bookings of a venue that match."""
    found: QuerySet[Booking] = Booking.objects.visible().filter(room__venue_id=setup.venue.pk)
    found = _in_status(found, wanted.status)
    if wanted.room_id is not None:
        found = found.filter(room_id=wanted.room_id)
    found = _at_time(found, setup, wanted, now)
    return found.filter(about(wanted.q)) if wanted.q else found


def to_confirm(setup: Setup, *, now: datetime) -> int:
    """How many bookings that have not begun wait for a yes."""
    upcoming = Booking.objects.visible().filter(
        room__venue_id=setup.venue.pk, status=Status.PENDING, starts_at__gte=now
    )
    return upcoming.order_by().count()


def line_of(booking: Occupancy, setup: Setup) -> Line:
    """A booking in words."""
    venue = setup.venue
    total = ""
    if booking.total_minor is not None and booking.currency:
        total = text.price(Money(booking.total_minor, booking.currency))
    begins = text.clock(booking.starts_at, venue.zone, twelve_hours=venue.clock_format == "12")
    return Line(
        id=booking.pk,
        name=booking.title,
        reference=shown(booking.reference) if booking.reference else "",
        when=f"{text.day(booking.starts_at, venue.zone, locale=venue.locale)}, {begins}",
        room=booking.room.name if booking.placed else gettext("No room yet"),
        party=str(booking.party_size or ""),
        status=booking.status,
        total=total,
        is_placed=booking.placed,
        answers=answered(booking.answers, venue, FieldSubject.BOOKING),
    )


def _in_status(found: QuerySet[Booking], status: str) -> QuerySet[Booking]:
    if status == UNPLACED:
        return found.filter(placed=False, status__in=LIVE)
    return found.filter(status=status) if status else found.filter(status__in=USUAL)


def _at_time(found: QuerySet[Booking], setup: Setup, wanted: Wanted, now: datetime) -> QuerySet[Booking]:
    today = setup.hours.business_day(now)
    if wanted.day is not None:
        span = setup.night(wanted.day).span
        return found.filter(starts_at__gte=span.start, starts_at__lt=span.end)
    tonight = setup.night(today).span
    match wanted.time:
        case "tonight":
            return found.filter(starts_at__gte=tonight.start, starts_at__lt=tonight.end)
        case "week":
            return found.filter(starts_at__gte=tonight.start, starts_at__lt=tonight.start + 7 * DAY)
        case "past":
            return found.filter(starts_at__lt=tonight.start)
        case "all":
            return found
        case _:
            return found.filter(starts_at__gte=tonight.start)


def about(typed: str, *, by_name_only: bool = False) -> Q:
    """Whose name, address or number holds what was typed, or whose reference it is. `by_name_only` leaves
    addresses and numbers out, for who may not see them.
    """
    people = Q(name__icontains=typed)
    if not by_name_only:
        people |= Q(email__icontains=typed)
    digits = re.sub(r"\D", "", typed).lstrip("0")
    if len(digits) >= FEWEST_DIGITS and not by_name_only:
        people |= Q(phone__contains=digits)
    customers = Customer.objects.filter(people).order_by().values_list("id", flat=True)[:MOST_CUSTOMERS]
    whose = Q(customer_id__in=list(customers)) | Q(guest_name__icontains=typed)
    try:
        return whose | Q(reference=parse(typed))
    except NotAReference:
        return whose
