"""What is busy in a calendar at Google or Outlook is blocked here; told are changes alone, or all anew."""

from __future__ import annotations

from datetime import datetime

import pytest

from bookings.domain.interval import Interval
from bookings.models import Block, Room
from integrations.external_reading import read_external
from integrations.models import CalendarConflict, ExternalCalendar, LinkedCalendar, RemoteEvent
from integrations.services.external import Applied, read_soon
from integrations.services.sync_accounts import disconnect_account
from integrations.services.sync_events import note_bookings
from integrations.tasks import read_calendars_of_business
from standins.calendars.books import Books
from tenants.models import Business
from tests.factories import make_booking
from tests.integrations.sync.conftest import DAY, HOUR, Relay, add_there


def read(linked: LinkedCalendar, business: Business, at: datetime) -> Applied | None:
    read_soon(calendar_id=linked.calendar_id, now=at)
    return read_external(linked.calendar_id, business, now=at)


def standing() -> list[Interval]:
    return [block.span for block in Block.objects.filter(status="blocked").order_by("starts_at")]


def readings(books: Books) -> int:
    return len(
        [path for method, path in books.calls if method == "GET" and path.endswith(("/events", "/delta"))]
    )


def test_what_is_busy_there_is_blocked_and_opened_by_what_changed(
    books: Books, linked: LinkedCalendar, business: Business, now: datetime
):
    first = add_there(books, linked, now + HOUR, now + 2 * HOUR)
    add_there(books, linked, now + 2 * HOUR, now + 3 * HOUR)
    add_there(books, linked, now + 500 * DAY, now + 500 * DAY + HOUR)
    assert read(linked, business, now) == Applied(blocked=1, opened=0, conflicts=0)
    assert standing() == [Interval(now + HOUR, now + 3 * HOUR)]

    company = linked.account.company
    books.put(company, linked.remote_id, first, {}, is_gone=True)
    assert read(linked, business, now) == Applied(blocked=1, opened=1, conflicts=0)

    assert standing() == [Interval(now + 2 * HOUR, now + 3 * HOUR)]
    assert (readings(books), RemoteEvent.objects.count()) == (2, 1)


def test_many_pages_are_read(books: Books, linked: LinkedCalendar, business: Business, now: datetime):
    for number in range(401):
        add_there(books, linked, now + number * DAY / 2, now + number * DAY / 2 + HOUR)

    applied = read(linked, business, now)

    assert applied is not None
    assert (applied.blocked, RemoteEvent.objects.count()) == (401, 401)


@pytest.mark.parametrize("company", ["google"])
def test_what_keeps_nobody_busy_at_google_is_left_out(
    books: Books, linked: LinkedCalendar, business: Business, now: datetime
):
    add_there(books, linked, now + HOUR, now + 2 * HOUR, transparency="transparent")
    add_there(books, linked, now + 3 * HOUR, now + 4 * HOUR, eventType="workingLocation")
    declined = [{"self": True, "responseStatus": "declined"}]
    add_there(books, linked, now + 5 * HOUR, now + 6 * HOUR, attendees=declined)
    key = add_there(books, linked, now + 7 * HOUR, now + 8 * HOUR)
    days = {"start": {"date": "2026-11-24"}, "end": {"date": "2026-11-25"}}
    books.put("google", linked.remote_id, key, days)

    read(linked, business, now)

    assert [(span.start.isoformat(), span.end - span.start) for span in standing()] == [
        ("2026-11-24T00:00:00+00:00", DAY)
    ]


@pytest.mark.parametrize("company", ["microsoft"])
def test_nights_of_a_series_that_is_free_at_outlook_are_left_out(
    books: Books, linked: LinkedCalendar, business: Business, now: datetime
):
    add_there(books, linked, now + HOUR, now + 2 * HOUR, showAs="free")
    master = add_there(books, linked, now + DAY, now + DAY + HOUR, type="seriesMaster", showAs="free")
    add_there(books, linked, now + DAY, now + DAY + HOUR, type="occurrence", seriesMasterId=master)
    busy = add_there(books, linked, now + 2 * DAY, now + 2 * DAY + HOUR, type="seriesMaster")
    add_there(books, linked, now + 2 * DAY, now + 2 * DAY + HOUR, type="occurrence", seriesMasterId=busy)

    read(linked, business, now)

    assert standing() == [Interval(now + 2 * DAY, now + 2 * DAY + HOUR)]


