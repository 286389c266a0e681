"""Saying of which rooms a room is made."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings.forms.parts import PartsForm
from bookings.models import Room
from bookings.services.parts import PartsClash, set_parts
from bookings.views.setup import CHANGE, back, take_over
from boom.access import staff
from boom.core.errors import Invalid, NotFound

PAGE = "bookings/setup/room_parts.html"


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def parts(request: HttpRequest, room_id: int) -> HttpResponse:
    room = Room.objects.select_related("venue").filter(pk=room_id).first()
    if room is None:
        raise NotFound(_("There is no such room."))
    form = PartsForm(request.POST if request.method == "POST" else None, room=room)
    if request.method == "POST" and form.is_valid():
        try:
            set_parts(whole_id=room_id, part_ids=form.cleaned_data["parts"])
        except Invalid as error:
            take_over(form, error)
        except PartsClash as error:
            form.add_error("parts", error.message)
        else:
            return back(request, "rooms", _("Saved %(room)s.") % {"room": room.name})
    context = {
        "venue": room.venue,
        "room": room,
        "form": form,
        "wholes": [row.whole for row in room.wholes.select_related("whole").order_by("whole__order", "id")],
    }
    return render(request, PAGE, context, status=422 if form.errors else 200)
