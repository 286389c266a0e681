"""What customers read: the venue's words and times, a link that works, an entry for their calendar."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from icalendar import Calendar

from bookings.models import Booking
from bookings.services.links import booking_of_link
from notifications.letters import greeting_name, night_in_words, when_in_words, write_letter
from tenants.models import Business
from tests.factories import at, make_booking, make_customer, make_room, make_venue


@pytest.fixture
def booking(business: Business) -> Booking:
    venue = make_venue(
        name="Echo & Co", address="1 Old Street", email="hello@echo.example", phone="020 7946 0000"
    )
    return make_booking(
        room=make_room(venue, name="Ruby"),
        starts_at=at("2026-11-27 22:15"),
        minutes=150,
        reference="C4DH7X",
        customer=make_customer(name="Ann Smith", email="ann@example.com"),
        party_size=6,
        total_minor=18000,
    )


def test_a_confirmation_says_everything_once(booking: Booking, business: Business, now: datetime):
    letter = write_letter("booking.confirmed", booking, business, now=now)

    without_link = re.sub(r"/booked/[\w-]{43}/", "/booked/TOKEN/", letter.text)
    assert letter.subject == "You’re booked at Echo & Co: Friday 27 November 2026, 22:15 to 00:45 (Saturday)"
    assert without_link == (
        "Hello Ann Smith,\n"
        "\n"
        "Your booking at Echo & Co is confirmed. We look forward to seeing you.\n"
        "\n"
        "Reference: C4D-H7X\n"
        "When: Friday 27 November 2026, 22:15 to 00:45 (Saturday)\n"
        "Room: Ruby\n"
        "People: 6\n"
        "Price: £180.00\n"
        "Where: 1 Old Street\n"
        "\n"
        "You can change or cancel it yourself until Thursday 26 November 2026, 22:15:\n"
        f"http://{business.host}:8000/booked/TOKEN/\n"
        "\n"
        "Questions? Answer this mail or call Echo & Co: 020 7946 0000\n"
        "\n"
        "Echo & Co\n"
        f"http://{business.host}:8000/\n"
    )


def test_its_link_opens_the_booking(booking: Booking, business: Business, now: datetime):
    letter = write_letter("booking.confirmed", booking, business, now=now)

    (token,) = set(re.findall(r"/booked/([\w-]+)/", letter.text + letter.html))
    assert booking_of_link(token, now=now) == booking


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("booking.created", "You’re booked at"),
        ("booking.moved", "has changed"),
        ("booking.cancelled", "is cancelled"),
        ("booking.restored", "stands again"),
    ],
)
def test_each_kind_has_its_letter(booking: Booking, business: Business, now: datetime, kind: str, words: str):
    letter = write_letter(kind, booking, business, now=now)

    assert words in letter.subject
    _, _, body = letter.html.partition("<body")
    for part in (letter.text, body):
        assert "C4D-H7X" in part
        assert "Friday 27 November 2026, 22:15 to 00:45 (Saturday)" in part
        assert "{" not in part


def test_what_starts_past_midnight_says_whose_night_it_is(business: Business):
    room = make_room()
    late = make_booking(room=room, starts_at=at("2026-11-28 01:00"), minutes=90)
    early = make_booking(room=room, starts_at=at("2026-11-28 18:30"))

    assert when_in_words(late) == "Saturday 28 November 2026, 01:00 to 02:30"
    assert night_in_words(late) == "after midnight, in the night of Friday 27 November 2026"
    assert night_in_words(early) == ""


def test_an_hour_the_clocks_show_twice_says_which(business: Business):
    booking = make_booking(room=make_room(), starts_at=at("2026-10-25 00:30"), minutes=60)

    assert when_in_words(booking) == "Sunday 25 October 2026, 00:30 to 01:30 BST"


def test_a_twelve_hour_venue_reads_so(business: Business):
    venue = make_venue(clock_format="12")
    booking = make_booking(room=make_room(venue), starts_at=at("2026-11-27 21:00"))

    assert when_in_words(booking) == "Friday 27 November 2026, 9:00 pm to 10:00 pm"


def test_too_late_to_change_is_said_instead_of_a_time_gone_by(business: Business, now: datetime):
    booking = make_booking(room=make_room(), starts_at=now + timedelta(hours=2))

    letter = write_letter("booking.confirmed", booking, business, now=now)

    assert "It is too late to change it online." in letter.text
    assert "until" not in letter.text


def test_a_booking_without_a_price_names_none(business: Business, now: datetime):
    booking = make_booking(room=make_room(), starts_at=at("2026-11-27 21:00"), total_minor=None, currency="")

    assert "Price" not in write_letter("booking.confirmed", booking, business, now=now).text


def test_the_text_is_plain_and_the_page_escaped(business: Business, now: datetime):
    room = make_room(make_venue(name="<b>Echo</b>"), name="Ruby & <Rose>")
    booking = make_booking(room=room, starts_at=at("2026-11-27 21:00"), guest_name="Ann <i>")

    letter = write_letter("booking.confirmed", booking, business, now=now)

    assert "Room: Ruby & <Rose>" in letter.text
    assert "Ruby &amp; &lt;Rose&gt;" in letter.html
    assert "<b>Echo" not in letter.html
    assert "Hello Ann &lt;i&gt;" in letter.html


@pytest.mark.parametrize(
    ("typed", "greeted"),
    [
        ("Ann Smith", "Ann Smith"),
        ("  Ann\r\nBcc: all@example.com ", ""),
        ("Win a phone at www.example.com", ""),
        ("http://example.com", ""),
        ("O’Brien\x00\x1b[31m", "O’Brien [31m"),
        ("x" * 100, "x" * 60),
    ],
)
def test_a_greeting_takes_no_advertising(typed: str, greeted: str):
    assert greeting_name(typed) == greeted


def test_the_calendar_entry_is_a_request_to_the_customer_in_utc(
    booking: Booking, business: Business, now: datetime
):
    file, method = write_letter("booking.confirmed", booking, business, now=now).calendar

    calendar = Calendar.from_ical(file)
    (event,) = calendar.events
    assert (method, str(calendar["method"])) == ("REQUEST", "REQUEST")
    assert b"DTSTART:20261127T221500Z\r\n" in file
    assert b"DTEND:20261128T004500Z\r\n" in file
    assert str(event["attendee"]) == "mailto:ann@example.com"
    assert str(event["organizer"]) == "mailto:hello@echo.example"
    assert (event["sequence"], str(event["status"])) == (0, "CONFIRMED")


def test_a_cancellation_takes_the_same_entry_away(booking: Booking, business: Business, now: datetime):
    first, _ = write_letter("booking.confirmed", booking, business, now=now).calendar
    booking.status, booking.calendar_sequence = "cancelled", 3

    file, method = write_letter("booking.cancelled", booking, business, now=now).calendar

    (before,), (after,) = Calendar.from_ical(first).events, Calendar.from_ical(file).events
    assert method == "CANCEL"
    assert (after["uid"], str(after["status"]), after["sequence"]) == (before["uid"], "CANCELLED", 3)


def test_line_breaks_in_names_make_no_lines_in_the_calendar_entry(business: Business, now: datetime):
    venue = make_venue(name="Echo\r\nATTENDEE:mailto:victim@example.com")
    booking = make_booking(room=make_room(venue, name="Ruby\nBEGIN:VEVENT"), starts_at=at("2026-11-27 21:00"))

    file, _ = write_letter("booking.confirmed", booking, business, now=now).calendar

    lines = file.decode().replace("\r\n ", "").split("\r\n")
    assert [line for line in lines if line.startswith("ATTENDEE")] == [
        f"ATTENDEE;PARTSTAT=ACCEPTED:mailto:{booking.customer.email}"
    ]
    assert lines.count("BEGIN:VEVENT") == 1
    assert not any("\r" in line or "\n" in line for line in lines)


def test_a_request_is_told_until_when_it_waits_and_is_tentative_in_the_calendar(
    booking: Booking, business: Business, now: datetime
):
    booking.status, booking.answer_by = "pending", at("2026-11-25 18:00")

    letter = write_letter("booking.requested", booking, business, now=now)

    assert letter.subject == (
        "You asked for a room at Echo & Co: Friday 27 November 2026, 22:15 to 00:45 (Saturday)"
    )
    assert "You pay nothing before there is an answer." in letter.text
    assert "You have it by Wednesday 25 November 2026, 18:00." in letter.text
    event = Calendar.from_ical(letter.calendar[0]).walk("VEVENT")[0]
    assert str(event["status"]) == "TENTATIVE"


def test_a_no_says_why_and_where_to_look_for_another_time(
    booking: Booking, business: Business, now: datetime
):
    booking.status, booking.cancellation_reason = "cancelled", "A wedding has the house."

    letter = write_letter("booking.declined", booking, business, now=now)

    assert "Echo & Co cannot take this booking. You pay nothing." in letter.text
    assert "A wedding has the house." in letter.text
    assert "Look for another time:" in letter.text


def test_one_letter_names_all_rooms_booked_together(booking: Booking, business: Business, now: datetime):
    Booking.objects.filter(pk=booking.pk).update(group_reference="C4DH7X")
    room = make_room(booking.room.venue, name="Topaz")
    make_booking(room=room, starts_at=booking.starts_at, minutes=150, group_reference="C4DH7X")
    gone = make_room(booking.room.venue, name="Opal")
    make_booking(room=gone, starts_at=booking.starts_at, group_reference="C4DH7X", status="cancelled")

    letter = write_letter("booking.confirmed", booking, business, now=now)

    assert "Room: Ruby, Topaz\n" in letter.text
