"""Who is limited to some venues touches nothing of the others: by address, form, query or board."""

from __future__ import annotations

from datetime import datetime

import pytest
from django.db import transaction

from accounts.models import User
from accounts.services import limit_to_venues
from accounts.venue_scope import OF_NO_VENUE, insist_on_path, limited_to, located_keys, may_see
from bookings.errors import BookingUnknown
from bookings.models import Booking, FieldSubject, Holiday, ImportKind, Room, SpecialDay, Venue
from bookings.services.displays import add_display
from bookings.services.fields import add_field
from bookings.services.guests import send_guest_message
from bookings.services.hour_packs import sell_hours
from bookings.services.imports import upload_list
from bookings.services.kiosks import add_kiosk
from bookings.services.occupying import for_change
from bookings.views.pages import Shown
from boom.core import clock
from boom.core.errors import NotFound
from tenants.context import tenant_scope
from tenants.models import Business
from tests.conftest import TONIGHT, HostClient, client_of, twin
from tests.factories import at, make_booking, make_customer, make_room, make_series, make_venue
from tests.factories.house_terms import make_terms
from tests.factories.prices import make_add_on, make_price_list, make_voucher
from tests.factories.private_links import make_private_link
from tests.factories.waitlist import make_waiting
from tests.routes import TENANT, Route, routes_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

DASHBOARD = [route for route in routes_of(TENANT) if route.pattern.startswith("dashboard/")]
KEYED = [
    pytest.param(route, id=str(route))
    for route in DASHBOARD
    if {name for name, converter in route.parts if converter == "int"} - (OF_NO_VENUE - {"rule_id"})
]
PAGES = [pytest.param(route, id=str(route)) for route in DASHBOARD if not route.parts]
SECRET = "only-elsewhere"
CUSTOMER = "Shared Guest"


@pytest.fixture(scope="module")
def elsewhere(kept: None) -> dict[str, object]:
    """Keys of things at the venue that the person may not touch."""
    with tenant_scope(twin("twin-a")), clock.set_to(TONIGHT):
        return made_elsewhere(TONIGHT)


def made_elsewhere(now: datetime) -> dict[str, object]:
    venue = make_venue(name=f"Venue {SECRET}", slug="elsewhere")
    room = make_room(venue, name=f"Room {SECRET}")
    customer = make_customer(name=CUSTOMER)
    booking = make_booking(
        room=room, starts_at=at("2026-11-21 21:00"), guest_name=f"Guest {SECRET}", customer=customer
    )
    day = SpecialDay.objects.create(
        venue=venue, starts_on="2026-12-24", ends_on="2026-12-24", is_closed=True, reason=SECRET
    )
    prices = make_price_list(venue, {"name": f"Rate {SECRET}", "price_minor": 100}, name=f"List {SECRET}")
    holiday = Holiday.objects.create(venue=venue, day="2026-12-25", name=f"Feast {SECRET}")
    message = send_guest_message(booking_id=booking.pk, words=f"Words {SECRET}")
    return {
        "booking_id": booking.pk,
        "room_id": room.pk,
        "special_day_id": day.pk,
        "message_id": message.pk,
        "photo_id": 1,
        "entry_id": make_waiting(venue, now=now, name=f"Waits {SECRET}").pk,
        "field_id": add_field(
            venue_id=venue.pk, subject=FieldSubject.BOOKING, label=f"Question {SECRET}", kind="text"
        ).pk,
        "terms_id": make_terms(venue, title=f"Rules {SECRET}").terms_id,
        "private_id": make_private_link(make_room(venue, is_private=True), name=f"For {SECRET}").pk,
        "series_id": make_series(room, [at("2026-11-22 21:00")], guest_name=f"Guest {SECRET}").pk,
        "customer_id": customer.pk,
        "list_id": prices.pk,
        "rate_id": prices.rates.get().pk,
        "kind": "add-ons",
        "table": "bookings",
        "rule_id": make_add_on(venue, name=f"Platter {SECRET}").pk,
        "voucher_id": make_voucher(venue, note=f"For {SECRET}").pk,
        "holiday_id": holiday.pk,
        "kiosk_id": add_kiosk(venue_id=venue.pk, name=f"Door {SECRET}", seats_walk_ins=True)[0].pk,
        "display_id": add_display(venue_id=venue.pk, room_id=room.pk).pk,
        "import_id": upload_list(
            kind=ImportKind.BOOKINGS,
            venue_id=venue.pk,
            content=f"room,start\n{SECRET},2026-12-01".encode(),
            file_name=f"{SECRET}.csv",
            country="",
        ).pk,
        "pack_id": sell_hours(
            customer_id=customer.pk,
            venue_id=venue.pk,
            name=f"Hours {SECRET}",
            minutes=600,
            price_minor=25000,
        ).pk,
    }


@pytest.fixture
def limited(business: Business, elsewhere) -> HostClient:
    """A manager of the first venue only."""
    manager = User.objects.get(role="manager")
    limit_to_venues(user_id=manager.pk, venue_ids=[Venue.objects.order_by("order", "id")[0].pk])
    return client_of(business, User.objects.get(pk=manager.pk))


@pytest.fixture
def unlimited(business: Business, elsewhere) -> HostClient:
    return client_of(business, User.objects.get(role="manager"))


def test_every_key_in_an_address_says_of_which_venue_it_is():
    keys = {name for route in DASHBOARD for name, converter in route.parts if converter == "int"}

    assert keys - located_keys() == OF_NO_VENUE & keys


