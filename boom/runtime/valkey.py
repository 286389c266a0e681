"""An embedded Valkey: queue, live facts and cache of one copy, on the loopback interface."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from boom.runtime import processes
from boom.runtime.binaries import valkey_server
from boom.runtime.errors import CannotStart
from boom.runtime.home import Home
from boom.runtime.ports import LOOPBACK, PORTS_TRIED, is_free, usual_or_free

USUAL_PORT = 56379
START_SECONDS = 20.0
LOG_LINES_SHOWN = 5


@dataclass(slots=True)
class Valkey:
    """One embedded server. `start` it, use `url`, `stop` it."""

    home: Home
    env: Mapping[str, str]
    for_tests: bool = False
    port: int = 0
    process: subprocess.Popen[bytes] | None = field(default=None, init=False)

    name = "valkey"

    @property
    def url(self) -> str:
        """The address for redis-py, Celery and Channels, password included."""
        return f"redis://:{self._password}@{LOOPBACK}:{self.port}/0"

    @property
    def log(self) -> Path:
        return self.home.log / "valkey.log"

    def start(self) -> None:
        """Serve, and wait until it answers; raises CannotStart with the reason."""
        self.home.prepare()
        self.home.valkey.mkdir(mode=0o700, exist_ok=True)
        server = valkey_server(self.env)
        usual = self.port or USUAL_PORT
        tried: set[int] = set()
        while True:
            self.port = usual_or_free(usual, avoiding=tried)
            self._serve(server)
            if processes.wait_until(self._is_ready_or_gone, seconds=START_SECONDS) and self.is_running:
                return
            self.stop()
            if is_free(self.port) or len(tried) > PORTS_TRIED:
                raise CannotStart(f"Valkey did not start from {self.home.valkey}:\n{self._last_words()}")
            tried.add(self.port)  # Somebody took it between our look and the start.

    def stop(self) -> None:
        """End the server; what it had acknowledged is in its log file and comes back with the next start."""
        if self.process is not None:
            processes.stop(self.process, (signal.SIGTERM, 5.0))
            self.process = None

    @property
    def is_running(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def _serve(self, server: Path) -> None:
        # Queued work must outlive a kill: each write goes to the log before it is acknowledged. A test run
        # starts empty.
        keeps = "no" if self.for_tests else "yes"
        settings = self.home.valkey / "valkey.conf"
        settings.touch(mode=0o600)
        # The title would hide which folder it serves, which is how a later start knows it again.
        # In a file, as the command line is there for every user of the machine to read.
        settings.write_text(
            f"bind {LOOPBACK}\nport {self.port}\nrequirepass {self._password}\n"
            f'dir "{self.home.valkey}"\nsave ""\nappendonly {keeps}\nappendfsync everysec\n'
            "daemonize no\nset-proc-title no\n"
        )
        self.process = processes.start(
            [str(server), str(settings)], env=os.environ, home=self.home.path, log=self.log
        )

    def _is_ready_or_gone(self) -> bool:
        if not self.is_running:
            return True
        try:
            with socket.create_connection((LOOPBACK, self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self._password}\r\nPING\r\n".encode())
                with connection.makefile("rb") as answers:
                    return [answers.readline(), answers.readline()] == [b"+OK\r\n", b"+PONG\r\n"]
        except OSError:
            return False

    @property
    def _password(self) -> str:
        return self.home.credentials()["valkey"]

    def _last_words(self) -> str:
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-LOG_LINES_SHOWN:])
