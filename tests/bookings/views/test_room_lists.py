"""A venue's own lists about rooms: on the page, in the rooms, and where rooms are looked for."""

from __future__ import annotations

import re

import pytest

from audit.models import AuditEvent
from bookings.models import Booking, Room, RoomCategory, RoomFeature, Venue
from bookings.selectors.setup import forget_setups, setup_of
from bookings.services import room_lists
from bookings.services.setup import add_room, change_room
from boom.core.errors import Invalid
from tests.bookings.views.test_calendar import text_of
from tests.conftest import client_of
from tests.factories import at, make_booking, make_room, make_venue
from tests.factories.prices import make_price_list
from tests.factories.waitlist import make_waiting

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

ROOM = {"name": "Alto", "capacity_min": 1, "capacity_max": 4, "price": "24.50", "state": "active"}
LISTS = "/dashboard/rooms/lists/"


@pytest.fixture
def venue(business):
    """The only published venue, open 18:00 to 04:00."""
    Venue.objects.update(is_published=False)
    return make_venue(name="Velvet Rooms", slug="velvet")


def listed(venue: Venue) -> list[str]:
    return list(RoomFeature.objects.filter(venue=venue).in_order().values_list("name", flat=True))


def test_what_is_typed_for_a_room_joins_the_list_in_one_spelling(venue):
    room = add_room(venue_id=venue.pk, name="Alto", features=["Stage", "  Step-free "], category="Private")

    other = add_room(venue_id=venue.pk, name="Echo", features=["stage", "STAGE"], category="private")

    assert (room.features, other.features) == (["Stage", "Step-free"], ["Stage"])
    assert listed(venue) == ["Stage", "Step-free"]
    assert (other.category, RoomCategory.objects.filter(venue=venue).count()) == ("Private", 1)


def test_a_room_says_how_many_of_what_is_counted(owner_client):
    venue = Venue.objects.get()
    owner_client.post(f"{LISTS}features/new/", {"feature-name": "Microphones", "feature-is_counted": "on"})
    feature = RoomFeature.objects.get(name="Microphones")

    owner_client.post("/dashboard/rooms/new/", ROOM | {f"count_{feature.pk}": "4"})

    room = Room.objects.get(name="Alto")
    assert (room.venue, room.features, room.feature_counts) == (venue, ["Microphones"], {"Microphones": 4})
    assert 'value="4"' in owner_client.get(f"/dashboard/rooms/{room.pk}/").content.decode()


def test_a_count_goes_with_its_feature(venue):
    room_lists.add_feature(venue_id=venue.pk, name="Screens", is_counted=True)
    room = add_room(venue_id=venue.pk, name="Alto", features=["Screens"], feature_counts={"Screens": 2})

    change_room(room_id=room.pk, features=[])

    room.refresh_from_db()
    assert (room.features, room.feature_counts) == ([], {})


@pytest.mark.parametrize("count", [0, -1, 10_000, True, "4"])
def test_a_count_that_is_none_is_refused(venue, count):
    room_lists.add_feature(venue_id=venue.pk, name="Screens", is_counted=True)

    with pytest.raises(Invalid):
        add_room(venue_id=venue.pk, name="Alto", features=["Screens"], feature_counts={"Screens": count})


def test_the_usual_things_are_added_by_a_tick(owner_client):
    owner_client.post(f"{LISTS}features/usual/", {"presets": ["Wheelchair access", "Microphones"]})

    added = RoomFeature.objects.in_order().values_list("name", "is_counted")
    assert list(added) == [("Wheelchair access", False), ("Microphones", True)]


