"""Stripe as it was at several moments of a story, answered from memory: what the library sends never leaves.

Made from a real run of the stand-in; so a story can be told again hundreds of times in the time of one.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import stripe

from billing.services.subscriptions import fetch_customer
from tests.stripe import StandIn


@dataclass
class Story:
    """Moments in order: what Stripe had of the customer, and the events that it had made by then."""

    customer: str
    states: list[dict[str, Any]] = field(default_factory=list)
    # Each with the first moment at which it may come.
    events: list[tuple[int, dict[str, Any]]] = field(default_factory=list)

    def note(self, stand_in: StandIn) -> None:
        """Remember this moment."""
        self.states.append(deepcopy(fetch_customer(self.customer)))
        known = {event["id"] for _, event in self.events}
        moment = len(self.states) - 1
        self.events += [(moment, event) for event in stand_in.events() if event["id"] not in known]


class Recorded(stripe.HTTPClient):
    """What the library sends through instead of a line: answers from the story's present moment.

    `between` is called after an answer was made and before it is given: whatever happens to it on its way.
    """

    name = "recorded"

    def __init__(self, story: Story, between: Callable[[], None]) -> None:
        super().__init__()
        self.story = story
        self.moment = 0
        self.asked = ""
        self.between = between

    def request(
        self, method: str, url: str, headers: Mapping[str, str] | None, post_data: str | None = None
    ) -> tuple[bytes, int, Mapping[str, str]]:
        assert method == "get", "folding asks and changes nothing"
        path = self.asked = urlsplit(url).path
        state = self.story.states[self.moment]
        if path == "/v1/subscriptions":
            answer = {"object": "list", "data": state["subscriptions"], "has_more": False}
        elif path == "/v1/invoices":
            answer = {"object": "list", "data": state["invoices"], "has_more": False}
        else:
            assert path == f"/v1/customers/{self.story.customer}", path
            answer = state["customer"]
        body = json.dumps(answer).encode()
        self.between()
        return body, 200, {"content-type": "application/json"}

    def close(self) -> None:
        pass
