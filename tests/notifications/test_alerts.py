"""The team's bell: what guests do by themselves, once, for the venues somebody looks after."""

from __future__ import annotations

from datetime import datetime

import pytest

from accounts.models import User
from bookings.models import Booking, Venue
from bookings.services.cancelling import cancel_booking
from bookings.services.guests import send_guest_message
from boom.core.actor import acting
from boom.core.live import ALERTS, Fact, Notice, notices_for
from boom.core.models import OutboxMessage
from notifications.alert_handlers import alert_team
from notifications.models import StaffAlert
from notifications.selectors.alerts import count_new
from notifications.services.alerts import mark_seen, raise_alert
from tenants.models import Business
from tests.conftest import HostClient
from tests.factories import at, make_booking, make_room, make_user, make_venue

pytestmark = pytest.mark.django_db
PAGE = "/dashboard/alerts/"


@pytest.fixture
def booking(business: Business) -> Booking:
    room = make_room(Venue.objects.get(), name="Ruby")
    return make_booking(room=room, starts_at=at("2026-11-27 21:00"), guest_name="Ann")


def newest(kind: str) -> OutboxMessage:
    return OutboxMessage.objects.filter(kind=kind).latest("id")


@pytest.mark.parametrize(("kind", "told"), [("customer", 1), ("person", 0), ("api_key", 0), ("system", 0)])
def test_what_a_guest_does_is_on_the_bell_and_what_the_team_does_is_not(
    booking: Booking, now: datetime, kind: str, told: int
):
    with acting(kind=kind, label="Somebody"):
        cancel_booking(booking_id=booking.pk, reason="", now=now)

    alert_team(newest("booking.cancelled"), now)
    alert_team(newest("booking.cancelled"), now)

    assert StaffAlert.objects.count() == told


def test_what_a_guest_writes_is_on_the_bell(booking: Booking, owner_client: HostClient, now: datetime):
    send_guest_message(booking_id=booking.pk, words="Is there parking?")

    alert_team(newest("guest_message.sent"), now)

    bell, page = owner_client.get(f"{PAGE}count/").content.decode(), owner_client.get(PAGE).content.decode()
    assert ">1<" in bell
    assert "Wrote to you" in page
    assert "Ann, Ruby" in page
    assert "badge" not in owner_client.get(f"{PAGE}count/").content.decode()


def test_the_bell_counts_for_each_person(business: Business, booking: Booking, now: datetime):
    ann, bob = make_user(role="manager"), make_user(role="manager")
    for fact_id in (1, 2):
        raise_alert(
            fact_id=fact_id, kind="booking.late", venue_id=booking.room.venue_id, booking_id=booking.pk
        )

    mark_seen(user_id=ann.pk, last_id=StaffAlert.objects.latest("id").pk)
    mark_seen(user_id=ann.pk, last_id=0)

    assert (count_new(ann.pk), count_new(bob.pk)) == (0, 2)


def test_whoever_looks_after_one_venue_hears_of_that_alone(
    business: Business, booking: Booking, client_as, now: datetime
):
    other = make_venue(name="Elsewhere")
    raise_alert(fact_id=1, kind="booking.late", venue_id=booking.room.venue_id, booking_id=booking.pk)
    User.objects.filter(role="front_desk").update(venue_ids=[other.pk])

    limited, all_venues = client_as("front_desk"), client_as("manager")

    assert "badge" not in limited.get(f"{PAGE}count/").content.decode()
    assert "Will be late" not in limited.get(f"{PAGE}count/?since=0").content.decode()
    assert ">1<" in all_venues.get(f"{PAGE}count/").content.decode()


def test_a_new_alert_is_pushed_to_the_teams_pages_once_with_its_number_alone(
    business: Business, booking: Booking
):
    told = {"kind": "booking.late", "venue_id": booking.room.venue_id, "booking_id": booking.pk}
    for fact_id in (1, 2, 2):
        raise_alert(fact_id=fact_id, **told)

    facts = [
        Fact(row.kind, row.payload)
        for row in OutboxMessage.objects.filter(kind="alert.raised").order_by("id")
    ]

    newest = StaffAlert.objects.latest("id").pk
    assert len(facts) == 2
    assert notices_for(facts, "1") == [Notice(ALERTS, {"t": "alert", "n": newest})]


def test_a_page_is_told_what_it_missed_by_the_number_of_the_last_it_knows(
    business: Business, booking: Booking, owner_client: HostClient, django_assert_max_num_queries
):
    for fact_id in range(1, 6):
        raise_alert(
            fact_id=fact_id, kind="booking.late", venue_id=booking.room.venue_id, booking_id=booking.pk
        )
    third, newest = StaffAlert.objects.order_by("id")[2].pk, StaffAlert.objects.latest("id").pk

    first = owner_client.get(f"{PAGE}count/").content.decode()
    with django_assert_max_num_queries(9):
        missed = owner_client.get(f"{PAGE}count/?since={third}").content.decode()
    again = owner_client.get(f"{PAGE}count/?since={newest}").content.decode()

    assert (first.count("data-toast"), missed.count("data-toast"), again.count("data-toast")) == (0, 2, 0)
    assert f'data-last="{newest}"' in missed
    assert f'href="/dashboard/bookings/{booking.pk}/">Will be late, Ann, Ruby' in missed
    assert ">5<" in missed
    assert owner_client.get(f"{PAGE}count/?since=x").content.decode() == first
