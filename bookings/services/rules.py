"""Holding bookings to the venue's rules."""

from __future__ import annotations

from datetime import datetime

from bookings.domain.blockers import are_soft
from bookings.domain.interval import Interval
from bookings.errors import RulesBroken
from bookings.models import Room
from bookings.selectors.rules import blockers
from bookings.selectors.schedules import VenueHours


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
