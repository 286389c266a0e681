"""A thousand changes of every make, each on record in its own transaction; and no way round the record."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from datetime import time, timedelta
from random import Random
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.messages.storage.cookie import CookieStorage
from django.db import connection, transaction
from django.db.models import F
from django.test import RequestFactory

from accounts.models import Invitation, User
from audit.models import AuditEvent
from bookings.domain.interval import Interval
from bookings.models import Block, Customer, OpeningHours, Room
from bookings.services.blocks import block_room
from bookings.services.customers import Contact, match_customer
from tenants.admin import BusinessAdmin
from tenants.context import public_scope
from tenants.models import Business
from tenants.provisioning.schemas import owner_connection
from tests.conftest import TONIGHT
from tests.factories import make_room, make_venue

OPERATIONS = 1000
# Rows are compared after each change; more of them would only make that slow.
ENOUGH = 40
TABLES = (
    "bookings_customer",
    "bookings_room",
    "bookings_openinghours",
    "bookings_occupancy",
    "accounts_invitation",
)
# Secrets, and what follows from other columns.
UNRECORDED = {
    "bookings_customer": {"search_words"},
    "accounts_invitation": {"token_hash", "link_nonce"},
    "bookings_occupancy": {"idempotency_key"},
}

Rows = dict[tuple[str, str], dict[str, Any]]
Change = Callable[[], object]


def snapshot() -> Rows:
    """Every row of the tables, by table and id."""
    question = " UNION ALL ".join(
        f"SELECT '{table}', id::text, to_jsonb(t) FROM {table} t" for table in TABLES
    )
    with connection.cursor() as cursor:
        cursor.execute(question)
        return {(table, key): json.loads(row) for table, key, row in cursor.fetchall()}


class Changes:
    """Ways to change rows: by the ORM one by one and in bulk, by raw SQL, by services, in vain."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.rooms = [make_room(make_venue()) for _ in range(3)]
        self.venue = self.rooms[0].venue
        self.hour = 0
        self.names = 0

    def any_of_them(self) -> Change:
        if Customer.objects.count() > ENOUGH:
            return self.by_raw_clearance
        ways = [getattr(self, name) for name in dir(type(self)) if name.startswith("by_")]
        return self.chance.choice(ways)

    def name(self) -> str:
        self.names += 1
        return f"name {self.names}"

    def some(self, model: Any, most: int = 4) -> list[int]:
        keys = list(model.objects.order_by("id").values_list("id", flat=True))
        return self.chance.sample(keys, min(len(keys), self.chance.randint(0, most)))

    def by_save(self) -> None:
        Customer(name=self.name(), email=f"{self.names}@example.com").save()

    def by_saving_again(self) -> None:
        for customer in Customer.objects.filter(pk__in=self.some(Customer)):
            customer.notes = self.name()
            customer.save()

    def by_delete(self) -> None:
        for customer in Customer.objects.filter(pk__in=self.some(Customer, 2), bookings=None):
            customer.delete()

    def by_bulk_create(self) -> None:
        Customer.objects.bulk_create(Customer(name=self.name()) for _ in range(self.chance.randint(1, 5)))

    def by_bulk_update(self) -> None:
        rooms = list(Room.objects.filter(pk__in=self.some(Room)))
        for room in rooms:
            room.name, room.order = self.name(), self.chance.randint(1, 900)
        Room.objects.bulk_update(rooms, ["name", "order"])

    def by_queryset_update(self) -> None:
        Room.objects.filter(pk__in=self.some(Room)).update(price_per_hour_minor=F("price_per_hour_minor") + 1)

    def by_queryset_delete(self) -> None:
        Customer.objects.filter(pk__in=self.some(Customer, 6), bookings=None).delete()

    def by_upsert(self) -> None:
        customers = Customer.objects.filter(pk__in=self.some(Customer))
        rows = [Customer(id=each.pk, name=each.name, notes=self.name()) for each in customers]
        Customer.objects.bulk_create(
            [*rows, Customer(name=self.name())],
            update_conflicts=True,
            unique_fields=["id"],
            update_fields=["notes"],
        )

    def by_replacing_hours(self) -> None:
        OpeningHours.objects.filter(venue=self.venue).delete()
        OpeningHours.objects.bulk_create(
            OpeningHours(
                venue=self.venue, weekday=day, opens=time(self.chance.randint(8, 12)), closes=time(22)
            )
            for day in range(self.chance.randint(1, 7))
        )

    def by_raw_insert(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO bookings_customer (name, email, phone, locale, notes, legacy_id)"
                " SELECT %s || n, '', '', '', '', '' FROM generate_series(1, %s) n",
                [self.name(), self.chance.randint(1, 4)],
            )

    def by_raw_update(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE bookings_customer SET notes = notes || 'x', phone = '' WHERE id = ANY(%s)",
                [self.some(Customer, 6)],
            )

    def by_raw_delete(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "DELETE FROM bookings_customer c WHERE id = ANY(%s)"
                " AND NOT EXISTS (SELECT FROM bookings_occupancy WHERE customer_id = c.id)",
                [self.some(Customer)],
            )

    def by_raw_clearance(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(
                "WITH gone AS (SELECT id FROM bookings_customer ORDER BY id LIMIT 30)"
                " DELETE FROM bookings_customer USING gone WHERE bookings_customer.id = gone.id"
            )
            cursor.execute("DELETE FROM bookings_occupancy")
            cursor.execute("DELETE FROM accounts_invitation")

    def by_executemany(self) -> None:
        with connection.cursor() as cursor:
            cursor.executemany(
                "UPDATE bookings_room SET description = %s WHERE id = %s",
                [(self.name(), key) for key in self.some(Room)],
            )

    def by_copy(self) -> None:
        with (
            connection.cursor() as cursor,
            cursor.copy(
                "COPY bookings_customer (name, email, phone, locale, notes, legacy_id) FROM STDIN"
            ) as copy,
        ):
            for _ in range(self.chance.randint(1, 4)):
                copy.write_row([self.name(), "", "", "", "", ""])

    def by_secret(self) -> None:
        Invitation.objects.create(
            email=f"{self.name()}@example.com".replace(" ", ""),
            role="viewer",
            token_hash=f"secret-{self.names}",
            expires_at=TONIGHT,
        )
        Invitation.objects.filter(pk__in=self.some(Invitation)).update(token_hash=F("email"), role="manager")

    def by_service(self) -> None:
        self.hour += 2
        span = Interval.lasting(TONIGHT + timedelta(hours=self.hour), timedelta(hours=1))
        block_room(room_id=self.chance.choice(self.rooms).pk, span=span, reason="x", now=TONIGHT)
        match_customer(Contact(name=self.name(), email=f"{self.names}@example.com"))

    def by_removing_blocks(self) -> None:
        Block.objects.filter(pk__in=self.some(Block, 6)).delete()

    def by_nothing_really(self) -> None:
        Room.objects.update(name=F("name"), order=F("order"))
        Customer.objects.filter(pk=-1).delete()

    def by_savepoint_undone(self) -> None:
        self.by_save()
        try:
            with transaction.atomic():
                self.by_raw_update()
                self.by_bulk_create()
                raise ZeroDivisionError
        except ZeroDivisionError:
            self.by_queryset_update()


def replayed(rows: Rows, events: list[AuditEvent]) -> Rows:
    rows = dict(rows)
    for event in events:
        key = (event.table, event.entity_id)
        if event.action == "insert":
            rows[key] = event.new
        elif event.action == "delete":
            assert told(key, rows.pop(key)) == told(key, event.old)
        else:
            assert told(key, {name: rows[key][name] for name in event.old}) == told(key, event.old)
            rows[key] = rows[key] | event.new
    return rows


def told(key: tuple[str, str], row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if name not in UNRECORDED.get(key[0], ())}


def seen(rows: Rows) -> Rows:
    return {key: told(key, row) for key, row in rows.items()}


def make_changes(operations: int) -> Counter[str]:
    """Each in a transaction of its own, held against the record; every tenth one is undone in the end.

    Returns how often each way was gone and `events`, how many events that made.
    """
    changes, counts = Changes(seed=7), Counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET timezone TO 'UTC'")
    before = snapshot()
    for number in range(operations):
        change, last = changes.any_of_them(), newest_event()
        is_undone = number % 10 == 9
        with transaction.atomic(), connection.cursor() as cursor:
            change()
            cursor.execute("SELECT pg_current_xact_id()::text::bigint")
            [transaction_id] = cursor.fetchone()
            transaction.set_rollback(is_undone)
        events = list(AuditEvent.objects.filter(pk__gt=last).order_by("id"))
        after = snapshot()
        assert {event.transaction_id for event in events} <= {transaction_id}
        assert seen(replayed(before, events)) == seen(after), f"{change.__name__} is not all on record"
        assert not (is_undone and events)
        before = after
        counts[change.__name__] += 1
        counts["events"] += len(events)
    return counts


def newest_event() -> int:
    newest = AuditEvent.objects.order_by("-id").first()
    return newest.pk if newest else 0


def test_a_thousand_changes_of_every_make_are_on_record_in_their_own_transaction(live_business: Business):
    counts = make_changes(OPERATIONS)

    assert counts.pop("events") > OPERATIONS
    assert min(counts.values()) > 10
    assert counts.total() == OPERATIONS


def test_control_without_the_trigger_the_same_changes_are_found_missing(live_business: Business):
    table = f"{live_business.schema_name}.bookings_customer"
    with owner_connection() as owner:
        owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER bookings_customer_audit")

    with pytest.raises(AssertionError, match="is not all on record"):
        make_changes(50)


def test_secrets_do_not_enter_the_record_by_any_way(live_business: Business):
    make_changes(60)

    words = AuditEvent.objects.filter(table="accounts_invitation").values_list("old", "new")

    assert words
    assert "secret-" not in json.dumps(list(words))
    assert User.objects.get().password not in json.dumps(
        list(AuditEvent.objects.filter(table="accounts_user").values_list("old", "new"))
    )


def test_the_super_admins_actions_are_on_record_with_their_name(live_business: Business):
    request = RequestFactory().post("/admin/")
    request._messages = CookieStorage(request)  # type: ignore[attr-defined]

    with public_scope():
        last = newest_event()
        BusinessAdmin(Business, admin.site).suspend(request, Business.objects.filter(pk=live_business.pk))
        events = list(AuditEvent.objects.filter(pk__gt=last))

    assert [(event.table, event.action, event.new["status"]) for event in events] == [
        ("tenants_business", "update", "suspended")
    ]
