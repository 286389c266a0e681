"""Which function answers which method and address, and which runs which job."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from standins.stripe.store import Obj

Answer = Callable[..., Obj]


@dataclass(frozen=True, slots=True)
class Route:
    method: str
    pattern: re.Pattern[str]
    answer: Answer


ROUTES: list[Route] = []
JOBS: dict[str, Callable[..., None]] = {}
LISTENERS: dict[str, list[Callable[..., None]]] = {}


def route(method: str, path: str) -> Callable[[Answer], Answer]:
    """`@route("POST", "/v1/customers/{customer}")`: answers `(books, params, customer)`."""
    pattern = re.compile(re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", path))

    def add(answer: Answer) -> Answer:
        ROUTES.append(Route(method, pattern, answer))
        return answer

    return add


def find_route(method: str, path: str) -> tuple[Answer, dict[str, str]] | None:
    for candidate in ROUTES:
        if candidate.method == method and (match := candidate.pattern.fullmatch(path)):
            return candidate.answer, match.groupdict()
    return None


def job(name: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Runs as `(books, id)` once a job of this name is due."""

    def add(run: Callable[..., None]) -> Callable[..., None]:
        JOBS[name] = run
        return run

    return add


def when(fact: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Called as `(books, object)` when another noun tells the fact: how an invoice hears of its payment."""

    def add(listener: Callable[..., None]) -> Callable[..., None]:
        LISTENERS.setdefault(fact, []).append(listener)
        return listener

    return add


def tell(books: Any, fact: str, obj: Obj) -> None:
    for listener in LISTENERS.get(fact, []):
        listener(books, obj)