def test_our_own_bookings_never_come_back_as_blocks(
    *, books: Books, linked: LinkedCalendar, room: Room, business: Business, relay: Relay, now: datetime
):
    booking = make_booking(room=room, starts_at=now + HOUR)
    note_bookings(booking_ids=[booking.pk], now=now)
    relay()
    lost = make_booking(room=room, starts_at=now + 6 * HOUR)
    note_bookings(booking_ids=[lost.pk], now=now)
    books.fail("POST", status=503, after_effect=True)
    relay()

    assert read(linked, business, now) == Applied(blocked=0, opened=0, conflicts=0)
    assert not RemoteEvent.objects.exists()


def test_a_booking_stands_and_the_clash_is_shown(
    *, books: Books, linked: LinkedCalendar, room: Room, business: Business, owner_client, now: datetime
):
    make_booking(room=room, starts_at=now + 2 * HOUR, guest_name="Ann Clash")
    add_there(books, linked, now + HOUR, now + 4 * HOUR)

    assert read(linked, business, now) == Applied(blocked=2, opened=0, conflicts=1)
    assert CalendarConflict.objects.count() == 1
    assert "Ann Clash" in owner_client.get("/dashboard/integrations/sync/").content.decode()


def test_when_changes_are_told_no_more_all_is_read_anew(
    books: Books, linked: LinkedCalendar, business: Business, now: datetime
):
    gone = add_there(books, linked, now + HOUR, now + 2 * HOUR)
    read(linked, business, now)
    books.put(linked.account.company, linked.remote_id, gone, {}, is_gone=True)
    add_there(books, linked, now + 5 * HOUR, now + 6 * HOUR)
    books.forget_changes()

    assert read(linked, business, now) == Applied(blocked=1, opened=1, conflicts=0)
    assert standing() == [Interval(now + 5 * HOUR, now + 6 * HOUR)]


def test_once_a_day_all_is_read_so_that_the_end_moves_along(
    books: Books, linked: LinkedCalendar, business: Business, now: datetime
):
    read(linked, business, now)
    add_there(books, linked, now + 400 * DAY + HOUR, now + 400 * DAY + 2 * HOUR)
    assert read(linked, business, now + HOUR) == Applied(blocked=0, opened=0, conflicts=0)

    assert read(linked, business, now + 2 * DAY) == Applied(blocked=1, opened=0, conflicts=0)


def test_a_reading_that_fails_leaves_things_as_they_were_and_says_why(
    books: Books, linked: LinkedCalendar, business: Business, owner_client, now: datetime
):
    add_there(books, linked, now + HOUR, now + 2 * HOUR)
    read(linked, business, now)
    books.fail("GET", status=500)

    assert read(linked, business, now) is None
    assert len(standing()) == 1
    assert "asked to come back later" in owner_client.get("/dashboard/integrations/sync/").content.decode()


def test_it_is_read_by_the_clock(books: Books, linked: LinkedCalendar, business: Business, now: datetime):
    add_there(books, linked, now + HOUR, now + 2 * HOUR)

    assert (read_calendars_of_business.run(), read_calendars_of_business.run()) == (1, 0)
    assert len(standing()) == 1


def test_left_it_opens_what_it_had_blocked_and_is_not_read_again(
    books: Books, linked: LinkedCalendar, business: Business, now: datetime
):
    add_there(books, linked, now + HOUR, now + 2 * HOUR)
    read(linked, business, now)

    assert disconnect_account(account_id=linked.account_id, clears=False, now=now) == 1
    assert standing() == []
    assert not ExternalCalendar.objects.standing().exists()
