"""What processes remember of the database for a moment, and how to make this one forget it.

For apps that stand beside each other: one says what it remembers, another that something has changed.
"""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

_forgetters: list[Callable[[], None]] = []


def remembers(forget: Callable[[], None]) -> Callable[[], None]:
    """Register what empties a memory."""
    _forgetters.append(forget)
    return forget


def forget_everything() -> None:
    """Empty every memory of this process, now and once the present transaction is through.

    Others catch up when theirs runs out.
    """
    _forget()
    transaction.on_commit(_forget)


def _forget() -> None:
    for forget in _forgetters:
        forget()
