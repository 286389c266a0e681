"""Pages that a link opens: whoever holds the token sees one booking, and nobody else learns the address."""

from __future__ import annotations

import functools
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from bookings.domain.private_rooms import opening
from bookings.errors import LinkNotGood
from bookings.selectors.private_links import private_rooms_of
from bookings.selectors.sites import setup_of_site, sites
from bookings.services.links import booking_of_link
from bookings.views.front import venue_context
from boom.access import View, token_holder
from boom.core import clock


def capability(view: View) -> View:
    """Open the page to whoever holds the link; `view` gets the booking in the place of knowing it.

    The answer is never cached. A link that is not good any more says so, and how to reach the venue.
    """

    @functools.wraps(view)
    def opened(request: HttpRequest, token: str, **more: Any) -> HttpResponseBase:
        try:
            booking = booking_of_link(token, now=clock.now())
        except LinkNotGood as error:
            return as_private(link_not_good(request, error))
        # What they have booked is theirs to change, also where others do not see the room.
        with opening(private_rooms_of(booking)):
            return as_private(view(request, token, booking, **more))

    return token_holder(opened)


def link_not_good(request: HttpRequest, error: LinkNotGood) -> HttpResponse:
    """Say what is wrong with a link, and how to reach the venue."""
    found = sorted(sites(), key=lambda site: not site.is_published)
    context = {"message": error.message}
    if found:
        context |= venue_context(setup_of_site(found[0]), now=clock.now())
    return render(request, "bookings/public/link_not_good.html", context, status=404)


def as_private(response: HttpResponseBase) -> HttpResponseBase:
    """Keep the address from other sites.

    A page without a form asks for `no-referrer` itself. With it browsers send `Origin: null` along with a
    form, which the CSRF check refuses; with `same-origin` only we see the address, and we have it anyway.
    """
    response.setdefault("Referrer-Policy", "same-origin")
    return response
