"""Who deals with which events of Stripe's: the registry that apps above fill in their `stripe_handlers.py`.

    @stripe_events.handles("charge.dispute.*", kind="connect", concerns=stripe_events.named("payment_intent"))
    def fold_dispute(event: StripeEvent, present: Object, now: datetime) -> None: ...

An event is only a hint that something changed. `fetch` asks Stripe for the present state, outside of any
transaction; the handler folds that state into our rows, inside the one transaction that also marks the event
as done. So events may come late, twice and in any order. Neither may look at what the event itself says of
states and amounts.
"""

from __future__ import annotations

import fnmatch
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from billing.errors import UnknownObject
from billing.models import StripeEvent
from boom.core.providers import stripe
from boom.core.providers.stripe import Object

Fetch = Callable[[StripeEvent], Object]
Fold = Callable[[StripeEvent, Object, datetime], None]
Concerns = Callable[[StripeEvent], str]

# Where things of each sort are found.
PATHS = {
    "account": "/v1/accounts",
    "charge": "/v1/charges",
    "checkout.session": "/v1/checkout/sessions",
    "customer": "/v1/customers",
    "dispute": "/v1/disputes",
    "invoice": "/v1/invoices",
    "payment_intent": "/v1/payment_intents",
    "payout": "/v1/payouts",
    "refund": "/v1/refunds",
    "setup_intent": "/v1/setup_intents",
    "subscription": "/v1/subscriptions",
    "subscription_schedule": "/v1/subscription_schedules",
}


def told(event: StripeEvent) -> Object:
    """What the event says: ids may be taken from it, states and amounts may not."""
    body: Object = json.loads(bytes(event.body))
    return body


def subject(event: StripeEvent) -> Object:
    """The object the event is about, as it was when the event was made."""
    found: Object = told(event)["data"]["object"]
    return found


def present_state(event: StripeEvent) -> Object:
    """The event's object as Stripe has it now. Raises UnknownObject where Stripe has nothing by its id."""
    about = subject(event)
    path = PATHS.get(str(about.get("object")))
    if path is None or not about.get("id"):
        raise UnknownObject(f"We do not know where to ask for a {about.get('object')}.")
    return fetched(f"{path}/{about['id']}", account=event.account)


def fetched(path: str, params: dict[str, Any] | None = None, *, account: str = "") -> Object:
    """What Stripe has at `path`. Raises UnknownObject for what is not there, or not ours to see."""
    try:
        return stripe.read(path, params, account=account)
    except stripe.NoSuchObject as error:
        raise UnknownObject(f"Stripe has nothing at {path}.") from error
    except stripe.StripeRefused as error:
        if error.details.get("stripe_code") != stripe.NO_ACCESS:
            raise
        raise UnknownObject(f"Stripe shows us nothing of the account {account}.") from error


def itself(event: StripeEvent) -> str:
    """Events about one object change what we know of that object."""
    return event.object_id


def named(field: str) -> Concerns:
    """Events that change what we know of another object, which theirs names in `field`."""

    def concerns(event: StripeEvent) -> str:
        return id_of(subject(event).get(field)) or event.object_id

    return concerns


def id_of(reference: Any) -> str:
    """The id of what a field refers to, whether it holds the id or the whole object; empty for nothing."""
    if isinstance(reference, dict):
        return str(reference.get("id") or "")
    return str(reference or "")


@dataclass(frozen=True, slots=True)
class Handler:
    """Who deals with the events of a kind that match `pattern`.

    `concerns` names what is folded: of all events that concern the same, one is folded at a time, and never
    with a state older than what was folded before.
    """

    name: str
    pattern: str
    kind: str
    fold: Fold
    fetch: Fetch = present_state
    concerns: Concerns = itself


_registry: dict[tuple[str, str], Handler] = {}
_left_alone: set[tuple[str, str]] = set()


def handles(
    pattern: str, *, kind: str, fetch: Fetch = present_state, concerns: Concerns = itself
) -> Callable[[Fold], Fold]:
    """Register a handler for the types of event that match `pattern`. Two for one type are a bug."""

    def register(fold: Fold) -> Fold:
        known = _registry.get((kind, pattern))
        if known is not None and known.fold is not fold:
            raise AssertionError(f"two handlers of {pattern!r}")
        name = f"{fold.__module__}.{fold.__name__}"
        _registry[kind, pattern] = Handler(name, pattern, kind, fold, fetch, concerns)
        return fold

    return register


def leaves_alone(pattern: str, *, kind: str) -> None:
    """These types tell nothing that is not folded by another event: they are done as they come."""
    _left_alone.add((kind, pattern))


def is_left_alone(kind: str, event_type: str) -> bool:
    """Whether nothing is to be done for this type."""
    return any(of == kind and fnmatch.fnmatchcase(event_type, pattern) for of, pattern in _left_alone)


def handler_for(kind: str, event_type: str) -> Handler | None:
    """Who deals with this type; the longest pattern where several match."""
    fitting = [
        handler
        for handler in _registry.values()
        if handler.kind == kind and fnmatch.fnmatchcase(event_type, handler.pattern)
    ]
    return max(fitting, key=lambda handler: len(handler.pattern), default=None)


def registered() -> list[Handler]:
    """Every handler there is."""
    return list(_registry.values())
