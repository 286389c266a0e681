"""A guest pays by card: the page before Stripe's, the way back from it, and giving up."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bookings import upfront
from bookings.errors import HoldExpired
from bookings.models import Booking
from bookings.selectors.groups import cart_of
from bookings.selectors.setup import setup_of
from bookings.services.holds import release_hold
from bookings.services.paid_holds import keep_longer
from bookings.summary import Summary, is_unfinished
from bookings.takings import standings_of
from bookings.upfront import Asked
from bookings.views.capability import capability
from bookings.views.front import forget_hold, is_live_hold, venue_context
from bookings.views.plan_payment import leads_to_stripe
from boom.core import clock, throttle
from boom.core.errors import DomainError, ProviderDown
from boom.core.money import Money
from boom.core.providers.stripe import is_live
from boom.htmx import go_to
from boom.middleware import client_address
from payments.errors import NothingToPay, PaidAlready
from payments.models import Payment, PaymentState, Refund
from payments.selectors.upfront import charging_account, is_asked_for, paid_upfront, surcharge_at
from payments.services import checkouts, kept_cards
from payments.services.card_outcomes import pending_of, settle_page
from payments.services.card_pages import Wanted

PAGE = "payments/pay.html"


@upfront.knows_upfront
class ByCard:
    """What is paid by card before a booking is made (`bookings.upfront`)."""

    @staticmethod
    def is_possible(parts: Sequence[Booking]) -> bool:
        return is_asked_for(parts)

    @staticmethod
    def asked(parts: Sequence[Booking]) -> Asked | None:
        return paid_upfront(parts)

    @staticmethod
    def lead_to_payment(request: HttpRequest, token: str, booking: Booking) -> HttpResponse:
        """Straight to Stripe's page; where that cannot be had, to ours, which says why and keeps the slot."""
        return _to_stripe(request, token, booking, now=clock.now())


@leads_to_stripe
@capability
@require_http_methods(["GET", "POST"])
def pay(request: HttpRequest, token: str, booking: Booking) -> HttpResponse:
    """What is to be paid and until when the slot is kept; pressed, it leads on to Stripe's page.

    Of a booking that stands it is the rest that is due.
    """
    now = clock.now()
    if not is_unfinished(booking):
        return _pay_the_rest(request, token, booking, now=now)
    if request.method == "POST":
        return _to_stripe(request, token, booking, now=now)
    return render(request, PAGE, _context(token, booking, now=now))


@capability
@require_GET
def paid(request: HttpRequest, token: str, booking: Booking) -> HttpResponse:
    """Where Stripe's page leads back to: how the payment stands is asked at once."""
    now = clock.now()
    parts = [part.pk for part in cart_of(booking)]
    is_known = True
    for payment_id in pending_of(parts):
        try:
            settle_page(payment_id=payment_id, now=now)
        except ProviderDown:
            is_known = False
    for card_id in kept_cards.pending_cards(parts):
        try:
            kept_cards.settle_card(card_id=card_id, now=now)
        except ProviderDown:
            is_known = False
    booking.refresh_from_db()
    if not is_unfinished(booking):
        if is_known:
            has_paid = Payment.objects.filter(booking_id__in=parts, state=PaymentState.TAKEN).exists()
            card = _("Thank you. All is in order with your card.")
            messages.success(request, _("Thank you. Your payment has arrived.") if has_paid else card)
        else:
            words = _("Your payment is on its way and shows here in a moment. Do not pay again.")
            messages.info(request, words)
        return forget_hold(redirect("public:booked", token))
    context = _context(token, booking, now=now) | {"is_under_way": not is_known}
    return render(request, PAGE, context)


