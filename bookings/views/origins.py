"""Where bookings came from: through which door, and from which advertisement or site."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from billing.domain.features import Feature
from bookings.selectors.origins import origins_of
from bookings.views.pages import address, asked
from boom.access import needs, staff

PERIODS = (30, 90, 365)


@require_GET
@needs(Feature.ANALYTICS)
@staff("audit.view_activity")
def origins(request: HttpRequest) -> HttpResponse:
    """Bookings taken in the last month, quarter or year, by where they came from."""
    page = asked(request)
    typed = request.GET.get("days", "")
    days = int(typed) if typed in {str(each) for each in PERIODS} else PERIODS[0]
    context = {
        "venue": page.venue,
        "found": origins_of(page.venue, since=page.now - timedelta(days=days), until=page.now),
        "periods": [
            {
                "label": _("%(days)s days") % {"days": each},
                "url": address("origins", days=each, **page.venue_query),
                "is_current": each == days,
            }
            for each in PERIODS
        ],
    }
    return render(request, "bookings/origins.html", context)
