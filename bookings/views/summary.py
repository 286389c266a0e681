"""A booking's summary as a PDF: for whoever holds its link, and for staff."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from accounts.venue_scope import may_see_room
from audit.services.accesses import note_export
from bookings.errors import BookingUnknown
from bookings.models import Booking, Occupancy
from bookings.models.occupancy import Kind
from bookings.selectors.groups import own_parts_of, parts_of
from bookings.summary import is_unfinished
from bookings.summary_file import file_name, sheet_of, summary_file
from bookings.views.capability import capability
from bookings.views.drawer import booking_called
from boom.access import staff
from boom.core import clock


@capability
@require_GET
def by_link(request: HttpRequest, token: str, booking: Booking) -> HttpResponse:
    """The booking with every line of its price, to keep or to hand in."""
    if is_unfinished(booking):
        return redirect("public:details", token)
    parts = own_parts_of(booking.pk) if booking.group_reference else []
    return _pdf(booking, parts, now=clock.now())


@require_GET
@staff("bookings.view_calendar")
def for_staff(request: HttpRequest, booking_id: int) -> HttpResponse:
    """The same for the desk. It names a guest, so taking it out is noted."""
    booking = booking_called(booking_id)
    if booking.kind != Kind.BOOKING or booking.is_example or is_unfinished(booking):
        raise BookingUnknown
    note_export(table="bookings_occupancy", count=1)
    parts = parts_of(booking.pk) if booking.group_reference else []
    theirs = [part for part in parts if may_see_room(part.room_id, part.room.venue_id)]
    return _pdf(booking, theirs, now=clock.now())


def _pdf(booking: Occupancy, parts: list[Booking], *, now: datetime) -> HttpResponse:
    """The sheet of a booking with those of its group that whoever asks may see; none where it is in none."""
    content = summary_file(sheet_of(booking, parts, now=now), language=get_language() or "en")
    return HttpResponse(
        content,
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{file_name(booking)}"',
            "Cache-Control": "no-store",
        },
    )
