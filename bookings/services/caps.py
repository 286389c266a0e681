"""Holding customers to what one of them may have, counted so that two forms at once do not both fit."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.db import connection

from bookings.domain.blockers import are_soft
from bookings.domain.caps import Caps, Usage, month_of, over_cap, week_of
from bookings.domain.interval import Interval
from bookings.domain.lifecycle import LIVE, SOLD, Status
from bookings.domain.opening import NoSuchDay
from bookings.errors import RulesBroken
from bookings.models import Booking, Customer, Venue
from bookings.selectors.schedules import VenueHours
from boom.core.db import present_schema

# What counts towards hours: everything sold or asked for; what was cancelled or never used does not.
COUNTED = SOLD | {Status.PENDING}


def caps_of(venue: Venue) -> Caps:
    """A venue's limits."""
    return Caps(
        venue.most_bookings, venue.most_hours_a_day, venue.most_hours_a_week, venue.most_hours_a_month
    )


def insist_on_caps(
    customer: Customer | None,
    bookings: Sequence[Booking],
    hours: VenueHours,
    *,
    by_staff: bool,
    override_reason: str,
    now: datetime,
) -> None:
    """Raise RulesBroken when `bookings`, all of one night and venue, take their customer over a limit.

    Takes the customer's lock until the transaction ends. Nobody to count for: nothing is limited. A reason
    from staff sets limits aside.
    """
    venue = bookings[0].room.venue
    caps = caps_of(venue)
    if customer is None or caps.are_none or (by_staff and override_reason.strip()):
        return
    _lock(customer)
    found = over_cap(caps, _usage(customer, bookings, hours, venue, now))
    if found:
        assert are_soft(found), "limits are the venue's to set aside"
        raise RulesBroken(found)


def insist_on_caps_of_nights(
    customer: Customer | None,
    bookings: Sequence[Booking],
    hours: VenueHours,
    *,
    override_reason: str,
    now: datetime,
) -> None:
    """The same for bookings of many nights: no night, week or month of them may be too much.

    One query for all of them.
    """
    if customer is None or not bookings or override_reason.strip():
        return
    venue = bookings[0].room.venue
    caps = caps_of(venue)
    if caps.are_none:
        return
    _lock(customer)
    others = Booking.objects.filter(customer=customer, room__venue=venue)
    ahead = others.filter(status__in=LIVE - {Status.HELD}, ends_at__gt=now).count()
    days = sorted(hours.business_day(booking.starts_at) for booking in bookings)
    window = _nights(
        hours,
        min(week_of(days[0])[0], month_of(days[0])[0]),
        max(week_of(days[-1])[1], month_of(days[-1])[1]),
    )
    counted = others.filter(status__in=COUNTED, starts_at__gte=window.start, starts_at__lt=window.end)
    used: dict[object, timedelta] = defaultdict(timedelta)
    spans = [
        *counted.values_list("starts_at", "ends_at"),
        *((each.starts_at, each.ends_at) for each in bookings),
    ]
    for start, end in spans:
        day = hours.business_day(start)
        for period in (day, week_of(day), month_of(day)):
            used[period] += end - start
    fullest = Usage(
        ahead + sum(booking.ends_at > now for booking in bookings),
        max(used[day] for day in days),
        max(used[week_of(day)] for day in days),
        max(used[month_of(day)] for day in days),
    )
    found = over_cap(caps, fullest)
    if found:
        raise RulesBroken(found)


def _lock(customer: Customer) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))",
            [f"customer:{present_schema()}", customer.pk],
        )


def _usage(
    customer: Customer, bookings: Sequence[Booking], hours: VenueHours, venue: Venue, now: datetime
) -> Usage:
    day = hours.business_day(bookings[0].starts_at)
    own = sum((booking.span.duration for booking in bookings), timedelta())
    others = Booking.objects.filter(customer=customer, room__venue=venue).exclude(
        pk__in=[booking.pk for booking in bookings if booking.pk]
    )
    ahead = others.filter(status__in=LIVE - {Status.HELD}, ends_at__gt=now).count()

    def booked(first: date, last: date) -> timedelta:
        window = _nights(hours, first, last)
        within = others.filter(status__in=COUNTED, starts_at__gte=window.start, starts_at__lt=window.end)
        spans = within.values_list("starts_at", "ends_at")
        return sum((end - start for start, end in spans), own)

    return Usage(ahead + len(bookings), booked(day, day), booked(*week_of(day)), booked(*month_of(day)))


def _nights(hours: VenueHours, first: date, last: date) -> Interval:
    """From the beginning of one business night to the end of another; a date the zone left out gives way."""
    return Interval(
        _night(hours, first, timedelta(days=1)).start, _night(hours, last, timedelta(days=-1)).end
    )


def _night(hours: VenueHours, day: date, towards: timedelta) -> Interval:
    try:
        return hours.night(day).span
    except NoSuchDay:
        return hours.night(day + towards).span
