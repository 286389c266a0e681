"""The waiting list as staff see it: who is in line for a night, and what they were offered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bookings.domain.waitlist import Fit
from bookings.errors import WaitlistEntryUnknown
from bookings.forms.picker import Unreadable, read_start
from bookings.forms.waitlist import WaitlistRulesForm, WishForm, WriteDownForm
from bookings.models import OfferState, Venue, WaitlistEntry, WaitlistOffer
from bookings.picker_words import start_value
from bookings.selectors.bans import banned_waiting, bans_against
from bookings.selectors.setup import Setup
from bookings.selectors.waitlist import fits_for, list_of_night
from bookings.services import waitlist as line
from bookings.services.setup import change_venue
from bookings.services.waitlist_offers import offer_by_hand, withdraw_offer
from bookings.views.answers import Sentence, form_again, part, say_on_next_page, toast
from bookings.views.pages import Asked, address, asked
from bookings.waitlist_words import (
    days_words,
    left_words,
    offer_words,
    outcome_words,
    state_words,
    until_words,
    wish_words,
)
from boom.access import staff
from boom.context_processors import live_url
from boom.core import text
from boom.core.errors import DomainError
from boom.htmx import is_fragment, page_or_part
from boom.problems import add_refusal, refused

LIST, ENTRY, NEW = (f"bookings/waitlist/{name}.html" for name in ("list", "entry", "new"))
VIEW, TAKE, EDIT = "bookings.view_calendar", "bookings.create_booking", "bookings.edit_booking"
SET_UP = "bookings.change_setup"
MOST_FITS_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Place:
    """Somebody in line, in words. `number` is their place among those who wait; nothing for who does not."""

    entry: WaitlistEntry
    number: int | None
    days: str
    wish: str
    state: str
    live: WaitlistOffer | None
    offered: str
    left: str
    # Who stands right before and two behind: where the buttons put them.
    earlier_id: int | None = None
    later_id: int | None = None
    is_last: bool = False
    # Blocked from booking online since they joined: nothing is offered to them.
    is_banned: bool = False


@require_GET
@staff(VIEW)
def waitlist(request: HttpRequest) -> HttpResponse:
    """Everybody who waits for a night; the open page fetches the list anew when something changes."""
    page = asked(request)
    template = page_or_part(request, LIST, part="line")
    return render(request, template, _list_context(request, page))


@require_http_methods(["GET", "POST"])
@staff(TAKE)
def new(request: HttpRequest) -> HttpResponse:
    """Write somebody down who called or stands at the door."""
    page = asked(request)
    if request.method == "GET":
        initial = {"first_day": max(page.day, page.today), "minutes": "120", "people": 2}
        form = WriteDownForm(setup=page.setup, today=page.today, initial=initial)
        return render(request, page_or_part(request, NEW, part="drawer"), _new_context(request, page, form))
    form = WriteDownForm(request.POST, setup=page.setup, today=page.today)
    if not form.is_valid():
        return form_again(request, NEW, _new_context(request, page, form))
    try:
        entry = line.join_waitlist(
            venue_id=page.venue.pk,
            contact=form.contact(),
            wanted=form.wanted(),
            note=form.cleaned_data["note"],
            now=page.now,
            by_staff=True,
        )
    except DomainError as error:
        add_refusal(form, error)
        return refused(form_again(request, NEW, _new_context(request, page, form)), error)
    words = _("%(name)s is on the waiting list") % {"name": entry.name}
    return _done(request, page, Sentence(words, _act("waitlist-remove", entry, page)), closes=True)


@require_POST
@staff(SET_UP)
def rules(request: HttpRequest) -> HttpResponse:
    """Whether guests may join, and how long offers stand."""
    page = asked(request)
    form = WaitlistRulesForm(request.POST)
    if not form.is_valid():
        context = {**_list_context(request, page), "rules_form": form, "rules_are_open": True}
        return render(request, LIST, context, status=422)
    change_venue(venue_id=page.venue.pk, **form.cleaned_data)
    say_on_next_page(request, Sentence(_("Saved.")))
    return redirect(_list_url(page))


@require_GET
@staff(VIEW)
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """One person's place: their wish, what was offered, what could be."""
    found = _entry_called(entry_id)
    page = asked(request, venue=found.venue)
    context = _entry_context(request, page, found)
    return render(request, page_or_part(request, ENTRY, part="drawer"), context)


