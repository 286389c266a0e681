"""A venue's public page: what it is, what is free, and the first step to a booking."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_POST
from django.views.decorators.vary import vary_on_headers

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status
from bookings.domain.room_plan import opening_night
from bookings.errors import CartFull, HoldExpired, RulesBroken, SlotTaken
from bookings.forms.picker import Choice, read_asked, read_choice
from bookings.models import Booking, FieldSubject, RoomPhoto
from bookings.page_parts import venue_parts
from bookings.picker_words import many_words, start_value
from bookings.price_words import from_words
from bookings.selectors.fields import Answered, fields_of, said_of
from bookings.selectors.free import existing_days, next_free
from bookings.selectors.picker import Asked, having, interchangeable_with, offers_of, selection
from bookings.selectors.price_preview import from_price_of_any
from bookings.selectors.private_links import takes_codes
from bookings.selectors.setup import Setup
from bookings.selectors.sites import find_site, setup_of_site, sites
from bookings.services.holds import hold_any_room, release_hold
from bookings.services.links import issue_manage_link
from bookings.summary import Summary
from bookings.views.cart import ALSO, cart_to_join
from bookings.views.front import (
    alternatives,
    hold_token,
    hold_url,
    is_live_hold,
    origin_of,
    own_hold,
    picker_context,
    remember_hold,
    theme_mark,
    theme_url,
    venue_context,
    venue_path,
)
from bookings.views.private_rooms import key_of, opens_private_rooms
from boom.access import anyone, stays_open
from boom.brand import theme_css
from boom.core import clock, throttle
from boom.core.errors import NotFound, OverPlan
from boom.htmx import is_fragment
from boom.middleware import client_address
from boom.proof import insist_on_proof

PAGE = "bookings/public/venue.html"
NEXT_FREE_DAYS = 7
# A choice can be sent again from the same page after its hold has run out, so many times.
MOST_TRIES = 20


@dataclass(frozen=True)
class RoomShown:
    """A room as the venue's page lists it."""

    name: str
    detail: str
    description: str
    facts: list[Answered]
    photos: list[RoomPhoto]
    price: str
    free_at: datetime | None
    # For a room that is not open yet: its first night.
    opens_on: date | None


@anyone
@require_GET
@never_cache
@vary_on_headers("HX-Request")
@opens_private_rooms
def venue(request: HttpRequest, slug: str = "") -> HttpResponse:
    """The venue's page with its slot picker; a chooser where a business has several venues."""
    found = sites()
    published = [site for site in found if site.is_published]
    if not slug and len(published) > 1:
        business = {"name": request.business.name}  # type: ignore[attr-defined]
        context = {"sites": published, "theme_url": theme_url(published[0].brand_colour), "venue": business}
        return render(request, "bookings/public/chooser.html", context)
    site = next((site for site in (published or found) if not slug or site.slug == slug), None)
    if site is None:
        raise NotFound(gettext("There is no such venue here."))
    setup, now = setup_of_site(site), clock.now()
    if not site.is_published:
        return render(request, "bookings/public/coming_soon.html", venue_context(setup, now=now))
    return _venue_page(request, setup, read_asked(request.GET), path=request.path, now=now)


