"""D3: Redis killed, flushed, halted. Booking goes on, nothing is lost, live comes back by itself."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable
from contextlib import ExitStack

import pytest

from boom.core.models import OutboxDelivery
from tests.faults.conftest import Stage
from tests.live.conftest import Door

# A page that hears nothing asks by itself after 25 s (ui.md, "Live"): live has to be back before that.
BACK_WITHIN_S = 25.0


def test_with_redis_killed_booking_goes_on_and_everything_follows_later(stage: Stage):
    stage.relay()
    stage.worker()
    stage.book(2)
    stage.await_mails()
    port = stage.valkey.port

    stage.valkey.process.kill()  # type: ignore[union-attr]
    stage.valkey.process.wait()  # type: ignore[union-attr]
    began = time.monotonic()
    stage.book(5)
    took = time.monotonic() - began
    time.sleep(2)
    stage.valkey.port = port
    stage.valkey.start()
    stage.book(1)

    assert stage.valkey.port == port
    assert took < 2.0
    stage.judge(repeats=1)


def test_a_flushed_queue_is_filled_again_from_the_outbox(stage: Stage, flush: Callable[[], None]):
    stage.end("worker")
    stage.relay()
    stage.book(4)
    deadline = time.monotonic() + 10
    while (
        OutboxDelivery.objects.filter(state="due", offered_at__isnull=False).count() < 4
        and time.monotonic() < deadline
    ):
        time.sleep(0.05)

    flush()
    stage.worker()

    stage.judge()


def test_a_redis_that_hangs_delays_bookings_by_a_blink(stage: Stage):
    stage.relay()
    stage.book(1)
    process = stage.valkey.process
    assert process is not None

    stage.worker()
    process.send_signal(signal.SIGSTOP)
    began = time.monotonic()
    stage.book(5)
    took = time.monotonic() - began
    # Longer than anybody waits for an answer.
    time.sleep(6)
    process.send_signal(signal.SIGCONT)

    assert took < 2.0
    stage.judge()


@pytest.mark.parametrize("how", ["killed", "restarted while nothing happened"])
def test_open_sockets_hear_again_after_redis_was_away(stage: Stage, how: str):
    stage.relay()
    port = stage.sockets()
    with ExitStack() as sockets:
        page = Door(port, sockets).availability(stage.business)
        stage.book(1)
        assert page.next()["t"] == "availability"
        valkey_port = stage.valkey.port

        stage.valkey.process.kill()  # type: ignore[union-attr]
        stage.valkey.process.wait()  # type: ignore[union-attr]
        if how == "killed":
            stage.book(1)
        time.sleep(1)
        stage.valkey.port = valkey_port
        stage.valkey.start()

        deadline = time.monotonic() + BACK_WITHIN_S
        heard = None
        while heard is None and time.monotonic() < deadline:
            stage.book(1)
            try:
                heard = page.next(timeout=1)
            except TimeoutError:
                continue
        assert heard is not None
        assert heard["t"] == "availability"
