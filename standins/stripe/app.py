"""One request to Stripe's API, from its head to its answer."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from standins.stripe import API_VERSION
from standins.stripe.books import PLATFORM, Books, House, shown
from standins.stripe.errors import Refusal
from standins.stripe.expand import expand
from standins.stripe.faults import Fault, Faults
from standins.stripe.files import parts_of
from standins.stripe.params import Params, decode
from standins.stripe.routing import find_route
from standins.stripe.store import Obj

KEY_KEPT_S = 24 * 3600
LONGEST_KEY = 255
BUSY = {429: ("rate_limit_error", "rate_limit", "Too many requests hit the API too quickly.")}


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came; header names in lower case."""

    method: str
    path: str
    query: str
    headers: Mapping[str, str]
    body: bytes
    host: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    status: int
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    is_lost: bool = False


LOST = Response(0, b"", is_lost=True)


class Api:
    """Answers `/v1/...`."""

    def __init__(self, house: House, faults: Faults) -> None:
        self.house = house
        self.faults = faults
        self._under_way: set[tuple[str, str]] = set()
        self._guard = threading.Lock()

    def answer(self, request: Request) -> Response:
        """The answer; LOST when a fault swallows it."""
        request_id = self._request_id()
        met = self.faults.meet(request.method, request.path, request.headers.get("stripe-account"))
        if any(fault.way == "down" for fault in met):
            return LOST
        try:
            response = self._answer(request, request_id, met)
        except Refusal as refusal:
            response = _json(refusal.status, refusal.body(request_id), request_id)
        return LOST if any(fault.way == "lose" for fault in met) else response

    def _request_id(self) -> str:
        with self.house.store.transaction():
            return self.house.new_id("req_", 14)

    def _answer(self, request: Request, request_id: str, met: Iterable[Fault]) -> Response:
        account = self._account_of(request)
        key = request.headers.get("idempotency-key") if request.method == "POST" else None
        if key is None:
            return self._perform(request, request_id, account, None, met)
        if len(key) > LONGEST_KEY:
            raise Refusal("Idempotency keys may have at most 255 characters.", kind="idempotency_error")
        with self._guard:
            if (account, key) in self._under_way:
                raise Refusal(
                    f"There is currently another in-progress request using this Idempotent Key: {key}.",
                    status=409,
                    kind="idempotency_error",
                    code="idempotency_key_in_use",
                )
            self._under_way.add((account, key))
        try:
            return self._perform(request, request_id, account, key, met)
        finally:
            with self._guard:
                self._under_way.discard((account, key))

    def _perform(
        self, request: Request, request_id: str, account: str, key: str | None, met: Iterable[Fault]
    ) -> Response:
        for fault in met:
            if fault.way == "delay":
                time.sleep(fault.seconds)
            if fault.way == "fail" and not fault.after_effect:
                raise _ordered_failure(fault)
        # Not the address alone: the same words sent elsewhere are another request.
        asked = hashlib.sha256(
            b"\0".join((request.method.encode(), request.path.encode(), request.body))
        ).hexdigest()
        with self.house.store.transaction():
            replayed = self._replay(account, key, asked) if key is not None else None
            # Not inside the attempt: what a refusal keeps must be remembered together with the refusal.
            response, is_final = (
                (replayed, False) if replayed else self._run(request, request_id, account, key)
            )
            if key is not None and is_final:
                self.house.store.remember(
                    account,
                    key,
                    asked,
                    status=response.status,
                    body=response.body.decode(),
                    request=request_id,
                    at=self.house.now(),
                )
        for fault in met:
            if fault.way == "fail" and fault.after_effect:
                raise _ordered_failure(fault)
        return response

    def _replay(self, account: str, key: str, asked: str) -> Response | None:
        self.house.store.forget_keys(self.house.now() - KEY_KEPT_S)
        known = self.house.store.remembered(account, key)
        if known is None:
            return None
        before, status, body, original, _ = known
        if before != asked:
            raise Refusal(
                "Keys for idempotent requests can only be used with the same parameters they were first used with. "
                f"Try using a key other than '{key}' if you meant to execute a different request.",
                kind="idempotency_error",
            )
        headers = {"Idempotent-Replayed": "true", "Original-Request": original, "Request-Id": original}
        return Response(status, body.encode(), _headers(headers))

    def _run(self, request: Request, request_id: str, account: str, key: str | None) -> tuple[Response, bool]:
        """The answer, and whether it is one that the key brings back: a refused parameter is not."""
        found = find_route(request.method, request.path)
        if found is None:
            raise Refusal(
                f"Unrecognized request URL ({request.method}: {request.path}).",
                status=404,
                code="resource_missing",
            )
        function, named = found
        params = Params(_said(request))
        books = Books(self.house, account, request={"id": request_id, "idempotency_key": key})
        paths = params.texts("expand")
        kept: Refusal | None = None
        with self.house.store.attempt():
            try:
                answer: Obj = function(books, params, **named)
            except Refusal as refusal:
                if not refusal.keeps:
                    raise
                kept = refusal
            if kept is None:
                params.refuse_unread()
                answer = expand(books, answer, paths)
        if kept is not None:
            return _json(kept.status, kept.body(request_id), request_id), True
        return _json(200, shown(answer), request_id, account if account != PLATFORM else None), True

    def _account_of(self, request: Request) -> str:
        secret = _secret(request.headers.get("authorization", ""))
        if secret is None:
            raise Refusal(
                "You did not provide an API key. You need to provide your API key in the Authorization header.",
                status=401,
            )
        if secret.startswith(("sk_live_", "rk_live_")) or not secret.startswith(("sk_test_", "rk_test_")):
            masked = f"{secret[:8]}{'*' * 12}{secret[-4:]}"
            raise Refusal(f"Invalid API Key provided: {masked}", status=401)
        version = request.headers.get("stripe-version", API_VERSION)
        if version != API_VERSION:
            raise Refusal(
                f"Invalid Stripe API version: {version}. This stand-in keeps the contract of {API_VERSION} only."
            )
        account = request.headers.get("stripe-account") or PLATFORM
        with self.house.store.lock:
            if account != PLATFORM and self.house.store.get(PLATFORM, account) is None:
                raise Refusal(
                    f"The provided key '{secret[:8]}{'*' * 8}{secret[-4:]}' does not have access to account "
                    f"'{account}' (or that account does not exist). Application access may have been revoked.",
                    status=403,
                    code="account_invalid",
                )
        return account


def _said(request: Request) -> dict[str, Any]:
    """The parameters, from wherever this request has them."""
    kind = request.headers.get("content-type", "")
    if request.method != "POST":
        return decode(request.query)
    return parts_of(kind, request.body) if kind.startswith("multipart/") else decode(request.body.decode())


def _secret(header: str) -> str | None:
    scheme, _, value = header.partition(" ")
    if scheme.lower() == "bearer" and value:
        return value.strip()
    if scheme.lower() == "basic" and value:
        import base64

        return base64.b64decode(value).decode().partition(":")[0]
    return None


def _ordered_failure(fault: Fault) -> Refusal:
    kind, code, message = BUSY.get(fault.status, ("api_error", None, "An unknown error occurred."))
    return Refusal(message, status=fault.status, kind=kind, code=code)


def _json(status: int, body: Any, request_id: str, account: str | None = None) -> Response:
    headers = {"Request-Id": request_id} | ({"Stripe-Account": account} if account else {})
    return Response(status, json.dumps(body).encode(), _headers(headers))


def _headers(more: Mapping[str, str]) -> dict[str, str]:
    return {"Content-Type": "application/json", "Stripe-Version": API_VERSION, **more}
