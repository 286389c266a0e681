"""Examples: shown by one press, in nobody's way, counted nowhere, gone without a trace by another."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.venue_scope import limited_to
from audit.errors import CannotTakeBack
from audit.integrity import registered_checks
from audit.models import AuditEvent
from audit.services.undo import take_back
from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status
from bookings.errors import ExampleIsNobody, NothingToShowIn, NotPossibleNow, RoomUnknown, SlotTaken
from bookings.models import Booking, Customer, Occupancy, Room, RoomReadiness, Venue
from bookings.selectors.calendar import Viewer, board_of
from bookings.selectors.examples import examples_of
from bookings.selectors.listing import Wanted, bookings_page
from bookings.selectors.night_sheet import night_sheet
from bookings.selectors.setup import setup_of
from bookings.selectors.weeks import month_of, week_of
from bookings.services import arrivals
from bookings.services.bookings import confirm_booking, create_booking, edit_booking, move_booking
from bookings.services.cancelling import cancel_booking
from bookings.services.customers import Contact
from bookings.services.examples import clear_examples, show_examples
from bookings.services.holds import hold_slot
from bookings.services.quoting import reprice_booking
from bookings.services.visits import extend_booking
from boom.core.actor import acting
from boom.core.errors import NotFound
from boom.core.ids import new_request_id
from boom.core.models import OutboxMessage
from tests.conftest import TONIGHT
from tests.factories import at, make_block, make_booking, make_room, make_venue

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
# Later in the evening of TONIGHT: some have gone, somebody is there, some are to come.
LATER = TONIGHT + 2 * HOUR


@pytest.fixture
def venue(business) -> Venue:
    venue = make_venue()
    for name in ("Alto", "Bass", "Chorus"):
        make_room(venue, name=name)
    return Venue.objects.filter(pk=venue.pk).get()


@pytest.fixture
def shown(venue: Venue) -> Venue:
    show_examples(venue_id=venue.pk, now=LATER)
    return venue


def one(venue: Venue, status: Status) -> Occupancy:
    return examples_of(venue.pk).filter(status=status).order_by("starts_at", "id")[0]


def everything() -> list[tuple[object, ...]]:
    """All rows of the business's own that examples could touch; a booking and its customer are there."""
    rows = Occupancy.objects.filter(is_example=False).order_by("id").values_list()
    return [*rows, *Customer.objects.order_by("id").values_list(), *RoomReadiness.objects.values_list()]


def test_a_press_shows_a_week_of_them_and_a_second_changes_nothing(venue):
    first = show_examples(venue_id=venue.pk, now=LATER)

    second = show_examples(venue_id=venue.pk, now=LATER)

    statuses = set(examples_of(venue.pk).values_list("status", flat=True))
    assert (12 <= first <= 26, second, examples_of(venue.pk).count()) == (True, 0, first)
    assert statuses == {"completed", "no_show", "checked_in", "confirmed", "pending", "blocked"}


def test_they_are_cleared_to_the_last_and_nothing_else_is(venue):
    room = Room.objects.filter(venue=venue)[0]
    make_booking(room=room, starts_at=at("2026-11-22 20:00"))
    make_block(room=room, starts_at=at("2026-11-23 20:00"))
    before = everything()
    count = show_examples(venue_id=venue.pk, now=LATER)

    cleared = clear_examples(venue_id=venue.pk)

    assert (cleared, clear_examples(venue_id=venue.pk)) == (count, 0)
    assert everything() == before
    assert Occupancy.objects.filter(is_example=True).count() == 0


def test_what_was_done_with_an_example_goes_with_it(venue):
    before = everything()
    show_examples(venue_id=venue.pk, now=LATER)
    shown = venue
    confirmed, here, pending = (one(shown, status) for status in ("confirmed", "checked_in", "pending"))
    other = Room.objects.filter(venue=shown).exclude(pk=confirmed.room_id)[0]
    move_booking(
        booking_id=confirmed.pk,
        room_id=other.pk,
        span=Interval.lasting(at("2026-11-28 20:00"), HOUR),
        version=1,
        now=LATER,
    )
    edit_booking(
        booking_id=confirmed.pk,
        version=2,
        contact=Contact("Somebody else"),
        party_size=2,
        note="",
        staff_note="changed",
        now=LATER,
    )
    arrivals.check_out(booking_id=here.pk, version=1, now=LATER)
    cancel_booking(booking_id=pending.pk, version=1, now=LATER, by_staff=True)

    clear_examples(venue_id=shown.pk)

    assert everything() == before
    assert Occupancy.objects.filter(is_example=True).count() == 0


