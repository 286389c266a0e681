"""What Boom writes has the names that the companies document, and their examples are read.

Google: developers.google.com/workspace/calendar/api/v3/reference/events. Microsoft: the resource `event` and
the delta query of a calendar view, learn.microsoft.com/graph.
"""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bookings.domain.interval import Interval
from bookings.models import Room
from integrations.models import LinkedCalendar
from integrations.providers import google, microsoft
from integrations.providers.base import Change
from integrations.services.sync_events import note_bookings
from standins.calendars.books import Books
from tests.factories import make_booking
from tests.integrations.sync.conftest import HOUR, Relay, there

LONDON = ZoneInfo("Europe/London")
GOOGLE = """
    kind etag id status htmlLink created updated summary description location colorId creator
    organizer start end endTimeUnspecified recurrence recurringEventId originalStartTime
    transparency visibility iCalUID sequence attendees attendeesOmitted extendedProperties
    hangoutLink conferenceData gadget anyoneCanAddSelf guestsCanInviteOthers guestsCanModify
    guestsCanSeeOtherGuests privateCopy locked reminders source workingLocationProperties
    outOfOfficeProperties focusTimeProperties attachments birthdayProperties eventType
"""
MICROSOFT = """
    allowNewTimeProposals attendees body bodyPreview categories changeKey createdDateTime end
    hasAttachments hideAttendees iCalUId id importance isAllDay isCancelled isDraft isOnlineMeeting
    isOrganizer isReminderOn lastModifiedDateTime location locations onlineMeeting
    onlineMeetingProvider onlineMeetingUrl organizer originalEndTimeZone originalStart
    originalStartTimeZone recurrence reminderMinutesBeforeStart responseRequested responseStatus
    sensitivity seriesMasterId showAs start subject transactionId type uid webLink
    singleValueExtendedProperties
"""
DOCUMENTED = {"google": set(GOOGLE.split()), "microsoft": set(MICROSOFT.split())}
TIMES = {"google": {"dateTime", "date", "timeZone"}, "microsoft": {"dateTime", "timeZone"}}


def test_what_is_written_has_documented_names(
    *, books: Books, linked: LinkedCalendar, room: Room, relay: Relay, now: datetime
):
    note_bookings(booking_ids=[make_booking(room=room, starts_at=now + HOUR).pk], now=now)
    assert relay() == []

    (body,) = there(books, linked)

    company = linked.account.company
    assert set(body) <= DOCUMENTED[company]
    assert set(body["start"]) <= TIMES[company]
    assert set(body["end"]) <= TIMES[company]


def test_what_google_shows_as_an_example_is_read():
    row = {
        "kind": "calendar#event", "etag": '"3181161784712000"', "id": "4eahs9ghkhrvkld72hogu9ph3e6",
        "status": "confirmed", "htmlLink": "https://www.google.com/calendar/event?eid=x",
        "created": "2020-05-25T15:17:02.000Z", "updated": "2020-05-27T09:28:12.356Z",
        "creator": {"email": "a@example.com", "self": True},
        "organizer": {"email": "a@example.com", "self": True}, "eventType": "default",
        "start": {"dateTime": "2026-07-28T09:00:00-07:00", "timeZone": "America/Los_Angeles"},
        "end": {"dateTime": "2026-07-28T17:00:00-07:00", "timeZone": "America/Los_Angeles"},
        "iCalUID": "4eahs9@google.com", "sequence": 0, "reminders": {"useDefault": True},
    }  # fmt: skip

    read, gone = google._change(row, LONDON), google._change({"id": "x", "status": "cancelled"}, LONDON)

    span = Interval(datetime(2026, 7, 28, 16, tzinfo=UTC), datetime(2026, 7, 29, tzinfo=UTC))
    assert (read.id, read.span, read.is_busy) == (row["id"], span, True)
    assert gone.is_gone


def test_what_microsoft_shows_as_an_example_is_read():
    row = {
        "@odata.type": "#microsoft.graph.event", "@odata.etag": 'W/"EZ9r3czxY0m2jz8c45czkwAAFXcvIg=="',
        "subject": "Plan shopping list", "bodyPreview": "", "isAllDay": False, "isCancelled": False,
        "sensitivity": "normal", "isOrganizer": True, "showAs": "busy", "type": "singleInstance",
        "responseStatus": {"response": "organizer", "time": "0001-01-01T00:00:00Z"},
        "start": {"dateTime": "2026-12-09T20:30:00.0000000", "timeZone": "UTC"},
        "end": {"dateTime": "2026-12-09T22:00:00.0000000", "timeZone": "UTC"},
        "id": "AAMkADk0MGFkODE3LWE4MmYtNDRhOS04OGQxLTkyMGY3ZmM0ZTA0MABGAAAAAAA=",
    }  # fmt: skip

    read = microsoft._change(row, LONDON)
    gone = microsoft._change({"@removed": {"reason": "deleted"}, "id": "AAMk"}, LONDON)

    span = Interval(datetime(2026, 12, 9, 20, 30, tzinfo=UTC), datetime(2026, 12, 9, 22, tzinfo=UTC))
    assert read == Change(str(row["id"]), span)
    assert gone.is_gone
