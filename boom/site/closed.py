"""What the hosts of a business show that is suspended, or takes nothing new for want of payment."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bookings.models import Venue
from boom.access import anyone
from tenants.access import Open, open_at


@anyone
def suspended(request: HttpRequest) -> HttpResponse:
    """That nothing can be booked online, and how to reach its venues. Runs in the business's scope."""
    is_suspended = open_at(request.business) == Open.NOT_AT_ALL  # type: ignore[attr-defined]
    context = {"venues": Venue.objects.order_by("id"), "is_suspended": is_suspended}
    return render(request, "tenants/suspended.html", context, status=503)
