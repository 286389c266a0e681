"""Customers as rows of a file: what is kept of them, and what their bookings come to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from bookings.models import Consent, Customer, Purpose
from bookings.selectors.bans import banned_of
from bookings.selectors.customer_search import found_customers
from bookings.selectors.customers import NOTHING, Wanted, figures_of

CHUNK = 500
# The import names columns by these, so a file goes out and comes in again.
HEADINGS = (
    "name",
    "email",
    "phone",
    "tags",
    "class",
    "language",
    "reach by",
    "likes and needs",
    "notes",
    "said yes to news",
    "blocked online",
    "visits",
    "spent",
    "no-shows",
    "cancelled",
    "last visit",
    "number in the other system",
)


def customer_rows(wanted: Wanted, *, now: datetime) -> Iterator[tuple[str | int, ...]]:
    """One row a customer, as the list's filters narrow them; read CHUNK at a time by key.

    Iterate within the business's scope.
    """
    if wanted.q:
        found = found_customers(wanted.q)
        yield from _rows([each for each in found if not wanted.tag or wanted.tag in each.tags], now)
        return
    last = 0
    while True:
        customers = Customer.objects.living().filter(id__gt=last).order_by("id")
        if wanted.tag:
            customers = customers.filter(tags__contains=[wanted.tag])
        chunk = list(customers[:CHUNK])
        if not chunk:
            return
        yield from _rows(chunk, now)
        last = chunk[-1].pk


def _rows(customers: list[Customer], now: datetime) -> Iterator[tuple[str | int, ...]]:
    keys = [customer.pk for customer in customers]
    figures, banned, yes = figures_of(keys, now=now), banned_of(customers), _said_yes(keys)
    for customer in customers:
        found = figures.get(customer.pk, NOTHING)
        yield (
            customer.name,
            customer.email,
            customer.phone,
            ", ".join(customer.tags),
            customer.price_class,
            customer.locale,
            customer.get_contact_by_display() if customer.contact_by else "",
            customer.wishes,
            customer.notes,
            "yes" if customer.pk in yes else "",
            "yes" if customer.pk in banned else "",
            found.visits,
            " + ".join(amount.format() for amount in found.spent),
            found.no_shows,
            found.cancelled,
            found.last_visit.date().isoformat() if found.last_visit else "",
            customer.legacy_id,
        )


def _said_yes(customer_ids: list[int]) -> set[int]:
    """Who said yes to news last."""
    said = Consent.objects.filter(customer_id__in=customer_ids, purpose=Purpose.NEWS)
    holding = dict(said.order_by("at", "id").values_list("customer_id", "is_given"))
    return {key for key, is_given in holding.items() if is_given}
