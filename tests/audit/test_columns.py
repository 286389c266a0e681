"""Every column of every table on record has words for people, or a reason to go unsaid."""

from __future__ import annotations

import pytest
from django.db import connection

from audit.columns import differences, without_words
from audit.models import AuditEvent
from bookings.services import setup
from boom.core.actor import acting
from tests.factories import make_room

pytestmark = pytest.mark.django_db


def columns_on_record() -> dict[str, set[str]]:
    """The columns of every table that the record's trigger watches, in the present schema."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.table_name, c.column_name FROM information_schema.columns c
                WHERE c.table_schema = current_schema() AND EXISTS (
                    SELECT FROM pg_trigger t JOIN pg_proc p ON p.oid = t.tgfoid AND p.proname = 'boom_audit'
                     WHERE t.tgrelid = format('%I.%I', c.table_schema, c.table_name)::regclass)"""
        )
        found: dict[str, set[str]] = {}
        for table, column in cursor.fetchall():
            found.setdefault(table, set()).add(column)
    return found


def test_every_column_on_record_has_words_or_a_reason_to_go_unsaid(business):
    to_do = [
        f"{table}.{column} has no words: name it in describes({table!r}, …) of its app's record.py or"
        " columns.py (audit.columns has the ways to show a value), or give the reason it goes unsaid in"
        " `hidden`."
        for table, columns in sorted(columns_on_record().items())
        for column in sorted(without_words(table, columns))
    ]

    assert to_do == []


def test_control_a_column_nobody_has_thought_of_is_found():
    assert without_words("bookings_room", {"name", "id", "ceiling"}) == {"ceiling"}
    assert without_words("bookings_of_next_year", {"id", "name"}) == {"name"}


def changed(room_id: int, **values: object) -> AuditEvent:
    with acting(kind="person", label="Dana"):
        setup.change_room(room_id=room_id, **values)
    return AuditEvent.objects.filter(table="bookings_room", action="update").latest("id")


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"price_per_hour_minor": 4250}, "price an hour: £30.00 → £42.50"),
        ({"capacity_max": 8}, "most people: 6 → 8"),
        ({"buffer_after": 90}, "time after: – → 1 h 30"),
        ({"state": "hidden"}, "state: Active → Hidden from customers"),
        ({"features": ["stage", "lights"]}, "features: – → stage, lights"),
    ],
)
def test_a_change_reads_in_words(business, values, words):
    event = changed(make_room().pk, **values)

    assert [str(each) for each in differences([event])[event.pk]] == [words]


def test_a_whole_row_reads_in_words_too_and_leaves_out_what_says_nothing(business):
    room = make_room(name="Echo")
    event = AuditEvent.objects.filter(table="bookings_room", entity_id=str(room.pk)).latest("id")

    found = {each.words: each.after for each in differences([event], whole=True)[event.pk]}

    assert found["name"] == "Echo"
    assert found["venue"] == room.venue.name
    assert "description" not in found
