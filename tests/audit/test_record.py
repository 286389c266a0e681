"""The record: written by the database with every change, and by nobody else."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import AuditEvent
from bookings.models import Customer, Room
from boom.core.actor import Actor, acting
from boom.core.db import service
from tenants.context import tenant_scope
from tests.factories import make_customer, make_room

pytestmark = pytest.mark.django_db


def last_event() -> AuditEvent:
    return AuditEvent.objects.order_by("-id")[0]


def test_a_change_is_on_record_with_who_made_it_and_what_was_before(business):
    room = make_room(name="Alto")

    @service
    def rename() -> None:
        Room.objects.filter(pk=room.pk).update(name="Birdsong")

    with acting(
        Actor(
            kind="person",
            id="7",
            label="Dana",
            source="dashboard",
            request_id="r1",
            address="10.0.0.1",
            agent="UA",
        )
    ):
        rename()

    event = last_event()
    assert (event.action, event.table, event.entity_id) == ("update", "bookings_room", str(room.pk))
    assert (event.old, event.new) == ({"name": "Alto"}, {"name": "Birdsong"})
    assert (event.actor_kind, event.actor_id, event.actor_label, event.source) == (
        "person",
        "7",
        "Dana",
        "dashboard",
    )
    assert (event.request_id, event.address, event.agent) == ("r1", "10.0.0.1", "UA")


def test_sql_typed_by_hand_is_on_record_too(business):
    make_customer(name="Before")

    with connection.cursor() as cursor:
        cursor.execute("UPDATE bookings_customer SET name = 'After' WHERE name = 'Before'")

    event = last_event()
    assert (event.old, event.new) == ({"name": "Before"}, {"name": "After"})
    assert event.source == "sql"


def test_bulk_writes_make_one_event_a_row(business):
    before = AuditEvent.objects.count()

    Customer.objects.bulk_create([Customer(name="One"), Customer(name="Two")])
    Customer.objects.filter(name__in=["One", "Two"]).delete()

    assert AuditEvent.objects.count() - before == 4


def test_an_update_that_changes_nothing_makes_no_event(business):
    room = make_room()
    before = AuditEvent.objects.count()

    Room.objects.filter(pk=room.pk).update(name=room.name)

    assert AuditEvent.objects.count() == before


@pytest.mark.parametrize(
    "statement",
    ["UPDATE audit_event SET actor_label = 'x'", "DELETE FROM audit_event", "TRUNCATE audit_event"],
)
def test_the_record_cannot_be_changed(business, statement):
    make_customer()

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_write_to_another_tenants_table_is_refused(business, other_business):
    statement = f"UPDATE {other_business.schema_name}.bookings_customer SET name = 'stolen'"

    with (
        pytest.raises(DatabaseError, match="from the scope of"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)

    with tenant_scope(other_business):
        assert not Customer.objects.filter(name="stolen").exists()


def test_secrets_never_enter_the_record(business):
    events = AuditEvent.objects.filter(table="accounts_user", action="insert")

    assert {event.new["password"] for event in events} == {"***"}
