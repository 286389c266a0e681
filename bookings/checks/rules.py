"""Coming bookings that the rules would not allow today: outside hours, too many people, rooms out of use."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from audit.integrity import Fix, Found, Problem, checks
from bookings.checks.words import about
from bookings.domain.lifecycle import LIVE, Status
from bookings.domain.opening import NoSuchDay
from bookings.domain.rules import is_out_of_use
from bookings.models import Booking, Occupancy, Room
from bookings.models.rooms import ON_BOARD_STATES
from bookings.selectors.rules import blockers
from bookings.selectors.schedules import VenueHours, venue_hours
from bookings.selectors.setup import setup_of
from bookings.services.repairs import accept_as_is, move_to_nearest
from bookings.services.swaps import find_room
from boom.core.actor import current_actor

MOVE, OVERRIDE = "bookings.move_booking", "bookings.override_rules"
OUTSIDE = frozenset({"closed", "outside-hours"})
TOO_MANY = frozenset({"party-too-large", "party-too-small"})


def _keep(key: str, asked: Mapping[str, str], now: datetime) -> None:
    reason = asked.get("reason", "").strip() or gettext("Kept as it is by %(who)s") % {
        "who": current_actor().label or "Boom"
    }
    accept_as_is(booking_id=int(key), reason=reason, now=now)


def _nearest(key: str, asked: Mapping[str, str], now: datetime) -> None:
    move_to_nearest(booking_id=int(key), now=now)


def _other_room(key: str, asked: Mapping[str, str], now: datetime) -> None:
    row = Occupancy.objects.get(pk=int(key))
    find_room(booking_id=row.pk, version=row.version, now=now)


KEEP = Fix("keep", word("Keep it as it is"), OVERRIDE, _keep, asks={"reason": word("Why it is all right")})
NEAREST = Fix("nearest", word("Move it to the nearest free time"), MOVE, _nearest)
OTHER_ROOM = Fix("room", word("Find it another room"), MOVE, _other_room)


def coming(now: datetime) -> Iterator[Booking]:
    """Bookings somebody is still expected for, with their rooms and venues; few at a time."""
    found = Booking.objects.filter(status__in=LIVE - {Status.HELD}, placed=True, ends_at__gt=now)
    return (
        found.select_related("room__venue", "customer").order_by("starts_at", "id").iterator(chunk_size=500)
    )


def _broken(now: datetime, codes: frozenset[str]) -> Found:
    """Coming bookings for which a rule of these speaks against; those kept with a reason are left alone."""
    problems: list[Problem] = []
    seen = 0
    for row in coming(now):
        seen += 1
        if row.override_reason:
            continue
        try:
            hours = setup_of(row.room.venue).hours
            found = blockers(row.room, row.span, row.party_size, hours, by_staff=True, now=now)
        except NoSuchDay:
            continue
        against = [each.message for each in found if each.code in codes]
        if against:
            problems.append(about(row, " ".join(against)))
    return Found.of(problems, gettext("Coming bookings looked at: %(count)d") % {"count": seen})


@checks("outside-hours", word("Bookings lie within opening hours"), fixes=[NEAREST, KEEP])
def look_at_hours(now: datetime) -> Found:
    return _broken(now, OUTSIDE)


@checks("over-capacity", word("Everybody fits into their room"), fixes=[OTHER_ROOM, KEEP])
def look_at_capacity(now: datetime) -> Found:
    return _broken(now, TOO_MANY)


@checks("archived-rooms", word("Nobody is booked into a room out of use"), fixes=[OTHER_ROOM])
def look_at_archived(now: datetime) -> Found:
    """Coming bookings in rooms that nobody can use on their night: archived, drafts, under maintenance."""
    out_of_use = Room.objects.exclude(state__in=ON_BOARD_STATES, planned=[])
    rows = (
        Booking.objects.filter(status__in=LIVE, placed=True, ends_at__gt=now, room__in=out_of_use)
        .select_related("room__venue", "customer")
        .order_by("starts_at", "id")
    )
    hours: dict[int, VenueHours] = {}
    problems = []
    for row in rows:
        venue = row.room.venue
        known = hours.get(venue.pk) or hours.setdefault(venue.pk, venue_hours(venue))
        standing = row.room.standing_on(known.business_day(row.starts_at))
        if is_out_of_use(standing):
            problems.append(about(row, gettext("its room is out of use")))
    seen = out_of_use.count()
    return Found.of(
        problems, gettext("Rooms out of use or with a plan looked at: %(count)d") % {"count": seen}
    )
