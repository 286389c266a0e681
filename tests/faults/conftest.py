"""A drill's stage: a Valkey of its own that may be killed, a mail server, Boom's processes, and a judge.

The judge reads what was acknowledged, the database and the letterbox. It knows nothing of the code.
"""

from __future__ import annotations

import os
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import redis
from aiosmtpd.controller import Controller
from django.conf import LazySettings
from django.db import transaction

from boom.core import clock, nudges, outbox
from boom.core.models import OutboxDelivery
from boom.runtime.home import Home
from boom.runtime.valkey import Valkey
from notifications.models import Message
from tenants.context import tenant_scope
from tenants.models import Business
from tests import servers
from tests.committed import founded
from tests.factories import make_booking, make_room
from tests.faults.crowd import Crowd
from tests.notifications.conftest import Postbox
from tests.servers import Server, free_port

Start = Callable[..., AbstractContextManager[Server]]

# Whatever was due has to be done by then after the last process came back (reliability.md, D1).
PATIENCE_S = 60.0


@dataclass
class Stage:
    """Where drills play, one after the other. `env` is what its processes get; those that live are kept."""

    folder: Path
    business: Business
    valkey: Valkey
    postbox: Postbox
    env: dict[str, str]
    stack: ExitStack = field(default_factory=ExitStack)
    running: dict[str, Server] = field(default_factory=dict)
    live_port: int = 0
    # What the client was told is done, and what it was told is not, by reference.
    acknowledged: set[str] = field(default_factory=set)
    rolled_back: set[str] = field(default_factory=set)
    hours_booked: int = 0

    def relay(self, **env: str) -> Server:
        """The relay that runs, or a new one; with `env` always a new one."""
        return self._one("relay", servers.relay, env)

    def worker(self, **env: str) -> Server:
        return self._one("worker", servers.worker, env)

    def web(self, port: int, **env: str) -> Server:
        """The pages at a port, for whoever tells us of something there."""
        return self._one("web", partial(servers.pages, port=port, workers=1), env)

    def sockets(self) -> int:
        """The port of the live socket's process."""
        if not self._is_running("live"):
            self.running["live"], self.live_port = self.stack.enter_context(
                servers.live_sockets(self.folder, **self.env)
            )
        return self.live_port

    def end(self, name: str) -> None:
        """Let a process finish, if it runs."""
        if self._is_running(name):
            self.running[name].stop()

    def _one(self, name: str, start: Start, env: dict[str, str]) -> Server:
        if env:
            self.end(name)
        if not self._is_running(name):
            self.running[name] = self.stack.enter_context(start(self.folder, **self.env | env))
        return self.running[name]

    def _is_running(self, name: str) -> bool:
        return name in self.running and self.running[name].process.poll() is None

    def fault(self, *points: str) -> dict[str, str]:
        """Environment in which each point kills one process, once."""
        faults = self.folder / "faults"
        faults.mkdir(exist_ok=True)
        return {
            "BOOM_FAULT": ",".join(f"{point}:kill" for point in points),
            "BOOM_FAULT_DIR": str(faults),
        }

    def struck(self) -> set[str]:
        """The points that have killed somebody."""
        return {file.name.removesuffix("-kill") for file in (self.folder / "faults").iterdir()}

    def book(self, count: int = 1, *, undo: bool = False) -> None:
        """Confirm bookings, each with its fact, in one transaction each; `undo` rolls them back instead."""
        room = make_room()
        for _ in range(count):
            starts_at = clock.now() + timedelta(days=30, hours=self.hours_booked)
            self.hours_booked += 1
            with transaction.atomic():
                booking = make_booking(room=room, starts_at=starts_at, status="confirmed")
                outbox.publish("booking.created", booking=booking.pk, rooms=[room.pk], days=["2026-12-24"])
                if undo:
                    transaction.set_rollback(True)
            (self.rolled_back if undo else self.acknowledged).add(booking.reference)

    def await_mails(self) -> Counter[str]:
        """Wait until every acknowledged booking has had a mail; how often each Message-ID came."""
        deadline = time.monotonic() + PATIENCE_S
        while self.mailed_references() < self.acknowledged and time.monotonic() < deadline:
            time.sleep(0.05)
        self.await_marks()
        return Counter(str(mail["Message-ID"]) for mail in self.ours())

    def await_marks(self) -> None:
        """Wait until nobody is at work any more: every message is marked as sent."""
        deadline = time.monotonic() + PATIENCE_S
        while Message.objects.exclude(state="sent").exists() and time.monotonic() < deadline:
            time.sleep(0.05)

    def await_deliveries(self) -> None:
        """Wait until what a killed worker left has been taken up again, and nothing is due."""
        deadline = time.monotonic() + PATIENCE_S
        while OutboxDelivery.objects.exclude(state="done").exists() and time.monotonic() < deadline:
            time.sleep(0.05)

    def ours(self) -> list[EmailMessage]:
        """Mails about this drill's bookings; a late one of the drill before is not its business."""
        return [mail for mail in list(self.postbox.mails) if self._named_in(mail)]

    def mailed_references(self) -> set[str]:
        """References of this drill's bookings that somebody had a mail about."""
        return {reference for mail in self.ours() for reference in self._named_in(mail)}

    def _named_in(self, mail: EmailMessage) -> set[str]:
        body = mail.get_body(("plain",))
        words = str(body.get_content()) if body else ""
        return {each for each in self.acknowledged | self.rolled_back if _shown(each) in words}

    def judge(self, *, repeats: int = 0) -> None:
        """Everything acknowledged was mailed about, nothing else; at most `repeats` mails came twice."""
        came = self.await_mails()
        assert self.mailed_references() == self.acknowledged
        assert len(came) == len(self.acknowledged)
        assert max(came.values()) <= 2
        assert sum(came.values()) - len(came) <= repeats


