"""All that a booking lives through, in any order; and an undo that is not exact is noticed."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from hypothesis.stateful import run_state_machine_as_test

from bookings.services.several import Change
from tenants.models import Business
from tests.bookings.machines.plain_model import Rooms, Row
from tests.bookings.machines.waiting_line import WaitingLine
from tests.bookings.machines.ways_in import BOUNDED
from tests.bookings.machines.whole_life import WholeLife

STEPS = {"change several", "join the line", "offer what is free", "take an offer"}


@pytest.mark.django_db
def test_whatever_a_booking_lives_through_no_room_is_sold_twice_and_every_act_can_be_taken_back(
    business: Business,
):
    """With several changed by one press, and people in line for what becomes free."""
    WaitingLine.happened.clear()

    run_state_machine_as_test(WaitingLine, settings=BOUNDED)

    done = {step for step, times in WaitingLine.happened.items() if times}
    assert done >= STEPS, f"always refused, which shows nothing: {STEPS - done} of {WaitingLine.happened}"


class LetsGoOfAnOffer(WaitingLine):
    """The same machine where what is offered is not kept for anybody."""

    def offered(self, offer: Any, key: int, row: Row) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE bookings_occupancy SET status = 'expired' WHERE id = %s", [offer.booking_id]
            )
        super().offered(offer, key, row)


class ForgetsOne(WaitingLine):
    """The same machine where one of several is left as it was."""

    def all_changed(self, shown: dict[int, int], change: Change) -> Rooms | None:
        return super().all_changed(dict(list(shown.items())[1:]), change)


@pytest.mark.django_db
@pytest.mark.parametrize("machine", [LetsGoOfAnOffer, ForgetsOne])
def test_control_what_is_offered_and_not_kept_or_done_to_some_only_is_noticed(
    business: Business, machine: type[WaitingLine]
):
    with pytest.raises(AssertionError, match=r"as it should be|expected"):
        run_state_machine_as_test(machine, settings=BOUNDED)


class ForgetsAColumn(WholeLife):
    """The same machine with an undo that leaves one column as it is."""

    @staticmethod
    def hold_against_before(before: dict[int, dict[str, Any]], touched: set[int], swept: set[int]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE bookings_occupancy SET ends_at = ends_at - interval '1 second' WHERE id = ANY(%s)",
                [list(touched & before.keys())],
            )
        WholeLife.hold_against_before(before, touched, swept)


@pytest.mark.django_db
def test_control_an_undo_that_is_not_exact_is_noticed(business: Business):
    with pytest.raises(AssertionError, match="left something behind"):
        run_state_machine_as_test(ForgetsAColumn, settings=BOUNDED)
