"""`manage.py reseal`: a new key stands in front of BOOM_SEALING_KEYS, the old one is to be put away."""

from __future__ import annotations

from typing import Any

from django.core.management import CommandError
from django.core.management.base import BaseCommand

from boom.core.resealing import Resealed, reseal_here
from tenants.context import public_scope, tenant_scope
from tenants.models import Business


class Command(BaseCommand):
    help = (
        "Seal every kept secret anew under the newest key; ends with 1 when one opens with no key there is."
    )

    def handle(self, **options: Any) -> None:
        with public_scope():
            businesses = list(Business.objects.order_by("id"))
            is_broken = self._told("the platform", reseal_here())
        for business in businesses:
            with tenant_scope(business):
                is_broken |= self._told(business.subdomain, reseal_here())
        if is_broken:
            raise CommandError(
                "Some secrets open with no key there is; whoever entered them enters them again."
            )

    def _told(self, name: str, done: Resealed) -> bool:
        if done.renewed or done.broken:
            self.stdout.write(f"{name}: {done.renewed} sealed anew, {done.broken} that do not open")
        return bool(done.broken)
