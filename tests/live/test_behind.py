"""A business whose schema waits for a migration says so at every door, until it has it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from celery import Task
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from boom.celery import TenantTask, app
from boom.core import outbox
from boom.core.guard import present_schema
from boom.core.models import OutboxMessage, OutboxSignal
from boom.relay.rounds import relay_all
from tenants import resolution
from tenants.context import public_scope
from tenants.errors import BusinessBehind
from tenants.models import Business
from tenants.provisioning.fleet import migrate_fleet
from tenants.provisioning.schemas import owner_connection
from tenants.provisioning.script import current_head
from tests.conftest import HostClient, client_of
from tests.live.conftest import Door
from tests.routes import TENANT, Route, routes_of
from tests.tenants.conftest import RERUNNABLE, take_back

# Load balancers ask these at any host.
PROBES = {"healthz", "readyz"}
ROUTES = [pytest.param(route, id=str(route)) for route in routes_of(TENANT) if route.name not in PROBES]


@pytest.fixture
def behind(business: Business) -> Business:
    """The twin one migration older than the code, until the test is undone."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = %s AND name = %s", RERUNNABLE)
    with public_scope():
        Business.objects.filter(pk=business.pk).update(schema_head="older")
    resolution.forget()
    return business


@pytest.mark.parametrize("route", ROUTES)
def test_every_address_says_come_back_and_asks_its_schema_nothing(route: Route, behind: Business):
    clients = [client_of(behind), client_of(behind, User.objects.get(role="owner"))]
    path = route.path(route.values())
    clients[0].get(path)

    with CaptureQueriesContext(
        connection,
    ) as asked:
        answers = [getattr(client, method)(path) for client in clients for method in ("get", "post")]

    assert {answer.status_code for answer in answers} == {503}
    assert {answer["Retry-After"] for answer in answers} == {"15"}
    assert [query["sql"] for query in asked if not query["sql"].startswith("SET search_path")] == []


def test_its_page_names_it_and_says_that_nothing_is_lost(behind: Business):
    page = client_of(behind).get("/dashboard/").content.decode()

    assert f"{behind.name}</bdi> is back in a minute" in page
    assert "Bookings are safe" in page


def test_programs_are_told_in_their_own_way(behind: Business):
    answer = client_of(behind).get("/availability.json")

    assert answer["Content-Type"] == "application/problem+json"
    assert (answer.json()["status"], answer.json()["code"]) == (503, "business-behind")


def test_the_other_business_goes_on(behind: Business, other_business: Business):
    assert client_of(other_business).get("/accounts/sign-in/").status_code == 200


def test_whoever_is_up_to_date_pays_no_query_for_it(business: Business, customer_client: HostClient):
    customer_client.get("/accounts/sign-in/")

    with CaptureQueriesContext(connection) as asked:
        answer = customer_client.get("/accounts/sign-in/")

    assert answer.status_code == 200
    assert not any("django_migrations" in query["sql"] for query in asked)


def test_a_schema_that_is_ahead_is_served_by_the_release_before(business: Business):
    """While a new release is rolled out, its migrations have run and the old processes still answer."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('audit', '9999_new', now())"
        )
    with public_scope():
        Business.objects.filter(pk=business.pk).update(schema_head="newer")
    resolution.forget()

    answers = [client_of(business).get("/accounts/sign-in/").status_code for _ in range(2)]

    assert answers == [200, 200]


def test_a_schema_that_is_gone_is_behind_and_no_error(business: Business):
    with public_scope():
        Business.objects.filter(pk=business.pk).update(schema_name=f"t_{'a' * 16}", schema_head="older")
    resolution.forget()

    assert client_of(business).get("/").status_code == 503


@pytest.fixture
def task() -> Iterator[Task]:
    """One that says in which schema it ran."""
    name = "tests.behind"
    yield app.task(base=TenantTask, name=name)(present_schema)
    del app.tasks[name]


def test_its_tasks_do_not_run(behind: Business, other_business: Business, task: Task):
    with pytest.raises(BusinessBehind):
        task(business_id=behind.pk)

    assert task(business_id=other_business.pk) == other_business.schema_name


@pytest.fixture
def old_business(live_business: Business) -> Business:
    """One for everybody to see, taken back by one migration."""
    with public_scope(), owner_connection() as owner:
        take_back(owner, live_business)
    resolution.forget()
    return live_business


def test_its_facts_wait_for_the_migration(old_business: Business):
    told: list[str] = []

    def look() -> list[str]:
        relay_all(push=lambda schema, notices: told.extend(schema for _ in notices), now=datetime.now(UTC))
        return list(told)

    with transaction.atomic():
        outbox.publish("booking.moved", booking=1, rooms=[1], days=["2026-11-21"])
    before = (look(), OutboxMessage.objects.filter(relayed_at=None).count() > 0)
    with public_scope():
        waiting = OutboxSignal.objects.filter(schema_name=old_business.schema_name).exists()
        migrate_fleet()

    assert before == ([], True)
    assert waiting
    assert set(look()) == {old_business.schema_name}
    assert not OutboxMessage.objects.filter(relayed_at=None).exists()


def test_the_fleet_script_opens_every_door_again(old_business: Business, door: Door):
    client = HostClient(old_business.host)
    shut = (client.get("/").status_code, door.availability(old_business).close_code())

    with public_scope():
        outcomes = migrate_fleet()
        head = Business.objects.get(pk=old_business.pk).schema_head
    resolution.forget()
    opened = client.get("/").status_code

    assert shut == (503, 1013)
    assert [(outcome.schema_name, outcome.error) for outcome in outcomes] == [(old_business.schema_name, "")]
    assert head == current_head()
    assert opened == 200
    # The socket's own process remembers a host for a few seconds.
    wait_for_the_door(old_business, door)


def wait_for_the_door(business: Business, door: Door) -> None:
    deadline = time.monotonic() + resolution.REMEMBER_S + 5
    while time.monotonic() < deadline:
        page = door.availability(business)
        try:
            page.connection.send('{"t": "ping"}')
            assert page.next() == {"t": "pong"}
        except Exception:  # noqa: BLE001 - closed at once: it is not let in yet
            time.sleep(0.2)
        else:
            return
    raise AssertionError("it was never let in")


def test_control_without_the_question_the_code_would_run_on_old_tables(
    behind: Business, monkeypatch: pytest.MonkeyPatch
):
    from tenants import middleware

    monkeypatch.setattr(middleware, "is_behind", lambda business: False)

    assert client_of(behind).get("/accounts/sign-in/").status_code == 200
