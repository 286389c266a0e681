"""While they are here: walk-ins, more time, leaving early, another room, running late, never coming."""

from __future__ import annotations

from datetime import timedelta

import pytest

from audit.services.undo import take_back
from bookings.domain.interval import Interval
from bookings.errors import NoRoomFree, NotPossibleNow, NotThatLate, RulesBroken, SlotTaken, TurnoverTooShort
from bookings.models import Booking, RoomReadiness
from bookings.services import arrivals, visits
from bookings.services.readiness import set_readiness
from bookings.services.undo import undo_change
from boom.core.models import OutboxMessage
from tests.bookings.acts import newest_event, one_act
from tests.conftest import TONIGHT
from tests.factories import at, make_block, make_booking, make_room, make_venue

pytestmark = pytest.mark.django_db

MINUTE = timedelta(minutes=1)
HOUR = timedelta(hours=1)


def line(hours: str, minor: int) -> dict[str, object]:
    return {
        "code": "room",
        "quantity": hours,
        "unit": "hour",
        "unit_price_minor": 3000,
        "amount_minor": minor,
        "starts_at": None,
        "ends_at": None,
    }


@pytest.fixture
def venue(business):
    return make_venue()


@pytest.fixture
def room(venue):
    return make_room(venue)


@pytest.fixture
def seated(room) -> Booking:
    """In the room from 18:30 to 20:00, at 30.00 an hour; it is 19:00."""
    return make_booking(
        room=room,
        starts_at=TONIGHT - 30 * MINUTE,
        minutes=90,
        status="checked_in",
        checked_in_at=TONIGHT - 30 * MINUTE,
        quote=[line("3/2", 4500)],
        total_minor=4500,
    )


# ---- walk-ins -------------------------------------------------------------------------------------------


def test_a_walk_in_is_in_the_first_room_that_is_free_without_a_name(venue, room):
    other = make_room(venue)
    make_booking(room=room, starts_at=TONIGHT - HOUR, minutes=90)

    booking = visits.seat_walk_in(
        room_ids=[room.pk, other.pk], duration=HOUR, party_size=3, now=TONIGHT + timedelta(seconds=42)
    )

    assert (booking.room_id, booking.status, booking.title) == (other.pk, "checked_in", "Walk-in")
    assert booking.span == Interval.lasting(TONIGHT, HOUR)
    assert booking.checked_in_at == TONIGHT + timedelta(seconds=42)
    assert (booking.customer, booking.total_minor) == (None, 3000)
    assert OutboxMessage.objects.order_by("-id")[0].payload["tell_customer"] is False


def test_when_no_room_is_free_nobody_is_seated(venue, room):
    make_block(room=room, starts_at=TONIGHT)

    with pytest.raises(NoRoomFree):
        visits.seat_walk_in(room_ids=[room.pk], duration=HOUR, party_size=2, now=TONIGHT)
    assert not Booking.objects.filter(room=room).exists()


def test_one_form_seats_one_party(venue, room):
    other = make_room(venue)
    ways = {"room_ids": [room.pk, other.pk], "duration": HOUR, "party_size": 2, "idempotency_key": "form"}

    first = visits.seat_walk_in(now=TONIGHT, **ways)
    again = visits.seat_walk_in(now=TONIGHT + MINUTE, **ways)

    assert first.pk == again.pk


def test_a_walk_in_past_closing_needs_a_reason(room):
    late = at("2026-11-22 03:30")

    with pytest.raises(RulesBroken):
        visits.seat_walk_in(room_ids=[room.pk], duration=HOUR, party_size=2, now=late)
    assert visits.seat_walk_in(
        room_ids=[room.pk], duration=HOUR, party_size=2, now=late, override_reason="Staff party"
    )


def test_seating_by_mistake_is_taken_back(room):
    booking = visits.seat_walk_in(room_ids=[room.pk], duration=HOUR, party_size=2, now=TONIGHT)

    undone = undo_change(booking_id=booking.pk, version=1, now=TONIGHT)

    assert undone.status == "cancelled"


# ---- more time ------------------------------------------------------------------------------------------


def test_more_time_costs_the_agreed_rate_and_can_be_taken_back(seated):
    longer = visits.extend_booking(booking_id=seated.pk, duration=30 * MINUTE, version=1, now=TONIGHT)
    undone = undo_change(booking_id=seated.pk, version=2, now=TONIGHT)

    assert (longer.ends_at, longer.total_minor) == (TONIGHT + 90 * MINUTE, 6000)
    assert (undone.ends_at, undone.total_minor) == (TONIGHT + 60 * MINUTE, 4500)


def test_who_is_in_the_way_keeps_their_room_and_what_is_free_is_offered(venue, seated):
    other = make_room(venue)
    make_booking(room=seated.room, starts_at=TONIGHT + 80 * MINUTE)

    with pytest.raises(SlotTaken) as refused:
        visits.extend_booking(booking_id=seated.pk, duration=30 * MINUTE, version=1, now=TONIGHT)

    assert {offer["room_id"] for offer in refused.value.details["alternatives"]} <= {other.pk, seated.room_id}
    seated.refresh_from_db()
    assert seated.version == 1


