"""What is open while a plan is not paid: one answer for pages, fragments, sockets and background work."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import User
from bookings.models import Booking, Room
from bookings.services.links import issue_manage_link
from boom.core import clock
from boom.core.live import CLOSE_FORBIDDEN
from boom.core.models import OutboxMessage
from boom.dispatch import businesses_with
from tenants.access import Open, open_at, takes_bookings
from tenants.context import public_scope
from tenants.live import close_sockets
from tenants.models import Business
from tenants.resolution import business_by_id, resolve_host
from tests.conftest import HostClient
from tests.factories import make_booking, make_room, make_venue
from tests.factories.plans import make_plan, put_on

READ_ONLY = {"state": "read_only", "access": "read_only"}
SUSPENDED = {"state": "suspended", "access": "closed"}


@pytest.fixture
def room(business: Business) -> Room:
    return make_room(make_venue(hours=("00:00", "00:00")))


@pytest.fixture
def link(room: Room) -> str:
    """The address of a guest's booking."""
    starts_at = clock.now() + timedelta(days=10)
    booking = make_booking(room=room, starts_at=starts_at)
    return f"/booked/{issue_manage_link(booking_id=booking.pk, now=clock.now())}/"


@pytest.mark.parametrize("state", [READ_ONLY, SUSPENDED])
def test_customers_find_the_page_paused_and_reach_what_they_booked(business, customer_client, link, state):
    put_on(business, make_plan(), **state)

    front, held, booked = (
        customer_client.get("/"),
        customer_client.post("/book/hold/", {}),
        customer_client.get(link),
    )

    assert (front.status_code, held.status_code) == (503, 503)
    assert "Bookings made before stand" in front.content.decode()
    assert booked.status_code == 200


@pytest.mark.parametrize("state", [READ_ONLY, SUSPENDED])
def test_customers_may_call_off_what_they_booked(business, customer_client, link, state):
    put_on(business, make_plan(), **state)
    booking = Booking.objects.latest("id")

    customer_client.post(f"{link}cancel/", {"version": booking.version})

    assert Booking.objects.get(pk=booking.pk).status == "cancelled"


def test_while_it_may_only_be_read_the_team_looks_and_changes_nothing(business, client_as, room):
    put_on(business, make_plan(), **READ_ONLY)
    manager = client_as("manager")

    looked = manager.get("/dashboard/agenda/")
    changed = manager.post(f"/dashboard/rooms/{room.pk}/", {"name": "Other"})
    fragment = manager.htmx("post", f"/dashboard/rooms/{room.pk}/", {"name": "Other"})

    assert (looked.status_code, changed.status_code, fragment.status_code) == (200, 403, 403)
    assert "can only be looked at" in changed.content.decode()
    assert Room.objects.get(pk=room.pk).name == room.name


def test_a_closed_business_opens_the_plan_to_its_owner_and_nothing_else(business, client_as):
    put_on(business, make_plan(), **SUSPENDED)

    owner, manager = client_as("owner"), client_as("manager")

    assert owner.get("/dashboard/plan/").status_code == 200
    assert owner.get("/dashboard/agenda/").status_code == 403
    assert "/dashboard/plan/" in owner.get("/dashboard/agenda/").content.decode()
    assert manager.get("/dashboard/plan/").status_code == 403
    assert owner.get("/accounts/profile/").status_code == 200


def test_somebody_who_is_not_signed_in_finds_the_log_in(business, customer_client):
    put_on(business, make_plan(), **SUSPENDED)

    answer = customer_client.get("/dashboard/")

    assert answer.status_code == 302
    assert customer_client.get(answer["Location"]).status_code == 200


def test_sockets_of_a_closed_business_are_closed_by_the_fact(business):
    put_on(business, make_plan(), **SUSPENDED)
    with public_scope():
        message = OutboxMessage(kind="business.closed", payload={"business": business.pk})
        notices = list(close_sockets([message], "1"))

    assert {notice.close for notice in notices} == {CLOSE_FORBIDDEN}
    assert {notice.schema for notice in notices} == {business.schema_name}
    assert open_at(resolve_host(business.host)) == Open.FOR_OWNERS


def test_background_work_that_books_leaves_it_out_and_letters_go_on(business, room):
    with public_scope():
        before = businesses_with("bookings_venue", "id > %s", [0], only_open=True)
    put_on(business, make_plan(), **READ_ONLY)
    with public_scope():
        after = businesses_with("bookings_venue", "id > %s", [0], only_open=True)
        everybody = businesses_with("bookings_venue", "id > %s", [0])

    assert business.pk in before
    assert business.pk not in after
    assert business.pk in everybody
    assert business_by_id(business.pk) == business
    assert not takes_bookings(resolve_host(business.host))


@pytest.mark.parametrize(
    ("path", "role"),
    [
        ("/dashboard/month/", "manager"),
        ("/dashboard/floor/", "manager"),
        ("/dashboard/cancellations/", "manager"),
        ("/dashboard/ratings/", "manager"),
        ("/dashboard/origins/", "owner"),
    ],
)
def test_what_the_plan_leaves_out_is_neither_shown_nor_open(business, client_as, path, role):
    put_on(business, make_plan(features=["advanced_calendar", "analytics"]))
    client = client_as(role)
    assert client.get(path).status_code == 200

    put_on(business, make_plan(features=[]))
    refused = client.get(path)

    assert refused.status_code == 403
    assert "larger plan" in refused.content.decode()
    assert f'href="{path}' not in client.get("/dashboard/agenda/").content.decode()


def test_hot_pages_ask_no_more_for_it(business, owner_client, count_queries):
    owner_client.get("/dashboard/agenda/")
    with count_queries() as without:
        owner_client.get("/dashboard/agenda/")
    put_on(business, make_plan(rooms=3), usage_level=80)
    owner_client.get("/dashboard/agenda/")

    with count_queries() as limited:
        page = owner_client.get("/dashboard/agenda/")

    assert limited() == without()
    assert "More than 80 % of your plan" in page.content.decode()


@pytest.mark.parametrize(("days", "is_said"), [(8, False), (6, True), (-1, False)])
def test_the_last_week_of_a_trial_is_spoken_of(business, owner_client, now, days, is_said):
    put_on(business, make_plan(), trial_ends_at=now + timedelta(days=days))

    page = owner_client.get("/dashboard/agenda/").content.decode()

    assert ("Your trial ends on 27 November 2026" in page) == is_said


def test_a_person_of_another_business_sees_no_plan(business, other_business, client_as):
    put_on(business, make_plan(name="Canary plan"))
    with public_scope():
        others = resolve_host(other_business.host)

    assert "Canary plan" not in str(others.plan.plan)
    assert User.objects.filter(role="owner").count() == 1


def test_the_platforms_own_pages_know_no_plan(platform_client: HostClient):
    assert platform_client.get("/").status_code == 200
