"""The door, the floor and groups of rooms, through their pages."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from bookings.models import Booking, Occupancy, Room, RoomReadiness, Venue
from bookings.services import setup
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

MINUTE = timedelta(minutes=1)


@pytest.fixture
def venue(business) -> Venue:
    venue = Venue.objects.get()
    for room in Room.objects.all():
        setup.change_room(room_id=room.pk, state="archived")
    make_room(venue, name="Alto", capacity_max=6, order=1)
    make_room(venue, name="Echo", capacity_max=8, order=2)
    return venue


@pytest.fixture
def alto(venue: Venue) -> Room:
    return Room.objects.get(name="Alto")


@pytest.fixture
def echo(venue: Venue) -> Room:
    return Room.objects.get(name="Echo")


@pytest.fixture
def priya(alto: Room) -> Booking:
    """Alto, 21:00 to 22:00."""
    return make_booking(
        room=alto,
        starts_at=at("2026-11-21 21:00"),
        guest_name="Priya Nair",
        customer=make_customer(name="Priya Nair", email="priya@example.com"),
    )


AGREED = [
    {
        "code": "room",
        "quantity": "1",
        "unit": "hour",
        "unit_price_minor": 1500,
        "amount_minor": 1500,
        "starts_at": None,
        "ends_at": None,
    }
]


@pytest.fixture
def seated(alto: Room) -> Booking:
    """Alto, 18:30 to 19:30, in the room; it is 19:00."""
    return make_booking(
        room=alto,
        starts_at=TONIGHT - 30 * MINUTE,
        status="checked_in",
        guest_name="Sam",
        checked_in_at=TONIGHT,
    )


def text_of(response: Any) -> str:
    return response.content.decode()


def url(booking: Occupancy, act: str) -> str:
    return f"/dashboard/bookings/{booking.pk}/{act}/"


def fresh(booking: Occupancy) -> Any:
    booking.refresh_from_db()
    return booking


def undo_in(response: Any) -> str:
    """The address of the undo that an answer's toast offers."""
    toast = text_of(response).partition("data-toast")[2]
    [found] = re.findall(r'action="([^"]*/undo/[^"]*)"', toast)
    return found.replace("&amp;", "&")


# ---- walk-in --------------------------------------------------------------------------------------------


def test_a_walk_in_is_two_presses(client_as, venue, alto):
    client = client_as("front_desk")

    form = text_of(client.htmx("get", "/dashboard/walk-in/"))
    key = re.search(r'name="key" value="([^"]+)"', form)[1]
    answer = client.htmx(
        "post", "/dashboard/walk-in/", {"people": "2", "minutes": "60", "room": str(alto.pk), "key": key}
    )

    assert "Seat in Alto now" in form
    booking = Booking.objects.get(room=alto)
    assert (booking.status, booking.source, booking.party_size) == ("checked_in", "walk_in", 2)
    assert "Seated Walk-in in Alto, 19:00–20:00" in text_of(answer)
    assert answer["HX-Trigger"] == "drawer-close, bookings-changed"


def test_a_larger_party_is_offered_a_larger_room(client_as, venue):
    asked = {"people": "7", "minutes": "60"}

    choice = text_of(client_as("front_desk").htmx("get", "/dashboard/walk-in/", asked))

    assert "Seat in Echo now" in choice
    assert "This room takes" in choice
    assert "<h1" not in choice


def test_the_walk_in_works_as_a_plain_page(client_as, venue, alto):
    answer = client_as("front_desk").post(
        "/dashboard/walk-in/", {"people": "2", "minutes": "60", "room": alto.pk, "name": "Bo", "key": "k"}
    )

    booking = Booking.objects.get(room=alto)
    assert (answer.status_code, answer["Location"]) == (302, f"/dashboard/bookings/{booking.pk}/")
    assert booking.guest_name == "Bo"


def test_when_all_rooms_are_taken_nobody_is_seated(client_as, venue, alto, echo):
    for room in (alto, echo):
        make_booking(room=room, starts_at=TONIGHT)

    answer = client_as("front_desk").htmx(
        "post", "/dashboard/walk-in/", {"people": "2", "minutes": "60", "key": "k"}
    )

    assert answer.status_code == 409
    assert "Nobody was seated" in text_of(answer)


