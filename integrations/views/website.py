"""The booking page on somebody's own website: which sites may show it, what to paste, and square codes."""

from __future__ import annotations

import io

import segno
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bookings.models import Venue
from bookings.selectors.setup import setup_of
from bookings.selectors.sites import sites
from bookings.views.front import venue_path
from bookings.views.setup import venue_of
from boom.access import anyone, staff, stays_open
from boom.core.errors import DomainError, NotFound
from boom.problems import add_refusal
from integrations.embedding import script_text, snippets
from integrations.forms.website import SiteForm
from integrations.selectors.embeds import embed_sites
from integrations.services import embeds as services

CONNECT = "integrations.connect"
TYPES = {"svg": "image/svg+xml", "png": "image/png"}


@stays_open
@anyone
@require_GET
@cache_control(max_age=300, public=True)
def script(request: HttpRequest) -> HttpResponse:
    """The script that other sites load: the same for everybody, at an address that stays."""
    answer = HttpResponse(script_text(), content_type="text/javascript; charset=utf-8")
    answer["Cross-Origin-Resource-Policy"] = "cross-origin"
    return answer


@require_http_methods(["GET", "POST"])
@staff(CONNECT)
def website(request: HttpRequest) -> HttpResponse:
    """Sites that may show the page, snippets to paste, and square codes to print."""
    venue = venue_of(request)
    form = SiteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.allow_site(address=form.cleaned_data["address"])
        except DomainError as error:
            add_refusal(form, error)
        else:
            messages.success(request, _("That site may show your booking page now."))
            return redirect(request.get_full_path())
    page_path = venue_path(venue.slug, sites())
    is_one_of_several = page_path != reverse("public:venue")
    context = {
        "venue": venue,
        "form": form,
        "action": request.get_full_path(),
        "sites": embed_sites(),
        "home": request.build_absolute_uri("/").rstrip("/"),
        "page_url": request.build_absolute_uri(page_path),
        "snippets": snippets(
            request.build_absolute_uri(reverse("connections:embed-script")),
            venue=venue.slug if is_one_of_several else "",
        ),
        "rooms": [room for room in setup_of(venue).rooms if not room.is_private],
    }
    return render(request, "integrations/website.html", context, status=422 if form.errors else 200)


@require_POST
@staff(CONNECT)
def site_remove(request: HttpRequest, site_id: int) -> HttpResponse:
    services.refuse_site(site_id=site_id)
    messages.success(request, _("That site may not show your booking page any more."))
    return redirect("integrations:website")


@require_GET
@staff(CONNECT)
def venue_code(request: HttpRequest, kind: str) -> HttpResponse:
    """The square code that leads to a venue's booking page."""
    venue = venue_of(request)
    url = request.build_absolute_uri(venue_path(venue.slug, sites()))
    return _code(url, kind, name=venue.slug)


@require_GET
@staff(CONNECT)
def room_code(request: HttpRequest, room_id: int, kind: str) -> HttpResponse:
    """The one for a room's door: it leads to what is free in that room."""
    venue = _venue_of_room(room_id)
    path = f"{venue_path(venue.slug, sites())}?room={room_id}"
    return _code(request.build_absolute_uri(path), kind, name=f"{venue.slug}-room-{room_id}")


def _venue_of_room(room_id: int) -> Venue:
    venue = Venue.objects.filter(rooms__pk=room_id).first()
    if venue is None:
        raise NotFound
    return venue


def _code(url: str, kind: str, *, name: str) -> HttpResponse:
    """A file to print. A quarter of the code may be worn off and it still reads."""
    if kind not in TYPES:
        raise NotFound
    out = io.BytesIO()
    code = segno.make(url, error="q", micro=False)
    if kind == "png":
        code.save(out, kind="png", scale=16, border=4)  # house: write-outside-services, a drawing
    else:
        code.save(out, kind="svg", scale=8, border=4)  # house: write-outside-services, a drawing
    answer = HttpResponse(out.getvalue(), content_type=TYPES[kind])
    answer["Content-Disposition"] = f'attachment; filename="{name}.{kind}"'
    return answer
