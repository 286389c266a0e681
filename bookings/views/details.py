"""From a hold to a booking: the customer says who they are."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from hashlib import sha256
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from bookings.asked_language import language_asked
from bookings.domain.interval import Interval
from bookings.domain.pricing.terms import Terms
from bookings.errors import (
    TERMS_REFUSED,
    CartFull,
    HoldExpired,
    NotTakenOnline,
    PriceChanged,
    RoomUnknown,
    RulesBroken,
    SlotTaken,
    TermsNotAgreed,
    TermsRefused,
)
from bookings.forms.details import DetailsForm
from bookings.forms.extras import ExtrasForm
from bookings.forms.picker import read_asked, read_total
from bookings.models import Booking, ConsentSource
from bookings.selectors.groups import cart_of
from bookings.selectors.hour_packs import packs_to_pay_with
from bookings.selectors.house_terms import asked_terms
from bookings.selectors.setup import setup_of
from bookings.selectors.sites import sites
from bookings.services.carts import drop_held, hold_instead
from bookings.services.consents import record_consent
from bookings.services.holds import Details, confirm_hold, hold_slot, release_hold
from bookings.services.house_terms import Agreed
from bookings.services.links import booking_of_link, issue_manage_link
from bookings.services.paid_holds import confirm_kept, keep_for_payment
from bookings.services.quoting import price_hold
from bookings.services.waitlist_outcomes import is_offer
from bookings.summary import Summary, is_unfinished
from bookings.upfront import Asked, asked_of, is_possible, lead_to_payment
from bookings.venue_words import terms_words
from bookings.views.capability import capability
from bookings.views.cart import cart_context, is_free, party_in, slots_instead
from bookings.views.front import (
    alternatives,
    forget_hold,
    hold_url,
    is_live_hold,
    remember_hold,
    venue_context,
    venue_path,
)
from bookings.views.my import known_customer
from bookings.views.plan_payment import leads_to_stripe
from bookings.views.private_rooms import key_of_booking
from bookings.views.waitlist_offer import contact_of_offer, offer_path
from boom.core import clock, throttle
from boom.core.errors import DomainError, OverPlan
from boom.htmx import go_to
from boom.middleware import client_address

PAGE = "bookings/public/details.html"


@leads_to_stripe
@capability
@require_http_methods(["GET", "POST"])
@sensitive_post_parameters()
def details(request: HttpRequest, token: str, booking: Booking) -> HttpResponse:
    """The form that turns a hold into a booking. A hold that has run out can still be had if nobody came."""
    now = clock.now()
    if not is_unfinished(booking):
        return go_to(request, reverse("public:booked", args=[token]))
    if request.method == "POST":
        return _step(request, booking)(request, token, booking, now=now)
    if not is_live_hold(booking, now=now) and len(cart_of(booking)) == 1:
        return _run_out(request, booking, now=now)
    initial = _known_contact(request, now=now) | contact_of_offer(booking)
    return _page(request, token, booking, _form(booking, initial=initial), now=now)


def _form(booking: Booking, data: Any = None, **options: Any) -> DetailsForm:
    """The form of a hold, asking what its rooms ask for and those held with it."""
    venue = booking.room.venue
    rooms = {part.room_id for part in cart_of(booking)}
    return DetailsForm(data, venue=venue, room_ids=rooms, terms=asked_terms(venue.pk, rooms), **options)


def _known_contact(request: HttpRequest, *, now: datetime) -> dict[str, str]:
    """What is on record of whoever is known by their own link, so that they need not type it again."""
    known = known_customer(request, now=now)
    return {} if known is None else {"name": known.name, "email": known.email, "phone": known.phone}


def _step(request: HttpRequest, booking: Booking) -> Callable[..., HttpResponse]:
    """What a press is for."""
    if request.POST.keys() & {"add", "drop"}:
        return _change_cart
    if "price" in request.POST:
        return _reckon
    if request.POST.get("instead") and len(cart_of(booking)) > 1:
        return _choose_instead
    return _confirm


def _reckon(request: HttpRequest, token: str, booking: Booking, *, now: datetime) -> HttpResponse:
    """Show what it costs with what is chosen so far; everything typed stays, and nothing is missing yet."""
    form = _form(booking, initial=request.POST.dict())
    if not is_live_hold(booking, now=now):
        if len(cart_of(booking)) == 1:
            return _run_out(request, booking, now=now)
        return _page(request, token, booking, form, now=now)
    extras = _extras(request, booking, request.POST)
    if not _read_extras(request, extras, now=now):
        return _page(request, token, booking, form, extras=extras, now=now, status=422)
    try:
        booking = price_hold(booking_id=booking.pk, terms=extras.terms(), now=now)
    except TERMS_REFUSED as refused:
        _say(extras, refused)
        return _page(request, token, booking, form, extras=extras, now=now, status=409)
    return _page(request, token, booking, form, now=now)


def _extras(request: HttpRequest, booking: Booking, data: Any = None) -> ExtrasForm:
    """What goes into the price; whoever is known by their own link may pay with hours they have paid for."""
    known = known_customer(request, now=clock.now())
    terms = Terms.from_json(booking.price_terms)
    packs = (
        packs_to_pay_with(known.pk, booking.room.venue_id, also=terms.pack_id) if known is not None else ()
    )
    rules = setup_of(booking.room.venue).price_rules
    occasion = rules.occasion(
        booking.room_id, rules.night_of(booking.starts_at), heads=booking.party_size or 1
    )
    return ExtrasForm(
        data,
        venue_id=booking.room.venue_id,
        rules=rules,
        occasion=occasion,
        online=True,
        terms=terms,
        packs=packs,
    )


def _read_extras(request: HttpRequest, extras: ExtrasForm, *, now: datetime) -> bool:
    """Whether the choices make sense. Tries of codes are counted: nobody guesses a voucher's."""
    if request.POST.get("promo") or request.POST.get("voucher"):
        throttle.take(throttle.CODES, client_address(request), now=now)
    return extras.is_valid()


