"""Gift vouchers as guests meet them: the page they are sold on, the voucher's own page, its files."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from bookings.errors import LinkNotGood
from bookings.models import Venue
from bookings.page_parts import adds_to_venue_page
from bookings.selectors.setup import setup_of
from bookings.selectors.sites import find_site, setup_of_site, sites
from bookings.sold_vouchers import SoldVoucher, knows_sold_vouchers
from bookings.views.capability import as_private, link_not_good
from bookings.views.front import venue_context
from bookings.views.plan_payment import leads_to_stripe
from boom.access import anyone, token_holder
from boom.core import clock, throttle
from boom.core.errors import DomainError, ProviderDown
from boom.core.money import Money
from boom.htmx import go_to
from boom.middleware import client_address
from boom.problems import add_refusal
from boom.proof import insist_on_proof
from payments.errors import DocumentUnknown, PaidAlready, VoucherSaleUnknown
from payments.forms.vouchers import BuyForm
from payments.models import VoucherSale
from payments.paper_file import paper_file, paper_name
from payments.selectors.upfront import surcharge_at
from payments.selectors.vouchers import (
    SaleShown,
    documents_of_sale,
    given_back_of,
    open_shop,
    path_of,
    sale_called,
    token_of_sale,
)
from payments.services import selling_vouchers
from payments.surcharge_words import surcharge_words
from payments.voucher_file import voucher_file

PAGE = "payments/voucher.html"


@adds_to_venue_page
def voucher_part(request: HttpRequest, venue: Venue) -> str:
    """The way to the gift vouchers, where they are sold."""
    shop = open_shop(venue)
    if shop is None:
        return ""
    url = f"{reverse('payments:vouchers')}?venue={venue.slug}"
    return render_to_string("payments/vouchers_part.html", {"shop": shop, "url": url}, request)


@knows_sold_vouchers
def sold_voucher(sale_id: int) -> SoldVoucher | None:
    """What letters say of a sale that was paid."""
    sale = VoucherSale.objects.select_related("venue", "voucher").filter(pk=sale_id).first()
    if sale is None or sale.voucher is None:
        return None
    return SoldVoucher(
        venue=sale.venue,
        worth=Money(sale.amount_minor, sale.currency),
        code=sale.voucher.code,
        good_until=sale.voucher.expires_on,
        buyer_name=sale.buyer_name,
        buyer_email=sale.buyer_email,
        for_name=sale.for_name,
        for_email=sale.for_email,
        message=sale.message,
        path=path_of(sale),
        buyer_path=path_of(sale, for_buyer=True),
    )


@leads_to_stripe
@anyone
@require_http_methods(["GET", "POST"])
@never_cache
def vouchers(request: HttpRequest) -> HttpResponse:
    """What is sold, and the form; sent, it leads on to Stripe's page."""
    now = clock.now()
    setup = setup_of_site(find_site(sites(), request.GET.get("venue")))
    shop = open_shop(setup.venue)
    context: dict[str, Any] = {
        **venue_context(setup, now=now),
        "shop": shop,
        "surcharge_words": surcharge_words(setup.venue),
        "is_test_mode": settings.STRIPE_IS_STANDIN,
    }
    if shop is None:
        return render(request, "payments/vouchers.html", context)
    form = BuyForm(request.POST if request.method == "POST" else None, shop=shop)
    if request.method == "POST" and form.is_valid():
        throttle.take(throttle.PUBLIC_BOOKING, client_address(request), now=now)
        insist_on_proof(request, "voucher")
        try:
            sale = selling_vouchers.begin_sale(
                venue_id=setup.venue.pk,
                gift=form.gift(),
                now=now,
                idempotency_key=form.cleaned_data["key"] or None,
            )
        except DomainError as error:
            add_refusal(form, error)
        else:
            return _to_stripe(request, sale, now=now)
    context["form"] = form
    return render(request, "payments/vouchers.html", context, status=422 if form.errors else 200)


