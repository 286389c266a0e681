"""A kiosk at the door: free rooms, checking in with a code, taking a room, waiting for one. And its set-up.

The device carries a token in a cookie. Whoever makes it a kiosk is signed out there, so that nothing of the
team's is left on it. What one party typed is gone with its page: answers are never cached, and what became of
it is shown by a signed word that is good for a moment.
"""

from __future__ import annotations

import functools
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth import logout
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.venue_scope import present_rooms
from accounts.views.links import keep, kept, private
from bookings.domain.lifecycle import Status
from bookings.errors import LinkNotGood
from bookings.forms.kiosks import CodeForm, NewKioskForm, TakeRoomForm, WaitForm
from bookings.forms.taking import new_key
from bookings.models import Booking, Kiosk, Source
from bookings.selectors.kiosks import booking_at_door, kiosk_of, rooms_now, rooms_to_take
from bookings.selectors.picker import USUAL_MINUTES, USUAL_PEOPLE
from bookings.selectors.setup import Setup, setup_of
from bookings.services import kiosks as services
from bookings.services.arrivals import check_in
from bookings.services.customers import Contact
from bookings.services.visits import seat_walk_in
from bookings.services.waitlist import join_waitlist, send_place_again
from bookings.views.capability import link_not_good
from bookings.views.front import venue_context
from bookings.views.pages import address
from bookings.views.setup import CHANGE, back, venue_of
from bookings.waitlist_words import consent_words
from boom.access import View, staff, token_holder
from boom.core import clock, throttle
from boom.core.errors import DomainError, Forbidden
from boom.core.money import Money
from boom.problems import add_refusal, refused

COOKIE = "kiosk"
LIVES = timedelta(days=365)
# Nobody reads longer where their room is; then the next party stands there.
SHOWN_FOR = timedelta(seconds=60)
SALT = "bookings.kiosk"
WAITS = "waits"
MINUTE = timedelta(minutes=1)


def at_kiosk(view: View) -> View:
    """Open the page to a device that is a kiosk; `view` gets the kiosk and its venue's set-up."""

    @functools.wraps(view)
    def opened(request: HttpRequest, **more: Any) -> HttpResponseBase:
        try:
            kiosk = kiosk_of(kept(request, COOKIE))
        except LinkNotGood as error:
            return private(link_not_good(request, error))
        response = view(request, kiosk, setup_of(kiosk.venue), **more)
        response["X-Robots-Tag"] = "noindex"
        response.setdefault("Referrer-Policy", "same-origin")
        return response

    return token_holder(opened)


@require_GET
@at_kiosk
def start(request: HttpRequest, kiosk: Kiosk, setup: Setup) -> HttpResponse:
    """Rooms free now, and what can be done here."""
    now = clock.now()
    answer = _page(request, "start", setup, now, rooms=rooms_now(setup, now=now), kiosk=kiosk)
    return keep(answer, COOKIE, kept(request, COOKIE), lives=LIVES)


@require_http_methods(["GET", "POST"])
@at_kiosk
def arrive(request: HttpRequest, kiosk: Kiosk, setup: Setup) -> HttpResponse:
    """A party checks itself in with the code of its booking."""
    now, form = clock.now(), CodeForm(request.POST or None)
    if request.method == "GET" or not form.is_valid():
        return _page(request, "arrive", setup, now, form=form)
    throttle.take(throttle.CODES, f"kiosk {kiosk.pk}", now=now)
    try:
        booking = booking_at_door(kiosk, form.cleaned_data["code"], now=now)
        if booking.status != Status.CHECKED_IN:
            check_in(booking_id=booking.pk, version=booking.version, now=now)
    except DomainError as error:
        add_refusal(form, error)
        return refused(_page(request, "arrive", setup, now, form=form), error)
    return _to_done(kiosk, str(booking.pk))


@require_http_methods(["GET", "POST"])
@at_kiosk
@sensitive_post_parameters()
def take_room(request: HttpRequest, kiosk: Kiosk, setup: Setup) -> HttpResponse:
    """A party without a booking takes the smallest room that fits, from now on."""
    if not kiosk.seats_walk_ins:
        raise Forbidden
    now = clock.now()
    if request.method == "GET":
        return _page(request, "take", setup, now, form=TakeRoomForm(setup=setup, initial={"key": new_key()}))
    form = TakeRoomForm(request.POST, setup=setup)
    if not form.is_valid():
        return _page(request, "take", setup, now, form=form)
    throttle.take(throttle.KIOSK, str(kiosk.pk), now=now)
    values = form.cleaned_data
    options = rooms_to_take(setup, minutes=values["minutes"], people=values["people"], now=now)
    try:
        booking = seat_walk_in(
            room_ids=[option.room.pk for option in options],
            duration=values["minutes"] * MINUTE,
            party_size=values["people"],
            now=now,
            contact=Contact(name=values["name"]),
            idempotency_key=f"kiosk-{kiosk.pk}-{values['key']}" if values["key"] else None,
            answers=form.answers() or None,
        )
    except DomainError as error:
        add_refusal(form, error)
        return refused(_page(request, "take", setup, now, form=form), error)
    return _to_done(kiosk, str(booking.pk))


