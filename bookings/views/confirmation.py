"""The page of the text that staff copy for guests: written, looked at with a real booking, reset."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.confirmation import (
    DEFAULT,
    PLACEHOLDERS,
    fields_about_bookings,
    known_names,
    own_placeholders,
    values_of,
)
from bookings.domain import texts
from bookings.forms.confirmation import ConfirmationForm
from bookings.models import Booking, FormField, Venue
from bookings.services import setup
from bookings.views.setup import CHANGE, back, take_over, venue_of
from boom.access import staff
from boom.core import clock
from boom.core.errors import Invalid
from boom.htmx import is_fragment, page_or_part

PAGE = "bookings/setup/confirmation.html"


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def confirmation(request: HttpRequest) -> HttpResponse:
    """`do` says what a press is for: looking (a fragment's always is), the usual words again, or saving."""
    venue = venue_of(request)
    posted = request.method == "POST"
    if posted and request.POST.get("do") == "reset":
        setup.change_venue(venue_id=venue.pk, confirmation_text="")
        return back(request, "confirmation", _("The usual words again."))
    if posted:
        form = ConfirmationForm(request.POST)
    else:
        form = ConfirmationForm(initial={"confirmation_text": venue.confirmation_text or DEFAULT})
    if posted and form.is_valid() and not is_fragment(request) and request.POST.get("do") != "look":
        try:
            setup.change_venue(venue_id=venue.pk, **form.cleaned_data)
        except Invalid as error:
            take_over(form, error)
        else:
            return back(request, "confirmation", _("Saved the text."))
    context = _context(request, venue, form)
    status = 422 if form.errors and not is_fragment(request) else 200
    return render(request, page_or_part(request, PAGE, part="look"), context, status=status)


def _context(request: HttpRequest, venue: Venue, form: ConfirmationForm) -> dict[str, Any]:
    fields = fields_about_bookings(venue)
    typed = form.cleaned_data.get("confirmation_text", "") if form.is_bound and form.is_valid() else None
    template = (venue.confirmation_text if typed is None else typed) or DEFAULT
    return {
        "venue": venue,
        "form": form,
        "is_own": bool(venue.confirmation_text),
        "placeholders": [
            *({"name": name, "words": words} for name, words in PLACEHOLDERS.items()),
            *({"name": name, "words": f.label} for name, f in own_placeholders(fields).items()),
        ],
        **_look(request, venue, fields, template),
    }


def _look(request: HttpRequest, venue: Venue, fields: list[FormField], template: str) -> dict[str, Any]:
    """The text with the newest booking in it; the mistake, where it has one."""
    try:
        texts.check(template, known_names(fields))
    except texts.TextWrong as error:
        return {"wrong": str(error)}
    rows = Booking.objects.filter(room__venue=venue, customer__isnull=False)
    row = rows.select_related("room__venue", "customer").order_by("-id").first()
    if row is None:
        return {}
    values = values_of(row, fields, website=request.build_absolute_uri("/"), now=clock.now())
    return {"shown": texts.render(template, values), "shown_of": row}
