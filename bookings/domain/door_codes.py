"""Codes for doors: digits that a lock's keypad takes, drawn so that nobody guesses one."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import pairwise

FEWEST_DIGITS, MOST_DIGITS = 4, 8
# Guests come early and leave late: within this of one another no two codes of a venue are alike.
KEPT_APART = timedelta(hours=1)
HOUR = timedelta(hours=1)


def draw(digits: int, digit: Callable[[], int]) -> str:
    """A code of so many digits that is not a trivial one; `digit` gives a random one, 0 to 9."""
    while True:
        code = "".join(str(digit()) for _ in range(digits))
        if not is_trivial(code):
            return code


def is_trivial(code: str) -> bool:
    """Whether somebody at the door would try it: few different digits, a run up or down, a half said twice,
    or a year.
    """
    steps = {(int(after) - int(before)) % 10 for before, after in pairwise(code)}
    half, odd = divmod(len(code), 2)
    is_year = len(code) == 4 and code[:2] in {"19", "20"}
    return len(set(code)) < 3 or steps in ({1}, {9}) or (not odd and code[:half] == code[half:]) or is_year


def shown_from(starts_at: datetime, hours: int) -> datetime:
    """From when a guest sees their code, where it is shown so many hours before the start."""
    return starts_at - hours * HOUR
