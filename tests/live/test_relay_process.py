"""The relay as a process: quick, patient without Redis, and gone when asked."""

from __future__ import annotations

import statistics
import time
from pathlib import Path

from django.conf import LazySettings
from django.db import transaction

from boom.core import nudges, outbox
from boom.core.outage import Outage
from tenants.models import Business
from tests import servers
from tests.live.conftest import Door

# What issue and guide promise to every open board; an idle machine takes some 15 ms.
PROMISED_S = 0.5
CHANGES = 20


def publish(day: str) -> float:
    with transaction.atomic():
        outbox.publish("booking.held", booking=1, rooms=[1], days=[day])
    return time.perf_counter()


def test_a_commit_is_on_the_socket_well_within_half_a_second(live_business: Business, door: Door, relay):
    page = door.availability(live_business)
    publish("0")
    page.next()

    took = []
    for number in range(1, CHANGES + 1):
        committed = publish(str(number))
        assert page.next()["days"] == [str(number)]
        took.append(time.perf_counter() - committed)
        time.sleep(0.06)

    assert statistics.median(took) < PROMISED_S


def test_without_a_nudge_it_looks_by_itself(
    live_business: Business, door: Door, relay, settings: LazySettings, monkeypatch
):
    page = door.availability(live_business)
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(nudges, "_redis", Outage("away", left_alone_s=5))

    committed = publish("1")

    assert page.next()["days"] == ["1"]
    assert time.perf_counter() - committed < 3


def test_sigterm_ends_it_cleanly(committing: None, tmp_path: Path):
    with servers.relay(tmp_path) as running:
        began = time.monotonic()

        code = running.stop()

        assert (code, time.monotonic() - began < 5) == (0, True)
        assert "the relay has stopped" in running.said()
        assert "Traceback" not in running.said()


def test_it_shows_its_pulse_while_it_looks(committing: None, tmp_path: Path):
    pulse = tmp_path / "pulse"
    with servers.running(
        "relay", ["manage.py", "relay", "--pulse", str(pulse)], folder=tmp_path, says="the relay runs"
    ):
        servers.await_file(pulse)
        pulse.unlink()

        servers.await_file(pulse)


def test_control_without_the_database_the_pulse_stops(tmp_path: Path):
    pulse = tmp_path / "pulse"
    nowhere = "postgresql://nobody@127.0.0.1:1/none"
    with servers.running(
        "relay",
        ["manage.py", "relay", "--pulse", str(pulse)],
        folder=tmp_path,
        says="could not work and tries again",
        DATABASE_URL=nowhere,
        DATABASE_OWNER_URL=nowhere,
    ):
        assert not pulse.exists()
