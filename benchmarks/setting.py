"""What a run is told: how long, how many, where; handed to every benchmark."""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field

from benchmarks import servers
from benchmarks.fleet import Fleet
from benchmarks.load import Slice
from benchmarks.processes import spent
from benchmarks.rounds import Finding, Measured, Round
from benchmarks.servers import Server
from benchmarks.workload import YARDSTICK_AFTER, Slot


@dataclass(frozen=True, slots=True)
class Sizes:
    """How large a run is. `slice_s` is one stretch of load, in seconds."""

    rounds: int = 9
    slice_s: float = 0.7
    clients: int = 16
    contests: int = 20
    contenders: int = 50
    sockets: int = 1000
    changes_a_slice: int = 4
    tenants_a_slice: int = 2
    customers: int = 100_000
    from_nothing: bool = True
    # Whether a browser is slowed to the speed of phones, which takes a while to find out.
    phones: bool = True


@dataclass(slots=True)
class Setting:
    """The data, the sizes, and the database server's process (nothing when it is on another machine)."""

    fleet: Fleet
    sizes: Sizes
    database_url: str
    redis_url: str
    postgres: list[int]
    peer_url: str = ""
    # What is handed out once must not be handed out again, by whichever benchmark.
    slots: Iterator[Slot] = field(init=False)
    raw_slots: Iterator[Slot] = field(init=False)
    contested: Iterator[Slot] = field(init=False)
    waiting: Iterator[Slot] = field(init=False)
    # Servers that several benchmarks use, started at the first need and ended with the run.
    running: ExitStack = field(default_factory=ExitStack)
    _boom: Server | None = None
    _bare: Server | None = None

    def __post_init__(self) -> None:
        self.slots = self.fleet.calendar.new_slots()
        self.raw_slots = self.fleet.calendar.new_slots(after=YARDSTICK_AFTER)
        self.contested = self.fleet.calendar.contested_slots()
        self.waiting = self.fleet.calendar.waiting_slots()

    def boom(self) -> Server:
        """Boom's pages."""
        if self._boom is None:
            self._boom = self.running.enter_context(servers.product())
        return self._boom

    def bare(self) -> Server:
        """The bare Django app."""
        if self._bare is None:
            self._bare = self.running.enter_context(servers.floor())
        return self._bare

    def meter(self, work: Callable[[], Slice], pids: Iterable[int], *, with_us: bool = False) -> Measured:
        """Run a slice; count the CPU of these families and of PostgreSQL, and of us where we are the client
        whose work belongs to what is measured.
        """
        own_before = sum(os.times()[:2])
        with spent([*pids, *self.postgres]) as servers:
            found = work()
        own = sum(os.times()[:2]) - own_before if with_us else 0.0
        if not found.requests:
            raise RuntimeError("nothing was answered within the slice")
        cpu = (servers.seconds + own) / found.requests
        return Measured(
            found.percentile(0.5),
            found.requests / found.seconds,
            cpu,
            p95=found.percentile(0.95),
            p99=found.percentile(0.99),
        )


@dataclass(slots=True)
class Report:
    """What one benchmark found, and the rounds behind it. `notes` are sentences."""

    findings: list[Finding] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def interleaved(setting: Setting, play: Callable[[], Round]) -> list[Round]:
    """So many rounds after one that warms up."""
    play()
    return [play() for _ in itertools.repeat(None, setting.sizes.rounds)]
