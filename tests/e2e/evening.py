"""A busy evening around the real now, for the staff's pages: every state a booking can be in."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from bookings.domain.interval import Interval
from bookings.domain.walls import wall_value
from bookings.models import Occupancy, Room, Venue
from bookings.selectors.setup import setup_of
from bookings.services import setup
from bookings.services.blocks import block_room
from bookings.services.bookings import create_booking
from bookings.services.customers import Contact
from boom.core import clock
from tests.e2e.conftest import LiveVenue
from tests.factories import LONDON

QUARTER = timedelta(minutes=15)
HOUR = timedelta(hours=1)
ROOMS = [
    ("Alto", "Small", 4),
    ("Birdsong", "Small", 4),
    ("Cassette", "Small", 5),
    ("Duet", "Small", 6),
    ("Echo", "Medium", 8),
    ("Falsetto", "Medium", 8),
    ("Groove", "Medium", 10),
    ("Harmony", "Medium", 10),
    ("Jukebox", "Medium", 10),
    ("Lullaby", "Large", 14),
    ("Midnight", "Large", 16),
]


@dataclass(frozen=True)
class Evening:
    """A venue that opened three hours ago and closes in seven, and the whole hour that runs."""

    venue: LiveVenue
    hour: datetime

    def at(self, quarters: int) -> datetime:
        """An instant so many quarters of an hour after the whole hour that runs."""
        return self.hour + quarters * QUARTER

    def room(self, name: str) -> Room:
        return next(room for room in self.venue.rooms() if room.name == name)

    def book(self, room: str, quarters: int, length: int, name: str, **given: object) -> Occupancy:
        """A booking `length` quarters long; `given` are columns that no service would set (a status)."""
        with self.venue.scope():
            booking = create_booking(
                room_id=self.room(room).pk,
                span=Interval.lasting(self.at(quarters), length * QUARTER),
                contact=Contact(name=name),
                party_size=4,
                source="phone",
                now=clock.now(),
                override_reason="A test's own evening",
            )
            Occupancy.objects.filter(pk=booking.pk).update(**given)
            return Occupancy.objects.get(pk=booking.pk)

    def soon(self, room: str, name: str, *, minutes: int = 60) -> Occupancy:
        """A booking that begins within the quarter of an hour from now."""
        with self.venue.scope():
            now = clock.now().replace(second=0, microsecond=0)
            booking = create_booking(
                room_id=self.room(room).pk,
                span=Interval.lasting(now + timedelta(minutes=5), timedelta(minutes=minutes)),
                contact=Contact(name=name),
                party_size=4,
                source="phone",
                now=now,
            )
            return Occupancy.objects.get(pk=booking.pk)

    def named(self, name: str) -> int:
        """The key of somebody's booking."""
        with self.venue.scope():
            return Occupancy.objects.get(guest_name=name).pk

    def minutes_of(self, booking: Occupancy) -> int:
        with self.venue.scope():
            booking.refresh_from_db()
            return booking.span.minutes

    def version_of(self, booking: Occupancy) -> int:
        with self.venue.scope():
            booking.refresh_from_db()
            return booking.version

    def change_room(self, name: str, **values: int) -> None:
        """Give a room rules of its own, the ordinary way."""
        room = self.room(name)
        with self.venue.scope():
            setup.change_room(room_id=room.pk, **values)

    def wall(self, quarters: int) -> str:
        """An instant as the forms' times have it."""
        with self.venue.scope():
            hours = setup_of(Venue.objects.get()).hours
            instant = self.at(quarters)
            return wall_value(instant, hours.business_day(instant), LONDON)

    def block(self, room: str, quarters: int, length: int, reason: str) -> None:
        with self.venue.scope():
            span = Interval.lasting(self.at(quarters), length * QUARTER)
            block_room(room_id=self.room(room).pk, span=span, reason=reason, now=clock.now())


def evening_of(found_venue: Callable[..., LiveVenue], *, busy: bool = False) -> Evening:
    """Sign a venue up that is open around now; `busy` fills it."""
    hour = datetime.now(UTC).replace(minute=0, second=0, microsecond=0)
    opens = (hour.astimezone(LONDON) - 3 * HOUR).hour
    venue = found_venue(
        business_name="Velvet Rooms",
        rooms=[
            {"name": name, "category": kind, "capacity_max": size, "price_per_hour_minor": 1000 * size}
            for name, kind, size in (ROOMS if busy else ROOMS[:4])
        ],
        hours=[(weekday, time(opens), time((opens + 10) % 24)) for weekday in range(7)],
        details={"address": "1 Mare Street, Hackney", "description": "Karaoke.", "min_duration": 30},
    )
    evening = Evening(venue, hour)
    if busy:
        _fill(evening)
    return evening


def _fill(evening: Evening) -> None:
    for room, start, length, name, status in [
        ("Alto", -12, 6, "Aiko Mori", "completed"),
        ("Alto", 10, 8, "Priya Nair", "confirmed"),
        ("Birdsong", -12, 8, "Hana Suzuki", "completed"),
        ("Birdsong", -2, 8, "Jun Park", "confirmed"),
        ("Birdsong", 8, 10, "Max Braun", "confirmed"),
        ("Cassette", -10, 8, "Lucas Silva", "completed"),
        ("Cassette", -1, 8, "Mei Lin Chen", "checked_in"),
        ("Cassette", 10, 6, "Ola Nordmann", "confirmed"),
        ("Duet", -12, 5, "Diego Álvarez", "completed"),
        ("Duet", -6, 8, "Yuki Tanaka", "checked_in"),
        ("Duet", 11, 8, "Tom Baker", "pending"),
        ("Echo", -4, 6, "Tom Baker", "checked_in"),
        ("Echo", 4, 10, "Leila Amari", "confirmed"),
        ("Echo", 16, 8, "Elif Demir", "pending"),
        ("Falsetto", -8, 8, "Liam O’Connor", "no_show"),
        ("Falsetto", 1, 12, "Omar Haddad", "confirmed"),
        ("Harmony", -11, 8, "Leila Amari", "completed"),
        ("Harmony", -2, 10, "박지훈", "checked_in"),
        ("Harmony", 9, 6, "Sofía Reyes", "confirmed"),
        ("Harmony", 17, 8, "Nguyễn Thị Hạnh", "confirmed"),
        ("Jukebox", -1, 8, "Ravi Patel", "checked_in"),
        ("Jukebox", 11, 8, "Chidi Eze", "pending"),
        ("Lullaby", -6, 12, "Omar Haddad", "checked_in"),
        ("Midnight", 3, 8, "Mei Lin Chen", "pending"),
        ("Midnight", 15, 8, "Ola Nordmann", "confirmed"),
    ]:
        evening.book(room, start, length, name, status=status)
    evening.book("Lullaby", 14, 8, "Dana Cole", placed=False)
    evening.block("Groove", -12, 40, "Maintenance: new speakers")
