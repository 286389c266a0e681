"""A returning customer's own page: asked for by e-mail, opened by the link, all their bookings here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.views.links import drop, keep, kept, private
from bookings.errors import BookingUnknown, LinkNotGood
from bookings.forms.guests import LinkForm
from bookings.models import Booking, ConsentSource, Customer, Purpose
from bookings.selectors.consents import asked_now, consents_of, present_consents
from bookings.selectors.guests import own_bookings
from bookings.selectors.sites import setup_of_site, sites
from bookings.services.consents import record_consent
from bookings.services.customer_links import (
    GOOD_FOR,
    ask_for_link,
    customer_of_link,
    end_customer_links,
)
from bookings.services.links import issue_manage_link
from bookings.summary import Summary
from bookings.views.capability import link_not_good
from bookings.views.front import venue_context
from boom.access import anyone, stays_open, token_holder
from boom.core import clock, throttle
from boom.core.errors import NotFound
from boom.middleware import client_address
from boom.proof import insist_on_proof

COOKIE = "mine"
Own = Callable[..., HttpResponseBase]


def known_customer(request: HttpRequest, *, now: datetime) -> Customer | None:
    """Who came by a link to their own page before, on this browser; None for a stranger."""
    try:
        return customer_of_link(token, now=now) if (token := kept(request, COOKIE)) else None
    except LinkNotGood:
        return None


def of_customer(view: Own) -> Own:
    """Open the page to whoever came by a link to it; `view` gets the customer."""

    @wraps(view)
    def opened(request: HttpRequest, **more: Any) -> HttpResponseBase:
        try:
            customer = customer_of_link(kept(request, COOKIE), now=clock.now())
        except LinkNotGood as error:
            return private(link_not_good(request, error))
        response = view(request, customer, **more)
        response.setdefault("Referrer-Policy", "same-origin")
        return response

    return token_holder(opened)


@anyone
@stays_open
@require_http_methods(["GET", "POST"])
@never_cache
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for the link. The answer is the same whether the address is known here or not."""
    form = LinkForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        now, email = clock.now(), form.cleaned_data["email"]
        throttle.take(throttle.CUSTOMER_LINK_PER_ADDRESS, client_address(request), now=now)
        throttle.take(throttle.CUSTOMER_LINK_PER_ACCOUNT, email, now=now)
        insist_on_proof(request, "link")
        ask_for_link(email=email)
        return redirect("public:my-sent")
    return _page(request, "ask", {"form": form}, status=422 if form.errors else 200)


@anyone
@stays_open
@require_GET
@never_cache
def sent(request: HttpRequest) -> HttpResponse:
    return _page(request, "sent", {})


@token_holder
@require_GET
def arrive(request: HttpRequest, token: str) -> HttpResponse:
    """Take the token out of the address into a cookie; the page itself is at an address that says nothing."""
    try:
        customer_of_link(token, now=clock.now())
    except LinkNotGood as error:
        return private(link_not_good(request, error))
    return keep(redirect("public:my-bookings"), COOKIE, token, lives=GOOD_FOR)


@of_customer
@require_GET
def bookings(request: HttpRequest, customer: Customer) -> HttpResponse:
    now = clock.now()
    own = own_bookings(customer.pk, now=now)
    said = present_consents(consents_of(customer.pk))
    news, whatsapp = said.get(Purpose.NEWS), said.get(Purpose.WHATSAPP)
    context = {
        "customer": customer,
        "coming": [_line(booking, now) for booking in own.coming],
        "past": [_line(booking, now) for booking in own.past],
        "gets_news": news is not None and news.is_given,
        "asked": asked_now(Purpose.NEWS),
        "asked_whatsapp": asked_now(Purpose.WHATSAPP) if settings.WHATSAPP_IS_ON and customer.phone else None,
        "gets_whatsapp": whatsapp is not None and whatsapp.is_given,
    }
    return _page(request, "bookings", context)


@of_customer
@require_POST
def open_booking(request: HttpRequest, customer: Customer, booking_id: int) -> HttpResponse:
    """To one booking's own page, with all that can be done there."""
    now = clock.now()
    own = own_bookings(customer.pk, now=now)
    if booking_id not in {booking.pk for booking in (*own.coming, *own.past)}:
        raise BookingUnknown
    return redirect("public:booked", issue_manage_link(booking_id=booking_id, now=now))


@of_customer
@require_POST
def news(request: HttpRequest, customer: Customer) -> HttpResponse:
    """Say yes or no to news, or to messages by WhatsApp, as the text promises."""
    is_given = request.POST.get("answer") == "yes"
    is_whatsapp = request.POST.get("to") == Purpose.WHATSAPP
    if is_whatsapp and is_given and not settings.WHATSAPP_IS_ON:
        raise NotFound(gettext("Nothing goes out by WhatsApp here."))
    record_consent(
        customer_id=customer.pk,
        asked=asked_now(Purpose.WHATSAPP if is_whatsapp else Purpose.NEWS),
        is_given=is_given,
        source=ConsentSource.OWN_PAGE,
        now=clock.now(),
    )
    yes, no = gettext("You will hear from us."), gettext("No more news. Your bookings stay as they are.")
    if is_whatsapp:
        yes, no = gettext("You will hear by WhatsApp."), gettext("No more by WhatsApp.")
    messages.success(request, yes if is_given else no)
    return redirect("public:my-bookings")


@of_customer
@require_POST
def leave(request: HttpRequest, customer: Customer) -> HttpResponse:
    """End every link to this page, on whatever device."""
    end_customer_links(customer_id=customer.pk, now=clock.now())
    return drop(redirect("public:my"), COOKIE)


def _line(booking: Booking, now: datetime) -> dict[str, Any]:
    return {"booking": booking, "summary": Summary(booking, now), "venue": booking.room.venue}


def _page(request: HttpRequest, name: str, context: dict[str, Any], *, status: int = 200) -> HttpResponse:
    found = sorted(sites(), key=lambda site: not site.is_published)
    if not found:
        raise NotFound
    shared = venue_context(setup_of_site(found[0]), now=clock.now())
    return render(request, f"bookings/public/my_{name}.html", {**shared, **context}, status=status)
