"""Cancelling, bringing back, undoing, confirming and releasing from the drawer."""

from __future__ import annotations

import re

import pytest

from boom.core.models import OutboxMessage
from tests.bookings.views.booking.asking import dropped, fresh, move_url, targets, text_of, typed, where
from tests.factories import at, make_block, make_booking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def test_cancelling_frees_the_room_and_can_be_undone(priya, alto, mark, owner_client):
    path = f"/dashboard/bookings/{priya.pk}/cancel/?board={mark}"

    cancelled = owner_client.htmx("post", path, {"version": 1, "reason": "Ill"})
    undo = re.search(r'hx-post="([^"]+/undo/[^"]+)"', text_of(cancelled))
    assert undo
    undone = owner_client.htmx("post", undo[1].replace("&amp;", "&"), {"board": mark})

    assert "Cancelled Priya Nair, Alto, 21:00–22:00" in text_of(cancelled)
    assert "Undone: Priya Nair is back in Alto, 21:00–22:00" in text_of(undone)
    assert f"#row-{alto.pk}" in targets(undone)
    assert fresh(priya).status == "confirmed"


def test_a_cancelled_booking_says_so_and_can_be_brought_back(priya, owner_client):
    owner_client.post(f"/dashboard/bookings/{priya.pk}/cancel/", {"version": 1, "reason": "Ill"})

    drawer = text_of(owner_client.htmx("get", f"/dashboard/bookings/{priya.pk}/"))
    back = owner_client.htmx("post", f"/dashboard/bookings/{priya.pk}/restore/", {"version": 2})

    assert ("Bring it back" in drawer, "Move or resize" in drawer) == (True, False)
    assert "Cancelled because" in drawer
    assert "Brought back Priya Nair" in text_of(back)
    assert fresh(priya).status == "confirmed"


def test_bringing_back_is_refused_when_somebody_has_the_room(priya, alto, owner_client):
    owner_client.post(f"/dashboard/bookings/{priya.pk}/cancel/", {"version": 1})
    make_booking(room=alto, starts_at=at("2026-11-21 21:00"), guest_name="Jun Park")

    response = owner_client.htmx("post", f"/dashboard/bookings/{priya.pk}/restore/", {"version": 2})

    assert response.status_code == 409
    assert "Jun Park has it 21:00–22:00." in text_of(response)


def test_a_move_can_be_undone(priya, echo, mark, owner_client):
    owner_client.htmx("post", f"{move_url(priya)}?board={mark}", dropped(echo, 48, 24))

    response = owner_client.htmx("post", f"/dashboard/bookings/{priya.pk}/undo/?version=2", {"board": mark})

    assert where(priya) == ("Alto", "21 21:00", 60)
    assert "Undone: Priya Nair is back in Alto, 21:00–22:00" in text_of(response)


def test_only_the_newest_change_can_be_undone(priya, echo, mark, owner_client):
    owner_client.htmx("post", f"{move_url(priya)}?board={mark}", dropped(echo, 48, 24))
    owner_client.htmx("post", f"{move_url(priya)}?board={mark}", dropped(echo, 60, 24, version=2))

    response = owner_client.htmx("post", f"/dashboard/bookings/{priya.pk}/undo/?version=2", {"board": mark})

    assert response.status_code == 409
    assert where(priya) == ("Echo", "21 23:00", 120)
    assert "This is how it stands now." in text_of(response)


def test_the_drawer_offers_to_take_back_the_newest_change_only(priya, echo, alto, owner_client):
    for version, room in ((1, echo), (2, alto)):
        owner_client.htmx("post", move_url(priya), typed(room, "21:00", 60, version=version))

    drawer = text_of(owner_client.htmx("get", f"/dashboard/bookings/{priya.pk}/"))
    undone = owner_client.htmx("post", f"/dashboard/bookings/{priya.pk}/undo/?version=3", {"from": "drawer"})

    assert re.findall(r'action="([^"]+/undo/[^"]+)"', drawer) == [
        f"/dashboard/bookings/{priya.pk}/undo/?version=3"
    ]
    assert where(priya)[0] == "Echo"
    assert "#drawer" in targets(undone)


def test_an_undo_of_a_silent_move_stays_silent(priya, echo, mark, owner_client):
    owner_client.htmx("post", f"{move_url(priya)}?board={mark}", dropped(echo, 48, 24))
    owner_client.htmx("post", f"/dashboard/bookings/{priya.pk}/undo/?version=2", {})

    facts = OutboxMessage.objects.filter(kind__startswith="booking.").order_by("id")
    assert [fact.payload["tell_customer"] for fact in facts] == [False, False]


def test_a_pending_booking_is_confirmed(alto, owner_client):
    pending = make_booking(room=alto, starts_at=at("2026-11-21 21:00"), status="pending", guest_name="Jun")

    drawer = text_of(owner_client.htmx("get", f"/dashboard/bookings/{pending.pk}/"))
    response = owner_client.htmx("post", f"/dashboard/bookings/{pending.pk}/confirm/", {"version": 1})

    assert "Confirm" in drawer
    assert "Confirmed Jun, Alto, 21:00–22:00" in text_of(response)
    assert fresh(pending).status == "confirmed"


def test_a_block_is_released(alto, owner_client):
    block = make_block(room=alto, starts_at=at("2026-11-21 21:00"))

    response = owner_client.htmx("post", f"/dashboard/bookings/{block.pk}/release/", {"version": 1})

    assert "Opened Alto, 21:00–22:00 again" in text_of(response)
    assert fresh(block).status == "released"
