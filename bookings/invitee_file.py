"""A visit as a calendar file for somebody who was asked along: when, where and which room, and no more."""

from __future__ import annotations

from datetime import datetime

from icalendar import Calendar

from bookings.calendar_file import PRODUCT, event_of
from bookings.models import Invitee
from bookings.selectors.groups import GONE


def invitee_file(invitee: Invitee, *, host: str, now: datetime) -> tuple[bytes, str]:
    """The file's bytes and its method (RFC 5546): PUBLISH, or CANCEL for a visit that is called off.

    Its name is the invitation's own and not the booking's reference, by which staff find a booking. Needs
    the booking's room and venue.
    """
    booking = invitee.booking
    method = "CANCEL" if booking.status in GONE else "PUBLISH"
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    calendar.add_component(
        event_of(
            [booking],
            name=f"invitation-{invitee.token_hash[:32]}@{host}",
            host=host,
            now=now,
            sequence=booking.calendar_sequence,
            description=booking.room.venue.phone,
        )
    )
    return calendar.to_ical(), method
