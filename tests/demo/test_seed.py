"""The sample businesses: believable, repeatable, made once."""

from __future__ import annotations

import pytest

from bookings.models import Occupancy, Venue
from bookings.selectors.setup import setup_of
from boom.demo.history import make_bookings, make_customers
from boom.demo.plans import VELVET
from boom.demo.seed import seed
from tenants.context import public_scope, tenant_scope
from tenants.models import Business
from tests.conftest import TONIGHT

pytestmark = pytest.mark.django_db


def silence(line: str) -> None:
    """Nobody watches."""


def test_the_sample_is_made_once_and_its_people_can_log_in(public):
    log_ins = seed(now=TONIGHT, say=silence)
    seed(now=TONIGHT, say=silence)

    assert Business.objects.filter(subdomain__in=["velvet", "keyhole", "encore"]).count() == 3
    assert {log_in.email for log_in in log_ins} >= {"owner@velvet.example.com", "admin@example.com"}


def test_the_history_is_full_and_the_same_for_the_same_day(public):
    seed(now=TONIGHT, say=silence)

    with public_scope():
        velvet = Business.objects.get(subdomain="velvet")
    with tenant_scope(velvet):
        setup = setup_of(Venue.objects.get())
        once, again = (
            [
                (row.reference, row.room_id, row.starts_at, row.status)
                for row in make_bookings(VELVET, setup, make_customers(VELVET), now=TONIGHT)
            ]
            for _ in range(2)
        )

        assert once == again
        assert Occupancy.objects.count() == len(once) > 3000
        assert Occupancy.objects.filter(status="checked_in").exists()
