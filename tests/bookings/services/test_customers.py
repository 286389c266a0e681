"""The same person again, or somebody new."""

from __future__ import annotations

import threading

import pytest
from django.db import connection

from bookings.models import Customer
from bookings.services.customers import Contact, match_customer
from tenants.context import tenant_scope
from tenants.models import Business
from tests.factories import make_customer


@pytest.mark.django_db
@pytest.mark.parametrize("again", ["ANN@École.example", "ann@ÉCOLE.example", "Ann@école.example"])
def test_an_address_beyond_plain_letters_is_found_or_made_and_never_in_the_way(
    business: Business, again: str
):
    first = match_customer(Contact(name="Ann", email="ann@École.example"))

    second = match_customer(Contact(name="Ann", email=again))
    third = match_customer(Contact(name="Ann", email=again))

    assert first is not None
    assert second == third


def test_ten_at_once_who_give_one_new_address_are_one_customer(live_business: Business):
    with_phone_only = make_customer(phone="+442070000001", email="")
    together = threading.Barrier(10)
    found = set()

    def book(number: int) -> None:
        phone = "+442070000001" if number % 2 else ""
        with tenant_scope(live_business):
            together.wait()
            customer = match_customer(Contact(name=f"Ann {number}", email="ann@example.com", phone=phone))
            found.add(customer.pk)
            connection.close()

    threads = [threading.Thread(target=book, args=[number]) for number in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == 1
    assert Customer.objects.filter(email="ann@example.com").count() == 1
    assert Customer.objects.filter(pk__in=[*found, with_phone_only.pk]).exists()
