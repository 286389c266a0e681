"""A hold ends once: who confirms in the very second in which it runs out, races with who takes the slot."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection

from bookings.domain.interval import Interval
from bookings.errors import FormSentBefore, HoldExpired, SlotTaken
from bookings.models import Booking, Occupancy, Room
from bookings.services import holds
from bookings.services.bookings import create_booking, move_booking
from bookings.services.customers import Contact
from boom.core.models import OutboxMessage
from tenants.models import Business
from tests.conftest import TONIGHT
from tests.crowd import Crowd
from tests.drills import rounds
from tests.factories import make_booking, make_room, make_venue

ROUNDS = rounds(67, ordinary=8)  # times three instants: 201 payments in all
ANN, BOB = Contact(name="Ann", email="ann@example.com"), Contact(name="Bob", email="bob@example.com")


def night_of(number: int) -> Interval:
    """A slot of its own for every round."""
    return Interval.lasting(TONIGHT + timedelta(hours=2 * number), timedelta(hours=1))


@pytest.mark.parametrize("late_by", [-1, 0, 1])
def test_one_of_two_gets_the_slot_whoever_comes_first_in_the_second_of_expiry(
    live_business: Business, late_by: int
):
    room = make_room(make_venue(hours=("00:00", "00:00")))
    crowd = Crowd(live_business, 3)
    outcomes: Counter[tuple[Any, ...]] = Counter()

    for number in range(ROUNDS):
        span = night_of(number)
        hold = holds.hold_slot(room_id=room.pk, span=span, party_size=2, now=TONIGHT)
        at = hold.held_until + timedelta(seconds=late_by)
        confirmed, taken, _ = crowd.at_once(
            lambda hold=hold, at=at: holds.confirm_hold(booking_id=hold.pk, contact=ANN, now=at).status,
            lambda span=span, at=at: take(room, span, at),
            lambda at=at: holds.expire_holds(now=at),
        )
        outcomes[confirmed, taken] += 1
        assert standing(room, span) == 1
        assert (confirmed == "confirmed") != (taken == "confirmed")
    crowd.close()

    assert outcomes.keys() <= {("confirmed", SlotTaken), (HoldExpired, "confirmed")}
    if late_by < 0:
        assert outcomes.keys() == {("confirmed", SlotTaken)}
    confirmations = OutboxMessage.objects.filter(kind__in=["booking.confirmed", "booking.created"]).count()
    assert confirmations == ROUNDS


def take(room: Room, span: Interval, now: datetime, **given: Any) -> str:
    values = {"contact": BOB, "party_size": 2, "source": "phone", "now": now, "override_reason": "asked"}
    return create_booking(room_id=room.pk, span=span, **values | given).status


def standing(room: Room, span: Interval) -> int:
    return Occupancy.objects.filter(room=room, starts_at=span.start).occupying().count()


def test_of_fifty_retries_of_one_form_one_books_and_all_hear_the_same(live_business: Business):
    room = make_room(make_venue(hours=("00:00", "00:00")))
    crowd = Crowd(live_business, 50)

    def submit() -> int:
        return holds.hold_slot(
            room_id=room.pk, span=night_of(1), party_size=2, now=TONIGHT, idempotency_key="form-1"
        ).pk

    heard = crowd.at_once(*[submit] * 50)
    crowd.close()

    assert [Booking.objects.get().pk] * 50 == heard
    assert OutboxMessage.objects.filter(kind="booking.held").count() == 1


def test_of_one_form_sent_for_ten_rooms_at_once_one_books(live_business: Business):
    venue = make_venue(hours=("00:00", "00:00"))
    rooms = [make_room(venue) for _ in range(10)]
    crowd = Crowd(live_business, 10)

    heard = crowd.at_once(
        *(lambda room=room: take(room, night_of(1), TONIGHT, idempotency_key="form-1") for room in rooms)
    )
    crowd.close()

    assert Counter(heard) == {"confirmed": 1, FormSentBefore: 9}
    assert Booking.objects.count() == 1


def test_control_without_the_key_every_retry_books(live_business: Business):
    venue = make_venue(hours=("00:00", "00:00"))
    rooms = [make_room(venue) for _ in range(10)]
    crowd = Crowd(live_business, 10)

    heard = crowd.at_once(*(lambda room=room: take(room, night_of(1), TONIGHT) for room in rooms))
    crowd.close()

    assert Counter(heard) == {"confirmed": 10}


def moved_by_twenty(business: Business, *, seen_version: int | None) -> tuple[int, list[Any]]:
    """Twenty who saw one booking move it, each to a night of its own. Gives its id and what each heard."""
    room = make_room(make_venue(hours=("00:00", "00:00")))
    booking = make_booking(room=room, starts_at=TONIGHT)
    crowd = Crowd(business, 20)
    heard = crowd.at_once(
        *(
            lambda number=number: (
                move_booking(
                    booking_id=booking.pk,
                    room_id=room.pk,
                    span=night_of(number),
                    version=seen_version,
                    now=TONIGHT,
                ).version
            )
            for number in range(1, 21)
        )
    )
    crowd.close()
    return booking.pk, heard


def test_of_twenty_who_move_one_booking_one_does_and_the_others_hear_who(live_business: Business):
    moved, heard = moved_by_twenty(live_business, seen_version=1)

    assert Counter(map(str, heard))["2"] == 1
    assert {type(each) if each == 2 else each.code for each in heard} == {int, "changed-meanwhile"}
    assert Booking.objects.get(pk=moved).version == 2


def test_control_whoever_does_not_say_what_they_saw_undoes_what_nineteen_were_told(live_business: Business):
    moved, heard = moved_by_twenty(live_business, seen_version=None)

    assert sorted(heard) == list(range(2, 22))
    assert Booking.objects.get(pk=moved).version == 21


def deadlocks() -> int:
    """How many this database has seen; processes tell when they leave."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()")
        return cursor.fetchone()[0]


def deadlocks_of_late_confirmations(business: Business, *, rounds: int, stop_at_first: bool = False) -> int:
    """Confirm overdue holds while others take their slots, which sweeps them."""
    room = make_room(make_venue(hours=("00:00", "00:00")))
    crowd, before = Crowd(business, 8), deadlocks()
    for number in range(rounds):
        span = night_of(number)
        hold = holds.hold_slot(room_id=room.pk, span=span, party_size=2, now=TONIGHT)
        late = hold.held_until + timedelta(minutes=1)
        crowd.at_once(
            *[lambda hold=hold, late=late: holds.confirm_hold(booking_id=hold.pk, contact=ANN, now=late).pk]
            * 4,
            *[lambda span=span, late=late: take(room, span, late)] * 4,
        )
        assert standing(room, span) == 1
        if stop_at_first and deadlocks() > before:
            break
    crowd.close()
    return deadlocks() - before


def test_a_sweep_and_a_late_confirmation_do_not_wait_for_each_other(live_business: Business):
    assert deadlocks_of_late_confirmations(live_business, rounds=10) == 0


def test_control_whoever_locks_the_row_before_the_room_waits_in_a_circle(
    live_business: Business, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(holds, "lock_rooms", lambda *room_ids: None)

    assert deadlocks_of_late_confirmations(live_business, rounds=60, stop_at_first=True) > 0
