"""Measuring visits: ids are set, a guest says yes or no, and a booking is told of without its link."""

from __future__ import annotations

from hashlib import sha256

from django.contrib import messages
from django.forms import model_to_dict
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bookings.models import Venue
from bookings.page_parts import adds_to_venue_page
from bookings.services.links import booking_of_link
from boom.access import anyone, staff
from boom.core import clock
from boom.core.db import present_schema
from boom.core.errors import DomainError
from boom.core.money import Money
from boom.problems import add_refusal
from integrations.forms.measuring import ChoiceForm, MeasuringForm
from integrations.measured import (
    ANSWER,
    KEPT_FOR_S,
    YES,
    answer_of,
    booked_of,
    forbids,
    forget_booked,
    keep,
    loads,
)
from integrations.selectors.measuring import measuring
from integrations.services.measuring import set_measuring

CONNECT = "integrations.connect"
LONGEST_BACK = 1000


@require_http_methods(["GET", "POST"])
@staff(CONNECT)
def settings(request: HttpRequest) -> HttpResponse:
    """The ids of a business."""
    found = measuring()
    initial = model_to_dict(found, exclude=["id"]) if found else None
    form = MeasuringForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            set_measuring(**form.cleaned_data)
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("Saved. Guests are asked before anything is loaded."))
            return redirect("integrations:measuring")
    context = {"form": form, "action": request.path}
    return render(request, "integrations/measuring.html", context, status=422 if form.errors else 200)


@adds_to_venue_page
def question(request: HttpRequest, venue: Venue) -> str:
    """The question, where something is set; and what is loaded for whoever said yes."""
    # A private link's key stands in the address, which the pixel reads.
    if getattr(request, "private_key", ""):
        return ""
    found = measuring()
    if found is None or forbids(request, found):
        return ""
    answer = answer_of(request)
    context = {
        "answer": answer,
        "here": request.get_full_path(),
        "loaded": loads(request, found, currency=venue.currency) if answer == YES else None,
    }
    return render_to_string("integrations/measuring_question.html", context, request=request)


@anyone
@never_cache
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Keep a guest's answer, and show the page again that asked."""
    back = request.POST.get("back", "")
    is_own = url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    if not is_own or not back.startswith("/") or len(back) > LONGEST_BACK:
        back = reverse("public:venue")
    response = HttpResponseRedirect(back)
    form = ChoiceForm(request.POST)
    if form.is_valid():
        keep(request, response, ANSWER, form.cleaned_data["answer"], for_s=KEPT_FOR_S)
    return response


@anyone
@never_cache
@require_GET
def booked(request: HttpRequest) -> HttpResponse:
    """Tell of a booking that was just made: what it comes to, and no more. Its link is in no address here."""
    found, token = measuring(), booked_of(request)
    if found is None or forbids(request, found) or answer_of(request) != YES or not token:
        return _to_own_page(request)
    try:
        booking = booking_of_link(token, now=clock.now())
    except DomainError:
        return _to_own_page(request)
    currency = booking.currency or booking.room.venue.currency
    once = sha256(f"{present_schema()} {booking.pk}".encode()).hexdigest()[:20]
    value = float(Money(booking.total_minor or 0, currency).major)
    loaded = loads(request, found, currency=currency, value=value, purchase=once)
    # What there is to say is said on the booking's own page.
    context = {"venue": booking.room.venue, "loaded": loaded, "messages": ()}
    return render(request, "integrations/measuring_booked.html", context)


@anyone
@never_cache
@require_GET
def go_on(request: HttpRequest) -> HttpResponse:
    """To the booking's own page, where nothing of others is loaded."""
    return _to_own_page(request)


def _to_own_page(request: HttpRequest) -> HttpResponse:
    token = booked_of(request)
    try:
        booking_of_link(token, now=clock.now())
        response = redirect("public:booked", token)
    except DomainError:
        response = redirect("public:venue")
    forget_booked(request, response)
    return response
