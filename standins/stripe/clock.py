"""Letting time pass: jobs run in the order of their instants, each in a transaction of its own."""

from __future__ import annotations

import time
import traceback

from standins.stripe.books import PLATFORM, Books, House
from standins.stripe.errors import invalid
from standins.stripe.lists import listing
from standins.stripe.params import Params
from standins.stripe.routing import JOBS, job, route
from standins.stripe.store import Obj

TEST_CLOCK = "test_helpers.test_clock"
TEST_CLOCK_LIVES_S = 30 * 86400


def run_due(house: House, clock: str = "", until: int | None = None) -> int:
    """Run what is due on a clock up to `until`; gives back how many ran.

    Without `until` it is what is due by now, and a job that fails is said and set aside.
    """
    ran = 0
    while True:
        with house.store.transaction():
            last = house.now(clock) if until is None else until
            due = house.store.next_job(clock, last)
            if due is None:
                if until is not None:
                    _show(house, clock, until)
                return ran
            if until is not None:
                _show(house, clock, max(due.due, house.now(clock)))
            try:
                with house.store.attempt():
                    house.store.done(due)
                    books = Books(house, due.account, clock=clock, now=max(due.due, 0))
                    JOBS[due.name](books, due.id)
            except Exception:
                if until is not None:
                    raise
                # Nobody waits for an answer here, and the next job must not wait for this one either.
                traceback.print_exc()
                house.store.set_aside(due)
        ran += 1


def _show(house: House, clock: str, instant: int) -> None:
    """Set a clock that stands still to an instant."""
    if not clock:
        house.store.set("clock.frozen", instant)
        return
    for account in house.store.accounts_of(clock):
        if found := house.store.get(account, clock):
            house.store.put(account, found | {"frozen_time": instant})


def freeze(house: House, instant: int) -> int:
    """Stop the stand-in's own clock at an instant, running all that is due until then."""
    with house.store.transaction():
        if house.store.setting("clock.frozen") is None:
            house.store.set("clock.frozen", min(house.now(), instant))
        elif instant < house.now():
            house.store.set("clock.frozen", instant)
    return run_due(house, "", instant)


def advance(house: House, seconds: int) -> int:
    """Let time pass at once, on a frozen clock as on one that goes."""
    frozen = house.store.setting("clock.frozen")
    ran = freeze(house, house.now() + seconds)
    if frozen is None:
        thaw(house)
    return ran


def thaw(house: House) -> None:
    """Let the clock go on from what it shows."""
    with house.store.transaction():
        if (frozen := house.store.setting("clock.frozen")) is not None:
            house.store.set("clock.ahead", frozen - time.time())
            house.store.set("clock.frozen", None)


# ---- Stripe's test clocks (https://docs.stripe.com/billing/testing/test-clocks)


@route("POST", "/v1/test_helpers/test_clocks")
def create(books: Books, params: Params) -> Obj:
    frozen = params.instant("frozen_time")
    if frozen is None:
        raise invalid("Missing required param: frozen_time.", "frozen_time", "parameter_missing")
    clock: Obj = {
        "id": "",
        "object": TEST_CLOCK,
        "created": None,
        "deletes_after": books.now + TEST_CLOCK_LIVES_S,
        "frozen_time": frozen,
        "livemode": False,
        "name": params.text("name"),
        "status": "ready",
        "status_details": {},
    }
    return books.add(clock, "clock_", event="test_helpers.test_clock.created")


@route("GET", "/v1/test_helpers/test_clocks")
def index(books: Books, params: Params) -> Obj:
    return listing(books, params, TEST_CLOCK, "/v1/test_helpers/test_clocks")


@route("GET", "/v1/test_helpers/test_clocks/{clock}")
def show(books: Books, params: Params, clock: str) -> Obj:
    return books.here(TEST_CLOCK, clock)


@route("POST", "/v1/test_helpers/test_clocks/{clock}/advance")
def move_on(books: Books, params: Params, clock: str) -> Obj:
    found = books.here(TEST_CLOCK, clock)
    instant = params.instant("frozen_time") or 0
    if instant <= found["frozen_time"]:
        raise invalid("The frozen_time must be after the test clock's current frozen time.", "frozen_time")
    found["status"] = "advancing"
    books.save(found, event="test_helpers.test_clock.advancing")
    # After the answer, as at Stripe: it says `advancing`, and a moment later `ready`.
    books.store.set(f"advance.{clock}", instant)
    books.later(0, "test_clock.advance", clock)
    return found


@job("test_clock.advance")
def finish_moving_on(books: Books, key: str) -> None:
    """Belongs to the stand-in's own clock, whose ticking brings the test clock forward."""
    run_due(books.house, key, int(books.store.setting(f"advance.{key}")))
    found = books.get(TEST_CLOCK, key)
    found["status"] = "ready"
    Books(books.house, books.account).save(found, event="test_helpers.test_clock.ready")


@route("DELETE", "/v1/test_helpers/test_clocks/{clock}")
def remove(books: Books, params: Params, clock: str) -> Obj:
    found = books.here(TEST_CLOCK, clock)
    for kind in ("customer", "subscription"):
        for obj in books.all(kind, test_clock=clock):
            books.remove(obj, event="customer.deleted" if kind == "customer" else None)
    return books.remove(found, event="test_helpers.test_clock.deleted")


def platform(house: House) -> Books:
    return Books(house, PLATFORM)