@require_POST
@staff(EDIT)
def change(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Another wish at the same place."""
    found = _entry_called(entry_id)
    page = asked(request, venue=found.venue)
    form = WishForm(request.POST, setup=page.setup, today=page.today)
    if not form.is_valid():
        return form_again(request, ENTRY, _entry_context(request, page, found, form=form))
    try:
        changed = line.change_wish(
            entry_id=found.pk, wanted=form.wanted(), note=form.cleaned_data["note"], now=page.now
        )
    except DomainError as error:
        add_refusal(form, error)
        return refused(form_again(request, ENTRY, _entry_context(request, page, found, form=form)), error)
    return _done(
        request, page, Sentence(_("Saved what %(name)s waits for") % {"name": changed.name}), closes=True
    )


@require_POST
@staff(EDIT)
def move(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Another place in line: in front of somebody, or at the end."""
    found = _entry_called(entry_id)
    page = asked(request, venue=found.venue)
    typed = request.POST.get("before") or request.GET.get("before") or ""
    before_id = int(typed) if typed.isdecimal() and len(typed) < 19 else None
    others = [each.pk for each in list_of_night(page.venue.pk, page.day) if each.is_waiting]
    behind = others[others.index(found.pk) + 1 :] if found.pk in others else []
    try:
        moved = line.move_in_line(entry_id=found.pk, before_id=before_id)
    except DomainError as error:
        return _refused(request, page, error)
    back = f"{_act('waitlist-move', moved, page)}&before={behind[0] if behind else ''}"
    return _done(request, page, Sentence(_("Moved %(name)s in line") % {"name": moved.name}, back))


@require_POST
@staff(TAKE)
def offer(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Offer somebody something by hand: what was chosen, or the first that fits."""
    found = _entry_called(entry_id)
    page = asked(request, venue=found.venue)
    room_id, starts_at = _choice(request)
    try:
        made = offer_by_hand(entry_id=found.pk, room_id=room_id, starts_at=starts_at, now=page.now)
    except DomainError as error:
        return _refused(request, page, error)
    words = _("Offered %(what)s to %(name)s until %(until)s") % {
        "what": offer_words(made, page.venue),
        "name": found.name,
        "until": until_words(made, page.venue, page.now),
    }
    return _done(request, page, Sentence(words, _act("waitlist-withdraw", found, page)), closes=True)


@require_POST
@staff(TAKE)
def withdraw(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Take back what somebody was offered."""
    found = _entry_called(entry_id)
    page = asked(request, venue=found.venue)
    live = WaitlistOffer.objects.filter(entry=found, state=OfferState.LIVE).first()
    try:
        if live is not None:
            withdraw_offer(offer_id=live.pk, now=page.now)
    except DomainError as error:
        return _refused(request, page, error)
    return _done(
        request, page, Sentence(_("Took the offer to %(name)s back") % {"name": found.name}), closes=True
    )


@require_POST
@staff(EDIT)
def remove(request: HttpRequest, entry_id: int) -> HttpResponse:
    found = _entry_called(entry_id)
    page = asked(request, venue=found.venue)
    line.remove_from_waitlist(entry_id=found.pk, now=page.now)
    words = _("Took %(name)s off the waiting list") % {"name": found.name}
    return _done(request, page, Sentence(words, _act("waitlist-put-back", found, page)), closes=True)


@require_POST
@staff(EDIT)
def put_back(request: HttpRequest, entry_id: int) -> HttpResponse:
    found = _entry_called(entry_id)
    page = asked(request, venue=found.venue)
    try:
        line.put_back_in_line(entry_id=found.pk, now=page.now)
    except DomainError as error:
        return _refused(request, page, error)
    words = _("%(name)s is back on the waiting list") % {"name": found.name}
    return _done(request, page, Sentence(words, _act("waitlist-remove", found, page)), closes=True)


def _done(request: HttpRequest, page: Asked, sentence: Sentence, *, closes: bool = False) -> HttpResponse:
    """The list as it is now and a toast, for an open page; a plain form goes on to the list."""
    if not is_fragment(request):
        say_on_next_page(request, sentence)
        return redirect(_list_url(page))
    content = render_to_string(f"{LIST}#line", _list_context(request, page), request)
    response = HttpResponse(part("#line", "outerMorph", content) + toast(request, sentence))
    if closes:
        response["HX-Trigger"] = "drawer-close"
    return response


def _refused(request: HttpRequest, page: Asked, error: DomainError) -> HttpResponse:
    """The list as it truly is, with why not."""
    return _done(request, page, Sentence(error.message, is_error=True))


def _entry_called(entry_id: int) -> WaitlistEntry:
    found = WaitlistEntry.objects.select_related("venue", "room").filter(pk=entry_id).first()
    if found is None:
        raise WaitlistEntryUnknown
    return found


def _list_url(page: Asked) -> str:
    return address("waitlist", day=page.day, **page.venue_query)


def _act(name: str, entry: WaitlistEntry, page: Asked) -> str:
    """Where something is done with an entry; it comes back to the same night."""
    return address(name, entry.pk, day=page.day, **page.venue_query)


def _list_context(request: HttpRequest, page: Asked) -> dict[str, Any]:
    entries = list_of_night(page.venue.pk, page.day)
    day_before, day_after = (page.day.fromordinal(page.day.toordinal() + by) for by in (-1, 1))
    return {
        "venue": page.venue,
        "day": page.day,
        "places": _places(entries, page.now),
        "waiting_count": sum(each.is_waiting for each in entries),
        "is_now": page.day == page.today,
        "previous_url": address("waitlist", day=day_before, **page.venue_query),
        "next_url": address("waitlist", day=day_after, **page.venue_query),
        "today_url": address("waitlist", **page.venue_query),
        "jump_url": address("waitlist", **page.venue_query),
        "venue_query": page.venue_query,
        "list_url": _list_url(page),
        "act_query": _list_url(page).partition("?")[2],
        "new_url": address("waitlist-new", day=page.day, **page.venue_query),
        "rules_url": address("waitlist-rules", day=page.day, **page.venue_query),
        "calendar_url": address("calendar", day=page.day, **page.venue_query),
        "rules_form": WaitlistRulesForm(
            initial={
                "waitlist_is_open": page.venue.waitlist_is_open,
                "waitlist_offer_for": page.venue.waitlist_offer_for,
            }
        ),
        "may_take": request.user.has_perm(TAKE),
        "may_edit": request.user.has_perm(EDIT),
        "may_set_up": request.user.has_perm(SET_UP),
        "may_see_contacts": request.user.has_perm("bookings.view_customers"),
        "live_socket": f"{live_url(request)}/ws/calendar/",
    }


def _places(entries: Sequence[WaitlistEntry], now: datetime) -> list[Place]:
    waiting = [each.pk for each in entries if each.is_waiting]
    banned = banned_waiting(each for each in entries if each.is_waiting)
    return [_place(each, waiting, now, is_banned=each.pk in banned) for each in entries]


def _place(entry: WaitlistEntry, waiting: Sequence[int], now: datetime, *, is_banned: bool) -> Place:
    made: Sequence[WaitlistOffer] = getattr(entry, "offers_made", ())
    live = next((offer for offer in made if offer.state == OfferState.LIVE), None)
    index = waiting.index(entry.pk) if entry.is_waiting else None
    return Place(
        entry=entry,
        number=None if index is None else index + 1,
        days=days_words(entry),
        wish=wish_words(entry),
        state=state_words(entry, live, now),
        live=live,
        offered=offer_words(live, entry.venue) if live else "",
        left=left_words(live, now) if live else "",
        earlier_id=waiting[index - 1] if index else None,
        later_id=waiting[index + 2] if index is not None and index + 2 < len(waiting) else None,
        is_last=index == len(waiting) - 1,
        is_banned=is_banned,
    )


def _entry_context(
    request: HttpRequest, page: Asked, entry: WaitlistEntry, *, form: WishForm | None = None
) -> dict[str, Any]:
    setup, now = page.setup, page.now
    made = list(entry.offers.select_related("room", "booking").order_by("-id"))
    live = next((offer for offer in made if offer.state == OfferState.LIVE), None)
    bans = bans_against(email=entry.email, phone=entry.phone) if entry.is_waiting else []
    may_offer = entry.is_waiting and live is None and not bans and request.user.has_perm(TAKE)
    may_edit = request.user.has_perm(EDIT)
    edit = form or WishForm(setup=setup, today=page.today, initial=WishForm.initial_of(entry))
    return {
        "venue": entry.venue,
        "entry": entry,
        "title": entry.name,
        "close_url": _list_url(page),
        "state": state_words(entry, live, now),
        "days": days_words(entry),
        "wish": wish_words(entry),
        "live": live,
        "offered": offer_words(live, entry.venue) if live else "",
        "left": left_words(live, now) if live else "",
        "fits": _fits(entry, setup, now=now) if may_offer else [],
        "may_offer": may_offer,
        "bans": bans,
        "may_withdraw": live is not None and request.user.has_perm(TAKE),
        "may_edit": may_edit and entry.is_waiting,
        "may_put_back": may_edit and entry.state in {"left", "removed"} and entry.expires_at > now,
        "may_see_contacts": request.user.has_perm("bookings.view_customers"),
        "form": edit if may_edit and entry.is_waiting else None,
        "form_is_open": form is not None,
        "offers": [
            {"words": offer_words(each, entry.venue), "outcome": outcome_words(each), "at": each.offered_at}
            for each in made
        ],
        "now": now,
        **{
            f"{name}_url": _act(f"waitlist-{name.replace('_', '-')}", entry, page)
            for name in ("offer", "withdraw", "remove", "put_back", "change")
        },
    }


def _fits(entry: WaitlistEntry, setup: Setup, *, now: datetime) -> list[dict[str, str]]:
    """What could be offered now, as choices."""
    rooms = {room.pk: room.name for room in setup.rooms}
    venue = setup.venue
    return [
        {"value": f"{start_value(fit.span.start)} {fit.room_id}", "label": _fit_words(fit, rooms, venue)}
        for fit in fits_for(entry, setup, now=now, also_passed=True)[:MOST_FITS_SHOWN]
    ]


def _fit_words(fit: Fit, rooms: dict[int, str], venue: Venue) -> str:
    times = text.span(fit.span.start, fit.span.end, venue.zone, twelve_hours=venue.clock_format == "12")
    return f"{text.day(fit.span.start, venue.zone, locale=venue.locale)}, {times}, {rooms[fit.room_id]}"


def _choice(request: HttpRequest) -> tuple[int | None, datetime | None]:
    """The room and start that were chosen; nothing where the first that fits will do."""
    start, _blank, room = request.POST.get("fit", "").partition(" ")
    if not room.isdecimal() or len(room) > 18:
        return None, None
    try:
        return int(room), read_start(start)
    except Unreadable:
        return None, None


def _new_context(request: HttpRequest, page: Asked, form: WriteDownForm) -> dict[str, Any]:
    return {
        "venue": page.venue,
        "form": form,
        "action": address("waitlist-new", day=page.day, **page.venue_query),
        "close_url": _list_url(page),
    }
