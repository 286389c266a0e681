"""The pages of one person's data: given as a file, erased only when asked twice."""

from __future__ import annotations

import json

import pytest

from audit.models import Access
from bookings.models import Customer
from tests.factories import at, make_booking, make_customer, make_room

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("business", "now")]


@pytest.fixture
def ann() -> Customer:
    customer = make_customer(name="Ann Olsen", email="ann@example.com", notes="Tips well")
    make_booking(room=make_room(), starts_at=at("2026-11-14 20:00"), customer=customer, status="completed")
    return customer


def page_of(customer: Customer, name: str) -> str:
    return f"/dashboard/customers/{customer.pk}/{name}"


def test_their_data_is_a_file_and_taking_it_is_noted(owner_client, ann):
    answer = owner_client.get(page_of(ann, "data.json"))

    given = json.loads(answer.content)
    assert answer["Content-Disposition"] == f'attachment; filename="customer-{ann.pk}.json"'
    assert given["What is kept about them"][0]["notes"] == "Tips well"
    assert len(given["Bookings"]) == 1
    noted = Access.objects.get(kind="exported")
    assert (noted.table, noted.entity_id) == ("bookings_customer", str(ann.pk))


def test_looking_at_the_page_erases_nothing_and_says_what_would_go(owner_client, ann):
    page = owner_client.get(page_of(ann, "erase/")).content.decode()

    ann.refresh_from_db()
    assert "This cannot be undone." in page
    assert 'Bookings: <b class="num">1</b>' in page
    assert ann.erased_at is None


def test_without_the_tick_nothing_is_erased(owner_client, ann):
    answer = owner_client.post(page_of(ann, "erase/"), {"version": ann.version})

    ann.refresh_from_db()
    assert (answer.status_code, ann.erased_at) == (422, None)


def test_with_it_they_are_and_their_page_says_so(owner_client, ann):
    answer = owner_client.post(page_of(ann, "erase/"), {"version": ann.version, "sure": "on"})

    page = owner_client.get(answer["Location"]).content.decode()
    assert "Erased on 21 November 2026" in page
    assert "Ann Olsen" not in page
    assert page_of(ann, "edit/") not in page
    assert owner_client.get(page_of(ann, "erase/")).status_code == 200


def test_whoever_has_bookings_to_come_is_told_why_not(owner_client, ann):
    make_booking(room=make_room(name="Echo"), starts_at=at("2026-11-28 20:00"), customer=ann)

    answer = owner_client.post(page_of(ann, "erase/"), {"version": ann.version, "sure": "on"})

    ann.refresh_from_db()
    assert (answer.status_code, ann.erased_at) == (409, None)
    assert "They have bookings to come." in answer.content.decode()


@pytest.mark.parametrize("role", ["manager", "front_desk", "viewer"])
def test_only_owners_erase(client_as, ann, role):
    client = client_as(role)

    answers = [client.get(page_of(ann, "data.json")), client.post(page_of(ann, "erase/"), {"sure": "on"})]

    ann.refresh_from_db()
    assert [answer.status_code for answer in answers] == [403, 403]
    assert ann.erased_at is None
