"""`manage.py import_legacy FILE --business SUBDOMAIN --report REPORT.json`: move in from Boom Karaoke."""

from __future__ import annotations

import json
import os
import sys
import tempfile
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TextIO
from zoneinfo import ZoneInfo

from django.core.management.base import BaseCommand, CommandError

from boom.core import clock
from boom.core.errors import Busy, DomainError
from integrations.errors import UnknownTimeZone
from integrations.legacy.outcome import Outcome, full_report
from integrations.legacy.people import read_email
from integrations.legacy.plan import Plan, make_plan
from integrations.legacy.report import summary
from integrations.legacy.rows import FIRST_TENANT
from integrations.legacy.settings import find_zone
from integrations.legacy.source import read_source
from integrations.services.legacy_import import found_and_import, import_legacy, rehearse_import, silent
from tenants.context import public_scope, tenant_scope
from tenants.models import Business
from tenants.selectors import why_subdomain_unusable

# The file, the business or the way the command was called is at fault; nothing was imported.
UNUSABLE = 2
# Nothing is wrong, but it could not be done just now; nothing was imported.
TRY_AGAIN = 1
BAR_WIDTH = 30


class Command(BaseCommand):
    """Exits with 0 when imported, rejected rows or not; 2 for a file or call at fault; 1 when busy."""

    help = (
        "Import the SQLite database of Boom Karaoke, the single-venue app. Running it again changes nothing."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="the old app's database; it is only read")
        parser.add_argument(
            "--business", required=True, metavar="SUBDOMAIN", help="which business to import into"
        )
        parser.add_argument("--create", action="store_true", help="found the business if there is none")
        parser.add_argument(
            "--timezone",
            metavar="ZONE",
            help="whose clock times without a zone are on; else the file's setting",
        )
        parser.add_argument("--dry-run", action="store_true", help="write the report and nothing else")
        parser.add_argument(
            "--report", required=True, type=Path, metavar="REPORT.json", help="where the report goes"
        )
        parser.add_argument(
            "--owner", default="", metavar="EMAIL", help="give this address an owner's account"
        )
        parser.add_argument(
            "--legacy-tenant",
            default=FIRST_TENANT,
            metavar="ID",
            help=f"whose rows to take from a file with several tenants (default {FIRST_TENANT})",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            with _report_file(options["report"], options["file"]) as report_file:
                report = self._import(options)
                json.dump(report, report_file, indent=2, ensure_ascii=False)
                report_file.write("\n")
        except Busy as error:
            raise CommandError(f"{error.message} Nothing was imported.", returncode=TRY_AGAIN) from error
        except DomainError as error:
            said = " ".join(dict.fromkeys([error.message, *error.fields.values()]))
            raise CommandError(f"{said} Nothing was imported.", returncode=UNUSABLE) from error
        self._tell(report, options["report"])

    def _import(self, options: dict[str, Any]) -> dict[str, Any]:
        subdomain = options["business"].strip().lower()
        if options["owner"] and read_email(options["owner"]) is None:
            raise CommandError(f"{options['owner']!r} is no e-mail address.", returncode=UNUSABLE)
        with public_scope():
            business = Business.objects.filter(subdomain=subdomain).first()
        if business is None and not options["create"]:
            raise CommandError(
                f"There is no business {subdomain!r}. Add --create to found it.", returncode=UNUSABLE
            )
        plan = make_plan(
            read_source(options["file"]),
            zone=_zone(options["timezone"]),
            business_zone=ZoneInfo(business.time_zone) if business else None,
            business_currency=business.currency if business else None,
            tenant=options["legacy_tenant"],
        )
        outcome = self._carry_out(plan, business, subdomain, options)
        return {
            "business": subdomain,
            "dry_run": options["dry_run"],
            "founded": business is None and not options["dry_run"],
            **full_report(plan, outcome),
        }

    def _carry_out(
        self, plan: Plan, business: Business | None, subdomain: str, options: dict[str, Any]
    ) -> Outcome | None:
        progress = Bar(sys.stderr) if sys.stderr.isatty() and not options["dry_run"] else silent
        if business is None:
            if options["dry_run"]:
                with public_scope():
                    problem = why_subdomain_unusable(subdomain, now=clock.now())
                if problem:
                    raise CommandError(problem, returncode=UNUSABLE)
                # An empty business has nothing that could be in the way: the plan is all there is to say.
                return None
            with public_scope():
                _, outcome = found_and_import(
                    subdomain=subdomain,
                    plan=plan,
                    now=clock.now(),
                    owner_email=options["owner"],
                    progress=progress,
                )
            return outcome
        with tenant_scope(business):
            if options["dry_run"]:
                return rehearse_import(plan=plan, now=clock.now(), owner_email=options["owner"])
            return import_legacy(plan=plan, now=clock.now(), owner_email=options["owner"], progress=progress)

    def _tell(self, report: dict[str, Any], path: Path) -> None:
        for line in summary(report):
            self.stdout.write(line)
        for warning in report["warnings"]:
            if warning["table"] == "users" or warning["id"] is None:
                self.stdout.write(self.style.WARNING(f"note      {warning['reason']}"))
        self.stdout.write(f"report    {path}")
        if report["dry_run"]:
            self.stdout.write("Dry run: nothing was imported.")


class Bar:
    """A line on a terminal that fills up, one for each kind of row: `bookings  [#####.....] 250/398`."""

    def __init__(self, terminal: TextIO) -> None:
        self.terminal = terminal

    def __call__(self, what: str, done: int, total: int) -> None:
        filled = BAR_WIDTH * done // total if total else BAR_WIDTH
        bar = "#" * filled + "." * (BAR_WIDTH - filled)
        self.terminal.write(f"\r{what:<10}[{bar}] {done}/{total}" + ("\n" if done >= total else ""))
        self.terminal.flush()


def _zone(name: str | None) -> ZoneInfo | None:
    if name is None:
        return None
    zone = find_zone(name)
    if zone is None:
        raise UnknownTimeZone(f"There is no time zone called {name!r}; zones look like Europe/London.")
    return zone


@contextmanager
def _report_file(path: Path, source: Path) -> Iterator[TextIO]:
    """A file that takes its name only when all is written; that it can is known before anything is done."""
    if path.is_dir() or (path.exists() and source.exists() and path.samefile(source)):
        raise CommandError(f"The report cannot be written over {path}.", returncode=UNUSABLE)
    try:
        handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    except OSError as error:
        raise CommandError(
            f"The report cannot be written to {path}: {error.strerror}.", returncode=UNUSABLE
        ) from error
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            yield file
        Path(temporary).chmod(0o600)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
