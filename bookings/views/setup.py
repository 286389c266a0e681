"""The set-up pages: rooms, booking rules, the venue's details."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.offers import undo_offer
from bookings.forms.photos import PhotoForm
from bookings.forms.rooms import QuickRoomsForm, RoomForm
from bookings.forms.setup import RulesForm, VenueForm
from bookings.forms.visit_rules import VisitRulesForm
from bookings.models import Room, RoomState, Venue
from bookings.selectors.guests import latest_ratings, ratings_of_rooms
from bookings.selectors.venues import venue_called
from bookings.services import setup
from bookings.views.effects import effects_on_room, effects_on_venue
from boom.access import staff
from boom.core.errors import Invalid, NotFound
from boom.htmx import is_fragment

CHANGE = "bookings.change_setup"
TEMPLATES = {
    "rules": "bookings/setup/rules.html",
    "venue-details": "bookings/setup/venue.html",
    "visits": "bookings/setup/visits.html",
}


def venue_of(request: HttpRequest) -> Venue:
    """The venue the address names; without one, the first."""
    return venue_called(request.GET.get("venue"))


def back(request: HttpRequest, name: str, message: str) -> HttpResponse:
    messages.success(request, message, extra_tags=undo_offer())
    venue = request.GET.get("venue")
    return redirect(reverse(f"dashboard:{name}") + (f"?venue={venue}" if venue else ""))


def take_over(form: Any, error: Invalid) -> None:
    """Show a service's refusal beside the fields it names."""
    for field, sentence in error.fields.items():
        form.add_error(field if field in form.fields else None, sentence)
    if not error.fields:
        form.add_error(None, error.message)


@require_GET
@staff(CHANGE)
def rooms(request: HttpRequest) -> HttpResponse:
    venue = venue_of(request)
    listed = list(Room.objects.filter(venue=venue).in_order())
    ratings = ratings_of_rooms(room.pk for room in listed)
    for room in listed:
        room.rated = ratings.get(room.pk)  # type: ignore[attr-defined]
    context = {
        "venue": venue,
        "rooms": [room for room in listed if room.state != RoomState.ARCHIVED],
        "archived": [room for room in listed if room.state == RoomState.ARCHIVED],
        "form": QuickRoomsForm(venue=venue),
    }
    return render(request, "bookings/setup/rooms.html", context)


@require_POST
@staff(CHANGE)
def rooms_add(request: HttpRequest) -> HttpResponse:
    venue = venue_of(request)
    form = QuickRoomsForm(request.POST, venue=venue)
    if not form.is_valid():
        listed = list(Room.objects.filter(venue=venue).exclude(state=RoomState.ARCHIVED).in_order())
        context = {"venue": venue, "rooms": listed, "form": form}
        return render(request, "bookings/setup/rooms.html", context, status=422)
    for name in form.cleaned_data["names"]:
        setup.add_room(
            venue_id=venue.pk,
            name=name,
            capacity_max=form.cleaned_data["capacity_max"],
            price_per_hour_minor=form.cleaned_data["price"],
        )
    return back(request, "rooms", _("Rooms added."))


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def room_new(request: HttpRequest) -> HttpResponse:
    venue = venue_of(request)
    form = RoomForm(request.POST or None, venue=venue)
    if request.method == "POST" and form.is_valid():
        try:
            room = setup.add_room(venue_id=venue.pk, **form.columns())
        except Invalid as error:
            take_over(form, error)
        else:
            return back(request, "rooms", _("Added %(room)s.") % {"room": room.name})
    return render(
        request,
        "bookings/setup/room.html",
        {"venue": venue, "form": form},
        status=422 if form.errors else 200,
    )


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def room_edit(request: HttpRequest, room_id: int) -> HttpResponse:
    room = Room.objects.select_related("venue").filter(pk=room_id).first()
    if room is None:
        raise NotFound(_("There is no such room."))
    form = RoomForm(request.POST, venue=room.venue) if request.method == "POST" else RoomForm.of(room)
    if request.method == "POST" and is_fragment(request):
        valid = form.is_valid()
        return effects_on_room(request, room, form.columns()) if valid else HttpResponse(status=204)
    if request.method == "POST" and form.is_valid():
        try:
            setup.change_room(room_id=room_id, **form.columns())
        except Invalid as error:
            take_over(form, error)
        else:
            return back(request, "rooms", _("Saved %(room)s.") % {"room": form.cleaned_data["name"]})
    return room_page(request, room, form=form)


def room_page(
    request: HttpRequest, room: Room, *, form: RoomForm | None = None, photo_form: PhotoForm | None = None
) -> HttpResponse:
    """A room's page with its forms, one of which may come back with what is to be put right."""
    form, photo_form = form or RoomForm.of(room), photo_form or PhotoForm()
    context = {
        "venue": room.venue,
        "room": room,
        "photos": room.photos.in_order(),
        "form": form,
        "photo_form": photo_form,
        "rated": ratings_of_rooms([room.pk]).get(room.pk),
        "ratings": latest_ratings(room.pk),
    }
    status = 422 if form.errors or photo_form.errors else 200
    return render(request, "bookings/setup/room.html", context, status=status)


@require_POST
@staff(CHANGE)
def room_move(request: HttpRequest, room_id: int) -> HttpResponse:
    """Move a room one place up or down the list."""
    room = Room.objects.filter(pk=room_id).first()
    if room is None:
        raise NotFound(_("There is no such room."))
    ids = list(
        Room.objects.filter(venue_id=room.venue_id)
        .exclude(state=RoomState.ARCHIVED)
        .in_order()
        .values_list("id", flat=True)
    )
    if room.pk in ids:
        place = ids.index(room.pk)
        other = max(0, min(len(ids) - 1, place + (1 if request.POST.get("direction") == "down" else -1)))
        ids[place], ids[other] = ids[other], ids[place]
        setup.order_rooms(venue_id=room.venue_id, room_ids=ids)
    return redirect("dashboard:rooms")


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def rules(request: HttpRequest) -> HttpResponse:
    venue = venue_of(request)
    form = RulesForm(request.POST) if request.method == "POST" else RulesForm.of(venue)
    return venue_page(request, venue, form, "rules", _("Saved the booking rules."))


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def venue_details(request: HttpRequest) -> HttpResponse:
    venue = venue_of(request)
    form = VenueForm(request.POST) if request.method == "POST" else VenueForm.of(venue)
    return venue_page(request, venue, form, "venue-details", _("Saved."))


def venue_page(
    request: HttpRequest,
    venue: Venue,
    form: VenueForm | RulesForm | VisitRulesForm,
    name: str,
    saved: str,
    **context: Any,
) -> HttpResponse:
    """A form of a venue's columns: shown, rehearsed while somebody types (`views.effects`), or saved."""
    if request.method == "POST" and form.is_valid():
        columns = form.columns() if isinstance(form, VisitRulesForm) else form.cleaned_data
        if is_fragment(request):
            return effects_on_venue(request, venue, columns)
        try:
            setup.change_venue(venue_id=venue.pk, **columns)
        except Invalid as error:
            take_over(form, error)
        else:
            return back(request, name, saved)
    elif is_fragment(request) and request.method == "POST":
        return HttpResponse(status=204)
    context |= {"venue": venue, "form": form}
    return render(request, TEMPLATES[name], context, status=422 if form.errors else 200)