def test_a_feature_is_renamed_in_every_room_and_that_is_taken_back(owner_client):
    venue = Venue.objects.get()
    feature = room_lists.add_feature(venue_id=venue.pk, name="Mics", is_counted=True)
    room = add_room(venue_id=venue.pk, name="Alto", features=["Mics"], feature_counts={"Mics": 3})
    path = f"{LISTS}features/{feature.pk}/"

    owner_client.post(
        path, {f"feature-{feature.pk}-name": "Microphones", f"feature-{feature.pk}-is_counted": 1}
    )

    room.refresh_from_db()
    assert (room.features, room.feature_counts) == (["Microphones"], {"Microphones": 3})
    event = AuditEvent.objects.filter(table="bookings_roomfeature").latest("id")
    owner_client.post(f"/dashboard/activity/{event.pk}/undo/")
    room.refresh_from_db()
    assert (room.features, room.feature_counts) == (["Mics"], {"Mics": 3})


def test_a_feature_that_is_removed_leaves_every_room(owner_client):
    venue = Venue.objects.get()
    feature = room_lists.add_feature(venue_id=venue.pk, name="Stage")
    room = add_room(venue_id=venue.pk, name="Alto", features=["Stage", "Piano"])

    owner_client.post(f"{LISTS}features/{feature.pk}/", {"do": "remove"})

    room.refresh_from_db()
    assert (room.features, listed(venue)) == (["Piano"], ["Piano"])


def test_a_name_that_is_there_already_is_refused_beside_its_field(owner_client):
    room_lists.add_feature(venue_id=Venue.objects.get().pk, name="Stage")

    answer = owner_client.post(f"{LISTS}features/new/", {"feature-name": "stage"})

    assert (answer.status_code, RoomFeature.objects.count()) == (422, 1)
    assert "stage is on the list already" in answer.content.decode()


def test_features_and_kinds_move_up_and_down(owner_client):
    venue = Venue.objects.get()
    for name in ("A", "B", "C"):
        room_lists.add_feature(venue_id=venue.pk, name=name)
        last = room_lists.add_category(venue_id=venue.pk, name=name)

    owner_client.post(f"{LISTS}features/{RoomFeature.objects.get(name='C').pk}/", {"do": "up"})
    owner_client.post(f"{LISTS}kinds/{last.pk}/", {"do": "up"})

    kinds = list(RoomCategory.objects.in_order().values_list("name", flat=True))
    assert (listed(venue), kinds) == (["A", "C", "B"], ["A", "C", "B"])


def test_a_kind_is_renamed_in_rooms_price_rules_and_the_waiting_list(owner_client, now):
    venue = Venue.objects.get()
    kind = room_lists.add_category(venue_id=venue.pk, name="Party")
    room = add_room(venue_id=venue.pk, name="Alto", category="Party")
    prices = make_price_list(venue, {"name": "Peak", "price_minor": 100, "categories": ["Party", "Hall"]})
    waits = make_waiting(venue, now=now, first_day=now.date(), category="Party")

    owner_client.post(f"{LISTS}kinds/{kind.pk}/", {f"kind-{kind.pk}-name": "Lounges"})

    for row in (room, waits):
        row.refresh_from_db()
    assert (room.category, waits.category) == ("Lounges", "Lounges")
    assert prices.rates.get().categories == ["Lounges", "Hall"]


def test_a_kind_with_the_name_of_another_becomes_that_one(venue):
    first = room_lists.add_category(venue_id=venue.pk, name="Lounges")
    second = room_lists.add_category(venue_id=venue.pk, name="Party")
    room = add_room(venue_id=venue.pk, name="Alto", category="Party")

    kept = room_lists.change_category(category_id=second.pk, name="lounges")

    room.refresh_from_db()
    assert (kept.pk, room.category) == (first.pk, "Lounges")
    assert list(RoomCategory.objects.filter(venue=venue)) == [first]


def test_a_kind_that_prices_name_cannot_be_removed(owner_client):
    venue = Venue.objects.get()
    kind = room_lists.add_category(venue_id=venue.pk, name="Party")
    make_price_list(venue, {"name": "Peak", "price_minor": 100, "categories": ["Party"]})

    answer = owner_client.post(f"{LISTS}kinds/{kind.pk}/", {"do": "remove"})

    assert (answer.status_code, RoomCategory.objects.count()) == (422, 1)
    assert "Party is still named by 1 price rule." in answer.content.decode()


