"""What guests say by their links: messages, ratings, and asking for all their bookings."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from bookings.errors import LinkNotGood, NotPossibleNow, TooLateToRate
from bookings.models import Customer, CustomerLink, GuestMessage, Rating
from bookings.selectors.guests import (
    latest_ratings,
    open_guest_messages,
    own_bookings,
    ratings_of_rooms,
)
from bookings.services.customer_links import (
    GOOD_FOR,
    ask_for_link,
    customer_of_link,
    end_customer_links,
    issue_customer_link,
)
from bookings.services.guests import (
    RATE_WITHIN,
    answer_guest_message,
    rate_booking,
    reopen_guest_message,
    send_guest_message,
)
from bookings.services.links import issue_manage_link
from boom.core.errors import Invalid
from boom.core.models import OutboxMessage
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business")]

OVER = at("2026-11-20 21:00")


def fact(kind: str) -> dict[str, object]:
    return OutboxMessage.objects.filter(kind=kind).latest("id").payload


@pytest.fixture
def ann() -> Customer:
    return make_customer(name="Ann", email="ann@example.com")


# ---- the link


def test_asking_says_the_same_for_known_and_unknown_addresses(ann):
    ask_for_link(email="ANN@example.com")
    known = fact("customers.link_asked")
    ask_for_link(email="nobody@example.com")

    assert known["customer"] == ann.pk
    assert fact("customers.link_asked")["customer"] is None


def test_a_link_opens_for_a_day_and_is_kept_as_a_hash_only(ann):
    token = issue_customer_link(customer_id=ann.pk, now=TONIGHT)

    assert customer_of_link(token, now=TONIGHT + GOOD_FOR - timedelta(seconds=1)) == ann
    assert token not in str(list(CustomerLink.objects.values_list("token_hash", flat=True)))
    with pytest.raises(LinkNotGood):
        customer_of_link(token, now=TONIGHT + GOOD_FOR)


def test_a_link_for_one_thing_opens_no_other(ann):
    booking = make_booking(room=make_room(), starts_at=OVER, customer=ann)

    for token in (issue_manage_link(booking_id=booking.pk, now=TONIGHT), "x" * 43, ""):
        with pytest.raises(LinkNotGood):
            customer_of_link(token, now=TONIGHT)


def test_leaving_ends_every_link(ann):
    tokens = [issue_customer_link(customer_id=ann.pk, now=TONIGHT) for _ in range(2)]

    assert end_customer_links(customer_id=ann.pk, now=TONIGHT) == 2
    for token in tokens:
        with pytest.raises(LinkNotGood):
            customer_of_link(token, now=TONIGHT)


def test_a_link_of_a_merged_record_opens_what_it_became(ann):
    former = make_customer(merged_into=ann)

    assert customer_of_link(issue_customer_link(customer_id=former.pk, now=TONIGHT), now=TONIGHT) == ann


def test_all_bookings_are_there_past_and_coming_and_nobody_elses(ann):
    former = make_customer(merged_into=ann)
    coming = make_booking(room=make_room(), starts_at=at("2026-11-28 21:00"), customer=ann)
    past = make_booking(room=make_room(), starts_at=OVER, customer=former)
    cancelled = make_booking(
        room=make_room(), starts_at=at("2026-11-27 21:00"), customer=ann, status="cancelled"
    )
    make_booking(room=make_room(), starts_at=OVER, customer=ann, status="held", held_until=OVER)
    make_booking(room=make_room(), starts_at=OVER)

    own = own_bookings(ann.pk, now=TONIGHT)

    assert own.coming == [coming]
    assert own.past == [cancelled, past]


# ---- messages


def test_a_message_is_kept_told_and_waits_for_an_answer(ann):
    booking = make_booking(room=make_room(), starts_at=at("2026-11-28 21:00"), customer=ann)

    message = send_guest_message(booking_id=booking.pk, words="  Is there parking? ")

    assert message.words == "Is there parking?"
    assert (fact("guest_message.sent")["guest_message"], open_guest_messages()) == (message.pk, [message])
    answer_guest_message(message_id=message.pk, now=TONIGHT)
    assert open_guest_messages() == []
    reopen_guest_message(message_id=message.pk)
    assert open_guest_messages() == [message]


def test_nothing_is_no_message(ann):
    booking = make_booking(room=make_room(), starts_at=OVER, customer=ann)

    with pytest.raises(Invalid):
        send_guest_message(booking_id=booking.pk, words=" \n ")
    assert not GuestMessage.objects.exists()


# ---- ratings


def test_a_visit_is_rated_once_and_the_last_word_counts():
    booking = make_booking(room=make_room(), starts_at=OVER, status="completed")

    rate_booking(booking_id=booking.pk, stars=2, words="Cold", now=TONIGHT)
    rate_booking(booking_id=booking.pk, stars=5, words="Warm again", now=TONIGHT)

    assert list(Rating.objects.values_list("stars", "words")) == [(5, "Warm again")]


@pytest.mark.parametrize(
    ("starts_at", "status", "now", "refusal"),
    [
        (at("2026-11-28 21:00"), "confirmed", TONIGHT, NotPossibleNow),
        (OVER, "cancelled", TONIGHT, NotPossibleNow),
        (OVER, "no_show", TONIGHT, NotPossibleNow),
        (OVER, "completed", OVER + RATE_WITHIN + timedelta(hours=2), TooLateToRate),
    ],
)
def test_only_who_came_rates_and_not_years_later(
    starts_at: datetime, status: str, now: datetime, refusal: type[Exception]
):
    booking = make_booking(room=make_room(), starts_at=starts_at, status=status)

    with pytest.raises(refusal):
        rate_booking(booking_id=booking.pk, stars=5, words="", now=now)


def test_rooms_have_the_mean_of_their_ratings(django_assert_num_queries):
    rooms = [make_room(), make_room(), make_room()]
    for room, day, stars in ((rooms[0], 10, 5), (rooms[0], 11, 4), (rooms[1], 12, 3)):
        booking = make_booking(room=room, starts_at=at(f"2026-11-{day} 21:00"), status="completed")
        rate_booking(booking_id=booking.pk, stars=stars, words=f"{stars}!", now=TONIGHT)

    with django_assert_num_queries(1):
        found = ratings_of_rooms(room.pk for room in rooms)

    assert {key: (each.stars, each.count) for key, each in found.items()} == {
        rooms[0].pk: (4.5, 2),
        rooms[1].pk: (3.0, 1),
    }
    assert [each.words for each in latest_ratings(rooms[0].pk)] == ["4!", "5!"]
