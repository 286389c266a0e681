"""How a change reaches the database: one transaction, the actor on record, waits bounded, refusals named."""

from __future__ import annotations

import functools
import json
import random
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, ParamSpec, TypeVar

from django.db import IntegrityError, OperationalError, connection, transaction
from django.db.backends.utils import CursorWrapper
from psycopg.pq import TransactionStatus

from boom.core.actor import Actor, current_actor
from boom.core.errors import Busy, DomainError

P = ParamSpec("P")
R = TypeVar("R")

# How long a change waits for another's lock before it says "busy" (milliseconds).
LOCK_TIMEOUT_MS = 3000

DEADLOCK = "40P01"
SERIALIZATION = "40001"
LOCK_NOT_AVAILABLE = "55P03"
QUERY_CANCELED = "57014"

# A whole service may be run again after these; the database has undone all of it.
RETRYABLE = frozenset({DEADLOCK, SERIALIZATION})
TOO_SLOW = frozenset({LOCK_NOT_AVAILABLE, QUERY_CANCELED})
RETRIES = 2


@dataclass(frozen=True, slots=True)
class _Change:
    """The service that runs at present: whom the database was told of, and who ends the transaction."""

    actor: Actor
    began_transaction: bool


_present: ContextVar[_Change | None] = ContextVar("boom_present_change", default=None)


def sqlstate(error: BaseException) -> str:
    """The five-character SQLSTATE behind a Django database error, or an empty text."""
    return str(getattr(error.__cause__, "sqlstate", None) or "")


def constraint_name(error: BaseException) -> str:
    """The constraint that refused, as PostgreSQL names it, or an empty text."""
    diagnostics = getattr(error.__cause__, "diag", None)
    return str(getattr(diagnostics, "constraint_name", None) or "")


def service(change: Callable[P, R]) -> Callable[P, R]:
    """Make a function the one way in for a change of state.

    Runs it in one transaction, tells the database who acts (the audit triggers read it), and bounds
    every wait for a lock. Deadlocks and serialization failures run the whole change again, twice at
    the most, with jitter; a lock that cannot be had in time raises `Busy`. Inside another service it
    joins that one's transaction, and the outermost decides about retries.
    """

    @functools.wraps(change)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        if connection.in_atomic_block:
            try:
                with _announced(began_transaction=False):
                    return change(*args, **kwargs)
            except IntegrityError as error:
                raise_if_worded(error)
                raise
        for attempt in range(RETRIES + 1):
            try:
                with transaction.atomic(), _announced(began_transaction=True):
                    return change(*args, **kwargs)
            except IntegrityError as error:
                raise_if_worded(error)
                raise
            except OperationalError as error:
                state = sqlstate(error)
                if state in TOO_SLOW:
                    raise Busy from error
                if state not in RETRYABLE:
                    raise
                if attempt == RETRIES:
                    raise Busy from error
                time.sleep(random.uniform(0.01, 0.05) * (attempt + 1))  # noqa: S311 - jitter, not a secret
        raise AssertionError("unreachable: the loop returns or raises")

    return run


@contextmanager
def _announced(*, began_transaction: bool) -> Iterator[None]:
    """Tell the triggers who acts, for this transaction only, and bound waits for locks.

    A service within a service of the same actor has nothing to tell; one of another actor gives the word back
    when it is done. After a failure of the database's the rollback does that.
    """
    actor, outer = current_actor(), _present.get()
    is_news = began_transaction or outer is None or outer.actor != actor
    if is_news:
        _announce_actor(actor)
    token = _present.set(_Change(actor, began_transaction))
    try:
        yield
    finally:
        _present.reset(token)
        if is_news and outer is not None and _can_go_on():
            _announce_actor(outer.actor)


def _can_go_on() -> bool:
    """Whether the present transaction still takes statements."""
    return bool(connection.connection.info.transaction_status == TransactionStatus.INTRANS)


def _announce_actor(actor: Actor) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('boom.ctx', %s, true), set_config('lock_timeout', %s, true)",
            [actor.as_json(), f"{LOCK_TIMEOUT_MS}ms"],
        )


Wording = Callable[[Mapping[str, Any]], DomainError]
_everywhere: dict[str, Wording] = {}


def refuses_everywhere(constraints: Mapping[str, Wording]) -> None:
    """Say what constraints mean whichever service meets them; a wording is given the exception's DETAIL."""
    _everywhere.update(constraints)


def refusal_everywhere(error: IntegrityError) -> DomainError | None:
    """The refusal that a constraint means everywhere; None for one that each service words for itself."""
    wording = _everywhere.get(constraint_name(error))
    if wording is None:
        return None
    detail = getattr(getattr(error.__cause__, "diag", None), "message_detail", None)
    return wording(json.loads(detail) if detail else {})


def raise_if_worded(error: IntegrityError) -> None:
    """Raise the refusal that a constraint means everywhere, if it is one of those."""
    refusal = refusal_everywhere(error)
    if refusal is not None:
        raise refusal from error


@contextmanager
def refusing(refusals: Mapping[str, type[DomainError]], *, is_final: bool = False) -> Iterator[None]:
    """Run the block in a savepoint and word the named constraints' refusals.

    `refusals` maps constraint names to error classes; any other database error goes on as it is. `is_final`:
    the service gives up when refused, so where it began the transaction itself no savepoint is needed.
    """
    change = _present.get()
    needs_savepoint = not (is_final and change is not None and change.began_transaction)
    try:
        with transaction.atomic() if needs_savepoint else nullcontext():
            yield
    except IntegrityError as error:
        known = refusals.get(constraint_name(error))
        refusal = known() if known is not None else refusal_everywhere(error)
        if refusal is None:
            raise
        raise refusal from error


def held_to_plan() -> AbstractContextManager[None]:
    """Write within the block what a business's plan may have no room for, and can go on when it has none."""
    return refusing({})


def reading() -> CursorWrapper:
    """A cursor for the few statements that every page asks: the server keeps them planned.

    What is not a number, text or instant says its type (`%(rooms)s::bigint[]`).
    """
    return connection.prepared_cursor()  # type: ignore[attr-defined,no-any-return]


def present_schema() -> str:
    """The schema this thread's connection points at."""
    return str(connection.schema_name)  # type: ignore[attr-defined]


# In the order of the array, one after the other.
LOCK_THEM_ALL = """
WITH locked AS MATERIALIZED (
    SELECT pg_advisory_xact_lock(hashtextextended(%(lock_key)s, room))
      FROM unnest(%(lock_rooms)s::bigint[]) AS room
)
"""


def lock_rooms(*room_ids: int, asking: str = "NULL", **values: Any) -> Any:
    """Wait for the rooms' advisory locks, in sorted order, until the transaction ends.

    The exclusion constraints decide who gets a slot; the locks spare the losers deadlocks and chains of
    waits (measured: 0.2 to 3.6 % of losers died of deadlock without them). Keyed by schema and room.

    `asking` is an SQL expression over `values` that is answered on the way, to save its own round trip. It
    sees what was committed before the wait began, so it may ask for hints only.
    """
    if not connection.in_atomic_block:
        raise AssertionError("lock_rooms outside a transaction locks nothing")
    answer = f"SELECT (SELECT count(*) FROM locked), {asking}"  # noqa: S608 - our own code's
    with connection.cursor() as cursor:
        cursor.execute(  # house: assembled-sql, what is asked comes from our own code
            LOCK_THEM_ALL + answer,
            {"lock_key": f"room:{present_schema()}", "lock_rooms": sorted(set(room_ids)), **values},
        )
        return cursor.fetchone()[1]
