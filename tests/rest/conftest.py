"""Programs that call the first twin's API."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from accounts.models import User
from tenants.models import Business
from tests.factories.api import Program, make_api_key, program_of


@pytest.fixture
def program_as(business: Business, now: datetime) -> Callable[[str], Program]:
    """The program of somebody with a role: `program_as("front_desk")`."""
    return lambda role: program_of(business, User.objects.get(role=role), now=now)


@pytest.fixture
def program(program_as: Callable[[str], Program]) -> Program:
    """The owner's program."""
    return program_as("owner")


@pytest.fixture
def with_key(business: Business, now: datetime) -> Callable[..., Program]:
    """A program with a key that may do what is named: `with_key("bookings.view_calendar")`."""

    def make(*permissions: str, **more: object) -> Program:
        owner = User.objects.get(role="owner")
        _, secret = make_api_key(made_by=owner, now=now, permissions=permissions, **more)  # type: ignore[arg-type]
        return Program(business, secret)

    return make


@pytest.fixture
def nobody(business: Business) -> Program:
    """A program without a credential."""
    return Program(business)


@pytest.fixture
def kept_open() -> Iterator[None]:
    """The connection stays this test's: a server closes old ones around each request."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
