"""Taking a booking on the phone or at the door: when, how many, then the rooms that are free."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings import toasts
from bookings.domain.axis import UNIT
from bookings.domain.interval import Interval
from bookings.domain.opening import NoSuchDay
from bookings.domain.pricing.terms import PLAIN
from bookings.domain.walls import wall_value
from bookings.errors import RulesBroken, SlotTaken
from bookings.forms.own_fields import asks_by_room
from bookings.forms.series import RepeatForm
from bookings.forms.taking import TakeForm, new_key
from bookings.selectors.bans import bans_against
from bookings.selectors.choosing import RoomOption, in_the_way, rooms_for
from bookings.selectors.customers import customer_called
from bookings.services.bookings import create_booking
from bookings.services.series.making import Guest
from bookings.views.answers import CLOSED, Choice, Sentence, changed, form_again, undo_address
from bookings.views.drawer import Refusal
from bookings.views.features import feature_boxes, feature_ids
from bookings.views.pages import Asked, Shown, address, asked
from bookings.views.price_parts import extras_for, price_of_new
from bookings.views.refusals import alternatives
from bookings.views.repeating import Asking, repeat_form
from bookings.views.repeating import take as take_series
from boom.access import staff
from boom.core.errors import DomainError
from boom.htmx import is_fragment, page_or_part
from boom.problems import refused

TEMPLATE = "bookings/new_booking.html"
TAKE, OVERRIDE = "bookings.create_booking", "bookings.override_rules"
QUARTER = timedelta(minutes=15)
USUAL_LENGTH = timedelta(hours=1)
# What another offer replaces, in the order of its button's value.
SPAN_FIELDS = ("room", "day", "start", "length")


@require_http_methods(["GET", "POST"])
@staff(TAKE)
def new(request: HttpRequest) -> HttpResponse:
    page = asked(request)
    if request.method == "POST":
        return _take(request, page)
    context = _unsent(request, page, _first_values(request, page))
    return render(request, page_or_part(request, TEMPLATE, part="drawer"), context)


@require_http_methods(["GET", "POST"])
@staff(TAKE)
def rooms(request: HttpRequest) -> HttpResponse:
    """The part of the form that depends on when, how many and who: times of the night, rooms that are free,
    prices. Asked by POST, as an address is nobody's business in a log.
    """
    page = asked(request)
    typed = request.POST if request.method == "POST" else request.GET
    values = dict.fromkeys(("day", "start", "length", "party_size", "room"), "") | typed.dict()
    context = _unsent(request, page, values) | {
        "asks_again": is_fragment(request) and asks_by_room(page.venue)
    }
    return render(request, page_or_part(request, TEMPLATE, part="slot"), context)


def _take(request: HttpRequest, page: Asked) -> HttpResponse:
    typed = _typed(request.POST)
    if "again" in request.POST:
        # The button of a page without scripts: look which rooms are free, name no mistakes yet.
        return form_again(request, TEMPLATE, _unsent(request, page, typed), status=200)
    form = _form(page, typed)
    repeat = repeat_form(typed, _day_of(typed, page))
    is_valid = form.is_valid()
    extras = extras_for(request, page.setup, typed, **_reached_at(form))
    if not all([is_valid, repeat.is_valid(), extras.is_valid()]):
        return form_again(request, TEMPLATE, _context(request, page, form, typed, repeat=repeat))
    room_id, span = form.wanted
    if repeat.rule is not None and extras.terms() != PLAIN:
        form.add_error(None, _("Extras and an agreed price are set on each night, once they are booked."))
        return form_again(request, TEMPLATE, _context(request, page, form, typed, repeat=repeat))
    if repeat.rule is not None:
        return _take_series(request, page, form, repeat, typed)
    try:
        booking = create_booking(
            room_id=room_id,
            span=span,
            contact=form.contact(),
            party_size=form.cleaned_data["party_size"],
            source=form.cleaned_data["source"],
            now=page.now,
            note=form.cleaned_data["note"],
            staff_note=form.cleaned_data["staff_note"],
            answers=form.answers() or None,
            override_reason=form.cleaned_data["override_reason"] if _may_override(request) else "",
            idempotency_key=form.cleaned_data["key"] or None,
            tell_customer="tell" in request.POST,
            terms=extras.terms(),
        )
    except DomainError as error:
        refusal = _refusal(page, error, room_id, span)
        context = _context(request, page, form, typed, refusal=refusal)
        return refused(form_again(request, TEMPLATE, context), error)
    return changed(
        request,
        Sentence(toasts.booked(booking), undo_address(booking, told="tell" in request.POST)),
        rooms=[booking.room_id],
        then=address("booking", booking.pk),
        drawer=CLOSED,
    )


def _take_series(
    request: HttpRequest, page: Asked, form: TakeForm, repeat: RepeatForm, typed: QueryDict
) -> HttpResponse:
    """On to the step that shows each night, and from there to bookings."""
    room_id, span = form.wanted
    guest = Guest(
        contact=form.contact(),
        party_size=form.cleaned_data["party_size"],
        source=form.cleaned_data["source"],
        note=form.cleaned_data["note"],
        staff_note=form.cleaned_data["staff_note"],
        answers=form.answers() or None,
    )
    pattern = repeat.pattern(room_id, form.cleaned_data["start"], span.duration)
    return take_series(Asking(request, page, [pattern], typed, form.cleaned_data["key"], guest=guest))


def _unsent(request: HttpRequest, page: Asked, values: Mapping[str, Any]) -> dict[str, Any]:
    """The form before it is sent: filled, and nothing said about what is still missing."""
    probe = _form(page, values)
    probe.is_valid()
    form = _form(
        page,
        None,
        initial={"key": new_key(), **dict(values.items())},
        shown_day=_day_of(values, page),
        # What was drawn on the board may be no usual length or start.
        also=[probe.span] if probe.span else [],
    )
    days = values.getlist("weekdays") if isinstance(values, QueryDict) else []
    repeat = repeat_form(None, _day_of(values, page), {**dict(values.items()), "weekdays": days})
    return _context(request, page, form, values, repeat=repeat)


def _form(
    page: Asked,
    data: Any,
    *,
    initial: dict[str, Any] | None = None,
    shown_day: date | None = None,
    also: Iterable[Interval] = (),
) -> TakeForm:
    return TakeForm(
        data,
        initial=initial,
        setup=page.setup,
        shown_day=shown_day or _day_of(data, page),
        policy=page.venue.policy(),
        also=also,
        auto_id="new-%s",
    )


def _context(
    request: HttpRequest,
    page: Asked,
    form: TakeForm,
    values: Mapping[str, Any],
    *,
    refusal: Refusal | None = None,
    repeat: RepeatForm | None = None,
) -> dict[str, Any]:
    """The form with the rooms that could be had at the time that `values` say, the best first."""
    probe = _form(page, values)
    probe.is_valid()
    span, people = probe.span, probe.cleaned_data.get("party_size")
    reached = _reached_at(probe)
    wanted = feature_ids(request.POST if request.method == "POST" else request.GET)
    options = rooms_for(page.setup, span, people, now=page.now, feature_ids=wanted) if span else []
    free = [option for option in options if option.is_free]
    chosen = _chosen(options, str(values.get("room") or ""))
    extras = extras_for(request, page.setup, values if _names_extras(values) else None, **reached)
    if chosen is not None:
        form.ask_for([chosen.room.pk])
    price, problems = None, list[str]()
    if chosen is not None and span is not None:
        price, problems = price_of_new(page.setup, chosen.room, span, people, extras, now=page.now)
    return {
        "extras": extras,
        "price": price,
        "price_problems": problems,
        "venue": page.venue,
        "form": form,
        "repeat": repeat or repeat_form(values, _day_of(values, page)),
        "words_url": address("series-words", **page.venue_query),
        "refusal": refusal,
        "free": free,
        "features": feature_boxes(page.setup, wanted),
        "wants_features": bool(wanted),
        "others": [option for option in options if not option.is_free],
        "chosen": chosen,
        "asks_reason": chosen is not None and not chosen.is_free and chosen.is_possible,
        "may_override": _may_override(request),
        "bans": bans_against(email=reached["email"], phone=reached["phone"]),
        "make_room_url": _make_room_url(request, page, span, people) if span and not free else "",
        "rooms_url": address("new-booking-rooms", **page.venue_query),
        "action": address("new-booking", **page.venue_query),
        "group_url": address("new-group", day="" if page.day == page.today else page.day, **page.venue_query),
    }


def _make_room_url(request: HttpRequest, page: Asked, span: Interval, people: int | None) -> str:
    """Where it is worked out whether others could change rooms for this; empty for who may not move them."""
    if not request.user.has_perm("bookings.move_booking"):
        return ""
    day = page.setup.hours.business_day(span.start)
    return address(
        "make-room",
        day=day,
        start=wall_value(span.start, day, page.venue.zone),
        length=span.minutes,
        people=people or "",
        **page.venue_query,
    )


def _reached_at(form: TakeForm) -> dict[str, str]:
    """The address and number of whoever it is for, as far as they are typed and can be read."""
    return {name: str(form.cleaned_data.get(name) or "") for name in ("email", "phone")}


def _names_extras(values: Mapping[str, Any]) -> bool:
    """Whether anything of the price has been typed yet."""
    return any(name in values for name in ("promo", "agreed", "off_percent"))


def _chosen(options: Sequence[RoomOption], typed: str) -> RoomOption | None:
    """The room that was chosen, or the best of the free ones."""
    named = next((option for option in options if str(option.room.pk) == typed), None)
    return named or next((option for option in options if option.is_free), None)


def _first_values(request: HttpRequest, page: Asked) -> dict[str, Any]:
    """Where the form begins: what was drawn on the board, or the next quarter of an hour of the night."""
    shown = Shown.by(request)
    at, length, room = (request.GET.get(name, "") for name in ("start", "length", "room"))
    usual = max(page.venue.policy().min_duration, USUAL_LENGTH)
    if shown is not None and at.isdecimal() and length.isdecimal() and len(at) < 4 and len(length) < 4:
        start = shown.axis.starts_at + int(at) * UNIT
        usual = int(length) * UNIT or usual
    else:
        start = _next_start(page)
    day = page.setup.hours.business_day(start)
    return {
        "day": day.isoformat(),
        "start": wall_value(start, day, page.venue.zone),
        "length": str(usual // timedelta(minutes=1)),
        "party_size": "",
        "room": room,
        **_guest(request),
    }


def _guest(request: HttpRequest) -> dict[str, Any]:
    """Who it is for, where a customer's page asks for a booking of theirs."""
    typed = request.GET.get("customer", "")
    if not typed.isdecimal() or len(typed) > 18 or not request.user.has_perm("bookings.view_customers"):
        return {}
    guest = customer_called(int(typed))
    values = {"name": guest.name, "phone": guest.phone, "email": guest.email}
    if guest.favourite_room_id is not None:
        values["room"] = str(guest.favourite_room_id)
    return values