def _shown(reference: str) -> str:
    return f"{reference[:3]}-{reference[3:]}"


@pytest.fixture(scope="module")
def whole_stage(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Stage]:
    """Starting processes takes longer than the drills, so a module's drills share what survives them.

    They end with the module: a relay and a worker at large would do the work of the next one's tests, too.
    """
    folder = tmp_path_factory.mktemp("drills")
    valkey = Valkey(Home(folder / "home"), os.environ, for_tests=True)
    valkey.start()
    postbox = Postbox()
    letterbox = Controller(postbox, hostname="127.0.0.1", port=free_port())
    letterbox.start()
    env = {
        "DJANGO_SETTINGS_MODULE": "tests.faults.settings",
        "REDIS_URL": valkey.url,
        "BOOM_DRILL_SMTP_PORT": str(letterbox.port),
    }
    with django_db_blocker.unblock(), founded() as business:
        stage = Stage(folder, business, valkey, postbox, env)
        with stage.stack:
            yield stage
    letterbox.stop()
    valkey.stop()


@pytest.fixture
def stage(whole_stage: Stage, committing: None, settings: LazySettings) -> Iterator[Stage]:
    """The stage, swept."""
    settings.REDIS_URL = whole_stage.valkey.url
    nudges._client.cache_clear()
    for names in (whole_stage.acknowledged, whole_stage.rolled_back, whole_stage.postbox.mails):
        names.clear()
    with tenant_scope(whole_stage.business):
        yield whole_stage
    nudges._client.cache_clear()


@pytest.fixture
def flush(stage: Stage) -> Callable[[], None]:
    """Empty the drill's Valkey: queue, cache, everything."""

    def do() -> None:
        with redis.Redis.from_url(stage.valkey.url) as client:
            client.flushall()

    return do


@pytest.fixture
def crowd(live_business: Business) -> Iterator[Crowd]:
    crowd = Crowd(live_business)
    yield crowd
    crowd.close()
