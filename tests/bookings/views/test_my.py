"""A returning customer's own page, and what guests say on their booking's."""

from __future__ import annotations

import re

import pytest

from bookings.errors import LinkNotGood
from bookings.models import Booking, Consent, Customer, GuestMessage, Rating
from bookings.services.customer_links import customer_of_link, issue_customer_link
from bookings.services.guests import rate_booking, send_guest_message
from bookings.services.links import issue_manage_link
from bookings.services.merging import merge_customers
from boom.core.models import OutboxMessage
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business", "now")]


def text_of(response) -> str:
    return response.content.decode()


@pytest.fixture
def ann() -> Customer:
    return make_customer(name="Ann Olsen", email="ann@example.com")


@pytest.fixture
def coming(ann) -> Booking:
    return make_booking(room=make_room(name="Alto"), starts_at=at("2026-11-28 21:00"), customer=ann)


@pytest.fixture
def over(ann) -> Booking:
    return make_booking(
        room=make_room(name="Echo"), starts_at=at("2026-11-14 21:00"), customer=ann, status="completed"
    )


@pytest.fixture
def arrived(customer_client, ann):
    """A browser that came by the link."""
    answer = customer_client.get(f"/my/{issue_customer_link(customer_id=ann.pk, now=TONIGHT)}/")
    assert answer.url == "/my/bookings/"
    return customer_client


def page_of(client, booking: Booking) -> str:
    return f"/booked/{issue_manage_link(booking_id=booking.pk, now=TONIGHT)}/"


@pytest.mark.parametrize("email", ["ann@example.com", "nobody@example.com"])
def test_asking_is_answered_alike_for_everybody(customer_client, ann, email):
    answer = customer_client.post("/my/", {"email": email})

    assert answer.url == "/my/sent/"
    assert OutboxMessage.objects.filter(kind="customers.link_asked").count() == 1


def test_asking_too_often_has_to_wait_known_or_not(customer_client, ann):
    for email in ("ann@example.com", "nobody@example.com"):
        statuses = [customer_client.post("/my/", {"email": email}).status_code for _ in range(6)]
        assert statuses == [302] * 5 + [429]


def test_an_address_that_is_none_is_told_so(customer_client):
    answer = customer_client.post("/my/", {"email": "ann"})

    assert answer.status_code == 422
    assert 'value="ann"' in text_of(answer)


def test_the_page_shows_all_that_is_theirs(arrived, coming, over):
    make_booking(room=make_room(name="Secret"), starts_at=at("2026-11-28 21:00"))

    page = text_of(arrived.get("/my/bookings/"))

    assert "Alto" in page
    assert "Echo" in page
    assert "Secret" not in page
    assert page.index("Alto") < page.index("Echo")


def test_a_booking_opens_with_all_that_can_be_done(arrived, coming):
    answer = arrived.post(f"/my/bookings/{coming.pk}/")

    assert re.fullmatch(r"/booked/[\w-]{43}/", answer.url)
    assert "Change time" in text_of(arrived.get(answer.url))


def test_somebody_elses_booking_does_not_open(arrived):
    other = make_booking(room=make_room(), starts_at=at("2026-11-28 21:00"))

    assert arrived.post(f"/my/bookings/{other.pk}/").status_code == 404


@pytest.mark.parametrize("path", ["/my/bookings/", f"/my/{'x' * 43}/"])
def test_without_a_good_link_nothing_opens(customer_client, ann, path):
    assert customer_client.get(path).status_code == 404


def test_the_token_is_not_on_the_page_nor_told_to_others(arrived, coming):
    answer = arrived.get("/my/bookings/")

    assert arrived.cookies["mine"].value not in text_of(answer)
    assert answer["Referrer-Policy"] == "same-origin"
    assert "no-store" in answer["Cache-Control"]


def test_leaving_closes_the_page(arrived):
    arrived.post("/my/leave/")

    assert arrived.get("/my/bookings/").status_code == 404


def test_leaving_closes_links_of_a_record_that_was_merged_into_theirs_too(arrived, ann):
    other = make_customer(name="Ann O.", email="ann.o@example.com")
    token = issue_customer_link(customer_id=other.pk, now=TONIGHT)
    merge_customers(kept_id=ann.pk, gone_id=other.pk, kept_version=ann.version, gone_version=other.version)

    arrived.post("/my/leave/")

    with pytest.raises(LinkNotGood):
        customer_of_link(token, now=TONIGHT)


