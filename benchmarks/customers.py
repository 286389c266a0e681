"""P21: a customer looked for among 100,000, as the list asks while somebody types, slips included.

The names are made up of syllables, so that hardly two are alike and none is of a person; what is typed
comes from the customers themselves: a whole name, a name with two letters swapped, the beginning of one, the
end of a number, an address.
"""

from __future__ import annotations

import itertools
import time
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from psycopg import sql

from benchmarks import fleet, load, product
from benchmarks.fleet import Connection, Site, owner_connection
from benchmarks.load import request
from benchmarks.rounds import Finding, Goal, Round, ratio
from benchmarks.setting import Report, Setting, interleaved

if TYPE_CHECKING:
    from tenants.models import Business

P21 = Goal("P21", "a customer found among all, p95", 50.0, unit=" ms")
MILLISECONDS = 1e3
SAMPLE = 40
KINDS = ("whole name", "name with a slip", "beginning of a name", "end of a number", "e-mail")

# Two names of two and three syllables out of digits of the row's number, spread by a multiplier that shares
# no factor with 20: neighbours in the table are nothing alike.
CUSTOMERS = """
WITH syllables AS (
    SELECT ARRAY['ba','ce','di','fo','gu','ha','je','ki','lo','mu',
                 'na','pe','qui','ro','su','ta','ve','wi','yo','zu'] AS of
), numbered AS (
    SELECT number, (number::bigint * 7919 + 104729) %% 3200000 AS spread
      FROM generate_series(1, %(customers)s) number
)
INSERT INTO bookings_customer (name, email, phone, locale, notes, legacy_id)
SELECT initcap(of[1 + spread %% 20] || of[1 + spread / 20 %% 20]) || ' '
       || initcap(of[1 + spread / 400 %% 20] || of[1 + spread / 8000 %% 20] || of[1 + spread / 160000 %% 20]),
       'c' || number || '@example.com', '+4477' || lpad((spread * 31 %% 100000000)::text, 8, '0'), '', '', ''
  FROM numbered, syllables
"""
SOME = """
SELECT name, email, phone FROM bookings_customer
 WHERE id %% greatest(1, (SELECT count(*) FROM bookings_customer) / %(sample)s) = 0
 ORDER BY id LIMIT %(sample)s
"""


class NobodyFound(RuntimeError):
    """What was typed is somebody's, and yet nobody was found: that is no search worth timing."""


def measure(setting: Setting) -> Report:
    """Search, and ask for the list's piece, with each kind of words in turn; one client."""
    boom = setting.boom()
    with owner_connection() as owner:
        business, site = _site(owner, setting.sizes.customers)
        typed = _typed(owner, site)

    def play() -> Round:
        found = {
            f"search: {kind}": setting.meter(
                lambda words=words: _search(business, words, setting.sizes.slice_s),  # type: ignore[misc]
                [],
                with_us=True,
            )
            for kind, words in typed.items()
        }
        return found | {
            f"list: {kind}": setting.meter(
                lambda words=words: load.run(  # type: ignore[misc]
                    boom.port, _searches(site, words, boom.port), clients=1, seconds=setting.sizes.slice_s
                ).insist(200),
                [boom.pid],
            )
            for kind, words in typed.items()
        }

    rounds = interleaved(setting, play)
    report = Report([Finding(P21, _slowest(rounds), is_ratio=False)], rounds)
    report.notes.append(
        f"{setting.sizes.customers:,} customers; in each round the slowest kind of words counts"
    )
    return report


def _slowest(rounds: Sequence[Round]) -> list[float]:
    """In each round the p95 of the kind whose search took longest, in milliseconds."""
    return ratio(
        lambda each: (
            max(found.p95 for name, found in each.items() if name.startswith("search")) * MILLISECONDS
        ),
        rounds,
    )


def _search(business: Business, words: Sequence[str], seconds: float) -> load.Slice:
    """Ask the search itself, without a page around it. Raises NobodyFound."""
    from bookings.selectors.customer_search import search_customers
    from tenants.context import tenant_scope

    latencies: list[float] = []
    began = time.perf_counter()
    with tenant_scope(business):
        for typed in itertools.cycle(words):
            asked = time.perf_counter()
            if not search_customers(typed):
                raise NobodyFound(typed)
            latencies.append(time.perf_counter() - asked)
            if asked - began > seconds:
                break
    return load.Slice(latencies, time.perf_counter() - began)


def misspelt(name: str) -> str:
    """A name with two neighbouring letters of its longest word swapped, as hands do it."""
    word = max(name.split(), key=len)
    middle = len(word) // 2
    slip = word[: middle - 1] + word[middle] + word[middle - 1] + word[middle + 1 :]
    return name.replace(word, slip)


def _searches(site: Site, words: Sequence[str], port: int) -> Iterator[bytes]:
    headers = {"Cookie": f"boom={site.session}", "HX-Request": "true"}
    for typed in itertools.cycle(words):
        path = f"/dashboard/customers/?{urlencode({'q': typed})}"
        yield request("GET", path, host=f"{site.host}:{port}", headers={**product.address(), **headers})


def _typed(owner: Connection, site: Site) -> dict[str, list[str]]:
    with owner.transaction():
        owner.execute(fleet.path_to(site.schema))
        rows = owner.execute(SOME.encode(), {"sample": SAMPLE}).fetchall()
    names, emails, phones = ([str(row[place]) for row in rows] for place in range(3))
    found = (
        names,
        [misspelt(name) for name in names],
        [name.split()[1][:4] for name in names],
        [phone[-7:] for phone in phones],
        emails,
    )
    return dict(zip(KINDS, found, strict=True))


def _site(owner: Connection, customers: int) -> tuple[Business, Site]:
    """The business with so many customers, made where it is not there."""
    from accounts.models import User
    from tenants.context import public_scope, tenant_scope
    from tenants.models import Business

    subdomain = f"{fleet.PREFIX}people"
    with public_scope():
        business = Business.objects.filter(subdomain=subdomain).first()
    if business is None:
        business = fleet.found_site(subdomain)
    _write_customers(owner, business.schema_name, customers)
    with tenant_scope(business):
        session = fleet.session_of(User.objects.get())
    return business, Site(subdomain, business.schema_name, business.host, 0, [], session)


def _write_customers(owner: Connection, schema: str, customers: int) -> None:
    with owner.transaction():
        owner.execute(fleet.path_to(schema))
        there = owner.execute("SELECT count(*) FROM bookings_customer").fetchone()
        if there == (customers,):
            return
        # Nobody made this past, so it is not on record.
        owner.execute("ALTER TABLE bookings_customer DISABLE TRIGGER USER")
        owner.execute("DELETE FROM bookings_customer")
        owner.execute(CUSTOMERS.encode(), {"customers": customers})
        owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        owner.execute("ALTER TABLE bookings_customer ENABLE TRIGGER USER")
    owner.execute(sql.SQL("VACUUM ANALYZE {}.bookings_customer").format(sql.Identifier(schema)))
