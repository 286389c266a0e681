"""Failures on order: slow, lost, broken or busy answers to chosen requests."""

from __future__ import annotations

import fnmatch
import itertools
import threading
from dataclasses import asdict, dataclass, field
from typing import Any

WAYS = ("delay", "lose", "fail", "down")


@dataclass(slots=True)
class Fault:
    """What happens to the next `times` requests that fit (every one when None).

    `delay` waits `seconds` before it begins; `lose` drops the connection after the effect; `fail` answers with
    `status`, before the effect, or after it with `after_effect`; `down` drops the connection at once.
    """

    number: int
    way: str
    path: str = "/v1/*"
    method: str = "*"
    account: str | None = None
    seconds: float = 0.0
    status: int = 500
    after_effect: bool = False
    times: int | None = 1
    met: int = field(default=0)

    def fits(self, method: str, path: str, account: str | None) -> bool:
        return (
            (self.times is None or self.met < self.times)
            and fnmatch.fnmatchcase(path, self.path)
            and fnmatch.fnmatchcase(method, self.method)
            and self.account in (None, account)
        )


class Faults:
    """The failures on order, kept in memory: a restart ends them."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._ordered: list[Fault] = []
        self._numbers = itertools.count(1)

    def order(self, **wish: Any) -> Fault:
        """Raises ValueError for a way that is not known, TypeError for a field that is not."""
        fault = Fault(number=next(self._numbers), **wish)
        if fault.way not in WAYS:
            raise ValueError(f"way must be one of {', '.join(WAYS)}")
        with self._lock:
            self._ordered.append(fault)
        return fault

    def meet(self, method: str, path: str, account: str | None) -> list[Fault]:
        """Those that this request meets; each is counted."""
        with self._lock:
            met = [fault for fault in self._ordered if fault.fits(method, path, account)]
            for fault in met:
                fault.met += 1
        return met

    def clear(self) -> None:
        with self._lock:
            self._ordered.clear()

    def listed(self) -> list[dict[str, Any]]:
        with self._lock:
            return [asdict(fault) for fault in self._ordered]
