"""Refusals of what businesses pay the platform."""

from __future__ import annotations

from boom.core.errors import Conflict


class UnknownObject(Conflict):
    """An event about something that we do not know, or not yet: parked, and looked at again."""

    code = "unknown-object"
    message = "We do not know what this is about."


class CallAtWork(Conflict):
    """The same operation is being carried out this moment."""

    code = "call-at-work"
    message = "That is being done this moment. Look again in a few seconds."


class CallLost(Conflict):
    """What became of an operation is unknown, and Stripe has forgotten its key by now."""

    code = "call-lost"
    message = "We do not know whether that was done. The platform's staff have to look."
