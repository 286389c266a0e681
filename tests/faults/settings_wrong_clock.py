"""The test settings on a machine whose wall clock is an hour fast."""

from datetime import UTC, datetime, timedelta

import time_machine

from boom.settings.test import *  # noqa: F403

time_machine.travel(datetime.now(UTC) + timedelta(hours=1), tick=True).start()
