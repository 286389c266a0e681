"""Terms and waivers: the pages where they are written, and the one where anybody reads them."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bookings.forms.house_terms import TermsForm
from bookings.models import HouseTerms, Room, Venue
from bookings.selectors.house_terms import terms_called, terms_of_venue, version_called, versions_of
from bookings.selectors.setup import setup_of
from bookings.services import house_terms as services
from bookings.views.front import venue_context
from bookings.views.setup import CHANGE, back, take_over, venue_of
from boom.access import anyone, staff
from boom.core import clock
from boom.core.errors import Invalid, LimitReached

PAGE = "bookings/setup/terms.html"
ONE = "bookings/setup/terms_one.html"


@require_GET
@staff(CHANGE)
def terms_list(request: HttpRequest) -> HttpResponse:
    """What customers agree to when they book."""
    venue = venue_of(request)
    found = terms_of_venue(venue.pk)
    names = dict(Room.objects.filter(venue=venue).values_list("id", "name"))
    shown = [(each, [names[key] for key in each.terms.room_ids if key in names]) for each in found]
    context = {
        "venue": venue,
        "standing": [each for each in shown if not each[0].terms.archived_at],
        "archived": [version for version, _rooms in shown if version.terms.archived_at],
    }
    return render(request, PAGE, context)


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def terms_new(request: HttpRequest) -> HttpResponse:
    venue = venue_of(request)
    form = TermsForm(request.POST or None, venue_id=venue.pk)
    if request.method == "POST" and form.is_valid():
        try:
            services.publish_terms(venue_id=venue.pk, now=clock.now(), **form.cleaned_data)
        except Invalid as error:
            take_over(form, error)
        except LimitReached as error:
            form.add_error(None, error.message)
        else:
            return back(request, "terms", _("Published. Guests agree to it from their next booking on."))
    return _one(request, venue, form)


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def terms_one(request: HttpRequest, terms_id: int) -> HttpResponse:
    """Terms with every version they had; another text is published as another."""
    found = terms_called(terms_id)
    newest = versions_of(terms_id)[0]
    if request.method == "GET":
        initial = {"title": newest.title, "words": newest.words, "room_ids": found.room_ids}
        form = TermsForm(initial=initial, venue_id=found.venue_id, chosen=found.room_ids)
        return _one(request, found.venue, form, found)
    form = TermsForm(request.POST, venue_id=found.venue_id, chosen=found.room_ids)
    if form.is_valid():
        try:
            version = services.change_terms(terms_id=terms_id, now=clock.now(), **form.cleaned_data)
        except Invalid as error:
            take_over(form, error)
        else:
            said = _("Version %(number)s is asked from the next booking on.")
            return back(
                request, "terms", _("Saved.") if version == newest else said % {"number": version.number}
            )
    return _one(request, found.venue, form, found)


@require_POST
@staff(CHANGE)
def terms_act(request: HttpRequest, terms_id: int) -> HttpResponse:
    """Ask for it no more, or again: what the pressed button says."""
    terms_called(terms_id)
    is_archived = request.POST.get("do") != "restore"
    services.archive_terms(terms_id=terms_id, is_archived=is_archived, now=clock.now())
    said = _("Asked no more; what was agreed to stays.") if is_archived else _("Asked again.")
    return back(request, "terms", said)


@anyone
@require_GET
@never_cache
def terms(request: HttpRequest, version_id: int) -> HttpResponse:
    """A published text, also one that has a newer version: whoever agreed to it can read it."""
    version = version_called(version_id)
    newest = versions_of(version.terms_id)[0]
    context = {
        **venue_context(setup_of(version.terms.venue), now=clock.now()),
        "version": version,
        "newer": newest if newest.pk != version.pk and not version.terms.archived_at else None,
    }
    return render(request, "bookings/public/terms.html", context)


def _one(
    request: HttpRequest, venue: Venue, form: TermsForm, found: HouseTerms | None = None
) -> HttpResponse:
    context = {
        "venue": venue,
        "form": form,
        "terms": found,
        "versions": versions_of(found.pk) if found else [],
    }
    return render(request, ONE, context, status=422 if form.errors else 200)
