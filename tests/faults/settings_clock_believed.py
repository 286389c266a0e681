"""A wrong wall clock that is believed, instead of asking the database: for the control of the drill."""

from datetime import UTC, datetime

from boom.core import clock
from tests.faults.settings_wrong_clock import *  # noqa: F403

assert callable(clock._ask_database)
clock._ask_database = lambda: datetime.now(UTC)
