"""From the slot picker to a booking: holds, details, refusals, doing things twice."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client

from bookings.models import Booking, Customer, ManageLink, Room, Venue
from boom.core import clock
from tests.conftest import TONIGHT, client_of
from tests.factories import at, make_block, make_booking, make_room, make_venue

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]

NINE = "20261121T2100Z"
DETAILS = {"name": "Hana Suzuki", "email": "hana@example.com", "country": "GB", "phone": "", "note": ""}


@pytest.fixture
def venue(business):
    """Two rooms of 4 and 8, at 30 and 50 an hour, open 18:00 to 04:00."""
    Venue.objects.update(is_published=False)
    venue = make_venue(name="Velvet Rooms", slug="velvet", phone="+442079460123")
    make_room(venue, name="Duet", capacity_max=4, price_per_hour_minor=3000, order=1)
    make_room(venue, name="Echo", capacity_max=8, price_per_hour_minor=5000, order=2)
    return venue


def room(name) -> Room:
    return Room.objects.get(name=name)


def choice(**given: object):
    return {
        "start": NINE,
        "minutes": 120,
        "people": 2,
        "room": "any",
        "csrfmiddlewaretoken": "form-1",
    } | given


@pytest.fixture
def hold(customer_client, venue):
    def send(client=None, **given: object):
        return (client or customer_client).post("/book/hold/", choice(**given))

    return send


@pytest.fixture
def held(hold):
    """The address of a hold of Duet, Saturday 21:00 to 23:00."""
    return hold().url


def only_booking() -> Booking:
    return Booking.objects.get(room__venue__slug="velvet")


def test_any_room_holds_the_smallest_that_fits_for_ten_minutes(hold):
    response = hold()

    booking = only_booking()
    assert response.status_code == 302
    assert re.fullmatch(r"/book/[\w-]{43}/", response.url)
    assert (booking.room.name, booking.status, booking.total_minor) == ("Duet", "held", 6000)
    assert booking.held_until == TONIGHT + timedelta(minutes=10)
    assert (booking.starts_at, booking.party_size, booking.source) == (at("2026-11-21 21:00"), 2, "online")


def test_the_token_is_kept_as_a_hash_only(hold):
    token = hold().url.split("/")[2]

    assert token not in str(list(ManageLink.objects.values_list("token_hash", flat=True)))


def test_a_room_of_choice_is_held(hold):
    hold(room=room("Echo").pk)

    assert only_booking().room.name == "Echo"


def test_the_price_is_the_servers(hold):
    hold(total_minor=1, price="0", currency="JPY", status="confirmed")

    assert (only_booking().total_minor, only_booking().currency, only_booking().status) == (
        6000,
        "GBP",
        "held",
    )


def test_the_details_page_says_what_is_held_until_when_and_the_rule(customer_client, held):
    html = customer_client.get(held).content.decode()

    assert 'holding <bdi>Duet</bdi> for you until <b class="num">19:10</b>' in html
    assert "Sat 21 Nov, 21:00 to 23:00" in html
    assert "£60.00" in html
    assert "This close to the start it cannot be changed or cancelled online." in html
    assert "You pay at the venue." in html


def test_details_make_it_a_booking_and_its_page_has_a_link_of_its_own(customer_client, held):
    response = customer_client.post(held, DETAILS | {"phone": "020 7946 0123", "note": "Birthday"})

    booking = only_booking()
    assert re.fullmatch(r"/booked/[\w-]{43}/", response.url)
    assert response.url.split("/")[2] != held.split("/")[2]
    assert (booking.status, booking.guest_name, booking.note) == ("confirmed", "Hana Suzuki", "Birthday")
    assert (booking.customer.email, booking.customer.phone) == ("hana@example.com", "+442079460123")
    assert "You’re booked" in customer_client.get(response.url).content.decode()


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"name": ""}, "Enter your name"),
        ({"name": "x" * 121}, "Use at most 120 characters."),
        ({"name": "a\x00b"}, "Null characters are not allowed."),
        ({"name": "\u202egnp.exe"}, "Use letters, digits and ordinary signs."),
        ({"email": ""}, "Enter your email"),
        ({"email": "hana@example"}, "Enter an email like name@example.com"),
        ({"email": "a@" + "b" * 300 + ".example"}, "Enter a shorter email"),
        ({"phone": "12"}, "Enter a phone number we can reach you on, or leave it out"),
        ({"phone": "9" * 41}, "Ensure this value has at most 40 characters"),
        ({"note": "x" * 1001}, "Shorten the note to 1000 characters"),
    ],
)
def test_wrong_details_come_back_with_what_to_do_and_all_that_was_typed(
    customer_client, held, wrong, message
):
    response = customer_client.post(held, DETAILS | {"note": "Kept words"} | wrong)

    html = response.content.decode()
    assert response.status_code == 422
    assert html.count(message) == 2
    assert "<title>Error:" in html
    if "email" not in wrong:
        assert "hana@example.com" in html
    assert only_booking().status == "held"


def test_a_foreign_number_needs_its_plus_only(customer_client, held):
    customer_client.post(held, DETAILS | {"phone": "+33 6 12 34 56 78"})

    assert only_booking().customer.phone == "+33612345678"


def test_the_same_choice_sent_twice_from_one_form_is_one_hold(business, hold):
    first = hold(client=client_of(business))
    second = hold(client=client_of(business))

    assert only_booking().room.name == "Duet"
    assert {client_of(business).get(answer.url).status_code for answer in (first, second)} == {200}


def test_going_back_and_sending_again_leads_to_the_same_hold(hold):
    first = hold()
    second = hold(csrfmiddlewaretoken="rendered anew")

    assert first.url == second.url
    assert Booking.objects.filter(room__venue__slug="velvet").count() == 1


def test_two_forms_are_two_customers(business, hold):
    hold(client=client_of(business))
    hold(client=client_of(business), csrfmiddlewaretoken="form-2")

    held = Booking.objects.filter(room__venue__slug="velvet").order_by("id")
    assert [booking.room.name for booking in held] == ["Duet", "Echo"]


def test_confirming_twice_makes_one_booking(customer_client, held):
    first = customer_client.post(held, DETAILS)
    second = customer_client.post(held, DETAILS | {"name": "Somebody Else"})

    assert only_booking().guest_name == "Hana Suzuki"
    assert {customer_client.get(response.url).status_code for response in (first, second)} == {200}


def test_the_language_that_the_browser_asks_for_stands_with_the_customer(customer_client, held):
    customer_client.post(held, DETAILS, headers={"Accept-Language": "xx,de-AT;q=0.9,fr;q=0.8"})

    assert Customer.objects.get(email="hana@example.com").locale == "de"


def test_the_details_page_of_a_booking_leads_on_to_it(customer_client, held):
    customer_client.post(held, DETAILS)

    assert customer_client.get(held).url == held.replace("/book/", "/booked/")


def test_a_form_sent_again_after_confirming_leads_to_the_booking(business, hold):
    client = client_of(business)
    client.post(hold(client=client).url, DETAILS)

    again = hold(client=client)

    assert client.get(again.url).url.startswith("/booked/")
    assert Booking.objects.filter(room__venue__slug="velvet").count() == 1


def test_another_choice_from_the_same_browser_gives_the_first_back(hold):
    hold()
    hold(start="20261121T2130Z")

    found = Booking.objects.filter(room__venue__slug="velvet").order_by("id")
    assert [(booking.room.name, booking.status) for booking in found] == [
        ("Duet", "expired"),
        ("Duet", "held"),
    ]


def test_ones_own_hold_is_no_obstacle_when_one_looks_again(customer_client, hold):
    hold(room=room("Duet").pk)

    html = customer_client.get("/", {"people": 2, "minutes": 120, "start": NINE}).content.decode()

    assert "has just been taken" not in html
    assert "Sat 21 Nov, 21:00 for 2 h" in html


def test_going_back_to_the_times_gives_the_hold_back(customer_client, held):
    response = customer_client.post(f"{held}release/")

    assert only_booking().status == "expired"
    assert response.url.startswith("/?people=2&minutes=120&day=2026-11-21&start=20261121T2100Z")


def test_a_lost_slot_is_told_with_what_is_free_instead(hold):
    make_booking(room=room("Duet"), starts_at=at("2026-11-21 21:00"), minutes=120)

    response = hold(room=room("Duet").pk)

    html = response.content.decode()
    assert response.status_code == 409
    assert "That time has just been taken." in html
    assert re.search(r'value="20261121T2100Z".*?21:00–23:00.*?Echo.*?£100', html, re.DOTALL)
    assert 'action="/book/hold/?venue=velvet"' in html


def test_an_alternative_is_one_press_away(customer_client, hold):
    make_booking(room=room("Duet"), starts_at=at("2026-11-21 21:00"), minutes=120)
    html = hold(room=room("Duet").pk).content.decode()
    form = html[
        html.index('<ul class="choices">') : html.index("</form>", html.index('<ul class="choices">'))
    ]
    fields = dict(re.findall(r'name="(\w+)" value="([^"]*)"', form))

    response = customer_client.post("/book/hold/?venue=velvet", fields)

    assert response.status_code == 302
    assert Booking.objects.get(status="held").room.name == "Echo"


def test_any_room_takes_the_next_one_when_the_smallest_is_gone(hold):
    make_booking(room=room("Duet"), starts_at=at("2026-11-21 22:00"), minutes=60)

    hold()

    assert Booking.objects.get(status="held").room.name == "Echo"


def test_nothing_left_at_all_is_said(hold):
    for name in ("Duet", "Echo"):
        make_block(room=room(name), starts_at=at("2026-11-21 18:00"), minutes=600)

    response = hold()

    assert response.status_code == 409
    assert "Nothing else is free that night for so long." in response.content.decode()


@pytest.mark.parametrize(
    ("broken", "message"),
    [
        ({"start": "20261121T2110Z"}, "Starts are 30 minutes apart; the nearest: 21:00 and 21:30."),
        ({"start": "20261121T1830Z"}, "This start has passed."),
        ({"minutes": 45}, "A booking here lasts 1 hour to 8 hours."),
        ({"people": 99, "room": "duet"}, "This room takes 1 to 4 people."),
        ({"start": "20270321T2100Z"}, "Bookings are taken 90 days ahead, up to Friday 19 February 2027."),
        ({"start": "20261122T0330Z"}, "Open 18:00–04:00 on Saturday 21 November 2026."),
    ],
)
def test_rules_hold_whatever_is_posted(hold, broken, message):
    if broken.get("room") == "duet":
        broken = broken | {"room": room("Duet").pk}

    response = hold(**broken)

    assert response.status_code == 422
    assert message in response.content.decode()
    assert not Booking.objects.filter(room__venue__slug="velvet").exists()


def test_continuing_without_a_time_asks_for_one(customer_client, venue):
    response = customer_client.post("/book/hold/", {"people": 2, "minutes": 60, "csrfmiddlewaretoken": "x"})

    assert response.status_code == 422
    assert "Choose a start time." in response.content.decode()


@pytest.mark.parametrize("odd", ["999999", "9223372036854775807", "-1", "x" * 5000, "\x00"])
def test_a_room_that_does_not_exist_is_refused(hold, odd):
    assert hold(room=odd).status_code in {302, 404, 422}


def test_a_room_of_another_venue_is_refused(hold):
    elsewhere = make_room(name="Elsewhere")

    assert hold(room=elsewhere.pk).status_code == 404


def test_a_hidden_room_cannot_be_had(hold):
    Room.objects.filter(name="Duet").update(state="hidden")

    assert hold(room=room("Duet").pk).status_code == 422


def test_an_unpublished_venue_takes_no_bookings(hold, venue):
    Venue.objects.filter(pk=venue.pk).update(is_published=False)

    assert hold().status_code == 404


def test_a_hold_that_ran_out_can_be_had_again_while_nobody_came(customer_client, held):
    with clock.set_to(TONIGHT + timedelta(minutes=11)):
        html = customer_client.get(held).content.decode()

        assert "We held <bdi>Duet</bdi> for you until 19:10." in html
        assert "Hold it again" in html

        fields = dict(re.findall(r'name="(start|minutes|people|room)" value="([^"]*)"', html))
        again = customer_client.post("/book/hold/?venue=velvet", fields | {"csrfmiddlewaretoken": "again"})

    assert again.status_code == 302
    assert Booking.objects.get(status="held").held_until == TONIGHT + timedelta(minutes=21)


def test_a_hold_that_ran_out_and_is_gone_shows_what_is_free_instead(customer_client, held):
    with clock.set_to(TONIGHT + timedelta(minutes=11)):
        Booking.objects.filter(room=room("Duet")).update(status="expired")
        make_booking(room=room("Duet"), starts_at=at("2026-11-21 21:00"), minutes=120)

        html = customer_client.get(held).content.decode()

    assert "It is not free any more." in html
    assert "Echo" in html
    assert "Hold it again" not in html


def test_details_sent_late_still_book_while_nobody_came(customer_client, held):
    with clock.set_to(TONIGHT + timedelta(minutes=11)):
        response = customer_client.post(held, DETAILS)

    assert response.url.startswith("/booked/")
    assert only_booking().status == "confirmed"


def test_details_sent_after_the_start_book_nothing(customer_client, held):
    with clock.set_to(at("2026-11-21 21:01")):
        response = customer_client.post(held, DETAILS)

    assert response.status_code == 409
    assert only_booking().status in {"held", "expired"}


def test_details_sent_too_late_keep_every_word_and_offer_others_in_one_press(customer_client, held):
    with clock.set_to(TONIGHT + timedelta(minutes=11)):
        Booking.objects.filter(room=room("Duet")).update(status="expired")
        make_booking(room=room("Duet"), starts_at=at("2026-11-21 21:00"), minutes=120)

        lost = customer_client.post(held, DETAILS | {"note": "Birthday"})
        html = lost.content.decode()
        instead = re.search(r'name="instead" value="([^"]+)"', html).group(1)
        booked = customer_client.post(held, DETAILS | {"note": "Birthday", "instead": instead})

    assert lost.status_code == 409
    assert "Hana Suzuki" in html
    assert "Birthday" in html
    assert booked.url.startswith("/booked/")
    assert Booking.objects.get(note="Birthday").room.name == "Echo"


def test_another_bookings_token_opens_the_other_booking_only(business, hold):
    mine, other = client_of(business), client_of(business)
    own = hold(client=mine).url
    theirs = hold(client=other, csrfmiddlewaretoken="form-2").url

    mine.post(own, DETAILS)
    other.post(theirs, DETAILS | {"name": "Other Person", "email": "other@example.com"})

    assert "Other Person" not in mine.get(own, follow=True).content.decode()
    assert Customer.objects.filter(email__in=["hana@example.com", "other@example.com"]).count() == 2


def test_a_token_of_another_business_opens_nothing(held, other_business):
    elsewhere = client_of(other_business)

    assert elsewhere.get(held).status_code == 404
    assert elsewhere.post(held, DETAILS).status_code == 404
    assert elsewhere.get(held.replace("/book/", "/booked/")).status_code == 404


@pytest.mark.parametrize("token", ["x", "x" * 43, "x" * 3000, "a%00b", "..%2f..", "é" * 43])
def test_made_up_tokens_open_nothing(customer_client, venue, token):
    response = customer_client.get(f"/book/{token}/")

    assert response.status_code == 404


def test_pages_behind_a_link_are_never_kept_by_anyone(customer_client, held):
    response = customer_client.get(held)

    assert "no-store" in response["Cache-Control"]
    assert response["Referrer-Policy"] in {"same-origin", "no-referrer"}


def test_looking_at_a_hold_changes_nothing(customer_client, held):
    before = list(Booking.objects.values()), ManageLink.objects.count()

    customer_client.get(held)
    customer_client.get(f"{held}release/")

    assert (list(Booking.objects.values()), ManageLink.objects.count()) == before


def test_an_address_that_holds_too_often_has_to_wait(business, hold):
    answers = [
        hold(
            client=client_of(business),
            csrfmiddlewaretoken=f"form-{number}",
            start=f"2026112{2 + number % 7}T2100Z",
        )
        for number in range(11)
    ]

    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert int(answers[-1]["Retry-After"]) <= 60


def test_posting_without_the_forms_secret_is_refused(business, venue):
    strict = Client(enforce_csrf_checks=True, headers={"host": business.host})

    assert strict.post("/book/hold/", choice()).status_code == 403
