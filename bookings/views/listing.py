"""All bookings as a table that can be searched."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from audit.services.accesses import note_export
from bookings.bookings_file import bookings_as_csv
from bookings.forms.listing import ListForm
from bookings.selectors.listing import bookings_page, matching, to_confirm
from bookings.views.drawer import asked_for, drawer_content
from bookings.views.pages import address, asked
from boom.access import staff
from tenants.context import within_scope


@require_GET
@staff("bookings.view_customers")
def bookings_file(request: HttpRequest) -> HttpResponseBase:
    """The list as its filters narrow it, as a file. Streamed, so it may be as long as it likes.

    It has how to reach people, so taking it out is noted.
    """
    page = asked(request)
    wanted = ListForm(request.GET, setup=page.setup).wanted()
    lines = bookings_as_csv(page.setup, wanted, now=page.now)
    note_export(table="bookings_occupancy", count=matching(page.setup, wanted, now=page.now).count())
    name = f"bookings-{page.venue.slug}-{page.today:%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        # Read after the request's scope has ended, so each piece is asked for within its own.
        within_scope(request.business, lines),  # type: ignore[attr-defined]
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@require_GET
@staff("bookings.view_calendar")
def bookings(request: HttpRequest) -> HttpResponse:
    page = asked(request)
    form = ListForm(request.GET, setup=page.setup)
    wanted = form.wanted()
    found = bookings_page(page.setup, wanted, now=page.now, number=request.GET.get("page", "1"))
    context: dict[str, Any] = {
        "venue": page.venue,
        "form": form,
        "page": found,
        "is_filtered": form.is_on,
        "to_confirm": to_confirm(page.setup, now=page.now),
        "action": address("bookings", **page.venue_query),
        "new_url": address("new-booking", **page.venue_query),
        "several_url": address("several"),
        "series_url": address("series-list", **page.venue_query),
        "came_from": "list",
        "venue_query": page.venue_query,
        "list_url": request.get_full_path(),
        "file_url": f"{address('bookings-file')}?{request.GET.urlencode()}",
    }
    opened = asked_for(request)
    context["drawer"] = drawer_content(request, opened) if opened else ""
    return render(request, "bookings/bookings.html", context)
