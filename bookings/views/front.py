"""What the public pages of a venue share: which venue, its words and colours, the customer's own hold."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status
from bookings.domain.origins import read_origin
from bookings.errors import LinkNotGood
from bookings.forms.picker import WishForm
from bookings.models import Booking, Occupancy
from bookings.picker import Picker
from bookings.picker_words import start_value
from bookings.selectors.groups import UNFINISHED, cart_of
from bookings.selectors.picker import Selection
from bookings.selectors.setup import Setup
from bookings.selectors.sites import Site
from bookings.services.links import booking_of_link
from bookings.venue_words import map_url, open_words, rules_words, zone_words
from boom.brand import theme_css
from boom.core.errors import DomainError
from boom.core.money import Money

HOLD_COOKIE = "hold"


@dataclass(frozen=True)
class Alternative:
    """A slot to press instead of the one that was lost."""

    room: str
    room_id: str
    span: Interval
    price: Money | None
    people: int | None

    @property
    def start(self) -> str:
        """The start as forms carry it."""
        return start_value(self.span.start)


def venue_context(setup: Setup, *, now: datetime) -> dict[str, Any]:
    """What `public.html` and every page that extends it needs."""
    venue = setup.venue
    return {
        "venue": venue,
        "theme_url": theme_url(venue.brand_colour),
        "open_words": open_words(setup, now=now),
        "rules_words": rules_words(setup),
        "zone_words": zone_words(setup),
        "map_url": map_url(venue.address),
    }


def picker_context(
    selection: Selection, *, path: str, send_to: str, came_from: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """What the slot picker's template shows; `send_to` is where a choice is posted."""
    picker = Picker(selection, path, came_from or {})
    return {"picker": picker, "wish": WishForm(picker), "send_to": send_to, "came_from": picker.came_from}


def origin_of(request: HttpRequest) -> dict[str, str]:
    """Where whoever asks came from, by this address, this form, or the page before."""
    values = request.POST if request.method == "POST" else request.GET
    referrer = request.headers.get("Referer", "")
    return read_origin(values.dict(), referrer=referrer, own_host=request.get_host().partition(":")[0])


def alternatives(lost: DomainError, *, people: int | None) -> list[Alternative]:
    """What can be had instead, as a refusal carries it; a price only where there is one."""
    return [
        Alternative(
            room=found["room"],
            room_id=str(found["room_id"]),
            span=Interval(
                datetime.fromisoformat(found["starts_at"]), datetime.fromisoformat(found["ends_at"])
            ),
            price=Money(found["price_minor"], found["currency"]) if found["price_minor"] else None,
            people=people,
        )
        for found in lost.details.get("alternatives", [])
    ]


def venue_path(slug: str, found: list[Site]) -> str:
    """Where a venue's page is: the host's front page, unless several share the host."""
    shared = sum(site.is_published for site in found) > 1
    return reverse("public:venue-of", args=[slug]) if shared else reverse("public:venue")


def hold_url(setup: Setup) -> str:
    """Where a choice is sent."""
    return f"{reverse('public:hold')}?venue={setup.venue.slug}"


def theme_url(colour: str) -> str:
    """Where a colour's stylesheet is; another address for other contents, so that it may be kept for good."""
    return reverse("public:theme", args=[theme_mark(colour)])


@lru_cache(maxsize=1024)
def theme_mark(colour: str) -> str:
    """Twelve characters that stand for a theme's contents."""
    return hashlib.sha256(theme_css(colour).encode()).hexdigest()[:12]


def hold_token(request: HttpRequest) -> str:
    """The token of the hold this browser made a moment ago, or an empty text."""
    return request.COOKIES.get(_cookie(), "")


def own_hold(request: HttpRequest, *, now: datetime) -> Booking | None:
    """This browser's own hold, if it still stands: it does not count against its own maker."""
    token = hold_token(request)
    if not token:
        return None
    try:
        booking = booking_of_link(token, now=now)
    except LinkNotGood:
        return None
    return booking if _stands_until(booking, now=now) is not None else None


def _stands_until(booking: Booking, *, now: datetime) -> datetime | None:
    """When the last of the cart that a hold is in runs out; None where all of it has."""
    if booking.status not in UNFINISHED:
        return None
    live = [part.held_until for part in cart_of(booking) if is_live_hold(part, now=now)]
    return max((until for until in live if until is not None), default=None)


def remember_hold(response: HttpResponse, token: str, *, booking: Booking, now: datetime) -> HttpResponse:
    """Let this browser's next request know its hold, for as long as it stands."""
    until = _stands_until(booking, now=now)
    if until is None:
        return response
    response.set_cookie(
        _cookie(),
        token,
        max_age=int((until - now).total_seconds()),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
    return response


def forget_hold(response: HttpResponse) -> HttpResponse:
    """The hold is a booking now, or given back."""
    response.delete_cookie(_cookie(), samesite="Lax")
    return response


def is_live_hold(booking: Occupancy, *, now: datetime) -> bool:
    """Whether the slot is still kept for whoever is typing their details."""
    return booking.status == Status.HELD and not booking.is_overdue_hold(now)


def _cookie() -> str:
    return f"__Host-{HOLD_COOKIE}" if settings.SESSION_COOKIE_SECURE else HOLD_COOKIE
