"""`manage.py migrate_tenants`: the platform's tables, then every tenant's, then a stock of spares."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection
from psycopg import sql

from boom.core.guard import migrating
from tenants.context import public_scope
from tenants.provisioning.fleet import Outcome, migrate_fleet, verify_fleet
from tenants.provisioning.schemas import stock_spares
from tenants.provisioning.script import application_role, grants


class Command(BaseCommand):
    help = "Migrate the platform's schema and all tenants' schemas, and stock spare ones."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--verify",
            action="store_true",
            help="change nothing; look whether every schema has all that a new one would have",
        )

    def handle(self, **options: Any) -> None:
        if options["verify"]:
            self._verify(verbosity=options["verbosity"])
        else:
            self._migrate(verbosity=options["verbosity"])

    def _verify(self, *, verbosity: int) -> None:
        with public_scope():
            outcomes = verify_fleet(on_each=self._report)
        failed = [outcome for outcome in outcomes if outcome.error]
        if failed:
            raise CommandError(f"{len(failed)} of {len(outcomes)} schemas are not what they should be.")
        if verbosity:
            self.stdout.write(f"All {len(outcomes)} schemas are whole.")

    def _migrate(self, *, verbosity: int) -> None:
        migrating(True)
        call_command("migrate_schemas", shared=True, interactive=False, verbosity=max(0, verbosity - 1))
        migrating(False)
        with public_scope():
            self._grant_public()
            outcomes = migrate_fleet(on_each=self._report)
            made = stock_spares(wanted=settings.SPARE_SCHEMAS)
        failed = [outcome for outcome in outcomes if outcome.error]
        if verbosity:
            self.stdout.write(f"{len(outcomes) - len(failed)} schemas brought forward, {made} spares made.")
        if failed:
            raise CommandError(f"{len(failed)} schemas failed; the others are done. Run this again.")

    def _report(self, outcome: Outcome) -> None:
        if outcome.error:
            self.stderr.write(f"{outcome.schema_name}: {outcome.error}")

    def _grant_public(self) -> None:
        role = application_role()
        if role:
            with connection.cursor() as cursor:
                cursor.execute(grants("public", role))
                cursor.execute(
                    sql.SQL("GRANT USAGE ON SCHEMA extensions TO {}").format(sql.Identifier(role)),
                )