def test_the_next_partys_turnover_is_in_the_way_too(venue):
    room = make_room(venue, buffer_after=15)
    first = make_booking(room=room, starts_at=TONIGHT, status="checked_in", hold_until=TONIGHT + 75 * MINUTE)
    make_booking(room=room, starts_at=TONIGHT + 100 * MINUTE)

    with pytest.raises(TurnoverTooShort):
        visits.extend_booking(booking_id=first.pk, duration=30 * MINUTE, version=1, now=TONIGHT)


def test_nobody_extends_what_is_far_ahead_or_over(room):
    ahead = make_booking(room=room, starts_at=TONIGHT + 2 * HOUR)
    over = make_booking(room=room, starts_at=TONIGHT - 2 * HOUR, status="completed")

    for booking in (ahead, over):
        with pytest.raises(NotPossibleNow):
            visits.extend_booking(booking_id=booking.pk, duration=30 * MINUTE, version=1, now=TONIGHT)


def test_customers_do_not_extend_past_closing_but_staff_may(room):
    near = at("2026-11-22 03:30")
    booking = make_booking(room=room, starts_at=near - HOUR, minutes=90, status="checked_in")
    wish = {"booking_id": booking.pk, "duration": 30 * MINUTE, "version": 1, "now": near}

    with pytest.raises(RulesBroken):
        visits.extend_booking(**wish, by_staff=False, override_reason="Let me")
    assert visits.extend_booking(**wish, override_reason="Regulars").version == 2


# ---- leaving --------------------------------------------------------------------------------------------


def test_leaving_early_frees_the_room_at_once_and_notes_the_time(seated, room):
    now = TONIGHT + timedelta(seconds=20)
    done = arrivals.check_out(booking_id=seated.pk, version=1, now=now)

    assert (done.status, done.checked_out_at, done.ends_at) == ("completed", now, TONIGHT + MINUTE)
    assert done.total_minor == 4500
    assert visits.seat_walk_in(room_ids=[room.pk], duration=HOUR, party_size=2, now=TONIGHT + MINUTE)


def test_leaving_late_keeps_what_was_sold(seated):
    done = arrivals.check_out(booking_id=seated.pk, version=1, now=TONIGHT + 2 * HOUR)

    assert (done.ends_at, done.checked_out_at) == (TONIGHT + HOUR, TONIGHT + 2 * HOUR)


def test_finishing_by_mistake_is_taken_back_while_the_room_is_free(seated, room):
    arrivals.check_out(booking_id=seated.pk, version=1, now=TONIGHT)
    undone = undo_change(booking_id=seated.pk, version=2, now=TONIGHT)
    arrivals.check_out(booking_id=seated.pk, version=3, now=TONIGHT)
    visits.seat_walk_in(room_ids=[room.pk], duration=HOUR, party_size=2, now=TONIGHT)

    assert (undone.status, undone.ends_at, undone.checked_out_at) == ("checked_in", TONIGHT + HOUR, None)
    with pytest.raises(SlotTaken):
        undo_change(booking_id=seated.pk, version=4, now=TONIGHT)


def test_a_room_that_was_left_is_to_be_cleaned_where_the_venue_keeps_track(business):
    room = make_room(make_venue(tracks_cleaning=True))
    booking = make_booking(room=room, starts_at=TONIGHT, status="checked_in")

    arrivals.check_out(booking_id=booking.pk, version=1, now=TONIGHT)
    left = RoomReadiness.objects.get(room=room).state
    set_readiness(room_id=room.pk, state="ready", now=TONIGHT + 10 * MINUTE)

    assert left == "dirty"
    assert RoomReadiness.objects.get(room=room).since == TONIGHT + 10 * MINUTE
    assert OutboxMessage.objects.order_by("-id")[0].kind == "room.readiness"


def test_where_nobody_keeps_track_rooms_are_never_dirty(seated):
    arrivals.check_out(booking_id=seated.pk, version=1, now=TONIGHT)

    assert not RoomReadiness.objects.filter(room=seated.room).exists()


# ---- another room in the middle -------------------------------------------------------------------------


def test_the_rest_of_a_visit_goes_on_in_the_other_room_at_its_price(venue, seated):
    better = make_room(venue, price_per_hour_minor=6000)

    first, second = visits.change_room(booking_id=seated.pk, room_id=better.pk, version=1, now=TONIGHT)

    assert (first.status, first.ends_at, first.total_minor) == ("completed", TONIGHT, 1500)
    assert (second.room_id, second.span) == (better.pk, Interval.lasting(TONIGHT, HOUR))
    assert (second.status, second.total_minor, second.continues_id) == ("checked_in", 6000, first.pk)
    assert second.customer_id == seated.customer_id


