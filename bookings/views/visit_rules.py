"""The page of a venue's rules of visits."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.forms.visit_rules import VisitRulesForm
from bookings.selectors.venues import venue_called
from bookings.services import setup
from bookings.venue_words import cancellation_words
from bookings.views.setup import back, take_over
from boom.access import staff
from boom.core.errors import Invalid

TEMPLATE = "bookings/setup/visits.html"


@require_http_methods(["GET", "POST"])
@staff("bookings.change_setup")
def visits(request: HttpRequest) -> HttpResponse:
    venue = venue_called(request.GET.get("venue"))
    posted = request.method == "POST"
    form = VisitRulesForm(request.POST, venue=venue) if posted else VisitRulesForm.of(venue)
    if posted and form.is_valid():
        try:
            setup.change_venue(venue_id=venue.pk, **form.columns())
        except Invalid as error:
            take_over(form, error)
        else:
            return back(request, "visits", _("Saved."))
    context = {
        "venue": venue,
        "form": form,
        "in_words": cancellation_words(venue.cancellation_terms(venue.policy().cancel_until)),
    }
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)
