"""At the door and on the floor: in, longer, out, elsewhere; requests and fees."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest

from bookings.models import Booking, Venue
from tests.bookings.views.visits.asking import fresh, text_of, undo_in, url
from tests.conftest import TONIGHT
from tests.factories import at, make_booking

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

MINUTE = timedelta(minutes=1)

AGREED = [
    {
        "code": "room",
        "quantity": "1",
        "unit": "hour",
        "unit_price_minor": 1500,
        "amount_minor": 1500,
        "starts_at": None,
        "ends_at": None,
    }
]


# ---- walk-in ------------------------------------------------------------------------------------------


def test_a_walk_in_is_two_presses(client_as, venue, alto):
    client = client_as("front_desk")

    form = text_of(client.htmx("get", "/dashboard/walk-in/"))
    key = re.search(r'name="key" value="([^"]+)"', form)[1]
    answer = client.htmx(
        "post", "/dashboard/walk-in/", {"people": "2", "minutes": "60", "room": str(alto.pk), "key": key}
    )

    assert "Seat in Alto now" in form
    booking = Booking.objects.get(room=alto)
    assert (booking.status, booking.source, booking.party_size) == ("checked_in", "walk_in", 2)
    assert "Seated Walk-in in Alto, 19:00–20:00" in text_of(answer)
    assert answer["HX-Trigger"] == "drawer-close, bookings-changed"


def test_a_larger_party_is_offered_a_larger_room(client_as, venue):
    asked = {"people": "7", "minutes": "60"}

    choice = text_of(client_as("front_desk").htmx("get", "/dashboard/walk-in/", asked))

    assert "Seat in Echo now" in choice
    assert "This room takes" in choice
    assert "<h1" not in choice


def test_the_walk_in_works_as_a_plain_page(client_as, venue, alto):
    answer = client_as("front_desk").post(
        "/dashboard/walk-in/", {"people": "2", "minutes": "60", "room": alto.pk, "name": "Bo", "key": "k"}
    )

    booking = Booking.objects.get(room=alto)
    assert (answer.status_code, answer["Location"]) == (302, f"/dashboard/bookings/{booking.pk}/")
    assert booking.guest_name == "Bo"


def test_when_all_rooms_are_taken_nobody_is_seated(client_as, venue, alto, echo):
    for room in (alto, echo):
        make_booking(room=room, starts_at=TONIGHT)

    answer = client_as("front_desk").htmx(
        "post", "/dashboard/walk-in/", {"people": "2", "minutes": "60", "key": "k"}
    )

    assert answer.status_code == 409
    assert "Nobody was seated" in text_of(answer)


# ---- in, longer, out ----------------------------------------------------------------------------------


def test_check_in_check_out_and_back(client_as, alto):
    client = client_as("front_desk")
    booking = make_booking(room=alto, starts_at=TONIGHT, minutes=90, guest_name="Sam")

    came = client.htmx("post", url(booking, "check-in"), {"version": "1", "from": "drawer"})
    left = client.htmx("post", url(booking, "check-out"), {"version": "2", "from": "drawer"})
    back = client.htmx("post", undo_in(left))

    assert "Checked in Sam, Alto" in text_of(came)
    assert "Check out" in text_of(came)
    assert "Finished Sam. Alto is free from" in text_of(left)
    assert back.status_code == 200
    assert (fresh(booking).status, booking.ends_at) == ("checked_in", TONIGHT + 90 * MINUTE)


def test_the_lists_button_needs_no_version(client_as, alto):
    booking = make_booking(room=alto, starts_at=TONIGHT, version=7)
    client = client_as("front_desk")

    page = text_of(client.get("/dashboard/agenda/"))
    client.htmx("post", url(booking, "check-in"))

    assert f'action="{url(booking, "check-in")}"' in page
    assert fresh(booking).status == "checked_in"


def test_the_drawer_offers_more_time_with_its_price(client_as, seated):
    Booking.objects.filter(pk=seated.pk).update(
        quote=[
            {
                "code": "room",
                "quantity": "1",
                "unit": "hour",
                "unit_price_minor": 3000,
                "amount_minor": 3000,
                "starts_at": None,
                "ends_at": None,
            }
        ]
    )
    client = client_as("front_desk")

    drawer = text_of(client.htmx("get", f"/dashboard/bookings/{seated.pk}/"))
    answer = client.htmx("post", url(seated, "extend"), {"minutes": "30", "version": "1"})

    assert "Stay longer" in drawer
    assert "+30 min, £15" in drawer
    assert "Extended Sam to 20:00" in text_of(answer)
    assert fresh(seated).total_minor == 4500


def test_going_on_in_another_room_costs_what_the_button_says(client_as, seated, alto, echo):
    make_booking(room=alto, starts_at=TONIGHT + 30 * MINUTE, guest_name="Priya Nair")
    # Agreed on at half of what the house asks by now.
    Booking.objects.filter(pk=seated.pk).update(quote=AGREED, total_minor=1500)
    client = client_as("front_desk")

    drawer = text_of(client.htmx("get", f"/dashboard/bookings/{seated.pk}/"))
    client.htmx("post", url(seated, "change-room"), {"room": str(echo.pk), "minutes": "30", "version": "1"})

    rest = Booking.objects.get(room=echo)
    more = fresh(seated).total_minor + rest.total_minor - 1500
    assert more == 2250
    assert "Go on in Echo until 20:00, +£22.50" in drawer


def test_who_is_in_the_way_is_named_and_another_room_is_one_press(client_as, seated, alto, echo):
    make_booking(room=alto, starts_at=TONIGHT + 30 * MINUTE, guest_name="Priya Nair")
    client = client_as("front_desk")

    drawer = text_of(client.htmx("get", f"/dashboard/bookings/{seated.pk}/"))
    refused = client.htmx("post", url(seated, "extend"), {"minutes": "30", "version": "1", "from": "drawer"})
    moved = client.htmx(
        "post", url(seated, "change-room"), {"room": str(echo.pk), "minutes": "30", "version": "1"}
    )
    client.htmx("post", undo_in(moved))

    assert "Priya Nair has it 19:30–20:30." in drawer
    assert "Go on in Echo until 20:00" in drawer
    assert refused.status_code == 409
    assert "Priya Nair has it 19:30–20:30." in text_of(refused)
    assert "Moved Sam on to Echo, 19:00–20:00" in text_of(moved)
    assert (fresh(seated).status, seated.span.minutes) == ("checked_in", 60)
    assert Booking.objects.get(room=echo).status == "cancelled"


def test_no_show_is_offered_once_the_grace_is_over(client_as, alto):
    client = client_as("front_desk")
    late = make_booking(room=alto, starts_at=TONIGHT - 20 * MINUTE, guest_name="Sam")
    soon = make_booking(room=alto, starts_at=TONIGHT + 60 * MINUTE)

    assert "No-show</button>" in text_of(client.htmx("get", f"/dashboard/bookings/{late.pk}/"))
    assert "No-show</button>" not in text_of(client.htmx("get", f"/dashboard/bookings/{soon.pk}/"))
    answer = client.htmx("post", url(late, "no-show"), {"version": "1"})
    assert "Marked Sam as a no-show. Alto is free" in text_of(answer)


def test_a_viewer_is_offered_none_of_it(client_as, seated):
    drawer = text_of(client_as("viewer").htmx("get", f"/dashboard/bookings/{seated.pk}/"))

    for words in ("Check out", "Stay longer", "Change room", "Find another room", "Swap"):
        assert words not in drawer


# ---- requests, fees -----------------------------------------------------------------------------------


def test_a_request_is_answered_from_its_drawer(client_as, alto):
    client = client_as("front_desk")
    request = make_booking(room=alto, starts_at=at("2026-11-22 20:00"), status="pending", guest_name="Sam")

    drawer = text_of(client.htmx("get", f"/dashboard/bookings/{request.pk}/"))
    without = client.htmx("post", url(request, "decline"), {"version": "1", "from": "drawer"})
    answer = client.htmx("post", url(request, "decline"), {"version": "1", "reason": "A wedding"})
    client.htmx("post", undo_in(answer))

    assert "Confirm</button>" in drawer
    assert "Decline the request" in drawer
    assert "Say why: the guest reads it." in text_of(without)
    assert "Declined Sam" in text_of(answer)
    assert fresh(request).status == "pending"


@pytest.fixture
def dear(alto) -> Booking:
    """80.00, tomorrow; cancelling today costs half."""
    Venue.objects.filter(pk=alto.venue_id).update(
        cancel_until=2880, cancellation_tiers=[{"notice": 0, "percent": 50}]
    )
    return make_booking(room=alto, starts_at=at("2026-11-22 20:00"), total_minor=8000, guest_name="Sam")


def test_the_fee_stands_beside_the_button_and_is_kept(client_as, dear):
    client = client_as("front_desk")

    drawer = text_of(client.htmx("get", f"/dashboard/bookings/{dear.pk}/"))
    client.htmx("post", url(dear, "cancel"), {"version": "1", "reason": "Ill"})

    assert "The house rule keeps £40 of the price." in drawer
    assert "Charge nothing" not in drawer
    assert (fresh(dear).fee_minor, dear.cancellation_reason) == (4000, "Ill")


def test_only_managers_charge_nothing_and_only_with_a_reason(client_as, dear):
    waived = {"version": "1", "waive": "on", "override_reason": "Our heating broke"}

    by_desk = client_as("front_desk").htmx("post", url(dear, "cancel"), waived)
    without = client_as("manager").htmx("post", url(dear, "cancel"), waived | {"override_reason": ""})
    client_as("manager").htmx("post", url(dear, "cancel"), waived)

    assert (by_desk.status_code, without.status_code) == (422, 422)
    assert (fresh(dear).status, dear.fee_minor) == ("cancelled", 0)


# ---- other places -------------------------------------------------------------------------------------


def test_a_booking_dropped_on_another_offers_to_swap_and_undo_puts_both_back(client_as, priya, echo):
    client = client_as("front_desk")
    sam = make_booking(room=echo, starts_at=priya.starts_at, guest_name="Sam")
    onto = {"room": echo.pk, "day": "2026-11-21", "start": "21:00", "length": 60, "version": 1}

    refused = client.htmx("post", url(priya, "move"), onto)
    swapped = client.htmx("post", url(priya, "swap"), {"other": f"{sam.pk}.1", "version": "1"})

    assert refused.status_code == 409
    assert f'action="{url(priya, "swap")}"' in text_of(refused)
    assert "Swap with Sam" in text_of(refused)
    assert "Swapped Priya Nair and Sam" in text_of(swapped)
    assert (fresh(priya).room.name, fresh(sam).room.name) == ("Echo", "Alto")
    client.htmx("post", undo_in(swapped))
    assert (fresh(priya).room.name, fresh(sam).room.name) == ("Alto", "Echo")


def test_another_room_is_found_in_one_press(client_as, priya):
    answer = client_as("front_desk").htmx("post", url(priya, "find-room"), {"version": "1"})

    assert "Moved Priya Nair to Echo, 21:00–22:00" in text_of(answer)


def test_turnover_of_one_booking(client_as, priya, alto):
    client = client_as("front_desk")
    make_booking(room=alto, starts_at=at("2026-11-21 22:15"), guest_name="Sam")

    refused = client.htmx(
        "post", url(priya, "turnover"), {"version": "1", "before": "", "after": "30", "from": "drawer"}
    )
    saved = client.htmx("post", url(priya, "turnover"), {"version": "1", "before": "", "after": "15"})

    assert refused.status_code == 409
    assert "Changed the time kept free around Priya Nair" in text_of(saved)
    assert fresh(priya).hold_until == at("2026-11-21 22:15")


def test_an_undo_of_nothing_is_explained(client_as, venue):
    client = client_as("front_desk")

    assert client.htmx("post", "/dashboard/undo/").status_code == 409
    assert client.htmx("post", "/dashboard/undo/?event=999999999").status_code == 404
