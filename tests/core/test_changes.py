"""How a change reaches the database: who is on record for it, and what a refusal costs."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from audit.models import AuditEvent
from bookings.domain.interval import Interval
from bookings.errors import SlotTaken
from bookings.models import Booking, Customer
from bookings.services.bookings import create_booking
from bookings.services.customers import Contact
from boom.core.actor import acting
from boom.core.db import service
from boom.core.errors import Conflict
from tenants.models import Business
from tests.factories import make_room

NOON = Interval(datetime(2026, 11, 25, 12, tzinfo=UTC), datetime(2026, 11, 25, 13, tzinfo=UTC))
MORNING = datetime(2026, 11, 22, 9, tzinfo=UTC)


@service
def add(name: str) -> Customer:
    return Customer.objects.create(name=name)


def _on_record() -> list[tuple[str, str]]:
    """Those made in the test: who they are, and who made them."""
    events = AuditEvent.objects.filter(table="bookings_customer").order_by("id")
    made = [(event.new["name"], event.actor_label) for event in events]
    return [(name, label) for name, label in made if label in {"Olive", "Somebody else"}]


def test_a_service_within_a_service_is_its_own_actors_doing(business: Business):
    @service
    def three() -> None:
        add("first")
        with acting(label="Somebody else"):
            add("second")
        add("third")

    with acting(label="Olive"):
        three()

    assert _on_record() == [("first", "Olive"), ("second", "Somebody else"), ("third", "Olive")]


def test_what_follows_a_refusal_within_is_on_record_for_the_outer_actor(business: Business):
    @service
    def refuse() -> None:
        raise Conflict

    @service
    def goes_on() -> None:
        with acting(label="Somebody else"), pytest.raises(Conflict):
            refuse()
        Customer.objects.create(name="after it")

    with acting(label="Olive"):
        goes_on()

    assert _on_record() == [("after it", "Olive")]


def test_the_database_is_told_once_who_acts(business: Business):
    @service
    def three() -> None:
        for name in ("first", "second", "third"):
            add(name)

    with CaptureQueriesContext(connection) as captured:
        three()

    assert sum("set_config('boom.ctx'" in query["sql"] for query in captured.captured_queries) == 1


def test_a_lost_slot_needs_no_savepoint_where_the_service_ends_with_it(live_business: Business):
    room = make_room()
    _take(room.pk, "first")

    with CaptureQueriesContext(connection) as captured, pytest.raises(SlotTaken):
        _take(room.pk, "second")

    assert not any(query["sql"].startswith("SAVEPOINT") for query in captured.captured_queries)
    assert Booking.objects.count() == 1
    assert not Customer.objects.filter(name="second").exists()


def test_a_lost_slot_within_another_change_leaves_that_one_whole(live_business: Business):
    room = make_room()
    _take(room.pk, "first")

    @service
    def try_then_note() -> None:
        with pytest.raises(SlotTaken):
            _take(room.pk, "second")
        add("wrote on")

    try_then_note()

    assert Customer.objects.filter(name="wrote on").exists()
    assert Booking.objects.count() == 1


def _take(room_id: int, name: str) -> Booking:
    return create_booking(
        room_id=room_id,
        span=NOON,
        contact=Contact(name, email=f"{name}@guest.example"),
        party_size=2,
        source="phone",
        now=MORNING,
        override_reason="as the test wants it",
    )
