"""Public holidays taken over as special days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import time

from bookings.models import SpecialDay
from bookings.public_holidays import Holiday
from bookings.services.setup import add_special_day
from boom.core.db import service


@service
def take_over_holidays(
    *, venue_id: int, holidays: Iterable[Holiday], hours: Iterable[tuple[time, time]] = ()
) -> list[SpecialDay]:
    """Make a special day of each holiday: closed, or with `hours`. Bookings stay.

    A date that has a special day of the whole venue already keeps that: whoever typed it knew better. Loading
    the same holidays twice adds nothing.
    """
    stretches = list(hours)
    added = []
    for holiday in sorted(holidays):
        known = SpecialDay.objects.filter(
            venue_id=venue_id, room__isnull=True, starts_on__lte=holiday.day, ends_on__gte=holiday.day
        )
        if not known.exists():
            added.append(
                add_special_day(
                    venue_id=venue_id,
                    starts_on=holiday.day,
                    ends_on=holiday.day,
                    hours=stretches,
                    reason=holiday.name[:200],
                )
            )
    return added