@anyone
@require_POST
@never_cache
@opens_private_rooms
def hold(request: HttpRequest) -> HttpResponse:
    """Keep the chosen slot while its customer types their details."""
    found, now = sites(), clock.now()
    site = find_site(found, request.GET.get("venue"))
    setup = setup_of_site(site)
    path = venue_path(site.slug, found)
    choice = read_choice(request.POST)
    if choice is None:
        problems = [gettext("Choose a start time.")]
        return _venue_page(request, setup, read_asked(request.POST), path=path, now=now, problems=problems)
    throttle.take(throttle.PUBLIC_BOOKING, client_address(request), now=now)
    insist_on_proof(request, "hold")
    earlier = own_hold(request, now=now)
    cart = cart_to_join(request, earlier, setup.venue.pk)
    if earlier is not None and not cart:
        if _is_for(earlier, choice):
            return redirect("public:details", hold_token(request))
        release_hold(booking_id=earlier.pk, now=now)
    try:
        form_key = request.POST.get("csrfmiddlewaretoken", "")
        beside = cart[0].pk if cart else None
        booking = _hold(setup, choice, form_key, came_from=origin_of(request), now=now, beside=beside)
    except SlotTaken as lost:
        carried = origin_of(request) | key_of(request) | ({ALSO: "1"} if cart else {})
        return _lost(request, setup, choice, lost, path=path, carried=carried, now=now)
    except RulesBroken as refused:
        problems = [blocker.message for blocker in refused.blockers]
        return _venue_page(request, setup, read_asked(request.POST), path=path, now=now, problems=problems)
    except (CartFull, HoldExpired, OverPlan) as refused:
        asked = read_asked(request.POST)
        return _venue_page(request, setup, asked, path=path, now=now, problems=[refused.message])
    if cart:
        token = hold_token(request)
        return remember_hold(redirect("public:details", token), token, booking=booking, now=now)
    if request.POST.get(ALSO):
        words = gettext("What you chose before is not held for you any more: choose it again if you want it.")
        messages.warning(request, words)
    token = issue_manage_link(booking_id=booking.pk, now=now)
    return remember_hold(redirect("public:details", token), token, booking=booking, now=now)


@anyone
@stays_open
@require_GET
@cache_control(public=True, max_age=365 * 24 * 3600, immutable=True)
def theme(request: HttpRequest, mark: str) -> HttpResponse:
    """The stylesheet of a venue's colour, kept for good under its own address."""
    for colour in {site.brand_colour for site in sites()}:
        if theme_mark(colour) == mark:
            return HttpResponse(theme_css(colour), content_type="text/css; charset=utf-8")
    raise NotFound(gettext("That stylesheet belongs to an older page."))


def _venue_page(
    request: HttpRequest,
    setup: Setup,
    asked: Asked,
    *,
    path: str,
    now: datetime,
    problems: list[str] | None = None,
) -> HttpResponse:
    earlier = own_hold(request, now=now)
    cart = cart_to_join(request, earlier, setup.venue.pk)
    leaving_out = earlier.pk if earlier and not cart else None
    chosen = selection(setup, asked, now=now, leaving_out=leaving_out)
    carried = origin_of(request) | key_of(request) | ({ALSO: "1"} if cart else {})
    context = {
        **venue_context(setup, now=now),
        **picker_context(chosen, path=path, send_to=hold_url(setup), came_from=carried),
        "cart": [Summary(part, now) for part in cart],
        "cart_url": reverse("public:details", args=[hold_token(request)]) if cart else "",
        "problems": problems or [],
    }
    status = 422 if problems else 200
    if is_fragment(request):
        return render(request, f"{PAGE}#picker", context, status=status)
    context["rooms"] = _rooms_shown(setup, now=now)
    context["added_parts"] = venue_parts(request, setup.venue)
    context["takes_codes"] = any(room.is_private for room in setup.rooms) and takes_codes(setup.venue.pk)
    return render(request, PAGE, context, status=status)


def _lost(
    request: HttpRequest,
    setup: Setup,
    choice: Choice,
    lost: SlotTaken,
    *,
    path: str,
    carried: dict[str, str],
    now: datetime,
) -> HttpResponse:
    """Say that somebody was faster, and what can be had instead, each with a button that takes it.

    `carried` goes along in every form and address.
    """
    asked = {
        "people": choice.people,
        "minutes": choice.minutes,
        "day": setup.hours.business_day(choice.start).isoformat(),
    }
    context = {
        **venue_context(setup, now=now),
        "message": lost.message,
        "starts_at": choice.start,
        "room": next((room for room in setup.rooms if room.pk == choice.room_id), None),
        "alternatives": alternatives(lost, people=choice.people),
        "minutes": choice.minutes,
        "send_to": hold_url(setup),
        "came_from": carried,
        "picker_url": f"{path}?{urlencode({**asked, **carried})}",
    }
    return render(request, "bookings/public/lost.html", context, status=409)


