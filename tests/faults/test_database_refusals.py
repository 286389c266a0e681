"""What the database refuses, and what becomes of it: a retry, a conflict with alternatives, or a "come back".

Each SQLSTATE is provoked for real, with two connections; nothing of it may end in a 500.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from django.conf import settings
from django.db import ProgrammingError, connection
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from psycopg import sql

from bookings.domain.interval import Interval
from bookings.errors import SlotTaken
from bookings.models import Customer, Room
from bookings.services.bookings import create_booking
from bookings.services.customers import Contact
from boom import problems
from boom.core import db
from boom.core.actor import Actor
from boom.core.db import lock_rooms, service, sqlstate
from boom.core.errors import Busy
from tenants.context import tenant_scope
from tenants.models import Business
from tests.conftest import TONIGHT
from tests.factories import at, make_booking, make_customer, make_room

ANN = Contact(name="Ann", email="ann@example.com")
EIGHT = Interval.lasting(at("2026-11-21 20:00"), timedelta(hours=1))


def request() -> HttpRequest:
    request = RequestFactory().post("/", headers={"accept": "application/json"})
    request.request_id = "test"  # type: ignore[attr-defined]
    return request


def answered(view: Callable[[HttpRequest], HttpResponse]) -> HttpResponse:
    """What the one place that words refusals makes of what `view` raises."""
    middleware = problems.ProblemMiddleware(view)
    try:
        return middleware(request())
    except Exception as error:
        answer = middleware.process_exception(request(), error)
        if answer is None:
            raise
        return answer


def take(room: Room, **given: Any) -> None:
    values = {"contact": ANN, "party_size": 2, "source": "phone", "now": TONIGHT, "span": EIGHT}
    create_booking(room_id=room.pk, **values | given)


def at_once(business: Business, *works: Callable[[], Any]) -> list[Any]:
    """Run each in a thread of its own within the business; their results, or what they raised."""

    def run(work: Callable[[], Any]) -> Any:
        try:
            with tenant_scope(business):
                return work()
        except Exception as error:  # noqa: BLE001 - handed to the test
            return error
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        return list(pool.map(run, works))


@contextmanager
def somebody_else(business: Business) -> Iterator[psycopg.Connection]:
    """Another process in the middle of a change."""
    with psycopg.connect(settings.ENDPOINTS.database_url) as other:
        other.execute(
            sql.SQL("SET search_path = {}, extensions").format(sql.Identifier(business.schema_name))
        )
        yield other
        if not other.closed:
            other.rollback()


# ---- 23P01: the exclusion constraint -----------------------------------------------------------------


@pytest.mark.django_db
def test_23p01_is_a_conflict_with_what_is_free_instead(business: Business):
    room = make_room()
    make_booking(room=room, starts_at=EIGHT.start)

    answer = answered(lambda _: take(room))

    assert answer.status_code == 409
    assert b'"code": "slot-taken"' in answer.content
    assert b'"alternatives": [{"room_id":' in answer.content


@pytest.mark.django_db
def test_23p01_comes_from_the_constraint_itself(business: Business):
    room = make_room()
    make_booking(room=room, starts_at=EIGHT.start)

    with pytest.raises(SlotTaken) as refused:
        take(room)

    assert refused.value.__cause__ is not None
    assert sqlstate(refused.value.__cause__) == "23P01"


# ---- 40P01: deadlock ---------------------------------------------------------------------------------


def two_who_cross() -> tuple[list[Callable[[], str]], list[int]]:
    """Two changes that take the same two rows in opposite order, and how often each was begun."""
    rows = [make_customer().pk, make_customer().pk]
    met = threading.Barrier(2, timeout=10)
    begun = [0, 0]

    def crossing(number: int) -> Callable[[], str]:
        @service
        def change() -> str:
            begun[number] += 1
            first, second = rows if number == 0 else rows[::-1]
            Customer.objects.filter(pk=first).update(notes=f"by {number}")
            if sum(begun) <= 2:
                met.wait()
            Customer.objects.filter(pk=second).update(notes=f"by {number}")
            return "done"

        return change

    return [crossing(0), crossing(1)], begun


def test_40p01_is_tried_again_and_both_get_done(live_business: Business):
    changes, begun = two_who_cross()

    outcomes = at_once(live_business, *changes)

    assert outcomes == ["done", "done"]
    assert sum(begun) == 3


def test_control_without_the_retry_a_deadlock_costs_one_of_them_the_change(
    live_business: Business, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(db, "RETRIES", 0)
    changes, _ = two_who_cross()

    outcomes = at_once(live_business, *changes)

    assert sorted(map(str, outcomes)) == sorted(["done", Busy.message])


# ---- 40001: serialization ----------------------------------------------------------------------------


def reads_then_writes_late(row: int, begun: list[int]) -> Callable[[], str]:
    """A change that saw the row before somebody else changed it; only the first time."""

    @service
    def change() -> str:
        begun.append(1)
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        Customer.objects.get(pk=row)
        if len(begun) == 1:
            with somebody_else(connection.tenant) as other:
                other.execute("UPDATE bookings_customer SET notes = 'quicker' WHERE id = %s", [row])
                other.commit()
        Customer.objects.filter(pk=row).update(name="Slower")
        return "done"

    return change


def raw_actor_announced(actor: Actor) -> None:
    """The isolation level must be the first thing said in a transaction; the actor is said before it."""


def test_40001_is_tried_again(live_business: Business, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(db, "_announce_actor", raw_actor_announced)
    row, begun = make_customer().pk, []

    assert reads_then_writes_late(row, begun)() == "done"

    assert len(begun) == 2
    assert Customer.objects.values_list("name", "notes").get(pk=row) == ("Slower", "quicker")


# ---- 55P03: a lock that cannot be had ----------------------------------------------------------------


def test_55p03_says_busy_and_when_to_come_back(live_business: Business, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(db, "LOCK_TIMEOUT_MS", 100)
    room = make_room()

    with somebody_else(live_business) as other:
        other.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))",
            [f"room:{live_business.schema_name}", room.pk],
        )
        answer = answered(lambda _: take(room))

    assert (answer.status_code, answer["Retry-After"]) == (503, "2")
    assert room.occupancies.count() == 0


def test_control_without_the_bound_it_would_wait_for_ever(
    live_business: Business, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(db, "LOCK_TIMEOUT_MS", 0)
    room = make_room()

    @service
    def wait_for_the_room() -> None:
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL statement_timeout = '300ms'")
        lock_rooms(room.pk)

    with somebody_else(live_business) as other:
        other.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))",
            [f"room:{live_business.schema_name}", room.pk],
        )
        with pytest.raises(Busy) as refused:
            wait_for_the_room()

    assert sqlstate(refused.value.__cause__) == "57014"


# ---- 57014: a statement that takes too long ----------------------------------------------------------


def sleep_within(patience: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('statement_timeout', %s, true), pg_sleep(0)", [patience])
        cursor.execute("SELECT pg_sleep(3)")


def test_57014_in_a_change_says_busy(live_business: Business):
    answer = answered(lambda _: service(sleep_within)("50ms"))

    assert (answer.status_code, answer["Retry-After"]) == (503, "2")


def test_57014_in_a_view_that_only_reads_says_busy_too(live_business: Business):
    def view(_: HttpRequest) -> HttpResponse:
        with db.transaction.atomic():
            sleep_within("50ms")
        return HttpResponse()

    assert answered(view).status_code == 503


def test_the_web_role_is_bounded_by_the_database(django_db_setup: None):
    with psycopg.connect(settings.ENDPOINTS.database_url) as app:
        bounds = {
            name: app.execute(f"SHOW {name}").fetchone()[0]
            for name in ("statement_timeout", "idle_in_transaction_session_timeout")
        }

    assert bounds == {"statement_timeout": "5s", "idle_in_transaction_session_timeout": "15s"}


def test_a_change_left_half_done_is_undone_and_its_locks_freed(live_business: Business):
    row = make_customer(name="Before").pk

    with somebody_else(live_business) as frozen:
        frozen.execute("SET LOCAL idle_in_transaction_session_timeout = '200ms'")
        frozen.execute("UPDATE bookings_customer SET name = 'Half' WHERE id = %s", [row])

        service(lambda: Customer.objects.filter(pk=row).update(name="After"))()

        with pytest.raises(psycopg.errors.IdleInTransactionSessionTimeout):
            frozen.execute("SELECT 1")
        frozen.close()

    assert Customer.objects.get(pk=row).name == "After"


def test_whoever_was_frozen_that_long_says_come_back_and_not_something_broke(live_business: Business):
    def view(_: HttpRequest) -> HttpResponse:
        with db.transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL idle_in_transaction_session_timeout = '50ms'")
            time.sleep(0.3)
            cursor.execute("SELECT 1")
        return HttpResponse()

    answer = answered(view)
    connection.close()

    assert (answer.status_code, answer["Retry-After"]) == (503, "2")


# ---- gone: the connection ----------------------------------------------------------------------------


def test_a_connection_cut_in_the_middle_is_503_and_the_next_request_works(live_business: Business):
    def view(_: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(pg_backend_pid())")
        return HttpResponse()

    cut = answered(view)
    connection.close()

    assert (cut.status_code, cut["Retry-After"]) == (503, "2")
    assert make_customer().pk


def test_other_errors_of_the_database_are_bugs_and_stay_visible(live_business: Business):
    def view(_: HttpRequest) -> HttpResponse:
        with connection.cursor() as cursor:
            cursor.execute("SELECT nothing_of_the_kind")
        return HttpResponse()

    with pytest.raises(ProgrammingError):
        answered(view)


def test_the_states_that_are_tried_again_or_called_busy_are_these():
    assert {"40P01", "40001"} == db.RETRYABLE
    assert {"55P03", "57014"} == db.TOO_SLOW
