"""How long a log-in lasts: three days unused, fourteen days in all.

Both ends are one date that Django keeps with the session, so whatever reads it (pages, live socket, the
nightly sweep) holds to both. By Django's own clock, which ends sessions.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.models import Session

from accounts.models import User
from boom.core.live import session_digest

# A desk that is closed for two days is still signed in; a tablet left behind is not for long.
UNUSED_FOR = timedelta(days=3)
IN_ALL = timedelta(seconds=settings.SESSION_COOKIE_AGE)
# A use is written down once an hour at the most.
WRITTEN_EVERY = timedelta(hours=1)

LAST_END = "ends_at"
BEGAN, USED, ADDRESS, AGENT = "began_at", "used_at", "address", "agent"
# A business has far fewer; the newest are looked through.
MOST_SESSIONS = 2000


@dataclass(frozen=True, slots=True)
class OpenSession:
    """A log-in that holds: since when, last used about when, where and with what. `mark` names it in
    addresses, and is of no use for signing in. No times are known of a log-in from before they were kept.
    """

    mark: str
    key: str
    began_at: datetime | None
    used_at: datetime | None
    address: str
    agent: str
    is_present: bool


def begin(session: SessionBase, *, now: datetime, address: str = "", agent: str = "") -> None:
    """Somebody has just signed in, from an address with a browser."""
    session[LAST_END] = (now + IN_ALL).isoformat()
    session[BEGAN] = session[USED] = now.isoformat()
    session[ADDRESS], session[AGENT] = address[:64], agent[:300]
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
        session[USED] = now.isoformat()
        session.set_expiry(end)


def open_sessions(user: User, *, present_key: str | None, now: datetime) -> list[OpenSession]:
    """Where a person is signed in, the present one first, then the last used. One query.

    Sessions say whose they are inside, so all that have not run out are read. Those that a new password or
    role ended already are none.
    """
    good = set(_good_marks(user))
    found = []
    for row in Session.objects.filter(expire_date__gt=now).order_by("-expire_date")[:MOST_SESSIONS]:
        said = row.get_decoded()
        if said.get(SESSION_KEY) != str(user.pk) or said.get(HASH_SESSION_KEY) not in good:
            continue
        found.append(
            OpenSession(
                mark=session_digest(row.session_key),
                key=row.session_key,
                began_at=_moment(said.get(BEGAN)),
                used_at=_moment(said.get(USED)),
                address=said.get(ADDRESS, ""),
                agent=said.get(AGENT, ""),
                is_present=row.session_key == present_key,
            )
        )
    return sorted(found, key=lambda each: not each.is_present)


def _good_marks(user: User) -> Iterator[str]:
    yield user.get_session_auth_hash()
    yield from user.get_session_auth_fallback_hash()


def _moment(written: str | None) -> datetime | None:
    return datetime.fromisoformat(written) if written else None


def _end(session: SessionBase, now: datetime) -> datetime:
    return min(now + UNUSED_FOR, datetime.fromisoformat(session[LAST_END]))
