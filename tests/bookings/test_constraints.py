"""The database decides who has a room; the domain says beforehand what it will decide."""

from __future__ import annotations

import json
from datetime import timedelta
from random import Random

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from django.db.models import JSONField

from bookings.domain.interval import Interval
from bookings.domain.policy import Policy
from bookings.domain.turnover import OccupiedRow, Rule, conflicts, occupied_row
from bookings.models import Occupancy, Room
from tests.factories import at, make_room

pytestmark = pytest.mark.django_db

NIGHT = at("2026-11-21 18:00")


def random_row(chance: Random, rooms: list[Room]) -> OccupiedRow:
    start = NIGHT + timedelta(minutes=5 * chance.randrange(240))
    span = Interval.lasting(start, timedelta(minutes=5 * chance.randint(1, 18)))
    buffers = Policy.in_minutes(
        buffer_before=chance.choice([0, 0, 10, 25]), buffer_after=chance.choice([0, 15, 30])
    )
    return occupied_row(chance.choice(rooms).pk, span, None if chance.random() < 0.2 else buffers)


def write(row: OccupiedRow) -> str | None:
    """Write the row; gives the name of the constraint that refused it."""
    room_id, starts_at, ends_at, hold_from, hold_until, is_block = row
    span, hold = Interval.from_epoch(starts_at, ends_at), Interval.from_epoch(hold_from, hold_until)
    try:
        with transaction.atomic():
            Occupancy.objects.create(
                kind="block" if is_block else "booking",
                status="blocked" if is_block else "confirmed",
                room_id=room_id,
                starts_at=span.start,
                ends_at=span.end,
                hold_from=hold.start,
                hold_until=hold.end,
            )
    except IntegrityError as error:
        return error.__cause__.diag.constraint_name  # type: ignore[union-attr]  # psycopg's own error
    return None


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_database_takes_exactly_the_rows_that_nothing_is_in_the_way_of(business, seed):
    chance = Random(seed)
    rooms = [make_room(), make_room()]
    taken: list[OccupiedRow] = []
    refusals: set[str] = set()

    for _ in range(150):
        row = random_row(chance, rooms)
        named = {str(rule) for conflict in conflicts(row, taken) for rule in conflict.rules}
        refused_by = write(row)
        assert (refused_by in named) if refused_by else named == set()
        if refused_by:
            refusals.add(refused_by)
        else:
            taken.append(row)

    assert refusals == {str(rule) for rule in Rule}
    assert Occupancy.objects.count() >= len(taken) > 20


WITH_DATABASE_DEFAULT = [
    field
    for model in apps.get_app_config("bookings").get_models()
    for field in model._meta.local_fields
    if isinstance(field, JSONField) and field.has_db_default()
]


@pytest.mark.parametrize("field", WITH_DATABASE_DEFAULT, ids=str)
def test_the_databases_own_default_is_what_python_would_have_put_there(business, field):
    """Rows that were there before a column was have it; "[]" as a text inside of JSON is no list."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_default FROM information_schema.columns"
            " WHERE table_schema = current_schema AND table_name = %s AND column_name = %s",
            [field.model._meta.db_table, field.column],
        )
        (expression,) = cursor.fetchone()
        cursor.execute(f"SELECT ({expression})::text")
        (default,) = cursor.fetchone()

    assert json.loads(default) == field.get_default()
