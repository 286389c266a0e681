"""All bookings as a table that can be searched."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from bookings.forms.listing import ListForm
from bookings.selectors.listing import bookings_page, to_confirm
from bookings.views.drawer import asked_for, drawer_content
from bookings.views.pages import address, asked
from boom.access import staff


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
    }
    opened = asked_for(request)
    context["drawer"] = drawer_content(request, opened) if opened else ""
    return render(request, "bookings/bookings.html", context)
