"""The way to every setting: grouped, and found by words."""

from __future__ import annotations

from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from bookings.settings_index import entries_for, found_by, groups_for
from bookings.views.setup import CHANGE, venue_of
from boom.access import staff

LONGEST_SEARCH = 100


class SearchForm(forms.Form):
    """Words of a setting, its hint, or what somebody else would call it."""

    q = forms.CharField(label=_("Find a setting"), max_length=LONGEST_SEARCH, required=False)
    venue = forms.SlugField(max_length=60, required=False, widget=forms.HiddenInput)


@require_GET
@staff(CHANGE)
def settings(request: HttpRequest) -> HttpResponse:
    venue = venue_of(request)
    form = SearchForm(request.GET)
    typed = form.cleaned_data.get("q", "").strip() if form.is_valid() else ""
    query = f"?venue={venue.slug}" if request.GET.get("venue") else ""
    context: dict[str, Any] = {
        "venue": venue,
        "form": form,
        "typed": typed,
        "groups": groups_for(request.user),
        "found": found_by(typed, entries_for(request.user), venue) if typed else [],
        "venue_query": query,
    }
    return render(request, "bookings/setup/settings.html", context)
