"""Whatever is busy in a calendar of somebody else's is blocked here, as long as it says so, and never over a
booking.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.conf import LazySettings

from audit.models import AuditEvent
from bookings.domain.interval import Interval
from bookings.models import Block, Booking, Room, Venue
from bookings.services.blocks import block_room
from boom.core.models import OutboxMessage
from boom.core.providers.outbound import AddressRefused
from integrations.calendar_reading import MOST_EVENTS, read_calendar
from integrations.errors import CalendarUnreadable
from integrations.external_reading import read_external
from integrations.models import CalendarConflict, ExternalCalendar
from integrations.services.external import EVERY, Applied, add_calendar, claim, read_soon, remove_calendar
from integrations.tasks import read_calendars_of_business
from tenants.models import Business
from tests.conftest import HostClient
from tests.factories import make_booking, make_room
from tests.receivers import Receiver, receiving

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
HOME = "/dashboard/integrations/other-calendars/"


def ical(*events: str) -> bytes:
    parts = "".join(
        f"BEGIN:VEVENT\r\nUID:{number}@else.example\r\nDTSTAMP:20261101T000000Z\r\n{event}\r\nEND:VEVENT\r\n"
        for number, event in enumerate(events)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Else//EN\r\n{parts}END:VCALENDAR\r\n".encode()


def timed(start: datetime, end: datetime, *more: str) -> str:
    return "\r\n".join([f"DTSTART:{start:%Y%m%dT%H%M%SZ}", f"DTEND:{end:%Y%m%dT%H%M%SZ}", *more])


def busy_in(raw: bytes, now: datetime, zone: str = "Europe/London") -> list[Interval]:
    within = Interval(now, now + 60 * DAY)
    return read_calendar(raw, within=within, zone=ZoneInfo(zone), own_host="velvet.localhost").busy


# ---- what is read ------------------------------------------------------------------------------------


def test_overlapping_events_are_one_stretch(now: datetime):
    raw = ical(
        timed(now + HOUR, now + 3 * HOUR),
        timed(now + 2 * HOUR, now + 4 * HOUR),
        timed(now + 4 * HOUR, now + 5 * HOUR),
    )

    assert busy_in(raw, now) == [Interval(now + HOUR, now + 5 * HOUR)]


def test_what_keeps_nobody_busy_is_left_out(now: datetime):
    span = (now + HOUR, now + 2 * HOUR)
    ours = timed(*span).replace("DTSTART", "X-A:1\r\nDTSTART")
    raw = ical(
        timed(*span, "TRANSP:TRANSPARENT"),
        timed(*span, "STATUS:CANCELLED"),
        timed(now - 3 * DAY, now - 2 * DAY),
        ours,
    )

    assert busy_in(raw.replace(b"UID:3@else.example", b"UID:C4D7KX@velvet.localhost"), now) == []


def test_events_that_repeat_are_laid_out_over_a_clock_change():
    """Every day at ten in London, from before the clocks go back to after."""
    now = datetime(2026, 10, 24, 0, 0, tzinfo=UTC)
    raw = ical("DTSTART;TZID=Europe/London:20261024T100000\r\nDTEND;TZID=Europe/London:20261024T110000\r\n"
               "RRULE:FREQ=DAILY;COUNT=4\r\nEXDATE;TZID=Europe/London:20261026T100000")  # fmt: skip

    starts = [stretch.start for stretch in busy_in(raw, now)]

    assert starts == [
        datetime(2026, 10, 24, 9, tzinfo=UTC),
        datetime(2026, 10, 25, 10, tzinfo=UTC),
        datetime(2026, 10, 27, 10, tzinfo=UTC),
    ]


def test_one_night_of_a_series_that_was_moved_is_where_it_was_moved_to(now: datetime):
    at = now + HOUR
    series = timed(at, at + HOUR, "RRULE:FREQ=WEEKLY;COUNT=2")
    moved = timed(at + 8 * DAY, at + 8 * DAY + HOUR, f"RECURRENCE-ID:{at + 7 * DAY:%Y%m%dT%H%M%SZ}")
    raw = ical(series, moved).replace(b"UID:1@", b"UID:0@")

    assert [stretch.start for stretch in busy_in(raw, now)] == [at, at + 8 * DAY]


def test_a_whole_day_is_from_midnight_to_midnight_on_the_venues_clock(now: datetime):
    raw = ical(
        "DTSTART;VALUE=DATE:20261124\r\nDTEND;VALUE=DATE:20261126",
        "DTSTART:20261130T200000\r\nDURATION:PT90M",
    )

    days, floating = busy_in(raw, now, "America/New_York")

    assert days == Interval(datetime(2026, 11, 24, 5, tzinfo=UTC), datetime(2026, 11, 26, 5, tzinfo=UTC))
    assert floating == Interval(
        datetime(2026, 12, 1, 1, tzinfo=UTC), datetime(2026, 12, 1, 2, 30, tzinfo=UTC)
    )


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"<html>not found</html>",
        b"\xff\xfe\x00",
        b"BEGIN:VCALENDAR\r\n",
        b"BEGIN:VEVENT\r\nEND:VEVENT\r\n",
    ],
)
def test_what_is_no_calendar_says_so(raw: bytes, now: datetime):
    with pytest.raises(CalendarUnreadable):
        busy_in(raw, now)


@pytest.mark.parametrize(
    "rule",
    ["FREQ=SECONDLY", "FREQ=MINUTELY;INTERVAL=1", "FREQ=DAILY;BYSECOND=0,1,2,3", "FREQ=DAILY;INTERVAL=0"],
)
def test_what_repeats_without_measure_is_left_out_and_said(rule: str, now: datetime):
    reading = read_calendar(
        ical(timed(now + HOUR, now + 2 * HOUR, f"RRULE:{rule}"), timed(now + DAY, now + DAY + HOUR)),
        within=Interval(now, now + 60 * DAY),
        zone=UTC,
        own_host="x",
    )

    assert [stretch.start for stretch in reading.busy] == [now + DAY]
    assert reading.left_out == ["an event that repeats more often than daily"]


def test_what_takes_longer_to_work_out_than_there_is_time_is_refused(now: datetime):
    never = timed(now, now + HOUR, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30")

    with pytest.raises(CalendarUnreadable, match="too long"):
        read_calendar(ical(never), within=Interval(now, now + DAY), zone=UTC, own_host="x", longest_s=0.0)


def test_more_events_than_anybody_has_are_refused(now: datetime):
    with pytest.raises(CalendarUnreadable, match="more than"):
        busy_in(ical(*[timed(now, now + HOUR)] * (MOST_EVENTS + 1)), now)


# ---- what comes of it --------------------------------------------------------------------------------


@pytest.fixture
def receiver(settings: LazySettings) -> Iterator[Receiver]:
    settings.OUTBOUND_ALLOWS_LOOPBACK = True
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def room(business: Business) -> Room:
    Booking.objects.all().delete()
    return make_room(Venue.objects.get(), name="Echo")


@pytest.fixture
def calendar(receiver: Receiver, room: Room, now: datetime) -> ExternalCalendar:
    return add_calendar(room_id=room.pk, name="Peerspace", url=f"{receiver.url}/1.ics", now=now)


def read(calendar: ExternalCalendar, business: Business, at: datetime) -> Applied | None:
    read_soon(calendar_id=calendar.pk, now=at)
    return read_external(calendar.pk, business, now=at)


def standing() -> list[Interval]:
    return [block.span for block in Block.objects.filter(status="blocked").order_by("starts_at")]


def test_what_is_busy_there_is_blocked_here_and_opened_when_it_goes(
    calendar: ExternalCalendar, receiver: Receiver, business: Business, now: datetime
):
    first, second = Interval(now + HOUR, now + 2 * HOUR), Interval(now + DAY, now + DAY + HOUR)
    receiver.body = ical(timed(first.start, first.end), timed(second.start, second.end))
    assert read(calendar, business, now) == Applied(blocked=2, opened=0, conflicts=0)
    assert standing() == [first, second]

    assert read(calendar, business, now) == Applied(blocked=0, opened=0, conflicts=0)
    receiver.body = ical(timed(second.start, second.end))
    assert read(calendar, business, now) == Applied(blocked=0, opened=1, conflicts=0)

    assert standing() == [second]
    told = AuditEvent.objects.filter(table="bookings_occupancy").order_by("id")
    assert {
        (event.actor_kind, event.actor_label) for event in told if (event.new or {}).get("kind") == "block"
    } == {("system", "Calendar Peerspace")}


def test_a_booking_stands_and_the_clash_is_told_once(
    calendar: ExternalCalendar, receiver: Receiver, room: Room, business: Business, now: datetime
):
    booking = make_booking(room=room, starts_at=now + 2 * HOUR)
    receiver.body = ical(timed(now + HOUR, now + 4 * HOUR))

    assert read(calendar, business, now) == Applied(blocked=2, opened=0, conflicts=1)
    read(calendar, business, now)

    assert standing() == [Interval(now + HOUR, now + 2 * HOUR), Interval(now + 3 * HOUR, now + 4 * HOUR)]
    clash = CalendarConflict.objects.get()
    assert (clash.booking_id, clash.starts_at, clash.ends_at) == (booking.pk, now + 2 * HOUR, now + 3 * HOUR)
    assert OutboxMessage.objects.filter(kind="calendar.conflict").count() == 1

    Booking.objects.update(status="cancelled")
    assert read(calendar, business, now) == Applied(blocked=1, opened=2, conflicts=0)
    assert standing() == [Interval(now + HOUR, now + 4 * HOUR)]
    assert not CalendarConflict.objects.exists()


def test_blocks_of_staff_are_left_alone(
    calendar: ExternalCalendar, receiver: Receiver, room: Room, business: Business, now: datetime
):
    own = block_room(room_id=room.pk, span=Interval(now + HOUR, now + 2 * HOUR), reason="Paint", now=now)
    receiver.body = ical(timed(now + HOUR, now + 2 * HOUR))
    assert read(calendar, business, now) == Applied(blocked=0, opened=0, conflicts=0)
    receiver.body = ical()
    read(calendar, business, now)

    assert Block.objects.get(status="blocked").pk == own.pk


def test_a_calendar_that_cannot_be_read_leaves_things_as_they_were_and_says_why(
    calendar: ExternalCalendar,
    receiver: Receiver,
    business: Business,
    owner_client: HostClient,
    now: datetime,
):
    receiver.body = ical(timed(now + HOUR, now + 2 * HOUR))
    read(calendar, business, now)
    receiver.status = 500

    assert read(calendar, business, now) is None
    assert len(standing()) == 1
    found = ExternalCalendar.objects.get()
    assert "500" in found.last_error
    assert now + timedelta(minutes=13) < found.next_read_at < now + timedelta(minutes=17)

    ExternalCalendar.objects.update(failing_since=now - 2 * DAY)
    assert "Peerspace" in owner_client.get("/dashboard/attention/").content.decode()


def test_a_calendar_that_a_worker_died_of_says_so_and_is_not_tried_at_once(
    calendar: ExternalCalendar, business: Business, now: datetime
):
    claim(calendar_id=calendar.pk, now=now)

    while_it_may_live = claim(calendar_id=calendar.pk, now=now + timedelta(minutes=1))
    after = claim(calendar_id=calendar.pk, now=now + EVERY)
    calendar.refresh_from_db()

    assert while_it_may_live is None
    assert after is not None
    assert (calendar.last_error, calendar.next_read_at) == (
        "Reading it took too long, or broke off.", now + 2 * EVERY,
    )  # fmt: skip


def test_a_page_that_is_none_or_leads_elsewhere_is_no_calendar(
    calendar: ExternalCalendar, receiver: Receiver, business: Business, now: datetime
):
    receiver.status, receiver.headers = 302, {"Location": f"{receiver.url}/internal"}
    assert read(calendar, business, now) is None
    receiver.status, receiver.headers, receiver.body = 200, {}, b"x" * (1024 * 1024 + 1)
    assert read(calendar, business, now) is None

    assert "larger than" in ExternalCalendar.objects.get().last_error
    assert "/internal" not in [call.path for call in receiver.calls]


def test_what_is_due_is_read_by_the_clock(
    calendar: ExternalCalendar, receiver: Receiver, business: Business, now: datetime
):
    receiver.body = ical(timed(now + HOUR, now + 2 * HOUR))

    assert read_calendars_of_business.run() == 1
    assert read_calendars_of_business.run() == 0

    assert len(standing()) == 1


def test_removed_it_opens_what_it_had_blocked(
    calendar: ExternalCalendar, receiver: Receiver, business: Business, now: datetime
):
    receiver.body = ical(timed(now + HOUR, now + 2 * HOUR))
    read(calendar, business, now)

    assert remove_calendar(calendar_id=calendar.pk, now=now) == 1
    assert standing() == []


def test_an_address_inside_is_refused(room: Room, now: datetime):
    with pytest.raises(AddressRefused):
        add_calendar(room_id=room.pk, name="Inside", url="https://10.0.0.1/x.ics", now=now)


def test_a_calendar_is_entered_read_and_removed_on_its_page(
    room: Room, business: Business, owner_client: HostClient, now: datetime
):
    typed = {"room": room.pk, "name": "Peerspace", "url": "webcal://calendars.example.com/1.ics"}
    assert owner_client.post(HOME, typed).status_code == 302
    found = ExternalCalendar.objects.get()
    make_booking(room=room, starts_at=now + HOUR, guest_name="Ann Clash")
    CalendarConflict.objects.create(
        calendar=found, booking_id=Booking.objects.get().pk, starts_at=now, ends_at=now + HOUR, found_at=now
    )

    page = owner_client.get(HOME).content.decode()
    refused = owner_client.post(HOME, {**typed, "url": "http://calendars.example.com/1.ics"})

    assert found.url == "https://calendars.example.com/1.ics"
    assert "Peerspace" in page
    assert "Ann Clash" in page
    assert (refused.status_code, 'id="id_url_error"' in refused.content.decode()) == (422, True)
    assert owner_client.post(f"{HOME}{found.pk}/read/").status_code == 302
    assert owner_client.post(f"{HOME}{found.pk}/remove/").status_code == 302
    assert not ExternalCalendar.objects.standing().exists()
