"""The kinds of refusal. A domain error carries a stable code and a sentence a person can act on.

No HTTP here: `boom/problems.py` is the one place that turns kinds into answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


class DomainError(Exception):
    """An expected refusal: never a bug, never logged as an error.

    `code` is stable and for programs; `message` is for people; `fields` names the inputs at fault (`field`,
    on a class, where it is always the same one); `details` holds plain values an edge may show
    (alternatives, what changed); `title` heads a page about it where its kind's own does not fit.
    """

    code = "refused"
    message = "That could not be done."
    field = ""
    title: Any = ""

    def __init__(
        self,
        message: str | None = None,
        *,
        fields: Mapping[str, str] | None = None,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        self.message = message or self.message
        self.fields = dict(fields or ({self.field: self.message} if self.field else {}))
        self.details = dict(details or {})
        super().__init__(self.message)


class NotFound(DomainError):
    """What was asked for is not there, or is not the asker's to see: the answer is the same."""

    code = "not-found"
    message = "We could not find that."


class Unauthenticated(DomainError):
    """Nobody that is known here asks: no credential, or one that is not good (any more, or here)."""

    code = "unauthenticated"
    message = "Send a good API key or access token of this business."


class Forbidden(DomainError):
    """Known, but not allowed for this actor."""

    code = "forbidden"
    message = "You do not have permission to do that."


class Invalid(DomainError):
    """The input breaks a rule; `fields` says which and how."""

    code = "invalid"
    message = "Some of that needs changing."


class Conflict(DomainError):
    """The state of things changed or is taken; the input itself was fine."""

    code = "conflict"
    message = "Something changed in the meantime."


class Stale(Conflict):
    """A condition that the caller set does not hold: they know an older version."""

    code = "stale"
    message = "It was changed since you read it. Read it again, then decide."


class ConditionMissing(DomainError):
    """The caller has to say which version they know, so that nobody's change is overwritten unseen."""

    code = "condition-missing"
    message = "Say which version you read: send its ETag as If-Match."


class LimitReached(DomainError):
    """Too many, too often, or over the plan. `details["retry_after"]` is whole seconds where time helps."""

    code = "limit-reached"
    message = "That is more than is allowed right now."


class OverPlan(LimitReached):
    """More than the business's plan has; time does not help, a larger plan does."""

    code = "over-plan"
    message = "That is more than the plan has."


class Busy(DomainError):
    """The database could not give a lock in time; trying again in a moment will do."""

    code = "busy"
    message = "We are very busy this second. Try again in a moment."


class ProviderDown(DomainError):
    """An outside service did not answer properly."""

    code = "provider-down"
    message = "A service we rely on is not answering. Nothing was lost; try again shortly."
