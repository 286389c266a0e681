"""A business of its own to import into."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from bookings.services.onboarding import open_first_venue
from boom.core import clock
from tenants.context import public_scope, tenant_scope
from tenants.models import Business
from tenants.provisioning.schemas import stock_spares
from tenants.services import found_business
from tests.conftest import TONIGHT


@pytest.fixture(scope="session")
def spare_schema(django_db_setup: None, django_db_blocker: Any) -> None:
    """A schema in stock for good; each test that claims it gives it back when it is undone."""
    with django_db_blocker.unblock(), public_scope():
        stock_spares(wanted=1)


@pytest.fixture
def evening(db: None) -> Iterator[None]:
    """The clock stands at the conftest's TONIGHT."""
    with clock.set_to(TONIGHT):
        yield


@pytest.fixture
def new_business(spare_schema: None, evening: None) -> Iterator[Business]:
    """Just signed up, untouched: a venue with its kind's usual hours and no room; in its scope."""
    with public_scope():
        business = found_business(
            name="New Place",
            subdomain="new-place",
            kind="karaoke",
            time_zone="Europe/London",
            currency="GBP",
            now=TONIGHT,
        )
    with tenant_scope(business):
        open_first_venue(business=business)
        yield business
