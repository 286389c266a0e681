"""Screens at doors and in lobbies: what they show, and the page on which addresses are made and ended."""

from __future__ import annotations

from urllib.parse import urlencode

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bookings.errors import LinkNotGood
from bookings.forms.kiosks import NewKioskForm
from bookings.models import Venue
from bookings.selectors.displays import display_of, displays_of, doors_of
from bookings.selectors.kiosks import kiosks_of
from bookings.selectors.setup import setup_of
from bookings.services import displays as services
from bookings.views.capability import as_private, link_not_good
from bookings.views.pages import address
from bookings.views.setup import CHANGE, back, venue_of
from boom.access import staff, token_holder
from boom.context_processors import live_url
from boom.core import clock
from boom.core.errors import LimitReached
from boom.htmx import is_fragment

SCREEN, PAGE = "bookings/public/display.html", "bookings/setup/displays.html"


class DisplayForm(forms.Form):
    """Which room a new screen shows; without one, all."""

    room = forms.TypedChoiceField(label=gettext_lazy("Shows"), coerce=int, empty_value=None, required=False)

    def __init__(self, *args: object, venue: Venue, **options: object) -> None:
        super().__init__(*args, **options)  # type: ignore[arg-type]
        rooms = [(str(room.pk), room.name) for room in setup_of(venue).rooms]
        self.fields["room"].choices = [("", _("All rooms")), *rooms]  # type: ignore[attr-defined]


@require_GET
@token_holder
def screen(request: HttpRequest, token: str) -> HttpResponse:
    """Who is in the room and who comes next, names shortened. It asks again by itself and changes nothing."""
    try:
        display = display_of(token)
    except LinkNotGood as error:
        return as_private(link_not_good(request, error))  # type: ignore[return-value]
    now = clock.now()
    context = {
        "venue": display.venue,
        "now": now,
        "doors": doors_of(setup_of(display.venue), room_id=display.room_id, now=now),
        "is_one": display.room_id is not None,
        "here": request.path,
        "live_socket": f"{live_url(request)}/ws/availability/",
    }
    answer = render(request, f"{SCREEN}#doors" if is_fragment(request) else SCREEN, context)
    answer["X-Robots-Tag"] = "noindex"
    return as_private(answer)  # type: ignore[return-value]


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def displays(request: HttpRequest) -> HttpResponse:
    """Every screen with its address; a new one by choosing what it shows."""
    venue = venue_of(request)
    form = DisplayForm(request.POST or None, venue=venue)
    if request.method == "POST" and form.is_valid():
        try:
            services.add_display(venue_id=venue.pk, room_id=form.cleaned_data["room"])
        except LimitReached as error:
            form.add_error(None, error.message)
        else:
            return back(request, "displays", _("Its address stands below. Open it on the screen."))
    context = {
        "venue": venue,
        "form": form,
        "kiosk_form": NewKioskForm(auto_id="kiosk-%s"),
        "kiosks": kiosks_of(venue.pk),
        "kiosk_action": f"{reverse('dashboard:kiosk-new')}?{urlencode({'venue': venue.slug})}",
        "action": request.get_full_path(),
        "displays": [
            {
                "id": str(display.pk),
                "display": display,
                "url": request.build_absolute_uri(f"/display/{token}/"),
            }
            for display, token in displays_of(venue.pk)
        ],
    }
    return render(request, PAGE, context, status=422 if form.errors else 200)


@require_POST
@staff(CHANGE)
def display_revoke(request: HttpRequest, display_id: int) -> HttpResponse:
    """End a screen's address."""
    ended = services.revoke_display(display_id=display_id, now=clock.now())
    return redirect(address("displays", venue=ended.venue.slug))
