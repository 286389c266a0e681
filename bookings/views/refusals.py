"""Why a change was not made: who is in the way, what the rules say, who was faster, and what can be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bookings import toasts
from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status
from bookings.errors import ChangedMeanwhile, PriceWouldChange, RulesBroken, SlotTaken
from bookings.forms.contact import ContactForm
from bookings.forms.moves import Wish
from bookings.forms.spans import MoveForm
from bookings.models import Occupancy
from bookings.models.occupancy import Kind
from bookings.selectors.calendar import MOVABLE
from bookings.selectors.choosing import in_the_way
from bookings.selectors.history import history_of
from bookings.selectors.setup import Setup, setup_of
from bookings.views.answers import Choice, Sentence, changed
from bookings.views.drawer import TEMPLATE, Refusal, booking_called, drawer_content, drawer_context
from bookings.views.drawer_forms import move_form_of, span_values
from bookings.views.pages import address
from boom.core import clock, text
from boom.core.errors import DomainError
from boom.htmx import is_fragment
from boom.problems import refused

OVERRIDE = "bookings.override_rules"
# A toast has room for two buttons; the drawer shows all there are.
MOST_IN_TOAST = 2


def from_drawer(request: HttpRequest) -> bool:
    """Whether a form of the drawer asks; the board and toasts leave the drawer as it is."""
    return request.POST.get("from") == "drawer"


def refuse(
    request: HttpRequest,
    row: Occupancy,
    error: DomainError,
    *,
    wish: Wish | None = None,
    move_form: MoveForm | None = None,
    edit_form: ContactForm | None = None,
) -> HttpResponse:
    """The true rows and why not. In the drawer what was typed stays, beside what can be done instead.

    `row` is as it was before the change was tried; `wish` where it was to go. Rules that somebody may set
    aside open the drawer, also for a drop on the board.
    """
    now = clock.now()
    fresh = booking_called(row.pk)
    refusal = refusal_of(request, fresh, error, wish, now)
    is_asked = isinstance(error, (RulesBroken, PriceWouldChange))
    if is_asked and wish is not None and move_form is None:
        move_form = _form_with(fresh, wish)
    if isinstance(error, ChangedMeanwhile):
        move_form = None
    given: dict[str, Any] = {"move_form": move_form, "edit_form": edit_form, "refusal": refusal}
    if not is_fragment(request):
        return refused(render(request, TEMPLATE, drawer_context(request, fresh, **given)), error)
    shows_drawer = from_drawer(request) or isinstance(error, (RulesBroken, PriceWouldChange))
    answer = changed(
        request,
        None if shows_drawer else sentence_of(refusal),
        rooms={row.room_id, fresh.room_id, *([wish.room_id] if wish else [])},
        then=address("booking", row.pk),
        drawer=drawer_content(request, fresh, **given) if shows_drawer else None,
    )
    return refused(answer, error)


def sentence_of(refusal: Refusal) -> Sentence:
    """A refusal as a toast."""
    words = " ".join([refusal.title, *refusal.reasons])
    return Sentence(words, is_error=True, choices=tuple(refusal.choices[:MOST_IN_TOAST]))


def refusal_of(
    request: HttpRequest, row: Occupancy, error: DomainError, wish: Wish | None, now: datetime
) -> Refusal:
    """A refusal in words for staff, names included. `row` is as it stands now."""
    if isinstance(error, ChangedMeanwhile):
        return Refusal(_("Nothing was saved."), [_who_was_faster(row, now)])
    if isinstance(error, SlotTaken) and wish is not None:
        setup = setup_of(row.room.venue)
        found = in_the_way(
            setup,
            wish.room_id,
            wish.span,
            now=now,
            is_block=row.kind == Kind.BLOCK,
            leaving_out=row.pk,
        )
        return Refusal(
            _("That time is taken.") if found else error.message,
            [blocker.message for blocker in found],
            _ways_on(_moves(row, error, setup), _swap(row, wish)),
        )
    if isinstance(error, PriceWouldChange) and wish is not None:
        return _price_question(request, row, error, wish)
    if isinstance(error, RulesBroken):
        may_override = bool(error.details["overridable"]) and request.user.has_perm(OVERRIDE)
        reasons = [blocker.message for blocker in error.blockers]
        return Refusal(_("The rules of the house say no."), reasons, may_override=may_override)
    return Refusal(error.message, list(error.fields.values()))


def _price_question(request: HttpRequest, row: Occupancy, error: PriceWouldChange, wish: Wish) -> Refusal:
    """The prices there are as buttons, each with what it makes of the sum; pressing one makes the move."""
    setup = setup_of(row.room.venue)
    values = {name: str(value) for name, value in span_values(wish.room_id, wish.span, setup).items()}
    values |= {"version": str(row.version), "override_reason": wish.override_reason}
    if "tell" in request.POST:
        values["tell"] = "on"
    url = reverse("dashboard:booking-move", args=[row.pk])
    room = row.room.venue.rooms.get(pk=wish.room_id)
    return Refusal(
        toasts.price_question(row, room.name, wish.span),
        choices=[
            Choice(
                toasts.price_way(total, error.agreed),
                url,
                {**values, "price": price, "shown_minor": str(total.minor)},
            )
            for price, total in error.ways
        ],
        choices_title=_("It is not moved yet. Its price then:"),
    )


def _who_was_faster(row: Occupancy, now: datetime) -> str:
    newest = history_of(row)[:1]
    if not newest:
        return _("Somebody else changed it meanwhile. This is how it stands now.")
    (entry,) = newest
    return toasts.changed_meanwhile(entry.actor, entry.words, text.ago(entry.at, now))


def _ways_on(moves: list[Choice], swap: list[Choice]) -> list[Choice]:
    """The nearest free place, then the swap: a toast has room for two."""
    return [*moves[:1], *swap, *moves[1:]]


def _swap(row: Occupancy, wish: Wish) -> list[Choice]:
    """The button that lets a booking change places with the one it was dropped on; none for several."""
    swapped = {Status.PENDING, Status.CONFIRMED}
    if row.kind == Kind.BLOCK or row.status not in swapped or not row.placed:
        return []
    there = Occupancy.objects.occupying().in_rooms([wish.room_id]).overlapping(wish.span).exclude(pk=row.pk)
    others = list(there.select_related("customer")[:2])
    if len(others) != 1 or others[0].kind == Kind.BLOCK or others[0].status not in swapped:
        return []
    [other] = others
    return [
        Choice(
            _("Swap with %(name)s") % {"name": other.title},
            reverse("dashboard:booking-swap", args=[row.pk]),
            {"other": f"{other.pk}.{other.version}", "version": str(row.version)},
        )
    ]


def _moves(row: Occupancy, error: SlotTaken, setup: Setup) -> list[Choice]:
    """Buttons that move the row to the nearest free places; none for a row that cannot be moved."""
    if row.status not in MOVABLE:
        return []
    url = reverse("dashboard:booking-move", args=[row.pk])
    # Its own place is free for it, of course; that is no way on.
    present = {name: str(value) for name, value in span_values(row.room_id, row.span, setup).items()}
    return [
        replace(choice, url=url, values={**choice.values, "version": str(row.version)})
        for choice in alternatives(error, setup)
        if choice.values != present or not row.placed
    ]


def alternatives(error: SlotTaken, setup: Setup) -> list[Choice]:
    """The nearest free places of a refusal, with the values of a SpanForm."""
    venue = setup.venue
    choices = []
    for offer in error.details.get("alternatives", []):
        span = Interval(datetime.fromisoformat(offer["starts_at"]), datetime.fromisoformat(offer["ends_at"]))
        values = {name: str(value) for name, value in span_values(offer["room_id"], span, setup).items()}
        choices.append(Choice(toasts.alternative(offer["room"], span, venue), "", values))
    return choices


def _form_with(row: Occupancy, wish: Wish) -> MoveForm:
    """The drawer's form filled with where a drop on the board was to go."""
    setup = setup_of(row.room.venue)
    values = span_values(wish.room_id, wish.span, setup)
    form = move_form_of(
        row,
        setup,
        {**values, "version": row.version, "override_reason": wish.override_reason},
        day=values["day"],
        also=[wish.span],
    )
    form.full_clean()
    return form
