"""How the owner pays for Boom: subscribing, changing, ending and going on. The page itself is `plan`.

All of it is asked of Stripe, outside any transaction, and a no or a silence of Stripe's is said on the plan's
page: nothing is lost by it.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from csp.decorators import csp_update
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from billing.forms import ChangeForm, PriceForm
from billing.models import PlanPrice, Subscription, SubscriptionInvoice
from billing.selectors import invoices_of
from billing.services import subscribing
from billing.services.subscriptions import refresh_business
from billing.wording import day_of, gives_in_words
from bookings.selectors.plan_usage import rooms_in_use
from boom.access import StaffRequest, View, staff, stays_open
from boom.core import clock, outbox
from boom.core.errors import DomainError, ProviderDown
from boom.core.providers.stripe import is_live
from tenants.context import public_scope
from tenants.models import Business

MANAGE = "billing.manage_plan"


@dataclass(frozen=True, slots=True)
class Charged:
    """An invoice and the day it was made."""

    invoice: SubscriptionInvoice
    on: str


@dataclass(frozen=True, slots=True)
class Paying:
    """How a business pays at present, for the plan's page."""

    subscription: Subscription | None
    invoices: Sequence[Charged]
    to_pay: SubscriptionInvoice | None
    is_test_mode: bool
    # Days on the business's clock: when it is charged next, and when it ends by its owner's wish.
    next_on: str = ""
    ends_on: str = ""

    @property
    def is_subscribed(self) -> bool:
        """Whether there is a subscription that can be changed."""
        found = self.subscription
        return found is not None and found.is_live and found.status != "incomplete"

    @property
    def is_other_period(self) -> bool:
        """Whether the change that is planned is one from the year to the month, or the other way round."""
        now, then = (
            (self.subscription.price, self.subscription.next_price) if self.subscription else (None, None)
        )
        return now is not None and then is not None and now.period != then.period


def paying_of(business: Business) -> Paying:
    """What the plan's page shows of payments. Two queries."""
    zone = ZoneInfo(business.time_zone)
    subscription = subscribing.current_subscription(business.pk)
    invoices = invoices_of(business.pk)
    unpaid = [invoice for invoice in invoices if invoice.status == "open" and invoice.due_minor]
    ends_at = subscription.cancels_at if subscription else None
    return Paying(
        subscription,
        [Charged(invoice, day_of(invoice.created_at, zone)) for invoice in invoices],
        min(unpaid, key=lambda invoice: invoice.created_at, default=None),
        not is_live(),
        day_of(subscription.period_ends_at, zone) if subscription else "",
        day_of(ends_at, zone) if ends_at else "",
    )


def leads_to_stripe(view: View) -> View:
    """Let a form end at Stripe's pages: browsers hold a redirect against form-action, too."""

    @functools.wraps(view)
    def leading(*args: Any, **kwargs: Any) -> HttpResponseBase:
        pages = [page for page in settings.STRIPE_PAGES if page]
        return cast(View, csp_update({"form-action": pages})(view))(*args, **kwargs)

    return leading


@require_POST
@stays_open
@staff(MANAGE)
def subscribe(request: StaffRequest) -> HttpResponse:
    form = PriceForm(request.POST)
    if not form.is_valid():
        return _told(request, _("Choose a plan from the list."))
    business, now = _business(request), clock.now()
    rooms = rooms_in_use(now=now)

    def start() -> HttpResponse:
        url = subscribing.start_subscription(
            business_id=business.pk,
            name=business.name,
            email=request.user.email,
            price_id=form.cleaned_data["price"],
            rooms=rooms,
            back_url=business.url("/dashboard/plan/"),
            now=now,
        )
        return HttpResponseRedirect(url)

    return _asking(request, start)


@require_POST
@stays_open
@staff(MANAGE)
def portal(request: StaffRequest) -> HttpResponse:
    business, now = _business(request), clock.now()

    def open_it() -> HttpResponse:
        url = subscribing.open_portal(
            business_id=business.pk, back_url=business.url("/dashboard/plan/"), now=now
        )
        return HttpResponseRedirect(url)

    return _asking(request, open_it)


@require_GET
@stays_open
@staff(MANAGE)
def paid(request: StaffRequest) -> HttpResponse:
    """Where Stripe's page leads back to: what was paid shows at once, not when its event comes."""
    business, now = _business(request), clock.now()
    try:
        with public_scope():
            refresh_business(business_id=business.pk, now=now)
    except (ProviderDown, outbox.Later):
        messages.info(request, _("Your payment is on its way. It shows here in a moment."))
    else:
        messages.success(request, _("Thank you. Your plan is in order."))
    return redirect("dashboard:plan")


