"""What is asked and what is answered."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Asked:
    """A request, its path below the company's own."""

    method: str
    path: str
    query: Mapping[str, str]
    headers: Mapping[str, str]
    body: bytes
    # Where people and programs reach the stand-in, for links in answers.
    base: str

    @property
    def json(self) -> dict[str, Any]:
        said = json.loads(self.body or b"{}")
        if not isinstance(said, dict):
            raise Refused(400, "invalid")
        return said


@dataclass(frozen=True, slots=True)
class Given:
    """An answer."""

    status: int = 200
    body: bytes = b""
    headers: Mapping[str, str] = field(default_factory=dict)


class Refused(Exception):
    """A request that is refused: the status, and the company's own word for why."""

    def __init__(self, status: int, reason: str, words: str = "") -> None:
        super().__init__(reason)
        self.status, self.reason, self.words = status, reason, words or reason


def as_json(said: object, status: int = 200) -> Given:
    return Given(status, json.dumps(said).encode(), {"Content-Type": "application/json; charset=utf-8"})


def only(given: Mapping[str, str], *known: str) -> None:
    """Raises Refused for a parameter that the stand-in does not know."""
    if unknown := sorted(set(given) - set(known)):
        raise Refused(400, "invalid", f"unknown to the stand-in: {', '.join(unknown)}")