def _say(extras: ExtrasForm, refused: DomainError) -> None:
    if isinstance(refused, TermsRefused):
        extras.say(refused.problems)
        return
    for field, sentence in refused.fields.items():
        extras.add_error(field if field in extras.fields else None, sentence)


@capability
@require_POST
def release(request: HttpRequest, token: str, booking: Booking) -> HttpResponse:
    """Give a hold back and go to the times again, with the same wish."""
    now = clock.now()
    release_hold(booking_id=booking.pk, now=now)
    return forget_hold(redirect(_picker_url(booking, now=now)))


def _change_cart(request: HttpRequest, token: str, booking: Booking, *, now: datetime) -> HttpResponse:
    """Another room for the same time into the cart, or one out of it; everything typed stays."""
    typed = {name: request.POST.get(name, "") for name in ("add", "drop")}
    number = {name: int(each) for name, each in typed.items() if each.isdecimal() and len(each) < 19}
    problem = ""
    try:
        if "drop" in number:
            drop_held(booking_id=booking.pk, part_id=number["drop"])
        elif "add" in number:
            throttle.take(throttle.PUBLIC_BOOKING, client_address(request), now=now)
            _add_room(booking, number["add"], now=now)
    except (SlotTaken, RulesBroken, HoldExpired, CartFull, RoomUnknown, OverPlan) as refused:
        problem = refused.message
    return _cart_again(request, token, booking, problem, now=now)


def _cart_again(
    request: HttpRequest, token: str, booking: Booking, problem: str, *, now: datetime
) -> HttpResponse:
    """The page after a change of the cart: perhaps the link opens another of it now."""
    kept = booking_of_link(token, now=now)
    form = _form(kept, initial=request.POST.dict())
    extras = _extras(request, kept, request.POST) if kept.pk == booking.pk else None
    status = 409 if problem else 200
    return _page(request, token, kept, form, now=now, extras=extras, cart_problem=problem, status=status)


def _add_room(booking: Booking, room_id: int, *, now: datetime) -> None:
    room = next((room for room in setup_of(booking.room.venue).rooms if room.pk == room_id), None)
    if room is None:
        raise RoomUnknown
    party = party_in(room, booking.party_size)
    hold_slot(room_id=room_id, span=booking.span, party_size=party, now=now, beside=booking.pk)


