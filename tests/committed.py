"""A business whose changes really commit: for tests with threads, other processes, and what follows a commit.

Ordinary tests run in a transaction that is undone; what such a test writes nobody else can see. Here a
business is signed up for good and removed afterwards, schema and all.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction

from bookings.services.onboarding import sign_up
from boom.core import clock
from boom.core.models import OutboxDelivery, OutboxMessage, OutboxSignal
from tenants.context import public_scope, tenant_scope
from tenants.models import Business
from tenants.provisioning.schemas import drop_schema, stock_spares

_numbers = itertools.count(1)


@contextmanager
def founded(**given: Any) -> Iterator[Business]:
    """A karaoke bar in London that exists for everybody while the block runs. Needs an unblocked database."""
    number = next(_numbers)
    values = {
        "business_name": f"Founded {number}",
        "subdomain": f"founded-{number}",
        "kind": "karaoke",
        "owner_name": "Olive Owner",
        "email": "olive@founded.example",
        "password": "correct horse battery",
        "time_zone": "Europe/London",
        "currency": "GBP",
    }
    with public_scope():
        stock_spares(wanted=1)
        business, _ = sign_up(**values | given, now=clock.now())
    try:
        yield business
    finally:
        with public_scope():
            business.delete()
            _forget_facts()
        drop_schema(business.schema_name)


def _forget_facts() -> None:
    """Empty the platform's outbox, though a relay that another test keeps running may be reading it."""
    with transaction.atomic():
        # Whoever adds a delivery waits for this lock, and then finds the fact gone.
        facts = list(OutboxMessage.objects.select_for_update().values_list("pk", flat=True))
        OutboxDelivery.objects.filter(message__in=facts).delete()
        OutboxMessage.objects.filter(pk__in=facts).delete()
        OutboxSignal.objects.all().delete()


@pytest.fixture
def committing(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """The database without the transaction that would undo the test."""
    with django_db_blocker.unblock():
        yield
        connection.close()


@pytest.fixture
def live_business(committing: None) -> Iterator[Business]:
    """A business of its own for the test, in its scope, where every change really commits."""
    with founded() as business, tenant_scope(business):
        yield business
