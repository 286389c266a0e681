"""What may be booked: the rules of a venue and its rooms. `rules.check` holds a request against them."""

from dataclasses import dataclass, fields, replace
from datetime import timedelta
from typing import Any

ZERO = timedelta(0)
LONGEST = timedelta(hours=24)
MINUTES = (
    "slot_step",
    "lead_time",
    "min_duration",
    "max_duration",
    "duration_step",
    "buffer_before",
    "buffer_after",
    "cancel_until",
)


@dataclass(frozen=True, slots=True)
class Policy:
    """What a room may be booked for. Durations are elapsed and in whole minutes.

    slot_step: starts lie this far apart on the venue's clock, counted from the opening of the stretch.
    lead_time: least notice before a start.
    horizon_days: how many venue days after today a start may lie.
    min_duration, max_duration, duration_step: a booking lasts the least plus whole steps, at most the most.
    buffer_before, buffer_after: turnover kept free towards other bookings, not sold; blocks and closing time
    may lie in it.
    capacity_min, capacity_max: people in the party.
    cancel_until: notice with which a customer may still cancel or change alone.
    """

    slot_step: timedelta = timedelta(minutes=30)
    lead_time: timedelta = ZERO
    horizon_days: int = 90
    min_duration: timedelta = timedelta(hours=1)
    max_duration: timedelta = timedelta(hours=8)
    duration_step: timedelta = timedelta(minutes=30)
    buffer_before: timedelta = ZERO
    buffer_after: timedelta = ZERO
    capacity_min: int = 1
    capacity_max: int = 10
    cancel_until: timedelta = timedelta(hours=24)

    def __post_init__(self) -> None:
        for name in MINUTES:
            value: timedelta = getattr(self, name)
            if value < ZERO or value % timedelta(minutes=1):
                raise ValueError(f"{name} has to be whole minutes, not below zero.")
        for name in ("slot_step", "min_duration", "duration_step"):
            if getattr(self, name) <= ZERO:
                raise ValueError(f"{name} has to be at least a minute.")
        if not self.min_duration <= self.max_duration <= LONGEST:
            raise ValueError("max_duration has to lie between min_duration and 24 hours.")
        if self.horizon_days < 0:
            raise ValueError("horizon_days cannot be negative.")
        if not 1 <= self.capacity_min <= self.capacity_max:
            raise ValueError("capacity_max has to be at least capacity_min, and that at least one.")

    @classmethod
    def in_minutes(cls, **values: int) -> "Policy":
        """A policy from whole minutes and counts, as columns hold them; the rest keeps its default."""
        return cls(**_as_values(values))

    def merge(self, **overrides: int | None) -> "Policy":
        """This policy with a room's own values, in minutes and counts; None keeps the venue's.

        A room whose minimum lies above the venue's maximum (or the other way round) raises ValueError, like
        any policy that makes no sense.
        """
        own = {name: value for name, value in overrides.items() if value is not None}
        return replace(self, **_as_values(own))

    @property
    def durations(self) -> list[timedelta]:
        """Every length that may be booked, shortest first."""
        steps = (self.max_duration - self.min_duration) // self.duration_step
        return [self.min_duration + step * self.duration_step for step in range(steps + 1)]


_NAMES = frozenset(field.name for field in fields(Policy))


def _as_values(columns: dict[str, int]) -> dict[str, Any]:
    unknown = columns.keys() - _NAMES
    if unknown:
        raise TypeError(f"A policy has no {', '.join(sorted(unknown))}.")
    return {name: timedelta(minutes=value) if name in MINUTES else value for name, value in columns.items()}