def _next_start(page: Asked) -> datetime:
    """The next quarter of an hour while the night runs, else its opening."""
    night = page.setup.night(page.day)
    opens_at = night.opens_at or night.span.start
    if page.day != page.today or page.now < opens_at:
        return opens_at
    past = (page.now - opens_at) % QUARTER
    return page.now - past + QUARTER if past else page.now


def _typed(posted: QueryDict) -> QueryDict:
    """What was posted; a button with another room and time counts before the fields."""
    instead = posted.get("instead", "").split("|")
    if len(instead) != len(SPAN_FIELDS):
        return posted
    typed = posted.copy()
    for name, value in zip(SPAN_FIELDS, instead, strict=True):
        typed[name] = value
    return typed


def _day_of(values: Mapping[str, Any] | None, page: Asked) -> date:
    """The night whose times are offered: the one typed, if it is one."""
    try:
        day = date.fromisoformat(str((values or {}).get("day", "")))
        page.setup.night(day)
    except (ValueError, NoSuchDay, OverflowError):
        return page.day
    return day


def _refusal(page: Asked, error: DomainError, room_id: int, span: Interval) -> Refusal:
    if isinstance(error, RulesBroken):
        return Refusal(_("The rules of the house say no."), [each.message for each in error.blockers])
    if not isinstance(error, SlotTaken):
        return Refusal(error.message, list(error.fields.values()))
    found = in_the_way(page.setup, room_id, span, now=page.now)
    choices = [
        Choice(choice.label, "", {"instead": "|".join(choice.values[name] for name in SPAN_FIELDS)})
        for choice in alternatives(error, page.setup)
    ]
    return Refusal(_("That time is taken."), [each.message for each in found], choices)


def _may_override(request: HttpRequest) -> bool:
    return bool(request.user.has_perm(OVERRIDE))
