"""Rules of plugins: they are asked like the venue's own before anything is booked or moved, and may say no.

The picker does not ask them: what they refuse is offered, and refused with its reason once it is chosen.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from bookings.domain.blockers import Blocker
from bookings.domain.interval import Interval
from bookings.models import Room


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to book; no party size where none was said."""

    room: Room
    span: Interval
    party_size: int | None
    by_staff: bool
    now: datetime


Rule = Callable[[Wish], Sequence[Blocker]]

_rules: list[Rule] = []


def adds_rule(rule: Rule) -> Rule:
    """Register a rule: it answers what speaks against a wish, each with its own code; nothing for yes."""
    if rule not in _rules:
        _rules.append(rule)
    return rule


def against(wish: Wish) -> list[Blocker]:
    """What the rules of plugins have against a wish."""
    return [blocker for rule in _rules for blocker in rule(wish)]
