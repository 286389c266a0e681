"""`manage.py outbox list|retry`: deliveries that were given up, of the platform and of every business."""

from __future__ import annotations

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from boom.core import clock, outbox
from boom.core.actor import acting
from tenants.context import public_scope, tenant_scope
from tenants.models import Business

PLATFORM = "platform"


class Command(BaseCommand):
    help = "List deliveries that were given up, or put them back in line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("action", choices=["list", "retry"])
        parser.add_argument("--business", help=f"a subdomain, or {PLATFORM!r}; all when left out")
        parser.add_argument("--id", type=int, action="append", help="only this delivery (with --business)")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["id"] and not options["business"]:
            raise CommandError("--id means a delivery of one business: say which with --business.")
        found = 0
        with acting(source="command"):
            for name, business in _whose(options["business"]):
                with _scope(business):
                    found += self._each(name, options["action"], options["id"])
        words = {"list": "lie dead", "retry": "are being tried again"}
        self.stdout.write(f"{found} {words[options['action']]}.")

    def _each(self, name: str, action: str, ids: list[int] | None) -> int:
        dead = outbox.dead_deliveries()
        chosen = list(dead.filter(pk__in=ids) if ids else dead)
        for delivery in chosen:
            self.stdout.write(
                f"{name}  {delivery.pk}  {delivery.handler}  {delivery.message.kind}  "
                f"{delivery.message.created_at:%Y-%m-%d %H:%M}  {delivery.last_error}"
            )
            if action == "retry":
                outbox.retry_dead(delivery.pk, now=clock.now())
        return len(chosen)


def _whose(wanted: str | None) -> list[tuple[str, Business | None]]:
    with public_scope():
        businesses = Business.objects.order_by("subdomain")
        if wanted and wanted != PLATFORM:
            businesses = businesses.filter(subdomain=wanted)
        found: list[tuple[str, Business | None]] = [(each.subdomain, each) for each in businesses]
    if wanted == PLATFORM:
        return [(PLATFORM, None)]
    if wanted and not found:
        raise CommandError(f"There is no business called {wanted!r}.")
    return found if wanted else [(PLATFORM, None), *found]


@contextmanager
def _scope(business: Business | None) -> Iterator[None]:
    if business is None:
        with public_scope():
            yield
    else:
        with tenant_scope(business):
            yield
