"""Closing rooms off: once, or again and again."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings import toasts
from bookings.domain.interval import Interval
from bookings.domain.opening import NoSuchDay
from bookings.domain.walls import wall_value
from bookings.errors import SlotTaken
from bookings.forms.series import RepeatForm
from bookings.forms.taking import BlockForm, new_key
from bookings.selectors.choosing import in_the_way
from bookings.services.blocks import block_rooms
from bookings.views.acts import undo_act_address
from bookings.views.answers import CLOSED, Sentence, changed, form_again, undo_address
from bookings.views.drawer import Refusal
from bookings.views.pages import Asked, address, asked
from bookings.views.repeating import Asking, repeat_form, take
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
    context = _context(page, form, repeat_form(None, page.day))
    return render(request, page_or_part(request, TEMPLATE, part="drawer"), context)


def _block(request: HttpRequest, page: Asked) -> HttpResponse:
    form, repeat = (
        _form(page, request.POST),
        repeat_form(request.POST, _day(request.POST.get("day", ""), page)),
    )
    if "again" in request.POST:
        # Back from the step that shows each night: as it was typed, and no mistakes named.
        return form_again(request, TEMPLATE, _context(page, *_unsent(request.POST, page)), status=200)
    if not all([form.is_valid(), repeat.is_valid()]):
        return form_again(request, TEMPLATE, _context(page, form, repeat))
    assert form.span is not None, "a valid form has its stretch"
    room_ids, span = form.cleaned_data["rooms"], form.span
    reason, key = form.cleaned_data["reason"], form.cleaned_data["key"]
    if repeat.rule is not None:
        patterns = [
            repeat.pattern(room_id, form.cleaned_data["start"], span.duration) for room_id in room_ids
        ]
        return take(Asking(request, page, patterns, request.POST, key, reason=reason))
    try:
        blocks = block_rooms(room_ids=room_ids, spans=[span], reason=reason, now=page.now)
    except DomainError as error:
        context = _context(page, form, repeat, _refusal(page, error, span))
        return refused(form_again(request, TEMPLATE, context), error)
    first = blocks[0]
    words, undo = toasts.blocked(first), undo_address(first)
    if len(blocks) > 1:
        words, undo = toasts.blocked_series(blocks), undo_act_address(first)
    return changed(
        request,
        Sentence(words, undo),
        rooms=room_ids,
        then=address("booking", first.pk),
        drawer=CLOSED,
    )


def _unsent(values: QueryDict, page: Asked) -> tuple[BlockForm, RepeatForm]:
    """Both forms filled with these values, before they are sent."""
    typed: dict[str, Any] = dict(values.items())
    lists = {name: values.getlist(name) for name in ("rooms", "weekdays")}
    day = _day(values.get("day", ""), page)
    return _form(page, None, typed | lists), repeat_form(None, day, typed | lists)


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
        "key": new_key(),
        "rooms": request.GET.getlist("room"),
        "day": page.day.isoformat(),
        "until_day": page.day.isoformat(),
        "start": wall_value(night.opens_at or night.span.start, page.day, night.zone),
        "until": wall_value(night.closes_at or night.span.end, page.day, night.zone),
    }


def _context(
    page: Asked, form: BlockForm, repeat: RepeatForm, refusal: Refusal | None = None
) -> dict[str, Any]:
    return {
        "venue": page.venue,
        "form": form,
        "repeat": repeat,
        "words_url": address("series-words", **page.venue_query),
        "refusal": refusal,
        "action": address("new-block", **page.venue_query),
    }


def _refusal(page: Asked, error: DomainError, span: Interval) -> Refusal:
    """Nothing was blocked, and which booking stands in the way of the first that could not be."""
    if not isinstance(error, SlotTaken):
        return Refusal(error.message, list(error.fields.values()))
    room_id = error.details["room_id"]
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