# ---- in, longer, out ------------------------------------------------------------------------------------


def test_check_in_check_out_and_back(client_as, alto):
    client = client_as("front_desk")
    booking = make_booking(room=alto, starts_at=TONIGHT, minutes=90, guest_name="Sam")

    came = client.htmx("post", url(booking, "check-in"), {"version": "1", "from": "drawer"})
    left = client.htmx("post", url(booking, "check-out"), {"version": "2", "from": "drawer"})
    back = client.htmx("post", undo_in(left))

    assert "Checked in Sam, Alto" in text_of(came)
    assert "Check out" in text_of(came)
    assert "Finished Sam. Alto is free from" in text_of(left)
    assert back.status_code == 200
    assert (fresh(booking).status, booking.ends_at) == ("checked_in", TONIGHT + 90 * MINUTE)


def test_the_lists_button_needs_no_version(client_as, alto):
    booking = make_booking(room=alto, starts_at=TONIGHT, version=7)
    client = client_as("front_desk")

    page = text_of(client.get("/dashboard/agenda/"))
    client.htmx("post", url(booking, "check-in"))

    assert f'action="{url(booking, "check-in")}"' in page
    assert fresh(booking).status == "checked_in"


def test_the_drawer_offers_more_time_with_its_price(client_as, seated):
    Booking.objects.filter(pk=seated.pk).update(
        quote=[
            {
                "code": "room",
                "quantity": "1",
                "unit": "hour",
                "unit_price_minor": 3000,
                "amount_minor": 3000,
                "starts_at": None,
                "ends_at": None,
            }
        ]
    )
    client = client_as("front_desk")

    drawer = text_of(client.htmx("get", f"/dashboard/bookings/{seated.pk}/"))
    answer = client.htmx("post", url(seated, "extend"), {"minutes": "30", "version": "1"})

    assert "Stay longer" in drawer
    assert "+30 min, £15" in drawer
    assert "Extended Sam to 20:00" in text_of(answer)
    assert fresh(seated).total_minor == 4500


def test_going_on_in_another_room_costs_what_the_button_says(client_as, seated, alto, echo):
    make_booking(room=alto, starts_at=TONIGHT + 30 * MINUTE, guest_name="Priya Nair")
    # Agreed on at half of what the house asks by now.
    Booking.objects.filter(pk=seated.pk).update(quote=AGREED, total_minor=1500)
    client = client_as("front_desk")

    drawer = text_of(client.htmx("get", f"/dashboard/bookings/{seated.pk}/"))
    client.htmx("post", url(seated, "change-room"), {"room": str(echo.pk), "minutes": "30", "version": "1"})

    rest = Booking.objects.get(room=echo)
    more = fresh(seated).total_minor + rest.total_minor - 1500
    assert more == 2250
    assert "Go on in Echo until 20:00, +£22.50" in drawer


def test_who_is_in_the_way_is_named_and_another_room_is_one_press(client_as, seated, alto, echo):
    make_booking(room=alto, starts_at=TONIGHT + 30 * MINUTE, guest_name="Priya Nair")
    client = client_as("front_desk")

    drawer = text_of(client.htmx("get", f"/dashboard/bookings/{seated.pk}/"))
    refused = client.htmx("post", url(seated, "extend"), {"minutes": "30", "version": "1", "from": "drawer"})
    moved = client.htmx(
        "post", url(seated, "change-room"), {"room": str(echo.pk), "minutes": "30", "version": "1"}
    )
    client.htmx("post", undo_in(moved))

    assert "Priya Nair has it 19:30–20:30." in drawer
    assert "Go on in Echo until 20:00" in drawer
    assert refused.status_code == 409
    assert "Priya Nair has it 19:30–20:30." in text_of(refused)
    assert "Moved Sam on to Echo, 19:00–20:00" in text_of(moved)
    assert (fresh(seated).status, seated.span.minutes) == ("checked_in", 60)
    assert Booking.objects.get(room=echo).status == "cancelled"


