"""A booking as a calendar file (RFC 5545), for whoever holds its link and for mails.

The UID stays the same for as long as the booking lives, SEQUENCE rises with every change, so that calendars
replace the entry they have; a cancelled booking is sent as CANCEL and disappears (RFC 5546).
"""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext
from icalendar import Calendar, Event, vCalAddress, vText

from bookings.domain.lifecycle import Status
from bookings.domain.reference import shown
from bookings.models import Booking

PRODUCT = "-//Boom//Bookings//EN"
CONTENT_TYPE = "text/calendar; charset=utf-8"
GONE = frozenset({Status.CANCELLED, Status.EXPIRED})


def uid(booking: Booking, *, host: str) -> str:
    """The entry's name for good. `host` is the business's own under the platform, which never moves."""
    return f"{booking.reference}@{host}"


def calendar_file(booking: Booking, *, host: str, now: datetime, attendee: str = "") -> bytes:
    """The file's bytes. Needs the booking's room and venue; holds no link, as people share such files.

    With an `attendee`, the address it is mailed to, it is a request (RFC 5546, 3.2.2): mail programs enter
    it by themselves and replace what they have.
    """
    room, venue = booking.room, booking.room.venue
    is_cancelled = booking.status in GONE
    event = Event()
    event.add("uid", uid(booking, host=host))
    event.add("sequence", booking.calendar_sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", booking.starts_at.astimezone(UTC))
    event.add("dtend", booking.ends_at.astimezone(UTC))
    event.add("summary", gettext("%(room)s at %(venue)s") % {"room": room.name, "venue": venue.name})
    event.add("location", ", ".join(part for part in (venue.name, venue.address) if part))
    event.add("description", _description(booking))
    # Nobody has said yes to a request yet.
    agreed = "TENTATIVE" if booking.status == Status.PENDING else "CONFIRMED"
    event.add("status", "CANCELLED" if is_cancelled else agreed)
    # Whoever has booked is busy then; a cancelled entry is not.
    event.add("transp", "TRANSPARENT" if is_cancelled else "OPAQUE")
    organizer = vCalAddress(f"mailto:{venue.email or f'bookings@{host}'}")
    organizer.params["CN"] = vText(venue.name)
    event.add("organizer", organizer)
    if attendee:
        guest = vCalAddress(f"mailto:{attendee}")
        guest.params["PARTSTAT"] = vText("ACCEPTED")
        event.add("attendee", guest)

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method_of(booking, attendee=attendee))
    calendar.add_component(event)
    return calendar.to_ical()


def method_of(booking: Booking, *, attendee: str = "") -> str:
    """What the file asks of a calendar: CANCEL, REQUEST (mailed to somebody), or PUBLISH."""
    if booking.status in GONE:
        return "CANCEL"
    return "REQUEST" if attendee else "PUBLISH"


def file_name(booking: Booking) -> str:
    """What a download is called: "booking-ABC-D2F.ics"."""
    return f"booking-{shown(booking.reference)}.ics"


def _description(booking: Booking) -> str:
    lines = [gettext("Reference %(reference)s") % {"reference": shown(booking.reference)}]
    if booking.party_size:
        lines.append(gettext("%(count)s people") % {"count": booking.party_size})
    if booking.room.venue.phone:
        lines.append(booking.room.venue.phone)
    return "\n".join(lines)
