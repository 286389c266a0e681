"""`manage.py relay`: tells others what was committed, until it gets SIGTERM or Ctrl-C."""

from __future__ import annotations

import signal
from typing import Any

from django.core.management.base import BaseCommand

from boom.relay.process import Relay


class Command(BaseCommand):
    help = "Relay committed facts to open pages and workers. Several may run at once."
    requires_system_checks: list[str] = []

    def handle(self, **options: Any) -> None:
        relay = Relay()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: relay.stop())
        relay.run()
