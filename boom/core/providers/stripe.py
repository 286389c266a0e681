"""Stripe, as Boom asks it: the one place that knows the library. Payments and plans both come through here.

`read` and `write` give plain dictionaries. Times are bounded, repeats are few, with jitter and under the
same idempotency key; a service that keeps failing is left alone for a while; nothing is asked from within a
transaction, where an answer that takes its time would hold locks and a rollback could not take it back.
"""

from __future__ import annotations

import io
import random
import time
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any, cast

import stripe
import structlog
from django.conf import settings
from django.db import connection

from boom.core.breaker import Breaker
from boom.core.errors import DomainError, Invalid, ProviderDown
from boom.core.providers.stripe_line import TOTAL_S, Line, bounded, time_left

log = structlog.get_logger(__name__)

# Objects look as this version says, whatever the account's own default is. The library's is the same.
API_VERSION = "2026-10-28.endive"
ATTEMPTS = 3
FIRST_PAUSE_S, LONGEST_PAUSE_S = 0.25, 2.0
# What Stripe answers about an account that is not connected to ours, or not any more.
NO_ACCESS = "account_invalid"
# The most a page of a list may hold.
PAGE = 100
# Later than this nobody takes a signature for fresh (Stripe's own figure).
TOLERANCE_S = 300
TOO_MANY = 429
SERVER_ERROR = 500

Object = dict[str, Any]

breaker = Breaker()


class StripeDown(ProviderDown):
    """No answer in time, or one that says to come back. What became of a write is not known."""

    code = "stripe-down"
    message = "The payment service is not answering. Nothing was lost; try again shortly."


class StripeNotSetUp(ProviderDown):
    """This installation has no key, and no stand-in runs; or the key is not taken."""

    code = "stripe-not-set-up"
    message = "Payments are not set up on this installation."


class StripeRefused(Invalid):
    """Stripe understood and said no. `details` has its `stripe_code` and, for cards, its `decline_code`."""

    code = "stripe-refused"
    message = "The payment service refused that."


class NoSuchObject(StripeRefused):
    """Stripe has nothing by that id, in that account."""

    code = "stripe-unknown"
    message = "The payment service does not know that."


class CardDeclined(StripeRefused):
    """The card's bank said no. The sentence is for the person who pays."""

    code = "card-declined"
    message = "The card was declined. Try another one, or ask the bank."


class KeyUsedOtherwise(StripeRefused):
    """The same idempotency key came with other values: a bug of ours, or two versions of it at once."""

    code = "stripe-key-reused"
    message = "That was asked for already, with other values."


class SignatureWrong(Invalid):
    """Not signed by Stripe with one of our secrets, or too long ago."""

    code = "signature"
    message = "This was not signed as it should be."


class SignatureStale(SignatureWrong):
    """Signed with one of our secrets, but at another time than now."""

    message = "That was signed too long ago, or a clock is wrong."


class InTransaction(RuntimeError):
    """Somebody asks Stripe from within a transaction. A bug, so not a DomainError."""


# What to tell people of a decline (https://docs.stripe.com/declines/codes). Suspicions stay the bank's own.
DECLINES = {
    "insufficient_funds": "There is not enough money on the card. Try another one.",
    "expired_card": "The card has expired. Try another one.",
    "incorrect_cvc": "The card's security code is not right. Check it and try again.",
    "incorrect_number": "The card number is not right. Check it and try again.",
    "authentication_required": "The bank wants to ask you first. Try again and confirm it there.",
    "processing_error": "The card could not be charged just now. Try again in a moment.",
}


def read(path: str, params: Mapping[str, Any] | None = None, *, account: str = "") -> Object:
    """What Stripe has at `path` ("/v1/subscriptions/sub_1"), in `account` or in the platform's own.

    Raises NoSuchObject, StripeRefused, StripeDown, StripeNotSetUp; InTransaction is a bug.
    """
    return _ask("get", path, params, account=account, key="")


def read_all(
    path: str, params: Mapping[str, Any] | None = None, *, account: str = "", most: int = 1000
) -> Iterator[Object]:
    """What a list has, page after page, `most` at the most. Raises as `read`."""
    asked = {"limit": PAGE, **(params or {})}
    given = 0
    while True:
        page = read(path, asked, account=account)
        for item in page["data"]:
            if given >= most:
                return
            given += 1
            yield item
        if not page.get("has_more") or not page["data"]:
            return
        asked["starting_after"] = page["data"][-1]["id"]


def preview(path: str, params: Mapping[str, Any], *, account: str = "") -> Object:
    """Ask what something would come to, where Stripe wants that as a POST; nothing is changed. As `read`."""
    return _ask("post", path, params, account=account, key="")


def write(path: str, params: Mapping[str, Any] | None = None, *, key: str, account: str = "") -> Object:
    """Change something at Stripe, under an idempotency key stored before (`billing.services.calls`).

    Raises as `read`, CardDeclined besides; after StripeDown nobody knows whether it was done: the only way
    on is the same call under the same key.
    """
    if not key:
        raise AssertionError("a write without an idempotency key could be done twice")
    return _ask("post", path, params, account=account, key=key)


def remove(path: str, *, key: str, account: str = "") -> Object:
    """Delete or end something at Stripe; otherwise as `write`."""
    return _ask("delete", path, None, account=account, key=key)


def upload(name: str, content: bytes, *, purpose: str, key: str, account: str = "") -> Object:
    """Leave a file with Stripe, under an idempotency key; otherwise as `write`."""
    file = io.BytesIO(content)
    file.name = name
    params = {"purpose": purpose, "file": file}
    return _ask("post", "/v1/files", params, account=account, key=key, is_file=True)


