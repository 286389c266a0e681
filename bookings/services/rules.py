"""Holding bookings to the venue's rules."""

from __future__ import annotations

from datetime import datetime

from bookings.domain.availability import gap_blockers
from bookings.domain.blockers import are_soft
from bookings.domain.interval import Interval
from bookings.domain.rules import Request
from bookings.errors import RulesBroken
from bookings.models import GapRule, Room
from bookings.selectors.occupied import occupied_rows
from bookings.selectors.rules import blockers
from bookings.selectors.schedules import VenueHours
from bookings.selectors.setup import setup_of


def insist(
    room: Room,
    span: Interval,
    party_size: int | None,
    hours: VenueHours,
    *,
    by_staff: bool,
    override_reason: str,
    now: datetime,
) -> None:
    """Raise RulesBroken unless the rules allow it, or only soft ones do not and staff gave a reason."""
    found = blockers(room, span, party_size, hours, by_staff=by_staff, now=now)
    if not found:
        return
    if by_staff and override_reason.strip() and are_soft(found):
        return
    raise RulesBroken(found)


def insist_on_gaps(
    room: Room, span: Interval, party_size: int | None, *, now: datetime, leaving_out: int | None = None
) -> None:
    """Raise RulesBroken for a customer's start that leaves a hole nobody can book, where the venue says so.

    Asked within the room's lock, so that it is true of what the room will be.
    """
    setup = setup_of(room.venue)
    if setup.venue.gap_rule != GapRule.REFUSE:
        return
    day = setup.hours.business_day(span.start)
    rows = occupied_rows([room.pk], setup.reach(day, day, span.duration), now=now, leaving_out=leaving_out)
    today = setup.hours.business_day(now)
    found = gap_blockers(setup.room_day(room, day), rows, Request(span, party_size), now=now, today=today)
    if found:
        raise RulesBroken(found)
