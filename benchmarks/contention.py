"""P1 and P2: fifty want one slot at once, by three ways in. One gets it, the rest are told, quickly."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

import psycopg
from psycopg import sql

from benchmarks import load, product
from benchmarks.fleet import Site, owner_connection
from benchmarks.load import Reply
from benchmarks.raw import Raw
from benchmarks.rounds import Finding, Goal
from benchmarks.setting import Report, Setting
from benchmarks.workload import Slot

# In every so many rounds a migration changes the very table that is fought over.
MIGRATING_EVERY = 4
# Plain inserts now and then tie themselves into knots of deadlocks that take seconds. Such a round would make
# any product look quick, so it is counted and played again.
KNOTS_AT_MOST = 20

PLACED = """
SELECT count(*) FROM bookings_occupancy
 WHERE room_id = %s AND starts_at < %s AND ends_at > %s AND placed
   AND status = ANY('{held,pending,confirmed,checked_in,completed,blocked}')
"""
WAITING = """
INSERT INTO bookings_occupancy (
    kind, reference, room_id, guest_name, starts_at, ends_at, hold_from, hold_until, status, placed,
    party_size, source, quote, total_minor, currency, note, staff_note, reason, cancellation_reason,
    override_reason, version, calendar_sequence, legacy_id, clashes_with)
VALUES ('booking', '', %(room)s, 'Waiting', %(start)s, %(end)s, %(start)s, %(end)s, 'confirmed', true,
        4, 'phone', '[]', 5000, 'GBP', '', '', '', '', '', 1, 0, '', '[]')
RETURNING id
"""

Wires = Callable[[Slot], Sequence[bytes]]


@dataclass(slots=True)
class Path:
    """One way to a slot, and what its rounds came to."""

    name: str
    wires: Wires
    double: int = 0
    exact: int = 0
    rounds: int = 0
    migrations: int = 0
    knots: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    slower: list[float] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)


def measure(setting: Setting) -> Report:
    """Let every path fight for its own slots, each round beside a round of plain psycopg."""
    sizes, site = setting.sizes, setting.fleet.usual
    with ExitStack() as stack:
        boom = setting.boom()
        owner = stack.enter_context(owner_connection())
        owner.execute(sql.SQL("SET search_path = {}, public, extensions").format(sql.Identifier(site.schema)))
        raw = Raw(setting.database_url, connections=sizes.contenders)
        stack.callback(raw.close)
        paths = _paths(setting, site, owner, boom.port)
        for path in paths:
            for number in range(sizes.contests + 1):
                _round(setting, path, number, raw=raw, owner=owner, port=boom.port)
    return _report(paths)


def _paths(
    setting: Setting, site: Site, owner: psycopg.Connection[tuple[object, ...]], port: int
) -> list[Path]:
    contenders = setting.sizes.contenders
    waiting = [_wait(owner, site, next(setting.waiting)) for _ in range(contenders)]

    def moves(slot: Slot) -> list[bytes]:
        rows = owner.execute(
            "SELECT id, version FROM bookings_occupancy WHERE id = ANY(%s)", [waiting]
        ).fetchall()
        return [product.move(site, key, version, slot, port) for key, version in rows]  # type: ignore[arg-type]

    return [
        Path("held by customers", lambda slot: [product.hold(site, slot, port) for _ in range(contenders)]),
        Path("taken by staff", lambda slot: [product.take(site, slot, port) for _ in range(contenders)]),
        Path("moved by staff", moves),
    ]


def _wait(owner: psycopg.Connection[tuple[object, ...]], site: Site, slot: Slot) -> object:
    row = owner.execute(
        WAITING, {"room": site.room_ids[slot.room], "start": slot.start, "end": slot.end}
    ).fetchone()
    assert row is not None
    return row[0]


def _round(
    setting: Setting,
    path: Path,
    number: int,
    *,
    raw: Raw,
    owner: psycopg.Connection[tuple[object, ...]],
    port: int,
) -> None:
    """The first of a path's rounds warms up: its result counts, its time does not."""
    raw_seconds = _clean_contest(setting, path, raw)
    slot = next(setting.contested)
    wires = path.wires(slot)
    is_migrating = number % MIGRATING_EVERY == 2
    with _migration(setting.fleet.usual) if is_migrating else ExitStack():
        replies, seconds = load.together(port, wires)
    path.migrations += is_migrating
    rows = _rows(owner, setting.fleet.usual.room_ids[slot.room], slot)
    path.rounds += 1
    path.double += max(0, rows - 1)
    path.exact += rows == 1 and _is_as_promised(replies)
    path.statuses.update(reply.status for reply in replies)
    if number and not is_migrating:
        path.seconds.append(seconds)
        path.slower.append(seconds / raw_seconds)


def _clean_contest(setting: Setting, path: Path, raw: Raw) -> float:
    """Seconds of a round of plain inserts that met no deadlock."""
    for _ in range(KNOTS_AT_MOST):
        contest = raw.contest(next(setting.contested))
        if contest.is_clean:
            return contest.seconds
        path.knots += 1
    raise RuntimeError(f"{KNOTS_AT_MOST} rounds of plain inserts ended in deadlocks")


def _is_as_promised(replies: Sequence[Reply]) -> bool:
    """One went through, all others were told that the slot is taken."""
    won = sum(reply.status in product.DONE for reply in replies)
    return won == 1 and all(reply.status in (*product.DONE, product.TAKEN) for reply in replies)


def _rows(owner: psycopg.Connection[tuple[object, ...]], room_id: int, slot: Slot) -> int:
    row = owner.execute(PLACED, [room_id, slot.end, slot.start]).fetchone()
    assert row is not None
    return int(str(row[0]))


@contextmanager
def _migration(site: Site) -> Iterator[None]:
    """Add a column to the table and take it away again meanwhile, with the lock timeout migrations have.

    What stops the migration is raised at the end.
    """

    def migrate() -> None:
        with owner_connection() as owner:
            owner.execute(
                sql.SQL("SET search_path = {}, public, extensions").format(sql.Identifier(site.schema))
            )
            owner.execute("SET lock_timeout = '2s'")
            owner.execute("ALTER TABLE bookings_occupancy ADD COLUMN IF NOT EXISTS bench_extra text")
            owner.execute("ALTER TABLE bookings_occupancy DROP COLUMN bench_extra")

    with ThreadPoolExecutor(max_workers=1) as beside:
        migrated = beside.submit(migrate)
        yield
    migrated.result()


def _report(paths: Sequence[Path]) -> Report:
    report = Report()
    for path in paths:
        statuses = ", ".join(f"{count} x {status}" for status, count in sorted(path.statuses.items()))
        double = Goal("P1", f"double bookings, {path.name}", 0, unit="")
        exact = Goal("P1", f"rounds with one winner, the rest 409, {path.name}", path.rounds, at_least=True)
        slower = Goal("P2", f"50 at one slot, {path.name} / raw psycopg", 8.0)
        report.findings += [
            Finding(double, [path.double], is_ratio=False),
            Finding(exact, [path.exact], is_ratio=False),
            Finding(slower, path.slower),
        ]
        middle = sorted(path.seconds)[len(path.seconds) // 2] * 1e3
        report.notes.append(
            f"{path.name}: {path.rounds} rounds, {path.migrations} of them beside a migration: {statuses}; "
            f"a round takes {middle:.0f} ms; "
            f"{path.knots} rounds of plain inserts met deadlocks and were played again"
        )
    return report
