"""How a chat is told, and when one that does not answer is tried again or left."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

# A post that waited for so long is no news any more.
WORTH_TELLING_FOR = timedelta(days=1)
SWITCHED_OFF_AFTER, FEWEST_FAILURES = timedelta(days=1), 10
FIRST_REST, LONGEST_REST = timedelta(seconds=15), timedelta(minutes=30)
# Slack, Discord and Teams say so of an address that was taken back.
GONE = frozenset({404, 410})
TOO_MANY = 429
# Discord takes the least: 2000.
LONGEST_WORDS = 1500


def body_for(service: str, words: str, about: str, url: str) -> Mapping[str, Any]:
    """The JSON that a service's incoming webhook wants. Names that guests typed call nobody and link nowhere.

    Slack: api.slack.com/messaging/webhooks; Discord: discord.com/developers, Execute Webhook; Teams: a
    Workflow's "When a Teams webhook request is received", which takes a message with one adaptive card.
    """
    told = f"{words}\n{about}" if about else words
    told = told[:LONGEST_WORDS]
    if service == "discord":
        return {"content": f"{_plain(told)}\n{url}", "allowed_mentions": {"parse": []}}
    if service == "teams":
        card = {
            "type": "AdaptiveCard",
            "version": "1.4",
            "body": [{"type": "TextBlock", "text": _plain(told).replace("\n", "\n\n"), "wrap": True}],
            "actions": [{"type": "Action.OpenUrl", "title": "Boom", "url": url}],
        }
        attachment = {"contentType": "application/vnd.microsoft.card.adaptive", "content": card}
        return {"type": "message", "attachments": [attachment]}
    escaped = told.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return {"text": f"{escaped}\n{url}"}


def rest_after(failures_in_row: int, *, chance: float) -> timedelta:
    """How long a chat is left alone after so many failures in a row; `chance` in 0..1 shortens it by half."""
    doublings: int = 2 ** min(max(failures_in_row - 1, 0), 10)
    return min(FIRST_REST * doublings, LONGEST_REST) * (0.5 + chance / 2)


def is_hopeless(*, failing_since: datetime, failures_in_row: int, now: datetime) -> bool:
    """Whether a chat is switched off: nothing got through for a day, often enough tried."""
    return failures_in_row >= FEWEST_FAILURES and now - failing_since >= SWITCHED_OFF_AFTER


def _plain(words: str) -> str:
    """Without what Markdown would make links and emphasis of."""
    return "".join(f"\\{character}" if character in "\\*_~`|[]()<>#" else character for character in words)
