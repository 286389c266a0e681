"""The drawer, and everything that can be done from it or from the board: true rows, reasons, ways back."""

from __future__ import annotations

import re
from typing import Any

import pytest

from bookings.models import Booking, Occupancy, Room, Venue
from bookings.services.bookings import move_booking
from bookings.views.pages import Shown
from boom.core.actor import acting
from boom.core.models import OutboxMessage
from tests.conftest import TONIGHT
from tests.factories import at, make_block, make_booking, make_customer, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def venue(business) -> Venue:
    venue = Venue.objects.get()
    for name in ("Alto", "Echo"):
        make_room(venue, name=name, capacity_max=6)
    return venue


@pytest.fixture
def alto(venue: Venue) -> Room:
    return Room.objects.get(name="Alto")


@pytest.fixture
def echo(venue: Venue) -> Room:
    return Room.objects.get(name="Echo")


@pytest.fixture
def priya(alto: Room) -> Booking:
    """Alto, 21:00 to 22:00: unit 36 of a board from 18:00."""
    return make_booking(
        room=alto,
        starts_at=at("2026-11-21 21:00"),
        guest_name="Priya Nair",
        customer=make_customer(name="Priya Nair", email="priya@example.com", phone="+442079460812"),
        quote=[],
        reference="C4DH7M",
    )


@pytest.fixture
def mark(venue: Venue) -> str:
    """What a page that shows the board from 18:00 sends along."""
    shown = Shown(venue.pk, venue.setup_version, TONIGHT.date(), at("2026-11-21 18:00"), 120)
    return shown.mark


def move_url(booking: Occupancy) -> str:
    return f"/dashboard/bookings/{booking.pk}/move/"


def dropped(room: Room, at_unit: int, length: int, version: int = 1) -> dict[str, Any]:
    return {"room": room.pk, "at": at_unit, "length": length, "version": version}


def typed(room: Room, start: str, length: int, version: int = 1, **more: Any) -> dict[str, Any]:
    day = more.pop("day", "2026-11-21")
    return {"room": room.pk, "day": day, "start": start, "length": length, "version": version, **more}


def text_of(response: Any) -> str:
    return response.content.decode()


def targets(response: Any) -> list[str]:
    return re.findall(r'hx-target="([^"]+)"', text_of(response))


def fresh(booking: Occupancy) -> Any:
    """As it stands in the database."""
    booking.refresh_from_db()
    return booking


def where(booking: Occupancy) -> tuple[str, str, int]:
    """Room, start on London's clock (winter: UTC), minutes."""
    row = fresh(booking)
    return row.room.name, f"{row.starts_at:%d %H:%M}", row.span.minutes


# The drawer


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

    # The row, its history, whom it could swap with, bans, what the guest wrote and thought of it; who asks,
    # and whether that they looked is noted already.
    assert queries() <= 12


# Moving


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


# Details


def details(**given: Any) -> dict[str, Any]:
    values = {
        "version": 1,
        "name": "Priya N.",
        "phone": "+44 20 7946 0999",
        "email": "priya@example.com",
        "party_size": 4,
        "note": "Cake",
        "staff_note": "",
        "from": "drawer",
    }
    return values | given


def test_details_can_be_edited(priya, owner_client):
    response = owner_client.htmx("post", f"/dashboard/bookings/{priya.pk}/edit/", details())

    booking = fresh(priya)
    assert (booking.guest_name, booking.party_size, booking.note) == ("Priya N.", 4, "Cake")
    assert "Saved Priya N." in text_of(response)
    assert "changed the name from Priya Nair to Priya N." in text_of(response)


def test_a_corrected_number_is_on_the_customers_record(priya, owner_client):
    response = owner_client.htmx("post", f"/dashboard/bookings/{priya.pk}/edit/", details(name="Priya Nair"))

    fresh(priya)
    assert (priya.customer.name, priya.customer.phone) == ("Priya Nair", "+442079460999")
    # The booking could be put back, the record could not; so nothing is promised.
    assert "/undo/" not in text_of(response).split('id="toasts"')[-1].split("data-toast")[-1]


def test_another_name_and_address_make_it_another_customers(priya, owner_client):
    bob = make_customer(name="Bob", email="bob@example.com")
    values = details(name="Bob", email="BOB@example.com", phone="")

    owner_client.htmx("post", f"/dashboard/bookings/{priya.pk}/edit/", values)

    before = priya.customer
    assert fresh(priya).customer == bob
    before.refresh_from_db()
    assert (before.email, before.phone) == ("priya@example.com", "+442079460812")


def test_a_number_from_another_system_stays_as_it_is_if_untouched(priya, owner_client):
    priya.customer.phone = "ring the bell"
    priya.customer.save()

    response = owner_client.htmx(
        "post", f"/dashboard/bookings/{priya.pk}/edit/", details(phone="ring the bell", note="Cake")
    )

    assert response.status_code == 200
    assert fresh(priya).note == "Cake"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"name": ""}, "Type a name."),
        ({"phone": "12"}, "That is not a whole phone number."),
        ({"email": "priya"}, "An e-mail address looks like name@example.com."),
        ({"party_size": "0"}, "greater than or equal to 1"),
        ({"name": "\u202eevil"}, "Use letters, digits and ordinary signs."),
    ],
)
def test_wrong_details_are_named_and_kept(priya, owner_client, wrong, words):
    Venue.objects.update(country="GB")

    response = owner_client.htmx("post", f"/dashboard/bookings/{priya.pk}/edit/", details(**wrong))

    assert response.status_code == 422
    assert words in text_of(response)
    assert "Cake" in text_of(response)
    assert fresh(priya).version == 1


def test_a_party_too_large_for_the_room_asks_for_a_reason(priya, owner_client):
    refused = owner_client.htmx("post", f"/dashboard/bookings/{priya.pk}/edit/", details(party_size=9))
    taken = owner_client.htmx(
        "post",
        f"/dashboard/bookings/{priya.pk}/edit/",
        details(party_size=9, override_reason="They squeeze in"),
    )

    assert refused.status_code == 422
    assert "This room takes 1 to 6 people." in text_of(refused)
    assert "Save anyway" in text_of(refused)
    assert taken.status_code == 200
    assert fresh(priya).party_size == 9


def test_what_somebody_typed_survives_that_another_was_faster(priya, owner_client):
    Booking.objects.filter(pk=priya.pk).update(version=2, party_size=5)

    response = owner_client.htmx(
        "post", f"/dashboard/bookings/{priya.pk}/edit/", details(note="Typed for long")
    )

    assert response.status_code == 409
    assert "Typed for long" in text_of(response)
    assert "changed people from 2 to 5" in text_of(response)
    assert '<input type="hidden" name="version" value="2">' in text_of(response)


# Cancelling, bringing back, undoing


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


# Who may


@pytest.mark.parametrize("step", ["move", "edit", "cancel", "restore", "confirm", "release", "undo"])
def test_a_viewer_may_change_nothing(priya, client_as, step):
    response = client_as("viewer").post(f"/dashboard/bookings/{priya.pk}/{step}/", {"version": 1})

    assert response.status_code == 403
    assert fresh(priya).version == 1


@pytest.mark.parametrize("step", ["move", "edit", "cancel", "restore", "confirm", "release", "undo"])
def test_nothing_changes_by_being_looked_at(priya, owner_client, step):
    assert owner_client.get(f"/dashboard/bookings/{priya.pk}/{step}/").status_code == 405
