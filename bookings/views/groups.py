"""Several rooms for one party: taken, moved and cancelled as one."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from bookings import toasts
from bookings.domain.interval import Interval
from bookings.domain.opening import NoSuchDay
from bookings.domain.walls import wall_value
from bookings.errors import NotPossibleNow, RulesBroken
from bookings.forms.own_fields import PREFIX, chosen_rooms
from bookings.forms.taking import new_key
from bookings.forms.visits import GroupForm, spread
from bookings.forms.words import words
from bookings.selectors.choosing import rooms_for
from bookings.services import groups as services
from bookings.services.customers import Contact
from bookings.views.acts import done, number_of, undo_act_address
from bookings.views.answers import CLOSED, Sentence, changed, form_again
from bookings.views.drawer import Refusal, booking_called
from bookings.views.pages import Asked, address, asked
from bookings.views.refusals import refuse
from boom.access import staff
from boom.core import clock
from boom.core.errors import DomainError
from boom.htmx import page_or_part
from boom.problems import refused

TEMPLATE = "bookings/new_group.html"
TAKE, MOVE, CANCEL = "bookings.create_booking", "bookings.move_booking", "bookings.cancel_booking"
OVERRIDE = "bookings.override_rules"
MINUTE = timedelta(minutes=1)
PART = re.compile(r"([0-9]{1,18})\.([0-9]{1,9})")
MOST_PARTS = 200


@require_http_methods(["GET", "POST"])
@staff(TAKE)
def new(request: HttpRequest) -> HttpResponse:
    """Book several rooms at once: all of them, or none and the reason."""
    page = asked(request)
    if request.method == "POST" and "again" not in request.POST:
        return _take(request, page)
    values = request.POST if request.method == "POST" else request.GET
    form = _unsent(page, values)
    part = "rooms" if "start" in values else "drawer"
    context = _context(request, page, form, values)
    return render(request, page_or_part(request, TEMPLATE, part=part), context)


@require_POST
@staff(CANCEL)
def cancel(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Cancel every room of a group."""
    row = booking_called(booking_id)
    try:
        cancelled = services.cancel_group(
            booking_id=row.pk,
            now=clock.now(),
            reason=words(request.POST, "reason"),
            tell_customer="tell" in request.POST,
            versions=_versions(request),
        )
    except DomainError as error:
        return refuse(request, row, error)
    return done(
        request,
        cancelled[0],
        toasts.cancelled_together(cancelled),
        rooms=[each.room_id for each in cancelled],
        undo_url=undo_act_address(cancelled[0]),
    )