def check_signature(body: bytes, header: str, *, secrets: list[str], now: datetime) -> None:
    """Raises SignatureWrong unless one of `secrets` signed `body`, SignatureStale unless that was less than
    TOLERANCE_S from `now`.

    The library would ask this machine's clock for the time; ours is the database's.
    """
    if not any(_is_signed_by(secret, body, header) for secret in secrets):
        raise SignatureWrong
    fields = dict(part.split("=", 1) for part in header.split(",") if "=" in part)
    # The library has read it as a number already.
    if abs(now.timestamp() - int(fields["t"])) > TOLERANCE_S:
        raise SignatureStale


def is_live() -> bool:
    """Whether our key moves real money."""
    return settings.STRIPE_SECRET_KEY.startswith(("sk_live_", "rk_live_"))


def instant(seconds: int | None) -> datetime | None:
    """Stripe's seconds as an aware UTC instant."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC)


def refuse_in_transaction() -> None:
    """Raises InTransaction within one, but for that which a test is undone by, as Django's `durable`."""
    if any(not getattr(block, "_from_testcase", False) for block in connection.atomic_blocks):
        raise InTransaction("commit first, then ask Stripe")


def check_ready() -> None:
    """Raises StripeNotSetUp where there is nobody to ask, and InTransaction within a transaction."""
    if settings.STRIPE_IS_STANDIN and not settings.STRIPE_API_BASE:
        raise StripeNotSetUp
    refuse_in_transaction()


def _is_signed_by(secret: str, body: bytes, header: str) -> bool:
    try:
        stripe.WebhookSignature.verify_header(body, header, secret, tolerance=None)
    except (stripe.SignatureVerificationError, UnicodeDecodeError):
        return False
    return True


@lru_cache(maxsize=4)
def _client(key: str, base: str) -> stripe.StripeClient:
    stripe.enable_telemetry = False
    return stripe.StripeClient(
        key,
        stripe_version=API_VERSION,
        base_addresses={"api": base, "files": base} if base else {},
        # Repeats are ours: the library's would go on past the end of the call.
        max_network_retries=0,
        http_client=Line(),
    )


def _ask(
    method: str,
    path: str,
    params: Mapping[str, Any] | None,
    *,
    account: str,
    key: str,
    is_file: bool = False,
) -> Object:
    check_ready()
    if not breaker.may_try():
        raise StripeDown(details={"retry_after": 30})
    client = _client(settings.STRIPE_SECRET_KEY, settings.STRIPE_API_BASE)
    options = {"stripe_account": account or None, "idempotency_key": key or None}
    with bounded(TOTAL_S):
        for attempt in range(1, ATTEMPTS + 1):
            try:
                if is_file:
                    return _uploaded(client, params or {}, options)
                answer = client.raw_request(method, path, **dict(params or {}), **options)
            except stripe.StripeError as error:
                refusal = _translated(error)
                if not isinstance(refusal, StripeDown):
                    breaker.succeeded()
                    raise refusal from error
                pause = _pause(error, attempt)
                if attempt == ATTEMPTS or pause >= time_left():
                    breaker.failed()
                    log.warning("stripe is away", path=path, error=str(error)[:300], attempts=attempt)
                    raise refusal from error
                time.sleep(pause)
            else:
                breaker.succeeded()
                return cast("Object", answer.data)
    raise AssertionError("unreachable: the loop returns or raises")


def _uploaded(client: stripe.StripeClient, params: Mapping[str, Any], options: dict[str, Any]) -> Object:
    """Files have a host and a form of their own, which only their service knows."""
    params["file"].seek(0)
    given = {name: value for name, value in options.items() if value}
    made = client.v1.files.create(cast("Any", dict(params)), cast("Any", given))
    breaker.succeeded()
    return made.to_dict()


def _pause(error: stripe.StripeError, attempt: int) -> float:
    """Seconds until the next attempt: full jitter, or what Stripe asked for."""
    asked = (error.headers or {}).get("retry-after", "")
    ceiling = min(LONGEST_PAUSE_S, FIRST_PAUSE_S * 2 ** (attempt - 1))
    jitter = random.uniform(0.05, ceiling)  # noqa: S311 - jitter, not a secret
    return max(jitter, float(asked)) if asked.isdigit() else jitter


def _translated(error: stripe.StripeError) -> DomainError:
    """Stripe's error as one of ours."""
    status = error.http_status or 0
    # Some of the library's errors leave their code to what they hold of the answer.
    code = error.code or getattr(error.error, "code", None) or ""
    details = {"stripe_code": code, "stripe_request": error.request_id or ""}
    if isinstance(error, stripe.CardError):
        decline = str(getattr(error.error, "decline_code", None) or error.code or "")
        return CardDeclined(DECLINES.get(decline), details={**details, "decline_code": decline})
    if isinstance(error, stripe.IdempotencyError):
        return KeyUsedOtherwise(details=details)
    if isinstance(error, stripe.RateLimitError | stripe.APIConnectionError):
        return StripeDown(details={**details, "retry_after": 5})
    # 409 means the first try under this key is still at work.
    if status >= SERVER_ERROR or status in {0, 409, TOO_MANY}:
        return StripeDown(details={**details, "retry_after": 5})
    if isinstance(error, stripe.AuthenticationError):
        log.error("stripe does not take our key", status=status)
        return StripeNotSetUp(details=details)
    if code == "resource_missing":
        return NoSuchObject(details=details)
    said = error.user_message or ""
    return StripeRefused(f"{StripeRefused.message} {said}".strip()[:300], details=details)
