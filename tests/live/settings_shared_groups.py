"""The test settings with live groups that forget whose they are: for the control of the sockets' walk."""

from boom.core import live
from boom.settings.test import *  # noqa: F403

assert live.group_name("t_x", "calendar") != live.group_name("t_y", "calendar")
live.group_name = lambda schema, part: f"shared.{part}"
