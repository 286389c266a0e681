"""Keeps a running Boom running, and ends all of it when asked.

A child that ends by itself is named in the terminal and started again after a pause that doubles each time
(1 s to 30 s); the embedded servers likewise, on the same port. Before the first `ready:` nothing is started
again: a child that cannot start ends everything with exit code 1.
"""

from __future__ import annotations

import http.client
import signal
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from types import FrameType

from boom.runtime import processes
from boom.runtime.children import Child, Program
from boom.runtime.errors import CannotStart
from boom.runtime.home import Home
from boom.runtime.keeping import end_leftovers, note_stopping
from boom.runtime.ports import LOOPBACK, is_free
from boom.runtime.postgres import Postgres
from boom.runtime.services import Services
from boom.runtime.terminal import say
from boom.runtime.valkey import Valkey

LOOK_EVERY = 0.2
ASK_EVERY = 0.1
SECONDS_TO_ANSWER = 90.0


class Stopped(BaseException):
    """A signal asked for the end. Not an Exception: nothing on the way may take it for an error to report."""


def stop_on_signals() -> None:
    """From now on SIGINT, SIGTERM and SIGHUP raise Stopped in the main thread, once."""

    def stop(number: int, frame: FrameType | None) -> None:
        ignore_signals()  # The end is on its way; a second Ctrl-C must not cut it short.
        raise Stopped

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)


def ignore_signals() -> None:
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)


@dataclass(slots=True)
class Supervisor:
    """The services and the children of one home."""

    home: Home
    services: Services
    children: list[Child] = field(default_factory=list, init=False)

    def start(self, programs: Sequence[Program], env: Mapping[str, str]) -> None:
        """Start the programs side by side; `await_answer` tells when they are of use."""
        for program in programs:
            child = Child(program, self.home, env)
            self.children.append(child)
            child.start()

    def await_answer(self, port: int, host: str, path: str, *, expected: Sequence[int]) -> None:
        """Wait until `path` is answered with one of the status codes `expected`.

        Raises CannotStart when a child ends before that, or after SECONDS_TO_ANSWER.
        """
        said = ""

        def answered() -> bool:
            nonlocal said
            self._refuse_ended_children()
            status = _status(port, host, path)
            said = "nothing" if status is None else f"status {status}"
            return status in expected

        if not processes.wait_until(answered, seconds=SECONDS_TO_ANSWER, every=ASK_EVERY):
            raise CannotStart(
                f"http://{host}:{port}{path}: {said} for {SECONDS_TO_ANSWER:.0f} s. See {self.home.log}"
            )

    def await_listener(self, port: int) -> None:
        """Wait until something listens on `port`; raises CannotStart as await_answer does."""

        def listens() -> bool:
            self._refuse_ended_children()
            return not is_free(port)

        if not processes.wait_until(listens, seconds=SECONDS_TO_ANSWER, every=ASK_EVERY):
            raise CannotStart(f"Nothing listens on port {port}. See {self.home.log}")

    def keep_running(self) -> None:
        """Start again what ends, until Stopped; raises CannotStart when a server cannot come back."""
        while True:
            time.sleep(LOOK_EVERY)
            for service in self.services.embedded:
                if not service.is_running:
                    self._bring_back(service)
            for child in self.children:
                if child.has_ended:
                    say(f"! {child.note_the_end()}")
                elif child.is_due:
                    child.start()
                    say(f"! {child.program.name} runs again")

    def stop(self) -> None:
        """End everything: the children together, then the servers they use, then whatever is still there."""
        ignore_signals()
        note_stopping(self.home)
        for child in self.children:
            child.ask_to_end()
        for child in self.children:
            child.end()
        self.services.stop()
        end_leftovers(self.home)

    def _bring_back(self, service: Postgres | Valkey) -> None:
        port = service.port
        say(f"! {service.name} ended by itself; starting it again. Its log: {service.log}")
        service.stop()
        service.start()
        if service.port != port:
            raise CannotStart(f"The port {port} of {service.name} was taken meanwhile; start again.")
        say(f"! {service.name} runs again")

    def _refuse_ended_children(self) -> None:
        for child in self.children:
            if child.has_ended:
                raise CannotStart(f"{child.program.name} ended:\n{child.last_words()}\nIts log: {child.log}")


def _status(port: int, host: str, path: str) -> int | None:
    """The status code of the answer, None when there is none yet."""
    connection = http.client.HTTPConnection(LOOPBACK, port, timeout=10)
    with suppress(OSError, http.client.HTTPException):
        try:
            connection.request("GET", path, headers={"Host": f"{host}:{port}"})
            return connection.getresponse().status
        finally:
            connection.close()
    return None