@pytest.mark.parametrize("route", KEYED)
def test_what_is_at_another_venue_is_not_there(route: Route, limited: HostClient, elsewhere):
    path = route.path({**route.values(), **elsewhere})
    before = list(Booking.objects.order_by("id").values())

    for answer in (limited.get(path), limited.post(path, {"version": 1})):
        assert answer.status_code in {403, 404, 405}
        assert SECRET not in answer.content.decode()
    assert list(Booking.objects.order_by("id").values()) == before


@pytest.mark.parametrize("route", PAGES)
def test_no_page_shows_anything_of_another_venue(route: Route, limited: HostClient, elsewhere):
    venue = Venue.objects.get(slug="elsewhere")
    room = Room.objects.filter(venue=venue, is_private=False).get()
    for query in (
        "",
        "venue=elsewhere",
        f"booking={elsewhere['booking_id']}",
        f"room={room.pk}",
        f"q={SECRET}",
    ):
        answer = limited.get(f"{route.path({})}?{query}&day=2026-11-21")
        if not answer.streaming:
            page = (
                answer.content.decode(errors="replace")
                .replace(f'value="{SECRET}"', "")
                .replace(f"q={SECRET}", "")
            )
            assert SECRET not in page, f"{route} shows it for {query}"


def test_a_profile_shows_only_what_they_did_here(limited: HostClient, unlimited: HostClient, elsewhere):
    path = f"/dashboard/customers/{elsewhere['customer_id']}/"

    assert SECRET not in limited.get(path).content.decode()
    assert "1 to come" not in limited.get(path).content.decode()


def test_control_without_the_limit_it_is_all_there(unlimited: HostClient, elsewhere):
    assert SECRET in unlimited.get(f"/dashboard/bookings/{elsewhere['booking_id']}/").content.decode()
    assert SECRET in unlimited.get("/dashboard/?venue=elsewhere&day=2026-11-21").content.decode()
    assert SECRET in unlimited.get("/dashboard/attention/").content.decode()


def test_a_board_of_another_venue_is_not_drawn(limited: HostClient, elsewhere):
    venue = Venue.objects.get(slug="elsewhere")
    shown = Shown(venue.pk, venue.setup_version, TONIGHT.date(), at("2026-11-21 18:00"), 120)

    answer = limited.get(f"/dashboard/rows/?board={shown.mark}&room={elsewhere['room_id']}&day=2026-11-21")

    assert SECRET not in answer.content.decode()


def test_a_booking_is_not_moved_to_another_venues_room(limited: HostClient, business: Business, elsewhere):
    own = make_room(Venue.objects.order_by("order", "id")[0])
    booking = make_booking(room=own, starts_at=at("2026-11-21 22:00"))
    values = {
        "room": elsewhere["room_id"],
        "day": "2026-11-21",
        "start": "23:30",
        "length": 60,
        "version": 1,
    }

    answer = limited.post(f"/dashboard/bookings/{booking.pk}/move/", values)

    booking.refresh_from_db()
    assert booking.room_id == own.pk
    assert answer.status_code in {404, 409, 422}


def test_nothing_is_taken_for_another_venues_room(limited: HostClient, elsewhere):
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

    for path in ("/dashboard/bookings/new/", "/dashboard/bookings/new/?venue=elsewhere"):
        assert limited.post(path, values).status_code in {404, 409, 422}
    assert Booking.objects.count() == before


@pytest.mark.parametrize(
    "values",
    [
        {"do": "cancel"},
        {"do": "note", "note": "mine"},
        {"do": "move", "minutes": 30, "direction": "later"},
    ],
    ids=lambda values: str(values["do"]),
)
@pytest.mark.parametrize("step", ["look", "do"])
def test_several_bookings_of_another_venue_are_neither_told_of_nor_changed(
    values: dict[str, object], step: str, limited: HostClient, elsewhere
):
    booking = Booking.objects.get(pk=elsewhere["booking_id"])
    before = Booking.objects.values().get(pk=booking.pk)
    mark = f"{booking.pk}.{booking.version}"

    answer = limited.post(
        "/dashboard/bookings/several/",
        {**values, "direction": "later", "step": step, "pick": mark, "sure": mark},
    )

    assert SECRET not in answer.content.decode()
    assert Booking.objects.values().get(pk=booking.pk) == before


def test_control_several_bookings_are_changed_by_whoever_may_touch_them(unlimited: HostClient, elsewhere):
    booking = Booking.objects.get(pk=elsewhere["booking_id"])
    mark = f"{booking.pk}.{booking.version}"
    values = {"do": "note", "note": "mine", "direction": "later", "step": "do", "pick": mark, "sure": mark}

    unlimited.post("/dashboard/bookings/several/", values)

    booking.refresh_from_db()
    assert booking.staff_note == "mine"


def test_a_row_of_another_venue_is_locked_for_nobody_who_may_not_touch_it(business: Business, elsewhere):
    own = Venue.objects.order_by("order", "id")[0].pk

    with limited_to([own]), transaction.atomic(), pytest.raises(BookingUnknown):
        for_change(int(str(elsewhere["booking_id"])), version=None)


def test_a_key_nobody_knows_the_venue_of_is_a_bug_and_no_way_in(business: Business):
    with limited_to([1]), pytest.raises(AssertionError, match="new_id"):
        insist_on_path({"new_id": 7})


def test_the_limit_ends_with_its_block(business: Business):
    with limited_to([1]):
        assert (may_see(1), may_see(2)) == (True, False)
    assert may_see(2)


def test_keys_of_nothing_are_left_to_the_view(business: Business):
    elsewhere = make_room(make_venue()).pk

    with limited_to([Venue.objects.order_by("order", "id")[0].pk]):
        insist_on_path({"booking_id": 10**9, "customer_id": 5})
        with pytest.raises(NotFound):
            insist_on_path({"room_id": elsewhere})
