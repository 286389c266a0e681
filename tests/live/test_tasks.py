"""Background tasks: never without a business, bounded in time, found by the clock that starts them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from celery import Task
from django.conf import settings
from django.db import transaction

from bookings.tasks import expire_holds_of_business
from boom.celery import PlatformTask, TaskWithoutBusiness, TenantTask, app
from boom.core import clock, outbox
from boom.core.guard import TenantScopeMissing, entered_schema, present_schema
from boom.core.models import DeliveryState, OutboxDelivery, OutboxMessage
from boom.dispatch import businesses_with
from boom.tasks import DELIVER_HARD_S, deliver, deliver_for_platform, purge_outbox
from tenants.context import public_scope, tenant_scope
from tenants.errors import BusinessUnknown
from tenants.models import Business
from tenants.services import suspend_business
from tests.factories import make_booking, make_room


class FailsOpen(Task):
    """As the usual library for tenant-aware Celery does it: no tenant found means `public`."""

    abstract = True
    typing = False

    def __call__(self, *args: Any, business_id: int | None = None, **kwargs: Any) -> Any:
        with public_scope():
            business = Business.objects.filter(pk=business_id, status="active").first()
            if business is None:
                return self.run(*args, **kwargs)
        with tenant_scope(business):
            return self.run(*args, **kwargs)


MakeTask = Callable[[type[Task]], Task]


@pytest.fixture
def make_task() -> Iterator[MakeTask]:
    """A task on the given base that says in which schema it ran."""
    made: list[str] = []

    def make(base: type[Task]) -> Task:
        name = f"tests.{base.__name__}.{len(made)}"
        made.append(name)
        return app.task(base=base, name=name)(present_schema)

    yield make
    for name in made:
        del app.tasks[name]


def no_business(business: Business) -> dict[str, Any]:
    return {}


def unknown_business(business: Business) -> dict[str, Any]:
    return {"business_id": 999_999}


def suspended_business(business: Business) -> dict[str, Any]:
    with public_scope():
        suspend_business(business_id=business.pk, reason="unpaid", now=datetime.now(UTC))
    return {"business_id": business.pk}


NOBODYS = pytest.mark.parametrize(
    ("whose", "refusal"),
    [
        (no_business, TaskWithoutBusiness),
        (unknown_business, BusinessUnknown),
        (suspended_business, BusinessUnknown),
    ],
)


@NOBODYS
def test_a_task_of_nobodys_does_not_run(
    twin_a: Business,
    make_task: MakeTask,
    whose: Callable[[Business], dict[str, Any]],
    refusal: type[Exception],
):
    task, arguments = make_task(TenantTask), whose(twin_a)

    with pytest.raises(refusal):
        task(**arguments)


@NOBODYS
def test_control_a_base_that_fails_open_runs_it_on_the_platforms_schema(
    twin_a: Business,
    make_task: MakeTask,
    whose: Callable[[Business], dict[str, Any]],
    refusal: type[Exception],
):
    task, arguments = make_task(FailsOpen), whose(twin_a)

    assert task(**arguments) == "public"


def test_a_task_runs_in_its_business_and_leaves_nothing_behind(twin_b: Business, make_task: MakeTask):
    entered_schema.set(None)

    ran_in = make_task(TenantTask)(business_id=twin_b.pk)

    assert ran_in == twin_b.schema_name
    with pytest.raises(TenantScopeMissing):
        present_schema()


def test_a_platform_task_runs_on_the_platform(twin_a: Business, make_task: MakeTask):
    with tenant_scope(twin_a):
        assert make_task(PlatformTask)() == "public"


def ours() -> list[Task]:
    # Imports every tasks module, as a worker does.
    app.loader.import_default_modules()
    return [task for name, task in app.tasks.items() if not name.startswith(("celery.", "tests."))]


def test_every_task_says_whose_it_is_and_ends_in_bounded_time():
    tasks = ours()

    assert {task.name for task in tasks} >= {"boom.deliver", "bookings.expire_holds"}
    assert [task.name for task in tasks if not isinstance(task, TenantTask | PlatformTask)] == []
    assert settings.CELERY_BROKER_TRANSPORT_OPTIONS["visibility_timeout"] > settings.CELERY_TASK_TIME_LIMIT
    assert DELIVER_HARD_S < settings.DELIVERY_LEASE_S


def test_the_clock_starts_only_tasks_there_are():
    names = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}

    assert names <= {task.name for task in ours()}
    assert all(isinstance(app.tasks[name], PlatformTask) for name in names)


@pytest.fixture
def handled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Schemas in which a test handler ran."""
    schemas: list[str] = []
    registration = outbox.Registration(
        "test", "test.*", lambda message, now: schemas.append(present_schema())
    )
    monkeypatch.setitem(outbox._registry, "test", registration)
    return schemas


def make_delivery() -> OutboxDelivery:
    with transaction.atomic():
        message = outbox.publish("test.happened")
    return OutboxDelivery.objects.create(message=message, handler="test", due_at=clock.now())


def test_a_delivery_runs_for_its_own_business_only(
    business: Business, other_business: Business, handled: list[str]
):
    delivery = make_delivery()

    deliver(business_id=other_business.pk, delivery_id=delivery.pk)
    elsewhere = list(handled)
    deliver(business_id=business.pk, delivery_id=delivery.pk)
    deliver(business_id=business.pk, delivery_id=delivery.pk)

    assert (elsewhere, handled) == ([], [business.schema_name])
    delivery.refresh_from_db()
    assert delivery.state == DeliveryState.DONE


def test_a_delivery_of_the_platform_runs_on_the_platform(public: None, handled: list[str]):
    deliver_for_platform(delivery_id=make_delivery().pk)

    assert handled == ["public"]


def test_facts_told_a_month_ago_are_removed(business: Business, now: datetime):
    with transaction.atomic():
        old, new = outbox.publish("test.happened"), outbox.publish("test.happened")
    OutboxMessage.objects.filter(pk=old.pk).update(relayed_at=now - timedelta(days=31))
    OutboxMessage.objects.filter(pk=new.pk).update(relayed_at=now - timedelta(days=29))

    purge_outbox(business_id=business.pk)

    assert list(OutboxMessage.objects.filter(pk__in=[old.pk, new.pk])) == [new]


def test_overdue_holds_are_found_and_expired(business: Business, other_business: Business, now: datetime):
    hold = make_booking(
        room=make_room(), starts_at=now + timedelta(hours=2), status="held", held_until=now, customer=None
    )
    question = ("bookings_occupancy", "status = 'held' AND held_until <= %s", [now])
    with public_scope():
        found = businesses_with(*question)

    expire_holds_of_business(business_id=business.pk)

    hold.refresh_from_db()
    assert (found, hold.status) == ([business.pk], "expired")
    with public_scope():
        assert businesses_with(*question) == []


def test_nobody_has_anything_due_in_an_empty_platform(public: None):
    Business.objects.update(status="suspended")

    assert businesses_with("bookings_occupancy", "true", []) == []
