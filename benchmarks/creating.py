"""P7: taking a booking with its price, its record and its fact in one transaction, beside a bare insert."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from typing import NamedTuple

from psycopg import sql

from benchmarks import load, product
from benchmarks.fleet import Connection, owner_connection
from benchmarks.load import Slice, request
from benchmarks.raw import Raw
from benchmarks.rounds import Finding, Goal, Round, ratio
from benchmarks.setting import Report, Setting, interleaved

RAW, BARE, BOOM = "raw insert, 16 connections", "bare Django create", "Boom create"

P7_RAW = Goal("P7", "bookings taken a second / raw inserts a second", 0.12, at_least=True)
P7_BARE = Goal("P7", "bookings taken a second / bare Django's", 0.45, at_least=True)


class NotKept(RuntimeError):
    """What was answered is not what was written."""


class Kept(NamedTuple):
    """How many there are of each thing that taking a booking leaves behind."""

    bookings: int
    recorded: int
    told: int


def measure(setting: Setting) -> Report:
    """Write down bookings at the desk, signed in, in Boom; insert them in a bare Django and in PostgreSQL."""
    sizes, site = setting.sizes, setting.fleet.usual
    with ExitStack() as stack:
        boom = setting.boom()
        bare = setting.bare()
        raw = Raw(setting.database_url, connections=sizes.clients)
        stack.callback(raw.close)
        owner = stack.enter_context(owner_connection())
        taken = (product.take(site, slot, boom.port) for slot in setting.slots)
        created = _bare_bookings(setting)
        answered: list[int] = []

        def take() -> Slice:
            found = load.run(boom.port, taken, clients=sizes.clients, seconds=sizes.slice_s)
            answered.append(found.requests)
            return found.insist(*product.DONE)

        def play() -> Round:
            return {
                RAW: setting.meter(
                    lambda: raw.insert(setting.raw_slots, seconds=sizes.slice_s), [], with_us=True
                ),
                BARE: setting.meter(
                    lambda: load.run(bare.port, created, clients=sizes.clients, seconds=sizes.slice_s).insist(
                        201
                    ),
                    [bare.pid],
                ),
                BOOM: setting.meter(take, [boom.pid]),
            }

        before = _kept(owner, site.schema)
        rounds = interleaved(setting, play)
        _insist_on_all_kept(before, _kept(owner, site.schema), sum(answered))
    return Report(
        [
            Finding(
                P7_RAW,
                ratio(lambda found: found[BOOM].per_second / found[RAW].per_second, rounds),
                ratio(lambda found: found[RAW].cpu / found[BOOM].cpu, rounds),
            ),
            Finding(
                P7_BARE,
                ratio(lambda found: found[BOOM].per_second / found[BARE].per_second, rounds),
                ratio(lambda found: found[BARE].cpu / found[BOOM].cpu, rounds),
            ),
        ],
        rounds,
    )


def _kept(owner: Connection, schema: str) -> Kept:
    counted = sql.SQL(
        "SELECT (SELECT count(*) FROM {occupancy} WHERE kind = 'booking'), "
        "(SELECT count(*) FROM {event} WHERE \"table\" = 'bookings_occupancy'), "
        "(SELECT count(*) FROM {fact} WHERE kind = 'booking.created')"
    ).format(
        occupancy=sql.Identifier(schema, "bookings_occupancy"),
        event=sql.Identifier(schema, "audit_event"),
        fact=sql.Identifier(schema, "core_outboxmessage"),
    )
    row = owner.execute(counted).fetchone()
    assert row is not None
    return Kept(*(int(str(count)) for count in row))


def _insist_on_all_kept(before: Kept, after: Kept, answered: int) -> None:
    """A yes without its booking, its record and its fact would be less work than was promised."""
    added = Kept(*(later - earlier for earlier, later in zip(before, after, strict=True)))
    if set(added) != {answered}:
        raise NotKept(f"{answered} requests were answered with yes, but the tables grew by {added}")


def _bare_bookings(setting: Setting) -> Iterator[bytes]:
    for slot in setting.raw_slots:
        asked = {"room": slot.room + 1, "start": slot.start.isoformat(), "end": slot.end.isoformat()}
        kind = {"Content-Type": "application/json"}
        yield request("POST", "/create", host="bare", headers=kind, body=json.dumps(asked))
