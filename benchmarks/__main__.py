"""`python -m benchmarks [NAME ...] [--quick] [--rounds N]`; `make bench` gives it servers of its own."""

from __future__ import annotations

import argparse
import os
import platform
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime

import django
import psycopg

from benchmarks.rounds import FEWEST_ROUNDS, HEADER, absolute_rows
from benchmarks.setting import Report, Setting, Sizes

SIZES = (1_000, 100_000, 1_000_000)
QUICK_SIZES = (1_000, 100_000)
BUSINESSES = 100
# Every benchmark's code at its smallest, for the test that keeps them from rotting.
TOY = Sizes(
    rounds=1,
    slice_s=0.1,
    clients=4,
    contests=2,
    contenders=6,
    sockets=10,
    changes_a_slice=1,
    tenants_a_slice=1,
    customers=500,
    from_nothing=False,
    phones=False,
)
TOY_SIZES, TOY_BUSINESSES = (400, 500), 3


def main(arguments: Sequence[str]) -> int:
    options = _parser().parse_args(arguments)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "boom.settings.base")
    django.setup()
    sizes = TOY if options.toy else Sizes()
    if options.rounds:
        sizes = replace(sizes, rounds=options.rounds)
    setting = _setting(options, sizes)
    if options.only_data:
        return 0
    print(f"\n{_machine(setting)}\n")
    with setting.running:
        for name in options.names or BENCHMARKS:
            began = time.monotonic()
            report = _benchmark(name)(setting)
            print(f"## {name} ({time.monotonic() - began:.0f} s)\n\n{_in_words(report)}\n", flush=True)
    return 0


def _in_words(report: Report) -> str:
    """The findings as a table, the sentences about them, and the figures behind them as a table."""
    findings = "\n".join([HEADER, *(finding.as_row() for finding in report.findings)])
    notes = "\n".join(f"- {note}" for note in report.notes)
    figures = "\n".join(absolute_rows(report.rounds)) if report.rounds else ""
    return "\n\n".join(filter(None, [findings, notes, figures]))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    known = [*BENCHMARKS, *BY_NAME]
    parser.add_argument("names", nargs="*", choices=[*known, []], help=f"if none: {', '.join(BENCHMARKS)}")
    parser.add_argument("--rounds", type=int, help=f"fewer than {FEWEST_ROUNDS} give no verdict")
    parser.add_argument("--quick", action="store_true", help="without the table of a million bookings")
    parser.add_argument("--toy", action="store_true", help="smallest sizes: shows that it works, no more")
    parser.add_argument("--only-data", action="store_true", help="make what is measured, measure nothing")
    parser.add_argument("--peer-avail", metavar="URL", default="", help="another program's availability (P5)")
    parser.add_argument(
        "--beside-others", action="store_true", help="though the database holds others' businesses"
    )
    return parser


def _setting(options: argparse.Namespace, sizes: Sizes) -> Setting:
    from django.conf import settings

    from benchmarks import fleet
    from benchmarks.processes import postmaster_behind

    print("Data (kept for the next run):")
    made = fleet.prepare(
        TOY_SIZES if options.toy else QUICK_SIZES if options.quick else SIZES,
        businesses=TOY_BUSINESSES if options.toy else BUSINESSES,
        today=datetime.now(UTC).date(),
        beside_others=options.beside_others,
    )
    url = settings.ENDPOINTS.database_url
    with psycopg.connect(url) as connection:
        postgres = postmaster_behind(connection)
    return Setting(made, sizes, url, settings.REDIS_URL, postgres, peer_url=options.peer_avail)


def _machine(setting: Setting) -> str:
    with psycopg.connect(setting.database_url) as connection:
        version = connection.info.parameter_status("server_version")
    businesses = f"{setting.fleet.businesses} businesses"
    versions = f"Python {platform.python_version()}, Django {django.__version__}, PostgreSQL {version}"
    where = "" if setting.postgres else "; PostgreSQL runs elsewhere: CPU figures leave it out"
    return f"{os.cpu_count()} CPUs, {versions}; {businesses} in the database{where}"


def _benchmark(name: str) -> Callable[[Setting], Report]:
    from importlib import import_module

    measure: Callable[[Setting], Report] = import_module((BENCHMARKS | BY_NAME)[name]).measure
    return measure


BENCHMARKS = {
    "contention": "benchmarks.contention",
    "availability": "benchmarks.availability",
    "creating": "benchmarks.creating",
    "customers": "benchmarks.customers",
    "calendar": "benchmarks.calendar_day",
    "quoting": "benchmarks.quoting",
    "live": "benchmarks.live",
    "memory": "benchmarks.memory",
    "new-tenant": "benchmarks.new_tenant",
    "first-booking": "benchmarks.first_booking",
    "history": "benchmarks.history",
    "programs": "benchmarks.programs",
}
# Only when named: they need more than a database.
BY_NAME = {"board": "benchmarks.board_in_browser"}

if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