@pytest.mark.parametrize("status", ["confirmed", "checked_in", "blocked"])
def test_nobody_is_refused_a_time_an_example_stands_on(shown, status):
    example = one(shown, status)
    Occupancy.objects.filter(pk=example.pk).update(
        starts_at=at("2026-11-22 20:00"), ends_at=at("2026-11-22 22:00"),
        hold_from=at("2026-11-22 20:00"), hold_until=at("2026-11-22 22:00"),
    )  # fmt: skip
    span = Interval(at("2026-11-22 20:00"), at("2026-11-22 22:00"))

    hold = hold_slot(room_id=example.room_id, span=span, party_size=2, now=LATER)

    assert hold.span == span
    clear_examples(venue_id=shown.pk)
    assert list(Occupancy.objects.filter(room__venue=shown)) == [Occupancy.objects.filter(pk=hold.pk).get()]


def test_an_example_gives_way_to_who_really_has_the_room(shown):
    example = one(shown, "confirmed")
    setup = setup_of(shown)
    day = setup.hours.business_day(example.starts_at)
    make_booking(room=example.room, starts_at=example.starts_at, guest_name="Real guest")

    board, _ = board_of(setup, day, now=LATER, viewer=Viewer())

    row = next(each for each in board.rows if each.id == example.room_id)
    names = [
        ticket.name for ticket in row.tickets if ticket.at == row.tickets[0].at or ticket.id == example.pk
    ]
    assert example.pk not in [ticket.id for ticket in row.tickets]
    assert "Real guest" in [ticket.name for ticket in row.tickets], names


def test_they_are_put_around_what_is_booked(venue):
    for room in Room.objects.filter(venue=venue).exclude(name="Alto"):
        make_block(room=room, starts_at=at("2026-11-17 12:00"), minutes=12 * 24 * 60)

    show_examples(venue_id=venue.pk, now=LATER)

    assert {row.room.name for row in examples_of(venue.pk).select_related("room")} == {"Alto"}


def test_the_board_the_week_and_the_month_show_them_and_say_so(shown):
    setup = setup_of(shown)
    day = setup.hours.business_day(LATER)

    board, _ = board_of(setup, day, now=LATER, viewer=Viewer())

    tickets = [ticket for row in board.rows for ticket in row.tickets]
    assert len(tickets) >= 3
    assert all(ticket.is_example and ticket.name.startswith("Example: ") for ticket in tickets)
    assert not board.loose
    week = week_of(setup, day, now=LATER, address=str)
    month = month_of(setup, day, now=LATER, address=str)
    assert (week.has_examples, month.has_examples, week.count > 3) == (True, True, True)


def test_no_list_sheet_or_finding_has_them(shown):
    setup = setup_of(shown)
    day = setup.hours.business_day(LATER)

    listed = bookings_page(setup, Wanted(when="all"), now=LATER)

    assert (list(listed), Booking.objects.filter(room__venue=shown).count()) == ([], 0)
    assert night_sheet(setup, day).parts == []
    found = {name: check.look(LATER).problems for name, check in registered_checks().items()}
    assert {name: problems for name, problems in found.items() if problems} == {}


def test_nobody_gets_a_message_whatever_is_done_with_them(shown):
    confirmed, pending = one(shown, "confirmed"), one(shown, "pending")

    confirm_booking(booking_id=pending.pk, version=1, now=LATER)
    cancel_booking(booking_id=confirmed.pk, version=1, now=LATER, by_staff=True)

    told = OutboxMessage.objects.filter(kind__startswith="booking.").values_list("payload", flat=True)
    assert not Booking.objects.filter(pk__in=[payload["booking"] for payload in told]).exists()
    assert not Occupancy.objects.filter(is_example=True, customer__isnull=False).exists()


def test_an_example_has_no_address(shown):
    customers = Customer.objects.count()
    example = one(shown, "confirmed")

    with pytest.raises(ExampleIsNobody):
        edit_booking(
            booking_id=example.pk,
            version=1,
            contact=Contact("Ann", email="ann@example.com"),
            party_size=2,
            note="",
            staff_note="",
            now=LATER,
        )

    assert Customer.objects.count() == customers


def test_what_would_reach_beyond_an_example_is_refused(shown):
    confirmed, here = one(shown, "confirmed"), one(shown, "checked_in")

    with pytest.raises(NotPossibleNow):
        reprice_booking(booking_id=confirmed.pk, version=1, now=LATER)
    with pytest.raises(NotPossibleNow):
        extend_booking(booking_id=here.pk, duration=HOUR, version=1, now=LATER)


