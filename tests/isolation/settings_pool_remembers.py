"""The test settings with a pool that believes a connection still points where it is wanted: for a control."""

from boom.settings.test import *  # noqa: F403
from boom.settings.test import DATABASES

DATABASES["default"]["ENGINE"] = "tests.isolation.remembering"
