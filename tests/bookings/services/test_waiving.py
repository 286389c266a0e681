"""The fee of a missed or late-cancelled visit, waived with a reason: on record, paid money owed back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from audit.models import AuditEvent
from bookings.errors import ChangedMeanwhile, NotPossibleNow
from bookings.models import Booking
from bookings.selectors.history import history_of
from bookings.services import arrivals
from bookings.services.bookings import restore_booking
from bookings.services.cancelling import cancel_booking, waive_fee
from bookings.services.undo import undo_change
from bookings.takings import standings_of
from boom.core.actor import acting
from boom.core.errors import Invalid
from tenants.models import Business
from tests.conftest import TONIGHT, HostClient
from tests.factories import make_booking, make_room, make_venue
from tests.factories.payments import take

LATER = TONIGHT + timedelta(minutes=30)


@pytest.fixture
def missed(business: Business) -> Booking:
    """Nobody came; half of 60.00 is asked."""
    room = make_room(make_venue(no_show_after=20, no_show_percent=50))
    booking = make_booking(room=room, starts_at=TONIGHT, total_minor=6000)
    return arrivals.mark_no_show(booking_id=booking.pk, version=None, now=LATER)


def test_nothing_is_asked_any_more_and_the_record_says_who_and_why(missed: Booking):
    with acting(kind="person", id="7", label="Dana"):
        waived = waive_fee(booking_id=missed.pk, version=missed.version, reason=" Was ill ", now=LATER)

    event = AuditEvent.objects.filter(table="bookings_occupancy").latest("id")
    line = history_of(waived)[0]
    assert (missed.fee_minor, waived.fee_minor, waived.status) == (3000, 0, "no_show")
    assert standings_of([missed.pk])[missed.pk].due.minor == 0
    assert (event.actor_label, event.old["fee_minor"], event.new["override_reason"]) == (
        "Dana",
        3000,
        "Was ill",
    )
    assert (line.actor, line.words, line.change) == ("Dana", "waived the fee of £30", "Was ill")


def test_what_was_paid_of_it_is_owed_back(missed: Booking):
    take(missed, 3000)

    waive_fee(booking_id=missed.pk, version=None, reason="Was ill", now=LATER)

    assert standings_of([missed.pk])[missed.pk].to_give_back.minor == 3000


def test_it_takes_a_reason_and_something_that_is_asked(missed: Booking):
    with pytest.raises(Invalid):
        waive_fee(booking_id=missed.pk, version=None, reason=" ", now=LATER)
    with pytest.raises(ChangedMeanwhile):
        waive_fee(booking_id=missed.pk, version=1, reason="Was ill", now=LATER)
    waive_fee(booking_id=missed.pk, version=None, reason="Was ill", now=LATER)
    with pytest.raises(NotPossibleNow):
        waive_fee(booking_id=missed.pk, version=None, reason="Was ill", now=LATER)
    standing = make_booking(room=missed.room, starts_at=TONIGHT + timedelta(days=1), total_minor=6000)
    with pytest.raises(NotPossibleNow):
        waive_fee(booking_id=standing.pk, version=None, reason="Was ill", now=LATER)


def test_an_undo_asks_it_again(missed: Booking):
    waived = waive_fee(booking_id=missed.pk, version=None, reason="Was ill", now=LATER)

    undone = undo_change(booking_id=missed.pk, version=waived.version, now=LATER)

    assert (undone.fee_minor, undone.override_reason) == (3000, "")


def test_the_fee_of_a_late_cancellation_is_waived_afterwards_and_a_booking_brought_back_owes_its_price(
    missed: Booking,
):
    booking = make_booking(room=missed.room, starts_at=TONIGHT + timedelta(days=1), total_minor=6000)
    cancel_booking(booking_id=booking.pk, now=TONIGHT, fee_minor=1500, override_reason="Agreed")

    waived = waive_fee(booking_id=booking.pk, version=None, reason="Regular", now=LATER)
    back = restore_booking(booking_id=booking.pk, version=waived.version, now=LATER)

    assert (waived.fee_minor, back.fee_minor) == (0, None)


def test_managers_waive_it_in_the_drawer_and_the_desk_does_not(
    missed: Booking, client_as: Callable[[str], HostClient]
):
    path = f"/dashboard/bookings/{missed.pk}/"
    manager, desk = client_as("manager"), client_as("front_desk")

    shown = [each.get(path).content.decode().count("Waive the fee") for each in (manager, desk)]
    refused = desk.post(f"{path}waive-fee/", {"version": missed.version, "reason": "Was ill"})
    manager.post(f"{path}waive-fee/", {"version": missed.version, "reason": "Was ill"})

    missed.refresh_from_db()
    assert (shown, refused.status_code, missed.fee_minor) == ([2, 0], 403, 0)
