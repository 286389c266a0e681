"""Every service that writes a room, in any order; and with a protection taken away the same steps do harm."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis.stateful import run_state_machine_as_test

from boom.core.errors import DomainError
from tenants.context import tenant_scope
from tenants.models import Business
from tenants.provisioning.schemas import owner_connection
from tests.bookings.machines.ways_in import BOUNDED, UNTIL_HARM, EveryWayIn


@pytest.mark.django_db
def test_whatever_is_done_in_whatever_order_no_room_is_sold_twice_and_all_is_on_record(business: Business):
    run_state_machine_as_test(EveryWayIn, settings=BOUNDED)


class OnlyTheHarm(EveryWayIn):
    """The same steps where a protection is gone: what the services answer is as it may be."""

    def judge(self, expected: type[Exception] | None, refusal: DomainError | None) -> None:
        """Whatever it is."""

    def hold_against_model(self, after: dict[int, dict[str, Any]]) -> None:
        self.model.rows = {key: self.as_row(row) for key, row in after.items() if key not in self.strangers}


DROP = "ALTER TABLE bookings_occupancy DROP CONSTRAINT"


@pytest.mark.parametrize(
    ("without", "harm"),
    [
        (
            f"{DROP} occupancy_no_overlap; {DROP} occupancy_kept_after; {DROP} occupancy_kept_before",
            "sold twice",
        ),
        (f"{DROP} occupancy_kept_after", "sold twice"),
        (f"{DROP} occupancy_kept_before", "sold twice"),
        ("DROP TRIGGER bookings_occupancy_audit ON bookings_occupancy", "not all is on record"),
    ],
)
def test_control_without_a_protection_the_same_steps_do_harm(
    live_business: Business, without: str, harm: str
):
    with owner_connection() as owner:
        owner.execute(f"SET search_path = {live_business.schema_name}, extensions")
        owner.execute(without)

    with tenant_scope(live_business), pytest.raises(AssertionError, match=harm):
        run_state_machine_as_test(OnlyTheHarm, settings=UNTIL_HARM)
