"""Links to pay by: made by staff, shared by guests who split a bill, paid by whoever has one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from bookings.errors import LinkNotGood
from bookings.models import Booking
from bookings.pay_links import PayLink, knows_pay_links
from bookings.selectors.groups import own_parts_of, parts_of
from bookings.selectors.setup import setup_of
from bookings.takings import standings_of
from bookings.views.answers import Sentence, changed, form_again
from bookings.views.capability import as_private, capability, link_not_good
from bookings.views.drawer import TEMPLATE, booking_called, drawer_content, drawer_context
from bookings.views.front import venue_context
from bookings.views.pages import address
from bookings.views.plan_payment import leads_to_stripe
from boom.access import staff, token_holder
from boom.core import clock, throttle
from boom.core.errors import DomainError, NotFound, ProviderDown
from boom.core.providers.stripe import is_live
from boom.middleware import client_address
from boom.problems import add_refusal
from payments.errors import LinkUnknown
from payments.forms.links import AskByLinkForm, SplitForm
from payments.models import Payment, PaymentLink, PaymentState
from payments.selectors.accounts import money_of
from payments.selectors.links import LinkShown, LinkState, link_called, links_of, payer_of
from payments.selectors.upfront import charging_account, surcharge_at
from payments.services.card_outcomes import settle_page
from payments.services.card_pages import Wanted
from payments.services.links import ask_by_link, revoke_link, split_bill
from payments.views.drawer import TAKE
from payments.views.paying import send_to_stripe

PAGE = "payments/link.html"


@knows_pay_links
def pay_link(link_id: int, now: datetime) -> PayLink | None:
    """What a letter says of a link, while somebody can pay by it."""
    row = PaymentLink.objects.filter(pk=link_id).first()
    shown = links_of([row.booking_id], now=now) if row is not None else []
    found = next((each for each in shown if each.link.pk == link_id and each.is_open), None)
    if row is None or found is None:
        return None
    booking = Booking.objects.select_related("room__venue", "customer").get(pk=row.booking_id)
    customer = booking.customer
    is_their_own = customer is not None and (
        (bool(row.email) and customer.email == row.email) or (bool(row.phone) and customer.phone == row.phone)
    )
    name = row.name or (booking.guest_name if is_their_own else "")
    return PayLink(booking, row.email, row.phone, name, row.words, found.amount, found.path, row.expires_at)


@require_POST
@staff(TAKE)
def ask(request: HttpRequest, booking_id: int) -> HttpResponse:
    """Make a link, and have it mailed where there is an address."""
    row = booking_called(booking_id)
    if row.kind != "booking":
        raise NotFound
    form = AskByLinkForm(request.POST, money=money_of(row))
    if not form.is_valid():
        return _again(request, row, form)
    typed = form.cleaned_data
    try:
        made = ask_by_link(
            booking_id=row.pk,
            amount_minor=typed["amount"],
            days=typed["days"],
            email=typed["email"],
            phone=typed.get("phone", ""),
            words=typed["words"],
            now=clock.now(),
        )
    except DomainError as error:
        add_refusal(form, error)
        return _again(request, row, form)
    if not (made.email or made.phone):
        return _done(request, row, _("The link is made: pass it on."))
    to = " · ".join(filter(None, [made.email, made.phone]))
    return _done(request, row, _("The link is on its way to %(to)s.") % {"to": to})


@require_POST
@staff(TAKE)
def revoke(request: HttpRequest, link_id: int) -> HttpResponse:
    found = revoke_link(link_id=link_id, now=clock.now())
    return _done(request, booking_called(found.booking_id), _("Nobody can pay by that link any more."))


@capability
@require_http_methods(["GET", "POST"])
def split(request: HttpRequest, token: str, booking: Booking) -> HttpResponse:
    """Split what is due among several, each with a link of their own; who has paid shows here."""
    now = clock.now()
    standing = standings_of([booking.pk]).get(booking.pk)
    parts = [part.pk for part in parts_of(booking.pk)]
    is_whole = {part.pk for part in own_parts_of(booking.pk)} == set(parts)
    if standing is None or not is_whole or charging_account(standing.currency) is None:
        return redirect("public:booked", token)
    form = SplitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        throttle.take(throttle.PUBLIC_BOOKING, client_address(request), now=now)
        try:
            split_bill(booking_id=booking.pk, count=form.cleaned_data["count"], now=now)
        except DomainError as error:
            add_refusal(form, error)
        else:
            return redirect(request.path)
    context = {
        **venue_context(setup_of(booking.room.venue), now=now),
        "booking": booking,
        "token": token,
        "form": form,
        "due": standing.due,
        "shares": [
            {"shown": each, "id": str(each.link.pk), "url": request.build_absolute_uri(each.path)}
            for each in links_of(parts, now=now, only_shares=True)
        ],
    }
    return render(request, "payments/split.html", context, status=422 if form.errors else 200)


@leads_to_stripe
@token_holder
@require_http_methods(["GET", "POST"])
def link(request: HttpRequest, token: str) -> HttpResponseBase:
    """What is asked for by a link; pressed, it leads on to Stripe's page."""
    now = clock.now()
    try:
        shown = link_called(token, now=now)
    except LinkUnknown as error:
        return as_private(link_not_good(request, LinkNotGood(error.message)))
    if request.method != "POST" or not shown.is_open:
        return as_private(_page(request, shown, now=now))
    throttle.take(throttle.PUBLIC_BOOKING, client_address(request), now=now)
    here = reverse("payments:link", args=[token])
    wanted = Wanted(
        booking_id=shown.link.booking_id,
        amount=shown.amount,
        surcharge=surcharge_at(shown.link.venue, shown.amount),
        email=shown.link.email,
        success_url=request.build_absolute_uri(reverse("payments:link-paid", args=[token])),
        cancel_url=request.build_absolute_uri(here),
        payer=payer_of(shown.link),
    )
    return as_private(send_to_stripe(request, wanted, here=here, now=now))


