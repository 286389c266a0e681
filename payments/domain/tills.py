"""What a till should hold when it is closed, and what it is short of or over. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

# What is in the drawer; everything else is counted from slips and statements.
CASH = "cash"


@dataclass(frozen=True, slots=True)
class Count:
    """One method at the close: what should be there, and what is; in minor units."""

    method: str
    expected: int
    counted: int

    @property
    def difference(self) -> int:
        """Over if above zero, short if below."""
        return self.counted - self.expected


def expected_in(float_minor: int, moved: Mapping[str, int]) -> dict[str, int]:
    """What should be there by method: what was taken less what was given back, cash on top of the float."""
    return {CASH: float_minor + moved.get(CASH, 0)} | {
        method: minor for method, minor in moved.items() if method != CASH
    }


def counts_of(expected: Mapping[str, int], counted: Mapping[str, int]) -> list[Count]:
    """Every method with what should be there and what is; one that was not counted holds nothing.

    Raises ValueError for less than nothing counted.
    """
    if any(minor < 0 for minor in counted.values()):
        raise ValueError("Nobody counts less than nothing.")
    methods = [CASH, *sorted((set(expected) | set(counted)) - {CASH})]
    return [Count(method, expected.get(method, 0), counted.get(method, 0)) for method in methods]
