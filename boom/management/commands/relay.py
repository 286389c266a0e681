"""`manage.py relay`: tells others what was committed, until it gets SIGTERM or Ctrl-C."""

from __future__ import annotations

import signal
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from boom.relay.process import Relay


class Command(BaseCommand):
    help = "Relay committed facts to open pages and workers. Several may run at once."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--pulse",
            type=Path,
            metavar="FILE",
            help="touch this file after each look that worked, for whoever watches the process",
        )

    def handle(self, **options: Any) -> None:
        relay = Relay(pulse=options["pulse"])
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: relay.stop())
        relay.run()
