"""The page of all that repeats."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from bookings.models import Series, Venue
from bookings.selectors.series_list import SeriesLine, series_page_of
from bookings.series_words import series_words, start_words
from bookings.views.pages import address, asked
from boom.access import staff
from boom.core import text


@require_GET
@staff("bookings.view_calendar")
def series_list(request: HttpRequest) -> HttpResponse:
    """What repeats at a venue, the next to come first; with `all` what is over, too."""
    page = asked(request)
    past_too = "all" in request.GET
    found = series_page_of(
        page.venue.pk, now=page.now, past_too=past_too, number=request.GET.get("page", "1")
    )
    found.object_list = [_line(each, page.venue) for each in found.object_list]
    context = {
        "venue": page.venue,
        "page": found,
        "past_too": past_too,
        "other_url": address("series-list", all="" if past_too else "1", **page.venue_query),
        "new_url": address("new-booking", **page.venue_query),
    }
    return render(request, "bookings/series_list.html", context)


def _line(line: SeriesLine, venue: Venue) -> dict[str, Any]:
    series, next_at = line.series, line.next_at
    twelve = venue.clock_format == "12"
    return {
        "id": series.pk,
        "title": series.title,
        "is_block": series.is_block,
        "words": _words(series, venue),
        "room": series.room.name,
        "starts": start_words(series.start, venue),
        "next": ""
        if next_at is None
        else f"{text.day(next_at, venue.zone, locale=venue.locale)},"
        f" {text.clock(next_at, venue.zone, twelve_hours=twelve)}",
        "to_come": line.to_come,
        "missed": line.missed,
    }


def _words(series: Series, venue: Venue) -> str:
    """The rule in words; the integrity page puts one right that is none."""
    try:
        return series_words(series, venue)
    except ValueError:
        return _("Its rule cannot be read")
