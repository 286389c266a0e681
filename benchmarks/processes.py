"""What processes cost, by /proc: CPU of whole families, and the memory they really take.

CPU seconds are far steadier than wall time on a shared machine. They come in ticks of 10 ms, so a slice has
to last a while. Where there is no /proc (not Linux) both read as nothing.
"""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg

TICKS_A_SECOND = os.sysconf("SC_CLK_TCK")
# After the closing parenthesis of the name: state, parent, ... (proc(5), /proc/pid/stat).
PARENT, CPU = 1, slice(11, 15)


def families(pids: Iterable[int]) -> set[int]:
    """These processes and all that descend from them."""
    children: dict[int, list[int]] = defaultdict(list)
    for entry in Path("/proc").glob("[0-9]*"):
        if fields := _stat(int(entry.name)):
            children[int(fields[PARENT])].append(int(entry.name))
    found: set[int] = set()
    waiting = list(pids)
    while waiting:
        pid = waiting.pop()
        if pid not in found:
            found.add(pid)
            waiting += children[pid]
    return found


def cpu_seconds(pids: Iterable[int]) -> float:
    """User and system time of these families so far, ended children included."""
    used = (sum(map(int, fields[CPU])) for pid in families(pids) if (fields := _stat(pid)))
    return sum(used) / TICKS_A_SECOND


@dataclass(slots=True)
class Spent:
    """CPU seconds, filled in when the block ends."""

    seconds: float = 0.0


@contextmanager
def spent(pids: Iterable[int]) -> Iterator[Spent]:
    """Count the CPU that these families use during the block: a tick at least, as less reads as none."""
    pids = list(pids)
    meter = Spent()
    before = cpu_seconds(pids)
    yield meter
    meter.seconds = max(cpu_seconds(pids) - before, 1 / TICKS_A_SECOND)


def proportional_kilobytes(pids: Iterable[int]) -> int:
    """PSS of these families: a page that several processes share counts once, in parts."""
    total = 0
    for pid in families(pids):
        try:
            lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        except OSError:  # It ended meanwhile.
            continue
        total += sum(int(line.split()[1]) for line in lines if line.startswith("Pss:"))
    return total


def postmaster_behind(connection: psycopg.Connection[tuple[object, ...]]) -> list[int]:
    """The server's main process if it runs on this machine, in a list; empty if it does not."""
    fields = _stat(connection.info.backend_pid)
    try:
        is_postgres = "postgres" in Path(f"/proc/{connection.info.backend_pid}/comm").read_text()
    except OSError:
        return []
    return [int(fields[PARENT])] if fields and is_postgres else []


def _stat(pid: int) -> list[str]:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
