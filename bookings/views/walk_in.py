"""A party at the door: two presses from "now" to seated."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings import toasts
from bookings.forms.taking import new_key
from bookings.forms.visits import WalkInForm
from bookings.selectors.visits import walk_in_rooms
from bookings.services.customers import Contact
from bookings.services.visits import seat_walk_in
from bookings.views.answers import CLOSED, Sentence, changed, form_again, undo_address
from bookings.views.drawer import Refusal
from bookings.views.pages import Asked, address, asked
from boom.access import staff
from boom.core.errors import DomainError
from boom.htmx import page_or_part
from boom.problems import refused

TEMPLATE = "bookings/walk_in.html"
TAKE, OVERRIDE = "bookings.create_booking", "bookings.override_rules"


@require_http_methods(["GET", "POST"])
@staff(TAKE)
def walk_in(request: HttpRequest) -> HttpResponse:
    """The form with the best room on its button; every choice fetches the rooms for it again."""
    page = asked(request)
    if request.method == "POST" and "again" not in request.POST:
        return _seat(request, page)
    values = request.POST if request.method == "POST" else request.GET
    if "people" in values:
        form = WalkInForm(values, setup=page.setup)
        form.is_valid()
        part = "choice"
    else:
        form = WalkInForm(setup=page.setup, initial={"key": new_key()})
        part = "drawer"
    return render(request, page_or_part(request, TEMPLATE, part=part), _context(request, page, form))


def _seat(request: HttpRequest, page: Asked) -> HttpResponse:
    form = WalkInForm(request.POST, setup=page.setup)
    if not form.is_valid():
        return form_again(request, TEMPLATE, _context(request, page, form))
    values = form.cleaned_data
    context = _context(request, page, form)
    chosen = request.POST.get("room", "")
    options = [option for option in context["options"] if option.is_possible]
    # The one that was chosen first; the others behind it, in case somebody is faster.
    options.sort(key=lambda option: str(option.room.pk) != chosen)
    rooms = [option.room.pk for option in options if option.is_free or str(option.room.pk) == chosen]
    try:
        booking = seat_walk_in(
            room_ids=rooms,
            duration=timedelta(minutes=values["minutes"]),
            party_size=values["people"],
            now=page.now,
            contact=Contact(name=values["name"].strip()),
            override_reason=values["override_reason"] if request.user.has_perm(OVERRIDE) else "",
            idempotency_key=values["key"] or None,
            answers=form.answers() or None,
        )
    except DomainError as error:
        context["refusal"] = Refusal(_("Nobody was seated."), [error.message])
        return refused(form_again(request, TEMPLATE, context), error)
    return changed(
        request,
        Sentence(toasts.seated(booking), undo_address(booking)),
        rooms=[booking.room_id],
        then=address("booking", booking.pk),
        drawer=CLOSED,
    )


def _context(request: HttpRequest, page: Asked, form: WalkInForm) -> dict[str, Any]:
    people, minutes = _asked_for(form)
    options = walk_in_rooms(page.setup, minutes=minutes, people=people, now=page.now)
    typed = form.data.get("room", "")
    free = [option for option in options if option.is_free]
    named = next((option for option in options if option.is_possible and str(option.room.pk) == typed), None)
    may_override = request.user.has_perm(OVERRIDE)
    possible = [option for option in options if option.is_possible] if may_override else []
    chosen = named or next(iter([*free, *possible]), None)
    if chosen is not None:
        form.ask_for([chosen.room.pk])
    return {
        "venue": page.venue,
        "form": form,
        "options": options,
        "free": free,
        "others": [option for option in options if not option.is_free],
        "chosen": chosen,
        "asks_reason": chosen is not None and not chosen.is_free,
        "may_override": may_override,
        "action": address("walk-in", **page.venue_query),
    }


def _asked_for(form: WalkInForm) -> tuple[int | None, int]:
    """People and minutes as typed, or as the form begins."""
    usual = (form.fields["people"].initial, int(form.fields["minutes"].initial))
    if not form.is_bound:
        return usual
    values = form.cleaned_data
    return values.get("people"), values.get("minutes") or usual[1]