def test_no_show_is_offered_once_the_grace_is_over(client_as, alto):
    client = client_as("front_desk")
    late = make_booking(room=alto, starts_at=TONIGHT - 20 * MINUTE, guest_name="Sam")
    soon = make_booking(room=alto, starts_at=TONIGHT + 60 * MINUTE)

    assert "No-show</button>" in text_of(client.htmx("get", f"/dashboard/bookings/{late.pk}/"))
    assert "No-show</button>" not in text_of(client.htmx("get", f"/dashboard/bookings/{soon.pk}/"))
    answer = client.htmx("post", url(late, "no-show"), {"version": "1"})
    assert "Marked Sam as a no-show. Alto is free" in text_of(answer)


def test_a_viewer_is_offered_none_of_it(client_as, seated):
    drawer = text_of(client_as("viewer").htmx("get", f"/dashboard/bookings/{seated.pk}/"))

    for words in ("Check out", "Stay longer", "Change room", "Find another room", "Swap"):
        assert words not in drawer


# ---- requests, fees -------------------------------------------------------------------------------------


def test_a_request_is_answered_from_its_drawer(client_as, alto):
    client = client_as("front_desk")
    request = make_booking(room=alto, starts_at=at("2026-11-22 20:00"), status="pending", guest_name="Sam")

    drawer = text_of(client.htmx("get", f"/dashboard/bookings/{request.pk}/"))
    without = client.htmx("post", url(request, "decline"), {"version": "1", "from": "drawer"})
    answer = client.htmx("post", url(request, "decline"), {"version": "1", "reason": "A wedding"})
    client.htmx("post", undo_in(answer))

    assert "Confirm</button>" in drawer
    assert "Decline the request" in drawer
    assert "Say why: the guest reads it." in text_of(without)
    assert "Declined Sam" in text_of(answer)
    assert fresh(request).status == "pending"


@pytest.fixture
def dear(alto) -> Booking:
    """80.00, tomorrow; cancelling today costs half."""
    Venue.objects.filter(pk=alto.venue_id).update(
        cancel_until=2880, cancellation_tiers=[{"notice": 0, "percent": 50}]
    )
    return make_booking(room=alto, starts_at=at("2026-11-22 20:00"), total_minor=8000, guest_name="Sam")


def test_the_fee_stands_beside_the_button_and_is_kept(client_as, dear):
    client = client_as("front_desk")

    drawer = text_of(client.htmx("get", f"/dashboard/bookings/{dear.pk}/"))
    client.htmx("post", url(dear, "cancel"), {"version": "1", "reason": "Ill"})

    assert "The house rule keeps £40 of the price." in drawer
    assert "Charge nothing" not in drawer
    assert (fresh(dear).fee_minor, dear.cancellation_reason) == (4000, "Ill")


def test_only_managers_charge_nothing_and_only_with_a_reason(client_as, dear):
    waived = {"version": "1", "waive": "on", "override_reason": "Our heating broke"}

    by_desk = client_as("front_desk").htmx("post", url(dear, "cancel"), waived)
    without = client_as("manager").htmx("post", url(dear, "cancel"), waived | {"override_reason": ""})
    client_as("manager").htmx("post", url(dear, "cancel"), waived)

    assert (by_desk.status_code, without.status_code) == (422, 422)
    assert (fresh(dear).status, dear.fee_minor) == ("cancelled", 0)


# ---- other places ---------------------------------------------------------------------------------------


def test_a_booking_dropped_on_another_offers_to_swap_and_undo_puts_both_back(client_as, priya, echo):
    client = client_as("front_desk")
    sam = make_booking(room=echo, starts_at=priya.starts_at, guest_name="Sam")
    onto = {"room": echo.pk, "day": "2026-11-21", "start": "21:00", "length": 60, "version": 1}

    refused = client.htmx("post", url(priya, "move"), onto)
    swapped = client.htmx("post", url(priya, "swap"), {"other": f"{sam.pk}.1", "version": "1"})

    assert refused.status_code == 409
    assert f'action="{url(priya, "swap")}"' in text_of(refused)
    assert "Swap with Sam" in text_of(refused)
    assert "Swapped Priya Nair and Sam" in text_of(swapped)
    assert (fresh(priya).room.name, fresh(sam).room.name) == ("Echo", "Alto")
    client.htmx("post", undo_in(swapped))
    assert (fresh(priya).room.name, fresh(sam).room.name) == ("Alto", "Echo")


