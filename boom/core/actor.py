"""Who is acting, from where: set once at each edge, read by the record.

The value travels with the call (a context variable), not through every signature. The `@service`
decorator hands it to the database, whose triggers write it beside each change.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import asdict, dataclass, replace
from typing import Any


@dataclass(frozen=True, slots=True)
class Actor:
    """One actor and the door they came through.

    `kind` is person, customer, system, api_key or super_admin; `id` their key as text; `label` the name
    to show in a history; `source` the door: dashboard, public_page, api, task, command, import, admin.
    """

    kind: str
    id: str = ""
    label: str = ""
    source: str = ""
    request_id: str = ""
    address: str = ""
    agent: str = ""
    # The open page that sent the change: it has the answer already and ignores its own echo.
    client: str = ""

    def as_json(self) -> str:
        """The form the audit trigger reads from the session setting `boom.ctx`."""
        return json.dumps({key: value for key, value in asdict(self).items() if value and key != "client"})


NOBODY = Actor(kind="system", label="Boom")

_current: ContextVar[Actor] = ContextVar("boom_actor", default=NOBODY)


def current_actor() -> Actor:
    """The actor of this call; the system itself where no edge said otherwise."""
    return _current.get()


@contextmanager
def acting(actor: Actor | None = None, **changes: Any) -> Iterator[Actor]:
    """Run the block as `actor`, or as the present actor with `changes` (named fields of Actor)."""
    chosen = replace(actor or _current.get(), **changes)
    token = _current.set(chosen)
    try:
        yield chosen
    finally:
        _current.reset(token)
