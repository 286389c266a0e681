"""The waiting list as customers meet it: joining, one's own place in line, the offer."""

from __future__ import annotations

import functools
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bookings.errors import LinkNotGood, OfferOver
from bookings.forms.picker import read_asked
from bookings.forms.waitlist import JoinForm, WishForm
from bookings.models import WaitlistEntry
from bookings.selectors.picker import USUAL_MINUTES, USUAL_PEOPLE
from bookings.selectors.setup import Setup, setup_of
from bookings.selectors.sites import find_site, setup_of_site, sites
from bookings.selectors.waitlist import entry_of_token, live_offer_of, place_in_line, taken_offer_of
from bookings.services.links import issue_manage_link
from bookings.services.waitlist import change_wish, join_waitlist, leave_waitlist, send_place_again
from bookings.services.waitlist_offers import decline_offer
from bookings.summary import Summary
from bookings.views.capability import as_private, link_not_good
from bookings.views.front import venue_context, venue_path
from bookings.waitlist_links import token_of
from bookings.waitlist_words import (
    consent_words,
    days_words,
    left_words,
    place_words,
    until_words,
    wish_words,
)
from boom.access import View, anyone, token_holder
from boom.core import clock, text, throttle
from boom.core.errors import DomainError
from boom.htmx import page_or_part
from boom.middleware import client_address
from boom.problems import add_refusal, refused
from boom.proof import insist_on_proof

JOIN, PLACE, CHANGE = (f"bookings/public/waitlist_{name}.html" for name in ("join", "place", "change"))


def place_holder(view: View) -> View:
    """Open the page to whoever holds the link of an entry; `view` gets the entry in its place."""

    @functools.wraps(view)
    def opened(request: HttpRequest, token: str) -> HttpResponseBase:
        try:
            entry = entry_of_token(token, now=clock.now())
        except LinkNotGood as error:
            return as_private(link_not_good(request, error))
        return as_private(view(request, token, entry))

    return token_holder(opened)


@anyone
@require_http_methods(["GET", "POST"])
@never_cache
@sensitive_post_parameters()
def join(request: HttpRequest) -> HttpResponse:
    """Get in line for days on which nothing is free."""
    found, now = sites(), clock.now()
    site = find_site(found, request.GET.get("venue"))
    setup = setup_of_site(site)
    today = setup.hours.business_day(now)
    back = f"{venue_path(site.slug, found)}?{request.GET.urlencode()}"
    context = {
        **venue_context(setup, now=now),
        "consent": consent_words(setup.venue),
        "is_open": setup.venue.waitlist_is_open,
        "picker_url": back,
    }
    if request.method == "GET":
        form = JoinForm(setup=setup, today=today, initial=_wish_of_picker(request, setup, now=now))
        return render(request, JOIN, {**context, "form": form})
    form = JoinForm(request.POST, setup=setup, today=today)
    if not form.is_valid():
        return render(request, JOIN, {**context, "form": form}, status=422)
    throttle.take(throttle.PUBLIC_BOOKING, client_address(request), now=now)
    insist_on_proof(request, "waitlist")
    contact = form.contact()
    if setup.venue.waitlist_is_open and send_place_again(
        venue_id=setup.venue.pk, contact=contact, wanted=form.wanted()
    ):
        # Whoever typed the address is not thereby its owner: the link to the place goes there, not here.
        messages.info(request, gettext("You wait for that already. We have sent you the link to your place."))
        return redirect(venue_path(site.slug, found))
    try:
        entry = join_waitlist(
            venue_id=setup.venue.pk,
            contact=contact,
            wanted=form.wanted(),
            note=form.cleaned_data["note"],
            agreed_words=consent_words(setup.venue),
            now=now,
        )
    except DomainError as error:
        add_refusal(form, error)
        return refused(render(request, JOIN, {**context, "form": form}), error)
    return redirect("public:waitlist-place", token_of(entry))


