"""A commit that published facts nudges the relay once, and does without when Redis is away."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from django.conf import LazySettings
from django.db import transaction

from boom.core import nudges, outbox
from boom.core.actor import acting
from boom.core.outage import Outage
from tests.factories import make_venue


@pytest.fixture
def nudged() -> Iterator[Iterator[bool]]:
    listening = nudges.listen(timeout=0.3)
    # The first answer says that the subscription stands.
    assert next(listening) is False
    yield listening
    listening.close()


def test_a_commit_with_many_facts_nudges_once(live_business, nudged):
    with transaction.atomic():
        outbox.publish("test.one")
        outbox.publish("test.two")

    assert [next(nudged), next(nudged)] == [True, False]


def test_a_rollback_nudges_nobody(live_business, nudged):
    with transaction.atomic():
        outbox.publish("test.one")
        transaction.set_rollback(True)

    assert next(nudged) is False


def test_a_fact_survives_the_savepoint_of_another_that_did_not(live_business, nudged):
    with transaction.atomic():
        with transaction.atomic():
            outbox.publish("test.undone")
            transaction.set_rollback(True)
        outbox.publish("test.one")

    assert [next(nudged), next(nudged)] == [True, False]


def test_without_redis_the_commit_stands_and_hardly_waits(
    business, settings: LazySettings, monkeypatch: pytest.MonkeyPatch
):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    monkeypatch.setattr(nudges, "_redis", Outage("away", left_alone_s=5))

    began = time.monotonic()
    for _ in range(20):
        with transaction.atomic():
            message = outbox.publish("test.one")

    assert time.monotonic() - began < 1
    assert outbox.OutboxMessage.objects.filter(pk=message.pk).exists()


def test_a_fact_says_which_open_page_asked(live_business):
    with acting(client="page-4711"), transaction.atomic():
        message = outbox.publish("test.one", venue=make_venue().pk)

    assert message.payload["by"] == "page-4711"
