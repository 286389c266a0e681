"""An embedded PostgreSQL: a data folder, a server on the loopback interface, no right and no user needed."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from boom.runtime import processes
from boom.runtime.binaries import PostgresBinaries, postgres_binaries
from boom.runtime.errors import CannotStart
from boom.runtime.home import Home
from boom.runtime.ports import LOOPBACK, PORTS_TRIED, is_free, usual_or_free
from boom.runtime.privileges import Unprivileged, unprivileged
from boom.runtime.roles import APP, DATABASE, OWNER, SUPERUSER, ensure_roles

USUAL_PORT = 54320
START_SECONDS = 60.0  # A crashed server replays its log first.
LOG_LINES_SHOWN = 5

SETTINGS = {
    "listen_addresses": LOOPBACK,
    "unix_socket_directories": "",
    "max_connections": "200",
    # One transaction of a migration or a drop touches every table of a schema.
    "max_locks_per_transaction": "256",
    "timezone": "UTC",
    "log_timezone": "UTC",
    "logging_collector": "off",
}
# A test run's rows may be lost with the power.
TEST_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

FAST_STOP = (signal.SIGINT, 15.0)
IMMEDIATE_STOP = (signal.SIGQUIT, 5.0)


@dataclass(slots=True)
class Postgres:
    """One embedded server. `start` it, use `url`, `stop` it; its data stays in the home."""

    home: Home
    env: Mapping[str, str]
    for_tests: bool = False
    port: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    name = "postgres"

    def url(self, role: str = APP, database: str = DATABASE) -> str:
        """The address for psycopg and Django, password included."""
        return f"postgresql://{role}:{self.home.credentials()[role]}@{LOOPBACK}:{self.port}/{database}"

    @property
    def owner_url(self) -> str:
        return self.url(OWNER)

    @property
    def superuser_url(self) -> str:
        """For the launcher and for tests of what the superuser sees; nothing of Boom works as superuser."""
        return self.url(SUPERUSER)

    @property
    def log(self) -> Path:
        return self.home.log / "postgres.log"

    def start(self) -> None:
        """Make the data folder on first use, serve it, make the roles; raises CannotStart with the reason."""
        self.home.prepare()
        way = unprivileged()
        way.let_through(self.home.path)
        binaries = postgres_binaries(self.env)
        binaries = PostgresBinaries(way.reachable(binaries.folder, self.home.path))
        self._initialise(way, binaries)
        self._end_leftover()
        usual = self.port or USUAL_PORT
        tried: set[int] = set()
        while True:
            self.port = usual_or_free(usual, avoiding=tried)
            self._serve(way, binaries)
            if processes.wait_until(self._is_ready_or_gone, seconds=START_SECONDS) and self.is_running:
                break
            self.stop()
            if is_free(self.port) or len(tried) > PORTS_TRIED:
                raise CannotStart(
                    f"PostgreSQL did not start from {self.home.postgres}:\n{self._last_words()}"
                )
            tried.add(self.port)  # Somebody took it between our look and the start.
        ensure_roles(self.port, self.home.credentials(), owner_may_create_databases=self.for_tests)

    def stop(self) -> None:
        """End the server: sessions are cut, what was committed is on disk."""
        if self.process is not None:
            processes.stop(self.process, FAST_STOP, IMMEDIATE_STOP)
            self.process = None

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def _initialise(self, way: Unprivileged, binaries: PostgresBinaries) -> None:
        folder = self.home.postgres
        version = folder / "PG_VERSION"
        if version.exists():
            if version.read_text().strip() != str(binaries.major):
                raise CannotStart(
                    f"{folder} was made by PostgreSQL {version.read_text().strip()}, but {binaries.folder} "
                    f"is {binaries.major}. Set BOOM_PG_BIN to the older one and move the data with pg_dump, "
                    "or start over with `make reset`, which deletes the data."
                )
            return
        # Made beside its place and moved there whole: one that was interrupted is simply made again.
        unfinished = folder.with_name("postgres.unfinished")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        way.hand_over(unfinished)
        # Not through a pipe: another user may not open ours.
        password = folder.with_name("postgres.password")
        password.touch(mode=0o600)
        password.write_text(self.home.credentials()[SUPERUSER])
        way.hand_over(password)
        made = way.run(
            binaries.folder / "initdb",
            f"--pgdata={unfinished}",
            f"--username={SUPERUSER}",
            f"--pwfile={password}",
            "--auth=scram-sha-256",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
            "--no-sync",
        )
        password.unlink()
        if made.returncode:
            raise CannotStart(
                f"PostgreSQL could not make {folder}:\n{made.stderr.strip() or made.stdout.strip()}"
            )
        unfinished.rename(folder)

    def _serve(self, way: Unprivileged, binaries: PostgresBinaries) -> None:
        settings = SETTINGS | (TEST_SETTINGS if self.for_tests else {}) | {"port": str(self.port)}
        options = [part for name, value in settings.items() for part in ("-c", f"{name}={value}")]
        self.process = processes.start(
            way.command(binaries.folder / "postgres", "-D", self.home.postgres, *options),
            env={name: value for name, value in os.environ.items() if not name.startswith("PG")},
            home=self.home.path,
            log=self.log,
            at_parents_death=FAST_STOP[0],
            user=way.user,
        )

    def _is_ready_or_gone(self) -> bool:
        # The last line of postmaster.pid says so; pg_ctl --wait looks there too. The first is the server's
        # number: a killed one leaves its file, which still says ready.
        lines = self._pid_file_lines()
        is_ready = lines[:1] == [str(self.process.pid if self.process else "")] and lines[7:8] == ["ready"]
        return is_ready or not self.is_running

    def _end_leftover(self) -> None:
        """End a server that still runs on this folder: its supervisor was killed."""
        lines = self._pid_file_lines()
        if not lines:
            return
        pid = int(lines[0])
        if sys.platform != "linux" or processes.serves(pid, self.home.postgres):
            processes.end_strangers([pid], number=FAST_STOP[0], seconds=FAST_STOP[1])

    def _pid_file_lines(self) -> list[str]:
        try:
            return [line.strip() for line in (self.home.postgres / "postmaster.pid").read_text().splitlines()]
        except FileNotFoundError:
            return []

    def _last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-LOG_LINES_SHOWN:])