def _confirm(request: HttpRequest, token: str, booking: Booking, *, now: datetime) -> HttpResponse:
    form = _form(booking, request.POST)
    if request.POST.get("instead"):
        try:
            token, booking = _hold_instead(request, token, booking, now=now)
        except (SlotTaken, RulesBroken) as refused:
            return _lost(request, token, booking, form, refused, now=now)
    extras = _extras(request, booking, request.POST)
    if not all([form.is_valid(), _read_extras(request, extras, now=now)]):
        return _page(request, token, booking, form, extras=extras, now=now)
    details = Details(
        replace(form.contact(), locale=language_asked(request)),
        form.cleaned_data["note"],
        extras.terms(),
        read_total(request.POST.get("shown", "")),
        form.answers() or None,
        Agreed(form.versions_agreed(), client_address(request)),
    )
    try:
        confirmed, to_pay = _book(booking, details, now=now)
    except HoldExpired as expired:
        return _lost(request, token, booking, form, expired, now=now)
    except TERMS_REFUSED as refused:
        _say(extras, refused)
        return _page(request, token, booking, form, extras=extras, now=now, status=409)
    except PriceChanged as changed:
        booking = price_hold(booking_id=booking.pk, terms=extras.terms(), now=now)
        return _page(request, token, booking, form, now=now, status=409, price_changed=changed.message)
    except (RulesBroken, NotTakenOnline, TermsNotAgreed) as refused:
        if isinstance(refused, TermsNotAgreed):
            # Another text than the page showed, or another room: its box is there now, and says so.
            form = _form(booking, request.POST)
        else:
            form.add_error(None, refused.message)
        status = 409 if isinstance(refused, NotTakenOnline) else 422
        return _page(request, token, booking, form, extras=extras, now=now, status=status)
    _note_consent(form, confirmed, now=now)
    if to_pay:
        return lead_to_payment(request, token, confirmed)
    booked = issue_manage_link(booking_id=booking.pk, now=now)
    return forget_hold(go_to(request, reverse("public:booked", args=[booked])))


def _note_consent(form: DetailsForm, confirmed: Booking, *, now: datetime) -> None:
    agreed_to = form.agreed_to()
    if agreed_to is not None and confirmed.customer_id is not None:
        record_consent(
            customer_id=confirmed.customer_id,
            asked=agreed_to,
            is_given=True,
            source=ConsentSource.ONLINE,
            now=now,
        )


def _book(booking: Booking, details: Details, *, now: datetime) -> tuple[Booking, Asked | None]:
    """Book a hold, or keep it for what has to be paid first, which comes along. Raises as `confirm_hold`."""
    if not is_possible(booking):
        return confirm_hold(
            booking_id=booking.pk,
            contact=details.contact,
            note=details.note,
            answers=details.answers,
            now=now,
            terms=details.terms,
            shown_minor=details.shown_minor,
            agreed=details.agreed,
        ), None
    kept = keep_for_payment(booking_id=booking.pk, details=details, now=now)
    to_pay = asked_of(kept) if is_unfinished(kept) else None
    return kept if to_pay else confirm_kept(booking_id=kept.pk, now=now), to_pay


def _hold_instead(
    request: HttpRequest, token: str, booking: Booking, *, now: datetime
) -> tuple[str, Booking]:
    """Hold another slot for the same party, chosen on the page that said this one is gone."""
    start, _, room = request.POST["instead"].partition(" ")
    asked = read_asked({"start": start, "room": room})
    # What was offered is at this venue; another may not be open to customers.
    here = {each.pk for each in setup_of(booking.room.venue).rooms}
    if asked.start is None or asked.room_id not in here:
        return token, booking
    key = sha256(f"{token}\x00{start}\x00{room}".encode()).hexdigest()
    hold = hold_slot(
        room_id=asked.room_id,
        span=Interval.lasting(asked.start, booking.span.duration),
        party_size=booking.party_size or 1,
        now=now,
        idempotency_key=key,
        came_from=booking.came_from,
    )
    return issue_manage_link(booking_id=hold.pk, now=now), hold


