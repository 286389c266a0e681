"""Several rooms for one party."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest

from bookings.models import Booking
from tests.bookings.views.visits.asking import fresh, text_of, undo_in, url

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

MINUTE = timedelta(minutes=1)


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
