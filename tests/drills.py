"""How long the long tests are: a few rounds in the ordinary run, every one of them with `BOOM_DRILL=all`."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

IS_WHOLE = os.environ.get("BOOM_DRILL") == "all"


def rounds(whole: int, *, ordinary: int) -> int:
    """How often a drill is repeated: `whole` times when all is asked for."""
    return whole if IS_WHOLE else ordinary


def among(every: Sequence[T], *, ordinary: int = 1) -> Sequence[T]:
    """The cases of a long journey: all when all is asked for, else the first few."""
    return every if IS_WHOLE else every[:ordinary]
