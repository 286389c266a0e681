"""Card payments: the business's own account at Stripe, how it stands, and the way there and back."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from billing.errors import NoAccountYet
from billing.selectors import account_of, platform_fee_of
from billing.services import connecting
from billing.wording import day_of
from bookings.views.plan_payment import leads_to_stripe
from bookings.views.setup import venue_of
from boom.access import StaffRequest, staff
from boom.core import clock, outbox
from boom.core.errors import DomainError, ProviderDown
from boom.core.providers.stripe import is_live
from payments.account_words import WORDS, Standing, fee_in_words, standing_of, wanted_in_words
from payments.domain.card_currencies import is_charged_exactly
from tenants.context import public_scope
from tenants.models import Business

CONNECT = "payments.connect_account"
PAGE = "payments:card-payments"
# Where an owner looks after the account itself.
STRIPES_PAGE = "https://dashboard.stripe.com/"
# Those in which Stripe's own questions are the next step.
GOES_ON = frozenset({Standing.BEGUN, Standing.RESTRICTED, Standing.NO_PAYOUTS})


@require_GET
@leads_to_stripe
@staff(CONNECT)
def card_payments(request: StaffRequest) -> HttpResponse:
    """How the account stands, as it was last heard; what is missing, in words."""
    business = _business(request)
    account = account_of(business.pk)
    standing = standing_of(account)
    if "again" in request.GET:
        messages.info(request, _("The link to Stripe had run out. Press the button once more."))
        return redirect(PAGE)
    currency = venue_of(request).currency
    due_at = account.requirements_due_at if account else None
    context = {
        "venue": venue_of(request),
        "account": account,
        "standing": standing.value,
        "words": WORDS[standing],
        "wanted": wanted_in_words(account.requirements) if account else [],
        "due_on": day_of(due_at, ZoneInfo(business.time_zone)) if due_at else "",
        "goes_on": standing in GOES_ON,
        "is_new": standing in {Standing.NONE, Standing.DISCONNECTED},
        "fee_words": fee_in_words(platform_fee_of(business.pk, currency), currency),
        "is_test_mode": not is_live(),
        "is_exact": is_charged_exactly(currency),
        "currency": currency,
        "stripes_page": "" if settings.STRIPE_IS_STANDIN else STRIPES_PAGE,
    }
    return render(request, "payments/card_payments.html", context)


@require_POST
@staff(CONNECT)
def connect(request: StaffRequest) -> HttpResponse:
    """To Stripe's own page, where the owner says what Stripe wants to know."""
    business, venue = _business(request), venue_of(request)
    if not venue.country:
        return _told(request, _("Say under Venue details first in which country you are."))
    try:
        with public_scope():
            url = connecting.start_onboarding(
                business_id=business.pk,
                name=business.name,
                email=request.user.email,
                country=venue.country,
                page_url=business.url("/dashboard/settings/card-payments/"),
                now=clock.now(),
            )
    except DomainError as refusal:
        return _told(request, refusal.message)
    return HttpResponseRedirect(url)


@require_GET
@staff(CONNECT)
def connected(request: StaffRequest) -> HttpResponse:
    """Where Stripe's page leads back to: how it stands is asked at once, not when its event comes."""
    try:
        with public_scope():
            connecting.refresh_account(business_id=_business(request).pk, now=clock.now())
    except NoAccountYet as refusal:
        return _told(request, refusal.message)
    except (ProviderDown, outbox.Later):
        messages.info(request, _("Stripe is not answering. How the account stands shows here in a moment."))
    return redirect(PAGE)


def _told(request: HttpRequest, words: str) -> HttpResponse:
    messages.error(request, words)
    return redirect(PAGE)


def _business(request: HttpRequest) -> Business:
    business: Business = request.business  # type: ignore[attr-defined]
    return business
