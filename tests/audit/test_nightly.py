"""What the clock starts: each night everything is looked over, each hour what is new on record is sealed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from audit.inspections import newest_inspection
from audit.models import AuditEvent, AuditSeal
from audit.tasks import inspect_everybody, seal_records
from bookings.models import Venue
from boom.celery import app
from tenants.context import tenant_scope
from tenants.services import suspend_business
from tests.factories import make_room


@pytest.fixture
def at_once() -> Iterator[None]:
    """What is handed to workers is done where it is handed out."""
    app.conf.task_always_eager = True
    try:
        yield
    finally:
        app.conf.task_always_eager = False


def unsealed() -> int:
    return AuditEvent.objects.exclude(pk__in=AuditSeal.objects.values("event_id")).count()


def test_each_night_every_business_at_work_is_looked_over(twin_a, twin_b, public, at_once, now):
    suspend_business(business_id=twin_b.pk, reason="Unpaid", now=now)

    handed_out = inspect_everybody()

    looked = []
    for each in (twin_a, twin_b):
        with tenant_scope(each):
            looked.append(newest_inspection(is_finished=True) is not None)
    assert (handed_out, looked) == (1, [True, False])


def test_each_hour_what_is_new_on_every_record_is_sealed(twin_a, twin_b, public, at_once):
    for each in (twin_a, twin_b):
        with tenant_scope(each):
            make_room(Venue.objects.get())
            assert unsealed()

    handed_out = seal_records()

    left = [unsealed()]
    for each in (twin_a, twin_b):
        with tenant_scope(each):
            left.append(unsealed())
    assert (handed_out, left) == (2, [0, 0, 0])
