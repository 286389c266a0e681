"""The business's venues, and how one's board is coloured."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts.venue_scope import present_limit
from audit.offers import undo_offer
from bookings.forms.venues import NewVenueForm, SourceColoursForm
from bookings.selectors.venues import venues_in_order
from bookings.services.setup import change_venue
from bookings.services.venues import add_venue
from bookings.views.setup import CHANGE, back, take_over, venue_of
from boom.access import staff
from boom.core.errors import Forbidden, Invalid, LimitReached

VENUES, COLOURS = "bookings/setup/venues.html", "bookings/setup/source_colours.html"


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def venues(request: HttpRequest) -> HttpResponse:
    """All venues, each with its pages, and a form for another. Only who may touch all may add one."""
    listed = venues_in_order()
    may_add = present_limit() is None
    if request.method == "POST" and not may_add:
        raise Forbidden(_("Somebody for all venues has to add one."))
    form = NewVenueForm(request.POST or None, venues=listed)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        like = next((venue.pk for venue in listed if venue.slug == values["like"]), None)
        try:
            added = add_venue(
                name=values["name"],
                slug=values["slug"],
                time_zone=values["time_zone"],
                currency=values["currency"],
                kind=request.business.kind,  # type: ignore[attr-defined]
                like_id=like,
            )
        except Invalid as error:
            take_over(form, error)
        except LimitReached as error:
            form.add_error(None, error.message)
        else:
            said = _("Added %(venue)s. Give it rooms, then open it for customers.") % {"venue": added.name}
            messages.success(request, said, extra_tags=undo_offer())
            return redirect(f"{reverse('dashboard:rooms')}?venue={added.slug}")
    context = {"venue": listed[0], "venues": listed, "form": form, "may_add": may_add}
    return render(request, VENUES, context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def source_colours(request: HttpRequest) -> HttpResponse:
    """The colours of tickets by how a booking came."""
    venue = venue_of(request)
    form = SourceColoursForm(request.POST or None, venue=venue)
    if request.method == "POST" and form.is_valid():
        change_venue(venue_id=venue.pk, source_colours=form.colours())
        return back(request, "source-colours", _("Saved."))
    context = {"venue": venue, "form": form}
    return render(request, COLOURS, context, status=422 if form.errors else 200)