@capability
@require_POST
def give_up(request: HttpRequest, token: str, booking: Booking) -> HttpResponse:
    """Let the slot go without paying. Paid meanwhile in another window, it is booked after all."""
    now = clock.now()
    for payment_id in pending_of([part.pk for part in cart_of(booking)]):
        try:
            checkouts.close_page(payment_id=payment_id, now=now)
        except ProviderDown:
            # Its page runs out by itself; what is paid there after all is booked if still free, or goes back.
            continue
    booking.refresh_from_db()
    if not is_unfinished(booking):
        return redirect("public:booked", token)
    release_hold(booking_id=booking.pk, now=now)
    return forget_hold(redirect("public:details", token))


def _pay_the_rest(request: HttpRequest, token: str, booking: Booking, *, now: datetime) -> HttpResponse:
    due = standings_of([booking.pk]).get(booking.pk)
    if due is None or not due.due or charging_account(due.currency) is None:
        return go_to(request, reverse("public:booked", args=[token]))
    if request.method != "POST":
        context = {"rest": due.due, "surcharge": surcharge_at(booking.room.venue, due.due)}
        return render(request, PAGE, _context(token, booking, now=now) | context)
    here = reverse("payments:pay", args=[token])
    throttle.take(throttle.PUBLIC_BOOKING, client_address(request), now=now)
    wanted = Wanted(
        booking_id=booking.pk,
        amount=due.due,
        surcharge=surcharge_at(booking.room.venue, due.due),
        email=booking.customer.email if booking.customer else "",
        success_url=request.build_absolute_uri(reverse("payments:paid", args=[token])),
        cancel_url=request.build_absolute_uri(here),
        payer="own",
    )
    return send_to_stripe(request, wanted, here=here, now=now)


def send_to_stripe(request: HttpRequest, wanted: Wanted, *, here: str, now: datetime) -> HttpResponse:
    """To Stripe's page; where that cannot be had back to `here`, which says why. Nothing was charged then."""
    try:
        return go_to(request, checkouts.open_page(wanted, now=now))
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return go_to(request, here)


def _to_stripe(request: HttpRequest, token: str, booking: Booking, *, now: datetime) -> HttpResponse:
    here = reverse("payments:pay", args=[token])
    throttle.take(throttle.PUBLIC_BOOKING, client_address(request), now=now)
    try:
        kept = keep_longer(booking_id=booking.pk, now=now)
        asked = paid_upfront(cart_of(kept))
        if asked is None:
            raise NothingToPay
        wanted = Wanted(
            booking_id=kept.pk,
            amount=asked.amount,
            surcharge=asked.surcharge,
            keeps_card=asked.keeps_card,
            email=kept.customer.email if kept.customer else "",
            success_url=request.build_absolute_uri(reverse("payments:paid", args=[token])),
            cancel_url=request.build_absolute_uri(here),
        )
        url = (checkouts.open_page if asked.amount else kept_cards.open_card_page)(wanted, now=now)
    except (HoldExpired, NothingToPay):
        # The page of the details says what can be had instead, or books what costs nothing (any more).
        return go_to(request, reverse("public:details", args=[token]))
    except PaidAlready:
        return go_to(request, reverse("payments:paid", args=[token]))
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return go_to(request, here)
    return go_to(request, url)


def _context(token: str, booking: Booking, *, now: datetime) -> dict[str, Any]:
    parts = cart_of(booking)
    ids = [part.pk for part in parts]
    sent_back = Refund.objects.filter(booking_id__in=ids).order_by("-id").first()
    last = Payment.objects.filter(booking_id__in=ids).order_by("-id").first()
    return {
        **venue_context(setup_of(booking.room.venue), now=now),
        "booking": booking,
        "parts": parts,
        "summary": Summary(booking, now),
        "token": token,
        "asked": paid_upfront(parts),
        "is_held": is_live_hold(booking, now=now),
        "held_until_iso": booking.held_until.isoformat() if booking.held_until else "",
        "sent_back": Money(sent_back.amount_minor, sent_back.currency) if sent_back else None,
        "was_begun": last is not None and last.state == PaymentState.PENDING,
        "is_test_mode": not is_live(),
    }
