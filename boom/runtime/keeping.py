"""One supervisor per home: who has it, and what an earlier one left behind."""

from __future__ import annotations

import fcntl
import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager

from boom.runtime import endpoints, processes
from boom.runtime.errors import CannotStart
from boom.runtime.home import Home

# What the children of a killed supervisor get to end in order; the kernel has asked them already.
SECONDS_TO_END = 5.0


@contextmanager
def kept(home: Home, *, purpose: str) -> Iterator[None]:
    """Hold `home` for this process alone; raises CannotStart naming the process that has it.

    The lock is the kernel's: it is gone with its holder, however that ended.
    """
    home.prepare()
    file = home.run / "lock"
    with file.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            lock.seek(0)
            raise CannotStart(
                f"{home.path} is in use: {lock.read().strip()}. Stop that first (Ctrl-C there), "
                "or choose another folder for this one with BOOM_HOME=..."
            ) from None
        lock.truncate(0)
        lock.write(f"{purpose}, process {os.getpid()}\n")
        lock.flush()
        yield


def end_leftovers(home: Home) -> int:
    """End what a killed supervisor of `home` left running, servers last; gives back how many that were."""
    servers = _servers(home)
    others = set(processes.marked(home.path)) - set(servers)
    ended = processes.end_strangers(others, seconds=SECONDS_TO_END)
    # SIGINT: PostgreSQL ends its sessions and itself; Valkey ends in order too.
    ended += processes.end_strangers(servers, number=signal.SIGINT, seconds=SECONDS_TO_END)
    # Workers that were started by one of those meanwhile.
    ended += processes.end_strangers(processes.marked(home.path), number=signal.SIGKILL)
    endpoints.remove_note(home)
    return len(ended)


def _servers(home: Home) -> list[int]:
    """Numbers of the processes that serve this home's data folders."""
    return [pid for pid in processes.marked(home.path) if processes.serves(pid, home.postgres, home.valkey)]
