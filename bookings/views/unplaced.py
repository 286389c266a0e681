"""Deciding what becomes of bookings that were brought over and clash: another place, or they stay
cancelled.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from accounts.venue_scope import may_see_room
from audit.offers import undo_offer
from bookings.checks.words import title
from bookings.domain.interval import Interval
from bookings.models import Booking, Occupancy
from bookings.selectors.unplaced import Conflict, conflicts, unplaced
from bookings.services.bookings import move_booking
from bookings.services.repairs import keep_cancelled
from bookings.views.drawer import booking_called
from boom.access import staff
from boom.core import clock, text
from boom.core.errors import DomainError, Invalid, NotFound

SEE = "bookings.change_setup"


@dataclass(frozen=True, slots=True)
class Choice:
    """A free room and time: what the button says and sends."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Shown:
    """One that waits: what it is called, whom it clashes with, where else it fits."""

    booking: Booking
    title: str
    others: list[tuple[Occupancy, str]]
    choices: list[Choice]


@require_GET
@staff(SEE)
def waiting(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    theirs = [each for each in conflicts(now=now) if _is_theirs(each.booking)]
    count = sum(_is_theirs(row) for row in unplaced())
    context = {"shown": [_shown(each) for each in theirs], "count": count}
    return render(request, "bookings/unplaced.html", context)


def _is_theirs(booking: Booking) -> bool:
    return may_see_room(booking.room_id, booking.room.venue_id)


def _shown(conflict: Conflict) -> Shown:
    venue = conflict.booking.room.venue
    choices = []
    for offer in conflict.offers:
        start, end = (datetime.fromisoformat(offer[name]) for name in ("starts_at", "ends_at"))
        when = text.span(start, end, venue.zone, twelve_hours=venue.clock_format == "12")
        value = f"{offer['room_id']} {start.isoformat()} {end.isoformat()}"
        choices.append(Choice(f"{offer['room']}, {when}", value))
    others = [(other, title(other)) for other in conflict.others]
    return Shown(conflict.booking, title(conflict.booking), others, choices)


@require_POST
@staff(SEE)
def place(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Give it the room and time chosen. Its guest is not told: nobody knows whether they still mean to
    come.
    """
    booking_called(booking_id)
    room_id, span = _chosen(request.POST.get("place", ""))
    return _decide(
        request,
        lambda: move_booking(
            booking_id=booking_id,
            room_id=room_id,
            span=span,
            version=_version(request),
            now=clock.now(),
            tell_customer=False,
        ),
        _("It has its place."),
    )


@require_POST
@staff(SEE)
def keep(request: HttpRequest, booking_id: int) -> HttpResponse:
    """It stays on record, cancelled."""
    return _decide(
        request,
        lambda: keep_cancelled(booking_id=booking_id, version=_version(request), now=clock.now()),
        _("It is cancelled."),
    )


def _decide(request: HttpRequest, change: Callable[[], object], said: str) -> HttpResponse:
    try:
        change()
    except NotFound:
        raise
    except DomainError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, said, extra_tags=undo_offer())
    return redirect("dashboard:unplaced")


def _chosen(typed: str) -> tuple[int, Interval]:
    """Room and span of a choice. Raises Invalid."""
    try:
        room, start, end = typed.split(" ")
        if not room.isdecimal() or len(room) > 18:
            raise ValueError(room)
        return int(room), Interval(datetime.fromisoformat(start), datetime.fromisoformat(end))
    except (ValueError, OverflowError, TypeError) as error:
        raise Invalid(_("Choose where it goes.")) from error


def _version(request: HttpRequest) -> int:
    typed = request.POST.get("version", "")
    return int(typed) if typed.isdecimal() and len(typed) < 10 else 0
