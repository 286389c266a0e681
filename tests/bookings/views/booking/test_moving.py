"""Moving a booking from the board or the drawer: true rows, reasons, offers instead."""

from __future__ import annotations

import re

import pytest

from bookings.services.bookings import move_booking
from boom.core.actor import acting
from boom.core.models import OutboxMessage
from tests.bookings.views.booking.asking import dropped, fresh, move_url, targets, text_of, typed, where
from tests.conftest import TONIGHT
from tests.factories import at, make_booking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def test_a_drop_on_the_board_moves_and_answers_the_true_rows(priya, alto, echo, mark, client_as):
    response = client_as("front_desk").htmx("post", f"{move_url(priya)}?board={mark}", dropped(echo, 78, 18))

    assert response.status_code == 200
    assert where(priya) == ("Echo", "22 00:30", 90)
    assert targets(response) == [
        f"#row-{alto.pk}",
        f"#row-{echo.pk}",
        "#loose",
        "#pace",
        "#pulse",
        "#agenda",
        "#toasts",
    ]
    assert "Moved Priya Nair to Echo, Sun 22 Nov, 00:30–02:00" in text_of(response)
    assert f"/dashboard/bookings/{priya.pk}/undo/?version=2" in text_of(response)


def test_a_drop_keeps_what_it_did_not_change_to_the_minute(alto, echo, mark, owner_client):
    odd = make_booking(room=alto, starts_at=at("2026-11-21 19:07"), minutes=66)

    owner_client.htmx("post", f"{move_url(odd)}?board={mark}", dropped(echo, 13, 14))

    assert where(odd) == ("Echo", "21 19:07", 66)


def test_a_new_length_is_said_as_one(priya, alto, mark, owner_client):
    longer = owner_client.htmx("post", f"{move_url(priya)}?board={mark}", dropped(alto, 36, 18))
    shorter = owner_client.htmx("post", f"{move_url(priya)}?board={mark}", dropped(alto, 36, 12, version=2))

    assert "Extended Priya Nair to 22:30" in text_of(longer)
    assert "Shortened Priya Nair to 22:00" in text_of(shorter)


def test_the_guest_is_told_only_if_staff_choose_to(priya, echo, mark, owner_client):
    owner_client.htmx("post", f"{move_url(priya)}?board={mark}", dropped(echo, 36, 12))
    owner_client.htmx("post", move_url(priya), typed(echo, "23:00", 60, version=2, tell="on"))

    moves = OutboxMessage.objects.filter(kind="booking.moved").order_by("id")
    assert [move.payload["tell_customer"] for move in moves] == [False, True]


def test_a_taken_room_is_a_conflict_that_names_who_and_what_is_free(priya, echo, mark, owner_client):
    make_booking(room=echo, starts_at=at("2026-11-21 21:30"), guest_name="Jun Park")

    response = owner_client.htmx("post", f"{move_url(priya)}?board={mark}", dropped(echo, 36, 12))

    assert response.status_code == 409
    assert where(priya) == ("Alto", "21 21:00", 60)
    assert f"#row-{echo.pk}" in targets(response)
    assert "That time is taken. Jun Park has it 21:30–22:30." in text_of(response)
    assert re.search(r'<input type="hidden" name="start" value="20:30">', text_of(response))


def test_an_offer_of_a_refusal_can_be_pressed(priya, echo, mark, owner_client):
    make_booking(room=echo, starts_at=at("2026-11-21 21:30"), guest_name="Jun Park")
    refused = text_of(owner_client.htmx("post", f"{move_url(priya)}?board={mark}", dropped(echo, 36, 12)))
    form = refused.split("<form", 2)[1]
    values = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', form))

    response = owner_client.htmx("post", move_url(priya), values)

    assert response.status_code == 200
    assert where(priya)[0] == "Echo"


def test_an_old_page_is_told_who_moved_it_and_where(priya, alto, echo, mark, owner_client):
    with acting(kind="person", label="Dana", source="dashboard"):
        move_booking(booking_id=priya.pk, room_id=echo.pk, span=priya.span, version=1, now=TONIGHT)

    response = owner_client.htmx("post", f"{move_url(priya)}?board={mark}", dropped(alto, 48, 12))

    assert response.status_code == 409
    assert where(priya) == ("Echo", "21 21:00", 60)
    assert "Nothing was saved. Dana moved it from Alto to Echo" in text_of(response)
    assert {f"#row-{alto.pk}", f"#row-{echo.pk}"} <= set(targets(response))


def test_a_drop_outside_the_hours_opens_the_drawer_with_the_reason(priya, alto, mark, client_as):
    response = client_as("manager").htmx("post", f"{move_url(priya)}?board={mark}", dropped(alto, 114, 12))

    assert response.status_code == 422
    assert "#drawer" in targets(response)
    assert "Open 18:00–04:00 on Saturday 21 November 2026." in text_of(response)
    assert "Do it anyway" in text_of(response)


