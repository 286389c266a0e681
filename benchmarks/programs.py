"""P25 and P26: what programs ask of the API, beside the same questions to the database; calendar feeds."""

from __future__ import annotations

import itertools
import json
import secrets
import time
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from urllib.parse import urlencode

import psycopg
from psycopg import sql

from benchmarks import load, product
from benchmarks.fleet import Connection, Site, owner_connection
from benchmarks.load import Slice, request
from benchmarks.raw import Raw
from benchmarks.rounds import Finding, Goal, Round, ratio
from benchmarks.setting import Report, Setting, interleaved

PAGE = 50
FEED = 5_000
MILLISECONDS = 1e3
LIST, RAW_LIST = f"API: {PAGE} bookings listed", f"raw SQL: {PAGE} bookings with room and customer"
AVAILABILITY, RAW_AVAILABILITY = "API: free starts of a day", "raw SQL: a day of ten rooms"
CREATE, RAW_CREATE = "API: a booking taken", "raw insert"
FEED_READ = "a venue's calendar feed"

P25_LIST = Goal("P25", f"API: list of {PAGE} bookings p50 / the same rows by raw SQL, 1 client", 15.0)
P25_AVAILABILITY = Goal("P25", "API: availability p50 / raw SQL, 1 client", 20.0)
P25_CREATE = Goal("P25", "API: booking taken p50 / raw insert, 1 client", 30.0)
P26 = Goal("P26", f"calendar feed, p95 for each {FEED:,} bookings", 300.0, unit=" ms")

ROWS = f"""
SELECT row.id, row.reference, row.status, room.venue_id, row.room_id, room.name, customer.id, customer.name,
       customer.email, customer.phone, row.guest_name, row.starts_at, row.ends_at, row.party_size, row.source,
       row.placed, row.total_minor, row.currency, row.quote, row.fee_minor, row.note, row.staff_note,
       row.answers, row.series_id, row.group_reference, row.created_at, row.version
  FROM bookings_occupancy row
  JOIN bookings_room room ON room.id = row.room_id
  LEFT JOIN bookings_customer customer ON customer.id = row.customer_id
 WHERE row.kind = 'booking' AND NOT row.is_example AND row.starts_at >= %s
 ORDER BY row.starts_at, row.id LIMIT {PAGE + 1}
"""
SEEING = sql.SQL("SET search_path = {}, public, extensions")
# Nobody's limit is measured.
NO_LIMIT = "UPDATE public.billing_plan SET api_calls_a_minute = 100000000"


class AnotherAnswer(RuntimeError):
    """An answer does not hold what it is measured with: a figure of it would be a lie."""


def measure(setting: Setting) -> Report:
    """Ask the API and PostgreSQL in turn, one client."""
    fleet, sizes, site, boom = setting.fleet, setting.sizes, setting.fleet.usual, setting.boom()
    with ExitStack() as stack:
        owner = stack.enter_context(owner_connection())
        owner.execute(NO_LIMIT)
        raw = Raw(setting.database_url, connections=1)
        stack.callback(raw.close)
        rows = stack.enter_context(psycopg.connect(setting.database_url, autocommit=True))
        rows.execute(SEEING.format(sql.Identifier(site.schema)))
        rows.prepare_threshold = 0
        program, feed = _Program(site, boom.port), _feed_path(site)
        since = datetime.combine(fleet.calendar.asked_day, datetime.min.time(), UTC)
        listing = {"limit": PAGE, "starts_from": since.isoformat()}
        asked = {"day": fleet.calendar.asked_day.isoformat(), "minutes": 60}
        _insist_on_the_same_rows(rows, since, load.ask(boom.port, program.get("/bookings", listing)))
        entries = _entries(load.ask(boom.port, _reading(site, feed, boom.port)))

        def of(wires: Iterator[bytes], *expected: int) -> Slice:
            found = load.run(boom.port, wires, clients=1, seconds=sizes.slice_s)
            return found.insist(*expected)

        def play() -> Round:
            pids = [boom.pid]
            return {
                RAW_LIST: setting.meter(lambda: _listed(rows, since, sizes.slice_s), [], with_us=True),
                LIST: setting.meter(lambda: of(program.repeated("/bookings", listing), 200), pids),
                RAW_AVAILABILITY: setting.meter(
                    lambda: raw.availability(fleet.calendar, seconds=sizes.slice_s), [], with_us=True
                ),
                AVAILABILITY: setting.meter(lambda: of(program.repeated("/availability", asked), 200), pids),
                RAW_CREATE: setting.meter(
                    lambda: raw.insert(setting.raw_slots, seconds=sizes.slice_s), [], with_us=True
                ),
                CREATE: setting.meter(lambda: of(program.bookings(setting), 201), pids),
                FEED_READ: setting.meter(
                    lambda: of(itertools.repeat(_reading(site, feed, boom.port)), 200), pids
                ),
            }

        rounds = interleaved(setting, play)
    pairs = ((P25_LIST, LIST, RAW_LIST), (P25_AVAILABILITY, AVAILABILITY, RAW_AVAILABILITY))
    beside = [
        Finding(
            goal,
            ratio(lambda each, ours=ours, plain=plain: each[ours].p50 / each[plain].p50, rounds),  # type: ignore[misc]
            ratio(lambda each, ours=ours, plain=plain: each[ours].cpu / each[plain].cpu, rounds),  # type: ignore[misc]
        )
        for goal, ours, plain in (*pairs, (P25_CREATE, CREATE, RAW_CREATE))
    ]
    share = FEED / max(entries, 1) if entries > FEED else 1.0
    read = Finding(
        P26, ratio(lambda each: each[FEED_READ].p95 * MILLISECONDS * share, rounds), is_ratio=False
    )
    return Report([*beside, read], rounds, [f"the feed has {entries:,} bookings"])


