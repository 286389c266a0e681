"""One window of a guest takes something out of a cart while another books it: all of it, or the rest."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from bookings.domain.interval import Interval
from bookings.models import Booking, ManageLink, Venue
from bookings.services.carts import drop_held
from bookings.services.customers import Contact
from bookings.services.holds import confirm_hold, hold_slot
from bookings.services.links import issue_manage_link
from boom.core import clock
from tenants.context import tenant_scope
from tenants.models import Business
from tests.factories import make_room

ANN = Contact(name="Ann", email="ann@example.com")
# Who waits for us, or for somebody who does.
WAITING = """
SELECT count(DISTINCT pid) FROM pg_locks
 WHERE NOT granted
   AND (pg_backend_pid() = ANY (pg_blocking_pids(pid))
        OR EXISTS (SELECT FROM unnest(pg_blocking_pids(pid)) AS other
                    WHERE pg_backend_pid() = ANY (pg_blocking_pids(other))))
"""


@pytest.fixture
def cart(live_business: Business) -> list[Booking]:
    """Two rooms held together, opened by one link."""
    venue, now = Venue.objects.get(), clock.now()
    first, second = (make_room(venue, name=name) for name in ("Duet", "Echo"))
    start = now.replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    span = Interval.lasting(start.replace(hour=20), timedelta(hours=1))
    held = hold_slot(room_id=first.pk, span=span, party_size=2, now=now)
    issue_manage_link(booking_id=held.pk, now=now)
    beside = hold_slot(room_id=second.pk, span=span, party_size=2, now=now, beside=held.pk)
    return [held, beside]


@pytest.fixture
def windows(live_business: Business) -> Iterator[Callable[[Callable[[], Any]], Future[Any]]]:
    """Begin something in another window of the guest's, and come back once it waits for a lock."""
    pool, begun = ThreadPoolExecutor(2), []

    def within(work: Callable[[], Any]) -> Any:
        try:
            with tenant_scope(live_business):
                return work()
        finally:
            connection.close()

    def begin(work: Callable[[], Any]) -> Future[Any]:
        begun.append(pool.submit(within, work))
        until = time.monotonic() + 10
        while time.monotonic() < until:
            with connection.cursor() as cursor:
                cursor.execute(WAITING)
                if cursor.fetchone()[0] >= len(begun):
                    return begun[-1]
            time.sleep(0.02)
        raise AssertionError("it does not wait")

    yield begin
    pool.shutdown()


def test_what_is_booked_a_moment_before_stays_together_and_its_link_good(cart, windows):
    first, second = cart

    with transaction.atomic():
        Booking.objects.select_for_update().get(pk=first.pk)
        books = windows(lambda: confirm_hold(booking_id=first.pk, contact=ANN, now=clock.now()))
        takes_out = windows(lambda: drop_held(booking_id=first.pk, part_id=first.pk))
    opened = (books.result(timeout=10).pk, takes_out.result(timeout=10))

    rows = Booking.objects.filter(pk__in=[first.pk, second.pk])
    assert opened == (first.pk, first.pk)
    assert {row.status for row in rows} == {"confirmed"}
    assert {row.group_reference for row in rows} == {first.reference}
    assert ManageLink.objects.get().booking_id == first.pk
