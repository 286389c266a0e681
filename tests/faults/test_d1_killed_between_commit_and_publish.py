"""D1: relay and worker killed with -9 between any two steps. What was acknowledged is told, nothing else."""

from __future__ import annotations

import os
import random
import subprocess
import sys
import time

import pytest

from boom.core.faultpoints import POINTS
from boom.core.models import OutboxDelivery, OutboxMessage
from tests.drills import rounds
from tests.faults.conftest import Stage

RELAY_POINTS = sorted(point for point in POINTS if point.startswith("relay."))
WORKER_POINTS = sorted(point for point in POINTS if point.startswith(("deliver.", "message.")))
SEED = 20261121
ROUNDS = rounds(50, ordinary=1)


def test_a_relay_killed_at_every_point_loses_and_repeats_no_mail(stage: Stage):
    stage.worker()
    stage.book(2)
    stage.book(1, undo=True)

    for _ in RELAY_POINTS:
        relay = stage.relay(**stage.fault(*RELAY_POINTS))
        stage.book(1)
        assert relay.await_end() == -9
    stage.relay()

    stage.judge()
    assert stage.struck() >= set(RELAY_POINTS)


def test_a_worker_killed_at_every_point_repeats_a_mail_only_after_the_providers_yes(stage: Stage):
    stage.relay()
    stage.worker(**stage.fault(*WORKER_POINTS))

    stage.book(6)
    stage.book(1, undo=True)

    stage.judge(repeats=1)
    assert stage.struck() >= set(WORKER_POINTS)
    stage.await_deliveries()
    assert not OutboxDelivery.objects.exclude(state="done").exists()


def test_kills_at_random_instants_lose_nothing(stage: Stage):
    chance = random.Random(SEED)
    relay, worker = stage.relay(), stage.worker()

    for _ in range(ROUNDS):
        stage.book(chance.randint(2, 5))
        stage.book(1, undo=True)
        time.sleep(chance.uniform(0.0, 0.4))
        if chance.random() < 0.5:
            relay.kill()
            relay = stage.relay()
        else:
            worker.kill()
            worker = stage.worker()
        stage.book(1)

    stage.judge(repeats=ROUNDS)


CLIENT = """
import os, signal, sys
import django
django.setup()
from django.db import transaction
from boom.core import outbox
from tenants.context import public_scope, tenant_scope
from tenants.models import Business

def die():
    os.kill(os.getpid(), signal.SIGKILL)

with public_scope():
    business = Business.objects.get(pk=int(sys.argv[1]))
with tenant_scope(business):
    if sys.argv[2] == "with the change":
        with transaction.atomic():
            transaction.on_commit(die)
            outbox.publish("test.happened")
    else:
        with transaction.atomic():
            transaction.on_commit(die)
        with transaction.atomic():
            outbox.publish("test.happened")
"""


@pytest.mark.parametrize(("told", "facts"), [("with the change", 1), ("after the commit", 0)])
def test_a_fact_written_with_its_change_outlives_its_writer_and_the_control_does_not(
    stage: Stage, told: str, facts: int
):
    killed = subprocess.run(
        [sys.executable, "-c", CLIENT, str(stage.business.pk), told],
        env=os.environ | stage.env,
        check=False,
    )

    assert killed.returncode == -9
    assert OutboxMessage.objects.filter(kind="test.happened").count() == facts
    OutboxMessage.objects.filter(kind="test.happened").delete()