@require_http_methods(["GET", "POST"])
@stays_open
@staff(MANAGE)
def change(request: StaffRequest) -> HttpResponse:
    """What another plan costs now or begins when, and the yes to exactly that."""
    is_yes = request.method == "POST"
    form = ChangeForm(request.POST) if is_yes else PriceForm(request.GET)
    if not form.is_valid():
        return _told(request, _("Choose a plan from the list."))
    business, now, price_id = _business(request), clock.now(), form.cleaned_data["price"]
    rooms = rooms_in_use(now=now)

    def show() -> HttpResponse:
        shown = subscribing.preview_change(business_id=business.pk, price_id=price_id, rooms=rooms, now=now)
        return _shown(request, shown)

    def confirm() -> HttpResponse:
        if form.cleaned_data["at"]:
            at = datetime.fromtimestamp(form.cleaned_data["at"], UTC)
            subscribing.change_now(business_id=business.pk, price_id=price_id, rooms=rooms, at=at, now=now)
            return _told(request, _("You have %(plan)s now.") % {"plan": _plan_named(price_id)}, is_good=True)
        subscribing.change_at_end(business_id=business.pk, price_id=price_id, rooms=rooms, now=now)
        words = _("You change to %(plan)s when what you have paid for is over.")
        return _told(request, words % {"plan": _plan_named(price_id)}, is_good=True)

    return _asking(request, confirm if is_yes else show)


@require_http_methods(["GET", "POST"])
@stays_open
@staff(MANAGE)
def cancel(request: StaffRequest) -> HttpResponse:
    """Say what ending means, and end."""
    business, now = _business(request), clock.now()
    if request.method == "POST":
        return _done(
            request,
            lambda: subscribing.cancel_at_end(business_id=business.pk, now=now),
            _("Your subscription ends when what you have paid for is over. Until then nothing changes."),
        )
    subscription = subscribing.current_subscription(business.pk)
    if subscription is None or not subscription.is_live:
        return _told(request, _("There is no subscription that could be ended."))
    zone = ZoneInfo(business.time_zone)
    context = {"subscription": subscription, "ends_on": day_of(subscription.period_ends_at, zone)}
    return render(request, "billing/cancel.html", context)


@require_POST
@stays_open
@staff(MANAGE)
def reactivate(request: StaffRequest) -> HttpResponse:
    business, now = _business(request), clock.now()
    return _done(
        request,
        lambda: subscribing.reactivate(business_id=business.pk, now=now),
        _("Your subscription goes on."),
    )


@require_POST
@stays_open
@staff(MANAGE)
def keep(request: StaffRequest) -> HttpResponse:
    business, now = _business(request), clock.now()
    return _done(
        request,
        lambda: subscribing.keep_plan(business_id=business.pk, now=now),
        _("You keep your plan."),
    )


def _shown(request: HttpRequest, shown: subscribing.ChangePreview) -> HttpResponse:
    zone = ZoneInfo(_business(request).time_zone)
    effect = shown.takes_effect_at
    context: dict[str, Any] = {
        "shown": shown,
        "at": "" if effect else int(shown.at.timestamp()),
        "effect_on": day_of(effect, zone) if effect else "",
        "gives": gives_in_words(shown.price.plan),
        "is_test_mode": not is_live(),
    }
    return render(request, "billing/change.html", context)


def _asking(request: HttpRequest, ask: Callable[[], HttpResponse]) -> HttpResponse:
    """Ask Stripe on the platform's own data; a refusal is told on the plan's page."""
    try:
        with public_scope():
            return ask()
    except DomainError as refusal:
        return _told(request, refusal.message)


def _done(request: HttpRequest, change: Callable[[], None], words: str) -> HttpResponse:
    def carry_out() -> HttpResponse:
        change()
        return _told(request, words, is_good=True)

    return _asking(request, carry_out)


def _told(request: HttpRequest, words: str, *, is_good: bool = False) -> HttpResponse:
    (messages.success if is_good else messages.error)(request, words)
    return redirect("dashboard:plan")


def _plan_named(price_id: int) -> str:
    return PlanPrice.objects.select_related("plan").get(pk=price_id).plan.name


def _business(request: HttpRequest) -> Business:
    business: Business = request.business  # type: ignore[attr-defined]
    return business
