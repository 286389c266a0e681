"""Whoever is erased in these tests: what says who they were, and where it still stands."""

from __future__ import annotations

from django.db import connection

from bookings.models import Booking, Customer
from bookings.services.erasing import erase_customer
from tests.conftest import TONIGHT

# Of everything that could say who they were, something that stands nowhere else.
CANARIES = ("Quillfeather", "quill@feather.example", "2079461234", "wearsfeathers")


def whole(booking: Booking) -> Customer:
    return Customer.objects.get(pk=booking.customer_id)


def erase(customer: Customer) -> Customer:
    return erase_customer(customer_id=customer.pk, version=customer.version, now=TONIGHT)


def tables_that_say(*words: str) -> set[str]:
    """Tables of this business with any of these words in any column of any row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()")
        tables = [name for (name,) in cursor.fetchall()]
        found = set()
        for table in tables:
            pattern = "|".join(word.replace(".", r"\.") for word in words)
            cursor.execute(f'SELECT EXISTS (SELECT FROM "{table}" t WHERE t::text ~* %s)', [pattern])
            if cursor.fetchone() == (True,):
                found.add(table)
    return found
