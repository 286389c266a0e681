"""The test settings with the rooms' locks taken out: for the control of the storm on one slot."""

from boom.core import db
from boom.settings.test import *  # noqa: F403

LOCK = "pg_advisory_xact_lock(hashtextextended(%(lock_key)s, room))"
assert LOCK in db.LOCK_THEM_ALL
# The same statement with the same answers, but nobody waits.
db.LOCK_THEM_ALL = db.LOCK_THEM_ALL.replace(LOCK, "hashtextextended(%(lock_key)s, room)")
