"""Tables of what businesses pay the platform, all on the public schema; one module a noun."""

from billing.models.calls import CallState, StripeCall
from billing.models.connected import ConnectedAccount
from billing.models.events import (
    EventKind,
    EventSource,
    EventState,
    FoldedObject,
    StripeEvent,
    SweptAccount,
)

__all__ = [
    "CallState",
    "ConnectedAccount",
    "EventKind",
    "EventSource",
    "EventState",
    "FoldedObject",
    "StripeCall",
    "StripeEvent",
    "SweptAccount",
]
