"""A look finds what the database's guards prevent, where somebody who owns the database took them off."""

from __future__ import annotations

from audit.inspections import newest_inspection
from audit.models import InspectionPart
from audit.services.inspecting import inspect
from audit.services.sealing import seal_record
from bookings.checks.overlaps import OVERLAPPING
from tenants.models import Business
from tenants.provisioning.schemas import owner_connection
from tests.audit.test_chain import as_an_intruder, make_events
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_room, make_venue


def of_the_record() -> InspectionPart:
    """What a look at everything says of the record."""
    inspect(now=TONIGHT)
    return newest_inspection(is_finished=True).parts.get(check_name="record")


def test_an_overlap_is_found_and_there_is_none_with_the_constraints(live_business: Business):
    """In a transaction that is rolled back: constraints off, two bookings in one room."""
    venue = make_venue()
    rooms = [make_room(venue), make_room(venue)]
    for room in rooms:
        make_booking(room=room, starts_at=at("2026-11-21 20:00"))
    asked = {"occupying": ["confirmed"], "most": 5, "now": at("2026-11-21 18:00")}
    with owner_connection() as owner:
        owner.execute(f"SET search_path = {live_business.schema_name}, extensions")
        for name in ("no_overlap", "kept_after", "kept_before"):
            owner.execute(f"ALTER TABLE bookings_occupancy DROP CONSTRAINT occupancy_{name}")
        before = owner.execute(OVERLAPPING, asked).fetchone()
        owner.execute("UPDATE bookings_occupancy SET room_id = %s", [rooms[0].pk])
        after = owner.execute(OVERLAPPING, asked).fetchone()
        owner.rollback()

    assert before == (2, 0, None)
    assert after[:2] == (2, 1)


def test_a_record_that_was_tampered_with_is_a_problem_on_the_page(live_business: Business):
    make_events(3)
    seal_record()
    before = of_the_record()
    as_an_intruder(
        live_business, "UPDATE audit_event SET new = jsonb_set(new, '{notes}', '\"x\"') WHERE new ? 'notes'"
    )

    after = of_the_record()

    assert (before.problems, after.problems) == (0, 1)
    assert "tampered with" in after.findings.get().words