@require_POST
@staff(MOVE)
def move(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Move every room of a group by so many minutes, earlier or later."""
    row = booking_called(booking_id)
    minutes = number_of(request, "minutes")
    if not minutes or minutes > 7 * 24 * 60:
        return refuse(request, row, NotPossibleNow())
    by = (-minutes if request.POST.get("direction") == "earlier" else minutes) * MINUTE
    try:
        moved = services.move_group(
            booking_id=row.pk,
            by=by,
            versions=_versions(request),
            now=clock.now(),
            override_reason=words(request.POST, "override_reason") if request.user.has_perm(OVERRIDE) else "",
        )
    except DomainError as error:
        return refuse(request, row, error)
    return done(
        request,
        moved[0],
        toasts.moved_together(moved),
        rooms=[each.room_id for each in moved],
        undo_url=undo_act_address(moved[0]),
    )


def _versions(request: HttpRequest) -> dict[int, int]:
    """The rooms of the group as the page showed them, "id.version" each; what is none is left out."""
    shown = (PART.fullmatch(typed) for typed in request.POST.getlist("part")[:MOST_PARTS])
    return {int(found[1]): int(found[2]) for found in shown if found}


def _take(request: HttpRequest, page: Asked) -> HttpResponse:
    form = _form(page, request.POST)
    if not form.is_valid() or form.span_start is None:
        return form_again(request, TEMPLATE, _context(request, page, form, request.POST))
    values = form.cleaned_data
    span = Interval.lasting(form.span_start, values["length"] * MINUTE)
    rooms = [room for room in page.setup.rooms if room.pk in values["rooms"]]
    parts = [
        services.Part(room.pk, share)
        for room, share in zip(rooms, spread(values["people"], rooms), strict=True)
    ]
    try:
        bookings = services.book_group(
            parts=parts,
            span=span,
            contact=Contact(name=values["name"].strip(), email=values["email"]),
            source=values["source"],
            now=page.now,
            note=values["note"],
            override_reason=values["override_reason"] if request.user.has_perm(OVERRIDE) else "",
            idempotency_key=values["key"] or None,
            answers=form.answers() or None,
            tell_customer="tell" in request.POST,
        )
    except DomainError as error:
        context = _context(request, page, form, request.POST, refusal=_refusal(page, form, span, error))
        return refused(form_again(request, TEMPLATE, context), error)
    return changed(
        request,
        Sentence(toasts.booked_together(bookings), undo_act_address(bookings[0])),
        rooms=[booking.room_id for booking in bookings],
        then=address("booking", bookings[0].pk),
        drawer=CLOSED,
    )


def _refusal(page: Asked, form: GroupForm, span: Interval, error: DomainError) -> Refusal:
    """Why none of the rooms was booked: each room that is in the way, with its reasons."""
    if isinstance(error, RulesBroken):
        return Refusal(_("The rules of the house say no."), [each.message for each in error.blockers])
    chosen = form.cleaned_data["rooms"]
    taken = [
        f"{option.room.name}: {option.why_not}"
        for option in rooms_for(page.setup, span, None, now=page.now)
        if option.room.pk in chosen and not option.is_free
    ]
    return Refusal(_("Not all of these rooms are free: none was booked."), taken or [error.message])


def _unsent(page: Asked, values: Mapping[str, Any]) -> GroupForm:
    """The form before it is sent, beginning at the night's opening."""
    day = _day_of(values, page)
    night = page.setup.night(day)
    begins = max(night.opens_at or night.span.start, page.now) if day == page.today else night.opens_at
    start = (begins or night.span.start).replace(minute=0, second=0, microsecond=0)
    usual = {
        "day": day.isoformat(),
        "start": wall_value(max(start, night.span.start), day, page.venue.zone),
        "length": str(page.venue.policy().min_duration // MINUTE),
        "key": new_key(),
    }
    given = {name: values[name] for name in ("start", "length", "people", "key") if values.get(name)}
    given |= {name: value for name, value in values.items() if name.startswith(PREFIX)}
    return _form(page, None, initial=usual | given, day=day)


def _form(
    page: Asked, data: Any, *, initial: dict[str, Any] | None = None, day: date | None = None
) -> GroupForm:
    return GroupForm(
        data,
        initial=initial,
        setup=page.setup,
        shown_day=day or _day_of(data or {}, page),
        rooms=page.setup.rooms,
        auto_id="group-%s",
    )


def _context(
    request: HttpRequest,
    page: Asked,
    form: GroupForm,
    values: Mapping[str, Any],
    *,
    refusal: Refusal | None = None,
) -> dict[str, Any]:
    """The form with each room's price, or why it cannot be had then."""
    span = _span(page, form)
    chosen = set(values.getlist("rooms") if hasattr(values, "getlist") else [])
    form.ask_for(chosen_rooms(chosen))
    options = rooms_for(page.setup, span, None, now=page.now) if span else []
    return {
        "venue": page.venue,
        "form": form,
        "refusal": refusal,
        "options": [
            {"option": each, "is_chosen": each.is_possible and str(each.room.pk) in chosen}
            for each in options
        ],
        "may_override": request.user.has_perm(OVERRIDE),
        "action": address("new-group", **page.venue_query),
    }


def _span(page: Asked, form: GroupForm) -> Interval | None:
    """The time that the form says, as typed or as it begins."""
    if form.is_bound:
        form.is_valid()
        start, length = form.span_start, form.cleaned_data.get("length")
    else:
        start = _instant_of(form, str(form.initial["start"]))
        length = int(form.initial["length"]) if str(form.initial["length"]).isdecimal() else None
    return Interval.lasting(start, length * MINUTE) if start is not None and length else None


def _instant_of(form: GroupForm, wall: str) -> datetime | None:
    """When the form begins; None where the address asks for no time of the night."""
    try:
        return form.instant_on(form.shown_day, wall)
    except ValueError:
        return None


def _day_of(values: Mapping[str, Any], page: Asked) -> date:
    try:
        day = date.fromisoformat(str(values.get("day", "")))
        page.setup.night(day)
    except (ValueError, NoSuchDay, OverflowError):
        return page.day
    return day