def _rooms_shown(setup: Setup, *, now: datetime) -> list[RoomShown]:
    """The rooms in their owner's order, each with what it begins at and when it is free next.

    Those of a kind of which guests take any are one.
    """
    rooms = [room for room in setup.rooms if room.is_for_customers]
    today = setup.hours.business_day(now)
    days = existing_days(setup, today, NEXT_FREE_DAYS)
    free_at = next_free(setup, rooms, days, now=now)
    asked = fields_of(setup.venue, FieldSubject.ROOM) if any(room.answers for room in rooms) else []
    return [
        RoomShown(
            name=setup.kind_taken_of(room) or room.name,
            detail=many_words(alike),
            description=room.description,
            facts=said_of(asked, room.answers, setup.venue, guests_only=True),
            photos=next((shown for each in alike if (shown := list(each.photos.all()))), []),
            price=from_words(from_price_of_any(setup, [each.pk for each in alike], days, now=now)),
            free_at=min((free_at[each.pk] for each in alike if each.pk in free_at), default=None),
            opens_on=opening_night(room.state, room.steps, today),
        )
        for room, *alike in ([offer[0], *offer] for offer in offers_of(setup, rooms))
    ]


def _hold(
    setup: Setup,
    choice: Choice,
    form_key: str,
    *,
    came_from: dict[str, str],
    now: datetime,
    beside: int | None = None,
) -> Booking:
    """Hold a choice: the same form sent twice gives the same hold, one that has run out is taken anew."""
    room_ids = _rooms_for(setup, choice, now=now)
    span = Interval.lasting(choice.start, timedelta(minutes=choice.minutes))
    for attempt in range(MOST_TRIES):
        booking = hold_any_room(
            room_ids=room_ids,
            span=span,
            party_size=choice.people,
            now=now,
            idempotency_key=_key(form_key, choice, attempt),
            came_from=came_from,
            beside=beside,
        )
        if is_live_hold(booking, now=now) or booking.status not in {
            Status.HELD,
            Status.EXPIRED,
            Status.CANCELLED,
        }:
            return booking
    return booking


def _rooms_for(setup: Setup, choice: Choice, *, now: datetime) -> list[int]:
    """The room chosen; for any room those free then, smallest first, or else one that says why not."""
    asked = Asked(
        day=setup.hours.business_day(choice.start),
        minutes=choice.minutes,
        people=choice.people,
        start=choice.start,
        feature_ids=choice.feature_ids,
    )
    if choice.room_id is not None:
        known = [room.pk for room in setup.rooms if room.pk == choice.room_id]
        if not known:
            raise NotFound(gettext("There is no such room here."))
        # Of its kind those that take the party and have what was looked for.
        wanted = [feature for feature in setup.features if feature.pk in choice.feature_ids]
        mates = having(interchangeable_with(setup, choice.room_id), wanted)
        return known + [room.pk for room in mates if room.capacity_min <= choice.people <= room.capacity_max]
    chosen = selection(setup, asked, now=now)
    free = [room.pk for room in chosen.rooms_at_start]
    return free or [room.pk for room in (chosen.rooms or chosen.all_rooms)[:1]]


def _key(form_key: str, choice: Choice, attempt: int) -> str | None:
    """One form, one choice, one booking. Each rendered form carries its own random CSRF value, which serves
    as the form's name: it is secret, travels in the body only, and is there without a script.
    """
    if not form_key:
        return None
    named = f"{form_key}\x00{start_value(choice.start)}\x00{choice.minutes}\x00{choice.people}"
    named += f"\x00{sorted(choice.feature_ids)}" if choice.feature_ids else ""
    return sha256(f"{named}\x00{choice.room_id}\x00{attempt}".encode()).hexdigest()


def _is_for(booking: Booking, choice: Choice) -> bool:
    """Whether a hold is the very one that is chosen now."""
    return (
        booking.starts_at == choice.start
        and booking.span.minutes == choice.minutes
        and booking.party_size == choice.people
        and choice.room_id in {None, booking.room_id}
    )