@token_holder
@require_GET
def link_paid(request: HttpRequest, token: str) -> HttpResponseBase:
    """Where Stripe's page leads back to: how the payment stands is asked at once."""
    now = clock.now()
    try:
        shown = link_called(token, now=now)
    except LinkUnknown as error:
        return as_private(link_not_good(request, LinkNotGood(error.message)))
    begun = Payment.objects.filter(
        booking_id=shown.link.booking_id,
        state=PaymentState.PENDING,
        idempotency_key__startswith=f"page:{payer_of(shown.link)}:",
    )
    for payment_id in list(begun.values_list("pk", flat=True)):
        try:
            settle_page(payment_id=payment_id, now=now)
        except ProviderDown:
            return as_private(_page(request, shown, now=now, is_under_way=True))
    return as_private(redirect("payments:link", token))


def _page(
    request: HttpRequest, shown: LinkShown, *, now: datetime, is_under_way: bool = False
) -> HttpResponse:
    booking = shown.link.booking
    context = {
        **venue_context(setup_of(booking.room.venue), now=now),
        "shown": shown,
        "surcharge": surcharge_at(shown.link.venue, shown.amount) if shown.is_open else None,
        "link": shown.link,
        "booking": booking,
        "is_test_mode": not is_live(),
        "is_under_way": is_under_way and shown.is_open,
    }
    gone = shown.state in {LinkState.OVER, LinkState.REVOKED}
    return render(request, PAGE, context, status=410 if gone else 200)


def _again(request: HttpRequest, row: Any, form: AskByLinkForm) -> HttpResponse:
    return form_again(
        request, TEMPLATE, drawer_context(request, row, parts_given={"link_form": form}), status=422
    )


def _done(request: HttpRequest, row: Any, words: str) -> HttpResponse:
    return changed(
        request,
        Sentence(words),
        rooms=[row.room_id],
        then=address("booking", row.pk),
        drawer=drawer_content(request, booking_called(row.pk)),
    )
