"""`make demo`, really run: two copies side by side, a kill -9, a second start, the end of all.

Without sample data: what is tried is the running, and seeding takes its time.
"""

from __future__ import annotations

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import psycopg
import pytest

from boom.runtime import ports, processes
from boom.runtime.endpoints import read_note
from boom.runtime.home import PROJECT, Home


@dataclass
class Demo:
    """One copy, started as the Makefile does."""

    home: Home
    env: dict[str, str]
    process: subprocess.Popen[bytes] = field(init=False)
    seconds: float = field(init=False)

    def start(self, **env: str) -> None:
        """Start it and wait for its line; `seconds` is how long that took."""
        began = time.monotonic()
        self.launch(**env)
        assert processes.wait_until(lambda: self.is_ready or self.has_ended, seconds=120), self.said
        self.seconds = time.monotonic() - began
        assert self.is_ready, self.said

    def launch(self, **env: str) -> None:
        self.home.path.parent.mkdir(exist_ok=True)
        with self.output.open("wb") as output:
            self.process = subprocess.Popen(
                ["make", "--no-print-directory", "demo"],
                cwd=PROJECT,
                env={**self.env, "BOOM_HOME": str(self.home.path), "BOOM_SAMPLE_DATA": "0", **env},
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    @property
    def output(self) -> Path:
        return self.home.path.with_suffix(".out")

    @property
    def said(self) -> str:
        return self.output.read_text()

    @property
    def is_ready(self) -> bool:
        return bool(re.search(r"^ready: ", self.said, re.MULTILINE))

    @property
    def has_ended(self) -> bool:
        return self.process.poll() is not None

    @property
    def port(self) -> int:
        [port] = re.findall(r"^ready: http://localhost:(\d+)/$", self.said, re.MULTILINE)
        return int(port)

    def status(self) -> int:
        connection = http.client.HTTPConnection(ports.LOOPBACK, self.port, timeout=10)
        try:
            connection.request("GET", "/", headers={"Host": f"localhost:{self.port}"})
            return connection.getresponse().status
        finally:
            connection.close()

    @property
    def supervisor(self) -> int:
        """The number of the process that make started and that holds the home."""
        [pid] = re.findall(r"process (\d+)", (self.home.run / "lock").read_text())
        return int(pid)

    def kill(self) -> None:
        """As kill -9 does, or the kernel when memory runs out."""
        os.kill(self.supervisor, signal.SIGKILL)
        self.process.wait(timeout=60)

    def end(self, ask: Callable[[int], None]) -> None:
        """Ask for the end; nothing of it may stay behind."""
        if self.has_ended:
            return
        ask(self.process.pid)
        self.process.wait(timeout=60)
        assert processes.marked(self.home.path) == []
        assert "Stopped. The data is kept" in self.said


def terminate(make: int) -> None:
    """A SIGTERM to make alone, which hands it on."""
    os.kill(make, signal.SIGTERM)


def press_ctrl_c(make: int) -> None:
    """What a terminal does: a SIGINT to make and to what it runs."""
    os.killpg(make, signal.SIGINT)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory, bare_env: dict[str, str]) -> Iterator[Demo]:
    demo = Demo(Home(tmp_path_factory.mktemp("demo") / "first"), bare_env)
    demo.start()
    yield demo
    demo.end(press_ctrl_c)


@pytest.fixture
def another(demo: Demo, tmp_path: Path) -> Iterator[Demo]:
    """A copy beside the first, not started yet."""
    another = Demo(Home(tmp_path / "another"), demo.env)
    yield another
    another.end(terminate)


def command(name: str, demo: Demo) -> subprocess.CompletedProcess[str]:
    """Run another command from the same home."""
    return subprocess.run(
        [sys.executable, "-m", "boom.runtime", name],
        cwd=PROJECT,
        env={**demo.env, "BOOM_HOME": str(demo.home.path)},
        capture_output=True,
        text=True,
        check=False,
    )


def test_two_copies_live_side_by_side_through_a_kill_and_a_second_start(
    demo: Demo, another: Demo, record_property: Callable[[str, object], None]
):
    another.start()
    first_note = read_note(another.home)
    assert first_note is not None
    with psycopg.connect(first_note.database_owner_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE public.kept AS SELECT 'a booking' AS what")
    another.kill()

    another.start()

    second_note = read_note(another.home)
    assert second_note is not None
    with psycopg.connect(second_note.database_url, autocommit=True) as connection:
        kept = connection.execute("SELECT what FROM public.kept").fetchall()
    assert kept == [("a booking",)]
    assert "- Tables" not in another.said  # Nothing is done again that is done.
    record_property("measured", f"{another.seconds:.1f} s to a second start")
    assert another.port != demo.port
    assert "Stand-in for Stripe: test mode, no money moves" in another.said
    assert (demo.status(), another.status()) == (200, 200)

    another.end(terminate)
    assert command("reset", another).returncode == 0
    assert not another.home.path.exists()


def test_a_second_start_from_the_same_home_is_refused(demo: Demo):
    again = command("demo", demo)

    assert again.returncode == 1
    assert f"is in use: make demo, process {demo.supervisor}" in again.stdout


def test_the_data_is_not_thrown_away_under_a_running_copy(demo: Demo):
    assert command("reset", demo).returncode == 1
    assert demo.status() == 200


def test_a_given_port_that_is_taken_ends_the_start(another: Demo):
    with socket.socket() as server:
        server.bind((ports.LOOPBACK, 0))
        server.listen(1)
        taken = server.getsockname()[1]
        another.launch(PORT=str(taken))
        code = another.process.wait(timeout=30)

    assert code != 0
    assert f"Port {taken} is taken" in another.said


def test_other_commands_find_the_running_servers(demo: Demo):
    shown = subprocess.run(
        [
            sys.executable,
            "manage.py",
            "shell",
            "-v0",
            "-c",
            "from django.conf import settings as s; print(s.REDIS_URL)",
        ],
        cwd=PROJECT,
        env={**demo.env, "BOOM_HOME": str(demo.home.path)},
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    note = read_note(demo.home)

    assert note is not None
    assert shown.strip() == note.redis_url


def test_a_process_that_is_killed_is_named_and_runs_again(demo: Demo):
    [worker] = [pid for pid in processes.marked(demo.home.path) if is_parent_of_workers(pid)]

    os.kill(worker, signal.SIGKILL)

    assert processes.wait_until(lambda: "! worker runs again" in demo.said, seconds=20)
    assert "! worker was ended by SIGKILL; starting it again in 1 s." in demo.said


def is_parent_of_workers(pid: int) -> bool:
    """Whether it is Celery's own process: the leader of its session."""
    command_line = Path(f"/proc/{pid}/cmdline").read_bytes()
    return b"worker" in command_line and b"celery" in command_line and os.getsid(pid) == pid
