"""`manage.py seed_demo`: sample businesses for a first look. What is there already stays."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from boom.core import clock
from boom.demo.seed import seed, write_log_ins
from tenants.context import public_scope


class Command(BaseCommand):
    help = "Make the sample businesses of the demo, with log-ins that everybody knows."

    def handle(self, **options: Any) -> None:
        if settings.HTTPS:
            raise CommandError(
                "The sample log-ins are public knowledge; they do not belong on a public host."
            )
        with public_scope():
            now = clock.now()
        log_ins = seed(now=now, say=lambda line: self.stdout.write(f"  {line}"))
        write_log_ins(log_ins)
