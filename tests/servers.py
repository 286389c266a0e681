"""Boom's processes as a test's children: each started, awaited and ended by its own number."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from boom.runtime.demo import LIVE

ROOT = Path(__file__).resolve().parents[1]
PATIENCE_S = 30.0


class Server:
    """A running child. Its words are in `log`, for the message of a test that fails."""

    def __init__(self, name: str, command: Sequence[str], *, folder: Path, env: Mapping[str, str]) -> None:
        self.log = folder / f"{name}-{time.monotonic_ns()}.log"
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                [sys.executable, *command],
                cwd=ROOT,
                env=os.environ | {"DJANGO_SETTINGS_MODULE": "boom.settings.test"} | dict(env),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def await_words(self, words: str) -> None:
        """Wait until the child has said something. Raises TimeoutError with its log."""
        deadline = time.monotonic() + PATIENCE_S
        while words not in self.said():
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise TimeoutError(f"it never said {words!r}, but:\n{self.said()}")
            time.sleep(0.02)

    def said(self) -> str:
        return self.log.read_text(errors="replace")

    def kill(self) -> None:
        """End it and its own children as a power cut would."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self) -> int:
        """Ask it to end. Returns its exit code; kills it when it does not listen."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(timeout=10)
            except subprocess.TimeoutExpired:
                self.kill()
        return self.process.returncode

    def await_end(self) -> int:
        """Wait until it has ended by itself (a fault point killed it). Returns the exit code."""
        return self.process.wait(timeout=PATIENCE_S)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def await_file(path: Path) -> None:
    """Wait until a child has made a file. Raises TimeoutError."""
    deadline = time.monotonic() + PATIENCE_S
    while not path.exists():
        if time.monotonic() > deadline:
            raise TimeoutError(f"nobody made {path}")
        time.sleep(0.02)


@contextmanager
def running(name: str, command: Sequence[str], *, folder: Path, says: str, **env: str) -> Iterator[Server]:
    """A child that has said `says`, until the block ends."""
    server = Server(name, command, folder=folder, env=env)
    try:
        server.await_words(says)
        yield server
    finally:
        server.stop()


@contextmanager
def relay(folder: Path, **env: str) -> Iterator[Server]:
    with running("relay", ["manage.py", "relay"], folder=folder, says="the relay runs", **env) as server:
        yield server


@contextmanager
def worker(folder: Path, **env: str) -> Iterator[Server]:
    """A worker as the demo runs it, with one process."""
    command = ["-m", "celery", "--app", "boom.celery", "worker", "--pool", "prefork", "--concurrency", "1"]
    quiet = ["--loglevel", "INFO", "--without-gossip", "--without-mingle", "--without-heartbeat"]
    with running("worker", [*command, *quiet], folder=folder, says=" ready.", **env) as server:
        yield server


@contextmanager
def pages(folder: Path, *, port: int, workers: int = 2, **env: str) -> Iterator[Server]:
    """The pages, served as in the demo."""
    command = ["-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--no-ws"]
    threads = ["--workers", str(workers), "--blocking-threads", "4", "--workers-kill-timeout", "5"]
    env = {"BOOM_HOME": str(folder)} | env
    with running(
        "web", [*command, *threads, "boom.wsgi:application"], folder=folder, says="Started worker-1", **env
    ) as server:
        yield server


@contextmanager
def live_sockets(folder: Path, *, port: int = 0, **env: str) -> Iterator[tuple[Server, int]]:
    """The live socket's process and its port."""
    port = port or free_port()
    command = ["-m", "uvicorn", *LIVE.split(), "--port", str(port), "boom.asgi:application"]
    with running("live", command, folder=folder, says="Uvicorn running", **env) as server:
        yield server, port
