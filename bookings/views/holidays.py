"""Loading a country's public holidays as special days."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods

from audit.models import AuditEvent
from bookings.models import SpecialDay
from bookings.public_holidays import CountryUnknown, Holiday, countries, holidays_of
from bookings.services.holidays import take_over_holidays
from bookings.views.answers import Sentence, say_on_next_page
from bookings.views.pages import Asked, address, asked
from boom.access import staff

TEMPLATE = "bookings/setup/holidays.html"
AHEAD = timedelta(days=365)


class HolidayHoursForm(forms.Form):
    """What the chosen days become."""

    opens = forms.TimeField(
        label=gettext_lazy("Opens"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
    )
    closes = forms.TimeField(
        label=gettext_lazy("Closes"),
        required=False,
        widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}),
        help_text=gettext_lazy("Leave both empty to close on those days."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if (cleaned.get("opens") is None) != (cleaned.get("closes") is None):
            self.add_error("closes", _("Enter both times, or neither."))
        return cleaned


@require_http_methods(["GET", "POST"])
@staff("bookings.change_setup")
def holidays(request: HttpRequest) -> HttpResponse:
    """The holidays of the next twelve months, each with a tick; those with hours of their own are marked."""
    page = asked(request)
    country = (request.GET.get("country") or page.venue.country or "").upper()
    part = request.GET.get("part", "")
    refused = ""
    found: list[Holiday] = []
    if country:
        try:
            found = holidays_of(country, page.today, page.today + AHEAD, part=part)
        except CountryUnknown as error:
            refused = error.message
    form = HolidayHoursForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        chosen = [each for each in found if each.day.isoformat() in request.POST.getlist("day")]
        opens, closes = form.cleaned_data["opens"], form.cleaned_data["closes"]
        added = take_over_holidays(
            venue_id=page.venue.pk, holidays=chosen, hours=[(opens, closes)] if opens is not None else []
        )
        say_on_next_page(request, Sentence(_said(added), _undo_url(added)))
        return redirect(address("hours", **page.venue_query))
    context = _context(page, found, form, country, part) | {"refused": refused}
    return render(request, TEMPLATE, context, status=422 if form.errors else 200)


def _said(added: list[SpecialDay]) -> str:
    return ngettext("Added %(count)s special day", "Added %(count)s special days", len(added)) % {
        "count": len(added)
    }


def _undo_url(added: list[SpecialDay]) -> str:
    """Where all of them are taken back at once."""
    if not added:
        return ""
    events = AuditEvent.objects.filter(table="bookings_specialday", entity_id=str(added[0].pk))
    return address("undo", event=events.order_by("-id")[0].pk)


def _context(
    page: Asked, found: list[Holiday], form: HolidayHoursForm, country: str, part: str
) -> dict[str, Any]:
    days = SpecialDay.objects.filter(venue=page.venue, room__isnull=True, ends_on__gte=page.today)
    known = [(day.starts_on, day.ends_on) for day in days]
    return {
        "venue": page.venue,
        "form": form,
        "country": country,
        "part": part,
        "countries": list(countries()),
        "parts": countries().get(country, []),
        "holidays": [
            {
                "day": each.day,
                "value": each.day.isoformat(),
                "name": each.name,
                "is_known": any(first <= each.day <= last for first, last in known),
            }
            for each in found
        ],
        "hours_url": address("hours", **page.venue_query),
        "action": address("holidays", country=country, part=part, **page.venue_query),
        "venue_query": page.venue_query,
    }
