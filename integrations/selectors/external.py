"""Calendars of others, for pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from bookings.models import Booking
from integrations.models import CalendarConflict, ExternalCalendar

MOST_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Conflict:
    """A booking where a calendar is busy, too."""

    calendar: ExternalCalendar
    booking: Booking
    starts_at: datetime
    ends_at: datetime


def calendars_of(venue_id: int) -> list[ExternalCalendar]:
    """A venue's calendars of others that are read by their address, by room."""
    found = ExternalCalendar.objects.standing().filter(room__venue_id=venue_id, linked=None)
    return list(found.select_related("room__venue").order_by("room__order", "room_id", "id"))


def conflicts(*, venue_id: int | None = None) -> list[Conflict]:
    """Where both want the room, the next first; of one venue, or of all. At most MOST_SHOWN. Two queries."""
    rows = CalendarConflict.objects.filter(calendar__removed_at=None).select_related("calendar")
    if venue_id is not None:
        rows = rows.filter(calendar__room__venue_id=venue_id)
    found = list(rows.order_by("starts_at", "id")[:MOST_SHOWN])
    bookings: Mapping[int, Booking] = (
        Booking.objects.visible()
        .select_related("customer", "room__venue")
        .in_bulk([each.booking_id for each in found])
    )
    return [
        Conflict(each.calendar, bookings[each.booking_id], each.starts_at, each.ends_at)
        for each in found
        if each.booking_id in bookings
    ]


def failing_calendars(*, now: datetime) -> list[ExternalCalendar]:
    """Those that could not be read for a day."""
    found = ExternalCalendar.objects.standing().exclude(failing_since=None).order_by("failing_since", "id")
    return [each for each in found.select_related("room", "linked") if each.is_failing_long(now)]
