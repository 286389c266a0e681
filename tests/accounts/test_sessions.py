"""Log-ins end: three days after their last use, and fourteen days after they began."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.contrib.sessions.models import Session

from accounts.models import User
from tenants.models import Business
from tests.conftest import HostClient, client_of
from tests.factories import make_user

pytestmark = pytest.mark.django_db

PAGE = "/dashboard/security/"
MONDAY = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)
DAY, HOUR = timedelta(days=1), timedelta(hours=1)


@pytest.fixture
def dana(business: Business) -> User:
    return make_user(name="Dana", email="dana@example.com", role="manager")


def answer(client: HostClient, at: datetime) -> int:
    with time_machine.travel(at, tick=False):
        return client.get(PAGE).status_code


@pytest.fixture
def client(business: Business, dana: User) -> HostClient:
    with time_machine.travel(MONDAY, tick=False):
        return client_of(business, dana)


@pytest.mark.parametrize(("unused", "status"), [(3 * DAY - HOUR, 200), (3 * DAY + HOUR, 302)])
def test_a_log_in_that_is_not_used_for_three_days_ends(client, unused, status):
    assert answer(client, MONDAY + unused) == status


def test_one_that_is_used_every_day_lasts_fourteen_days_and_no_longer(client):
    daily = [answer(client, MONDAY + number * DAY) for number in range(1, 14)]

    assert daily == [200] * 13
    assert answer(client, MONDAY + 14 * DAY + HOUR) == 302


def test_whoever_was_signed_in_before_there_was_an_end_gets_one(client):
    with time_machine.travel(MONDAY, tick=False):
        session = client.session
        del session["ends_at"]
        session.set_expiry(None)
        session.save()

    assert answer(client, MONDAY + DAY) == 200
    assert answer(client, MONDAY + 5 * DAY) == 302


def test_a_use_is_written_once_an_hour_at_the_most(client):
    def ends() -> datetime:
        return Session.objects.get(session_key=client.session.session_key).expire_date

    with time_machine.travel(MONDAY, tick=False):
        begun = ends()
    answer(client, MONDAY + HOUR / 2)
    with time_machine.travel(MONDAY, tick=False):
        soon = ends()
    answer(client, MONDAY + 2 * HOUR)
    with time_machine.travel(MONDAY, tick=False):
        later = ends()

    assert [soon - begun, later - begun] == [timedelta(0), 2 * HOUR]
