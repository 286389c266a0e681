"""Weekly opening hours and special days: tools to fill a week in, what a change would do, saving it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bookings.domain.week import Row
from bookings.forms.hours import SpecialDayForm, WeekForm
from bookings.forms.week_tools import TOOLS, WeekToolsForm
from bookings.models import Room, SpecialDay, Venue
from bookings.selectors.hours_preview import clock_nights, hours_if, outside_if, weekly_rows
from bookings.selectors.setup import setup_of
from bookings.services import setup
from bookings.views.setup import CHANGE, back, venue_of
from bookings.week_words import changes_in_words, clock_night_in_words, outside_in_words, week_shown
from boom.access import staff
from boom.core import clock
from boom.core.errors import NotFound
from boom.htmx import is_fragment

PAGE, PAGE_OF_ROOM = "bookings/setup/hours.html", "bookings/setup/room_hours.html"
PREVIEW = "preview"


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def hours(request: HttpRequest) -> HttpResponse:
    """The venue's week. `do` says what a press is for: a tool, a look at what saving would do, or saving."""
    venue = venue_of(request)
    week = _Week(request, venue)
    if week.is_to_be_saved:
        if not week.is_changed:
            messages.success(request, _("These are the hours already."))
            return redirect(request.get_full_path())
        setup.set_opening_hours(venue_id=venue.pk, rows=week.rows)
        return back(request, "hours", _("Saved the opening hours."))
    if is_fragment(request) and request.method == "POST":
        return week.preview_alone()
    return _page(request, venue, week, SpecialDayForm(venue=venue))


@require_http_methods(["GET", "POST"])
@staff(CHANGE)
def room_hours(request: HttpRequest, room_id: int) -> HttpResponse:
    """Weekly hours of one room; weekdays left empty follow the venue's."""
    room = Room.objects.select_related("venue").filter(pk=room_id).first()
    if room is None:
        raise NotFound(_("There is no such room."))
    week = _Week(request, room.venue, room)
    if week.is_to_be_saved:
        if week.is_changed:
            setup.set_opening_hours(venue_id=room.venue_id, room_id=room_id, rows=week.rows)
        messages.success(request, _("Saved the hours of %(room)s.") % {"room": room.name})
        return redirect("dashboard:room", room_id)
    if is_fragment(request) and request.method == "POST":
        return week.preview_alone()
    context = {"venue": room.venue, "room": room, **week.context()}
    return render(request, PAGE_OF_ROOM, context, status=week.status)


@require_POST
@staff(CHANGE)
def special_day_add(request: HttpRequest) -> HttpResponse:
    venue = venue_of(request)
    special = SpecialDayForm(request.POST, venue=venue)
    if special.is_valid():
        setup.add_special_day(venue_id=venue.pk, **special.columns())
        return back(request, "hours", _("Saved the special day."))
    return _page(request, venue, _Week(request, venue, is_shown_only=True), special)


@require_POST
@staff(CHANGE)
def special_day_remove(request: HttpRequest, special_day_id: int) -> HttpResponse:
    setup.remove_special_day(special_day_id=special_day_id)
    return back(request, "hours", _("Removed. The weekly hours hold again."))


class _Week:
    """The week a request is about: as it is on record, as somebody typed it, or as a tool made it."""

    def __init__(
        self, request: HttpRequest, venue: Venue, room: Room | None = None, *, is_shown_only: bool = False
    ) -> None:
        self.request, self.venue = request, venue
        self.setup = setup_of(venue)
        self.room_id = room.pk if room else None
        self.known = weekly_rows(self.setup, self.room_id)
        posted = request.method == "POST" and not is_shown_only
        self.do = request.POST.get("do", "") if posted else ""
        self.tools = WeekToolsForm(request.POST if self.do in TOOLS else None, do=self.do)
        self.form = WeekForm(request.POST) if posted else WeekForm.of(self.known)
        self.is_readable = not posted or self.form.is_valid()
        self.rows: Sequence[Row] = sorted(self.form.rows()) if posted and self.is_readable else self.known
        if self.do in TOOLS and self.is_readable and self.tools.is_valid():
            self.rows = self.tools.apply(list(self.rows))
            self.form = WeekForm.of(list(self.rows))

    @property
    def is_to_be_saved(self) -> bool:
        posted = self.request.method == "POST" and not is_fragment(self.request)
        return posted and self.do not in {*TOOLS, PREVIEW} and self.is_readable

    @property
    def is_changed(self) -> bool:
        return sorted(self.rows) != self.known

    @property
    def status(self) -> int:
        return 422 if self.form.errors or self.tools.errors else 200

    def preview_alone(self) -> HttpResponse:
        """The picture and what saving would do, while somebody types; nothing while the times make none."""
        if not self.is_readable:
            return HttpResponse(status=204)
        return render(self.request, "bookings/setup/week_preview.html", self.context())

    def context(self) -> dict[str, Any]:
        shown = {
            "venue": self.venue,
            "form": self.form,
            "tools": self.tools,
            "picture": week_shown(self.rows, self.venue),
            "is_changed": self.is_changed,
            "is_of_room": self.room_id is not None,
        }
        now = clock.now()
        hours = hours_if(self.setup, self.rows, self.room_id) if self.is_changed else self.setup.hours
        if self.room_id is None:
            nights = clock_nights(hours, self.venue.pk, now=now)
            shown["clock_nights"] = [clock_night_in_words(each, self.venue) for each in nights]
        if self.is_changed:
            outside = outside_if(self.setup, hours, now=now, room_id=self.room_id)
            shown |= {
                "changes": changes_in_words(self.known, self.rows, self.venue),
                "outside": outside,
                "outside_words": outside_in_words(outside),
            }
        return shown


def _page(request: HttpRequest, venue: Venue, week: _Week, special: SpecialDayForm) -> HttpResponse:
    today = clock.now().astimezone(venue.zone).date()
    days = SpecialDay.objects.filter(venue=venue, ends_on__gte=today).prefetch_related("hours")
    context = {
        **week.context(),
        "special": special,
        "special_days": list(days.select_related("room").order_by("starts_on", "id")),
    }
    return render(request, PAGE, context, status=422 if special.errors else week.status)
