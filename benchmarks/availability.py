"""P3 to P6: a day's free starts in ten rooms, beside the same question to the database and to a bare view."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from contextlib import ExitStack
from urllib.parse import urlsplit

from psycopg import sql

from benchmarks import load, product
from benchmarks.fleet import Connection, Site, owner_connection
from benchmarks.load import request
from benchmarks.raw import Raw
from benchmarks.rounds import Finding, Goal, Measured, Round, ratio
from benchmarks.servers import Server
from benchmarks.setting import Report, Setting, interleaved

P3 = Goal("P3", "availability p50 / (raw SQL + hello), 1 client", 3.0)
P3_COLD = Goal("P3", "the same, set-up changed before each request", 3.0)
P4 = Goal("P4", "availability p50, largest / smallest table", 1.3)
P5 = Goal("P5", "peer's availability p50 / ours", 8.0, at_least=True)
P6 = Goal("P6", "availability a second / hello's, 16 clients", 0.12, at_least=True)
P6_TAIL = Goal("P6", "availability p99 / p50, 16 clients", 4.0)

COLD = "Boom availability, set-up just changed"
CHANGE_SETUP = b"UPDATE bookings_venue SET setup_version = setup_version + 1"


class AnotherAnswer(RuntimeError):
    """The two sides do not do the same work: they answer the same question differently."""


def measure(setting: Setting) -> Report:
    """Ask Boom, a bare Django and PostgreSQL in turn."""
    fleet, sizes, calendar = setting.fleet, setting.sizes, setting.fleet.calendar
    with ExitStack() as stack:
        boom = setting.boom()
        bare = setting.bare()
        raw = Raw(setting.database_url, connections=1)
        stack.callback(raw.close)
        owner = stack.enter_context(owner_connection())
        hello = request("GET", "/hello", host="bare")
        bare_availability = request("GET", f"/availability?day={calendar.asked_day}", host="bare")
        for site in fleet.sites.values():
            _insist_on_the_same_answer(
                load.ask(bare.port, bare_availability),
                load.ask(boom.port, next(product.availability(site, calendar, boom.port))),
                site,
            )

        def asked(server: Server, wires: object, clients: int = 1) -> Measured:
            return setting.meter(
                lambda: load.run(
                    server.port,
                    wires,
                    clients=clients,
                    seconds=sizes.slice_s,  # type: ignore[arg-type]
                ).insist(200),
                [server.pid],
            )

        def play() -> Round:
            found = {
                "raw SQL": setting.meter(
                    lambda: raw.availability(calendar, seconds=sizes.slice_s), [], with_us=True
                ),
                "hello": asked(bare, itertools.repeat(hello)),
                "bare Django availability": asked(bare, itertools.repeat(bare_availability)),
            }
            for size, site in fleet.sites.items():
                wires = product.availability(site, calendar, boom.port)
                found[f"Boom availability, {size:,} bookings"] = asked(boom, wires)
            wires = product.availability(fleet.usual, calendar, boom.port)
            found[COLD] = asked(boom, _after_changes(owner, fleet.usual, wires))
            found[f"hello, {sizes.clients} clients"] = asked(bare, itertools.repeat(hello), sizes.clients)
            wires = product.availability(fleet.usual, calendar, boom.port)
            found[f"Boom availability, {sizes.clients} clients"] = asked(boom, wires, sizes.clients)
            if setting.peer_url:
                found["the peer"] = _peer(setting)
            return found

        return _report(setting, interleaved(setting, play))


def _insist_on_the_same_answer(bare: load.Reply, boom: load.Reply, site: Site) -> None:
    """As many free starts in each room on both sides. Raises AnotherAnswer."""
    theirs = [len(starts) for starts in json.loads(bare.body).values()]
    ours = [len(room["starts"]) for room in json.loads(boom.body)["rooms"]]
    if theirs != ours or not sum(ours):
        raise AnotherAnswer(f"free starts a room: bare Django {theirs}, {site.subdomain} {ours}")


def _after_changes(owner: Connection, site: Site, wires: Iterator[bytes]) -> Iterator[bytes]:
    """Before each request the venue's set-up becomes another one, so that nothing remembered holds.

    The change itself is not timed; its CPU is, as PostgreSQL does it.
    """
    owner.execute(sql.SQL("SET search_path = {}, public, extensions").format(sql.Identifier(site.schema)))
    for wire in wires:
        owner.execute(CHANGE_SETUP)
        yield wire


def _peer(setting: Setting) -> Measured:
    """Another program's page, started by hand; its CPU is not ours to know."""
    parts = urlsplit(setting.peer_url)
    wire = request("GET", f"{parts.path or '/'}?{parts.query}", host=parts.netloc)
    wires = itertools.repeat(wire)
    found = load.run(parts.port or 80, wires, clients=1, seconds=setting.sizes.slice_s).insist(200)
    return Measured(found.percentile(0.5), found.requests / found.seconds, p95=found.percentile(0.95))


def _report(setting: Setting, rounds: list[Round]) -> Report:
    fleet, clients = setting.fleet, setting.sizes.clients
    usual, smallest, largest = (
        f"Boom availability, {site.bookings:,} bookings"
        for site in (fleet.usual, fleet.smallest, fleet.largest)
    )
    together, hello = f"Boom availability, {clients} clients", f"hello, {clients} clients"
    findings = [
        Finding(
            P3,
            ratio(lambda found: found[usual].p50 / (found["raw SQL"].p50 + found["hello"].p50), rounds),
            ratio(lambda found: found[usual].cpu / (found["raw SQL"].cpu + found["hello"].cpu), rounds),
        ),
        Finding(
            P3_COLD,
            ratio(lambda found: found[COLD].p50 / (found["raw SQL"].p50 + found["hello"].p50), rounds),
        ),
        Finding(
            P6,
            ratio(lambda found: found[together].per_second / found[hello].per_second, rounds),
            ratio(lambda found: found[hello].cpu / found[together].cpu, rounds),
        ),
        Finding(P6_TAIL, ratio(lambda found: found[together].p99 / found[together].p50, rounds)),
    ]
    if len(fleet.sites) > 1:
        findings.append(
            Finding(
                P4,
                ratio(lambda found: found[largest].p50 / found[smallest].p50, rounds),
                ratio(lambda found: found[largest].cpu / found[smallest].cpu, rounds),
            )
        )
    if setting.peer_url:
        findings.append(Finding(P5, ratio(lambda found: found["the peer"].p50 / found[usual].p50, rounds)))
    return Report(findings, rounds)
