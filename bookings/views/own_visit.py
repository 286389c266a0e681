"""A customer's own visit by its link: running late, and staying longer."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from bookings.errors import (
    ChangedMeanwhile,
    NoRoomFree,
    NotPossibleNow,
    NotThatLate,
    PriceChanged,
    RulesBroken,
    SlotTaken,
)
from bookings.forms.picker import read_version
from bookings.forms.words import words
from bookings.models import Booking
from bookings.selectors.setup import Setup, setup_of
from bookings.selectors.visits import extension_of, rooms_to_go_on
from bookings.services.own import extend_own_booking
from bookings.services.visits import say_late
from bookings.summary import Summary
from bookings.views.capability import capability
from bookings.views.front import venue_context
from boom.core import clock, throttle
from boom.middleware import client_address

PAGE = "bookings/public/extend.html"
MOST_MINUTES = 1440
# Going on in a cheaper room can cost less than was agreed.
_SUM = re.compile(r"-?[0-9]{1,18}")


@capability
@require_POST
def late(request: HttpRequest, token: str, booking: Booking) -> HttpResponse:
    """Tell the front desk how late they will be."""
    now = clock.now()
    throttle.take(throttle.PUBLIC_BOOKING, client_address(request), now=now)
    typed = request.POST.get("minutes", "")
    minutes = int(typed) if typed.isdecimal() and len(typed) < 5 else 0
    try:
        say_late(
            booking_id=booking.pk, minutes=minutes, note=words(request.POST, "note", longest=200), now=now
        )
    except (NotThatLate, NotPossibleNow) as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, gettext("Thank you: the front desk knows."))
    return redirect("public:booked", token)


@capability
@require_http_methods(["GET", "POST"])
def extend(request: HttpRequest, token: str, booking: Booking) -> HttpResponse:
    """How much longer they can stay, for how much; in another room where somebody else comes."""
    now = clock.now()
    summary = Summary(booking, now)
    if not summary.may_extend:
        return redirect("public:booked", token)
    setup = setup_of(booking.room.venue)
    context: dict[str, Any] = {
        **venue_context(setup, now=now),
        "booking": booking,
        "summary": summary,
        "token": token,
        **_ways_on(booking, setup, now=now),
    }
    if request.method == "GET":
        return render(request, PAGE, context)
    (minutes, shown), (room_id, room_shown) = (_choice(request, name) for name in ("minutes", "room"))
    if not minutes or minutes > MOST_MINUTES:
        return render(request, PAGE, context, status=422)
    try:
        fresh = extend_own_booking(
            booking_id=booking.pk,
            version=read_version(request.POST.get("version", "")),
            minutes=minutes,
            room_id=room_id,
            now=now,
            shown_minor=shown if room_id is None else room_shown,
        )
    except (SlotTaken, RulesBroken, ChangedMeanwhile, NotPossibleNow, NoRoomFree, PriceChanged) as refused:
        booking.refresh_from_db()
        context |= {"refused": refused.message, **_ways_on(booking, setup, now=now)}
        return render(request, PAGE, context, status=409)
    messages.success(request, gettext("You can stay longer."))
    return redirect("public:booked", fresh or token)


def _ways_on(booking: Booking, setup: Setup, *, now: datetime) -> dict[str, Any]:
    """More time in the room they have, or rooms to go on in; each with what it costs, as it is charged."""
    found = extension_of(booking, setup, now=now, for_staff=False)
    if found is None:
        return {"extension": None, "rooms": []}
    rooms = rooms_to_go_on(booking, setup, found.rooms, found.until, now=now)
    return {"extension": found, "rooms": rooms}


def _choice(request: HttpRequest, name: str) -> tuple[int | None, int | None]:
    """What was pressed, and how much more it was said to cost: "30 1500"."""
    typed, _, shown = request.POST.get(name, "").partition(" ")
    number = int(typed) if typed.isdecimal() and len(typed) < 19 else None
    return number, int(shown) if _SUM.fullmatch(shown) else None
