"""Children that end are started again, and the end is the end of all."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import suppress

import pytest

from boom.runtime import ports, processes, supervisor
from boom.runtime.children import LOG_BYTES_KEPT, Child, Program, shorten
from boom.runtime.errors import CannotStart
from boom.runtime.home import Home
from boom.runtime.services import Services
from boom.runtime.supervisor import Stopped, Supervisor

GIVEN = {"DATABASE_URL": "postgresql://there/boom", "REDIS_URL": "redis://there"}
SLEEPS = (sys.executable, "-c", "import time; time.sleep(60)")
FAILS = (sys.executable, "-c", "print('no such table'); raise SystemExit(3)")
IGNORES = (
    sys.executable,
    "-c",
    "import signal, time; signal.signal(15, signal.SIG_IGN); print('up', flush=True); time.sleep(60)",
)


@pytest.fixture
def boss(home: Home) -> Iterator[Supervisor]:
    """A supervisor of nothing yet; the test's process gets its own signal handlers back."""
    handlers = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)}
    home.prepare()
    boss = Supervisor(home, Services(home, GIVEN))
    yield boss
    boss.stop()
    for number, handler in handlers.items():
        signal.signal(number, handler)


def watch(boss: Supervisor, seconds: float) -> None:
    """Let it keep things running for a while, as it does until a signal comes."""

    def stop(number: int, frame: object) -> None:
        raise Stopped

    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    with suppress(Stopped):
        boss.keep_running()


def test_a_child_that_was_killed_runs_again(boss: Supervisor, capsys: pytest.CaptureFixture[str]):
    boss.start([Program("worker", SLEEPS)], os.environ)
    [child] = boss.children
    assert child.process is not None
    first = child.process.pid
    child.pause = 0.05

    os.kill(first, signal.SIGKILL)
    watch(boss, 1.0)

    assert child.process is not None
    assert child.process.pid != first
    assert capsys.readouterr().out.splitlines() == [
        f"! worker was ended by SIGKILL; starting it again in 0 s. Its log: {child.log}",
        "! worker runs again",
    ]


def test_each_end_doubles_the_pause_until_it_has_run_for_a_while(home: Home):
    home.prepare()
    child = Child(Program("beat", FAILS), home, os.environ)
    pauses = []

    for _ in range(6):
        child.start()
        assert processes.wait_until(lambda: child.has_ended, seconds=10)
        child.note_the_end()
        pauses.append(child.pause)
    child.start()
    child.started_at -= 3600
    assert processes.wait_until(lambda: child.has_ended, seconds=10)
    child.note_the_end()

    assert (pauses, child.pause) == ([1, 2, 4, 8, 16, 30], 1)


def test_a_child_that_cannot_start_ends_the_start_with_its_last_words(boss: Supervisor):
    boss.start([Program("web", FAILS)], os.environ)

    with pytest.raises(CannotStart, match="web ended:\n    no such table"):
        boss.await_answer(ports.next_free(20000), "localhost", "/", expected=[200])


def test_answers_are_awaited_until_they_are_the_expected_ones(boss: Supervisor):
    port = ports.next_free(20000)
    serve = (
        sys.executable,
        "-m",
        "http.server",
        str(port),
        "--bind",
        ports.LOOPBACK,
        "--directory",
        str(boss.home.run),
    )
    boss.start([Program("web", serve)], os.environ)

    boss.await_answer(port, "localhost", "/", expected=[200])
    boss.await_listener(port)


def test_the_end_takes_along_a_child_that_ignores_the_request(boss: Supervisor):
    boss.start([Program("web", SLEEPS), Program("worker", IGNORES, patience=0.2)], os.environ)
    log = boss.home.log / "worker.log"
    assert processes.wait_until(lambda: b"up" in log.read_bytes(), seconds=10)

    boss.stop()

    assert processes.marked(boss.home.path) == []


def test_a_server_that_was_killed_runs_again_on_its_port(services: Services, boss: Supervisor):
    assert services.postgres is not None
    assert services.postgres.process is not None
    boss.services = services
    port, first = services.postgres.port, services.postgres.process.pid

    os.killpg(first, signal.SIGKILL)
    watch(boss, 2.0)

    assert services.postgres.is_running
    assert (services.postgres.port, services.postgres.process.pid != first) == (port, True)


def test_a_signal_asks_for_the_end_once(boss: Supervisor):
    supervisor.stop_on_signals()

    with pytest.raises(Stopped):
        os.kill(os.getpid(), signal.SIGTERM)

    os.kill(os.getpid(), signal.SIGTERM)  # Would raise again, and leave the end half done.


def test_a_log_that_grew_large_is_set_aside(home: Home):
    home.prepare()
    log = home.log / "web.log"
    log.write_bytes(b"x" * (LOG_BYTES_KEPT + 1))

    shorten(log)

    assert [file.name for file in home.log.iterdir()] == ["web.log.1"]