def test_another_room_is_found_in_one_press(client_as, priya):
    answer = client_as("front_desk").htmx("post", url(priya, "find-room"), {"version": "1"})

    assert "Moved Priya Nair to Echo, 21:00–22:00" in text_of(answer)


def test_turnover_of_one_booking(client_as, priya, alto):
    client = client_as("front_desk")
    make_booking(room=alto, starts_at=at("2026-11-21 22:15"), guest_name="Sam")

    refused = client.htmx(
        "post", url(priya, "turnover"), {"version": "1", "before": "", "after": "30", "from": "drawer"}
    )
    saved = client.htmx("post", url(priya, "turnover"), {"version": "1", "before": "", "after": "15"})

    assert refused.status_code == 409
    assert "Changed the time kept free around Priya Nair" in text_of(saved)
    assert fresh(priya).hold_until == at("2026-11-21 22:15")


def test_an_undo_of_nothing_is_explained(client_as, venue):
    client = client_as("front_desk")

    assert client.htmx("post", "/dashboard/undo/").status_code == 409
    assert client.htmx("post", "/dashboard/undo/?event=999999999").status_code == 404


# ---- groups ---------------------------------------------------------------------------------------------


def group(**more: Any) -> dict[str, Any]:
    return {
        "day": "2026-11-21",
        "start": "21:00",
        "length": "60",
        "people": "9",
        "name": "Hen party",
        "email": "",
        "source": "phone",
        "note": "",
        "key": "k",
    } | more


def test_several_rooms_are_booked_at_once_and_cancelled_and_moved(client_as, venue, alto, echo):
    client = client_as("front_desk")

    form = text_of(client.htmx("get", "/dashboard/groups/new/"))
    answer = client.htmx("post", "/dashboard/groups/new/", group(rooms=[alto.pk, echo.pk]))
    first, second = Booking.objects.filter(guest_name="Hen party").order_by("id")
    drawer = text_of(client.htmx("get", f"/dashboard/bookings/{second.pk}/"))
    later = {
        "minutes": "30",
        "direction": "later",
        "part": re.findall(r'name="part" value="([^"]+)"', drawer),
    }
    moved = client.htmx("post", url(second, "group/move"), later)
    again = client.htmx("post", url(second, "group/move"), later)
    stale = client.htmx("post", url(first, "group/cancel"), {"reason": "Rain", "part": later["part"]})
    drawer = text_of(client.htmx("get", f"/dashboard/bookings/{second.pk}/"))
    parts = re.findall(r'name="part" value="([^"]+)"', drawer)
    cancelled = client.htmx("post", url(first, "group/cancel"), {"reason": "Rain", "part": parts})

    assert "Alto" in form
    assert "Booked Hen party into 2 rooms: Alto, Echo" in text_of(answer)
    assert [first.party_size, second.party_size] == [6, 3]
    assert "Booked together with" in drawer
    assert "Moved all 2 rooms of Hen party to 21:30" in text_of(moved)
    assert (again.status_code, stale.status_code) == (409, 409)
    assert "Cancelled all 2 rooms of Hen party" in text_of(cancelled)
    assert {fresh(first).status, fresh(second).status} == {"cancelled"}
    client.htmx("post", undo_in(cancelled))
    assert {fresh(first).status, fresh(second).status} == {"confirmed"}


@pytest.mark.parametrize("start", ["null", "", "25:00"])
def test_an_address_without_a_time_of_the_night_still_opens_the_groups_form(client_as, start):
    answer = client_as("front_desk").htmx("get", f"/dashboard/groups/new/?start={start}")

    assert answer.status_code == 200
    assert "Choose a day" in answer.content.decode()


