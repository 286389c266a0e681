"""Making room: who would change rooms so that a party fits; shown first, done in one go."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from bookings import toasts
from bookings.domain.interval import Interval
from bookings.domain.walls import instant_on, wall_value
from bookings.errors import ChangedMeanwhile, NotPossibleNow, RulesBroken, SlotTaken
from bookings.selectors.repacking import Repacking, repacking_for
from bookings.services.rearranging import Place, rearrange
from bookings.views.acts import undo_act_address
from bookings.views.answers import Sentence, say_on_next_page
from bookings.views.pages import Asked, address, asked
from boom.access import staff
from boom.core.errors import NotFound
from boom.core.time import SkippedTime

TEMPLATE = "bookings/make_room.html"
MINUTE = timedelta(minutes=1)


@require_http_methods(["GET", "POST"])
@staff("bookings.move_booking")
def make_room(request: HttpRequest) -> HttpResponse:
    """The plan for a time that is full; sending it moves exactly those it names, or nobody."""
    page = asked(request)
    span, people = _wish(request, page)
    plan = repacking_for(page.setup, span, people, now=page.now)
    if request.method == "GET" or plan is None:
        return render(request, TEMPLATE, _context(request, page, span, people, plan))
    if request.POST.get("plan") != _mark(plan):
        refused = _("Bookings have changed meanwhile. This is the plan as it is now.")
        return render(
            request, TEMPLATE, _context(request, page, span, people, plan, refused=refused), status=409
        )
    try:
        moved = rearrange(
            places=[Place(move.row.pk, move.row.version, move.room.pk, move.row.span) for move in plan.moves],
            now=page.now,
        )
    except (ChangedMeanwhile, NotPossibleNow, RulesBroken, SlotTaken) as error:
        plan = repacking_for(page.setup, span, people, now=page.now)
        return render(
            request, TEMPLATE, _context(request, page, span, people, plan, refused=error.message), status=409
        )
    if moved:
        say_on_next_page(request, Sentence(toasts.made_room(plan.room, moved), undo_act_address(moved[0])))
    return redirect(_book_url(page, span, people, plan))


def _wish(request: HttpRequest, page: Asked) -> tuple[Interval, int | None]:
    """The time and party of the address. Raises NotFound for what is none."""
    start, length, people = (request.GET.get(name, "") for name in ("start", "length", "people"))
    if not (length.isdecimal() and 5 <= int(length[:5]) <= 1440):
        raise NotFound
    try:
        instant = instant_on(start, page.day, page.venue.zone)
    except (ValueError, SkippedTime) as error:
        raise NotFound from error
    size = int(people) if people.isdecimal() and len(people) < 5 and int(people) else None
    return Interval.lasting(instant, int(length[:5]) * MINUTE), size


def _mark(plan: Repacking) -> str:
    """The plan as its page sends it back: exactly these bookings, as they are, into exactly these rooms."""
    return ",".join(f"{move.row.pk}.{move.row.version}.{move.room.pk}" for move in plan.moves)


def _book_url(page: Asked, span: Interval, people: int | None, plan: Repacking) -> str:
    return address(
        "new-booking-rooms",
        day=page.day,
        start=_start(page, span),
        length=span.minutes,
        party_size=people or "",
        room=plan.room.pk,
        **page.venue_query,
    )


def _start(page: Asked, span: Interval) -> str:
    return wall_value(span.start, page.day, page.venue.zone)


def _context(
    request: HttpRequest,
    page: Asked,
    span: Interval,
    people: int | None,
    plan: Repacking | None,
    *,
    refused: str = "",
) -> dict[str, Any]:
    return {
        "venue": page.venue,
        "span": span,
        "people": people,
        "plan": plan,
        "plan_mark": _mark(plan) if plan else "",
        "refused": refused,
        "action": request.get_full_path(),
        "book_url": _book_url(page, span, people, plan) if plan else "",
        "back_url": address("calendar", day=page.day, **page.venue_query),
    }
