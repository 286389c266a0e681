"""The time machine: a night as its board stood at any moment, and what has changed since. To look at only."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from audit.wording import Entry
from bookings.models import Venue
from bookings.selectors.calendar import Viewer
from bookings.selectors.past import begun_at, changes_since, past_of
from bookings.views.pages import Asked, address, asked
from boom.access import staff
from boom.core import text
from boom.core.time import local_to_utc

DAY = timedelta(days=1)


@require_GET
@staff("audit.view_activity")
def past(request: HttpRequest) -> HttpResponse:
    """`?at=` is the venue's wall time of then (else yesterday), `?day=` the night to look at."""
    page = asked(request)
    moment = min(_moment(request.GET.get("at", ""), page) or page.now - DAY, page.now)
    begun = begun_at(page.venue.pk)
    moment = max(moment, begun) if begun else moment
    viewer = Viewer(booking_url=reverse("dashboard:booking", args=[0]))
    found = past_of(page.venue, page.day, moment=moment, viewer=viewer)
    local = moment.astimezone(page.venue.zone)
    at = f"{local:%Y-%m-%dT%H:%M}" if not local.second else f"{local:%Y-%m-%dT%H:%M:%S}"
    context = {
        "venue": page.venue,
        "day": page.day,
        "at": at,
        "latest": f"{page.now.astimezone(page.venue.zone):%Y-%m-%dT%H:%M}",
        "then": _called(moment, page.venue),
        "board": found.board,
        "opens": found.night.opens,
        "closed_because": found.night.closed_because,
        "changes": [_line(entry, page.venue) for entry in changes_since(found)],
        "venue_query": page.venue_query,
        "previous_url": address("past", day=page.day - DAY, at=at, **page.venue_query),
        "next_url": address("past", day=page.day + DAY, at=at, **page.venue_query),
        "present_url": address("calendar", day=page.day, **page.venue_query),
        "earlier": _steps(page, moment),
    }
    return render(request, "bookings/past.html", context)


def _moment(typed: str, page: Asked) -> datetime | None:
    """The instant of a wall time; the later one of an hour that comes twice, so that nothing is left out."""
    try:
        local = datetime.fromisoformat(typed)
        if local.tzinfo is not None:
            return local
        return local_to_utc(local, page.venue.zone, ambiguous="second", skipped="later")
    except (ValueError, OverflowError):
        return None


def _steps(page: Asked, moment: datetime) -> list[dict[str, str]]:
    """One press back in time."""
    steps = [
        (_("An hour earlier"), timedelta(hours=1)),
        (_("A day earlier"), DAY),
        (_("A week earlier"), 7 * DAY),
    ]
    zone = page.venue.zone
    return [
        {
            "label": label,
            "url": address(
                "past",
                day=page.day,
                at=f"{(moment - back).astimezone(zone):%Y-%m-%dT%H:%M}",
                **page.venue_query,
            ),
        }
        for label, back in steps
    ]


def _called(moment: datetime, venue: Venue) -> str:
    clock = text.clock(moment, venue.zone, twelve_hours=venue.clock_format == "12")
    day = text.day(moment, venue.zone, style="long", locale=venue.locale)
    return f"{day} {moment.astimezone(venue.zone).year}, {clock}"


def _line(entry: Entry, venue: Venue) -> dict[str, object]:
    clock = text.clock(entry.at, venue.zone, twelve_hours=venue.clock_format == "12")
    return {
        "entry": entry,
        "thing": "" if entry.thing in entry.words else entry.thing,
        "time": f"{text.day(entry.at, venue.zone, locale=venue.locale)}, {clock}",
    }
