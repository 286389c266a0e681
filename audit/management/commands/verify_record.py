"""`manage.py verify_record`: does the record of all still say what it said when it was written?"""

from __future__ import annotations

from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand, CommandParser

from audit.inspection import Verdict, check_record
from audit.services.sealing import seal_record
from tenants.context import public_scope, tenant_scope
from tenants.models import Business


class Command(BaseCommand):
    help = "Check the chain of digests over the record; ends with 1 when an event was changed or removed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--business", metavar="SUBDOMAIN", help="only this one's")
        parser.add_argument("--head", default="", help="a digest noted earlier, which must still be there")
        parser.add_argument("--seal", action="store_true", help="afterwards seal the events that wait for it")

    def handle(self, **options: Any) -> None:
        wanted = options["business"]
        if options["head"] and not wanted:
            raise CommandError("A head is one business's: say whose with --business.")
        with public_scope():
            businesses = list(
                Business.objects.filter(**({"subdomain": wanted} if wanted else {})).order_by("id")
            )
            if wanted and not businesses:
                raise CommandError(f"There is no business at {wanted}.")
            is_broken = False if wanted else self._look_at("the platform", options)
        for business in businesses:
            with tenant_scope(business):
                is_broken |= self._look_at(business.subdomain, options)
        if is_broken:
            raise CommandError("The record is not as it was written.")

    def _look_at(self, name: str, options: dict[str, Any]) -> bool:
        verdict: Verdict = check_record(expected_head=options["head"])
        if verdict.broken:
            self.stderr.write(f"{name}: BROKEN, {verdict.broken} (after {verdict.sealed} good events)")
            return True
        sealed_now = seal_record() if options["seal"] else 0
        waiting = verdict.waiting - sealed_now
        self.stdout.write(
            f"{name}: {verdict.sealed} events as written, {waiting} not sealed yet; head {verdict.head}"
        )
        return False
