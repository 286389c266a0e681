"""Credit follows its guest when two records become one, and goes back unless it was spent."""

from __future__ import annotations

import pytest
from django.db import transaction

from audit.errors import CannotTakeBack, InTheWay
from audit.models import AuditEvent
from audit.services.undo import take_back
from bookings.models import Booking, Customer
from bookings.selectors.customers import merge_that_made
from bookings.services.merging import merge_customers
from boom.core.actor import acting
from boom.core.ids import new_request_id
from payments.selectors.credit import credit_of
from tenants.models import Business
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer, make_room
from tests.factories.payments import take


@pytest.fixture
def booking(business: Business) -> Booking:
    """Of somebody who has 15.00 of credit, from a payment that was too much."""
    booking = make_booking(room=make_room(), starts_at=at("2026-11-22 20:00"), total_minor=6000)
    with acting(kind="person", label="Dana", request_id=new_request_id()):
        take(booking, 7500, rest_to_credit=True)
    return booking


def credit(customer: Customer, booking: Booking) -> int:
    return credit_of(customer.pk, booking.room.venue_id, "GBP").minor


def merged(booking: Booking) -> Customer:
    """The record that the guest's became a part of."""
    kept, gone = make_customer(), booking.customer
    assert gone is not None
    with acting(kind="person", label="Dana", request_id=new_request_id()):
        merge_customers(
            kept_id=kept.pk, gone_id=gone.pk, kept_version=kept.version, gone_version=gone.version
        )
    return kept


def unmerge(booking: Booking, gone: Customer) -> None:
    event = merge_that_made(gone.pk)
    assert event is not None
    with acting(kind="person", label="Dana", request_id=new_request_id()):
        take_back(event_id=event.pk, now=TONIGHT)


def test_it_moves_with_a_merge_and_back_with_its_undo(booking: Booking):
    gone = booking.customer
    kept = merged(booking)

    assert (credit(kept, booking), credit(gone, booking)) == (1500, 0)
    unmerge(booking, gone)

    assert (credit(kept, booking), credit(gone, booking)) == (0, 1500)


def test_what_was_spent_meanwhile_cannot_go_back(booking: Booking):
    gone = booking.customer
    kept = merged(booking)
    following = make_booking(
        room=booking.room, starts_at=at("2026-11-29 20:00"), customer=kept, total_minor=4000
    )
    take(following, 1000, "credit")

    with pytest.raises(InTheWay, match="spent since"), transaction.atomic():
        unmerge(booking, gone)

    assert credit(kept, booking) == 500


def test_a_payment_is_not_undone_by_history(booking: Booking):
    event = AuditEvent.objects.filter(table="payments_payment").latest("id")

    with pytest.raises(CannotTakeBack):
        take_back(event_id=event.pk, now=TONIGHT)

    assert credit(booking.customer, booking) == 1500
