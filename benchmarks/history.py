"""P20: the record's page on five million events, beside the same page on fifty thousand."""

from __future__ import annotations

import itertools
import statistics
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from psycopg import sql

from benchmarks import load, product
from benchmarks.fleet import PREFIX, Connection, Site, owner_connection, record_site, statements_that_make
from benchmarks.load import request
from benchmarks.rounds import Finding, Goal, Measured, Round, ratio
from benchmarks.setting import Report, Setting, interleaved

FULL, TOY = (50_000, 5_000_000), (300, 3_000)
# A toy run is one whose tables are smaller than any that is measured.
SMALLEST_MEASURED = 10_000
# Events follow each other this closely; the record ends where the run begins.
APART = timedelta(seconds=20)

P20 = Goal("P20", "history page p50, largest / smallest record", 1.5)
P20_WORST = Goal("P20", "its slowest question p50, largest record", 150.0, unit=" ms")

# What a busy business's record looks like: mostly bookings, by twenty people, by customers and by Boom
# itself, with few changes of rooms and fewer removals. The trigger that writes events is not in the way:
# nothing else is written.
EVENTS = """
INSERT INTO audit_event (
    at, action, "table", entity_id, old, new, actor_kind, actor_id, actor_label, source, request_id, address,
    agent)
SELECT %(last)s - (%(events)s - number) * %(apart)s::interval,
       CASE WHEN number %% 5003 = 0 THEN 'delete' WHEN number %% 4 = 0 THEN 'insert' ELSE 'update' END,
       CASE WHEN number %% 10007 = 0 THEN 'bookings_room' WHEN number %% 7 = 0 THEN 'notifications_message'
            WHEN number %% 5 = 0 THEN 'bookings_customer' ELSE 'bookings_occupancy' END,
       1 + number %% GREATEST(1, %(events)s / 5),
       CASE WHEN number %% 4 = 0 THEN NULL WHEN number %% 9 = 0
            THEN jsonb_build_object('starts_at', '2026-01-01T20:00:00+00:00', 'room_id', 1, 'version', 1)
            ELSE '{"note": "", "version": 1}'::jsonb END,
       CASE WHEN number %% 4 = 0
            THEN jsonb_build_object('kind', 'booking', 'room_id', 1, 'status', 'confirmed',
                   'starts_at', '2026-01-01T20:00:00+00:00', 'ends_at', '2026-01-01T21:00:00+00:00',
                   'source', 'phone', 'reason', '', 'name', 'Ann')
            WHEN number %% 9 = 0
            THEN jsonb_build_object('starts_at', '2026-01-02T20:00:00+00:00', 'room_id', 1, 'version', 2)
            ELSE '{"note": "Late", "version": 2}'::jsonb END,
       (ARRAY['person', 'customer', 'person', 'system'])[1 + number %% 4],
       CASE WHEN number %% 2 = 0 THEN (1 + number / 2 %% 20)::text ELSE '' END,
       CASE WHEN number %% 2 = 0 THEN 'Person ' || (1 + number / 2 %% 20) ELSE '' END,
       'dashboard', to_hex(number), '10.0.' || number %% 7 || '.' || number %% 250, 'Browser'
  FROM generate_series(1, %(events)s) number
"""


@dataclass(frozen=True, slots=True)
class Question:
    """What somebody asks of the page: the filters of its address, by how many events there are."""

    name: str
    query: dict[str, object]


def questions(events: int) -> list[Question]:
    """Newest first, long ago, one person, one thing, one row, one day, one address, and two filters at
    once.
    """
    long_ago = (datetime.now(UTC) - events * APART / 2).date()
    return [
        Question("newest", {}),
        Question("halfway back", {"before": events // 2}),
        Question("one person", {"person": 7}),
        Question("rooms", {"thing": "bookings_room"}),
        Question("removals", {"action": "delete"}),
        Question("one booking", {"thing": "bookings_occupancy", "key": 1 + events // 10}),
        Question("a day long ago", {"day": long_ago.isoformat()}),
        Question("an address", {"address": "10.0.3.17"}),
        Question("what customers removed", {"person": "kind:customer", "action": "delete"}),
        Question("a person's rooms", {"person": 7, "thing": "bookings_room"}),
    ]


def measure(setting: Setting) -> Report:
    """Ask every question of both records, in turn."""
    is_toy = setting.fleet.largest.bookings < SMALLEST_MEASURED
    sizes = TOY if is_toy else FULL
    with ExitStack() as stack:
        owner = stack.enter_context(owner_connection())
        sites = {events: _site(owner, events) for events in sizes}
        boom = setting.boom()

        def asked(events: int, question: Question) -> Measured:
            wires = itertools.repeat(_wire(sites[events], question, boom.port))
            return setting.meter(
                lambda: load.run(
                    boom.port, wires, clients=1, seconds=setting.sizes.slice_s / len(questions(events))
                ).insist(200),
                [boom.pid],
            )

        def play() -> Round:
            return {
                _name(question, events): asked(events, question)
                for events in sizes
                for question in questions(events)
            }

        rounds = interleaved(setting, play)
    return _report(rounds, *sizes)


def _report(rounds: list[Round], smallest: int, largest: int) -> Report:
    names = [question.name for question in questions(largest)]

    def median_of(found: Round, events: int) -> float:
        return statistics.median(found[f"{name}, {events:,} events"].p50 for name in names)

    def slowest(found: Round) -> float:
        return max(found[f"{name}, {largest:,} events"].p50 for name in names) * 1000

    return Report(
        [
            Finding(P20, ratio(lambda found: median_of(found, largest) / median_of(found, smallest), rounds)),
            Finding(P20_WORST, ratio(slowest, rounds)),
        ],
        rounds,
    )


def _name(question: Question, events: int) -> str:
    return f"{question.name}, {events:,} events"


def _wire(site: Site, question: Question, port: int) -> bytes:
    path = f"/dashboard/activity/?{urlencode(question.query)}"
    return request("GET", path, host=f"{site.host}:{port}", headers=product.signed_in(site))


def _site(owner: Connection, events: int) -> Site:
    """A business with so many events on its record, kept for the next run."""
    site = record_site(f"{PREFIX}record-{events}")
    table = sql.Identifier(site.schema, "audit_event")
    count = owner.execute(sql.SQL("SELECT count(*) FROM {}").format(table)).fetchone()
    if count is None or int(str(count[0])) < events:
        _write(owner, site.schema, events)
    return site


def _write(owner: Connection, schema: str, events: int) -> None:
    with owner.transaction():
        owner.execute(sql.SQL("SET LOCAL search_path = {}, public").format(sql.Identifier(schema)))
        owner.execute("SET LOCAL maintenance_work_mem = '512MB'")
        names = [
            str(name)
            for (name,) in owner.execute(
                "SELECT indexname FROM pg_indexes WHERE schemaname = current_schema()"
                " AND tablename = 'audit_event' AND indexname NOT IN (SELECT conname FROM pg_constraint)"
            ).fetchall()
        ]
        for name in names:
            owner.execute(sql.SQL("DROP INDEX {}").format(sql.Identifier(name)))
        owner.execute(EVENTS.encode(), {"events": events, "last": datetime.now(UTC), "apart": APART})
        made = statements_that_make()
        for name in names:
            owner.execute(made[name].encode())
    owner.execute(sql.SQL("VACUUM ANALYZE {}").format(sql.Identifier(schema, "audit_event")))
