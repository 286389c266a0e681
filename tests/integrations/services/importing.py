"""The sample of an old app's data, brought over; and all that an import touches."""

from __future__ import annotations

from typing import Any

from accounts.models import User
from audit.models import AuditEvent
from bookings.models import Customer, Occupancy, OpeningHours, Room, Venue
from boom.core.models import OutboxMessage
from integrations.legacy.outcome import Outcome
from integrations.legacy.plan import Plan, make_plan
from integrations.legacy.sample import SAMPLE
from integrations.legacy.source import read_source
from integrations.services.legacy_import import import_legacy
from tests.conftest import TONIGHT

EVERY_TABLE = (Venue, OpeningHours, Room, Customer, Occupancy, User, AuditEvent, OutboxMessage)


def sample() -> Plan:
    return make_plan(read_source(SAMPLE))


def run(plan: Plan, **given: Any) -> Outcome:
    return import_legacy(plan=plan, now=TONIGHT, **given)


def contents() -> dict[str, list[Any]]:
    """Every row of every table an import touches."""
    return {model.__name__: list(model.objects.order_by("pk").values()) for model in EVERY_TABLE}
