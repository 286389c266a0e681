"""A crowded night: a second venue of twenty rooms with 300 bookings on one day, in a table that is there.

It is not published and leaves when it has been measured, so that every other benchmark finds what it knows.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from datetime import time as wall_time

from benchmarks.fleet import Connection, Site, path_to
from benchmarks.workload import CLOSES, OPENS

ROOMS, A_ROOM = 20, 15
BOOKINGS = ROOMS * A_ROOM
SLUG = "crowded"
LENGTH = timedelta(minutes=40)

# Back to back in each room; names as long as names are.
NIGHT = """
INSERT INTO bookings_occupancy (
    kind, reference, room_id, guest_name, starts_at, ends_at, hold_from, hold_until, status, placed,
    party_size, source, quote, total_minor, currency, note, staff_note, reason, cancellation_reason,
    override_reason, version, calendar_sequence, legacy_id, clashes_with)
SELECT 'booking', 'Q' || lpad(upper(to_hex(number)), 7, '0'),
       (%(rooms)s::bigint[])[1 + number / %(a_room)s], 'Guest Number ' || number,
       starts_at, starts_at + %(length)s, starts_at, starts_at + %(length)s, 'confirmed', true, 4,
       'phone', '[]', 2500, 'GBP', CASE WHEN number %% 5 = 0 THEN 'A birthday' ELSE '' END,
       '', '', '', '', 1, 0, '', '[]'
  FROM (SELECT number, %(opens)s + number %% %(a_room)s * %(length)s::interval AS starts_at
          FROM generate_series(0, %(bookings)s - 1) number) numbered
"""
# In the order of what points at what.
LEAVING = """
DELETE FROM bookings_occupancy WHERE room_id IN (
    SELECT room.id FROM bookings_room room JOIN bookings_venue venue ON venue.id = room.venue_id
     WHERE venue.slug = %(slug)s);
DELETE FROM bookings_room WHERE venue_id IN (SELECT id FROM bookings_venue WHERE slug = %(slug)s);
DELETE FROM bookings_openinghours WHERE venue_id IN (SELECT id FROM bookings_venue WHERE slug = %(slug)s);
DELETE FROM bookings_venue WHERE slug = %(slug)s;
"""
TABLES = ("bookings_occupancy", "bookings_room", "bookings_openinghours", "bookings_venue")


@dataclass(frozen=True, slots=True)
class Crowd:
    """Where the night is: the site and its day; `path` is its board."""

    site: Site
    day: date

    @property
    def path(self) -> str:
        return f"/dashboard/?venue={SLUG}&day={self.day.isoformat()}"


@contextmanager
def crowded(owner: Connection, site: Site, day: date) -> Iterator[Crowd]:
    """The night on `day`, for as long as the block lasts; what an ended run left is taken away first."""
    _leave(owner, site)
    _come(owner, site, day)
    try:
        yield Crowd(site, day)
    finally:
        _leave(owner, site)


def _come(owner: Connection, site: Site, day: date) -> None:
    from bookings.models import OpeningHours, Room, Venue
    from tenants.context import public_scope, tenant_scope
    from tenants.models import Business

    with public_scope():
        business = Business.objects.get(schema_name=site.schema)
    with tenant_scope(business):
        venue = Venue.objects.create(
            name="Crowded", slug=SLUG, time_zone="UTC", currency="GBP", is_published=False, order=99
        )
        OpeningHours.objects.bulk_create(
            OpeningHours(venue=venue, weekday=weekday, opens=OPENS, closes=CLOSES) for weekday in range(7)
        )
        rooms = Room.objects.bulk_create(
            Room(venue=venue, name=f"Hall {number}", capacity_max=8, price_per_hour_minor=2500, order=number)
            for number in range(ROOMS)
        )
    with owner.transaction():
        owner.execute(path_to(site.schema))
        # Nobody made this night, so it is not on record.
        owner.execute("ALTER TABLE bookings_occupancy DISABLE TRIGGER USER")
        owner.execute(
            NIGHT.encode(),
            {
                "rooms": [room.pk for room in rooms],
                "a_room": A_ROOM,
                "bookings": BOOKINGS,
                "length": LENGTH,
                "opens": datetime.combine(day, wall_time(OPENS.hour), UTC),
            },
        )
        owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        owner.execute("ALTER TABLE bookings_occupancy ENABLE TRIGGER USER")


def _leave(owner: Connection, site: Site) -> None:
    with owner.transaction():
        owner.execute(path_to(site.schema))
        for table in TABLES:
            owner.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER".encode())
        for statement in filter(str.strip, LEAVING.split(";")):
            owner.execute(statement.encode(), {"slug": SLUG})
        owner.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in TABLES:
            owner.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER".encode())
