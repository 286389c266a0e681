"""The calendar's pages: a night, tonight's list, a week, a month, and the fragments that keep them true."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bookings.models import Room, SpecialDay, Venue
from bookings.models.venues import new_setup_version
from bookings.services.bookings import move_booking
from bookings.services.setup import change_venue
from boom.core import clock, outbox
from tenants import resolution
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room, make_venue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def venue(business) -> Venue:
    """The business's venue, open 18:00 to 04:00 on a Saturday, with two rooms."""
    venue = Venue.objects.get()
    make_room(venue, name="Alto", category="Small")
    make_room(venue, name="Echo", category="Large")
    return venue


@pytest.fixture
def alto(venue: Venue) -> Room:
    return Room.objects.get(name="Alto")


def text_of(response) -> str:
    return response.content.decode()


def mark_of(page: str) -> str:
    found = re.search(r"board=([\w.-]+)", page)
    assert found
    return found[1]


# A night


def test_the_calendar_shows_tonight(venue, alto, owner_client):
    make_booking(room=alto, starts_at=at("2026-11-21 21:00"), guest_name="Priya Nair")

    page = text_of(owner_client.get("/dashboard/"))

    assert "Saturday 21 November" in page
    assert "18:00 to 04:00" in page
    assert "Priya Nair" in page
    assert page.index("Alto") < page.index("Echo")


def test_a_rooms_own_colour_marks_its_row(venue, alto, owner_client):
    Room.objects.filter(pk=alto.pk).update(colour="#123abc")
    Venue.objects.update(setup_version=new_setup_version())

    page = text_of(owner_client.get("/dashboard/"))

    assert page.count('<svg class="tl-dot"') == page.count('fill="#123abc"') == 1


def test_past_midnight_tonight_is_still_tonight(venue, alto, owner_client):
    with clock.set_to(at("2026-11-22 02:30")):
        page = text_of(owner_client.get("/dashboard/"))

    assert "Saturday 21 November" in page


@pytest.mark.parametrize("typed", ["", "tomorrow", "2026-02-30", "9999-12-31", "0001-01-01"])
def test_a_day_that_is_none_means_tonight(venue, owner_client, typed):
    response = owner_client.get("/dashboard/", {"day": typed})

    assert "Saturday 21 November" in text_of(response)


def test_other_days_can_be_gone_to(venue, owner_client):
    page = text_of(owner_client.get("/dashboard/", {"day": "2026-12-24"}))

    assert "Thursday 24 December" in page
    assert 'href="/dashboard/?day=2026-12-23"' in page
    assert 'href="/dashboard/?day=2026-12-25"' in page


def test_a_closed_day_says_why(venue, owner_client):
    day = at("2026-12-25 12:00").date()
    SpecialDay.objects.create(venue=venue, starts_on=day, ends_on=day, reason="Christmas")

    assert "Closed: Christmas" in text_of(owner_client.get("/dashboard/", {"day": "2026-12-25"}))


def test_one_kind_of_room_can_be_looked_at_alone(venue, owner_client):
    page = text_of(owner_client.get("/dashboard/", {"rooms": "Small"}))

    assert page.count('class="tl-row"') == 1


def test_a_drawer_in_the_address_is_open_on_its_own_night(venue, alto, owner_client):
    booking = make_booking(room=alto, starts_at=at("2026-11-28 21:00"), guest_name="Priya Nair")

    page = text_of(owner_client.get("/dashboard/", {"booking": booking.pk}))

    assert "Saturday 28 November" in page
    assert re.search(r'<dialog id="drawer"[^>]* open>', page)
    assert "Move or resize" in page


@pytest.mark.parametrize("typed", ["0", "999999", "x", "9" * 30])
def test_a_drawer_of_nobody_stays_shut(venue, owner_client, typed):
    response = owner_client.get("/dashboard/", {"booking": typed})

    assert response.status_code == 200
    assert "drawer-title" not in text_of(response).split("<dialog", 1)[1].split(">", 2)[1]


def test_a_viewer_sees_the_board_and_can_change_nothing(venue, alto, client_as):
    make_booking(room=alto, starts_at=at("2026-11-21 21:00"), guest_name="Priya Nair")

    page = text_of(client_as("viewer").get("/dashboard/"))

    assert "Priya Nair" in page
    assert "data-fixed" in page
    assert "data-move-url" not in page
    assert "/dashboard/bookings/new/" not in page


def test_without_log_in_there_is_no_calendar(venue, customer_client):
    response = customer_client.get("/dashboard/")

    assert response.status_code == 302
    assert response["Location"].startswith("/accounts/sign-in/")


def test_a_new_business_is_shown_its_first_steps(business, owner_client):
    page = text_of(owner_client.get("/dashboard/"))

    assert "Add your rooms" in page
    assert 'href="/dashboard/rooms/"' in page


