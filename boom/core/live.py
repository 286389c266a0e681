"""Live facts: which open pages are told what when something was committed. A hint, never the truth.

An app registers an announcer for kinds of facts (`live.py` in the app); the relay asks it and pushes what
it says to groups of open sockets. A group belongs to one business; nothing personal travels through it.
"""

from __future__ import annotations

import fnmatch
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import structlog

from boom.core.ids import token_hash

log = structlog.get_logger(__name__)

CALENDAR = "calendar"
AVAILABILITY = "availability"
ALERTS = "alerts"

# How a socket is closed, and what the page at the other end may conclude (4000-4999 are ours, RFC 6455).
CLOSE_SIGNED_OUT = 4401
CLOSE_FORBIDDEN = 4403
CLOSE_UNKNOWN = 4404
CLOSE_TOO_SLOW = 4408
CLOSE_TOO_MANY = 4429


@dataclass(frozen=True, slots=True)
class Fact:
    """A committed fact: its kind and its payload of ids and plain values."""

    kind: str
    payload: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Notice:
    """What one group of sockets is told: an `event` for the page, or the end of the socket (`close`).

    `schema` is the business's schema where it is not the one the fact was published in. `session`, a
    digest, narrows a close to one log-in.
    """

    group: str
    event: dict[str, Any] = field(default_factory=dict)
    close: int = 0
    session: str = ""
    schema: str = ""


# Gets the facts of its kinds in one go, oldest first, and the outbox version; so it can say things once.
Announcer = Callable[[Sequence[Fact], str], Iterable[Notice]]

_announcers: dict[str, list[Announcer]] = {}


def announces(pattern: str) -> Callable[[Announcer], Announcer]:
    """Register an announcer for facts whose kind matches `pattern` (`booking.*`)."""

    def register(announcer: Announcer) -> Announcer:
        _announcers.setdefault(pattern, []).append(announcer)
        return announcer

    return register


def notices_for(facts: Sequence[Fact], version: str) -> list[Notice]:
    """What open pages are to be told about some facts of one schema.

    An announcer that fails is logged and passed over: pages ask for themselves every half minute, and one
    odd fact must not keep all others waiting.
    """
    notices: list[Notice] = []
    for pattern, announcers in _announcers.items():
        mine = [fact for fact in facts if fnmatch.fnmatchcase(fact.kind, pattern)]
        for announcer in announcers if mine else ():
            try:
                notices.extend(announcer(mine, version))
            except Exception:
                log.exception("an announcer failed", pattern=pattern)
    return notices


def group_name(schema: str, part: str) -> str:
    """The Channels group of one business's `calendar`, `availability`, `alerts` or `user.<id>`."""
    return f"t.{schema}.{part}"


def session_digest(session_key: str) -> str:
    """A name for one log-in that opens nothing: for telling its sockets that it has ended."""
    return token_hash(session_key, purpose="live-session")[:32]


def person(user_id: int | str) -> str:
    """The part of a group's name that stands for one person's sockets."""
    return f"user.{user_id}"