class _Program:
    """A program with the owner's access token, which is made anew before it runs out."""

    def __init__(self, site: Site, port: int) -> None:
        self.site, self.host = site, f"{site.host}:{port}"
        self._token, self._made = "", 0.0

    def get(self, path: str, query: dict[str, object]) -> bytes:
        return request("GET", f"/api/v1{path}?{urlencode(query)}", host=self.host, headers=self._headers())

    def repeated(self, path: str, query: dict[str, object]) -> Iterator[bytes]:
        return itertools.repeat(self.get(path, query))

    def bookings(self, setting: Setting) -> Iterator[bytes]:
        """Ever new bookings, each for a customer nobody knew."""
        headers = {**self._headers(), "Content-Type": "application/json"}
        for slot in setting.slots:
            guest = secrets.token_hex(6)
            body = {
                "room_id": self.site.room_ids[slot.room],
                "starts_at": slot.start.isoformat(),
                "ends_at": slot.end.isoformat(),
                "name": f"Guest {guest}",
                "email": f"{guest}@guest.example",
                "party_size": 4,
            }
            yield request("POST", "/api/v1/bookings", host=self.host, headers=headers, body=json.dumps(body))

    def _headers(self) -> dict[str, str]:
        if time.monotonic() - self._made > 300 or not self._token:
            self._token, self._made = _token(self.site), time.monotonic()
        return {**product.address(), "Authorization": f"Bearer {self._token}"}


def _token(site: Site) -> str:
    from accounts.models import User
    from boom.core import clock
    from integrations.tokens import access_token
    from tenants.context import public_scope, tenant_scope
    from tenants.models import Business

    with public_scope():
        business = Business.objects.get(schema_name=site.schema)
    with tenant_scope(business):
        return access_token(User.objects.get(), now=clock.now())


def _feed_path(site: Site) -> str:
    """The address of a feed of all of the venue's bookings, made at the first run."""
    from bookings.models import Venue
    from integrations.feed_links import token_from
    from integrations.models import FeedShows
    from integrations.selectors.feeds import feeds_of
    from integrations.services.feeds import add_feed
    from tenants.context import public_scope, tenant_scope
    from tenants.models import Business

    with public_scope():
        business = Business.objects.get(schema_name=site.schema)
    with tenant_scope(business):
        venue = Venue.objects.order_by("id")[0]
        known = [token for feed, token in feeds_of(venue.pk) if feed.room_id is None]
        if not known:
            made = add_feed(venue_id=venue.pk, room_id=None, shows=FeedShows.NAMES)
            known = [token_from(made.link_nonce)]
    return f"/calendar/{known[0]}.ics"


def _reading(site: Site, path: str, port: int) -> bytes:
    return request("GET", path, host=f"{site.host}:{port}", headers=product.address())


def _entries(reply: load.Reply) -> int:
    """How many bookings a feed told of. Raises AnotherAnswer for none."""
    found = reply.body.count(b"BEGIN:VEVENT")
    if reply.status != 200 or not found:
        raise AnotherAnswer(f"the feed answered {reply.status} with {found} bookings")
    return found


def _listed(rows: Connection, since: datetime, seconds: float) -> Slice:
    """Ask for the same rows over and over, on one connection."""
    latencies = []
    began = time.perf_counter()
    while (sent := time.perf_counter()) - began < seconds:
        rows.execute(ROWS, (since,)).fetchall()
        latencies.append(time.perf_counter() - sent)
    return Slice(latencies, time.perf_counter() - began)


def _insist_on_the_same_rows(rows: Connection, since: datetime, reply: load.Reply) -> None:
    """The same bookings on both sides. Raises AnotherAnswer."""
    ours = [each["id"] for each in json.loads(reply.body).get("data", [])]
    theirs = [row[0] for row in rows.execute(ROWS, (since,)).fetchall()][:PAGE]
    if not ours or ours != theirs:
        raise AnotherAnswer(f"API: {reply.status} and {len(ours)} bookings, raw SQL: {len(theirs)}")
