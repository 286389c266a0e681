"""The examples of a venue: made-up rows that only the calendar shows."""

from __future__ import annotations

from bookings.models import Occupancy
from bookings.models.occupancy import OccupancyQuerySet


def examples_of(venue_id: int) -> OccupancyQuerySet[Occupancy]:
    """A venue's examples, bookings and blocks, whatever became of them."""
    return Occupancy.objects.filter(is_example=True, room__venue_id=venue_id)


def has_examples(venue_id: int) -> bool:
    """Whether there are any. One query, by an index that holds nothing else."""
    return examples_of(venue_id).exists()
