"""How to use Boom, and the guided tour: its steps, and how far each person is."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from accounts.services import keep_tour
from bookings.selectors.venues import venue_called
from bookings.tour import DONE, STEPS
from boom.access import StaffRequest, staff
from boom.core.errors import Invalid

VIEW = "bookings.view_calendar"


@require_GET
@staff(VIEW)
def how_to_use(request: HttpRequest) -> HttpResponse:
    return render(request, "bookings/help.html", {"venue": venue_called(request.GET.get("venue"))})


@require_http_methods(["GET", "POST"])
@staff(VIEW)
def tour(request: StaffRequest) -> HttpResponse:
    """The steps that whoever asks can take; by POST, where they are: a step's number, or that it is over."""
    if request.method == "POST":
        at = request.POST.get("at", "")
        if at != DONE and not (at.isascii() and at.isdecimal() and int(at[:4]) < len(STEPS)):
            raise Invalid(fields={"at": "That is no step of the tour."})
        keep_tour(user_id=request.user.pk, at=at)
        return HttpResponse(status=204)
    at = request.user.tour
    context = {
        "steps": [step for step in STEPS if not step.needs or request.user.has_perm(step.needs)],
        "at": at if at.isdecimal() else "0",
    }
    return render(request, "bookings/tour.html", context)
