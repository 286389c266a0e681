"""What was lost to holes that nobody could book, so that an owner can weigh the rule against them."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings.domain.gaps import holes
from bookings.domain.interval import Interval
from bookings.domain.pricing import hourly
from bookings.domain.turnover import OccupiedRow
from bookings.models import RoomPart
from bookings.selectors.free import existing_days
from bookings.selectors.occupied import occupied_rows
from bookings.selectors.setup import Setup
from boom.core.money import Money

NIGHTS = 28
DAY, ZERO = timedelta(days=1), timedelta(0)


@dataclass(frozen=True, slots=True)
class Lost:
    """Time in holes of the last `nights`, and what it is worth at the rooms' prices an hour."""

    nights: int
    time: timedelta
    worth: Money


def lost_to_holes(setup: Setup, *, now: datetime) -> Lost:
    """Add up the holes of the last NIGHTS nights that are over, in every room. Two queries.

    Of rooms made of others the parts count alone: the same hour is not lost twice.
    """
    today = setup.hours.business_day(now)
    nights = existing_days(setup, today - NIGHTS * DAY, NIGHTS)
    wholes = set(RoomPart.objects.values_list("whole_id", flat=True))
    rooms = [room for room in setup.rooms if room.pk not in wholes]
    within = Interval(setup.night(nights[0]).span.start, setup.night(nights[-1]).span.end)
    taken: dict[int, list[OccupiedRow]] = defaultdict(list)
    for row in occupied_rows([room.pk for room in rooms], within, now=now):
        taken[row[0]].append(row)
    time, worth = ZERO, Money(0, setup.venue.currency)
    for room in rooms:
        for day in nights:
            night = setup.night(day, room.pk)
            found = holes(taken[room.pk], night.open, setup.policies[room.pk])
            lost = [Interval.from_epoch(*each) for each in found]
            for hole in (each for each in lost if each.start in night.span):
                time += hole.duration
                worth += hourly(room.price_per_hour_minor, hole, setup.venue.currency).total
    return Lost(len(nights), time, worth)
