"""How long a log-in lasts: three days unused, fourteen days in all.

Both ends are one date that Django keeps with the session, so whatever reads it (pages, live socket, the
nightly sweep) holds to both. By Django's own clock, which ends sessions.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase

# A desk that is closed for two days is still signed in; a tablet left behind is not for long.
UNUSED_FOR = timedelta(days=3)
IN_ALL = timedelta(seconds=settings.SESSION_COOKIE_AGE)
# A use is written down once an hour at the most.
WRITTEN_EVERY = timedelta(hours=1)

LAST_END = "ends_at"


def begin(session: SessionBase, *, now: datetime) -> None:
    """Somebody has just signed in."""
    session[LAST_END] = (now + IN_ALL).isoformat()
    session.set_expiry(_end(session, now))


def keep(session: SessionBase, *, now: datetime) -> None:
    """The log-in is used: it lasts UNUSED_FOR from `now`, but not past its last end. Nobody's session stays
    as it is.
    """
    if SESSION_KEY not in session:
        return
    if LAST_END not in session:
        begin(session, now=now)
        return
    end = _end(session, now)
    if end - session.get_expiry_date() > WRITTEN_EVERY:
        session.set_expiry(end)


def _end(session: SessionBase, now: datetime) -> datetime:
    return min(now + UNUSED_FOR, datetime.fromisoformat(session[LAST_END]))
