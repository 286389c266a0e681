"""The drawer: what it tells, to whom, and that looking changes nothing."""

from __future__ import annotations

import pytest

from tests.bookings.views.booking.asking import fresh, move_url, text_of
from tests.factories import at, make_block

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def test_the_drawer_tells_all_there_is_to_know(priya, owner_client):
    drawer = text_of(owner_client.htmx("get", f"/dashboard/bookings/{priya.pk}/"))

    for words in (
        "Priya Nair",
        "C4D-H7M",
        "Sat 21 Nov, 21:00 to 22:00",
        "Alto, up to 6",
        "2 people",
        'href="tel:+442079460812"',
        'href="mailto:priya@example.com"',
        "£30.00",
        "Move or resize",
        "Edit details",
        "Cancel booking",
        "History",
    ):
        assert words in drawer
    assert "<html" not in drawer


def test_the_drawer_is_a_page_without_scripts(priya, owner_client):
    page = text_of(owner_client.get(f"/dashboard/bookings/{priya.pk}/"))

    assert "<html" in page
    assert f'action="{move_url(priya)}"' in page


def test_a_viewer_reads_and_finds_no_button(priya, client_as):
    drawer = text_of(client_as("viewer").htmx("get", f"/dashboard/bookings/{priya.pk}/"))

    assert "Priya Nair" in drawer
    assert "<form" not in drawer


def test_the_drawer_of_nobody_is_not_found(venue, owner_client):
    assert owner_client.get("/dashboard/bookings/999999/").status_code == 404


def test_a_block_says_what_it_is_for(alto, owner_client):
    block = make_block(room=alto, starts_at=at("2026-11-21 21:00"), reason="New speakers")

    drawer = text_of(owner_client.htmx("get", f"/dashboard/bookings/{block.pk}/"))

    assert "New speakers" in drawer
    assert "Open the room again" in drawer
    assert "Edit details" not in drawer


def test_a_drawer_takes_few_queries(priya, owner_client, count_queries):
    path = f"/dashboard/bookings/{priya.pk}/"
    owner_client.get(path)

    with count_queries() as queries:
        owner_client.htmx("get", path)

    # The row, its history, whom it could swap with, bans, what the guest wrote and thought of it, the hours
    # they, and whoever they were merged with, paid ahead; who could look after them; who asks, and whether
    # that they looked is noted. And its money: what it costs, what was taken, documents, credit, settings,
    # and whether cards can be charged for what is due. And what was said about it, what was agreed to, and
    # whether anything is asked. And who was asked along.
    assert queries() <= 26


@pytest.mark.parametrize("step", ["move", "edit", "cancel", "restore", "confirm", "release", "undo"])
def test_a_viewer_may_change_nothing(priya, client_as, step):
    response = client_as("viewer").post(f"/dashboard/bookings/{priya.pk}/{step}/", {"version": 1})

    assert response.status_code == 403
    assert fresh(priya).version == 1


@pytest.mark.parametrize("step", ["move", "edit", "cancel", "restore", "confirm", "release", "undo"])
def test_nothing_changes_by_being_looked_at(priya, owner_client, step):
    assert owner_client.get(f"/dashboard/bookings/{priya.pk}/{step}/").status_code == 405
