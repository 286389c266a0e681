"""The page of a venue's rules of visits."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.forms.visit_rules import VisitRulesForm
from bookings.venue_words import cancellation_words
from bookings.views.setup import venue_of, venue_page
from boom.access import staff


@require_http_methods(["GET", "POST"])
@staff("bookings.change_setup")
def visits(request: HttpRequest) -> HttpResponse:
    venue = venue_of(request)
    posted = request.method == "POST"
    form = VisitRulesForm(request.POST, venue=venue) if posted else VisitRulesForm.of(venue)
    in_words = cancellation_words(venue.cancellation_terms(venue.policy().cancel_until))
    return venue_page(request, venue, form, "visits", _("Saved."), in_words=in_words)
