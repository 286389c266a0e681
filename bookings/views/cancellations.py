"""Why bookings were called off, by reason."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from billing.domain.features import Feature
from bookings.selectors.cancellations import cancellations_of
from bookings.views.pages import address, asked
from boom.access import needs, staff

PERIODS = (30, 90, 365)


@require_GET
@needs(Feature.ANALYTICS)
@staff("audit.view_activity")
def cancellations(request: HttpRequest) -> HttpResponse:
    """The last month, quarter or year: the reasons, how often, and what was kept of the price."""
    page = asked(request)
    typed = request.GET.get("days", "")
    days = int(typed) if typed.isdecimal() and typed in {str(each) for each in PERIODS} else PERIODS[0]
    until = page.now + timedelta(days=1)
    context = {
        "venue": page.venue,
        "found": cancellations_of(page.venue, since=page.now - timedelta(days=days), until=until),
        "periods": [
            {
                "label": _("%(days)s days") % {"days": each},
                "url": address("cancellations", days=each, **page.venue_query),
                "is_current": each == days,
            }
            for each in PERIODS
        ],
    }
    return render(request, "bookings/cancellations.html", context)