def test_an_example_is_moved_to_where_nobody_is(shown):
    example = one(shown, "confirmed")
    booked = make_booking(room=example.room, starts_at=at("2026-11-28 20:00"))
    elsewhere = make_room()
    moving = {"booking_id": example.pk, "version": 1, "now": LATER}

    with pytest.raises(SlotTaken):
        move_booking(room_id=example.room_id, span=booked.span, **moving)
    with pytest.raises(RoomUnknown):
        move_booking(room_id=elsewhere.pk, span=booked.span, **moving)


def test_the_database_holds_an_example_to_counting_for_nothing(shown):
    for wrong in ({"placed": True}, {"total_minor": 100}, {"reference": "ABCDEF"}):
        with pytest.raises(IntegrityError, match="occupancy_example"), transaction.atomic():
            examples_of(shown.pk).update(**wrong)


def test_both_presses_are_on_record_and_are_not_taken_back(venue):
    with acting(request_id=new_request_id()):
        show_examples(venue_id=venue.pk, now=LATER)
    keys = [str(key) for key in examples_of(venue.pk).values_list("id", flat=True)]
    with acting(request_id=new_request_id()):
        clear_examples(venue_id=venue.pk)

    events = AuditEvent.objects.filter(table="bookings_occupancy", entity_id__in=keys)
    made, gone = (events.filter(action=action) for action in ("insert", "delete"))
    assert made.count() == gone.count() == len(keys)
    for event in (made.latest("id"), gone.latest("id")):
        with pytest.raises(CannotTakeBack, match="Settings, Examples"):
            take_back(event_id=event.pk, now=LATER)
    assert examples_of(venue.pk).count() == 0


def test_without_rooms_or_hours_there_is_nothing_to_show_them_in(business):
    with pytest.raises(NothingToShowIn):
        show_examples(venue_id=make_venue().pk, now=LATER)
    with pytest.raises(NothingToShowIn):
        show_examples(venue_id=make_room(make_venue(hours=None)).venue_id, now=LATER)


def test_they_are_of_the_whole_venue(shown):
    room = Room.objects.filter(venue=shown)[0]

    with limited_to([], [room.pk]), pytest.raises(NotFound):
        clear_examples(venue_id=shown.pk)


def test_other_venues_keep_theirs(shown):
    other = make_room(make_venue()).venue
    show_examples(venue_id=other.pk, now=LATER)

    clear_examples(venue_id=shown.pk)

    assert (examples_of(shown.pk).exists(), examples_of(other.pk).exists()) == (False, True)


@pytest.mark.parametrize(
    ("zone", "currency", "now"),
    [
        ("Asia/Kathmandu", "NPR", LATER),
        ("Pacific/Apia", "WST", LATER),
        # The night the clocks go back, and the one they go forward.
        ("Europe/London", "GBP", datetime(2026, 10, 25, 0, 45, tzinfo=ZoneInfo("UTC"))),
        ("America/New_York", "USD", datetime(2026, 3, 8, 6, 45, tzinfo=ZoneInfo("UTC"))),
    ],
)
def test_they_lie_in_the_hours_of_any_zone(business, zone, currency, now):
    venue = make_venue(time_zone=zone, currency=currency, hours=("18:00", "04:00"))
    make_room(venue)
    make_room(venue)

    show_examples(venue_id=venue.pk, now=now)

    rows = list(examples_of(venue.pk))
    clocks = [
        (row.starts_at.astimezone(ZoneInfo(zone)).time(), row.ends_at.astimezone(ZoneInfo(zone)).time())
        for row in rows
    ]
    assert len(rows) >= 12
    assert all(
        (start >= time(18) or start < time(4)) and (end > time(18) or end <= time(4)) for start, end in clocks
    )


def test_the_number_of_queries_does_not_grow_with_the_rooms(venue):
    counts = []
    for _ in range(2):
        show_examples(venue_id=venue.pk, now=LATER)
        clear_examples(venue_id=venue.pk)
        with CaptureQueriesContext(connection) as shows:
            show_examples(venue_id=venue.pk, now=LATER)
        with CaptureQueriesContext(connection) as clears:
            clear_examples(venue_id=venue.pk)
        counts.append((len(shows), len(clears)))
        for _ in range(8):
            make_room(venue)

    assert counts[0] == counts[1]
    assert counts[0][0] <= 12
    assert counts[0][1] <= 27


def test_a_real_booking_on_top_of_one_stays_when_they_go(shown):
    example = one(shown, "confirmed")
    booked = create_booking(
        room_id=example.room_id,
        span=example.span,
        contact=Contact("Real guest"),
        party_size=2,
        source="phone",
        now=LATER,
    )

    clear_examples(venue_id=shown.pk)

    assert list(Occupancy.objects.filter(room__venue=shown)) == [Occupancy.objects.get(pk=booked.pk)]
