"""Venues, rooms, and who has them."""

from __future__ import annotations

import itertools
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from random import Random
from typing import Any
from zoneinfo import ZoneInfo

from bookings.domain.recurrence import Every, Rule
from bookings.domain.reference import generate
from bookings.models import Block, Booking, Customer, OpeningHours, Room, Series, Venue
from bookings.models.venues import new_setup_version

LONDON = ZoneInfo("Europe/London")
_numbers = itertools.count(1)
_random = Random(20261121)


def at(text: str, zone: ZoneInfo = LONDON) -> datetime:
    """An instant from venue wall-clock time: `at("2026-11-21 20:00")`."""
    return datetime.fromisoformat(text).replace(tzinfo=zone)


def make_venue(*, hours: tuple[str, str] | None = ("18:00", "04:00"), **given: Any) -> Venue:
    """A London venue, open every night 18:00 to 04:00 unless `hours` says otherwise (None: never)."""
    number = next(_numbers)
    values = {
        "name": f"Venue {number}",
        "slug": f"venue-{number}",
        "time_zone": "Europe/London",
        "currency": "GBP",
    }
    venue = Venue.objects.create(**values | given)
    if hours:
        opens, closes = (time.fromisoformat(text) for text in hours)
        OpeningHours.objects.bulk_create(
            OpeningHours(venue=venue, weekday=weekday, opens=opens, closes=closes) for weekday in range(7)
        )
    return venue


def make_room(venue: Venue | None = None, **given: Any) -> Room:
    """A room for up to six at 30.00 an hour, in a new venue unless one is given."""
    number = next(_numbers)
    values = {
        "name": f"Room {number}",
        "price_per_hour_minor": 3000,
        "capacity_max": 6,
        "order": number % 1000,
    }
    room = Room.objects.create(venue=venue or make_venue(), **values | given)
    renew_setup(room.venue)
    return room


def renew_setup(venue: Venue) -> None:
    """Say that rooms or hours were written past the services: what was remembered of them is stale."""
    venue.setup_version = new_setup_version()
    Venue.objects.filter(pk=venue.pk).update(setup_version=venue.setup_version)


def make_customer(**given: Any) -> Customer:
    number = next(_numbers)
    values = {"name": f"Customer {number}", "email": f"customer{number}@example.com"}
    return Customer.objects.create(**values | given)


def make_booking(*, room: Room, starts_at: datetime, minutes: int = 60, **given: Any) -> Booking:
    """A confirmed booking for two, written straight to the table: no service, no rules but the database's."""
    ends_at = starts_at + timedelta(minutes=minutes)
    values = {
        "reference": generate(_random),
        "customer": given.pop("customer", None) or _of_group(given.get("group_reference")) or make_customer(),
        "hold_from": starts_at,
        "hold_until": ends_at,
        "status": "confirmed",
        "party_size": 2,
        "currency": room.venue.currency,
        "total_minor": 3000,
    }
    return Booking.objects.create(room=room, starts_at=starts_at, ends_at=ends_at, **values | given)


def _of_group(reference: str | None) -> Customer | None:
    """Whoever has booked the others that are booked with it."""
    part = Booking.objects.filter(group_reference=reference).first() if reference else None
    return part.customer if part is not None else None


def make_block(*, room: Room, starts_at: datetime, minutes: int = 60, **given: Any) -> Block:
    """A stretch closed off for maintenance."""
    ends_at = starts_at + timedelta(minutes=minutes)
    values = {"hold_from": starts_at, "hold_until": ends_at, "status": "blocked", "reason": "Maintenance"}
    return Block.objects.create(room=room, starts_at=starts_at, ends_at=ends_at, **values | given)


def make_series(room: Room, nights: Iterable[datetime], *, minutes: int = 60, **given: Any) -> Series:
    """A weekly series with these nights, the first one's weekday its own, written straight to the table."""
    starts = list(nights)
    first = starts[0].astimezone(room.venue.zone)
    customer = given.pop("customer", None) or make_customer()
    values = {
        "room": room,
        "customer": customer,
        "guest_name": customer.name,
        "rule": str(Rule(Every.WEEK, weekdays=(first.weekday(),), count=len(starts))),
        "first_on": first.date(),
        "start": f"{first:%H:%M}",
        "minutes": minutes,
        "planned_until": starts[-1].astimezone(room.venue.zone).date(),
        "party_size": 2,
    }
    series = Series.objects.create(**values | given)
    for start in starts:
        make_booking(
            room=room,
            starts_at=start,
            minutes=minutes,
            customer=customer,
            guest_name=series.guest_name,
            series=series,
            series_on=start.astimezone(room.venue.zone).date(),
        )
    return series
