"""P7: taking a booking with its price, its record and its fact in one transaction, beside a bare insert."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack

from benchmarks import load, product
from benchmarks.load import request
from benchmarks.raw import Raw
from benchmarks.rounds import Finding, Goal, Round, ratio
from benchmarks.setting import Report, Setting, interleaved

RAW, BARE, BOOM = "raw insert, 16 connections", "bare Django create", "Boom create"

P7_RAW = Goal("P7", "bookings taken a second / raw inserts a second", 0.12, at_least=True)
P7_BARE = Goal("P7", "bookings taken a second / bare Django's", 0.45, at_least=True)


def measure(setting: Setting) -> Report:
    """Write down bookings at the desk, signed in, in Boom; insert them in a bare Django and in PostgreSQL."""
    sizes, site = setting.sizes, setting.fleet.usual
    with ExitStack() as stack:
        boom = setting.boom()
        bare = setting.bare()
        raw = Raw(setting.database_url, connections=sizes.clients)
        stack.callback(raw.close)
        taken = (product.take(site, slot, boom.port) for slot in setting.slots)
        created = _bare_bookings(setting)

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
                BOOM: setting.meter(
                    lambda: load.run(boom.port, taken, clients=sizes.clients, seconds=sizes.slice_s).insist(
                        *product.DONE
                    ),
                    [boom.pid],
                ),
            }

        rounds = interleaved(setting, play)
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


def _bare_bookings(setting: Setting) -> Iterator[bytes]:
    for slot in setting.raw_slots:
        asked = {"room": slot.room + 1, "start": slot.start.isoformat(), "end": slot.end.isoformat()}
        kind = {"Content-Type": "application/json"}
        yield request("POST", "/create", host="bare", headers=kind, body=json.dumps(asked))
