"""Events, kept for thirty days, and which endpoint is told of which."""

from __future__ import annotations

import fnmatch
from typing import TYPE_CHECKING

from standins.stripe import API_VERSION
from standins.stripe.store import Obj

if TYPE_CHECKING:
    from standins.stripe.books import Books

KEPT_S = 30 * 86400
ADD_DELIVERY = "INSERT INTO deliveries (account, event, type, endpoint, state, due) VALUES (?, ?, ?, ?, ?, ?) RETURNING number"
ENDPOINT = "webhook_endpoint"


def emit(books: Books, kind: str, snapshot: Obj, previous: Obj | None) -> Obj:
    """Keep an event of the books' account and line up its deliveries."""
    from standins.stripe.books import PLATFORM

    data: Obj = {"object": snapshot} | ({"previous_attributes": previous} if previous is not None else {})
    event: Obj = {
        "id": books.house.new_id("evt_"),
        "object": "event",
        "api_version": API_VERSION,
        "created": books.now,
        "data": data,
        "livemode": False,
        "pending_webhooks": 0,
        "request": dict(books.request),
        "type": kind,
    }
    if books.is_connected:
        event["account"] = books.account
    told = [
        endpoint
        for endpoint in books.store.find(PLATFORM, ENDPOINT)
        if endpoint["status"] == "enabled"
        and endpoint["_connect"] == books.is_connected
        and is_wanted(kind, endpoint["enabled_events"])
    ]
    event["pending_webhooks"] = len(told)
    books.store.put(books.account, event)
    mode = books.store.setting("deliveries.mode", "send")
    state = {"send": "waiting", "hold": "held", "lose": "lost"}[mode]
    for endpoint in told:
        for _ in range(int(books.store.setting("deliveries.copies", 1))):
            books.store.rows(ADD_DELIVERY, (books.account, event["id"], kind, endpoint["id"], state, 0.0))
    return event


def is_wanted(kind: str, patterns: list[str]) -> bool:
    return any(pattern == "*" or fnmatch.fnmatchcase(kind, pattern) for pattern in patterns)
