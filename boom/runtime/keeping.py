"""One supervisor per home: who has it, and what an earlier one left behind."""

from __future__ import annotations

import fcntl
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TextIO

from boom.runtime import endpoints, processes
from boom.runtime.errors import CannotStart
from boom.runtime.home import Home

# What the children of a killed supervisor still get to end in order: the kernel has asked them already, and
# a task that is cut short is run again. Servers get longer, as a crashed one must replay its log.
SECONDS_TO_END = 2.0
SECONDS_TO_SHUT_DOWN = 10.0
# A supervisor that is stopping is waited for: its worker may have a task in hand.
SECONDS_TO_STOP = 30.0
STOPPING = "stopping"


@contextmanager
def kept(home: Home, *, purpose: str) -> Iterator[None]:
    """Hold `home` for this process alone; raises CannotStart naming the process that has it.

    The lock is the kernel's: it is gone with its holder, however that ended. A holder that is stopping is
    waited for.
    """
    home.prepare()
    with _lock_file(home).open("a+") as lock:
        if not _takes(lock) and not (_is_stopping(home) and _takes(lock, seconds=SECONDS_TO_STOP)):
            raise CannotStart(
                f"{home.path} is in use: {_lock_file(home).read_text().strip()}. "
                "Stop that first (Ctrl-C there), or choose another folder for this one with BOOM_HOME=..."
            )
        lock.truncate(0)
        lock.write(f"{purpose}, process {os.getpid()}\n")
        lock.flush()
        yield


def note_stopping(home: Home) -> None:
    """Tell those who come for the home that it will be free in a moment."""
    with _lock_file(home).open("a") as lock:
        lock.write(STOPPING)


def _takes(lock: TextIO, *, seconds: float = 0) -> bool:
    def takes() -> bool:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    return processes.wait_until(takes, seconds=seconds, every=0.1)


def _is_stopping(home: Home) -> bool:
    return _lock_file(home).read_text().endswith(STOPPING)


def _lock_file(home: Home) -> Path:
    return home.run / "lock"


def end_leftovers(home: Home) -> int:
    """End what a killed supervisor of `home` left running, servers last; gives back how many that were."""
    servers = _servers(home)
    others = set(processes.marked(home.path)) - set(servers)
    ended = processes.end_strangers(others, seconds=SECONDS_TO_END)
    # SIGINT: PostgreSQL ends its sessions and itself; Valkey ends in order too.
    ended += processes.end_strangers(servers, number=signal.SIGINT, seconds=SECONDS_TO_SHUT_DOWN)
    # Workers that were started by one of those meanwhile.
    ended += processes.end_strangers(processes.marked(home.path), number=signal.SIGKILL)
    endpoints.remove_note(home)
    return len(ended)


def _servers(home: Home) -> list[int]:
    """Numbers of the processes that serve this home's data folders."""
    return [pid for pid in processes.marked(home.path) if processes.serves(pid, home.postgres, home.valkey)]