@place_holder
@require_GET
def place(request: HttpRequest, token: str, entry: WaitlistEntry) -> HttpResponse:
    """Where somebody stands, and what they are offered. The open page asks anew by itself."""
    now = clock.now()
    return render(request, page_or_part(request, PLACE, part="wait"), _place_context(entry, token, now=now))


@place_holder
@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, token: str, entry: WaitlistEntry) -> HttpResponse:
    """Wait for something else, at the same place in line."""
    now = clock.now()
    if not entry.is_waiting:
        return redirect("public:waitlist-place", token)
    setup = setup_of(entry.venue)
    today = setup.hours.business_day(now)
    context = {**venue_context(setup, now=now), "token": token, "entry": entry}
    if request.method == "GET":
        form = WishForm(setup=setup, today=today, initial=WishForm.initial_of(entry))
        return render(request, CHANGE, {**context, "form": form})
    form = WishForm(request.POST, setup=setup, today=today)
    if not form.is_valid():
        return render(request, CHANGE, {**context, "form": form}, status=422)
    try:
        change_wish(entry_id=entry.pk, wanted=form.wanted(), note=form.cleaned_data["note"], now=now)
    except DomainError as error:
        add_refusal(form, error)
        return refused(render(request, CHANGE, {**context, "form": form}), error)
    messages.success(request, gettext("Saved. You keep your place."))
    return redirect("public:waitlist-place", token)


@place_holder
@require_POST
def leave(request: HttpRequest, token: str, entry: WaitlistEntry) -> HttpResponse:
    """Out of the line."""
    leave_waitlist(entry_id=entry.pk, now=clock.now())
    return redirect("public:waitlist-place", token)


@place_holder
@require_POST
def accept(request: HttpRequest, token: str, entry: WaitlistEntry) -> HttpResponse:
    """Take the offer: on to the details, as with any hold."""
    now = clock.now()
    offer = live_offer_of(entry, now=now)
    if offer is None:
        messages.error(request, OfferOver.message)
        return redirect("public:waitlist-place", token)
    throttle.take(throttle.PUBLIC_BOOKING, client_address(request), now=now)
    return redirect("public:details", issue_manage_link(booking_id=offer.booking_id, now=now))


@place_holder
@require_POST
def decline(request: HttpRequest, token: str, entry: WaitlistEntry) -> HttpResponse:
    """Not this one: the next is asked, and whoever said no waits on."""
    now = clock.now()
    offer = live_offer_of(entry, now=now)
    if offer is not None:
        decline_offer(offer_id=offer.pk, now=now)
        messages.success(request, gettext("We offer it to the next in line. You keep your place."))
    return redirect("public:waitlist-place", token)


def _place_context(entry: WaitlistEntry, token: str, *, now: datetime) -> dict[str, Any]:
    setup = setup_of(entry.venue)
    offer = live_offer_of(entry, now=now) if entry.is_waiting else None
    taken = taken_offer_of(entry) if entry.state == "accepted" else None
    again = f"{reverse('public:waitlist-join')}?venue={entry.venue.slug}"
    return {
        **venue_context(setup, now=now),
        "entry": entry,
        "token": token,
        "offer": offer,
        "summary": Summary(offer.booking, now) if offer else None,
        "until": until_words(offer, offer.entry.venue, now) if offer else "",
        "left": left_words(offer, now) if offer else "",
        "taken": taken,
        "days": days_words(entry),
        "wish": wish_words(entry),
        "line": place_words(place_in_line(entry)) if entry.is_waiting else "",
        "picker_url": venue_path(entry.venue.slug, sites()),
        "again_url": again,
        "people": text.people(entry.party_size),
    }


def _wish_of_picker(request: HttpRequest, setup: Setup, *, now: datetime) -> dict[str, Any]:
    """What was asked of the picker before nothing was free."""
    asked = read_asked(request.GET)
    return {
        "first_day": asked.day or setup.hours.business_day(now),
        "minutes": str(asked.minutes or USUAL_MINUTES),
        "people": asked.people or USUAL_PEOPLE,
    }
