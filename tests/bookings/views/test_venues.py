"""Adding a venue, and the colours of one's board."""

from __future__ import annotations

import pytest

from accounts.services import limit_to_venues
from audit.models import AuditEvent
from bookings.models import OpeningHours, Tax, Venue
from bookings.services.setup import change_venue
from bookings.services.venues import add_venue
from boom.core.errors import Invalid
from tests.conftest import client_of
from tests.factories import at, make_booking, make_room, make_user

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

PATH, COLOURS = "/dashboard/settings/venues/", "/dashboard/settings/colours/"
NEW = {"name": "Boom Berlin", "slug": "", "time_zone": "Europe/Berlin", "currency": "EUR", "like": ""}


def hours_of(venue: Venue) -> int:
    return OpeningHours.objects.filter(venue=venue).count()


def test_a_venue_is_added_closed_with_its_own_zone_and_currency(owner_client):
    answer = owner_client.post(PATH, NEW)

    venue = Venue.objects.get(slug="boom-berlin")
    assert answer["Location"] == "/dashboard/rooms/?venue=boom-berlin"
    assert (venue.time_zone, venue.currency, venue.is_published) == ("Europe/Berlin", "EUR", False)
    assert hours_of(venue) == 7
    assert "Boom Berlin" in owner_client.get(PATH).content.decode()


def test_it_begins_with_the_rules_and_hours_of_another(owner_client):
    first = Venue.objects.get()
    change_venue(venue_id=first.pk, lead_time=120, phone="+442079460812")

    owner_client.post(PATH, NEW | {"like": first.slug})

    venue = Venue.objects.get(slug="boom-berlin")
    assert (venue.lead_time, venue.phone, hours_of(venue)) == (120, "", hours_of(first))


def test_taxes_are_each_venues_own(owner_client):
    first = Venue.objects.get()
    Tax.objects.create(venue=first, name="VAT", rate=20_000, groups=["room"])

    owner_client.post(PATH, NEW)

    venue = Venue.objects.get(slug="boom-berlin")
    assert list(Tax.objects.filter(venue=venue)) == []
    page = owner_client.get("/dashboard/prices/", {"venue": venue.slug}).content.decode()
    assert "VAT" not in page.split("<main", 1)[1]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("slug", "velvet rooms"),
        ("time_zone", "Europe/Atlantis"),
        ("currency", "XXX"),
        ("like", "nobody"),
    ],
)
def test_a_venue_that_makes_no_sense_is_not_added(owner_client, field, value):
    answer = owner_client.post(PATH, NEW | {field: value})

    assert (answer.status_code, Venue.objects.count()) == (422, 1)
    assert answer.context["form"].errors.keys() == {field}


def test_two_venues_cannot_have_one_address(business):
    first = Venue.objects.get()

    with pytest.raises(Invalid) as refused:
        add_venue(name="Again", slug=first.slug, time_zone="UTC", currency="EUR", kind="karaoke")

    assert refused.value.fields.keys() == {"slug"}


def test_whoever_is_limited_to_a_venue_adds_none(business):
    manager = make_user(role="manager", email="m@example.com")
    manager = limit_to_venues(user_id=manager.pk, venue_ids=[Venue.objects.get().pk])
    client = client_of(business, manager)

    answer = client.post(PATH, NEW)

    assert (answer.status_code, Venue.objects.count()) == (403, 1)
    assert "Add a venue" not in client.get(PATH).content.decode()


def test_adding_a_venue_is_taken_back(owner_client):
    owner_client.post(PATH, NEW)
    event = AuditEvent.objects.filter(table="bookings_venue").latest("id")

    owner_client.post(f"/dashboard/activity/{event.pk}/undo/")

    assert Venue.objects.count() == 1


def test_tickets_have_the_venues_own_colour_by_source(owner_client):
    room = make_room(Venue.objects.get())
    make_booking(room=room, starts_at=at("2026-11-21 21:00"), source="phone")
    owner_client.post("/dashboard/look/", {"colour": "source"})

    owner_client.post(COLOURS, {"own-phone": "on", "colour-phone": "#12AB34", "colour-online": "#000000"})

    assert Venue.objects.get().source_colours == {"phone": "#12ab34"}
    board = owner_client.get("/dashboard/").content.decode()
    assert board.count('fill="#12ab34"') == 2


@pytest.mark.parametrize("colours", [{"phone": "red"}, {"pigeon": "#123456"}, {"phone": 7}, ["#123456"]])
def test_colours_that_are_none_are_refused(business, colours):
    with pytest.raises(Invalid):
        change_venue(venue_id=Venue.objects.get().pk, source_colours=colours)


def test_a_colour_that_is_none_is_named(owner_client):
    answer = owner_client.post(COLOURS, {"own-phone": "on", "colour-phone": "red"})

    assert (answer.status_code, Venue.objects.get().source_colours) == (422, {})
