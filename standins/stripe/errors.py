"""Stripe's refusals (https://docs.stripe.com/api/errors): a status, a type, mostly a code, a sentence."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """What is answered instead of an object. With `keeps` what was done until then stays done."""

    def __init__(
        self,
        message: str,
        *,
        status: int = 400,
        kind: str = "invalid_request_error",
        code: str | None = None,
        param: str | None = None,
        keeps: bool = False,
        **more: Any,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.keeps = keeps
        self.error: dict[str, Any] = {"message": message, "type": kind}
        self.error |= {"code": code} if code else {}
        self.error |= {"param": param} if param else {}
        self.error |= more

    def body(self, request_id: str) -> dict[str, Any]:
        return {
            "error": self.error | {"request_log_url": f"https://dashboard.stripe.com/test/logs/{request_id}"}
        }


def missing(param: str) -> Refusal:
    """A parameter that has to be there is not."""
    return Refusal(f"Missing required param: {param}.", code="parameter_missing", param=param)


def invalid(message: str, param: str | None = None, code: str | None = None) -> Refusal:
    """The request says something it may not say."""
    return Refusal(message, code=code, param=param)


def unknown_object(noun: str, key: str, param: str = "id", *, in_path: bool = False) -> Refusal:
    """There is no such object in this account: 404 when the address names it, else 400."""
    return Refusal(
        f"No such {noun}: '{key}'", status=404 if in_path else 400, code="resource_missing", param=param
    )


def unexpected_state(noun: str, message: str, **more: Any) -> Refusal:
    """The object is in a state in which this cannot be done."""
    return Refusal(message, code=f"{noun}_unexpected_state", **more)
