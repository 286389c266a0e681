"""P13: from an empty folder to the first booking, with the one command a person types.

The packages are installed already: what pip needs is the network's, not ours. A toy run starts the same
command on the servers at hand instead, without sample data, and books at a business of the benchmarks.
"""

from __future__ import annotations

import json
import os
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread
from urllib.parse import urlencode, urlsplit

from benchmarks import load, product
from benchmarks.load import Reply, request
from benchmarks.processes import cpu_seconds
from benchmarks.rounds import Finding, Goal
from benchmarks.setting import Report, Setting

PROJECT = Path(__file__).resolve().parents[1]
LONGEST_S = 300.0
PATIENCE_TO_END_S = 60.0
READY = re.compile(r"^ready: http://[^:]+:(\d+)/")
DAYS_TRIED = 7

P13 = Goal("P13", "empty folder to first booking, CPU", 60.0, unit=" s")
P13_TABLES = Goal("P13", "of that the tables, CPU", 12.0, unit=" s")


class NoBooking(RuntimeError):
    """The demo did not come to its first booking; what was said last is in the message."""


class NoSuchStep(RuntimeError):
    """The demo no longer says this step's name: what it costs cannot be told."""


@dataclass(slots=True)
class Demo:
    """A running `make demo`: what it said, each line with the CPU its whole family had used by then."""

    process: subprocess.Popen[str]
    lines: list[tuple[str, float]] = field(default_factory=list)

    def read(self) -> None:
        assert self.process.stdout is not None
        for line in self.process.stdout:
            self.lines.append((line.rstrip("\n"), cpu_seconds([self.process.pid])))

    def await_port(self) -> int:
        """The port of the pages, once they answer."""
        deadline = time.monotonic() + LONGEST_S
        while time.monotonic() < deadline:
            for line, _ in self.lines:
                if found := READY.match(line):
                    return int(found[1])
            if self.process.poll() is not None:
                break
            time.sleep(0.05)
        raise NoBooking("\n".join(line for line, _ in self.lines[-20:]))

    def cpu_of_step(self, name: str) -> float:
        """CPU seconds between a step's line and the one that ends it. Raises NoSuchStep."""
        for (line, began), (_, ended) in zip(self.lines, self.lines[1:], strict=False):
            if line == f"- {name}":
                return ended - began
        raise NoSuchStep(name)


def measure(setting: Setting) -> Report:
    """Start from nothing and book, once; the demo's family, PostgreSQL included, is what is counted."""
    is_toy = not setting.sizes.from_nothing
    with tempfile.TemporaryDirectory(prefix="boom-bench-") as folder:
        home = Path(folder) / "home"
        began = time.monotonic()
        with _demo(home, _toy_env() if is_toy else _clean_env()) as demo:
            port = demo.await_port()
            ready = time.monotonic() - began
            hosts = [setting.fleet.usual.host] if is_toy else _hosts(home)
            _book(hosts, port)
            seconds, cpu = time.monotonic() - began, cpu_seconds([demo.process.pid])
    report = Report(
        [
            Finding(P13, [cpu], is_ratio=False),
            Finding(P13_TABLES, [demo.cpu_of_step("Tables")], is_ratio=False),
        ]
    )
    report.notes.append(
        f"one command, `make demo`; ready after {ready:.0f} s, booked after {seconds:.0f} s of wall time"
    )
    return report


def _clean_env() -> dict[str, str]:
    """What this run's own servers brought into the environment must not reach the demo."""
    ours = {"DATABASE_URL", "DATABASE_OWNER_URL", "REDIS_URL", "PORT", "DJANGO_SETTINGS_MODULE"}
    return {name: value for name, value in os.environ.items() if name not in ours}


def _toy_env() -> dict[str, str]:
    given = {name: value for name, value in os.environ.items() if name != "PORT"}
    return given | {"BOOM_SAMPLE_DATA": "0", "DJANGO_SETTINGS_MODULE": "boom.settings.base"}


@contextmanager
def _demo(home: Path, env: Mapping[str, str]) -> Iterator[Demo]:
    process = subprocess.Popen(
        [sys.executable, "-m", "boom.runtime", "demo", "--end-with-parent"],
        cwd=PROJECT,
        env={**env, "BOOM_HOME": str(home)},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    demo = Demo(process)
    reader = Thread(target=demo.read)
    reader.start()
    try:
        yield demo
    finally:
        process.terminate()
        process.wait(timeout=PATIENCE_TO_END_S)
        reader.join()
        assert process.stdout is not None
        process.stdout.close()


def _hosts(home: Path) -> list[str]:
    """The sample businesses' host names, as the demo shows them."""
    shown = json.loads((home / "run" / "demo.json").read_text())
    return sorted({str(urlsplit(entry["url"]).hostname) for entry in shown})


def _book(hosts: list[str], port: int) -> None:
    """Take the first start that any of these venues offers: hold it, then say who it is for."""
    host, choice = next(_offers(hosts, port), ("", {}))
    if not host:
        raise NoBooking("no venue of the demo offers anything this week")
    held = _post(host, port, "/book/hold/", choice)
    path = urlsplit(held.header("location")).path
    if held.status not in product.DONE or not path.startswith("/book/"):
        raise NoBooking(f"the hold was answered with {held}"[:2000])
    guest = {"name": "First Guest", "email": "first@guest.example", "phone": "+44 20 7946 0001"}
    booked = _post(host, port, path, guest)
    if booked.status not in product.DONE or "/booked/" not in booked.header("location"):
        raise NoBooking(f"the details were answered with {booked}"[:2000])


def _offers(hosts: list[str], port: int) -> Iterator[tuple[str, dict[str, object]]]:
    for offset in range(1, DAYS_TRIED):
        day = (datetime.now(UTC) + timedelta(days=offset)).date().isoformat()
        for host in hosts:
            path = f"/availability.json?{urlencode({'day': day, 'minutes': 60, 'people': 2})}"
            reply = load.ask(port, request("GET", path, host=f"{host}:{port}"))
            rooms = json.loads(reply.body).get("rooms", []) if reply.status == 200 else []
            for room in rooms:
                for start in room["starts"]:
                    at = datetime.fromisoformat(start)
                    yield (
                        host,
                        {"start": f"{at:%Y%m%dT%H%MZ}", "minutes": 60, "people": 2, "room": room["id"]},
                    )


def _post(host: str, port: int, path: str, fields: dict[str, object]) -> Reply:
    token = secrets.token_hex(16)
    body = urlencode({**fields, "csrfmiddlewaretoken": token})
    wire = load.form(
        "POST", path, body, host=f"{host}:{port}", headers={**product.address(), "Cookie": f"csrf={token}"}
    )
    return load.ask(port, wire)
