"""D2: the web server killed in the middle of its work. What was answered stands, the rest is whole or absent.

The client writes down what it was told. The judge reads that and the database, and knows nothing of the code.
"""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from zoneinfo import ZoneInfo

import httpx
import pytest
from django.db import connection

from accounts.models import User
from audit.models import AuditEvent
from bookings.models import Booking, Room, Venue
from bookings.services import setup
from boom.core.models import OutboxMessage
from boom.runtime.postgres import SETTINGS, TEST_SETTINGS
from tenants.context import tenant_scope
from tenants.models import Business
from tests import servers
from tests.committed import founded
from tests.database import ROOT
from tests.faults.storm import Browser
from tests.live.conftest import session_of

CLIENTS, KILLS = 8, 3
LONDON = ZoneInfo("Europe/London")
PATIENCE_S = 30.0


@dataclass
class Desk:
    """One colleague who books evening after evening in a room of her own, and tries again until answered."""

    browser: Browser
    room_id: int
    acknowledged: set[str] = field(default_factory=set)
    unanswered: int = 0

    def work(self, over: threading.Event) -> None:
        """Book until it is over; a booking that got no answer is sent again, under the key it had."""
        for number in range(200):
            if over.is_set():
                return
            self._book(number)

    def _book(self, number: int) -> None:
        key = f"{self.room_id}-{number}"
        deadline = time.monotonic() + PATIENCE_S
        while time.monotonic() < deadline:
            try:
                answer = self.browser.post("/dashboard/bookings/new/", key=key, **self._evening(number))
            except httpx.TransportError:
                self.unanswered += 1
                time.sleep(0.05)
                continue
            assert answer.status_code in {302, 503}, answer.text[:2000]
            if answer.status_code == 302:
                self.acknowledged.add(key)
                return
        raise AssertionError("the web server never came back")

    def _evening(self, number: int) -> dict[str, object]:
        day = datetime.now(LONDON).date() + timedelta(days=2 + number // 12)
        start = f"{10 + number % 12}:00"
        return {
            "room": self.room_id,
            "day": day,
            "start": start,
            "length": 60,
            "name": "Ann",
            "source": "phone",
        }


@pytest.fixture
def bar(committing: None) -> Iterator[Business]:
    with founded() as business:
        with tenant_scope(business):
            venue = Venue.objects.get()
            setup.set_opening_hours(
                venue_id=venue.pk, rows=[(day, datetime.min.time(), datetime.min.time()) for day in range(7)]
            )
            for number in range(CLIENTS):
                setup.add_room(
                    venue_id=venue.pk, name=f"Room {number}", capacity_max=6, price_per_hour_minor=3000
                )
            yield business
        connection.close()


def test_killed_web_servers_lose_nothing_that_was_answered_and_leave_nothing_half_done(
    bar: Business, tmp_path: Path
):
    random, over, port = Random(20261122), threading.Event(), servers.free_port()
    session = session_of(bar, User.objects.get(role="owner"))
    env = {"PORT": str(port)}
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20, trust_env=False) as client:
        desks = [
            Desk(Browser(room.pk, f"{bar.host}:{port}", client, session), room.pk)
            for room in Room.objects.order_by("id")
        ]
        with ThreadPoolExecutor(CLIENTS) as pool:
            work = []
            for _ in range(KILLS):
                with servers.pages(tmp_path, port=port, **env) as web:
                    done = sum(len(desk.acknowledged) for desk in desks)
                    work = work or [pool.submit(desk.work, over) for desk in desks]
                    # On a busy machine a second may be too short for a single booking.
                    await_more(desks, done + CLIENTS)
                    time.sleep(random.random())
                    web.kill()
            with servers.pages(tmp_path, port=port, **env):
                time.sleep(1)
                over.set()
                for each in work:
                    each.result(timeout=PATIENCE_S)

    judge(desks)


def await_more(desks: list[Desk], count: int) -> None:
    """Wait until the desks have been told of so many bookings in all."""
    deadline = time.monotonic() + PATIENCE_S
    while sum(len(desk.acknowledged) for desk in desks) < count and time.monotonic() < deadline:
        time.sleep(0.02)


def judge(desks: list[Desk]) -> None:
    """Every booking answered for is there, once; every one that is there has its fact and its record."""
    acknowledged = {key for desk in desks for key in desk.acknowledged}
    rows = {row.idempotency_key: row for row in Booking.objects.all()}
    made = Counter(
        AuditEvent.objects.filter(table="bookings_occupancy", action="insert").values_list(
            "entity_id", flat=True
        )
    )
    facts = Counter(
        payload["booking"]
        for payload in OutboxMessage.objects.filter(kind="booking.created").values_list("payload", flat=True)
    )

    assert sum(desk.unanswered for desk in desks) > 0, "nobody was interrupted: the drill showed nothing"
    assert len(acknowledged) > CLIENTS
    assert acknowledged <= rows.keys()
    assert len(rows) == Booking.objects.count()
    assert {row.status for row in rows.values()} == {"confirmed"}
    assert facts == Counter({row.pk: 1 for row in rows.values()})
    assert made == Counter({str(row.pk): 1 for row in rows.values()})


def test_the_database_waits_for_its_disk_before_it_says_done():
    """Nothing of ours turns it off, but for the throw-away servers of test runs."""
    told = [
        *(ROOT / "deploy").rglob("*"),
        ROOT / "docker-compose.yml",
        *(ROOT / "boom" / "runtime").glob("*.sql"),
    ]
    texts = [path.read_text(errors="replace") for path in told if path.is_file()]

    assert SETTINGS.keys().isdisjoint(TEST_SETTINGS)
    assert len(texts) > 5
    assert [text for text in texts for name in TEST_SETTINGS if name in text] == []
