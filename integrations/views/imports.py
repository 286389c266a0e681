"""Lists of other systems: those there were, and a new file. From there on it is `bookings.views.imports`."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.models import CustomerImport, ImportKind
from bookings.phones import country_of_zone
from bookings.selectors.lists import imports_of
from bookings.selectors.venues import venues_in_order, whole_venues
from bookings.services.imports import MOST_BYTES, MOST_ROWS, upload_list
from bookings.views.imports import EXCHANGE, NEEDS
from boom.access import staff
from boom.core import clock
from boom.core.errors import DomainError, Invalid
from boom.problems import add_refusal, refused
from integrations.forms.imports import UploadForm
from integrations.list_files import list_file

MOST_LISTED = 20


@require_http_methods(["GET", "POST"])
@staff(EXCHANGE)
def imports(request: HttpRequest) -> HttpResponse:
    """The imports there were, and a new file."""
    kinds, asked = _kinds_for(request), request.GET.get("kind", "")
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        kinds=kinds,
        venues=whole_venues(),
        initial={"kind": asked if asked in kinds else kinds[0]},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = _uploaded(form)
        except DomainError as error:
            add_refusal(form, error)
            return refused(_page(request, form), error)
        return redirect(reverse("dashboard:import", args=[made.pk]))
    return _page(request, form, status=422 if form.errors else 200)


def _kinds_for(request: HttpRequest) -> list[ImportKind]:
    """What whoever asks may bring in: rooms and bookings of venues that are wholly theirs."""
    is_venues = bool(whole_venues())
    return [
        kind
        for kind in reversed(ImportKind)
        if request.user.has_perm(NEEDS[kind]) and (is_venues or kind == ImportKind.CUSTOMERS)
    ]


def _uploaded(form: UploadForm) -> CustomerImport:
    file, venue = form.cleaned_data["file"], form.venue_chosen() or venues_in_order()[0]
    if file.size > MOST_BYTES:
        raise Invalid(fields={"file": _("The file is larger than 5 MB. Split it.")})
    read = list_file(file.read(), now=clock.now())
    kind = ImportKind(form.cleaned_data["kind"])
    if read.is_calendar and kind != ImportKind.BOOKINGS:
        raise Invalid(fields={"kind": _("A calendar holds bookings.")})
    return upload_list(
        kind=kind,
        venue_id=venue.pk,
        content=read.content,
        file_name=file.name,
        country=venue.country or country_of_zone(venue.time_zone),
        zone=read.zone,
    )


def _page(request: HttpRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    context = {
        "form": form,
        "imports": imports_of(_kinds_for(request))[:MOST_LISTED],
        "most_rows": f"{MOST_ROWS:,}",
        "now": clock.now(),
    }
    return render(request, "integrations/imports.html", context, status=status)
