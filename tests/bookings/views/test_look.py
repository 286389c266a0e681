"""One press changes how the board is drawn, for this person and for good."""

from __future__ import annotations

import pytest

from accounts.models import User
from audit.models import AuditEvent
from bookings.models import Room, Venue
from tests.factories import at, make_booking, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

PATH = "/dashboard/look/"


@pytest.fixture
def alto(business) -> Room:
    return make_room(Venue.objects.get(), name="Alto")


def board(client) -> str:
    return client.get("/dashboard/").content.decode()


def test_rooms_across_is_one_press_and_remembered(alto, owner_client):
    before = board(owner_client)

    answer = owner_client.post(PATH, {"rooms": "across", "next": "/dashboard/?day=2026-11-24"})

    assert answer["Location"] == "/dashboard/?day=2026-11-24"
    assert 'data-rooms="down"' in before
    assert 'data-rooms="across"' in board(owner_client)


def test_choices_stand_beside_each_other_and_are_no_event_on_record(alto, owner_client):
    events = AuditEvent.objects.count()

    owner_client.post(PATH, {"grid": "30"})
    owner_client.post(PATH, {"size": "huge", "role": "owner", "rooms": "diagonal"})

    page = board(owner_client)
    assert 'data-grid="30" data-size="huge"' in page
    assert 'data-step="6"' in page
    assert User.objects.exclude(board_look={}).get().board_look == {"grid": "30", "size": "huge"}
    assert AuditEvent.objects.count() == events


@pytest.mark.parametrize("next_page", ["https://evil.example/", "//evil.example", ""])
def test_nobody_is_sent_elsewhere(alto, owner_client, next_page):
    assert owner_client.post(PATH, {"rooms": "down", "next": next_page})["Location"] == "/dashboard/"


@pytest.mark.parametrize(
    ("colour", "hue", "words"),
    [
        ("source", 'data-hue="2"', "Phone"),
        ("paid", 'data-hue="2"', "Part paid"),
        ("room", 'fill="#123abc"', "Alto"),
    ],
)
def test_tickets_are_coloured_by_what_was_chosen_with_a_legend(alto, owner_client, colour, hue, words):
    Room.objects.filter(pk=alto.pk).update(colour="#123abc")
    make_booking(
        room=alto,
        starts_at=at("2026-11-21 21:00"),
        source="phone",
        total_minor=18000,
        currency="GBP",
        price_terms={"voucher_minor": 5000},
    )

    plain = board(owner_client)
    owner_client.post(PATH, {"colour": colour})
    coloured = board(owner_client)

    assert "legend" not in plain.partition('class="legend"')[1]
    ticket = coloured.partition('class="ev')[2].partition("</li>")[0]
    assert hue in ticket
    assert words in coloured.partition('class="legend"')[2].partition("</ul>")[0]
