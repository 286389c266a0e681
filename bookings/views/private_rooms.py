"""Private rooms: links and codes that open them, followed, typed, made and ended."""

from __future__ import annotations

import functools
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bookings.domain.private_rooms import opening
from bookings.errors import LinkNotGood
from bookings.forms.private_links import PrivateLinkForm
from bookings.models import Booking, PrivateLink, Room
from bookings.private_addresses import token_of
from bookings.selectors.private_links import link_of_booking, link_of_code, link_of_token, links_of
from bookings.selectors.sites import find_site, sites
from bookings.services import private_links as services
from bookings.views.capability import as_private, link_not_good
from bookings.views.front import venue_path
from bookings.views.pages import address
from bookings.views.setup import CHANGE, back, take_over, venue_of
from boom.access import View, anyone, staff, token_holder
from boom.core import clock, throttle
from boom.core.errors import Invalid, LimitReached
from boom.middleware import client_address

PAGE = "bookings/setup/private_links.html"
# In the picker's address and forms, so that it works without cookies too: the token of a private link.
KEY = "key"
LONGEST_KEY = 64
LONGEST_TYPED = 60


def opens_private_rooms(view: View) -> View:
    """Let the view see the private rooms that the request's key opens, if it is good; nobody else does."""

    @functools.wraps(view)
    def opened(request: HttpRequest, *args: Any, **more: Any) -> HttpResponseBase:
        values = request.POST if request.method == "POST" else request.GET
        link = _link_of(values.get(KEY, ""))
        request.private_key = values[KEY] if link else ""  # type: ignore[attr-defined]
        if link is None:
            return view(request, *args, **more)
        with opening(dict.fromkeys(link.room_ids, link.pk)):
            return as_private(view(request, *args, **more))

    return opened


def key_of(request: HttpRequest) -> dict[str, str]:
    """What opens private rooms for this visitor, to be carried by every address and form; empty for none."""
    key = getattr(request, "private_key", "")
    return {KEY: key} if key else {}


def key_of_booking(booking: Booking) -> dict[str, str]:
    """The same for whoever has a booking of a private room: the way they came by."""
    link = link_of_booking(booking.pk) if booking.room.is_private else None
    return {KEY: token_of(link)} if link and link.revoked_at is None else {}


@token_holder
@require_GET
@never_cache
def arrive(request: HttpRequest, token: str) -> HttpResponseBase:
    """A private link: on to the venue's page, with its rooms open."""
    link = _link_of(token)
    if link is None:
        return as_private(link_not_good(request, LinkNotGood()))
    return as_private(_on_to(link))


@anyone
@require_POST
@never_cache
@sensitive_post_parameters("code")
def type_code(request: HttpRequest) -> HttpResponseBase:
    """A code that somebody typed. One that is unknown, ended or over gets the same answer."""
    now = clock.now()
    throttle.take(throttle.CODES, client_address(request), now=now)
    found = sites()
    site = find_site(found, request.GET.get("venue"))
    link = link_of_code(request.POST.get("code", "")[:LONGEST_TYPED], venue_id=site.id, now=now)
    if link is not None:
        return as_private(_on_to(link))
    messages.error(request, _("This code opens nothing. Check how it is written, or ask the venue."))
    return redirect(venue_path(site.slug, found))


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def private_links(request: HttpRequest) -> HttpResponse:
    """Every link with its address; a new one by choosing what it opens."""
    venue = venue_of(request)
    form = PrivateLinkForm(request.POST or None, venue_id=venue.pk)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_private_link(venue_id=venue.pk, **form.cleaned_data)
        except Invalid as error:
            take_over(form, error)
        except LimitReached as error:
            form.add_error(None, error.message)
        else:
            return back(request, "private-links", _("Its address stands below. Give it to whom it is for."))
    names = dict(Room.objects.filter(venue=venue).values_list("id", "name"))
    context = {
        "venue": venue,
        "form": form,
        "action": request.get_full_path(),
        "links": [
            {
                "id": str(link.pk),
                "link": link,
                "used": used,
                "rooms": [names[key] for key in link.room_ids if key in names],
                "is_over": not link.opens_at(clock.now()),
                "url": request.build_absolute_uri(f"/private/{token}/"),
            }
            for link, token, used in links_of(venue.pk)
        ],
    }
    return render(request, PAGE, context, status=422 if form.errors else 200)


@require_POST
@staff(CHANGE)
def private_link_end(request: HttpRequest, private_id: int) -> HttpResponse:
    """End a link, and its code with it."""
    ended = services.revoke_private_link(private_id=private_id, now=clock.now())
    messages.success(request, _("It opens nothing any more; what was booked by it stays."))
    return redirect(address("private-links", venue=ended.venue.slug))


def _link_of(token: str) -> PrivateLink | None:
    return link_of_token(token, now=clock.now()) if 0 < len(token) <= LONGEST_KEY else None


def _on_to(link: PrivateLink) -> HttpResponse:
    path = venue_path(link.venue.slug, sites())
    return redirect(f"{path}?{urlencode({KEY: token_of(link)})}")
