"""Prepaid hours on a customer's page, and in the price of their bookings."""

from __future__ import annotations

import re
from typing import Any

import pytest

from accounts.models import User
from accounts.services import limit_to_venues
from bookings.domain.pricing.terms import PLAIN, Terms
from bookings.models import Booking, HourPack, Occupancy, Venue
from bookings.services.cancelling import cancel_booking
from bookings.services.customer_links import issue_customer_link
from bookings.services.hour_packs import sell_hours
from bookings.services.links import issue_manage_link
from bookings.services.quoting import reprice_booking
from notifications.letters import write_letter
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer, make_room, make_series, make_venue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


@pytest.fixture
def duet(business) -> Any:
    venue = Venue.objects.get()
    Occupancy.objects.all().delete()
    return make_room(venue, name="Duet", price_per_hour_minor=3000)


@pytest.fixture
def ann(business) -> Any:
    return make_customer(name="Ann Abel", email="ann@example.com")


def words(answer: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


def form(**given: Any) -> dict[str, Any]:
    return {"name": "Ten hours", "hours": "10", "price": "250", "key": "one-form"} | given


def test_staff_note_hours_and_read_what_is_left(client_as, duet, ann):
    desk = client_as("front_desk")

    answer = desk.post(
        f"/dashboard/customers/{ann.pk}/hours/", form(rooms=[duet.pk], good_until="2027-01-31")
    )
    page = words(desk.get(f"/dashboard/customers/{ann.pk}/"))

    assert answer.status_code == 302
    assert "Ten hours 10 h left of 10 h £250" in page
    pack = HourPack.objects.get()
    assert (pack.minutes_left, pack.price_minor, pack.room_ids) == (600, 25000, [duet.pk])
    assert str(pack.good_until) == "2027-01-31"


@pytest.fixture
def annex(duet) -> Venue:
    """A second venue, in euros, with a room of its own."""
    annex = make_venue(name="Annex", slug="annex", currency="EUR", order=9)
    make_room(annex, name="Solo")
    return annex


def test_hours_are_noted_for_the_venue_that_is_chosen(owner_client, duet, ann, annex):
    solo = annex.rooms.get()
    path = f"/dashboard/customers/{ann.pk}/"

    page = words(owner_client.get(path))
    wrong = owner_client.post(f"{path}hours/", form(venue=annex.pk, rooms=[duet.pk]))
    owner_client.post(f"{path}hours/", form(venue=annex.pk, rooms=[solo.pk], key="another"))

    assert "Annex: Solo" in page
    assert wrong.status_code == 422
    pack = HourPack.objects.get()
    assert (pack.venue, pack.room_ids) == (annex, [solo.pk])
    assert "10 h left of 10 h €250" in words(owner_client.get(path))


def test_somebody_of_one_venue_notes_hours_for_it_alone(client_as, duet, ann, annex):
    limit_to_venues(user_id=User.objects.get(role="front_desk").pk, venue_ids=[annex.pk])
    desk = client_as("front_desk")
    path = f"/dashboard/customers/{ann.pk}/"
    make_booking(room=annex.rooms.get(), starts_at=at("2026-11-24 21:00"), customer=ann)

    page = words(desk.get(path))
    desk.post(f"{path}hours/", form(venue=duet.venue_id))

    assert "Annex: Solo" not in page
    assert HourPack.objects.get().venue == annex


@pytest.mark.parametrize(
    ("wrong", "said"), [({"hours": "0"}, "hours"), ({"price": "much"}, "price"), ({"rooms": ["0"]}, "rooms")]
)
def test_nonsense_is_said_beside_its_field_and_nothing_is_noted(owner_client, duet, ann, wrong, said):
    answer = owner_client.post(f"/dashboard/customers/{ann.pk}/hours/", form(**wrong))

    assert answer.status_code == 422
    assert f'id="hours-{said}_error"' in answer.content.decode()
    assert not HourPack.objects.exists()


def test_a_pack_is_withdrawn_and_brought_back(owner_client, duet, ann):
    owner_client.post(f"/dashboard/customers/{ann.pk}/hours/", form())
    pack = HourPack.objects.get()

    owner_client.post(f"/dashboard/customers/hours/{pack.pk}/withdraw/")
    withdrawn = words(owner_client.get(f"/dashboard/customers/{ann.pk}/"))
    owner_client.post(f"/dashboard/customers/hours/{pack.pk}/bring-back/")

    assert "withdrawn" in withdrawn
    assert HourPack.objects.get().state == "active"


def test_a_booking_is_paid_with_it_in_the_drawer_and_its_guest_reads_so(
    owner_client, customer_client, duet, ann
):
    owner_client.post(f"/dashboard/customers/{ann.pk}/hours/", form())
    pack = HourPack.objects.get()
    booking = make_booking(room=duet, starts_at=at("2026-11-24 21:00"), minutes=120, customer=ann)
    reprice_booking(booking_id=booking.pk, version=1, terms=PLAIN, now=TONIGHT)

    drawer = owner_client.htmx("get", f"/dashboard/bookings/{booking.pk}/").content.decode()
    owner_client.post(
        f"/dashboard/bookings/{booking.pk}/price/", {"pack": pack.pk, "promo": "", "version": 2}
    )
    token = issue_manage_link(booking_id=booking.pk, now=TONIGHT)
    page = words(customer_client.get(f"/booked/{token}/"))

    assert "Ten hours, 10 h left" in drawer
    assert Booking.objects.get().total_minor == 0
    assert HourPack.objects.get().minutes_left == 480
    assert "Prepaid: Ten hours, 2 h −£60.00" in page


# ---- paid with when it is booked -------------------------------------------------------------------------


NINE = "20261124T2100Z"


@pytest.fixture
def held(customer_client, duet) -> str:
    """Duet on Tuesday at nine for two hours, held by somebody on the venue's page."""
    wish = {"start": NINE, "minutes": 120, "people": 2, "room": duet.pk, "csrfmiddlewaretoken": "one"}
    return str(customer_client.post("/book/hold/", wish).url)


def hours_of(owner_client: Any, guest: Any) -> HourPack:
    owner_client.post(f"/dashboard/customers/{guest.pk}/hours/", form())
    return HourPack.objects.get(customer=guest)


DETAILS = {"name": "Ann Abel", "email": "ann@example.com", "country": "GB", "phone": "", "note": ""}


def test_a_guest_known_by_their_link_pays_a_new_booking_with_it(
    owner_client, customer_client, duet, ann, held
):
    pack = hours_of(owner_client, ann)
    customer_client.get(f"/my/{issue_customer_link(customer_id=ann.pk, now=TONIGHT)}/")

    page = customer_client.get(held).content.decode()
    shown = words(customer_client.post(held, {**DETAILS, "pack": str(pack.pk), "price": "1"}))
    customer_client.post(held, {**DETAILS, "pack": str(pack.pk), "shown": "0"})

    assert 'value="ann@example.com"' in page
    assert "Ten hours, 10 h left" in page
    assert "Prepaid: Ten hours, 2 h −£60.00" in shown
    booking = Booking.objects.get(guest_name="Ann Abel")
    assert (booking.status, booking.total_minor) == ("confirmed", 0)
    assert HourPack.objects.get().minutes_left == 480


def test_a_stranger_is_offered_nobodys_hours_and_takes_none(owner_client, customer_client, ann, held):
    pack = hours_of(owner_client, ann)

    page = customer_client.get(held).content.decode()
    customer_client.post(held, {**DETAILS, "pack": str(pack.pk)})

    assert "Ten hours" not in page
    assert Booking.objects.get(guest_name="Ann Abel").total_minor == 6000
    assert HourPack.objects.get().minutes_left == 600


def test_hours_do_not_pay_for_somebody_elses_booking(owner_client, customer_client, ann, held):
    pack = hours_of(owner_client, ann)
    customer_client.get(f"/my/{issue_customer_link(customer_id=ann.pk, now=TONIGHT)}/")

    answer = customer_client.post(
        held, {**DETAILS, "name": "Bea", "email": "bea@example.com", "pack": str(pack.pk)}
    )

    assert answer.status_code == 409
    assert "There are no such prepaid hours." in words(answer)
    assert not Booking.objects.filter(status="confirmed", guest_name="Bea").exists()


def test_staff_take_a_new_booking_that_is_paid_with_it(owner_client, duet, ann):
    pack = hours_of(owner_client, ann)
    typed = {
        "day": "2026-11-24",
        "start": "21:00",
        "length": "120",
        "party_size": "2",
        "room": duet.pk,
        "name": "Ann Abel",
        "email": "ann@example.com",
        "source": "phone",
    }

    without = owner_client.htmx("post", "/dashboard/bookings/new/rooms/", typed | {"email": ""})
    offered = owner_client.htmx("post", "/dashboard/bookings/new/rooms/", typed)
    priced = owner_client.htmx(
        "post", "/dashboard/bookings/new/rooms/", typed | {"promo": "", "pack": pack.pk}
    )
    owner_client.htmx("post", "/dashboard/bookings/new/", typed | {"promo": "", "pack": pack.pk})

    assert "Ten hours" not in without.content.decode()
    assert "Ten hours, 10 h left" in offered.content.decode()
    assert "Prepaid: Ten hours, 2 h −£60.00" in words(priced)
    assert Booking.objects.get(guest_name="Ann Abel").total_minor == 0
    assert HourPack.objects.get().minutes_left == 480


# ---- what cancelling takes of it -------------------------------------------------------------------------


@pytest.fixture
def paid(duet, ann) -> Booking:
    """Two hours on Tuesday, paid for with prepaid hours; half is kept of what is called off by now."""
    Venue.objects.update(cancel_until=7 * 1440, cancellation_tiers=[{"notice": 0, "percent": 50}])
    pack = sell_hours(customer_id=ann.pk, venue_id=duet.venue_id, name="Ten", minutes=600, price_minor=25000)
    booking = make_booking(room=duet, starts_at=at("2026-11-24 21:00"), minutes=120, customer=ann)
    return reprice_booking(booking_id=booking.pk, version=1, terms=Terms(pack_id=pack.pk), now=TONIGHT)


def test_a_guest_reads_what_is_kept_of_their_hours_before_and_after(customer_client, paid):
    link = f"/booked/{issue_manage_link(booking_id=paid.pk, now=TONIGHT)}/cancel/"

    page = words(customer_client.get(link))
    answer = customer_client.post(link, {"version": paid.version})
    after = words(customer_client.get(answer.url))

    assert "Cancelling now keeps 1 h of your prepaid hours." in page
    assert "Nothing is charged" not in page
    assert "1 h of your prepaid hours are kept." in after
    assert HourPack.objects.get().minutes_left == 540


def test_staff_read_it_in_the_drawer_and_may_charge_nothing(owner_client, paid):
    drawer = owner_client.htmx("get", f"/dashboard/bookings/{paid.pk}/").content.decode()
    owner_client.post(
        f"/dashboard/bookings/{paid.pk}/cancel/",
        {"version": paid.version, "waive": "on", "override_reason": "Ill"},
    )

    assert "The house rule keeps 1 h of the prepaid hours." in drawer
    assert 'name="waive"' in drawer
    assert HourPack.objects.get().minutes_left == 600


def test_the_preview_of_several_the_drawer_and_the_letter_say_what_is_kept(owner_client, business, paid):
    wish = {"pick": [f"{paid.pk}.{paid.version}"], "do": "cancel", "step": "try"}

    fates = words(owner_client.post("/dashboard/bookings/several/", wish))
    gone = cancel_booking(booking_id=paid.pk, now=TONIGHT)
    letter = write_letter("booking.cancelled", gone, business, now=TONIGHT)
    drawer = words(owner_client.htmx("get", f"/dashboard/bookings/{paid.pk}/"))

    assert "Cancelled, 1 h of prepaid hours kept" in fates
    assert "1 h of your prepaid hours are kept." in letter.text
    assert "1 h of your prepaid hours are kept." in letter.html
    assert "Prepaid hours kept 1 h" in drawer


def test_the_end_of_a_series_says_what_is_kept_of_its_nights(owner_client, paid):
    series = make_series(paid.room, [at("2026-11-10 21:00")])
    Booking.objects.filter(pk=paid.pk).update(series=series, series_on="2026-11-24")

    page = words(owner_client.get(f"/dashboard/series/{series.pk}/"))
    drawer = words(owner_client.htmx("get", f"/dashboard/bookings/{paid.pk}/"))

    kept = "Called off now, the house rule keeps 1 h of the prepaid hours."
    assert kept in page
    assert kept in drawer
