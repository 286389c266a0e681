"""What a suspended business's hosts show, on every address."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bookings.models import Venue
from boom.access import anyone


@anyone
def suspended(request: HttpRequest) -> HttpResponse:
    """That it is closed online, and how to reach its venues all the same. Runs in the business's scope."""
    venues = Venue.objects.order_by("id")
    return render(request, "tenants/suspended.html", {"venues": venues}, status=503)
