"""Questions for chosen rooms: asked with a booking of such a room, and with no other."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bookings.domain.interval import Interval
from bookings.domain.private_rooms import opening
from bookings.errors import RulesBroken
from bookings.models import Booking, FieldSubject, FormField, Room, Venue
from bookings.selectors.own_change import guests_blockers
from bookings.selectors.setup import setup_of
from bookings.services.bookings import create_booking, move_booking
from bookings.services.customers import Contact
from bookings.services.fields import add_field
from bookings.services.holds import hold_slot
from bookings.services.links import issue_manage_link
from boom.core import clock
from boom.core.errors import Invalid
from tests.factories import make_booking, make_room, make_venue
from tests.factories.house_terms import make_terms

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business", "now")]
HOUR = timedelta(hours=1)
WHO = {"name": "Ann", "email": "ann@example.com"}


@pytest.fixture
def duet(business) -> Room:
    return make_room(Venue.objects.get(), name="Duet")


@pytest.fixture
def stage(duet) -> Room:
    return make_room(duet.venue, name="Stage")


def asks(room: Room, label: str = "Band name", **values: object) -> FormField:
    given = {
        "kind": "text",
        "for_guests": "required",
        "for_staff": "optional",
        "room_ids": [room.pk],
    } | values
    return add_field(venue_id=room.venue_id, subject=FieldSubject.BOOKING, label=label, **given)


def held(room: Room, *, beside: int | None = None) -> tuple[Booking, str]:
    now = clock.now()
    hold = hold_slot(
        room_id=room.pk, span=Interval.lasting(now + HOUR, HOUR), party_size=2, now=now, beside=beside
    )
    return hold, f"/book/{issue_manage_link(booking_id=hold.pk, now=now)}/"


def test_the_owner_chooses_the_rooms(owner_client, stage):
    posted = {"label": "Band", "kind": "text", "for_guests": "required", "for_staff": "optional"}

    owner_client.post("/dashboard/settings/fields/new/?about=booking", {**posted, "room_ids": [stage.pk]})

    assert FormField.objects.get(label="Band").room_ids == [stage.pk]
    with pytest.raises(Invalid):
        asks(stage, room_ids=[make_room(make_venue()).pk])


def test_only_a_booking_of_such_a_room_is_asked_and_has_to_answer(customer_client, duet, stage):
    band = asks(stage)
    plain, plain_path = held(duet)
    asked, asked_path = held(stage)

    customer_client.post(plain_path, {**WHO, f"own_{band.pk}": "The Lyres"})
    without = customer_client.post(asked_path, WHO)
    customer_client.post(asked_path, {**WHO, f"own_{band.pk}": "The Lyres"})

    plain.refresh_from_db()
    asked.refresh_from_db()
    assert (plain.status, plain.answers) == ("confirmed", {})
    assert (without.status_code, "Answer this: Band name" in without.content.decode()) == (422, True)
    assert (asked.status, asked.answers) == ("confirmed", {band.key: "The Lyres"})


def test_of_a_cart_each_booking_has_the_answers_of_its_own_room(customer_client, duet, stage):
    band, song = asks(stage), asks(stage, "Song", room_ids=[])
    first, path = held(duet)
    second, _ = held(stage, beside=first.pk)

    customer_client.post(path, {**WHO, f"own_{band.pk}": "The Lyres", f"own_{song.pk}": "Hurt"})

    first.refresh_from_db()
    second.refresh_from_db()
    assert first.answers == {song.key: "Hurt"}
    assert second.answers == {band.key: "The Lyres", song.key: "Hurt"}


def test_staff_are_asked_once_the_room_is_chosen(owner_client, duet, stage):
    band = asks(stage, for_staff="required")
    wish = "/dashboard/bookings/new/?day=2026-11-21&room="

    shown = [
        f"own_{band.pk}" in owner_client.get(f"{wish}{room.pk}").content.decode() for room in (duet, stage)
    ]

    assert shown == [False, True]
    wanted = {
        "span": Interval.lasting(clock.now() + HOUR, HOUR),
        "contact": Contact(name="Ann"),
        "party_size": 2,
    }
    create_booking(room_id=duet.pk, source="phone", now=clock.now(), answers={}, **wanted)
    with pytest.raises(Invalid):
        create_booking(room_id=stage.pk, source="phone", now=clock.now(), answers={}, **wanted)


@pytest.mark.parametrize("what", ["question", "waiver", "private"])
def test_a_guest_does_not_move_into_a_room_that_asks_more(duet, stage, what):
    booking = make_booking(room=duet, starts_at=clock.now() + 5 * HOUR)
    if what == "question":
        asks(stage)
    elif what == "waiver":
        make_terms(duet.venue, room_ids=[stage.pk])
    else:
        Room.objects.filter(pk=stage.pk).update(is_private=True)
    stage.refresh_from_db()
    wanted = {"booking_id": booking.pk, "room_id": stage.pk, "span": booking.span, "now": clock.now()}

    setup = setup_of(stage.venue)
    against = [blocker.code for blocker in guests_blockers(setup, booking, stage)]
    with pytest.raises(RulesBroken), opening({}):
        move_booking(version=booking.version, by_staff=False, **wanted)

    assert against == (["room-hidden"] if what == "private" else ["asks-more"])
    assert move_booking(version=booking.version, **wanted).room_id == stage.pk
