"""Cancelling under the venue's terms, and saying no to a request."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bookings.errors import NotPossibleNow, RulesBroken
from bookings.services.bookings import confirm_booking, restore_booking
from bookings.services.cancelling import cancel_booking, decline_booking
from bookings.services.undo import undo_change
from boom.core.errors import Invalid
from boom.core.models import OutboxMessage
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room, make_venue

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
START = at("2026-11-22 20:00")


@pytest.fixture
def booking(business):
    """80.00, free until a day before, half until two hours before."""
    venue = make_venue(cancel_until=1440, cancellation_tiers=[{"notice": 120, "percent": 50}])
    return make_booking(room=make_room(venue), starts_at=START, total_minor=8000, currency="GBP")


def test_a_customer_in_time_pays_nothing(booking):
    done = cancel_booking(booking_id=booking.pk, now=START - 24 * HOUR, by_staff=False)

    assert (done.status, done.fee_minor) == ("cancelled", 0)


def test_a_customer_later_than_that_pays_the_step(booking):
    done = cancel_booking(booking_id=booking.pk, now=START - 3 * HOUR, by_staff=False, reason="Ill")

    assert (done.fee_minor, done.cancellation_reason) == (4000, "Ill")


def test_a_customer_after_the_last_step_has_to_call(booking):
    with pytest.raises(RulesBroken, match="2 hours before the start"):
        cancel_booking(booking_id=booking.pk, now=START - HOUR, by_staff=False)


def test_staff_may_cancel_at_any_time_by_the_rule(booking):
    assert cancel_booking(booking_id=booking.pk, now=START - HOUR).fee_minor == 4000


def test_another_fee_takes_a_managers_reason(booking):
    with pytest.raises(RulesBroken) as refused:
        cancel_booking(booking_id=booking.pk, now=START - HOUR, fee_minor=0)
    done = cancel_booking(
        booking_id=booking.pk, now=START - HOUR, fee_minor=0, override_reason="Our heating broke"
    )

    assert [blocker.code for blocker in refused.value.blockers] == ["fee-needs-a-reason"]
    assert (done.fee_minor, done.override_reason) == (0, "Our heating broke")


def test_nobody_is_charged_more_than_the_price(booking):
    with pytest.raises(Invalid):
        cancel_booking(booking_id=booking.pk, now=START - HOUR, fee_minor=8001, override_reason="Rude")


def test_bringing_it_back_or_undoing_it_forgets_the_fee(booking):
    cancelled = cancel_booking(booking_id=booking.pk, now=START - HOUR)
    restored = restore_booking(booking_id=booking.pk, version=cancelled.version, now=START - HOUR)
    again = cancel_booking(booking_id=booking.pk, now=START - HOUR)
    undone = undo_change(booking_id=booking.pk, version=again.version, now=START - HOUR)

    assert (restored.fee_minor, again.fee_minor, undone.fee_minor) == (None, 4000, None)


def test_a_room_that_is_free_to_cancel_for_less_leaves_out_steps_that_mean_nothing_there(business):
    venue = make_venue(cancellation_tiers=[{"notice": 720, "percent": 20}, {"notice": 60, "percent": 70}])
    room = make_room(venue, cancel_until=300)

    terms = room.cancellation_terms()

    assert [(tier.notice, tier.percent) for tier in terms.tiers] == [(HOUR, 70)]


# ---- requests ------------------------------------------------------------------------------------------


@pytest.fixture
def request_(business):
    return make_booking(
        room=make_room(needs_approval=True), starts_at=START, status="pending", answer_by=TONIGHT + HOUR
    )


def test_no_to_a_request_says_why_and_frees_the_room_and_can_be_taken_back(request_):
    declined = decline_booking(booking_id=request_.pk, version=1, reason="A wedding", now=TONIGHT)
    fact = OutboxMessage.objects.order_by("-id")[0]
    undone = undo_change(booking_id=request_.pk, version=2, now=TONIGHT)

    assert (declined.status, declined.cancellation_reason, declined.fee_minor) == (
        "cancelled",
        "A wedding",
        None,
    )
    assert (fact.kind, fact.payload["tell_customer"]) == ("booking.declined", True)
    assert (undone.status, undone.cancellation_reason, undone.answer_by) == ("pending", "", TONIGHT + HOUR)


def test_no_needs_a_reason(request_):
    with pytest.raises(Invalid):
        decline_booking(booking_id=request_.pk, version=1, reason=" ", now=TONIGHT)


def test_what_was_answered_cannot_be_declined(request_):
    confirmed = confirm_booking(booking_id=request_.pk, version=1, now=TONIGHT)

    assert confirmed.answer_by is None
    with pytest.raises(NotPossibleNow):
        decline_booking(booking_id=request_.pk, version=2, reason="Late", now=TONIGHT)


def test_cancelling_a_request_costs_nothing(request_):
    assert cancel_booking(booking_id=request_.pk, now=START - HOUR).fee_minor == 0
