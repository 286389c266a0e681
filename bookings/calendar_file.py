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
from bookings.selectors.groups import GONE, by_time, parts_of

PRODUCT = "-//Boom//Bookings//EN"
CONTENT_TYPE = "text/calendar; charset=utf-8"


def uid(booking: Booking, *, host: str) -> str:
    """The entry's name for good. `host` is the business's own under the platform, which never moves."""
    return f"{booking.reference}@{host}"


def calendar_file(booking: Booking, *, host: str, now: datetime, attendee: str = "") -> bytes:
    """The file's bytes: one event, or of several that were booked together one for each time.

    Needs the booking's room and venue; holds no link, as people share such files. With an `attendee`, the
    address it is mailed to, a single event is a request (RFC 5546, 3.2.2): mail programs enter it by
    themselves and replace what they have. Several are published: a request has but one.
    """
    visits = _visits(booking)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", _method(visits, attendee=attendee))
    # Moving one away from another changes both entries: what any change raises, raises all.
    sequence = sum(part.calendar_sequence for visit in visits for part in visit)
    for visit in visits:
        name = uid(visit[0], host=host)
        event = event_of(
            visit, name=name, host=host, now=now, sequence=sequence, description=_description(visit)
        )
        if attendee and len(visits) == 1:
            guest = vCalAddress(f"mailto:{attendee}")
            guest.params["PARTSTAT"] = vText("ACCEPTED")
            event.add("attendee", guest)
        calendar.add_component(event)
    return calendar.to_ical()


def method_of(booking: Booking, *, attendee: str = "") -> str:
    """What the file asks of a calendar: CANCEL, REQUEST (mailed to somebody), or PUBLISH."""
    return _method(_visits(booking), attendee=attendee)


def _visits(booking: Booking) -> list[list[Booking]]:
    """What was booked together, by time; the booking as it was passed in is among it."""
    if not booking.group_reference:
        return [[booking]]
    return by_time(booking if part.pk == booking.pk else part for part in parts_of(booking.pk))


def _method(visits: list[list[Booking]], *, attendee: str) -> str:
    if all(part.status in GONE for visit in visits for part in visit):
        return "CANCEL" if len(visits) == 1 else "PUBLISH"
    return "REQUEST" if attendee and len(visits) == 1 else "PUBLISH"


def event_of(
    visit: list[Booking], *, name: str, host: str, now: datetime, sequence: int, description: str
) -> Event:
    """One entry for the rooms somebody has at one time, called `name` (its UID) for good."""
    booking, venue = visit[0], visit[0].room.venue
    rooms = ", ".join(part.room.name for part in visit)
    is_cancelled = booking.status in GONE
    event = Event()
    event.add("uid", name)
    event.add("sequence", sequence)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", booking.starts_at.astimezone(UTC))
    event.add("dtend", booking.ends_at.astimezone(UTC))
    event.add("summary", gettext("%(room)s at %(venue)s") % {"room": rooms, "venue": venue.name})
    event.add("location", ", ".join(part for part in (venue.name, venue.address) if part))
    event.add("description", description)
    # Nobody has said yes to a request yet.
    agreed = "TENTATIVE" if any(part.status == Status.PENDING for part in visit) else "CONFIRMED"
    event.add("status", "CANCELLED" if is_cancelled else agreed)
    # Whoever has booked is busy then; a cancelled entry is not.
    event.add("transp", "TRANSPARENT" if is_cancelled else "OPAQUE")
    organizer = vCalAddress(f"mailto:{venue.email or f'bookings@{host}'}")
    organizer.params["CN"] = vText(venue.name)
    event.add("organizer", organizer)
    return event


def file_name(booking: Booking) -> str:
    """What a download is called: "booking-ABC-D2F.ics"."""
    return f"booking-{shown(booking.reference)}.ics"


def _description(visit: list[Booking]) -> str:
    booking = visit[0]
    references = ", ".join(shown(part.reference) for part in visit)
    lines = [gettext("Reference %(reference)s") % {"reference": references}]
    people = sum(part.party_size or 0 for part in visit)
    if people:
        lines.append(gettext("%(count)s people") % {"count": people})
    if booking.room.venue.phone:
        lines.append(booking.room.venue.phone)
    return "\n".join(lines)
