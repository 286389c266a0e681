"""The buttons: beside the first steps and in Settings; a notice and a label wherever examples show."""

from __future__ import annotations

import pytest

from bookings.models import Occupancy, Venue
from bookings.selectors.examples import examples_of
from bookings.services.examples import show_examples
from tests.factories import make_booking, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]
PAGE = "/dashboard/settings/examples/"
SHOW, CLEAR = f"{PAGE}show/", f"{PAGE}clear/"
NOTICE = "Examples are shown. They keep no room"


@pytest.fixture
def venue(business) -> Venue:
    venue = Venue.objects.get()
    for name in ("Alto", "Bass"):
        make_room(venue, name=name)
    return venue


@pytest.fixture
def shown(venue: Venue, now) -> Venue:
    show_examples(venue_id=venue.pk, now=now)
    return venue


def page(client, path: str) -> str:
    return client.get(path).content.decode()


def test_the_first_steps_offer_examples_until_there_are_some(owner_client, venue):
    before = page(owner_client, "/dashboard/")

    answer = owner_client.post(SHOW)

    after = page(owner_client, "/dashboard/")
    assert (answer.status_code, answer["Location"]) == (302, "/dashboard/")
    assert (f'action="{SHOW}"' in before, NOTICE in before) == (True, False)
    assert (f'action="{SHOW}"' in after, NOTICE in after, "Example: " in after) == (False, True, True)
    assert "examples are on your calendar." in after


def test_a_board_without_rooms_offers_none(owner_client):
    assert SHOW not in page(owner_client, "/dashboard/")


def test_one_press_on_the_notice_takes_them_away(owner_client, shown):
    answer = owner_client.post(f"{CLEAR}?venue={shown.slug}")

    after = page(owner_client, "/dashboard/")
    assert (answer.status_code, examples_of(shown.pk).count()) == (302, 0)
    assert ("examples are gone." in after, NOTICE in after) == (True, False)


def test_pressing_either_twice_says_how_it_is(owner_client, shown):
    owner_client.post(SHOW)
    again = page(owner_client, "/dashboard/")
    owner_client.post(CLEAR)
    owner_client.post(CLEAR)

    assert "The examples are on your calendar already." in again
    assert "There are no examples any more." in page(owner_client, "/dashboard/")


def test_settings_have_the_button_for_whichever_is_the_case(owner_client, venue, now):
    without = page(owner_client, PAGE)
    show_examples(venue_id=venue.pk, now=now)

    with_them = page(owner_client, PAGE)

    assert (SHOW in without, CLEAR in without) == (True, False)
    assert (SHOW in with_them, CLEAR in with_them) == (False, True)


def test_settings_find_them_by_what_others_call_them(owner_client):
    found = owner_client.get("/dashboard/settings/", {"q": "demo"}).context["found"]

    assert [each.entry.path for each in found] == [f"{PAGE}#examples-title"]


def test_without_a_room_the_page_says_what_is_missing(owner_client):
    answer = owner_client.post(SHOW)

    assert answer.status_code == 409
    assert "add a room and opening hours first" in answer.content.decode()


@pytest.mark.parametrize("path", ["", "agenda/", "week/", "month/"])
def test_every_calendar_says_that_examples_are_shown(owner_client, client_as, shown, path):
    assert NOTICE in page(owner_client, f"/dashboard/{path}")
    viewed = page(client_as("viewer"), f"/dashboard/{path}")
    assert (NOTICE in viewed, CLEAR in viewed) == (True, False)


def test_a_drawer_says_it_and_offers_only_what_can_be_done(owner_client, shown):
    example = examples_of(shown.pk).filter(status="confirmed").order_by("starts_at", "id")[0]

    drawer = page(owner_client, f"/dashboard/bookings/{example.pk}/")

    assert "This is an example. It keeps no room" in drawer
    assert "No room yet" not in drawer
    assert "Give it a room" not in drawer
    assert "Save new time" in drawer
    assert "Summary as PDF" not in drawer
    assert owner_client.get(f"/dashboard/bookings/{example.pk}/summary.pdf").status_code == 404


def test_an_example_can_be_checked_in_and_out_by_its_buttons(owner_client, shown, now):
    example = examples_of(shown.pk).filter(status="confirmed").order_by("starts_at", "id")[0]
    Occupancy.objects.filter(pk=example.pk).update(starts_at=now, hold_from=now)

    inside = owner_client.post(f"/dashboard/bookings/{example.pk}/check-in/", {"version": 1})
    left = owner_client.post(f"/dashboard/bookings/{example.pk}/check-out/", {"version": 2})

    example.refresh_from_db()
    assert (inside.status_code, left.status_code, example.status) == (302, 302, "completed")


def test_an_address_typed_for_an_example_is_refused_in_words(owner_client, shown):
    example = examples_of(shown.pk).filter(status="confirmed").order_by("starts_at", "id")[0]
    typed = {"version": 1, "name": "Ann", "email": "ann@example.com", "phone": "", "party_size": 2}

    answer = owner_client.post(f"/dashboard/bookings/{example.pk}/edit/", typed)

    assert answer.status_code == 422
    assert "An example is nobody" in answer.content.decode()


def test_a_guest_finds_every_start_that_examples_stand_on(owner_client, venue, business, now):
    day = "2026-11-21"
    before = owner_client.get(f"/?day={day}").content.decode().count('name="start"')

    show_examples(venue_id=venue.pk, now=now)

    after = owner_client.get(f"/?day={day}").content.decode()
    assert after.count('name="start"') == before
    assert "Example" not in after


def test_lists_files_and_searches_have_no_examples(owner_client, shown, now):
    make_booking(room=shown.rooms.all()[0], starts_at=now, guest_name="Real guest")
    name = examples_of(shown.pk).exclude(guest_name="").order_by("starts_at")[0].guest_name

    for path in (
        "bookings/?when=all",
        "bookings/file/?when=all",
        "sheet/",
        "floor/",
        "customers/",
        f"find/?q={name[:5]}",
    ):
        answer = owner_client.get(f"/dashboard/{path}")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert (answer.status_code, name in body.decode()) == (200, False), path