def test_if_one_room_is_taken_none_is_booked_and_it_says_which(client_as, priya, alto, echo):
    answer = client_as("front_desk").htmx("post", "/dashboard/groups/new/", group(rooms=[alto.pk, echo.pk]))

    assert answer.status_code == 409
    assert "Alto: Priya Nair has it 21:00–22:00." in text_of(answer)
    assert not Booking.objects.filter(guest_name="Hen party").exists()


# ---- the floor ------------------------------------------------------------------------------------------


def test_the_floor_shows_each_room_as_it_is_and_its_tiles_alone_to_a_live_page(client_as, seated, echo):
    client = client_as("viewer")

    page = text_of(client.get("/dashboard/floor/"))
    tiles = text_of(client.htmx("get", "/dashboard/floor/"))

    assert 'data-floor-state="occupied"' in page
    assert "30 min left" in page
    assert "Free" in page
    assert "Check out" not in page
    assert tiles.lstrip().startswith('<div class="floor"')


def test_rooms_are_cleaned_and_made_ready_from_the_floor(client_as, seated, alto):
    setup.change_venue(venue_id=alto.venue_id, tracks_cleaning=True)
    client = client_as("front_desk")
    client.htmx("post", url(seated, "check-out"))

    dirty = text_of(client.get("/dashboard/floor/"))
    cleaning = text_of(client.htmx("post", f"/dashboard/floor/{alto.pk}/ready/", {"state": "cleaning"}))
    client.post(f"/dashboard/floor/{alto.pk}/ready/", {"state": "ready"})

    assert "Start cleaning" in dirty
    assert 'data-floor-state="cleaning"' in cleaning
    assert RoomReadiness.objects.get(room=alto).state == "ready"


def test_the_floor_knows_no_other_states_and_no_other_rooms(client_as, alto):
    client = client_as("front_desk")

    assert client.post(f"/dashboard/floor/{alto.pk}/ready/", {"state": "gold"}).status_code == 404
    assert client.post("/dashboard/floor/999999/ready/", {"state": "ready"}).status_code == 404


def test_the_floor_asks_the_database_as_often_for_many_rooms_as_for_few(
    client_as, venue, alto, count_queries
):
    client = client_as("viewer")
    client.get("/dashboard/floor/")
    with count_queries() as few:
        client.get("/dashboard/floor/")
    for number in range(5):
        room = make_room(venue, name=f"More {number}")
        make_booking(room=room, starts_at=TONIGHT)
    client.get("/dashboard/floor/")
    with count_queries() as many:
        client.get("/dashboard/floor/")

    assert many() == few()


# ---- the rules of visits --------------------------------------------------------------------------------


def rules(**more: Any) -> dict[str, Any]:
    return {
        "answer_within": "60",
        "no_show_after": "10",
        "release_after": "20",
        "no_show_percent": "50",
        "extend_step": "15",
        "door_code_digits": "0",
        "door_code_hours": "24",
        "gap_rule": "off",
        "step_hours_0": "2",
        "step_percent_0": "50",
    } | more


def test_the_rules_of_visits_are_saved_and_read_back_as_guests_read_them(owner_client, venue):
    saved = owner_client.post("/dashboard/visits/", rules())
    page = text_of(owner_client.get("/dashboard/visits/"))

    venue.refresh_from_db()
    assert saved.status_code == 302
    assert venue.cancellation_tiers == [{"notice": 120, "percent": 50}]
    assert (venue.answer_within, venue.release_after, venue.most_bookings) == (60, 20, None)
    assert "After that, until 2 hours before, cancelling costs 50% of the price." in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"step_percent_0": ""}, "Enter both, or neither."),
        ({"step_hours_0": "99"}, "less than is free"),
        ({"release_after": "5"}, "before the grace is over"),
    ],
)
def test_rules_that_make_no_sense_are_shown_again(owner_client, venue, wrong, words):
    answer = owner_client.post("/dashboard/visits/", rules(**wrong))

    assert answer.status_code == 422
    assert words in text_of(answer)
