"""What guests think: of rooms, and of those who looked after them; and who looked after a party."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from billing.domain.features import Feature
from bookings import toasts
from bookings.selectors.hosts import host_name, ratings_of_venue
from bookings.services.hosts import choose_host
from bookings.views.acts import done, number_of, version_of
from bookings.views.drawer import booking_called
from bookings.views.pages import address, asked
from bookings.views.refusals import refuse
from boom.access import needs, staff
from boom.core.errors import DomainError

PERIODS = (30, 90, 365)


@require_GET
@needs(Feature.ANALYTICS)
@staff("bookings.view_ratings")
def ratings(request: HttpRequest) -> HttpResponse:
    """Visits of the last month, quarter or year, by room and by host, and what was said last."""
    page = asked(request)
    typed = request.GET.get("days", "")
    days = int(typed) if typed in {str(each) for each in PERIODS} else PERIODS[-1]
    found = ratings_of_venue(page.venue, since=page.now - timedelta(days=days), until=page.now)
    context = {
        "venue": page.venue,
        "found": found,
        "said": [(each, host_name(each.booking.host)) for each in found.latest],
        "periods": [
            {
                "label": _("%(days)s days") % {"days": each},
                "url": address("ratings", days=each, **page.venue_query),
                "is_current": each == days,
            }
            for each in PERIODS
        ],
    }
    return render(request, "bookings/ratings.html", context)


@require_POST
@staff("bookings.edit_booking")
def host(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Another host of a party, or none."""
    row = booking_called(booking_id)
    try:
        hosted = choose_host(
            booking_id=row.pk, host_id=number_of(request, "host"), version=version_of(request)
        )
    except DomainError as error:
        return refuse(request, row, error)
    return done(request, hosted, toasts.hosted(hosted))
