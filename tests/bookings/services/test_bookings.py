"""Taking, moving, cancelling, restoring, undoing bookings."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from bookings.domain.interval import Interval
from bookings.errors import (
    ChangedMeanwhile,
    HoldExpired,
    NothingToUndo,
    NotPossibleNow,
    RoomUnknown,
    RulesBroken,
    SlotTaken,
    TurnoverTooShort,
)
from bookings.models import Booking, Occupancy, Room
from bookings.services.blocks import block_room, release_block
from bookings.services.bookings import create_booking, move_booking, restore_booking
from bookings.services.cancelling import cancel_booking
from bookings.services.customers import Contact
from bookings.services.holds import confirm_hold, expire_holds, hold_slot
from bookings.services.undo import undo_change
from boom.core.models import OutboxMessage
from tests.conftest import TONIGHT
from tests.factories import at, make_block, make_booking, make_room, make_venue

pytestmark = pytest.mark.django_db

ANN = Contact(name="Ann", email="ann@example.com")


def span(start: str, minutes: int = 60) -> Interval:
    return Interval.lasting(at(start), timedelta(minutes=minutes))


def take(room: Room, start: str = "2026-11-21 20:00", minutes: int = 60, **given: Any) -> Booking:
    values = {"contact": ANN, "party_size": 2, "source": "phone", "now": TONIGHT}
    return create_booking(room_id=room.pk, span=span(start, minutes), **values | given)


def kinds() -> list[str]:
    return list(OutboxMessage.objects.order_by("id").values_list("kind", flat=True))


def test_a_booking_keeps_its_price_and_publishes_its_fact(business):
    room = make_room(price_per_hour_minor=3000)

    booking = take(room, minutes=90)

    assert (booking.status, booking.total_minor, booking.currency) == ("confirmed", 4500, "GBP")
    assert kinds()[-1] == "booking.created"
    assert OutboxMessage.objects.order_by("-id")[0].payload["days"] == ["2026-11-21"]


def test_a_booking_after_midnight_belongs_to_the_night_before(business):
    room = make_room()

    take(room, start="2026-11-22 01:00")

    assert OutboxMessage.objects.order_by("-id")[0].payload["days"] == ["2026-11-21"]


def test_back_to_back_bookings_are_fine(business):
    room = make_room()

    take(room, start="2026-11-21 20:00")
    take(room, start="2026-11-21 21:00")

    assert room.occupancies.count() == 2


def test_a_taken_slot_is_refused_with_what_is_free_instead(business):
    room = make_room()
    other = make_room(venue=room.venue, name="Next door")
    take(room)

    with pytest.raises(SlotTaken) as refused:
        take(room, start="2026-11-21 20:30")

    first = refused.value.details["alternatives"][0]
    assert (first["room_id"], first["starts_at"]) == (other.pk, "2026-11-21T20:30:00+00:00")
    assert room.occupancies.count() == 1


def test_the_larger_buffer_is_kept_between_bookings(business):
    room = make_room(buffer_after=15)
    take(room)

    with pytest.raises(TurnoverTooShort):
        take(room, start="2026-11-21 21:00")
    take(room, start="2026-11-21 21:15")

    assert room.occupancies.count() == 2


def test_buffers_do_not_count_against_blocks(business):
    room = make_room(buffer_after=15)
    make_block(room=room, starts_at=at("2026-11-21 21:00"))

    take(room)

    assert room.occupancies.count() == 2


def test_the_same_form_sent_twice_makes_one_booking(business):
    room = make_room()

    first = take(room, idempotency_key="form-1")
    second = take(room, idempotency_key="form-1")

    assert first.pk == second.pk


def test_a_party_too_large_is_refused_with_the_allowed_range(business):
    room = make_room(capacity_min=2, capacity_max=6)

    with pytest.raises(RulesBroken, match="2 to 6 people"):
        take(room, party_size=7)


def test_staff_may_override_hours_with_a_reason(business):
    room = make_room()

    with pytest.raises(RulesBroken):
        take(room, start="2026-11-21 16:00")
    booking = take(room, start="2026-11-21 16:00", override_reason="Birthday of the mayor")

    assert booking.override_reason == "Birthday of the mayor"


def test_no_reason_overrides_a_taken_room(business):
    room = make_room()
    take(room)

    with pytest.raises(SlotTaken):
        take(room, override_reason="But I want to")


def test_moving_changes_room_and_time_and_keeps_the_price(business):
    room = make_room()
    dearer = make_room(venue=room.venue, price_per_hour_minor=9900)
    booking = take(room)

    moved = move_booking(
        booking_id=booking.pk, room_id=dearer.pk, span=span("2026-11-21 22:00"), version=1, now=TONIGHT
    )

    assert (moved.room_id, moved.starts_at, moved.total_minor) == (dearer.pk, at("2026-11-21 22:00"), 3000)
    payload = OutboxMessage.objects.order_by("-id")[0].payload
    assert payload["rooms"] == sorted([room.pk, dearer.pk])


def test_resizing_charges_the_agreed_rate(business):
    room = make_room(price_per_hour_minor=3000)
    booking = take(room)

    longer = move_booking(
        booking_id=booking.pk, room_id=room.pk, span=span("2026-11-21 20:00", 120), version=1, now=TONIGHT
    )

    assert longer.total_minor == 6000


def test_moving_onto_another_booking_is_refused(business):
    room = make_room()
    make_booking(room=room, starts_at=at("2026-11-21 22:00"))
    booking = take(room)

    with pytest.raises(SlotTaken):
        move_booking(
            booking_id=booking.pk, room_id=room.pk, span=span("2026-11-21 22:30"), version=1, now=TONIGHT
        )

    assert Booking.objects.get(pk=booking.pk).starts_at == at("2026-11-21 20:00")


def test_nothing_moves_to_a_venue_that_counts_in_other_money(business):
    booking = take(make_room())
    elsewhere = make_room(make_venue(currency="JPY"))

    with pytest.raises(RoomUnknown):
        move_booking(
            booking_id=booking.pk,
            room_id=elsewhere.pk,
            span=span("2026-11-21 20:00", 120),
            version=1,
            now=TONIGHT,
        )

    assert (Booking.objects.get(pk=booking.pk).total_minor, booking.currency) == (3000, "GBP")


def test_the_second_of_two_movers_is_told_what_changed(business):
    room = make_room()
    booking = take(room)
    move_booking(
        booking_id=booking.pk, room_id=room.pk, span=span("2026-11-21 22:00"), version=1, now=TONIGHT
    )

    with pytest.raises(ChangedMeanwhile) as refused:
        move_booking(
            booking_id=booking.pk, room_id=room.pk, span=span("2026-11-21 23:00"), version=1, now=TONIGHT
        )

    change = refused.value.details["changes"][0]
    assert change["new"]["starts_at"].startswith("2026-11-21T22:00")


def test_a_cancelled_booking_frees_its_room_and_can_come_back(business):
    room = make_room()
    booking = take(room)

    cancelled = cancel_booking(booking_id=booking.pk, now=TONIGHT, version=1)
    take(room, start="2026-11-21 22:00")
    restored = restore_booking(booking_id=booking.pk, version=cancelled.version, now=TONIGHT)

    assert restored.status == "confirmed"


def test_a_cancelled_booking_whose_room_is_taken_stays_cancelled(business):
    room = make_room()
    booking = take(room)
    cancelled = cancel_booking(booking_id=booking.pk, now=TONIGHT)
    take(room)

    with pytest.raises(SlotTaken):
        restore_booking(booking_id=booking.pk, version=cancelled.version, now=TONIGHT)

    assert Booking.objects.get(pk=booking.pk).status == "cancelled"


def test_a_customer_cancels_until_the_cut_off_only(business):
    room = make_room(cancel_until=60)
    soon = make_booking(room=room, starts_at=TONIGHT + timedelta(minutes=59))
    later = make_booking(room=room, starts_at=TONIGHT + timedelta(minutes=120))

    cancel_booking(booking_id=later.pk, now=TONIGHT, by_staff=False)
    with pytest.raises(RulesBroken):
        cancel_booking(booking_id=soon.pk, now=TONIGHT, by_staff=False)


def test_a_used_booking_cannot_be_cancelled(business):
    booking = make_booking(room=make_room(), starts_at=at("2026-11-20 20:00"), status="completed")

    with pytest.raises(NotPossibleNow):
        cancel_booking(booking_id=booking.pk, now=TONIGHT)


def test_a_hold_keeps_the_slot_until_its_time_is_up(business):
    room = make_room()
    hold = hold_slot(room_id=room.pk, span=span("2026-11-21 20:00"), party_size=2, now=TONIGHT)

    with pytest.raises(SlotTaken):
        take(room, now=hold.held_until - timedelta(seconds=1))
    take(room, now=hold.held_until)

    assert Booking.objects.get(pk=hold.pk).status == "expired"


def test_a_hold_becomes_a_booking_once(business):
    room = make_room()
    hold = hold_slot(room_id=room.pk, span=span("2026-11-21 20:00"), party_size=2, now=TONIGHT)

    first = confirm_hold(booking_id=hold.pk, contact=ANN, now=TONIGHT)
    second = confirm_hold(booking_id=hold.pk, contact=ANN, now=TONIGHT)

    assert (first.pk, first.status, first.version) == (second.pk, "confirmed", second.version)
    assert kinds().count("booking.confirmed") == 1


def test_a_late_confirmation_counts_while_the_room_is_free(business):
    room = make_room()
    hold = hold_slot(room_id=room.pk, span=span("2026-11-21 20:00"), party_size=2, now=TONIGHT)

    booking = confirm_hold(booking_id=hold.pk, contact=ANN, now=TONIGHT + timedelta(minutes=20))

    assert booking.status == "confirmed"


def test_a_late_confirmation_loses_to_whoever_took_the_room(business):
    room = make_room()
    hold = hold_slot(room_id=room.pk, span=span("2026-11-21 20:00"), party_size=2, now=TONIGHT)
    take(room, now=TONIGHT + timedelta(minutes=15))

    with pytest.raises(HoldExpired):
        confirm_hold(booking_id=hold.pk, contact=ANN, now=TONIGHT + timedelta(minutes=20))


def test_holds_are_swept_and_the_pages_told(business):
    room = make_room()
    hold_slot(room_id=room.pk, span=span("2026-11-21 20:00"), party_size=2, now=TONIGHT)

    swept = expire_holds(now=TONIGHT + timedelta(minutes=10))

    assert swept == 1
    assert kinds()[-1] == "booking.expired"


def test_a_block_keeps_everybody_out_until_released(business):
    room = make_room()
    block = block_room(room_id=room.pk, span=span("2026-11-21 20:00"), reason="New speakers", now=TONIGHT)

    with pytest.raises(SlotTaken):
        take(room)
    release_block(block_id=block.pk, version=1, now=TONIGHT)
    take(room)

    assert Occupancy.objects.get(pk=block.pk).status == "released"


@pytest.mark.parametrize("change", ["move", "cancel", "edit_nothing_else"])
def test_undo_brings_back_exactly_what_was(business, change):
    room = make_room()
    booking = take(room)
    columns = (
        "room_id",
        "starts_at",
        "ends_at",
        "hold_from",
        "hold_until",
        "status",
        "total_minor",
        "quote",
        "cancelled_at",
    )
    before = Occupancy.objects.values(*columns).get(pk=booking.pk)
    if change == "move":
        move_booking(
            booking_id=booking.pk, room_id=room.pk, span=span("2026-11-21 22:00", 120), version=1, now=TONIGHT
        )
    elif change == "cancel":
        cancel_booking(booking_id=booking.pk, now=TONIGHT)
    else:
        Occupancy.objects.filter(pk=booking.pk).update(note="typed by hand", version=2)

    undo_change(booking_id=booking.pk, version=2, now=TONIGHT)

    assert Occupancy.objects.values(*columns).get(pk=booking.pk) == before


def test_undoing_a_new_booking_cancels_it(business):
    booking = take(make_room())

    undone = undo_change(booking_id=booking.pk, version=1, now=TONIGHT)

    assert undone.status == "cancelled"


def test_an_undo_that_would_collide_is_explained_not_forced(business):
    room = make_room()
    booking = take(room)
    cancel_booking(booking_id=booking.pk, now=TONIGHT)
    take(room)

    with pytest.raises(SlotTaken):
        undo_change(booking_id=booking.pk, version=2, now=TONIGHT)


def test_what_never_happened_cannot_be_undone(business):
    with pytest.raises(NothingToUndo):
        undo_change(booking_id=999_999, version=1, now=TONIGHT)
