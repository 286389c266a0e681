"""Workers and relay killed with -9 while events go out to other programs: none lost, and none but what a kill
repeats comes twice, under the same id.

`BOOM_DRILL=all` plays fifty rounds; the ordinary run three.
"""

from __future__ import annotations

import os
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from random import Random

import pytest
from django.conf import LazySettings

from boom.core.models import OutboxDelivery
from integrations.models import DeliveryState, WebhookDelivery, WebhookEndpoint
from integrations.services.webhooks import add_endpoint
from tenants.context import tenant_scope
from tests.faults.conftest import PATIENCE_S, Stage
from tests.receivers import Receiver, receiving

ROUNDS = 50 if os.environ.get("BOOM_DRILL") == "all" else 3
# Who may be killed where. No point: at any instant.
PLACES = [
    ("worker", "webhook.answered"),
    ("worker", "deliver.claimed"),
    ("worker", "deliver.handled"),
    ("relay", "relay.marked"),
    ("relay", "relay.offered"),
    ("worker", ""),
    ("relay", ""),
]


@pytest.fixture
def receiver(stage: Stage, settings: LazySettings) -> Iterator[Receiver]:
    settings.OUTBOUND_ALLOWS_LOOPBACK = True
    stage.env["BOOM_OUTBOUND_LOOPBACK"] = "1"
    with receiving() as receiver:
        yield receiver
    for name in ("relay", "worker"):
        stage.end(name)
    with tenant_scope(stage.business):
        WebhookEndpoint.objects.update(state="paused")


def test_kills_lose_no_event_and_repeat_one_at_most_each(stage: Stage, receiver: Receiver):
    add_endpoint(url=f"{receiver.url}/hook", kinds=[])
    chance = Random(20261123)
    died: Counter[str] = Counter()

    for number in range(ROUNDS):
        who, point = PLACES[number % len(PLACES)] if len(PLACES) > ROUNDS else chance.choice(PLACES)
        died[point or "any instant"] += strike(stage, chance, who, point)

    events = set(WebhookDelivery.objects.values_list("event_id", flat=True))
    came = Counter(call.headers["webhook-id"] for call in receiver.calls)
    assert len(events) == 2 * ROUNDS
    assert came.keys() == events
    assert sum(came.values()) - len(came) <= died["webhook.answered"] + died["any instant"]
    assert len({(call.headers["webhook-id"], call.body) for call in receiver.calls}) == len(events)


def strike(stage: Stage, chance: Random, who: str, point: str) -> int:
    """Two bookings are made while somebody dies; then all settles. Returns how many died."""
    folder = Path(tempfile.mkdtemp(prefix="faults-", dir=stage.folder))
    env = {"BOOM_FAULT": f"{point}:kill", "BOOM_FAULT_DIR": str(folder)} if point else {}
    server = {"worker": stage.worker, "relay": stage.relay}[who](**env)
    everybody(stage)
    knife = threading.Timer(chance.uniform(0.0, 0.8), server.kill)
    if not point:
        knife.start()
    stage.book(2)
    settle(stage)
    if not point:
        knife.join()
        settle(stage)
        return 1
    return int(any(folder.iterdir()))


def everybody(stage: Stage) -> None:
    """Whoever is dead is started again."""
    stage.worker()
    stage.relay()


def settle(stage: Stage) -> None:
    """Wait until every booking's event is delivered and nothing is due."""
    deadline = time.monotonic() + PATIENCE_S
    while not is_settled(stage):
        assert time.monotonic() < deadline, list(WebhookDelivery.objects.values("state", "attempts"))
        everybody(stage)
        time.sleep(0.05)


def is_settled(stage: Stage) -> bool:
    told = WebhookDelivery.objects.filter(state=DeliveryState.DELIVERED).count()
    return told == len(stage.acknowledged) and not OutboxDelivery.objects.exclude(state="done").exists()