@leads_to_stripe
@token_holder
@require_http_methods(["GET", "POST"])
def voucher(request: HttpRequest, token: str) -> HttpResponseBase:
    """A voucher with its code and what is left on it; to its buyer also documents, or the way to pay."""
    now = clock.now()
    try:
        shown = sale_called(token)
    except VoucherSaleUnknown as error:
        return as_private(link_not_good(request, LinkNotGood(error.message)))
    if request.method == "POST" and shown.can_be_paid(now):
        throttle.take(throttle.PUBLIC_BOOKING, client_address(request), now=now)
        return as_private(_to_stripe(request, shown.sale, now=now))
    return as_private(_page(request, shown, now=now))


@token_holder
@require_GET
def voucher_paid(request: HttpRequest, token: str) -> HttpResponseBase:
    """Where Stripe's page leads back to: how the payment stands is asked at once."""
    now = clock.now()
    try:
        shown = sale_called(token)
    except VoucherSaleUnknown as error:
        return as_private(link_not_good(request, LinkNotGood(error.message)))
    try:
        selling_vouchers.settle_sale(sale_id=shown.sale.pk, now=now)
    except ProviderDown:
        words = _("The payment service is not answering. Do not pay again: the voucher comes by mail.")
        messages.info(request, words)
    return as_private(redirect("payments:voucher", token))


@token_holder
@require_GET
def voucher_pdf(request: HttpRequest, token: str) -> HttpResponseBase:
    """The voucher to print and hand over."""
    shown = sale_called(token)
    if shown.sale.voucher is None:
        raise VoucherSaleUnknown
    return _pdf(voucher_file(shown), f"voucher-{shown.sale.voucher.code}.pdf")


@token_holder
@require_GET
def voucher_document(request: HttpRequest, token: str, document_id: int) -> HttpResponseBase:
    """A receipt or credit note of the sale, to whoever paid."""
    shown = sale_called(token)
    found = next((each for each in documents_of_sale(shown.sale) if each.pk == document_id), None)
    if found is None or not shown.is_buyer:
        raise DocumentUnknown
    return _pdf(paper_file(found), paper_name(found))


def _to_stripe(request: HttpRequest, sale: VoucherSale, *, now: datetime) -> HttpResponse:
    token = token_of_sale(sale, for_buyer=True)
    here = reverse("payments:voucher", args=[token])
    try:
        url = selling_vouchers.open_sale_page(
            sale_id=sale.pk,
            success_url=request.build_absolute_uri(reverse("payments:voucher-paid", args=[token])),
            cancel_url=request.build_absolute_uri(here),
            now=now,
        )
    except PaidAlready:
        return go_to(request, here)
    except DomainError as refusal:
        messages.error(request, refusal.message)
        return go_to(request, here)
    return go_to(request, url)


def _page(request: HttpRequest, shown: SaleShown, *, now: datetime) -> HttpResponse:
    sale = shown.sale
    given, under_way = given_back_of(sale)
    waits = shown.can_be_paid(now)
    context = {
        **venue_context(setup_of(sale.venue), now=now),
        "shown": shown,
        "sale": sale,
        "code": sale.voucher.code if sale.voucher else "",
        "is_over": shown.is_over(now.astimezone(sale.venue.zone).date()),
        "waits": waits,
        "surcharge": surcharge_at(sale.venue, shown.worth) if waits else None,
        "given_back": given,
        "under_way": under_way,
        "documents": documents_of_sale(sale) if shown.is_buyer else [],
        "is_test_mode": settings.STRIPE_IS_STANDIN,
    }
    gone = sale.voucher is None and not waits
    return render(request, PAGE, context, status=410 if gone else 200)


def _pdf(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'inline; filename="{name}"', "Cache-Control": "no-store"}
    return HttpResponse(content, content_type="application/pdf", headers=headers)
