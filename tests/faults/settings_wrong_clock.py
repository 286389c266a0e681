"""The test settings on a machine whose wall clock is `BOOM_DRILL_CLOCK_HOURS` fast; below nought, slow."""

import os
from datetime import UTC, datetime, timedelta

import time_machine

from boom.settings.test import *  # noqa: F403

_off = timedelta(hours=float(os.environ["BOOM_DRILL_CLOCK_HOURS"]))
time_machine.travel(datetime.now(UTC) + _off, tick=True).start()