def test_news_is_said_yes_and_no_to(arrived, ann):
    arrived.post("/my/news/", {"answer": "yes"})
    arrived.post("/my/news/", {"answer": "no"})

    said = Consent.objects.filter(customer=ann).order_by("id").values_list("is_given", "source")
    assert list(said) == [(True, "own_page"), (False, "own_page")]


def test_whatsapp_is_asked_for_where_it_is_there_and_said_yes_and_no_to(arrived, ann, settings):
    Customer.objects.update(phone="+442079460000")
    arrived.post("/my/news/", {"answer": "yes", "to": "whatsapp"})
    without = text_of(arrived.get("/my/bookings/"))
    settings.WHATSAPP_IS_ON = True
    asked = text_of(arrived.get("/my/bookings/"))
    arrived.post("/my/news/", {"answer": "yes", "to": "whatsapp"})
    arrived.post("/my/news/", {"answer": "no", "to": "whatsapp"})

    said = Consent.objects.filter(purpose="whatsapp").order_by("id").values_list("is_given", "source")
    assert ("WhatsApp" in without, "Tell me of my bookings by WhatsApp" in asked) == (False, True)
    assert list(said) == [(True, "own_page"), (False, "own_page")]


def test_a_long_history_costs_no_more_queries(arrived, ann, count_queries):
    def with_more(count: int) -> int:
        for _ in range(count):
            make_booking(room=make_room(), starts_at=at("2026-11-28 21:00"), customer=ann)
        with count_queries() as asked:
            arrived.get("/my/bookings/")
        return asked()

    with_more(1)

    assert with_more(1) == with_more(3) <= 15


# ---- on a booking's own page


def test_a_message_reaches_the_drawer_and_those_who_answer(customer_client, coming, client_as):
    page = page_of(customer_client, coming)
    sent = customer_client.post(f"{page}message/", {"words": "Is there <parking>?"})
    desk = client_as("front_desk")

    drawer = text_of(desk.htmx("get", f"/dashboard/bookings/{coming.pk}/"))
    attention = text_of(desk.get("/dashboard/attention/"))

    assert sent.url == page
    for shown in (drawer, attention, text_of(customer_client.get(page))):
        assert "Is there &lt;parking&gt;?" in shown
    message = GuestMessage.objects.get()
    desk.post(f"/dashboard/messages/{message.pk}/answered/", {"from": "attention"})
    assert "parking" not in text_of(desk.get("/dashboard/attention/"))
    desk.post(f"/dashboard/messages/{message.pk}/answered/?again=1")
    assert "parking" in text_of(desk.get("/dashboard/attention/"))


def test_the_front_desk_sees_no_troubles_of_the_house(client_as, coming):
    send_guest_message(booking_id=coming.pk, words="Hello")

    page = text_of(client_as("front_desk").get("/dashboard/attention/"))

    assert "behind the scenes" not in page


def test_an_empty_message_is_shown_again(customer_client, coming):
    answer = customer_client.post(f"{page_of(customer_client, coming)}message/", {"words": " "})

    assert answer.status_code == 422
    assert "Type your message." in text_of(answer)


def test_messages_are_dammed(customer_client, coming):
    page = page_of(customer_client, coming)

    statuses = [customer_client.post(f"{page}message/", {"words": "Hi"}).status_code for _ in range(11)]

    assert statuses == [302] * 10 + [429]


def test_a_visit_is_rated_from_its_page_and_seen_by_staff(customer_client, over, owner_client):
    page = page_of(customer_client, over)
    before = text_of(customer_client.get(page))

    customer_client.post(f"{page}rate/", {"stars": "4", "words": "Great sound"})

    assert "How was it?" in before
    assert list(Rating.objects.values_list("stars", "words")) == [(4, "Great sound")]
    drawer = text_of(owner_client.htmx("get", f"/dashboard/bookings/{over.pk}/"))
    room = text_of(owner_client.get(f"/dashboard/rooms/{over.room_id}/"))
    for shown in (drawer, room):
        assert "Great sound" in shown


def test_rooms_are_listed_with_what_guests_think(over, owner_client):
    rate_booking(booking_id=over.pk, stars=4, words="", now=TONIGHT)

    page = text_of(owner_client.get(f"/dashboard/rooms/?venue={over.room.venue.slug}"))

    assert "4.0 of 5" in page


def test_before_the_visit_there_is_nothing_to_rate(customer_client, coming):
    page = page_of(customer_client, coming)

    answer = customer_client.post(f"{page}rate/", {"stars": "5"})

    assert "How was it?" not in text_of(customer_client.get(page))
    assert answer.status_code == 409
    assert not Rating.objects.exists()