def test_the_first_steps_go_once_bookings_come_in(venue, alto, owner_client):
    for hour in range(10):
        make_booking(room=alto, starts_at=at("2026-11-21 18:00") + timedelta(hours=hour))

    assert "Add your rooms" not in text_of(owner_client.get("/dashboard/"))


def test_the_front_desk_is_not_asked_to_set_things_up(business, client_as):
    assert "Add your rooms" not in text_of(client_as("front_desk").get("/dashboard/"))


# Tonight as a list


def test_the_list_says_who_comes_next(venue, alto, owner_client):
    make_booking(room=alto, starts_at=at("2026-11-21 19:30"), guest_name="Priya Nair")

    page = text_of(owner_client.get("/dashboard/agenda/"))

    assert "Arriving" in page
    assert "Priya Nair" in page


def test_the_boards_short_list_leads_to_the_whole_one(venue, owner_client):
    rooms = [make_room(venue) for _ in range(5)]
    for number in range(50):
        make_booking(
            room=rooms[number % 5],
            starts_at=at("2026-11-21 20:00") + timedelta(minutes=30 * (number // 5)),
            minutes=30,
        )

    board, whole = (text_of(owner_client.get(path)) for path in ("/dashboard/", "/dashboard/agenda/"))

    assert board.count('data-kind="') == 40
    assert "All 50 of the night" in board
    assert whole.count('data-kind="') == 50


# Keeping it true


def test_rows_come_as_partials_with_the_strips_that_count(venue, alto, owner_client):
    mark = mark_of(text_of(owner_client.get("/dashboard/")))
    make_booking(room=alto, starts_at=at("2026-11-21 21:00"), guest_name="Priya Nair")

    answer = text_of(owner_client.htmx("get", "/dashboard/rows/", {"board": mark, "room": alto.pk}))

    targets = re.findall(r'hx-target="([^"]+)"', answer)
    assert targets == [f"#row-{alto.pk}", "#loose", "#pace", "#pulse", "#agenda", "#steps"]
    assert "Priya Nair" in answer


def test_a_page_asked_for_the_board_goes_without_the_list(venue, alto, client_as):
    desk = client_as("front_desk")
    page = text_of(desk.get("/dashboard/?view=rooms"))

    answer = text_of(desk.htmx("get", "/dashboard/rows/", {"board": mark_of(page), "room": alto.pk}))

    assert f'id="row-{alto.pk}"' in page
    assert 'id="agenda"' not in page
    assert f"#row-{alto.pk}" in answer
    assert "#agenda" not in answer


def test_the_last_step_goes_from_an_open_page_with_the_first_booking(business, owner_client):
    room = make_room(make_venue(slug="luna", address="1 Mare", description="Karaoke.", phone="+44"))
    page = text_of(owner_client.get("/dashboard/?venue=luna"))
    make_booking(room=room, starts_at=at("2026-11-21 21:00"))

    answer = text_of(owner_client.htmx("get", "/dashboard/rows/", {"board": mark_of(page)}))

    assert "Step 5 of 5: <b>Make a test booking</b>" in page
    assert '<section id="steps" hidden></section>' in answer


def test_a_page_without_steps_does_not_ask_for_them(venue, alto, owner_client, client_as):
    mark = mark_of(text_of(client_as("front_desk").get("/dashboard/")))

    answer = text_of(owner_client.htmx("get", "/dashboard/rows/", {"board": mark}))

    assert "steps" not in answer


@pytest.mark.parametrize("way", [{"phone": "+442079460123"}, {"email": "hello@velvet.example"}])
def test_a_booking_page_is_filled_in_once_guests_can_reach_the_venue(business, owner_client, way):
    luna = make_room(make_venue(slug="luna", address="1 Mare", description="Karaoke.")).venue
    without = text_of(owner_client.get("/dashboard/?venue=luna"))
    change_venue(venue_id=luna.pk, **way)

    assert "Step 4 of 5" in without
    assert 'href="/dashboard/settings/venue/?venue=luna"' in without
    assert "Step 5 of 5" in text_of(owner_client.get("/dashboard/?venue=luna"))


def test_a_page_whose_night_grew_longer_is_told_to_reload(venue, alto, owner_client):
    mark = mark_of(text_of(owner_client.get("/dashboard/")))
    make_booking(room=alto, starts_at=at("2026-11-21 16:00"))

    response = owner_client.htmx("get", "/dashboard/rows/", {"board": mark, "room": alto.pk})

    assert response["HX-Refresh"] == "true"
    assert response.content == b""


def test_a_page_of_another_set_up_is_told_to_reload(venue, alto, owner_client):
    mark = mark_of(text_of(owner_client.get("/dashboard/")))
    Venue.objects.update(setup_version=7)

    answers = [
        owner_client.htmx("get", path, {"board": mark, "since": "1", "room": alto.pk})
        for path in ("/dashboard/rows/", "/dashboard/changes/")
    ]

    assert [answer.get("HX-Refresh") for answer in answers] == ["true", "true"]


def test_changes_name_the_rooms_of_the_night_since_a_mark(venue, alto, owner_client):
    echo = Room.objects.get(name="Echo")
    booking = make_booking(room=alto, starts_at=at("2026-11-21 21:00"))
    page = text_of(owner_client.get("/dashboard/"))
    since = outbox.current_version()
    move_booking(booking_id=booking.pk, room_id=echo.pk, span=booking.span, version=1, now=TONIGHT)

    answer = owner_client.htmx("get", "/dashboard/changes/", {"board": mark_of(page), "since": since}).json()

    assert answer["rooms"] == sorted([alto.pk, echo.pk])
    assert int(answer["v"]) >= int(since)


def test_changes_of_other_nights_are_none_of_this_ones(venue, alto, owner_client):
    booking = make_booking(room=alto, starts_at=at("2026-11-28 21:00"))
    page = text_of(owner_client.get("/dashboard/"))
    since = outbox.current_version()
    echo = Room.objects.get(name="Echo")
    move_booking(booking_id=booking.pk, room_id=echo.pk, span=booking.span, version=1, now=TONIGHT)

    answer = owner_client.htmx("get", "/dashboard/changes/", {"board": mark_of(page), "since": since}).json()

    assert answer["rooms"] == []


@pytest.mark.parametrize("path", ["/dashboard/rows/", "/dashboard/changes/?since=1"])
@pytest.mark.parametrize("mark", ["", "x", "1.1.2026-13-45.1.1.rooms", "999.1.2026-11-21.1.120.rooms" * 2])
def test_a_board_that_is_none_gets_nothing(venue, owner_client, path, mark):
    response = owner_client.htmx("get", path, {"board": mark})

    assert response.status_code == 404


# Week and month


def test_the_week_counts_each_rooms_nights(venue, alto, owner_client):
    for start in ("2026-11-21 18:00", "2026-11-22 02:00", "2026-11-22 19:00"):
        make_booking(room=alto, starts_at=at(start), minutes=120)

    page = text_of(owner_client.get("/dashboard/week/"))

    row = page.split("Alto</bdi></th>", 1)[1].split("</tr>", 1)[0]
    assert re.findall(r"<b>(\d+)</b>", row) == ["0", "0", "0", "0", "0", "2", "1"]
    assert 'href="/dashboard/?day=2026-11-21"' in row
    # Four of ten hours, and two of eight.
    assert re.findall(r'class="p-(\d+)"', row)[-2:] == ["40", "24"]


def test_the_month_counts_its_days(venue, alto, owner_client):
    make_booking(room=alto, starts_at=at("2026-11-21 20:00"), minutes=90)

    page = text_of(owner_client.get("/dashboard/month/", {"day": "2026-11-03"}))

    assert "November 2026" in page
    assert "1 h 30 sold" in page
    [month] = re.findall(r'<table class="month">.*?</table>', page, re.DOTALL)
    assert month.count("<td") == 42


@pytest.mark.parametrize("path", ["/dashboard/week/", "/dashboard/month/"])
def test_a_viewer_may_look_ahead(venue, client_as, path):
    assert client_as("viewer").get(path).status_code == 200


# What it costs


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/dashboard/", 12),
        ("/dashboard/agenda/", 12),
        ("/dashboard/week/", 12),
        ("/dashboard/month/", 12),
        ("/dashboard/bookings/", 12),
    ],
)
def test_queries_are_few_and_do_not_grow(business, owner_client, count_queries, path, allowed):
    venue = Venue.objects.get()
    room = make_room(venue)
    make_booking(room=room, starts_at=at("2026-11-21 20:00"), guest_name="Priya")
    owner_client.get(path)
    resolution.forget()
    with count_queries() as few:
        owner_client.get(path)
    fill(venue, rooms=19, bookings=300)
    owner_client.get(path)
    resolution.forget()

    with count_queries() as many:
        owner_client.get(path)

    assert few() == many()
    assert few() <= allowed


def fill(venue: Venue, *, rooms: int, bookings: int) -> None:
    made = [make_room(venue) for _ in range(rooms)]
    for number in range(bookings):
        begins = at("2026-11-21 18:00") + timedelta(minutes=15 * (number // rooms))
        make_booking(room=made[number % rooms], starts_at=begins, minutes=15)
    Venue.objects.filter(pk=venue.pk).update(setup_version=new_setup_version())


def test_another_venue_has_a_calendar_of_its_own(venue, alto, owner_client):
    other = make_venue(slug="annexe", name="Annexe", order=5)
    make_room(other, name="Attic")

    page = text_of(owner_client.get("/dashboard/", {"venue": "annexe"}))

    assert ("Attic" in page, "Alto" in page) == (True, False)
    assert "venue=annexe" in page


def test_an_unknown_venue_is_not_found(venue, owner_client):
    assert owner_client.get("/dashboard/", {"venue": "elsewhere"}).status_code == 404
