"""What the commands say while they work."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager


def say(text: str = "") -> None:
    print(text, flush=True)


@contextmanager
def step(what: str) -> Iterator[list[str]]:
    """Say what begins, and when it is done how long that took; what is put into the list is said with it."""
    say(f"- {what}")
    began = time.monotonic()
    remarks: list[str] = []
    yield remarks
    say(f"    {', '.join([*remarks, f'{time.monotonic() - began:.1f} s'])}")
