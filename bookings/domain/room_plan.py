"""What becomes of a room by itself: open from a date, hidden, under maintenance for a while, archived.

A plan is a list of steps over business nights. A step without an end lasts: from its first night on the room
is that. A step with an end holds on its nights only, over whatever lasts. One place works it out, so that the
night somebody books for decides, and nothing has to happen at midnight.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

ACTIVE, HIDDEN, MAINTENANCE, ARCHIVED, DRAFT = "active", "hidden", "maintenance", "archived", "draft"
LASTING = (ACTIVE, HIDDEN, ARCHIVED)
PASSING = (MAINTENANCE, HIDDEN)
# Of two passing steps the stricter holds.
_STRICT = {HIDDEN: 0, MAINTENANCE: 1}
LONGEST_REASON = 200
MOST_STEPS = 20


@dataclass(frozen=True, slots=True)
class Step:
    """A room is `state` from `starts_on` to `ends_on`, both nights included; for good without an end."""

    state: str
    starts_on: date
    ends_on: date | None = None
    reason: str = ""

    def __post_init__(self) -> None:
        known = LASTING if self.ends_on is None else PASSING
        if self.state not in known:
            raise ValueError("A room is under maintenance until a night, and archived or opened for good.")
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise ValueError("The last night comes before the first.")

    @property
    def lasts(self) -> bool:
        return self.ends_on is None

    def holds_on(self, night: date) -> bool:
        """Whether a passing step covers a night."""
        return self.ends_on is not None and self.starts_on <= night <= self.ends_on

    def as_json(self) -> dict[str, Any]:
        """As a room's row keeps it."""
        ends_on = self.ends_on.isoformat() if self.ends_on else None
        return {
            "state": self.state,
            "starts_on": self.starts_on.isoformat(),
            "ends_on": ends_on,
            "reason": self.reason,
        }

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Step:
        """A step as it was kept. Raises ValueError, KeyError."""
        ends_on = date.fromisoformat(row["ends_on"]) if row["ends_on"] else None
        return cls(row["state"], date.fromisoformat(row["starts_on"]), ends_on, row["reason"])


@dataclass(frozen=True, slots=True)
class Standing:
    """What a room is on a night; for a passing step with its reason and last night."""

    state: str
    reason: str = ""
    until: date | None = None


def standing_on(state: str, steps: Iterable[Step], night: date) -> Standing:
    """What a room that is `state` today is on a night, by its plan.

    Nothing passes over a room that is not open yet or no more.
    """
    steps = list(steps)
    begun = [step for step in steps if step.lasts and step.starts_on <= night]
    if begun:
        state = max(begun, key=lambda step: step.starts_on).state
    passing = [step for step in steps if step.holds_on(night)]
    if not passing or state in {DRAFT, ARCHIVED}:
        return Standing(state)
    strictest = max(passing, key=lambda step: (_STRICT[step.state], step.ends_on))
    return Standing(strictest.state, strictest.reason, strictest.ends_on)


def settled(state: str, steps: Iterable[Step], today: date) -> tuple[str, list[Step]]:
    """What a room is for good by now, and what of its plan still lies ahead or holds, earliest first."""
    steps = list(steps)
    begun = [step for step in steps if step.lasts and step.starts_on <= today]
    if begun:
        state = max(begun, key=lambda step: step.starts_on).state
    left = [step for step in steps if (step.starts_on > today if step.lasts else step.ends_on >= today)]  # type: ignore[operator]
    return state, sorted(left, key=lambda step: (step.starts_on, step.ends_on or date.max))


def opening_night(state: str, steps: Iterable[Step], today: date) -> date | None:
    """The night on which a room that is not open yet will be; None for any other."""
    steps = list(steps)
    opens = [step.starts_on for step in steps if step.lasts and step.state == ACTIVE]
    return min(opens, default=None) if standing_on(state, steps, today).state == DRAFT else None


def opens_by_plan(state: str, steps: Iterable[Step]) -> bool:
    """Whether customers may book the room on some night: it is open, or will be."""
    return state == ACTIVE or any(step.lasts and step.state == ACTIVE for step in steps)