def _choose_instead(request: HttpRequest, token: str, booking: Booking, *, now: datetime) -> HttpResponse:
    """Another slot into the cart in the place of one that is gone; it is booked with the rest."""
    start, room, part = [*request.POST["instead"].split(" ")[:3], "", "", ""][:3]
    asked = read_asked({"start": start, "room": room})
    lost = next((each for each in cart_of(booking) if str(each.pk) == part), None)
    problem = ""
    if asked.start is not None and asked.room_id is not None and lost is not None:
        span = Interval.lasting(asked.start, lost.span.duration)
        throttle.take(throttle.PUBLIC_BOOKING, client_address(request), now=now)
        try:
            hold_instead(booking_id=booking.pk, part_id=lost.pk, room_id=asked.room_id, span=span, now=now)
        except (SlotTaken, RulesBroken, HoldExpired, CartFull, RoomUnknown, OverPlan) as refused:
            problem = refused.message
    return _cart_again(request, token, booking, problem, now=now)


def _page(
    request: HttpRequest,
    token: str,
    booking: Booking,
    form: DetailsForm,
    *,
    now: datetime,
    extras: ExtrasForm | None = None,
    **more: Any,
) -> HttpResponse:
    extras = extras or _extras(request, booking)
    context = {
        **_context(booking, now=now),
        "token": token,
        "form": form,
        "extras": extras,
        "is_held": is_live_hold(booking, now=now),
        "held_until_iso": booking.held_until.isoformat() if booking.held_until else "",
        **more,
    }
    status = more.get("status") or (422 if form.errors or extras.errors else 200)
    response = render(request, PAGE, context, status=status)
    if is_offer(booking):
        # Kept for them until they answer, whatever else they look at meanwhile.
        return response
    return remember_hold(response, token, booking=booking, now=now)


def _lost(
    request: HttpRequest,
    token: str,
    booking: Booking,
    form: DetailsForm,
    refused: DomainError,
    *,
    now: datetime,
) -> HttpResponse:
    """The slot is gone: everything typed stays, and each alternative is one press; of a cart each that is
    gone says so by itself.
    """
    if len(cart_of(booking)) > 1:
        form.is_valid()
        return _page(request, token, booking, form, now=now, status=409, is_cart_lost=True)
    if "alternatives" not in refused.details:
        refused.details["alternatives"] = slots_instead(booking, now=now)
    form.is_valid()
    return _page(
        request,
        token,
        booking,
        form,
        now=now,
        status=409,
        lost=refused.message,
        alternatives=alternatives(refused, people=booking.party_size),
    )


def _run_out(request: HttpRequest, booking: Booking, *, now: datetime) -> HttpResponse:
    """The hold's time is up and nothing was sent: offer the same slot again, or what is free instead."""
    context = {
        **_context(booking, now=now),
        "send_to": hold_url(setup_of(booking.room.venue)),
        "came_from": booking.came_from | key_of_booking(booking),
        "was_released": booking.held_until is not None and now < booking.held_until,
    }
    if is_free(booking, now=now):
        return render(request, "bookings/public/run_out.html", {**context, "is_free": True})
    refused = HoldExpired(details={"alternatives": slots_instead(booking, now=now)})
    context["alternatives"] = alternatives(refused, people=booking.party_size)
    return render(request, "bookings/public/run_out.html", context)


def _context(booking: Booking, *, now: datetime) -> dict[str, Any]:
    return {
        **venue_context(setup_of(booking.room.venue), now=now),
        "booking": booking,
        "summary": Summary(booking, now),
        "picker_url": _picker_url(booking, now=now),
        "terms_words": terms_words(booking.room),
        "offer_url": offer_path(booking),
        "upfront": asked_of(booking),
        **cart_context(booking, now=now),
    }


def _picker_url(booking: Booking, *, now: datetime) -> str:
    venue = booking.room.venue
    path = venue_path(venue.slug, sites())
    day = setup_of(venue).hours.business_day(booking.starts_at)
    key = key_of_booking(booking)
    return f"{path}?{Summary(booking, now).wish(day.isoformat())}{'&' if key else ''}{urlencode(key)}"
