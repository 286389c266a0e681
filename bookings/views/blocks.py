"""Closing rooms off: once, or every week."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from bookings import toasts
from bookings.domain.interval import Interval
from bookings.domain.opening import NoSuchDay
from bookings.domain.walls import wall_value
from bookings.errors import SlotTaken
from bookings.forms.taking import BlockForm
from bookings.selectors.choosing import in_the_way
from bookings.services.blocks import block_rooms
from bookings.views.answers import CLOSED, Sentence, changed, form_again, undo_address
from bookings.views.drawer import Refusal
from bookings.views.pages import Asked, address, asked
from boom.access import staff
from boom.core import text
from boom.core.errors import DomainError
from boom.htmx import page_or_part
from boom.problems import refused

TEMPLATE = "bookings/new_block.html"


@require_http_methods(["GET", "POST"])
@staff("bookings.block_room")
def new(request: HttpRequest) -> HttpResponse:
    page = asked(request)
    if request.method == "POST":
        return _block(request, page)
    form = _form(page, None, _first_values(request, page))
    return render(request, page_or_part(request, TEMPLATE, part="drawer"), _context(page, form))


def _block(request: HttpRequest, page: Asked) -> HttpResponse:
    form = _form(page, request.POST)
    if not form.is_valid():
        return form_again(request, TEMPLATE, _context(page, form))
    room_ids = form.cleaned_data["rooms"]
    try:
        blocks = block_rooms(
            room_ids=room_ids, spans=form.spans, reason=form.cleaned_data["reason"], now=page.now
        )
    except DomainError as error:
        context = _context(page, form, _refusal(page, error, form.spans))
        return refused(form_again(request, TEMPLATE, context), error)
    first = blocks[0]
    words, undo = toasts.blocked(first), undo_address(first)
    if len(blocks) > 1:
        words = ngettext("Blocked %(count)s stretch", "Blocked %(count)s stretches", len(blocks)) % {
            "count": len(blocks)
        }
        undo = ""
    return changed(
        request,
        Sentence(words, undo),
        rooms=room_ids,
        then=address("booking", first.pk),
        drawer=CLOSED,
    )


def _form(page: Asked, data: Any, initial: dict[str, Any] | None = None) -> BlockForm:
    typed = _day(str((data or initial or {}).get("day", "")), page)
    return BlockForm(
        data,
        initial=initial,
        setup=page.setup,
        shown_day=typed,
        rooms=page.setup.rooms,
        auto_id="block-%s",
    )


def _first_values(request: HttpRequest, page: Asked) -> dict[str, Any]:
    """The whole night of the room that was asked for."""
    night = page.setup.night(page.day)
    return {
        "rooms": request.GET.getlist("room"),
        "day": page.day.isoformat(),
        "until_day": page.day.isoformat(),
        "start": wall_value(night.opens_at or night.span.start, page.day, night.zone),
        "until": wall_value(night.closes_at or night.span.end, page.day, night.zone),
    }


def _context(page: Asked, form: BlockForm, refusal: Refusal | None = None) -> dict[str, Any]:
    return {
        "venue": page.venue,
        "form": form,
        "refusal": refusal,
        "action": address("new-block", **page.venue_query),
    }


def _refusal(page: Asked, error: DomainError, spans: list[Interval]) -> Refusal:
    """Nothing was blocked, and which booking stands in the way of the first that could not be."""
    if not isinstance(error, SlotTaken):
        return Refusal(error.message, list(error.fields.values()))
    room_id, starts_at = error.details["room_id"], datetime.fromisoformat(error.details["starts_at"])
    span = next(span for span in spans if span.start == starts_at)
    room = next(room for room in page.setup.rooms if room.pk == room_id)
    found = in_the_way(page.setup, room_id, span, now=page.now, is_block=True)
    day = text.day(span.start, page.venue.zone, locale=page.venue.locale)
    reasons = [f"{room.name}, {day}: {blocker.message}" for blocker in found]
    return Refusal(_("Nothing was blocked: somebody is booked then."), reasons)


def _day(typed: str, page: Asked) -> date:
    try:
        day = date.fromisoformat(typed)
        page.setup.night(day)
    except (ValueError, NoSuchDay, OverflowError):
        return page.day
    return day
