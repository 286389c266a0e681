"""`manage.py erase_again`: after a backup was restored, forget again whoever was erased since it was made."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser

from bookings.selectors.personal import are_there
from bookings.services.erasing import erase_again
from boom.core import clock
from boom.core.actor import acting
from tenants.context import public_scope, tenant_scope
from tenants.models import Business
from tenants.selectors import erasures_of
from tenants.services import note_erasures


class Command(BaseCommand):
    help = "Erase customers again whom a restored backup has brought back; --list writes the ledger."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--business", metavar="SUBDOMAIN", help="only this one's")
        parser.add_argument("--was", metavar="SCHEMA", help="the schema they were erased from, if another")
        parser.add_argument("--list", action="store_true", help="write the ledger, and erase nobody")
        parser.add_argument("--from", dest="ledger", type=Path, help="a file that --list wrote")

    def handle(self, **options: Any) -> None:
        if options["was"] and not options["business"]:
            raise CommandError("Say of which business with --business.")
        businesses = self._businesses(options["business"])
        if options["ledger"]:
            self._take_in(options["ledger"])
        for business in businesses:
            if options["list"]:
                self._write(business)
            else:
                self._erase(business, options["was"] or business.schema_name)

    def _businesses(self, subdomain: str | None) -> list[Business]:
        with public_scope():
            wanted = {"subdomain": subdomain} if subdomain else {}
            found = list(Business.objects.filter(**wanted).order_by("id"))
        if subdomain and not found:
            raise CommandError(f"There is no business at {subdomain}.")
        return found

    def _write(self, business: Business) -> None:
        with public_scope():
            noted = erasures_of(business.schema_name)
        for each in noted:
            line = {
                "schema": each.schema_name,
                "customer": each.customer_id,
                "made_at": each.made_at.isoformat(),
                "erased_at": each.erased_at.isoformat(),
            }
            self.stdout.write(json.dumps(line))

    def _take_in(self, ledger: Path) -> None:
        """Note what a ledger kept elsewhere says, where it is not noted here."""
        try:
            lines = ledger.read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{ledger} cannot be read.") from error
        for number, line in enumerate(lines, start=1):
            if not line.strip():
                continue
            try:
                read = json.loads(line)
                schema, key = str(read["schema"]), int(read["customer"])
                made_at, erased_at = (datetime.fromisoformat(read[name]) for name in ("made_at", "erased_at"))
            except (ValueError, KeyError, TypeError) as error:
                raise CommandError(f"Line {number} is none of a ledger.") from error
            with public_scope():
                note_erasures(schema_name=schema, customers=[(key, made_at)], now=erased_at)

    def _erase(self, business: Business, schema_name: str) -> None:
        with public_scope():
            noted = erasures_of(schema_name)
        now = clock.now()
        with tenant_scope(business), acting(kind="system", label="Boom", source="command"):
            count = sum(
                erase_again(customer_id=each.customer_id, made_at=each.made_at, now=now) for each in noted
            )
            left = are_there((each.customer_id, each.made_at) for each in noted)
        self.stdout.write(f"{business.subdomain}: {len(noted)} in the ledger, {count} erased again")
        if left:
            keys = ", ".join(map(str, left))
            raise CommandError(
                f"{business.subdomain}: still there, as merged into somebody who was not erased: customers"
                f" {keys}. Part them on their page, and run this again."
            )