def test_guests_find_rooms_by_what_they_have(customer_client, venue):
    plain = make_room(venue, name="Duet", capacity_max=2, order=1)
    stage = add_room(venue_id=venue.pk, name="Echo", capacity_max=6, features=["Stage"])
    forget_setups()
    feature = RoomFeature.objects.get(name="Stage")

    html = customer_client.get(
        "/", {"people": 2, "minutes": 60, "day": "2026-11-21", "start": "20261121T2100Z", "has": feature.pk}
    ).content.decode()

    cards = re.findall(r'name="room" value="(\w+)"', html)
    assert (str(stage.pk) in cards, str(plain.pk) in cards) == (True, False)
    assert re.search(rf'name="has" value="{feature.pk}" checked', html)


def test_any_room_is_held_with_what_was_asked_for(customer_client, venue):
    make_room(venue, name="Duet", capacity_max=2, order=1)
    stage = add_room(venue_id=venue.pk, name="Echo", capacity_max=6, features=["Stage"])
    feature = RoomFeature.objects.get(name="Stage")
    choice = {"people": 2, "minutes": 60, "start": "20261121T2100Z", "room": "any", "has": feature.pk}

    customer_client.post("/book/hold/", choice)

    assert stage.occupancies.get().status == "held"


def test_where_no_room_has_all_of_it_the_way_on_is_all_rooms(customer_client, venue):
    add_room(venue_id=venue.pk, name="Echo", features=["Stage"])
    add_room(venue_id=venue.pk, name="Alto", features=["Piano"])
    both = list(RoomFeature.objects.values_list("id", flat=True))

    html = customer_client.get("/", {"people": 2, "has": both}).content.decode()

    assert "No room has all of that" in html
    assert "Show all rooms" in html


def test_what_guests_are_not_to_look_for_is_for_staff_alone(customer_client, client_as, venue):
    hidden = room_lists.add_feature(venue_id=venue.pk, name="Fire exit", is_asked=False)
    add_room(venue_id=venue.pk, name="Echo", features=["Fire exit"])
    add_room(venue_id=venue.pk, name="Alto")

    public = customer_client.get("/").content.decode()
    form = client_as("manager").get("/dashboard/bookings/new/", {"venue": venue.slug}).content.decode()

    assert (f'id="has-{hidden.pk}"' in public, f'id="new-has-{hidden.pk}"' in form) == (False, True)


@pytest.mark.parametrize("typed", ["x", "-1", "9" * 40, "", "1 OR 1"])
def test_nonsense_among_what_is_looked_for_harms_nobody(customer_client, venue, typed):
    add_room(venue_id=venue.pk, name="Echo", features=["Stage"])

    assert customer_client.get("/", {"has": typed}).status_code == 200


def test_staff_find_another_room_that_has_it(client_as, venue, now):
    first = make_room(venue, name="Duet", capacity_max=2, order=1)
    make_room(venue, name="Trio", capacity_max=3, order=2)
    stage = add_room(venue_id=venue.pk, name="Echo", capacity_max=6, features=["Stage"])
    booking = make_booking(room=first, starts_at=at("2026-11-21 22:00"))
    feature = RoomFeature.objects.get(name="Stage")

    client_as("front_desk").htmx(
        "post", f"/dashboard/bookings/{booking.pk}/find-room/", {"version": "1", "has": feature.pk}
    )

    booking.refresh_from_db()
    assert booking.room_id == stage.pk


def test_a_new_booking_offers_only_rooms_that_have_it(client_as, venue, now):
    make_room(venue, name="Duet", capacity_max=2, order=1)
    stage = add_room(venue_id=venue.pk, name="Echo", capacity_max=6, features=["Stage"])
    feature = RoomFeature.objects.get(name="Stage")
    asked = {"venue": venue.slug, "day": "2026-11-21", "start": "22:00", "length": "60", "has": feature.pk}

    html = client_as("manager").get("/dashboard/bookings/new/rooms/", asked).content.decode()

    assert re.findall(r'name="room" value="(\d+)"', html) == [str(stage.pk)]