@require_http_methods(["GET", "POST"])
@at_kiosk
@sensitive_post_parameters()
def wait(request: HttpRequest, kiosk: Kiosk, setup: Setup) -> HttpResponse:
    """A party joins the waiting list for tonight."""
    now, venue = clock.now(), setup.venue
    today = setup.hours.business_day(now)
    consent = consent_words(venue)
    if request.method == "GET":
        usual = {"minutes": str(USUAL_MINUTES), "people": USUAL_PEOPLE}
        form = WaitForm(setup=setup, today=today, initial=usual)
        return _page(request, "wait", setup, now, form=form, consent=consent)
    form = WaitForm(request.POST, setup=setup, today=today)
    if not form.is_valid():
        return _page(request, "wait", setup, now, form=form, consent=consent)
    throttle.take(throttle.KIOSK, str(kiosk.pk), now=now)
    contact, wanted = form.contact(), form.wanted()
    try:
        # Who waits already hears so by mail; the page says the same to everybody.
        if not (
            venue.waitlist_is_open and send_place_again(venue_id=venue.pk, contact=contact, wanted=wanted)
        ):
            join_waitlist(venue_id=venue.pk, contact=contact, wanted=wanted, agreed_words=consent, now=now)
    except DomainError as error:
        add_refusal(form, error)
        return refused(_page(request, "wait", setup, now, form=form, consent=consent), error)
    return _to_done(kiosk, WAITS)


@require_GET
@at_kiosk
def done(request: HttpRequest, kiosk: Kiosk, setup: Setup) -> HttpResponse:
    """What became of it, for a moment; then the start again."""
    try:
        of_kiosk, what = signing.loads(request.GET.get("of", ""), salt=SALT, max_age=SHOWN_FOR)
    except (signing.BadSignature, ValueError):
        return redirect("public:kiosk")
    if of_kiosk != kiosk.pk:
        return redirect("public:kiosk")
    booking = None
    if what != WAITS:
        booking = (
            Booking.objects.select_related("room").filter(pk=what, room__venue_id=kiosk.venue_id).first()
        )
        if booking is None:
            return redirect("public:kiosk")
    total = None
    if booking is not None and booking.source == Source.WALK_IN and booking.total_minor:
        total = Money(booking.total_minor, booking.currency)
    return _page(request, "done", setup, clock.now(), booking=booking, total=total)


@require_POST
@staff(CHANGE)
def kiosk_new(request: HttpRequest) -> HttpResponse:
    """Make this very device a kiosk, and sign out on it."""
    venue, form = venue_of(request), NewKioskForm(request.POST)
    if present_rooms() is not None:
        # It shows every room of the venue.
        raise Forbidden
    if not form.is_valid():
        return back(request, "displays", gettext("Give it a name."))
    _kiosk, token = services.add_kiosk(venue_id=venue.pk, **form.cleaned_data)
    logout(request)
    return keep(redirect("public:kiosk"), COOKIE, token, lives=LIVES)


@require_POST
@staff(CHANGE)
def kiosk_end(request: HttpRequest, kiosk_id: int) -> HttpResponse:
    """End a kiosk, wherever its device is."""
    ended = services.revoke_kiosk(kiosk_id=kiosk_id, now=clock.now())
    return redirect(address("displays", venue=ended.venue.slug))


def _to_done(kiosk: Kiosk, what: str) -> HttpResponse:
    word = signing.dumps([kiosk.pk, what], salt=SALT)
    return redirect(f"{reverse('public:kiosk-done')}?{urlencode({'of': word})}")


def _page(
    request: HttpRequest, name: str, setup: Setup, now: datetime, *, form: Any = None, **more: Any
) -> HttpResponse:
    context = {**venue_context(setup, now=now), "now": now, "form": form, **more}
    status = 422 if form is not None and form.errors else 200
    return render(request, f"bookings/kiosk/{name}.html", context, status=status)
