"""Keys as their page lists them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.permissions import MATRIX
from accounts.venue_scope import venues_of_business
from integrations.models import ApiKey

MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key with its permissions and venues in words."""

    key: ApiKey
    verbs: list[str]
    venues: list[str]
    is_good: bool


def keys_listed(*, now: datetime) -> list[KeyLine]:
    """Every key, good ones first, the newest first among them. Two queries."""
    names = dict(venues_of_business())
    rows = ApiKey.objects.select_related("made_by").order_by("-id")[:MOST_SHOWN]
    lines = [
        KeyLine(
            key,
            [MATRIX[name][0] for name in key.permissions if name in MATRIX],
            [names[venue_id] for venue_id in key.venue_ids if venue_id in names],
            key.is_good(now),
        )
        for key in rows
    ]
    return sorted(lines, key=lambda line: not line.is_good)
