"""Reading one calendar of somebody else's, start to end: fetched outside of any transaction, then applied."""

from __future__ import annotations

import random
from datetime import datetime

from bookings.domain.interval import Interval
from boom.core.actor import NOBODY, acting
from boom.core.errors import DomainError
from boom.core.providers import outbound
from integrations.calendar_reading import Reading, read_calendar
from integrations.errors import CalendarUnreadable
from integrations.models import ExternalCalendar, LinkedCalendar
from integrations.services import external as services
from integrations.sync_reading import EVERY, read_linked
from tenants.models import Business

# A calendar of some thousand events; more is a mistake or an attack.
LONGEST = 1024 * 1024
OK = 200


def read_external(calendar_id: int, business: Business, *, now: datetime) -> services.Applied | None:
    """Read a calendar that is due and do what it says; None when it is not due, or could not be read.

    What changes is on record as the system's, by the calendar's name.
    """
    calendar = services.claim(calendar_id=calendar_id, now=now)
    if calendar is None:
        return None
    chance = random.random()  # noqa: S311 - jitter
    linked = LinkedCalendar.objects.filter(calendar=calendar).first()
    try:
        if linked is not None:
            reading = Reading(read_linked(linked, now=now), [])
        else:
            reading = read_calendar(
                fetched(calendar),
                within=Interval(now, now + services.AHEAD),
                zone=calendar.room.venue.zone,
                own_host=business.host,
            )
        with acting(NOBODY, label=f"Calendar {calendar.name}", source="calendar"):
            applied = services.apply_reading(calendar=calendar, busy=reading.busy, now=now)
    except DomainError as error:
        services.note_failure(calendar_id=calendar.pk, reason=error.message, chance=chance, now=now)
        return None
    services.note_reading(
        calendar_id=calendar.pk,
        stretches=len(reading.busy),
        left_out=reading.left_out,
        every=services.EVERY if linked is None else EVERY,
        chance=chance,
        now=now,
    )
    return applied


def fetched(calendar: ExternalCalendar) -> bytes:
    """What is at a calendar's address. Raises AddressRefused, NoAnswer, CalendarUnreadable."""
    answer = outbound.call("GET", calendar.url, headers={"Accept": "text/calendar"}, longest=LONGEST)
    if answer.status != OK:
        raise CalendarUnreadable(f"The address answered {answer.status} instead of a calendar.")
    if answer.is_cut:
        raise CalendarUnreadable("The calendar is larger than 1 MB.")
    return answer.body