def test_a_change_of_room_is_taken_back_as_one(venue, seated):
    other = make_room(venue)
    with one_act():
        first, second = visits.change_room(booking_id=seated.pk, room_id=other.pk, version=1, now=TONIGHT)

    take_back(event_id=newest_event(), now=TONIGHT)

    rows = Booking.objects.filter(pk__in=[first.pk, second.pk]).order_by("id")
    assert [(row.status, row.ends_at, row.total_minor) for row in rows] == [
        ("checked_in", TONIGHT + HOUR, 4500),
        ("cancelled", TONIGHT + HOUR, 3000),
    ]


def test_a_room_somebody_has_is_no_way_out(venue, seated):
    other = make_room(venue)
    make_booking(room=other, starts_at=TONIGHT + 30 * MINUTE)

    with pytest.raises(SlotTaken):
        visits.change_room(booking_id=seated.pk, room_id=other.pk, version=1, now=TONIGHT)
    seated.refresh_from_db()
    assert (seated.status, seated.version) == ("checked_in", 1)


def test_only_who_is_in_a_room_changes_it_in_the_middle(venue, room):
    booking = make_booking(room=room, starts_at=TONIGHT - 10 * MINUTE)

    with pytest.raises(NotPossibleNow):
        visits.change_room(booking_id=booking.pk, room_id=make_room(venue).pk, version=1, now=TONIGHT)


# ---- running late, never coming -------------------------------------------------------------------------


def test_running_late_is_noted_once(room):
    booking = make_booking(room=room, starts_at=TONIGHT + 10 * MINUTE)

    visits.say_late(booking_id=booking.pk, minutes=20, note="Train", now=TONIGHT)
    said = visits.say_late(booking_id=booking.pk, minutes=20, note="Train", now=TONIGHT)

    assert (said.late_minutes, said.late_note, said.version) == (20, "Train", 2)
    assert OutboxMessage.objects.filter(kind="booking.late").count() == 1


@pytest.mark.parametrize("minutes", [0, -5, 181])
def test_nobody_is_that_late(room, minutes):
    booking = make_booking(room=room, starts_at=TONIGHT)

    with pytest.raises(NotThatLate):
        visits.say_late(booking_id=booking.pk, minutes=minutes, note="", now=TONIGHT)


def test_staff_give_up_after_the_venues_grace_and_its_fee_is_noted(business):
    room = make_room(make_venue(no_show_after=20, no_show_percent=50))
    booking = make_booking(room=room, starts_at=TONIGHT, total_minor=3001)

    with pytest.raises(NotPossibleNow):
        arrivals.mark_no_show(booking_id=booking.pk, version=1, now=TONIGHT + 19 * MINUTE)
    gone = arrivals.mark_no_show(booking_id=booking.pk, version=1, now=TONIGHT + 20 * MINUTE)
    came = arrivals.check_in(booking_id=booking.pk, version=2, now=TONIGHT + 25 * MINUTE)

    assert (gone.status, gone.fee_minor) == ("no_show", 1501)
    assert (came.status, came.fee_minor) == ("checked_in", None)


def test_where_the_venue_says_so_rooms_nobody_comes_to_go_back_by_themselves(business):
    room = make_room(make_venue(release_after=30))
    booking = make_booking(room=room, starts_at=TONIGHT)
    waiting = make_booking(room=make_room(room.venue), starts_at=TONIGHT, late_minutes=15)

    too_early = arrivals.release_no_shows(now=TONIGHT + 29 * MINUTE)
    in_time = arrivals.release_no_shows(now=TONIGHT + 30 * MINUTE)
    later = arrivals.release_no_shows(now=TONIGHT + 45 * MINUTE)

    assert (too_early, in_time, later) == (0, 1, 1)
    booking.refresh_from_db()
    waiting.refresh_from_db()
    assert (booking.status, waiting.status) == ("no_show", "no_show")


def test_elsewhere_nobody_is_given_up_by_itself(room):
    make_booking(room=room, starts_at=TONIGHT)

    assert arrivals.release_no_shows(now=TONIGHT + 59 * MINUTE) == 0


# ---- turnover of one booking ----------------------------------------------------------------------------


def test_a_booking_may_have_turnover_of_its_own(room):
    booking = make_booking(room=room, starts_at=TONIGHT)
    make_booking(room=room, starts_at=TONIGHT + 90 * MINUTE)

    with pytest.raises(TurnoverTooShort):
        visits.set_turnover(booking_id=booking.pk, version=1, before=None, after=45, now=TONIGHT)
    changed = visits.set_turnover(booking_id=booking.pk, version=1, before=None, after=30, now=TONIGHT)

    assert changed.hold_until == TONIGHT + 90 * MINUTE
    with pytest.raises(TurnoverTooShort):
        visits.extend_booking(booking_id=booking.pk, duration=10 * MINUTE, version=2, now=TONIGHT)
