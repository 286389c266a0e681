"""Examples for a new owner: a made-up week, shown by one press and taken away by another."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from bookings.errors import NothingToShowIn
from bookings.models import Venue
from bookings.selectors.examples import examples_of
from bookings.selectors.setup import setup_of
from bookings.selectors.venues import venues_in_order
from bookings.services.examples import clear_examples, show_examples
from bookings.views.first_steps import may_change_examples
from bookings.views.pages import address
from bookings.views.setup import CHANGE, venue_of
from boom.access import staff
from boom.core import clock

PAGE = "bookings/setup/examples.html"


@require_GET
@staff(CHANGE)
def examples(request: HttpRequest) -> HttpResponse:
    """What examples are, and the button for whichever is the case."""
    venue = venue_of(request)
    return _page(request, venue)


@require_POST
@staff(CHANGE)
def show(request: HttpRequest) -> HttpResponse:
    """Put them on the calendar, and go there. A second press finds them there."""
    venue = venue_of(request)
    try:
        count = show_examples(venue_id=venue.pk, now=clock.now())
    except NothingToShowIn as error:
        return _page(request, venue, problem=error.message)
    said = (
        ngettext("%(count)s example is on your calendar.", "%(count)s examples are on your calendar.", count)
        if count
        else _("The examples are on your calendar already.")
    )
    messages.success(request, said % {"count": count})
    return redirect(_calendar(venue))


@require_POST
@staff(CHANGE)
def clear(request: HttpRequest) -> HttpResponse:
    """Take all of them away, and go to the calendar as it really is."""
    venue = venue_of(request)
    count = clear_examples(venue_id=venue.pk)
    said = (
        ngettext("%(count)s example is gone.", "All %(count)s examples are gone.", count)
        if count
        else _("There are no examples any more.")
    )
    messages.success(request, said % {"count": count})
    return redirect(_calendar(venue))


def _page(request: HttpRequest, venue: Venue, *, problem: str = "") -> HttpResponse:
    context = {
        "venue": venue,
        "count": examples_of(venue.pk).count(),
        "may": may_change_examples(request, setup_of(venue)),
        "problem": problem,
    }
    return render(request, PAGE, context, status=409 if problem else 200)


def _calendar(venue: Venue) -> str:
    """The board of tonight; without a name for the owner's first venue."""
    return address("calendar", venue="" if venue == venues_in_order()[0] else venue.slug)
