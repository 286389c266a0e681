"""Packages that add to Boom: named in the environment, found at the start, asked at each point."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.core.exceptions import ImproperlyConfigured

from bookings import more_rules, page_parts
from bookings.domain.interval import Interval
from bookings.errors import RulesBroken
from bookings.models import Booking, Venue
from bookings.services.holds import hold_slot
from boom.plugins import plugin_routes
from integrations.views import hub
from tests.conftest import HostClient
from tests.factories import make_room

ROOT = Path(__file__).parents[2]
LOOK = """
import django
django.setup()
from django.conf import settings
from django.urls import resolve, reverse
from boom.core import outbox
from bookings import more_rules, page_parts
from bookings.domain.interval import Interval
from integrations.views import hub
found = resolve("/dashboard/x/doorbell/", urlconf="boom.urls_tenant")
print(found.func.access, reverse("doorbell:bell", urlconf="boom.urls_tenant"), settings.TENANT_APPS[-1])
print("doorbell.ring" in outbox.registered_handlers(), [rule.__name__ for rule in more_rules._rules])
print("how_to_ring" in [part.__name__ for part in page_parts._venue], [tile.title for tile in hub._added])
"""


def test_a_plugin_that_the_environment_names_is_found_at_every_point():
    env = os.environ | {
        "BOOM_PLUGINS": "tests.plugins.doorbell",
        "BOOM_WITHOUT_SERVICES": "1",
        "DJANGO_SETTINGS_MODULE": "boom.settings.test",
    }

    run = subprocess.run(
        [sys.executable, "-c", LOOK], cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )

    assert run.stdout.splitlines() == [
        "integrations.connect /dashboard/x/doorbell/ tests.plugins.doorbell",
        "True ['no_thirteen']",
        "True ['Doorbell']",
    ], run.stderr


def test_a_page_that_does_not_say_who_may_call_it_keeps_boom_from_starting(settings: LazySettings):
    settings.PLUGINS = ["tests.plugins.doorbell"]
    assert [str(route.pattern) for route in plugin_routes()] == ["dashboard/x/doorbell/"]
    settings.PLUGINS = ["tests.plugins.open_door"]

    with pytest.raises(ImproperlyConfigured, match="open_door"):
        plugin_routes()


@pytest.fixture
def plugged(business: object) -> Iterator[None]:
    """What the doorbell adds to bookings, for one test."""
    points: list[list[Any]] = [more_rules._rules, page_parts._venue, hub._added]
    before = [list(point) for point in points]
    from tests.plugins.doorbell.boom_plugin import how_to_ring, no_thirteen

    for point, were, added in zip(points, before, ([no_thirteen], [how_to_ring], []), strict=True):
        point[:] = [*were, *added]
    yield
    for point, were in zip(points, before, strict=True):
        point[:] = were


def test_its_rule_is_held_to_and_its_part_is_shown(plugged: None, customer_client: HostClient, now: datetime):
    Booking.objects.all().delete()
    room = make_room(Venue.objects.get(), capacity_max=20)
    span = Interval(now + timedelta(hours=2), now + timedelta(hours=3))

    def hold(people: int) -> Booking:
        return hold_slot(room_id=room.pk, span=span, party_size=people, now=now)

    with pytest.raises(RulesBroken) as refused:
        hold(13)

    assert [blocker.code for blocker in refused.value.blockers] == ["doorbell-thirteen"]
    assert hold(12).party_size == 12
    assert "<p>Ring twice.</p>" in customer_client.get("/").content.decode()
