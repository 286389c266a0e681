"""What a mail service's report means: whether the mail arrived, why not, and whether to write there again."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum


class Fate(StrEnum):
    """What became of a mail after the service said yes."""

    DELIVERED = "delivered"
    BOUNCED = "bounced"
    COMPLAINED = "complained"


class Cause(StrEnum):
    """Why a mail did not arrive, or was not welcome."""

    NO_SUCH = "no_such"
    FULL = "full"
    AWAY = "away"
    REFUSED = "refused"
    COMPLAINT = "complaint"
    UNWANTED = "unwanted"


@dataclass(frozen=True, slots=True)
class Verdict:
    """`is_for_good`: nothing more goes to this address until somebody of the team says so."""

    fate: Fate
    cause: Cause | None = None
    is_for_good: bool = False


# RFC 3463: 5.2.2 is a full mailbox, 4.x.x is for now.
_FULL = re.compile(
    r"\b[45]\.2\.2\b|mailbox (is )?full|over ?quota|quota exceeded|inbox was full", re.IGNORECASE
)
_FOR_NOW = re.compile(r"\b4\.\d{1,3}\.\d{1,3}\b|^4\d\d\b")
_CAUSES = {
    "spam": Cause.REFUSED,
    "blocked": Cause.REFUSED,
    "other": Cause.REFUSED,
    "timed_out": Cause.AWAY,
}


def judge(kind: str, *, reason: str, words: str, is_soft: bool) -> Verdict | None:
    """What a report means; None where it says nothing of a mail's fate (opened, put in line).

    `kind` and `reason` are anymail's words for event and refusal, `words` what the other server said,
    `is_soft` that the service itself calls it passing.
    """
    if kind == "delivered":
        return Verdict(Fate.DELIVERED)
    if kind == "complained":
        return Verdict(Fate.COMPLAINED, Cause.COMPLAINT, is_for_good=True)
    if kind in {"rejected", "failed"}:
        return _refused(reason)
    if kind != "bounced":
        return None
    if _FULL.search(words):
        return Verdict(Fate.BOUNCED, Cause.FULL)
    if reason in _CAUSES:
        return Verdict(Fate.BOUNCED, _CAUSES[reason])
    if is_soft or _FOR_NOW.search(words):
        return Verdict(Fate.BOUNCED, Cause.AWAY)
    return Verdict(Fate.BOUNCED, Cause.NO_SUCH, is_for_good=True)


def _refused(reason: str) -> Verdict:
    """What the service itself did not send on, mostly for what happened at that address before."""
    causes = {
        "bounced": Cause.NO_SUCH,
        "invalid": Cause.NO_SUCH,
        "spam": Cause.COMPLAINT,
        "unsubscribed": Cause.UNWANTED,
    }
    cause = causes.get(reason)
    if cause is None:
        return Verdict(Fate.BOUNCED, _CAUSES.get(reason, Cause.REFUSED))
    return Verdict(Fate.BOUNCED, cause, is_for_good=True)
