"""Any act can be taken back as one: on record, explained where it cannot, and itself taken back again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, time
from typing import Any

import pytest
from django.db import connection

from accounts import services as accounts
from accounts.models import User
from audit.acts import Act, act_of, last_act_of
from audit.errors import CannotTakeBack, ChangedSince, InTheWay
from audit.models import AuditEvent
from audit.services.undo import rehearse, take_back
from audit.taking_back import permissions_for, way_of
from audit.wording import UNDO
from bookings.models import Customer, Occupancy, OpeningHours, Room, SpecialDay, Venue
from bookings.services import blocks, photos, setup
from bookings.services.bookings import create_booking, edit_booking, move_booking
from bookings.services.cancelling import cancel_booking
from bookings.services.customers import Contact
from boom.core.actor import acting
from boom.core.db import service
from boom.core.errors import Invalid
from boom.core.ids import new_request_id
from boom.core.models import OutboxMessage
from tests.audit.test_columns import columns_on_record
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room
from tests.factories.pictures import picture_file

pytestmark = pytest.mark.django_db


@contextmanager
def pressing(name: str = "Dana", key: int = 1) -> Iterator[None]:
    """One press of somebody's at the dashboard; a test is one transaction, so acts differ by their
    request.
    """
    with acting(kind="person", id=str(key), label=name, source="dashboard", request_id=new_request_id()):
        yield


def newest_act() -> Act:
    return act_of(AuditEvent.objects.latest("id").pk)


def undo(act: Act, name: str = "Dana") -> Act:
    """Take an act back; gives the act that the undo is."""
    with pressing(name):
        take_back(event_id=act.last_id, now=TONIGHT)
    return newest_act()


def table(name: str) -> list[dict[str, Any]]:
    """Every row of a table, but for what counts upwards or is drawn anew."""
    with connection.cursor() as cursor:
        cursor.execute(  # house: assembled-sql, a test's own table name
            f"SELECT to_jsonb(t) - 'version' - 'setup_version' - 'calendar_sequence' FROM {name} t ORDER"
            f" BY id"
        )
        return [row for (row,) in cursor.fetchall()]


@pytest.fixture
def venue(business) -> Venue:
    return Venue.objects.get()


@pytest.fixture
def alto(venue) -> Room:
    return make_room(venue, name="Alto")


@pytest.fixture
def echo(venue) -> Room:
    return make_room(venue, name="Echo")


def test_every_table_on_record_says_how_its_changes_are_taken_back(business):
    to_do = [
        f"{name} is on record, and nobody said how its changes are taken back: add rows_of(…),"
        f" takes_back(…) or"
        " stays(…) to its app's taking_back.py (audit/taking_back.py explains them)."
        for name in sorted(columns_on_record())
        if way_of(name) is None
    ]

    assert to_do == []


def take_a_booking(venue: Venue, alto: Room) -> None:
    create_booking(
        room_id=alto.pk,
        span=make_booking(room=make_room(venue), starts_at=at("2026-11-21 22:00")).span,
        contact=Contact("Ann", "ann@example.com"),
        party_size=2,
        source="phone",
        now=TONIGHT,
    )


SETTING_UP = {
    "a room changed": lambda venue, room: setup.change_room(room_id=room.pk, name="Bass", capacity_max=9),
    "a room archived": lambda venue, room: setup.change_room(room_id=room.pk, state="archived"),
    "a room added": lambda venue, room: setup.add_room(venue_id=venue.pk, name="New"),
    "a rule changed": lambda venue, room: setup.change_venue(
        venue_id=venue.pk, lead_time=120, cancel_until=60
    ),
    "a setting changed": lambda venue, room: setup.change_venue(venue_id=venue.pk, brand_colour="#123456"),
    "hours replaced": lambda venue, room: setup.set_opening_hours(
        venue_id=venue.pk, rows=[(0, time(12), time(23)), (5, time(18), time(4))]
    ),
    "hours of a room": lambda venue, room: setup.set_opening_hours(
        venue_id=venue.pk, room_id=room.pk, rows=[(5, time(18), time(22))]
    ),
    "a special day": lambda venue, room: setup.add_special_day(
        venue_id=venue.pk,
        starts_on=date(2026, 12, 24),
        ends_on=date(2026, 12, 24),
        hours=[(time(12), time(18))],
        reason="Christmas Eve",
    ),
    "a photo put up": lambda venue, room: photos.add_photo(
        room_id=room.pk, content=picture_file(), words="The stage"
    ),
    "a customer": lambda venue, room: service(
        lambda: Customer.objects.create(name="Ann", email="ann@else.example")
    )(),
}
SET_UP_TABLES = (
    "bookings_room bookings_venue bookings_openinghours bookings_specialday bookings_specialhours"
    " bookings_customer bookings_roomphoto"
).split()


@pytest.mark.parametrize("what", SETTING_UP)
def test_set_up_goes_back_exactly_and_forth_again(venue, alto, what):
    before = {name: table(name) for name in SET_UP_TABLES}
    with pressing():
        SETTING_UP[what](venue, alto)
    act, after = newest_act(), {name: table(name) for name in SET_UP_TABLES}
    assert after != before

    undone = undo(act)

    assert {name: table(name) for name in SET_UP_TABLES} == before
    undo(undone)
    assert {name: table(name) for name in SET_UP_TABLES} == after


def test_a_special_day_that_was_removed_comes_back_with_its_hours(venue):
    day = setup.add_special_day(
        venue_id=venue.pk,
        starts_on=date(2026, 12, 24),
        ends_on=date(2026, 12, 24),
        hours=[(time(12), time(15)), (time(18), time(23))],
        reason="Christmas Eve",
    )
    with pressing():
        setup.remove_special_day(special_day_id=day.pk)

    undo(newest_act())

    back = SpecialDay.objects.get(pk=day.pk)
    assert [str(each) for each in back.hours.order_by("opens")] == ["12:00-15:00", "18:00-23:00"]


def test_an_undo_of_set_up_tells_everybody(venue, alto):
    with pressing():
        setup.change_room(room_id=alto.pk, capacity_max=9)
    version = Venue.objects.get().setup_version

    undo(newest_act())

    assert Venue.objects.get().setup_version != version
    assert OutboxMessage.objects.latest("id").kind == "setup.changed"


def swap(one: Occupancy, other: Occupancy) -> None:
    """Two bookings change rooms in one press, by way of a third stretch."""

    @service
    def both() -> None:
        rooms = one.room_id, other.room_id
        Occupancy.objects.filter(pk=one.pk).update(placed=False)
        moved = move_booking(
            booking_id=other.pk, room_id=rooms[0], span=other.span, version=other.version, now=TONIGHT
        )
        assert moved.room_id == rooms[0]
        move_booking(booking_id=one.pk, room_id=rooms[1], span=one.span, version=one.version, now=TONIGHT)

    both()


def test_a_swap_is_taken_back_though_each_is_in_the_others_way(alto, echo):
    one = make_booking(room=alto, starts_at=at("2026-11-21 21:00"))
    other = make_booking(room=echo, starts_at=at("2026-11-21 21:00"))
    with pressing():
        swap(one, other)

    redo = undo(newest_act())

    assert [row.room_id for row in [Occupancy.objects.get(pk=each.pk) for each in (one, other)]] == [
        alto.pk,
        echo.pk,
    ]
    undo(redo)
    assert [row.room_id for row in [Occupancy.objects.get(pk=each.pk) for each in (one, other)]] == [
        echo.pk,
        alto.pk,
    ]


def move_all(rows: list[Occupancy], room: Room) -> None:
    @service
    def change() -> None:
        for row in rows:
            move_booking(booking_id=row.pk, room_id=room.pk, span=row.span, version=row.version, now=TONIGHT)

    change()


def test_a_bulk_move_is_taken_back_as_one(alto, echo):
    rows = [make_booking(room=alto, starts_at=at(f"2026-11-21 {hour}:00")) for hour in (20, 21, 22)]
    with pressing():
        move_all(rows, echo)

    undo(newest_act())

    assert {row.room_id for row in Occupancy.objects.filter(pk__in=[row.pk for row in rows])} == {alto.pk}
    assert all(Occupancy.objects.get(pk=row.pk).version == 3 for row in rows)


def test_a_press_that_was_several_transactions_is_one_act(venue, alto, echo):
    rows = [make_booking(room=alto, starts_at=at(f"2026-11-21 {hour}:00")) for hour in (20, 21)]
    with pressing():
        for row in rows:
            cancel_booking(booking_id=row.pk, now=TONIGHT)

    undo(newest_act())

    assert {row.status for row in Occupancy.objects.all()} == {"confirmed"}


def test_all_or_nothing_where_one_room_is_taken_by_now(alto, echo):
    rows = [
        make_booking(room=alto, starts_at=at(f"2026-11-21 {hour}:00"), guest_name=f"Guest {hour}")
        for hour in (20, 21)
    ]
    with pressing():
        move_all(rows, echo)
    act = newest_act()
    # A service, so that the row is on record for somebody else.
    service(lambda: make_booking(room=alto, starts_at=at("2026-11-21 21:00"), guest_name="Priya Nair"))()

    with pytest.raises(InTheWay) as refusal:
        undo(act)

    assert refusal.value.message == "Alto is taken by now: Priya Nair, Sat 21 Nov, 21:00–22:00."
    assert [row.room_id for row in Occupancy.objects.filter(pk__in=[r.pk for r in rows])] == [echo.pk] * 2


def test_what_somebody_changed_again_is_explained_and_never_forced(venue, alto):
    with pressing("Dana"):
        setup.change_room(room_id=alto.pk, capacity_max=8)
    act = newest_act()
    with pressing("Olive", 2):
        setup.change_room(room_id=alto.pk, capacity_max=10)

    with pytest.raises(ChangedSince) as refusal:
        undo(act)

    assert refusal.value.message == (
        "The room Alto was changed again since, by Olive (most people: 8 → 10). Take that back first."
    )
    assert Room.objects.get(pk=alto.pk).capacity_max == 10


def test_what_was_changed_elsewhere_in_the_row_is_left_alone(venue, alto):
    with pressing():
        setup.change_room(room_id=alto.pk, capacity_max=8)
    act = newest_act()
    setup.change_room(room_id=alto.pk, name="Tenor")

    undo(act)

    room = Room.objects.get(pk=alto.pk)
    assert (room.name, room.capacity_max) == ("Tenor", 6)


def test_a_room_that_is_booked_by_now_is_not_unmade(venue):
    with pressing():
        room = setup.add_room(venue_id=venue.pk, name="New")
    act = newest_act()
    service(lambda: make_booking(room=room, starts_at=at("2026-11-21 21:00")))()

    with pytest.raises(InTheWay, match="in use by now"):
        undo(act)


def test_rules_that_no_longer_fit_are_not_put_back(venue, alto):
    with pressing():
        setup.change_venue(venue_id=venue.pk, min_duration=30, max_duration=120)
    act = newest_act()
    setup.change_room(room_id=alto.pk, max_duration=45)

    with pytest.raises(Invalid, match="Alto"):
        undo(act)


def test_a_booking_taken_with_its_customer_is_cancelled_and_the_customer_stays_known(venue, alto):
    with pressing():
        take_a_booking(venue, alto)

    redo = undo(newest_act())

    booking = Occupancy.objects.get(customer__email="ann@example.com")
    assert booking.status == "cancelled"
    undo(redo)
    booking.refresh_from_db()
    assert booking.status == "confirmed"


def test_a_corrected_customer_goes_back_with_the_booking(alto):
    booking = make_booking(room=alto, starts_at=at("2026-11-21 21:00"), guest_name="Ann")
    Customer.objects.filter(pk=booking.customer_id).update(name="Ann", email="an@example.com", phone="")
    with pressing():
        edit_booking(
            booking_id=booking.pk,
            version=1,
            contact=Contact("Ann", "an@example.com", "+442079460123"),
            party_size=4,
            note="",
            staff_note="",
            now=TONIGHT,
        )

    undo(newest_act())

    booking.refresh_from_db()
    assert (booking.party_size, booking.customer.phone) == (2, "")


def test_blocks_of_several_rooms_are_released_together(alto, echo):
    span = make_booking(room=make_room(), starts_at=at("2026-11-21 22:00")).span
    with pressing():
        blocks.block_rooms(room_ids=[alto.pk, echo.pk], spans=[span], reason="Paint", now=TONIGHT)

    undo(newest_act())

    assert set(Occupancy.objects.filter(kind="block").values_list("status", flat=True)) == {"released"}


def test_roles_go_back_through_the_services_of_accounts(business):
    desk = User.objects.get(role="front_desk")
    with pressing():
        accounts.change_role(user_id=desk.pk, role="manager")
    before = User.objects.get(pk=desk.pk).access_version

    undo(newest_act())

    desk.refresh_from_db()
    assert (desk.role, desk.access_version) == ("front_desk", before + 1)


def test_a_password_is_never_taken_back(business):
    desk = User.objects.get(role="front_desk")
    with pressing():
        accounts.change_password(user_id=desk.pk, password="another long password")
    hashed = User.objects.get(pk=desk.pk).password

    with pytest.raises(CannotTakeBack):
        undo(newest_act())

    assert User.objects.get(pk=desk.pk).password == hashed


def test_the_same_act_is_taken_back_once(venue, alto):
    with pressing():
        setup.change_room(room_id=alto.pk, capacity_max=8)
    act = newest_act()
    undo(act)

    with pytest.raises(CannotTakeBack, match="already"):
        undo(act)


def test_the_last_act_of_a_person_is_found_past_what_is_undone(venue, alto):
    with pressing("Dana", 7):
        setup.change_room(room_id=alto.pk, capacity_max=8)
    first = newest_act()
    with pressing("Dana", 7):
        setup.change_room(room_id=alto.pk, name="Bass")
    second = newest_act()
    with pressing("Olive", 8):
        setup.change_venue(venue_id=venue.pk, lead_time=30)

    found = [last_act_of(actor_id="7", undo_source=UNDO)]
    redo = undo(second)
    found.append(last_act_of(actor_id="7", undo_source=UNDO))
    undo(redo)
    found.append(last_act_of(actor_id="7", undo_source=UNDO))

    assert [act.id for act in found if act] == [second.id, first.id, second.id]


def test_an_undo_is_on_record_as_one(venue, alto):
    with pressing("Dana"):
        setup.change_room(room_id=alto.pk, capacity_max=8)

    undone = undo(newest_act(), name="Olive")

    assert {(event.source, event.actor_label) for event in undone.events} == {(UNDO, "Olive")}


def test_a_rehearsal_says_what_would_happen_and_changes_nothing(venue, alto):
    with pressing():
        setup.change_room(room_id=alto.pk, capacity_max=8)
    act, events = newest_act(), AuditEvent.objects.count()

    found = rehearse(lambda: take_back(event_id=act.id, now=TONIGHT))

    changes = [(event.old, event.new) for event in found if event.table == "bookings_room"]
    assert changes == [({"capacity_max": 8}, {"capacity_max": 6})]
    assert (Room.objects.get(pk=alto.pk).capacity_max, AuditEvent.objects.count()) == (8, events)


def test_what_it_takes_to_undo_is_what_it_took_to_do(alto):
    booking = make_booking(room=alto, starts_at=at("2026-11-21 21:00"))
    with pressing():
        cancel_booking(booking_id=booking.pk, now=TONIGHT)
    cancelled = permissions_for(newest_act())
    with pressing():
        setup.change_room(room_id=alto.pk, name="Bass")

    assert (cancelled, permissions_for(newest_act())) == (
        {"bookings.edit_booking"},
        {"bookings.change_setup"},
    )


def test_nobody_is_told_of_an_undo_who_was_not_told_of_the_act(alto, echo):
    booking = make_booking(room=alto, starts_at=at("2026-11-21 21:00"))
    with pressing():
        move_booking(
            booking_id=booking.pk,
            room_id=echo.pk,
            span=booking.span,
            version=1,
            now=TONIGHT,
            tell_customer=False,
        )

    undo(newest_act())

    fact = OutboxMessage.objects.latest("id")
    assert (fact.kind, fact.payload["tell_customer"]) == ("booking.moved", False)


def test_hours_set_twice_go_back_one_step_at_a_time(venue):
    with pressing():
        setup.set_opening_hours(venue_id=venue.pk, rows=[(0, time(10), time(12))])
    first = newest_act()
    with pressing("Olive", 2):
        setup.set_opening_hours(venue_id=venue.pk, rows=[(1, time(10), time(12))])
    second = newest_act()

    with pytest.raises(ChangedSince):
        undo(first)
    undo(second)
    undo(first)

    assert OpeningHours.objects.filter(venue=venue).count() == 7
