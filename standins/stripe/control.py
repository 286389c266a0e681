"""`/_control/...`: orders for the stand-in itself, as JSON. Stripe has nothing of the kind.

Only requests with `Content-Type: application/json` change something: no web page can send that here by a form.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from standins.stripe import clock, webhook_endpoints
from standins.stripe.app import Request, Response
from standins.stripe.books import PLATFORM, Books, House, shown
from standins.stripe.deliveries import Postman
from standins.stripe.errors import Refusal
from standins.stripe.events import ENDPOINT
from standins.stripe.faults import Faults
from standins.stripe.store import Obj

Order = Callable[["Control", Mapping[str, Any]], Any]
ORDERS: dict[tuple[str, str], Order] = {}
SETTLE_WITHIN_S = 20.0
MODES = ("send", "hold", "lose")


class BadOrder(Exception):
    """An order that cannot be followed; the words say why."""


def order(method: str, path: str) -> Callable[[Order], Order]:
    """`@order("POST", "/clock")`: follows an order with what its JSON says; the answer is JSON, too."""

    def add(follow: Order) -> Order:
        ORDERS[method, path] = follow
        return follow

    return add


class Control:
    """Follows the orders. `wake` makes the postman look at once."""

    def __init__(self, house: House, faults: Faults, postman: Postman, wake: Callable[[], None]) -> None:
        self.house = house
        self.faults = faults
        self.postman = postman
        self.wake = wake

    def answer(self, request: Request) -> Response:
        follow = ORDERS.get((request.method, request.path.removeprefix("/_control")))
        if follow is None:
            return _json(404, {"error": f"no such order; known are {sorted(map(' '.join, ORDERS))}"})
        if request.method != "GET" and not request.headers.get("content-type", "").startswith(
            "application/json"
        ):
            return _json(415, {"error": "orders are JSON"})
        try:
            said = json.loads(request.body or b"{}")
            if not isinstance(said, dict):
                raise BadOrder("an order is a JSON object")
            answer = follow(self, said)
        except (BadOrder, Refusal, KeyError, TypeError, ValueError) as failure:
            return _json(400, {"error": f"{type(failure).__name__}: {failure}"})
        self.wake()
        return _json(200, shown(answer))

    def books(self, said: Mapping[str, Any]) -> Books:
        return Books(self.house, said.get("account") or PLATFORM)


def _json(status: int, body: Any) -> Response:
    return Response(status, json.dumps(body).encode(), {"Content-Type": "application/json"})


@order("GET", "/state")
def state(control: Control, said: Mapping[str, Any]) -> Any:
    counts: dict[str, int] = {}
    for delivery in control.postman.listed():
        counts[delivery["state"]] = counts.get(delivery["state"], 0) + 1
    with control.house.store.lock:
        frozen = control.house.store.setting("clock.frozen")
        now = control.house.now()
    return {"now": now, "is_frozen": frozen is not None, "deliveries": counts}


@order("POST", "/reset")
def reset(control: Control, said: Mapping[str, Any]) -> Any:
    """Forget all but the endpoints given from outside; `seed` sets what ids are drawn from."""
    with control.house.store.lock:
        control.faults.clear()
        kept = Books(control.house).all(ENDPOINT, _by="environment")
        control.house.store.empty()
        control.house.seed = str(said.get("seed", control.house.seed))
        control.house.store.set("seed", control.house.seed)
        control.house.move_to(control.house.public_url)
        for endpoint in kept:
            control.house.store.put(PLATFORM, endpoint)
    return {"seed": control.house.seed}


@order("POST", "/endpoints")
def endpoints(control: Control, said: Mapping[str, Any]) -> Any:
    """Where events go from now on: `{"endpoints": [{"url", "secret", "connect", "events"}]}`."""
    webhook_endpoints.ensure(control.house, said["endpoints"])
    return {"endpoints": Books(control.house).all(ENDPOINT)}


# ---- failures


@order("GET", "/faults")
def faults_listed(control: Control, said: Mapping[str, Any]) -> Any:
    return {"faults": control.faults.listed()}


@order("POST", "/faults")
def fault_ordered(control: Control, said: Mapping[str, Any]) -> Any:
    """`{"way": "delay|lose|fail|down", "path": "/v1/refunds*", "method", "account", "seconds", "status",
    "after_effect", "times"}`; see faults.py.
    """
    return {"number": control.faults.order(**said).number}


@order("DELETE", "/faults")
def faults_ended(control: Control, said: Mapping[str, Any]) -> Any:
    control.faults.clear()
    return {}


# ---- time


@order("POST", "/clock")
def clock_set(control: Control, said: Mapping[str, Any]) -> Any:
    """One of `{"freeze": <seconds since 1970>}`, `{"advance": <seconds>}`, `{"run": true}`."""
    ran = 0
    if "freeze" in said:
        ran = clock.freeze(control.house, int(said["freeze"]))
    elif "advance" in said:
        if int(said["advance"]) < 0:
            raise BadOrder("time does not go back")
        ran = clock.advance(control.house, int(said["advance"]))
    elif said.get("run"):
        clock.thaw(control.house)
    else:
        raise BadOrder("say freeze, advance or run")
    with control.house.store.lock:
        return {"now": control.house.now(), "ran": ran}


# ---- deliveries


@order("GET", "/deliveries")
def deliveries_listed(control: Control, said: Mapping[str, Any]) -> Any:
    return {"deliveries": control.postman.listed()}


@order("POST", "/deliveries")
def deliveries_set(control: Control, said: Mapping[str, Any]) -> Any:
    """How events go out from now on: `mode` (send, hold, lose), `copies` of each, the next `wrong_signatures`,
    `skew_s` of the signature's time, `backoff_s` before a second attempt.
    """
    known = {"mode", "copies", "wrong_signatures", "skew_s", "backoff_s"}
    if unknown := set(said) - known:
        raise BadOrder(f"unknown: {', '.join(sorted(unknown))}")
    if said.get("mode", "send") not in MODES:
        raise BadOrder(f"mode must be one of {', '.join(MODES)}")
    with control.house.store.transaction():
        for name, value in said.items():
            control.house.store.set(f"deliveries.{name}", value)
    return {}


@order("POST", "/deliveries/release")
def deliveries_released(control: Control, said: Mapping[str, Any]) -> Any:
    """Send what was held: `{"seed", "shuffle", "most_copies", "lose"}`; see deliveries.py."""
    return {"deliveries": control.postman.release(**said)}


@order("POST", "/deliveries/again")
def deliveries_again(control: Control, said: Mapping[str, Any]) -> Any:
    """Try at once what waits for another attempt."""
    control.postman.again_now()
    return {}


@order("POST", "/deliveries/settle")
def deliveries_settled(control: Control, said: Mapping[str, Any]) -> Any:
    """Answers when nothing is due any more; `{"within": seconds}`."""
    deadline = time.monotonic() + float(said.get("within", SETTLE_WITHIN_S))
    control.wake()
    while (soon := control.postman.next_due_in()) is not None and soon <= 0:
        if time.monotonic() > deadline:
            raise BadOrder("deliveries are still under way")
        time.sleep(0.01)
    return {"deliveries": control.postman.listed()}


# ---- looking


@order("POST", "/objects")
def objects(control: Control, said: Mapping[str, Any]) -> Any:
    """All objects of a `kind` in an `account`, newest first, to compare with."""
    with control.house.store.lock:
        found: list[Obj] = control.books(said).all(said["kind"])
    return {"objects": found}
