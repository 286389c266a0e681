"""Changing several bookings together, and the list with its file."""

from __future__ import annotations

import csv
import io
import re

import pytest

from bookings.models import Occupancy, Room, Venue
from tests.factories import at, make_booking, make_customer, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

PATH = "/dashboard/bookings/several/"


@pytest.fixture
def alto(business) -> Room:
    return make_room(Venue.objects.get(), name="Alto")


@pytest.fixture
def rows(alto) -> list[Occupancy]:
    """Back to back, 20:00 to 22:00."""
    return [
        make_booking(room=alto, starts_at=at(f"2026-11-21 {hour}:00"), guest_name=name)
        for hour, name in ((20, "Ann"), (21, "Priya"))
    ]


def keys(rows) -> list[int]:
    return [row.pk for row in rows]


def sure_in(page: str) -> list[str]:
    return re.findall(r'name="sure" value="([\d.]+)"', page)


def test_what_is_picked_is_shown(rows, owner_client):
    page = owner_client.get(PATH, {"pick": keys(rows)}).content.decode()

    assert "2 bookings" in page
    assert page.index("Ann") < page.index("Priya")
    assert sure_in(page) == []


def test_each_ones_fate_is_shown_before_anything_is_done(rows, owner_client):
    answer = owner_client.post(PATH, {"pick": keys(rows), "do": "move", "minutes": "30", "step": "try"})

    page = answer.content.decode()
    assert "2 of 2 can be done" in page
    assert "Alto, Sat 21 Nov, 21:30–22:30" in page
    assert "Move 2 bookings" in page
    assert sure_in(page) == [f"{row.pk}.1" for row in rows]
    assert Occupancy.objects.filter(starts_at=rows[0].starts_at).exists()


def test_one_press_does_it_and_one_takes_it_back(alto, rows, owner_client):
    sure = [f"{row.pk}.1" for row in rows]
    wish = {
        "pick": keys(rows),
        "sure": sure,
        "do": "move",
        "minutes": "30",
        "direction": "earlier",
        "from": "board",
    }

    done = owner_client.post(PATH, wish | {"step": "do"})
    board = owner_client.get(done["Location"]).content.decode()
    [undo] = re.findall(r'action="(/dashboard/undo/[^"]+)"', board)
    moved = list(
        Occupancy.objects.filter(room=alto).order_by("starts_at").values_list("starts_at", flat=True)
    )
    owner_client.post(undo)

    assert moved == [at("2026-11-21 19:30"), at("2026-11-21 20:30")]
    assert "Moved 2 bookings" in board
    assert [row.starts_at for row in Occupancy.objects.filter(room=alto).order_by("starts_at")] == [
        row.starts_at for row in rows
    ]


def test_what_changed_meanwhile_is_shown_anew_and_nothing_done(rows, owner_client):
    answer = owner_client.post(
        PATH, {"pick": keys(rows), "sure": [f"{rows[0].pk}.7"], "do": "cancel", "step": "do"}
    )

    assert answer.status_code == 409
    assert "nothing was done" in answer.content.decode()
    assert not Occupancy.objects.filter(pk__in=keys(rows), status="cancelled").exists()


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        ({"do": "move"}, "Say where to"),
        ({"do": "note", "note": " "}, "Enter the note."),
        ({"do": "fly"}, "Choose what to do from the list"),
        ({"do": "move", "minutes": "99999"}, "at most 1440"),
        ({"do": "move", "day": "9999-12-31"}, "Choose another night."),
    ],
)
def test_what_is_missing_is_named_by_its_field(rows, owner_client, wish, words):
    answer = owner_client.post(PATH, {"pick": keys(rows), "step": "do", **wish})

    assert answer.status_code == 422
    assert words in answer.content.decode()


def test_nothing_picked_says_how(alto, owner_client):
    page = owner_client.get(PATH, {"pick": ["x", "9" * 30, "1.2.3"]}).content.decode()

    assert "Nothing is picked" in page


def test_the_list_narrows_to_a_night(rows, alto, owner_client):
    make_booking(room=alto, starts_at=at("2026-11-22 20:00"), guest_name="Tomorrow")

    page = owner_client.get("/dashboard/bookings/", {"day": "2026-11-22"}).content.decode()

    assert "Tomorrow" in page
    assert "Priya" not in page


def test_the_list_is_saved_as_a_file_whose_cells_run_nowhere(alto, owner_client):
    make_booking(
        room=alto,
        starts_at=at("2026-11-21 20:00"),
        guest_name="=HYPERLINK(1)",
        customer=make_customer(name="Evil", phone="+442079460123"),
        reference="ABCDEF",
        total_minor=18050,
        currency="GBP",
        note="+1\nline",
    )
    make_booking(room=alto, starts_at=at("2026-11-22 20:00"), guest_name="Tomorrow")

    answer = owner_client.get("/dashboard/bookings/file/", {"day": "2026-11-21"})

    [line] = csv.DictReader(io.StringIO(answer.getvalue().decode()))
    assert (line["guest"], line["phone"], line["note"]) == ("'=HYPERLINK(1)", "'+442079460123", "'+1\nline")
    assert (line["starts"], line["total"], line["room"]) == ("2026-11-21T20:00:00+00:00", "180.50", "Alto")


def test_a_no_show_who_came_after_all_is_brought_back(alto, owner_client):
    row = make_booking(
        room=alto, starts_at=at("2026-11-21 18:00"), status="no_show", fee_minor=500, currency="GBP"
    )

    drawer = owner_client.get(f"/dashboard/bookings/{row.pk}/").content.decode()
    owner_client.post(f"/dashboard/bookings/{row.pk}/restore/", {"version": row.version})

    row.refresh_from_db()
    assert "Bring it back" in drawer
    assert (row.status, row.fee_minor) == ("confirmed", None)


def test_customers_are_tagged_from_the_list_shown_first_and_taken_back(alto, owner_client):
    customer = make_customer(name="Ann")
    row = make_booking(room=alto, starts_at=at("2026-11-21 20:00"), customer=customer, guest_name="Ann")
    values = {"pick": [row.pk], "do": "tag", "tag": " league ", "direction": "later"}

    shown = owner_client.post(PATH, {**values, "step": "try"}).content.decode()
    customer.refresh_from_db()
    before = list(customer.tags)
    owner_client.post(PATH, {**values, "step": "do", "sure": sure_in(shown)})
    customer.refresh_from_db()
    page = owner_client.get("/dashboard/bookings/").content.decode()
    [undo] = re.findall(r'action="([^"]*/undo/[^"]*)"', page)[:1]
    tagged = list(customer.tags)
    owner_client.post(undo)

    customer.refresh_from_db()
    assert "Tagged “league”" in shown
    assert (before, tagged, customer.tags) == ([], ["league"], [])


def test_a_tag_has_to_be_one(rows, owner_client):
    answer = owner_client.post(PATH, {"pick": keys(rows), "do": "tag", "tag": " ", "step": "do"})

    assert (answer.status_code, "Enter the tag." in answer.content.decode()) == (422, True)
