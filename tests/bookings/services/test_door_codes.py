"""A code for the door goes with its booking: one where it stands, another when it moves, none after."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEvent
from audit.services.undo import take_back
from bookings.domain.interval import Interval
from bookings.handlers import keep_all_codes, keep_codes
from bookings.models import Booking, DoorCode, Room, Venue
from bookings.selectors.door_codes import codes_of
from bookings.services import door_codes
from bookings.services.arrivals import check_in
from bookings.services.bookings import create_booking, move_booking, restore_booking
from bookings.services.cancelling import cancel_booking
from bookings.services.customers import Contact
from bookings.services.groups import Part, book_group
from bookings.services.holds import confirm_hold, hold_slot
from bookings.services.setup import change_room, change_venue
from bookings.services.swaps import swap_bookings
from bookings.services.visits import extend_booking
from boom.core.models import OutboxMessage
from tests.bookings.acts import newest_event, one_act
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room, make_venue

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
EIGHT = at("2026-11-21 20:00")
ANN = Contact(name="Ann", email="ann@example.com")


@pytest.fixture
def venue(business) -> Venue:
    return make_venue(door_code_digits=4)


@pytest.fixture
def room(venue) -> Room:
    return make_room(venue)


def take(room: Room, starts_at=EIGHT) -> Booking:
    return create_booking(
        room_id=room.pk,
        span=Interval.lasting(starts_at, HOUR),
        contact=ANN,
        party_size=2,
        source="phone",
        now=TONIGHT,
    )


def code_of(booking: Booking) -> str:
    return codes_of([booking.pk]).get(booking.pk, "")


def move(booking: Booking, *, room: Room | None = None, span: Interval | None = None) -> None:
    booking.refresh_from_db()
    move_booking(
        booking_id=booking.pk,
        room_id=(room or booking.room).pk,
        span=span or booking.span,
        version=booking.version,
        now=TONIGHT,
    )


def facts(kind: str) -> list[dict[str, object]]:
    return list(OutboxMessage.objects.filter(kind=kind).order_by("id").values_list("payload", flat=True))


def test_a_confirmed_booking_has_a_code_of_so_many_digits_and_locks_are_told(room):
    booking = take(room)

    code = DoorCode.objects.get()
    assert (code.booking_id, code.room_id, len(code.code), code.code.isdecimal()) == (
        booking.pk,
        room.pk,
        4,
        True,
    )
    (fact,) = facts("door_code.issued")
    assert (fact["door_code"], fact["booking"], fact["room"]) == (code.pk, booking.pk, room.pk)
    assert code.code not in {str(value) for value in fact.values()}


def test_no_code_without_the_option_and_none_for_a_room_that_says_so(business, venue):
    take(make_room())
    take(make_room(venue, door_code_digits=0))

    assert not DoorCode.objects.exists()


def test_a_room_has_codes_of_its_own_length(business):
    booking = take(make_room(door_code_digits=8))

    assert len(code_of(booking)) == 8


def test_a_hold_has_none_until_it_is_confirmed(room):
    hold = hold_slot(room_id=room.pk, span=Interval.lasting(EIGHT, HOUR), party_size=2, now=TONIGHT)
    assert code_of(hold) == ""

    confirm_hold(booking_id=hold.pk, contact=ANN, now=TONIGHT)

    assert code_of(hold) != ""


def test_another_time_and_another_room_are_another_code_and_the_old_one_is_ended(room, venue):
    booking = take(room)
    first = code_of(booking)

    move(booking, span=Interval.lasting(EIGHT + HOUR, HOUR))
    second = code_of(booking)
    move(booking, room=make_room(venue))

    assert len({first, second, code_of(booking)}) >= 2
    assert code_of(booking) != second != first
    assert DoorCode.objects.filter(booking=booking, ended_at__isnull=False).count() == 2
    assert len(facts("door_code.ended")) == 2


def test_staying_longer_keeps_the_code_for_the_longer_time(room):
    booking = take(room)
    code = code_of(booking)

    move(booking, span=Interval(EIGHT, EIGHT + 2 * HOUR))

    assert code_of(booking) == code
    assert DoorCode.objects.get().good_until == EIGHT + 3 * HOUR


def test_a_party_that_came_early_and_stays_keeps_its_code(room):
    booking = take(room, at("2026-11-21 19:10"))
    code = code_of(booking)

    check_in(booking_id=booking.pk, version=None, now=TONIGHT)
    booking.refresh_from_db()
    extend_booking(booking_id=booking.pk, duration=HOUR, version=booking.version, now=TONIGHT)

    assert code_of(booking) == code


def test_a_room_without_a_code_ends_the_code_of_what_is_moved_there(room, venue):
    booking = take(room)

    move(booking, room=make_room(venue, door_code_digits=0))

    assert code_of(booking) == ""


def test_a_move_to_a_venue_without_codes_ends_the_code(room):
    booking = take(room)

    move(booking, room=make_room())

    assert code_of(booking) == ""


def test_cancelling_ends_the_code_and_restoring_gives_another(room):
    booking = take(room)
    code = code_of(booking)

    cancel_booking(booking_id=booking.pk, version=1, now=TONIGHT)
    assert code_of(booking) == ""

    restore_booking(booking_id=booking.pk, version=2, now=TONIGHT)
    assert code_of(booking)
    assert DoorCode.objects.filter(booking=booking).count() == 2
    assert DoorCode.objects.get(ended_at__isnull=False).code == code


def test_taking_a_booking_back_ends_its_code(room):
    with one_act():
        booking = take(room)

    take_back(event_id=newest_event(), now=TONIGHT)

    assert code_of(booking) == ""


def test_swapped_bookings_have_codes_of_their_new_rooms(room, venue):
    one, other = take(room), take(make_room(venue))
    before = code_of(one), code_of(other)

    swap_bookings(booking_id=one.pk, version=1, other_id=other.pk, other_version=1, now=TONIGHT)

    assert code_of(one) != before[0]
    assert code_of(other) != before[1]
    assert set(DoorCode.objects.standing().values_list("booking_id", "room_id")) == {
        (one.pk, other.room_id),
        (other.pk, one.room_id),
    }


def test_each_room_of_a_group_has_a_code_of_its_own(room, venue):
    parts = [Part(each.pk, 2) for each in (room, make_room(venue))]
    span = Interval.lasting(EIGHT, HOUR)

    booked = book_group(parts=parts, span=span, contact=ANN, source="phone", now=TONIGHT)

    codes = codes_of(booking.pk for booking in booked)
    assert len(set(codes.values())) == 2


def test_two_codes_of_a_venue_at_a_time_are_never_alike_whatever_wrote_them(room, venue):
    booking = take(room)
    other = make_booking(room=make_room(venue), starts_at=EIGHT + HOUR)
    code = DoorCode.objects.get(booking=booking)

    with pytest.raises(IntegrityError, match="door_code_unlike_others"), transaction.atomic():
        DoorCode.objects.create(
            booking_id=other.pk,
            venue=venue,
            room=other.room,
            code=code.code,
            starts_at=other.starts_at,
            good_from=other.starts_at,
            good_until=other.ends_at,
        )


def test_a_draw_that_is_taken_is_drawn_again(room, venue, monkeypatch):
    digits = iter([4, 0, 7, 1, 4, 0, 7, 1, 9, 2, 5, 0])
    monkeypatch.setattr(door_codes, "_digit", lambda: next(digits))

    one, other = take(room), take(make_room(venue))

    assert (code_of(one), code_of(other)) == ("4071", "9250")


def test_the_record_says_that_there_is_a_code_and_never_which(room):
    code = code_of(take(room))

    events = AuditEvent.objects.filter(table="bookings_doorcode")
    assert [event.action for event in events] == ["insert"]
    assert not any(code in str(event.new) for event in AuditEvent.objects.all())


def test_switching_it_on_gives_codes_to_what_is_booked_already_and_off_ends_them(business):
    room = make_room()
    ahead = make_booking(room=room, starts_at=EIGHT)
    make_booking(room=room, starts_at=TONIGHT - 3 * HOUR)
    make_booking(room=room, starts_at=EIGHT + HOUR, status="cancelled")

    change_venue(venue_id=room.venue_id, door_code_digits=6)
    run_handlers()

    assert list(DoorCode.objects.standing().values_list("booking_id", flat=True)) == [ahead.pk]
    assert len(code_of(ahead)) == 6

    change_venue(venue_id=room.venue_id, door_code_digits=0)
    run_handlers()
    assert not DoorCode.objects.standing().exists()


def test_another_length_leaves_codes_alone_that_guests_may_know(room):
    booking = take(room)
    code = code_of(booking)

    change_room(room_id=room.pk, door_code_digits=8)
    run_handlers()

    assert code_of(booking) == code


def test_what_takes_longer_goes_on_by_another_fact(venue, monkeypatch):
    monkeypatch.setattr(door_codes, "BATCH", 2)
    for number in range(5):
        make_booking(room=make_room(venue), starts_at=EIGHT + number * HOUR)

    door_codes.keep_door_codes(venue_id=venue.pk, now=TONIGHT, has_time=lambda: False)
    assert DoorCode.objects.count() == 2

    run_handlers()
    assert DoorCode.objects.count() == 5


def test_bookings_brought_in_from_elsewhere_have_codes_too(room):
    make_booking(room=room, starts_at=EIGHT)
    with transaction.atomic():
        fact = OutboxMessage.objects.create(kind="bookings.recorded", payload={"count": 1})

    keep_all_codes(fact, TONIGHT)

    assert DoorCode.objects.count() == 1


def test_where_no_room_asks_for_codes_nobody_looks_for_one(business):
    booking = take(make_room())

    with CaptureQueriesContext(connection) as asked:
        cancel_booking(booking_id=booking.pk, version=1, now=TONIGHT)

    assert not [query["sql"] for query in asked.captured_queries if "bookings_doorcode" in query["sql"]]


def run_handlers() -> None:
    """What a worker does with the facts of options that changed."""
    for kind in ("setup.changed", "door_codes.go_on"):
        for fact in OutboxMessage.objects.filter(kind=kind).order_by("id"):
            keep_codes(fact, TONIGHT)
