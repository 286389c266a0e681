"""Who is limited to single rooms touches nothing of the others, of the same venue too: as with venues."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import transaction

from accounts.models import User
from accounts.services import change_role, limit_to_venues
from accounts.venue_scope import OF_NO_VENUE, insist_on_path, limited_to, may_see, may_see_room, present_rooms
from bookings.errors import BookingUnknown, RoomUnknown
from bookings.models import Booking, Display, Room, SpecialDay, Venue
from bookings.selectors.setup import setup_of
from bookings.services.displays import add_display
from bookings.services.guests import send_guest_message
from bookings.services.occupying import for_change, room_for_change
from boom.core.errors import Invalid, NotFound
from tenants.models import Business
from tests.conftest import HostClient, client_of
from tests.factories import at, make_booking, make_customer, make_room, make_series, make_venue
from tests.factories.waitlist import make_waiting
from tests.routes import TENANT, Route, routes_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

DASHBOARD = [route for route in routes_of(TENANT) if route.pattern.startswith("dashboard/")]
KEYED = [
    pytest.param(route, id=str(route))
    for route in DASHBOARD
    if {name for name, converter in route.parts if converter == "int"} - OF_NO_VENUE
]
PAGES = [pytest.param(route, id=str(route)) for route in DASHBOARD if not route.parts]
SECRET = "only-elsewhere"
NINE = at("2026-11-21 21:00")


@pytest.fixture
def own(business: Business) -> Room:
    """The room the person may touch."""
    return make_room(Venue.objects.order_by("order", "id")[0], name="Their own")


@pytest.fixture
def elsewhere(business: Business, own: Room, now) -> dict[str, object]:
    """Keys of things of another room of the same venue."""
    venue = own.venue
    room = make_room(venue, name=f"Room {SECRET}")
    customer = make_customer(name="Shared Guest")
    booking = make_booking(room=room, starts_at=NINE, guest_name=f"Guest {SECRET}", customer=customer)
    day = SpecialDay.objects.create(
        venue=venue, room=room, starts_on="2026-12-24", ends_on="2026-12-24", is_closed=True, reason=SECRET
    )
    message = send_guest_message(booking_id=booking.pk, words=f"Words {SECRET}")
    return {
        "booking_id": booking.pk,
        "room_id": room.pk,
        "special_day_id": day.pk,
        "message_id": message.pk,
        "entry_id": make_waiting(venue, now=now, name=f"Waits {SECRET}", room_id=room.pk).pk,
        "series_id": make_series(room, [at("2026-11-22 21:00")], guest_name=f"Guest {SECRET}").pk,
        "display_id": add_display(venue_id=venue.pk, room_id=room.pk).pk,
        "customer_id": customer.pk,
    }


@pytest.fixture
def limited(business: Business, own: Room, elsewhere) -> HostClient:
    """A manager of one room only."""
    manager = User.objects.get(role="manager")
    limit_to_venues(user_id=manager.pk, venue_ids=[], room_ids=[own.pk])
    return client_of(business, User.objects.get(pk=manager.pk))


@pytest.fixture
def as_limited(own: Room, elsewhere) -> Iterator[None]:
    with limited_to([], [own.pk]):
        yield


@pytest.mark.parametrize("route", KEYED)
def test_what_is_of_another_room_is_not_there(route: Route, limited: HostClient, elsewhere):
    path = route.path({**route.values(), **elsewhere})
    before = list(Booking.objects.order_by("id").values())

    for answer in (limited.get(path), limited.post(path, {"version": 1})):
        assert answer.status_code in {403, 404, 405}
        assert SECRET not in answer.content.decode()
    assert list(Booking.objects.order_by("id").values()) == before


@pytest.mark.parametrize("route", PAGES)
def test_no_page_shows_anything_of_another_room(route: Route, limited: HostClient, elsewhere):
    for query in ("", f"booking={elsewhere['booking_id']}", f"room={elsewhere['room_id']}", f"q={SECRET}"):
        answer = limited.get(f"{route.path({})}?{query}&day=2026-11-21")
        if not answer.streaming:
            page = answer.content.decode(errors="replace")
            page = page.replace(f'value="{SECRET}"', "").replace(f"q={SECRET}", "")
            assert SECRET not in page, f"{route} shows it for {query}"


def test_a_list_as_a_file_has_only_their_rooms(limited: HostClient, own: Room):
    make_booking(room=own, starts_at=NINE, guest_name="Of their own")

    answer = limited.get("/dashboard/bookings/file/?time=all")
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content

    assert "Of their own" in content.decode()
    assert SECRET not in content.decode()


def test_control_their_own_room_is_all_there(limited: HostClient, own: Room):
    booking = make_booking(room=own, starts_at=NINE, guest_name="Of their own")

    assert "Of their own" in limited.get("/dashboard/?day=2026-11-21").content.decode()
    assert limited.get(f"/dashboard/bookings/{booking.pk}/").status_code == 200
    assert "Of their own" in limited.get("/dashboard/sheet/?day=2026-11-21").content.decode()
    assert "Of their own" in limited.get("/dashboard/find/?q=Of their").content.decode()
    assert "Their own" in limited.get("/dashboard/floor/").content.decode()


def test_a_booking_is_not_moved_into_another_room_nor_swapped_with_one_there(
    limited: HostClient, own: Room, elsewhere
):
    booking = make_booking(room=own, starts_at=at("2026-11-21 22:00"))
    values = {"room": elsewhere["room_id"], "day": "2026-11-21", "start": "23:30", "length": 60, "version": 1}
    other = {"other": elsewhere["booking_id"], "other_version": 1, "version": 1}

    answers = [
        limited.post(f"/dashboard/bookings/{booking.pk}/move/", values),
        limited.post(f"/dashboard/bookings/{booking.pk}/swap/", other),
        limited.post(f"/dashboard/bookings/{booking.pk}/change-room/", {"version": 1, "minutes": 60}),
    ]

    booking.refresh_from_db()
    assert booking.room_id == own.pk
    assert {answer.status_code for answer in answers} <= {302, 404, 405, 409, 422}


def test_nothing_is_taken_for_another_room(limited: HostClient, elsewhere):
    values = {
        "room": elsewhere["room_id"],
        "day": "2026-11-21",
        "start": "23:30",
        "length": 60,
        "name": "Ann",
        "source": "phone",
        "party_size": 2,
    }
    before = Booking.objects.count()

    assert limited.post("/dashboard/bookings/new/", values).status_code in {404, 409, 422}
    assert Booking.objects.count() == before


@pytest.mark.parametrize("values", [{"do": "cancel"}, {"do": "note", "note": "mine"}], ids=lambda v: v["do"])
@pytest.mark.parametrize("step", ["look", "do"])
def test_several_bookings_of_another_room_are_neither_told_of_nor_changed(
    values: dict[str, object], step: str, limited: HostClient, elsewhere
):
    booking = Booking.objects.get(pk=elsewhere["booking_id"])
    before = Booking.objects.values().get(pk=booking.pk)
    mark = f"{booking.pk}.{booking.version}"

    answer = limited.post(
        "/dashboard/bookings/several/", {**values, "step": step, "pick": mark, "sure": mark}
    )

    assert SECRET not in answer.content.decode()
    assert Booking.objects.values().get(pk=booking.pk) == before


def test_rooms_booked_together_name_only_their_own_in_the_drawer(limited: HostClient, own: Room, elsewhere):
    Booking.objects.filter(pk=elsewhere["booking_id"]).update(group_reference="GR7X2K")
    booking = make_booking(room=own, starts_at=NINE, group_reference="GR7X2K")

    beside = make_booking(room=own, starts_at=at("2026-11-21 23:00"), group_reference="GR7X2K")
    page = limited.get(f"/dashboard/bookings/{booking.pk}/").content.decode()

    assert SECRET not in page
    assert f"/dashboard/bookings/{beside.pk}/" in page
    # What is for all of the party is not theirs to do.
    assert "group/cancel" not in page
    assert "group/move" not in page


def test_a_row_of_another_room_is_locked_for_nobody_who_may_not_touch_it(elsewhere, as_limited):
    with transaction.atomic(), pytest.raises(BookingUnknown):
        for_change(int(str(elsewhere["booking_id"])), version=None)
    with pytest.raises(RoomUnknown):
        room_for_change(int(str(elsewhere["room_id"])))


def test_a_set_up_has_only_their_rooms_and_what_is_remembered_has_all(own: Room, elsewhere):
    with limited_to([], [own.pk]):
        assert [room.pk for room in setup_of(own.venue).rooms] == [own.pk]

    assert {own.pk, elsewhere["room_id"]} <= {room.pk for room in setup_of(own.venue).rooms}


def test_a_venue_and_single_rooms_of_another_go_together(own: Room, elsewhere):
    other = make_venue()
    room = make_room(other)

    with limited_to([other.pk], [own.pk]):
        assert (may_see_room(room.pk, other.pk), may_see_room(own.pk, own.venue_id)) == (True, True)
        assert not may_see_room(int(str(elsewhere["room_id"])), own.venue_id)
        assert may_see(own.venue_id)


def test_rooms_that_are_gone_open_nothing(business: Business):
    with limited_to([], [10**9]):
        assert present_rooms() == frozenset()
        assert not may_see(Venue.objects.all()[0].pk)


def test_whoever_has_single_rooms_changes_no_set_up_and_no_prices(business: Business, own: Room):
    manager = limit_to_venues(user_id=User.objects.get(role="manager").pk, venue_ids=[], room_ids=[own.pk])

    held = [
        manager.has_perm(f"bookings.{name}") for name in ("change_setup", "change_prices", "edit_booking")
    ]
    assert held == [False, False, True]


def test_the_owner_ticks_rooms_on_the_page_and_the_team_says_which(
    owner_client: HostClient, business: Business, own: Room
):
    desk = User.objects.get(role="front_desk")

    answer = owner_client.post(f"/dashboard/staff/{desk.pk}/venues/", {"rooms": [own.pk]})

    desk.refresh_from_db()
    assert answer.status_code == 302
    assert desk.room_ids == [own.pk]
    assert "Their own" in owner_client.get("/dashboard/staff/").content.decode()


def test_another_role_and_owners_have_no_such_limit(business: Business, own: Room):
    desk = limit_to_venues(user_id=User.objects.get(role="front_desk").pk, venue_ids=[], room_ids=[own.pk])

    change_role(user_id=desk.pk, role="owner")

    desk.refresh_from_db()
    assert desk.room_ids == []
    with pytest.raises(Invalid):
        limit_to_venues(user_id=desk.pk, venue_ids=[], room_ids=[own.pk])


def test_a_display_of_the_whole_venue_is_not_theirs(own: Room, elsewhere, as_limited):
    lobby = Display.objects.create(venue=own.venue, token_hash="lobby")
    mine = Display.objects.create(venue=own.venue, room=own, token_hash="mine")

    insist_on_path({"display_id": mine.pk})
    with pytest.raises(NotFound):
        insist_on_path({"display_id": lobby.pk})
