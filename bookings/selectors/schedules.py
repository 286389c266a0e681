"""A venue's hours as the domain knows them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bookings.domain import opening
from bookings.domain.opening import DayHours, Night, Schedule, WeeklyHours, business_day, night
from bookings.models import OpeningHours, SpecialDay, SpecialHours, Venue


@dataclass(frozen=True)
class VenueHours:
    """When a venue and each of its rooms is open; rooms without hours of their own follow the venue."""

    zone: ZoneInfo
    schedule: Schedule
    rooms: dict[int, Schedule]

    def business_day(self, instant: datetime) -> date:
        """The business night an instant belongs to."""
        return business_day(instant, self.schedule)

    def night(self, day: date, room_id: int | None = None) -> Night:
        """A business night, as the venue lives it or as one of its rooms does. Raises NoSuchDay."""
        own = self.rooms.get(room_id) if room_id is not None else None
        if own is None:
            return night(day, self.schedule)
        return night(day, own, venue=self.schedule)


def venue_hours(venue: Venue) -> VenueHours:
    """The hours of a venue and its rooms: weekly ones and special days. Three queries."""
    days = SpecialDay.objects.filter(venue=venue).prefetch_related("hours").order_by("id")
    return hours_of(
        venue.zone,
        OpeningHours.objects.filter(venue=venue).order_by("id"),
        [(day, day.hours.all()) for day in days],
    )


def hours_of(
    zone: ZoneInfo,
    rows: Iterable[OpeningHours],
    special_days: Iterable[tuple[SpecialDay, Iterable[SpecialHours]]],
) -> VenueHours:
    """The hours that these rows of one venue make, each special day with its stretches. No query."""
    weekly: dict[int | None, list[WeeklyHours]] = defaultdict(list)
    for row in rows:
        weekly[row.room_id].append(WeeklyHours(row.weekday, row.opens, row.closes))
    special: dict[int | None, list[opening.SpecialDay]] = defaultdict(list)
    for day, stretches in special_days:
        hours = () if day.is_closed else tuple(DayHours(each.opens, each.closes) for each in stretches)
        special[day.room_id].append(
            opening.SpecialDay(starts_on=day.starts_on, ends_on=day.ends_on, hours=hours, reason=day.reason)
        )
    base = Schedule(zone=zone, hours=tuple(weekly[None]), special_days=tuple(special[None]))
    own = {
        room_id: base.for_room(hours=weekly[room_id], special_days=special[room_id])
        for room_id in {*weekly, *special}
        if room_id is not None
    }
    return VenueHours(zone, base.with_rooms(own.values()), own)
