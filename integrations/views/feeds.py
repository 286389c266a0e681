"""Calendars to subscribe to: the file itself, and the pages on which addresses are made and ended."""

from __future__ import annotations

import hashlib

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from bookings.calendar_file import CONTENT_TYPE, PRODUCT
from bookings.views.setup import venue_of
from boom.access import StaffRequest, staff, token_holder
from boom.core import clock
from boom.core.errors import DomainError
from boom.problems import add_refusal
from integrations.domain.calendar_text import calendar
from integrations.errors import FeedUnknown
from integrations.forms.feeds import FeedForm
from integrations.models import CalendarFeed
from integrations.selectors import feeds as selectors
from integrations.services import feeds as services
from tenants.models import Business

CONNECT, SEE = "integrations.connect", "bookings.view_calendar"


@require_GET
@token_holder
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar as a file; 304 where nothing has changed since the reader's last time."""
    try:
        found = selectors.feed_of(token)
    except FeedUnknown as error:
        return HttpResponse(f"{error.message}\n", status=404, content_type="text/plain; charset=utf-8")
    business: Business = request.business  # type: ignore[attr-defined]
    now = clock.now()
    entries = selectors.entries_of(found, business, now=now)
    body = "".join(calendar(entries, name=_name(found, business), product=PRODUCT)).encode()
    mark = f'"{hashlib.sha256(body).hexdigest()[:32]}"'
    if not found.was_read_lately(now):
        services.note_reading(feed_id=found.pk, now=now)
    known = request.headers.get("If-None-Match", "").split(",")
    if mark in (each.strip().removeprefix("W/") for each in known):
        answer = HttpResponse(status=304)
    else:
        answer = HttpResponse(body, content_type=CONTENT_TYPE)
        answer["Content-Disposition"] = 'inline; filename="bookings.ics"'
    answer["ETag"] = mark
    # Whoever has the address has it alone; between two readers nobody keeps a copy.
    answer["Cache-Control"] = "private, no-cache"
    answer["X-Robots-Tag"] = "noindex"
    return answer


def _name(found: CalendarFeed, business: Business) -> str:
    if found.room is not None and found.venue is not None:
        return f"{found.room.name}, {found.venue.name}"
    return found.venue.name if found.venue is not None else business.name


@require_http_methods(["GET", "POST"])
@staff(CONNECT)
def feeds(request: HttpRequest) -> HttpResponse:
    """Every calendar of a venue with its address; a new one by choosing what it shows."""
    venue = venue_of(request)
    form = FeedForm(request.POST or None, venue=venue)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_feed(
                venue_id=venue.pk, room_id=form.cleaned_data["room"], shows=form.cleaned_data["shows"]
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Its address stands below. Subscribe to it in your calendar."))
            return redirect(request.get_full_path())
    context = {
        "venue": venue,
        "form": form,
        "action": request.get_full_path(),
        "now": clock.now(),
        "feeds": [
            {"id": str(found.pk), "feed": found, **_addresses(request, token)}
            for found, token in selectors.feeds_of(venue.pk)
        ],
    }
    return render(request, "integrations/feeds.html", context, status=422 if form.errors else 200)


@require_POST
@staff(CONNECT)
def feed_revoke(request: HttpRequest, feed_id: int) -> HttpResponse:
    """End a calendar's address."""
    ended = services.revoke_feed(feed_id=feed_id, now=clock.now())
    messages.success(request, _("Whoever has that address reads nothing any more."))
    slug = ended.venue.slug if ended.venue is not None else ""
    return redirect(f"/dashboard/integrations/calendars/?venue={slug}")


class OwnFeedForm(forms.Form):
    """What is done with one's own calendar."""

    do = forms.ChoiceField(choices=[("renew", "renew"), ("end", "end")])


@require_http_methods(["GET", "POST"])
@staff(SEE)
def own_feed(request: StaffRequest) -> HttpResponse:
    """One's own calendar: all that one may see, on one's phone."""
    person: User = request.user
    if request.method == "POST":
        form = OwnFeedForm(request.POST)
        if form.is_valid() and form.cleaned_data["do"] == "end":
            services.end_own_feed(person=person, now=clock.now())
            messages.success(request, _("Whoever has that address reads nothing any more."))
        elif form.is_valid():
            services.renew_own_feed(person=person, now=clock.now())
            messages.success(request, _("Its address stands below. Subscribe to it in your calendar."))
        return redirect("integrations:own-feed")
    found = selectors.own_feed(person)
    context = {
        "found": found and {"feed": found[0], **_addresses(request, found[1])},
        "now": clock.now(),
    }
    return render(request, "integrations/own_feed.html", context)


def _addresses(request: HttpRequest, token: str) -> dict[str, str]:
    url = request.build_absolute_uri(f"/calendar/{token}.ics")
    return {"url": url, "webcal": "webcal:" + url.partition(":")[2]}
