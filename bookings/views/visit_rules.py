"""The page of a venue's rules of visits."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.forms.visit_rules import VisitRulesForm
from bookings.models import Venue
from bookings.selectors.gaps import lost_to_holes
from bookings.selectors.setup import setup_of
from bookings.venue_words import cancellation_words
from bookings.views.setup import venue_of, venue_page
from boom.access import staff
from boom.core import clock, text


@require_http_methods(["GET", "POST"])
@staff("bookings.change_setup")
def visits(request: HttpRequest) -> HttpResponse:
    venue = venue_of(request)
    posted = request.method == "POST"
    form = VisitRulesForm(request.POST, venue=venue) if posted else VisitRulesForm.of(venue)
    in_words = cancellation_words(venue.cancellation_terms(venue.policy().cancel_until))
    lost = "" if posted else _lost_words(venue)
    return venue_page(request, venue, form, "visits", _("Saved."), in_words=in_words, lost_words=lost)


def _lost_words(venue: Venue) -> str:
    """What holes that nobody could book came to lately."""
    found = lost_to_holes(setup_of(venue), now=clock.now())
    if not found.time:
        return _("In the last %(count)s nights no time was left that nobody could book.") % {
            "count": found.nights
        }
    return _(
        "In the last %(count)s nights %(time)s was left that nobody could book: "
        "%(worth)s at your prices an hour."
    ) % {"count": found.nights, "time": text.duration(found.time), "worth": text.price(found.worth)}