def test_the_front_desk_hears_the_reason_and_may_not_set_it_aside(priya, alto, mark, client_as):
    desk = client_as("front_desk")

    dropped_late = desk.htmx("post", f"{move_url(priya)}?board={mark}", dropped(alto, 114, 12))
    insisting = desk.htmx("post", move_url(priya), typed(alto, "27:30", 60, override_reason="Regulars"))

    assert "Open 18:00–04:00" in text_of(dropped_late)
    assert "Do it anyway" not in text_of(dropped_late)
    assert insisting.status_code == 422
    assert where(priya) == ("Alto", "21 21:00", 60)


def test_a_manager_sets_rules_aside_with_a_reason(priya, alto, client_as):
    values = typed(alto, "27:30", 60, override_reason="Regulars")

    response = client_as("manager").htmx("post", move_url(priya), values)

    assert response.status_code == 200
    assert where(priya) == ("Alto", "22 03:30", 60)
    assert fresh(priya).override_reason == "Regulars"


def test_a_booking_without_a_room_is_given_one(alto, echo, mark, owner_client):
    loose = make_booking(room=alto, starts_at=at("2026-11-21 21:00"), placed=False, guest_name="Dana Cole")

    response = owner_client.htmx("post", f"{move_url(loose)}?board={mark}", dropped(echo, 36, 12))

    assert fresh(loose).placed
    assert "Moved Dana Cole to Echo" in text_of(response)
    assert '<div id="loose"></div>' in text_of(response)


@pytest.mark.parametrize(
    "values",
    [
        {"room": "0"},
        {"room": "-1"},
        {"room": "999999"},
        {"room": "x"},
        {"at": "-4"},
        {"at": "9999"},
        {"length": "0"},
        {"version": "0"},
        {"room": "9" * 30},
        {"at": ""},
    ],
)
def test_a_drop_on_no_place_puts_the_ticket_back(priya, alto, mark, owner_client, values):
    response = owner_client.htmx("post", f"{move_url(priya)}?board={mark}", dropped(alto, 40, 12) | values)

    assert response.status_code in {404, 409, 422}
    assert f"#row-{alto.pk}" in targets(response)
    assert where(priya) == ("Alto", "21 21:00", 60)


def test_a_drop_that_makes_the_night_longer_has_the_page_reload(priya, alto, mark, owner_client):
    make_booking(room=alto, starts_at=at("2026-11-21 16:00"))

    response = owner_client.htmx("post", f"{move_url(priya)}?board={mark}", dropped(alto, 48, 12))

    assert response["HX-Refresh"] == "true"
    assert where(priya) == ("Alto", "21 22:00", 60)
    assert "Moved Priya Nair" in text_of(owner_client.get("/dashboard/"))


def test_the_drawers_form_moves_to_another_night(priya, echo, owner_client):
    values = typed(echo, "24:30", 90, day="2026-11-28", **{"from": "drawer"})

    response = owner_client.htmx("post", move_url(priya), values)

    assert where(priya) == ("Echo", "29 00:30", 90)
    assert "Moved Priya Nair to Echo, Sun 29 Nov, 00:30–02:00" in text_of(response)
    assert targets(response) == ["#drawer", "#toasts"]


def test_what_was_typed_wrong_stays_in_the_form(priya, echo, owner_client):
    values = typed(echo, "25:99", 60, **{"from": "drawer"})

    response = owner_client.htmx("post", move_url(priya), values)

    assert response.status_code == 422
    assert "Choose a time such as 21:30." in text_of(response)
    assert re.search(rf'value="{echo.pk}" selected', text_of(response))


def test_a_time_the_clocks_jump_over_is_refused(alto, echo, owner_client):
    booking = make_booking(room=alto, starts_at=at("2026-03-28 21:00"))

    response = owner_client.htmx("post", move_url(booking), typed(echo, "25:30", 60, day="2026-03-28"))

    assert "The clocks jump over that time." in text_of(response)


def test_the_second_of_two_equal_times_can_be_chosen(alto, echo, owner_client):
    booking = make_booking(room=alto, starts_at=at("2026-10-24 21:00"))

    owner_client.htmx("post", move_url(booking), typed(echo, "25:30+", 60, day="2026-10-24"))

    # 01:30 GMT; the first 01:30 was half past midnight UTC.
    assert where(booking) == ("Echo", "25 01:30", 60)


def test_without_scripts_a_move_ends_on_the_bookings_page(priya, echo, owner_client):
    response = owner_client.post(move_url(priya), typed(echo, "21:00", 60), follow=True)

    assert response.redirect_chain == [(f"/dashboard/bookings/{priya.pk}/", 302)]
    assert "Moved Priya Nair to Echo" in text_of(response)
    assert f"/dashboard/bookings/{priya.pk}/undo/?version=2" in text_of(response)


def test_without_scripts_a_refused_move_shows_the_page_with_the_reason(priya, echo, owner_client):
    make_booking(room=echo, starts_at=at("2026-11-21 21:30"), guest_name="Jun Park")

    response = owner_client.post(move_url(priya), typed(echo, "21:00", 60))

    assert response.status_code == 409
    assert "<html" in text_of(response)
    assert "Jun Park has it 21:30–22:30." in text_of(response)
