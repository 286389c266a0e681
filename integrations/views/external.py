"""Calendars of others that close rooms off: entered, read, removed; and what does not fit."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bookings.page_parts import adds_to_attention
from bookings.views.setup import venue_of
from boom.access import staff
from boom.core import clock
from boom.core.errors import DomainError
from boom.problems import add_refusal
from integrations.forms.external import ExternalForm
from integrations.selectors import external as selectors
from integrations.services import external as services

CONNECT = "integrations.connect"


@require_http_methods(["GET", "POST"])
@staff(CONNECT)
def calendars(request: HttpRequest) -> HttpResponse:
    """A venue's calendars of others, what they block, and where they and bookings want the same."""
    venue = venue_of(request)
    form = ExternalForm(request.POST or None, venue=venue)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_calendar(
                room_id=form.cleaned_data["room"],
                name=form.cleaned_data["name"],
                url=form.cleaned_data["url"],
                now=clock.now(),
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("It is being read. Load this page again in a moment."))
            return redirect(request.get_full_path())
    context = {
        "venue": venue,
        "form": form,
        "action": request.get_full_path(),
        "now": clock.now(),
        "calendars": selectors.calendars_of(venue.pk),
        "conflicts": selectors.conflicts(venue_id=venue.pk),
    }
    return render(request, "integrations/external.html", context, status=422 if form.errors else 200)


@require_POST
@staff(CONNECT)
def read(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """Read it now."""
    services.read_soon(calendar_id=calendar_id, now=clock.now())
    messages.success(request, _("It is being read. Load this page again in a moment."))
    return redirect("integrations:external")


@require_POST
@staff(CONNECT)
def remove(request: HttpRequest, calendar_id: int) -> HttpResponse:
    """Read it no more; what it had blocked is open again."""
    opened = services.remove_calendar(calendar_id=calendar_id, now=clock.now())
    messages.success(request, _("Removed. Blocks taken away: %(count)s") % {"count": opened})
    return redirect("integrations:external")


@adds_to_attention
def attention(request: HttpRequest) -> str:
    """Bookings where somebody else's calendar is busy, and calendars that cannot be read."""
    if not request.user.has_perm(CONNECT):
        return ""
    now = clock.now()
    context = {
        "conflicts": selectors.conflicts(),
        "failing": selectors.failing_calendars(now=now),
        "now": now,
    }
    if not context["conflicts"] and not context["failing"]:
        return ""
    return render_to_string("integrations/external_attention.html", context, request=request)