def test_the_page_asks_the_database_as_often_for_many_as_for_one(owner_client, django_assert_max_num_queries):
    venue = Venue.objects.get()
    for number in range(12):
        add_room(venue_id=venue.pk, name=f"R{number}", features=[f"F{number}"], category=f"K{number}")

    with django_assert_max_num_queries(15):
        assert owner_client.get(LISTS).status_code == 200


@pytest.fixture
def lanes(venue):
    """Three lanes for six, which guests take as they come, and a lounge."""
    room_lists.add_category(venue_id=venue.pk, name="Lanes", is_interchangeable=True)
    make_room(venue, name="Lounge", capacity_max=4, order=0)
    return [make_room(venue, name=f"Lane {each}", category="Lanes", order=each) for each in (1, 2, 3)]


def cards(client, **asked: object) -> list[str]:
    page = client.get("/", {"day": "2026-11-21", "minutes": 60, "people": 2} | asked).content.decode()
    return re.findall(r'name="room" value="(\w+)"', page)


def test_rooms_of_a_kind_that_guests_take_any_of_are_one_offer(customer_client, lanes):
    make_booking(room=lanes[1], starts_at=at("2026-11-21 21:00"))

    page = text_of(customer_client.get("/?day=2026-11-21&minutes=60&people=2&start=20261121T2100Z"))

    assert cards(customer_client, start="20261121T2100Z")[:1] == ["any"]
    assert len(cards(customer_client, start="20261121T2100Z")) == 3
    assert "2 free, Up to 6" in page
    assert "3 of them. Up to 6" in page
    assert "Lane 2" not in page


def test_each_group_gets_another_of_them_until_all_are_taken(business, lanes):
    wanted = {"start": "20261121T2100Z", "minutes": 60, "people": 2, "room": lanes[0].pk}

    answers = [
        client_of(business).post("/book/hold/", wanted | {"csrfmiddlewaretoken": f"form-{each}"}).status_code
        for each in range(4)
    ]

    assert answers == [302, 302, 302, 409]
    held = Booking.objects.filter(room__category="Lanes").values_list("room__name", flat=True)
    assert sorted(held) == ["Lane 1", "Lane 2", "Lane 3"]


def test_what_a_kind_begins_at_is_the_least_of_its_rooms(customer_client, lanes):
    change_room(room_id=lanes[0].pk, price_per_hour_minor=4000)
    change_room(room_id=lanes[2].pk, price_per_hour_minor=2000)

    page = text_of(customer_client.get("/?day=2026-11-21&minutes=60&people=2"))

    assert "from £20 an hour" in page
    assert "£40 an hour" not in page


def test_whoever_looks_for_something_gets_none_of_the_kind_without_it(business, lanes):
    change_room(room_id=lanes[0].pk, features=["Ramp"])
    ramp = RoomFeature.objects.get(name="Ramp")
    RoomFeature.objects.update(is_asked=True)
    wanted = {"start": "20261121T2100Z", "minutes": 60, "people": 2, "room": lanes[0].pk, "has": ramp.pk}

    answers = [
        client_of(business).post("/book/hold/", wanted | {"csrfmiddlewaretoken": f"form-{each}"}).status_code
        for each in range(2)
    ]

    assert answers == [302, 409]
    assert [each.room for each in Booking.objects.filter(status="held")] == [lanes[0]]


def test_the_owner_says_of_which_kind_guests_take_any(owner_client):
    venue = Venue.objects.get()
    kind = room_lists.add_category(venue_id=venue.pk, name="Tables")

    owner_client.post(
        f"{LISTS}kinds/{kind.pk}/",
        {f"kind-{kind.pk}-name": "Tables", f"kind-{kind.pk}-is_interchangeable": "on", "do": "save"},
    )

    kind.refresh_from_db()
    assert kind.is_interchangeable
    assert setup_of(Venue.objects.get()).interchangeable == {"Tables"}
