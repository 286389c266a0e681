"""P10: a change is committed; a thousand open pages of that business hear of it."""

from __future__ import annotations

import asyncio
import itertools
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from datetime import time as wall_time

import redis.asyncio as redis
import uvloop

from benchmarks import fan_out, product, servers
from benchmarks.fleet import Site
from benchmarks.processes import proportional_kilobytes
from benchmarks.rounds import Finding, Goal, Measured, Round, ratio
from benchmarks.setting import Report, Setting
from benchmarks.sockets import open_sockets
from benchmarks.workload import HOUR

CHANGES_APART_S = 0.5
LATEST_S = 10.0
BOOM, BARE = "Boom, commit to socket (p95)", "bare fan-out, publish to socket (p95)"

P10 = Goal("P10", "commit to 1,000 sockets, p95 / bare fan-out", 4.0)
AT_REST = Goal("P10", "commit to socket, p95", 200.0, unit=" ms")
LOST = Goal("P10", "messages lost", 0, unit="")
SIZE = Goal("P10", "memory a socket", 60.0, unit=" KB")


@dataclass(slots=True)
class Audience:
    """What a thousand sockets heard: when the message with a mark reached each of them."""

    sockets: int
    _mark: bytes = b"nothing yet"
    _arrivals: list[float] = field(default_factory=list)
    _all_heard: asyncio.Event = field(default_factory=asyncio.Event)

    def hear(self, text: bytes, at: float) -> None:
        if self._mark in text:
            self._arrivals.append(at)
            if len(self._arrivals) >= self.sockets:
                self._all_heard.set()

    async def latencies(self, mark: str, tell: Callable[[str], Awaitable[float]]) -> list[float]:
        """Seconds from the instant `tell` gives back until each socket heard; what is too late is lost."""
        self._mark, self._arrivals = mark.encode(), []
        self._all_heard.clear()
        began = await tell(mark)
        with suppress(TimeoutError):
            await asyncio.wait_for(self._all_heard.wait(), LATEST_S)
        return [at - began for at in self._arrivals]


def measure(setting: Setting) -> Report:
    """Open the sockets on both servers, then let changes and bare messages take turns."""
    with ExitStack() as stack:
        boom = stack.enter_context(servers.live())
        bare = stack.enter_context(servers.fan_out())
        stack.enter_context(servers.relay())
        desk = stack.enter_context(ThreadPoolExecutor(max_workers=1))
        try:
            return uvloop.run(_measure(setting, boom, bare, desk))
        finally:
            desk.submit(_leave_desk).result()


async def _measure(
    setting: Setting, boom: servers.Server, bare: servers.Server, desk: ThreadPoolExecutor
) -> Report:
    site, sockets = setting.fleet.usual, setting.sizes.sockets
    ours, theirs = Audience(sockets), Audience(sockets)
    host = f"{site.host}:{boom.port}"
    visitors = [{"Host": host, "Origin": f"http://{host}", **product.address()} for _ in range(sockets)]
    before = proportional_kilobytes([boom.pid])
    opened = await open_sockets(boom.port, "/ws/availability/", visitors, ours.hear)
    kilobytes = (proportional_kilobytes([boom.pid]) - before) / sockets
    opened += await open_sockets(bare.port, "/", [{"Host": "bare"}] * sockets, theirs.hear)
    days = setting.fleet.calendar.quiet_days()
    lost, rounds = 0, []
    async with redis.from_url(setting.redis_url) as broker:

        async def publish(mark: str) -> float:
            began = time.perf_counter()
            # As long as what Boom says, so that both carry the same.
            await broker.publish(fan_out.CHANNEL, f'{{"t":"availability","days":["{mark}"]}}')
            return began

        async def close_a_room(mark: str) -> float:
            return await asyncio.get_running_loop().run_in_executor(desk, _close_a_room, site, mark)

        for number in range(setting.sizes.rounds + 1):
            told, said = [], []
            for day in itertools.islice(days, setting.sizes.changes_a_slice):
                told += await ours.latencies(day.isoformat(), close_a_room)
                await asyncio.sleep(CHANGES_APART_S / 2)
                said += await theirs.latencies(day.isoformat(), publish)
                await asyncio.sleep(CHANGES_APART_S / 2)
            lost += setting.sizes.changes_a_slice * sockets - len(told)
            if number:
                rounds.append({BOOM: Measured(_p95(told)), BARE: Measured(_p95(said))})
    for transport in opened:
        transport.close()
    return _report(rounds, lost=lost, kilobytes=kilobytes)


def _close_a_room(site: Site, day: str) -> float:
    """Block a room for an hour on that day, through the service; gives back the instant before the commit."""
    from django.db import transaction

    from bookings.domain.interval import Interval
    from bookings.services.blocks import block_room
    from tenants.context import public_scope, tenant_scope
    from tenants.models import Business

    with public_scope():
        business = Business.objects.get(subdomain=site.subdomain)
    start = datetime.combine(date.fromisoformat(day), wall_time(12), UTC)
    with tenant_scope(business), transaction.atomic():
        block_room(
            room_id=site.room_ids[0],
            span=Interval.lasting(start, HOUR),
            reason="Piano tuner",
            now=datetime.now(UTC),
        )
        return time.perf_counter()


def _leave_desk() -> None:
    from django.db import connection

    connection.close()


def _p95(latencies: list[float]) -> float:
    return sorted(latencies)[int(0.95 * len(latencies))]


def _report(rounds: list[Round], *, lost: int, kilobytes: float) -> Report:
    return Report(
        [
            Finding(P10, ratio(lambda found: found[BOOM].p50 / found[BARE].p50, rounds)),
            Finding(AT_REST, ratio(lambda found: found[BOOM].p50 * 1e3, rounds), is_ratio=False),
            Finding(LOST, [lost], is_ratio=False),
            Finding(SIZE, [kilobytes], is_ratio=False),
        ],
        rounds,
    )
