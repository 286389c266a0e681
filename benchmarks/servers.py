"""The servers that are measured, started as the demo starts them and ended by their own number."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile

from boom.runtime import demo, ports

PROJECT = Path(__file__).resolve().parents[1]
SECONDS_TO_LISTEN = 60.0

# One proxy of our own in front, as in production: so every made-up customer has an address of their own, and
# the limits by address count as they would, instead of refusing a client that is a thousand people.
PRODUCT = {"DJANGO_SETTINGS_MODULE": "boom.settings.base", "BOOM_TRUSTED_PROXIES": "1"}


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: where it listens and the process whose family it is."""

    port: int
    pid: int


class DidNotStart(RuntimeError):
    """A server ended, or never listened; its last words are in the message."""


@contextmanager
def product() -> Iterator[Server]:
    """Boom's pages: granian, two workers."""
    with _running(_granian("boom.wsgi:application"), PRODUCT) as server:
        yield server


@contextmanager
def floor() -> Iterator[Server]:
    """The bare Django app on the same server with the same number of workers."""
    with _running(_granian("benchmarks.floor.wsgi:application"), {}) as server:
        yield server


@contextmanager
def live() -> Iterator[Server]:
    """Boom's live socket."""
    # Of one origin with the pages, as behind a proxy.
    with _running(_uvicorn("boom.asgi:application"), {**PRODUCT, "BOOM_LIVE_PORT": "0"}) as server:
        yield server


@contextmanager
def fan_out() -> Iterator[Server]:
    """The bare fan-out on the same server as the live socket."""
    with _running(_uvicorn("benchmarks.fan_out:application"), {}) as server:
        yield server


@contextmanager
def relay() -> Iterator[int]:
    """Boom's relay; gives its process number."""
    command = [sys.executable, str(PROJECT / "manage.py"), "relay"]
    with _child(command, PRODUCT) as (process, said):
        deadline = time.monotonic() + SECONDS_TO_LISTEN
        while "the relay runs" not in said():
            if process.poll() is not None or time.monotonic() > deadline:
                raise DidNotStart(said()[-2000:])
            time.sleep(0.05)
        yield process.pid


def _granian(application: str) -> Sequence[str]:
    return ["granian", *demo.WEB.split(), application]


def _uvicorn(application: str) -> Sequence[str]:
    return ["uvicorn", *demo.LIVE.split(), application]


@contextmanager
def _running(module: Sequence[str], env: Mapping[str, str]) -> Iterator[Server]:
    port = ports.next_free(20000)
    command = [sys.executable, "-m", *module[:-1], "--port", str(port), module[-1]]
    with _child(command, {"PORT": str(port), **env}) as (process, said):
        deadline = time.monotonic() + SECONDS_TO_LISTEN
        while ports.is_free(port):
            if process.poll() is not None or time.monotonic() > deadline:
                raise DidNotStart(said()[-2000:])
            time.sleep(0.05)
        yield Server(port, process.pid)


@contextmanager
def _child(command: Sequence[str], env: Mapping[str, str]):  # noqa: ANN202 - a process and a way to its words
    with TemporaryFile("w+b") as log:

        def said() -> str:
            log.seek(0)
            return log.read().decode(errors="replace")

        process = subprocess.Popen(
            command,
            cwd=PROJECT,
            env={**os.environ, **env},
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            yield process, said
        finally:
            _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()
