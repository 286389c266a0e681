"""Web servers whose clocks disagree by hours sell one evening: only the database's clock counts.

A hold that one machine gives is live on the others until its time is really up, log-ins and rules mean the
same everywhere. The control is a machine that believes its own clock.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection

from accounts.models import User
from bookings.models import Booking, Room, Venue
from bookings.services import setup
from boom.core import clock
from tenants.context import tenant_scope
from tenants.models import Business
from tests.committed import founded
from tests.faults.storm import Browser, Storm, storming
from tests.live.conftest import session_of

LONDON = ZoneInfo("Europe/London")
WRONG, BELIEVED = "tests.faults.settings_wrong_clock", "tests.faults.settings_clock_believed"


@contextmanager
def machine(folder: Path, *, hours: float = 0, settings: str = WRONG) -> Iterator[Storm]:
    """A web server, its clock so many hours fast."""
    folder.mkdir()
    env = {"DJANGO_SETTINGS_MODULE": settings, "BOOM_DRILL_CLOCK_HOURS": str(hours)} if hours else {}
    with storming(folder, size=1, workers=1, **env) as storm:
        yield storm


@pytest.fixture(scope="module")
def machines(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, Storm]]:
    """One whose clock is right, one an hour fast, one an hour slow."""
    folder = tmp_path_factory.mktemp("machines")
    with ExitStack() as stack:
        yield {
            name: stack.enter_context(machine(folder / name, hours=hours))
            for name, hours in {"right": 0, "fast": 1, "slow": -1}.items()
        }


@pytest.fixture(scope="module")
def bar(django_db_setup: None, django_db_blocker: Any) -> Iterator[Business]:
    """Open round the clock, so that there is always an evening to sell."""
    with django_db_blocker.unblock(), founded() as business:
        with tenant_scope(business):
            venue = Venue.objects.get()
            setup.set_opening_hours(venue_id=venue.pk, rows=[(day, time(0), time(0)) for day in range(7)])
        yield business
        connection.close()


@pytest.fixture
def room(bar: Business, committing: None) -> Iterator[Room]:
    with tenant_scope(bar):
        name = f"Room {Room.objects.count() + 1}"
        yield setup.add_room(
            venue_id=Venue.objects.get().pk, name=name, capacity_max=6, price_per_hour_minor=3000
        )


# Everybody is somebody else, whichever machine they come to: a form sent twice would be one hold.
numbers = itertools.count(1)


def at(storm: Storm, bar: Business, *, session: str = "") -> Browser:
    """Somebody new, at one machine."""
    number = next(numbers)
    return Browser(number, f"{bar.host}:{storm.port}", storm.client, session, f"{number:032}")


def slot_of(room: Room) -> dict[str, Any]:
    start = datetime.combine(datetime.now(LONDON).date() + timedelta(days=14), time(20), LONDON)
    return {"room": room.pk, "start": f"{start.astimezone(UTC):%Y%m%dT%H%MZ}", "minutes": 60, "people": 2}


def held_until(page: str) -> list[str]:
    return re.findall(r"\d\d:\d\d(?::\d\d)?", page.partition("held")[2][:400])


@pytest.mark.parametrize("giver", ["right", "fast", "slow"])
@pytest.mark.parametrize("taker", ["right", "fast", "slow"])
def test_a_hold_means_the_same_on_every_machine(
    giver: str, taker: str, machines: dict[str, Storm], bar: Business, room: Room
):
    hold = at(machines[giver], bar).post("/book/hold/", **slot_of(room))
    rival = at(machines[taker], bar).post("/book/hold/", **slot_of(room))
    [held] = Booking.objects.filter(room=room)
    address = hold.headers["location"]
    shown = [at(machines[each], bar).get(address) for each in (giver, taker)]
    booked = at(machines[taker], bar).post(address, name="Ann", email="ann@example.com")

    assert (hold.status_code, rival.status_code, booked.status_code) == (302, 409, 302)
    assert [page.status_code for page in shown] == [200, 200]
    assert held_until(shown[0].text) == held_until(shown[1].text)
    assert abs(held.held_until - held.created_at - timedelta(minutes=10)) < timedelta(seconds=5)
    assert list(Booking.objects.filter(room=room).values_list("id", "status")) == [(held.pk, "confirmed")]


@pytest.mark.parametrize("name", ["fast", "slow"])
def test_an_hour_that_is_over_cannot_be_booked_and_one_to_come_can(
    name: str, machines: dict[str, Storm], bar: Business, room: Room
):
    """Notice is counted by the database's clock: half an hour ago is over, whatever the machine thinks."""
    notice = timedelta(minutes=Venue.objects.get().lead_time)
    soonest, margin = clock.now() + notice, timedelta(seconds=10)
    # The fast machine would take the first hour that is left for one that is over, the slow one the last.
    hour = {"minute": 0, "second": 0, "microsecond": 0}
    before = (soonest - margin).replace(**hour)
    after = (soonest + margin).replace(**hour) + timedelta(hours=1)

    answers = [
        at(machines[name], bar).post("/book/hold/", **slot_of(room) | {"start": f"{start:%Y%m%dT%H%MZ}"})
        for start in (before, after)
    ]

    assert [answer.status_code for answer in answers] == [422, 302]


@pytest.mark.parametrize("name", ["fast", "slow"])
def test_a_log_in_made_on_one_machine_is_good_on_the_other(
    name: str, machines: dict[str, Storm], bar: Business, committing: None
):
    with tenant_scope(bar):
        session = session_of(bar, User.objects.get(role="owner"))

    answers = [
        at(machines[each], bar, session=session).get("/dashboard/").status_code for each in ("right", name)
    ]

    assert answers == [200, 200]


def test_control_a_machine_that_believes_its_clock_sells_what_is_held(
    machines: dict[str, Storm], bar: Business, room: Room, tmp_path: Path
):
    with machine(tmp_path / "believing", hours=1, settings=BELIEVED) as believing:
        hold = at(machines["right"], bar).post("/book/hold/", **slot_of(room))
        rival = at(believing, bar).post("/book/hold/", **slot_of(room))

    assert (hold.status_code, rival.status_code) == (302, 302)
