"""What other weekly hours would do: whose bookings to come fall outside, which nights the clocks change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status
from bookings.domain.opening import NoSuchDay, UnusualNight, unusual_nights
from bookings.domain.week import Row
from bookings.models import Occupancy, OpeningHours, SpecialDay
from bookings.models.occupancy import Kind
from bookings.selectors.schedules import VenueHours, hours_of
from bookings.selectors.setup import Setup

# A year holds every clock change once.
YEAR = timedelta(days=365)
# So many bookings to come are looked at; a venue with more is told that there may be more.
MOST_LOOKED_AT = 3000
MOST_SHOWN = 8


@dataclass(frozen=True, slots=True)
class ClockNight:
    """A night of the year to come that a clock change makes longer or shorter, with who is booked on it."""

    night: UnusualNight
    bookings: int


@dataclass(frozen=True, slots=True)
class Outside:
    """Bookings to come that lie within the hours now and would not: the first few, and how many in all."""

    rows: Sequence[Occupancy]
    count: int
    is_cut_short: bool = False


def weekly_rows(setup: Setup, room_id: int | None = None) -> list[Row]:
    """The weekly hours on record, of the venue or of one of its rooms."""
    rows = OpeningHours.objects.filter(venue_id=setup.venue.pk)
    rows = rows.filter(room_id=room_id) if room_id else rows.filter(room__isnull=True)
    return sorted(rows.values_list("weekday", "opens", "closes"))


def hours_if(setup: Setup, rows: Sequence[Row], room_id: int | None = None) -> VenueHours:
    """The venue's hours as these weekly rows would make them. Three queries."""
    venue = setup.venue
    others = OpeningHours.objects.filter(venue=venue).order_by("id")
    others = others.exclude(room_id=room_id) if room_id else others.filter(room__isnull=False)
    new = [OpeningHours(venue=venue, room_id=room_id, weekday=d, opens=o, closes=c) for d, o, c in rows]
    days = SpecialDay.objects.filter(venue=venue).prefetch_related("hours").order_by("id")
    return hours_of(venue.zone, [*others, *new], [(day, day.hours.all()) for day in days])


def outside_if(setup: Setup, hours: VenueHours, *, now: datetime, room_id: int | None = None) -> Outside:
    """Whose bookings to come would no longer lie within the hours. They stay; this is for knowing."""
    rows = Occupancy.objects.filter(
        room__venue_id=setup.venue.pk,
        kind=Kind.BOOKING,
        status__in=[Status.PENDING, Status.CONFIRMED],
        placed=True,
        starts_at__gte=now,
    ).order_by("starts_at", "id")
    if room_id is not None:
        rows = rows.filter(room_id=room_id)
    spans = list(rows.values_list("id", "room_id", "starts_at", "ends_at")[:MOST_LOOKED_AT])
    found = [
        key
        for key, room, starts_at, ends_at in spans
        if _is_open(setup.hours, room, Interval(starts_at, ends_at))
        and not _is_open(hours, room, Interval(starts_at, ends_at))
    ]
    shown = Occupancy.objects.filter(pk__in=found[:MOST_SHOWN]).select_related("room", "customer")
    return Outside(
        list(shown.order_by("starts_at", "id")), len(found), is_cut_short=len(spans) == MOST_LOOKED_AT
    )


def clock_nights(hours: VenueHours, venue_id: int, *, now: datetime) -> list[ClockNight]:
    """The nights of the year to come that the clocks make longer or shorter. A query a night: two a year."""
    today = hours.business_day(now)
    found = unusual_nights(today, today + YEAR, hours.schedule)
    return [ClockNight(each, _booked(hours, each, venue_id)) for each in found]


def _booked(hours: VenueHours, night: UnusualNight, venue_id: int) -> int:
    span = hours.night(night.date).span
    rows = Occupancy.objects.filter(room__venue_id=venue_id, kind=Kind.BOOKING)
    return rows.occupying().overlapping(span).count()


def _is_open(hours: VenueHours, room_id: int, span: Interval) -> bool:
    try:
        night = hours.night(hours.business_day(span.start), room_id)
    except NoSuchDay:
        return False
    return any(whole.contains(span) for whole in night.open)
