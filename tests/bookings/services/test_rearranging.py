"""Bookings that change places at once, and groups of rooms."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.services.undo import take_back
from bookings.domain.interval import Interval
from bookings.errors import ChangedMeanwhile, NoRoomFree, NotPossibleNow, RoomUnknown, SlotTaken
from bookings.models import Booking
from bookings.selectors.groups import parts_of
from bookings.services.carts import drop_held
from bookings.services.customers import Contact
from bookings.services.groups import Part, book_group, cancel_group, move_group
from bookings.services.holds import confirm_hold, hold_slot, release_hold
from bookings.services.rearranging import Place, rearrange
from bookings.services.swaps import find_room, swap_bookings
from boom.core.models import OutboxMessage
from tests.bookings.acts import newest_event, one_act
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room, make_venue

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
EIGHT = at("2026-11-21 20:00")
ANN = Contact(name="Ann", email="ann@example.com")


@pytest.fixture
def venue(business):
    return make_venue()


def places(*bookings: Booking) -> list[tuple[int, object]]:
    for booking in bookings:
        booking.refresh_from_db()
    return [(booking.room_id, booking.span) for booking in bookings]


def test_two_bookings_swap_rooms_and_starts_and_keep_their_lengths_and_prices(venue):
    one = make_booking(room=make_room(venue), starts_at=EIGHT, minutes=60)
    other = make_booking(room=make_room(venue), starts_at=EIGHT + HOUR, minutes=120)

    swap_bookings(booking_id=one.pk, version=1, other_id=other.pk, other_version=1, now=TONIGHT)

    one_room, other_room = one.room_id, other.room_id
    assert places(one, other) == [
        (other_room, Interval.lasting(EIGHT + HOUR, HOUR)),
        (one_room, Interval.lasting(EIGHT, 2 * HOUR)),
    ]
    assert (one.version, one.total_minor, other.version) == (2, 3000, 2)


def test_a_swap_is_taken_back_as_one_and_leaves_all_as_it_was(venue):
    one = make_booking(room=make_room(venue), starts_at=EIGHT)
    other = make_booking(room=make_room(venue), starts_at=EIGHT)
    before = places(one, other)
    with one_act():
        swap_bookings(booking_id=one.pk, version=1, other_id=other.pk, other_version=1, now=TONIGHT)

    take_back(event_id=newest_event(), now=TONIGHT)

    assert places(one, other) == before


def test_a_swap_that_runs_into_a_third_changes_nothing(venue):
    one = make_booking(room=make_room(venue), starts_at=EIGHT, minutes=120)
    other = make_booking(room=make_room(venue), starts_at=EIGHT, minutes=60)
    make_booking(room=other.room, starts_at=EIGHT + HOUR)
    before = places(one, other)

    with pytest.raises(SlotTaken):
        swap_bookings(booking_id=one.pk, version=1, other_id=other.pk, other_version=1, now=TONIGHT)

    assert places(one, other) == before
    assert not OutboxMessage.objects.filter(kind="booking.moved").exists()


def test_a_swap_by_an_old_page_is_refused(venue):
    one = make_booking(room=make_room(venue), starts_at=EIGHT)
    other = make_booking(room=make_room(venue), starts_at=EIGHT, version=4)

    with pytest.raises(ChangedMeanwhile):
        swap_bookings(booking_id=one.pk, version=1, other_id=other.pk, other_version=3, now=TONIGHT)


def test_nothing_swaps_with_itself_or_with_what_is_over(venue):
    one = make_booking(room=make_room(venue), starts_at=EIGHT)
    over = make_booking(room=make_room(venue), starts_at=EIGHT - 4 * HOUR, status="completed")

    for other in (one, over):
        with pytest.raises(NotPossibleNow):
            swap_bookings(booking_id=one.pk, version=1, other_id=other.pk, other_version=1, now=TONIGHT)


def test_three_change_places_in_a_ring(venue):
    rooms = [make_room(venue) for _ in range(3)]
    bookings = [make_booking(room=room, starts_at=EIGHT) for room in rooms]

    rearrange(
        places=[
            Place(booking.pk, 1, rooms[(number + 1) % 3].pk, booking.span)
            for number, booking in enumerate(bookings)
        ],
        now=TONIGHT,
    )

    assert [room for room, _ in places(*bookings)] == [rooms[1].pk, rooms[2].pk, rooms[0].pk]


def test_a_room_for_this_is_the_smallest_other_that_is_free(venue):
    small, large, taken = (make_room(venue, capacity_max=size) for size in (4, 9, 3))
    booking = make_booking(room=make_room(venue, capacity_max=2), starts_at=EIGHT)
    make_booking(room=taken, starts_at=EIGHT)

    moved = find_room(booking_id=booking.pk, version=1, now=TONIGHT)

    assert moved.room_id == small.pk
    assert large.pk != moved.room_id


def test_when_no_other_room_is_free_it_says_so(venue):
    booking = make_booking(room=make_room(venue), starts_at=EIGHT)

    with pytest.raises(NoRoomFree):
        find_room(booking_id=booking.pk, version=1, now=TONIGHT)


# ---- groups ---------------------------------------------------------------------------------------------


def group_of(venue, count: int = 3) -> list[Booking]:
    rooms = [make_room(venue) for _ in range(count)]
    return book_group(
        parts=[Part(room.pk, 2) for room in rooms],
        span=Interval.lasting(EIGHT, HOUR),
        contact=ANN,
        source="phone",
        now=TONIGHT,
    )


def test_several_rooms_are_booked_under_the_reference_of_the_first(venue):
    bookings = group_of(venue)

    assert {booking.group_reference for booking in bookings} == {bookings[0].reference}
    assert len({booking.reference for booking in bookings}) == 3
    assert [part.pk for part in parts_of(bookings[1].pk)] == [booking.pk for booking in bookings]
    told = OutboxMessage.objects.filter(kind="booking.created").order_by("id")
    assert [fact.payload["tell_customer"] for fact in told] == [True, False, False]


def test_all_rooms_or_none(venue):
    taken = make_room(venue)
    make_booking(room=taken, starts_at=EIGHT)
    free = make_room(venue)

    with pytest.raises(SlotTaken):
        book_group(
            parts=[Part(free.pk), Part(taken.pk)],
            span=Interval.lasting(EIGHT, HOUR),
            contact=ANN,
            source="phone",
            now=TONIGHT,
        )

    assert not Booking.objects.filter(room=free).exists()


def test_rooms_of_another_venue_or_twice_the_same_are_no_group(venue):
    room, elsewhere = make_room(venue), make_room()

    for parts in ([Part(room.pk), Part(elsewhere.pk)], [Part(room.pk), Part(room.pk)], []):
        with pytest.raises(RoomUnknown):
            book_group(
                parts=parts, span=Interval.lasting(EIGHT, HOUR), contact=ANN, source="phone", now=TONIGHT
            )


def test_one_form_books_one_group(venue):
    rooms = [make_room(venue) for _ in range(2)]
    wish = {
        "parts": [Part(room.pk) for room in rooms],
        "span": Interval.lasting(EIGHT, HOUR),
        "contact": ANN,
        "source": "phone",
        "now": TONIGHT,
        "idempotency_key": "form",
    }

    first, again = book_group(**wish), book_group(**wish)

    assert [booking.pk for booking in first] == [booking.pk for booking in again]


def test_a_group_moves_as_one_and_back(venue):
    bookings = group_of(venue)
    before = places(*bookings)

    with one_act():
        move_group(
            booking_id=bookings[1].pk,
            by=HOUR,
            versions={booking.pk: 1 for booking in bookings},
            now=TONIGHT,
        )
    after = places(*bookings)
    take_back(event_id=newest_event(), now=TONIGHT)

    assert [span.start for _, span in after] == [EIGHT + HOUR] * 3
    assert places(*bookings) == before


def test_a_group_is_cancelled_as_one_or_in_part_and_taken_back(venue):
    bookings = group_of(venue)

    with one_act():
        cancelled = cancel_group(booking_id=bookings[2].pk, now=TONIGHT, reason="Rain")
    take_back(event_id=newest_event(), now=TONIGHT)

    assert [each.cancellation_reason for each in cancelled] == ["Rain"] * 3
    assert [each.status for each in parts_of(bookings[0].pk)] == ["confirmed"] * 3


# ---- a customer's cart ----------------------------------------------------------------------------------


def cart_of(venue) -> tuple[Booking, Booking]:
    one, other = make_room(venue), make_room(venue)
    first = hold_slot(room_id=one.pk, span=Interval.lasting(EIGHT, HOUR), party_size=2, now=TONIGHT)
    return first, hold_slot(room_id=other.pk, span=first.span, party_size=2, now=TONIGHT, beside=first.pk)


def test_rooms_held_together_are_booked_together_under_one_reference(venue):
    first, second = cart_of(venue)

    confirm_hold(booking_id=first.pk, contact=ANN, now=TONIGHT)

    parts = parts_of(first.pk)
    assert [(part.pk, part.status) for part in parts] == [(first.pk, "confirmed"), (second.pk, "confirmed")]
    assert {part.group_reference for part in parts} == {first.reference}
    assert {part.guest_name for part in parts} == {"Ann"}


def test_if_one_of_them_is_gone_by_then_none_is_booked(venue):
    first, second = cart_of(venue)
    late = TONIGHT + timedelta(minutes=11)
    hold_slot(room_id=second.room_id, span=second.span, party_size=2, now=late)

    with pytest.raises(Exception, match="could not hold"):
        confirm_hold(booking_id=first.pk, contact=ANN, now=late)

    first.refresh_from_db()
    assert first.status == "held"


def test_a_room_taken_out_of_the_cart_is_free_and_not_booked(venue):
    first, second = cart_of(venue)

    drop_held(booking_id=first.pk, part_id=second.pk)
    hold_slot(room_id=second.room_id, span=second.span, party_size=2, now=TONIGHT)
    confirm_hold(booking_id=first.pk, contact=ANN, now=TONIGHT)

    second.refresh_from_db()
    assert second.status == "expired"
    assert [part.pk for part in parts_of(first.pk)] == [first.pk]


def test_giving_the_cart_back_frees_all_of_it(venue):
    first, second = cart_of(venue)

    release_hold(booking_id=first.pk, now=TONIGHT)

    second.refresh_from_db()
    assert second.status == "expired"
