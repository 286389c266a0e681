"""What is planned for a room: open from a night, under maintenance, hidden, archived, all by itself."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from audit.offers import undo_offer
from bookings.domain.room_plan import Step
from bookings.forms.room_plans import STATES, PlanForm
from bookings.models import Booking, Room
from bookings.selectors.room_plans import left_outside
from bookings.selectors.schedules import venue_hours
from bookings.services import room_plans
from bookings.views.setup import CHANGE, take_over
from boom.access import staff
from boom.core import clock
from boom.core.errors import Invalid, NotFound

PAGE = "bookings/setup/room_plan.html"
WORDS = dict(STATES)


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def plan(request: HttpRequest, room_id: int) -> HttpResponse:
    """The plan with a form for one step more. Bookings that would be left outside are shown before saving."""
    room = Room.objects.select_related("venue").filter(pk=room_id).first()
    if room is None:
        raise NotFound(_("There is no such room."))
    now = clock.now()
    if request.method == "GET":
        return _page(request, room, PlanForm())
    if "remove" in request.POST:
        return _remove(request, room)
    form, outside = PlanForm(request.POST), list[Booking]()
    if form.is_valid() and form.step is not None:
        outside = left_outside(room, form.step, now=now)
        if not outside or "sure" in request.POST:
            try:
                today = venue_hours(room.venue).business_day(now)
                room_plans.plan_room(room_id=room_id, step=form.step, today=today)
            except Invalid as error:
                take_over(form, error)
            else:
                return _back(request, room, _("Planned."))
    return _page(request, room, form, outside=outside)


def _remove(request: HttpRequest, room: Room) -> HttpResponse:
    place = request.POST["remove"]
    steps = room.steps
    if not (place.isdecimal() and len(place) < 4 and int(place) < len(steps)):
        raise NotFound(_("That is planned no more."))
    today = venue_hours(room.venue).business_day(clock.now())
    room_plans.unplan_room(room_id=room.pk, step=steps[int(place)], today=today)
    return _back(request, room, _("Taken out of the plan."))


def _back(request: HttpRequest, room: Room, words: str) -> HttpResponse:
    messages.success(request, words, extra_tags=undo_offer())
    return redirect("dashboard:room-plan", room.pk)


def _page(
    request: HttpRequest, room: Room, form: PlanForm, *, outside: list[Booking] | None = None
) -> HttpResponse:
    context: dict[str, Any] = {
        "venue": room.venue,
        "room": room,
        "steps": [_shown(step) for step in room.steps],
        "form": form,
        "outside": outside,
    }
    return render(request, PAGE, context, status=422 if form.errors or outside else 200)


def _shown(step: Step) -> dict[str, Any]:
    return {
        "words": WORDS[step.state],
        "starts_on": step.starts_on,
        "ends_on": step.ends_on,
        "reason": step.reason,
    }
