"""How PostgreSQL looks for who has a room."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection

from bookings.domain.interval import Interval
from bookings.selectors.occupied import occupied_rows
from tests.conftest import TONIGHT
from tests.factories import make_booking, make_customer, make_room, make_venue

pytestmark = pytest.mark.django_db

HOUR = timedelta(hours=1)
BOOKINGS = 300


def estimates(plan: dict[str, Any]) -> list[int]:
    """How many rows the planner expects of each look at a room's own rows in the table."""
    own = [plan["Plan Rows"]] if plan.get("Alias", "").startswith("bookings_occupancy") else []
    return own + [rows for part in plan.get("Plans", []) for rows in estimates(part)]


def plan_of_a_look(room_id: int) -> dict[str, Any]:
    statements: list[tuple[str, Any]] = []

    def note(execute, sql, params, many, context):
        statements.append((sql, params))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        occupied_rows([room_id], Interval.lasting(TONIGHT + BOOKINGS * HOUR, HOUR), now=TONIGHT)
    ((statement, values),) = statements
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (FORMAT JSON) {statement}", values)
        found = cursor.fetchone()[0]
    return (found if isinstance(found, list) else json.loads(found))[0]["Plan"]


def analyse() -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE bookings_occupancy")


def test_the_planner_knows_that_hardly_a_booking_is_longer_than_a_day(business):
    room, customer = make_room(make_venue()), make_customer()
    for hours in range(BOOKINGS):
        make_booking(room=room, customer=customer, starts_at=TONIGHT + hours * HOUR)
    analyse()

    _, long_ones = estimates(plan_of_a_look(room.pk))

    assert long_ones < BOOKINGS / 50
