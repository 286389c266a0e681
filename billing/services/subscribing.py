"""What an owner does about the plan: subscribe, change it, end it, go on, look after cards and invoices.

Each asks Stripe and folds what Stripe then has; nothing of ours is changed on hope. So none may run within a
transaction. In the public scope; the edges see to it that only owners get here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import structlog

from billing.domain.quota import RoomInUse, rooms_to_archive
from billing.errors import (
    AlreadySubscribed,
    CallAtWork,
    CallLost,
    ChangePlanned,
    EndPlanned,
    NotSubscribed,
    OverSmallerPlan,
    PreviewOld,
    PriceUnknown,
    SamePlan,
    UnknownObject,
)
from billing.models import (
    BusinessPlan,
    CallState,
    PlanPrice,
    StripeCall,
    Subscription,
    UsageMonth,
)
from billing.services.at_stripe import ask, customer_of, known_customer, portal_settings, price_at_stripe
from billing.services.calls import is_lost
from billing.services.events import folds_of
from billing.services.subscriptions import refresh_business
from boom.core import outbox
from boom.core.errors import ProviderDown
from boom.core.money import Money
from boom.core.providers import stripe
from boom.core.providers.stripe import Object

log = structlog.get_logger(__name__)

SUBSCRIBE, OVERAGE = "subscribe", "overage"
# Stripe's pages take a trial's end from two days ahead on.
SHORTEST_TRIAL_LEFT = timedelta(hours=49)
SCHEDULES = "/v1/subscription_schedules"
# How long what a preview said may be confirmed.
PREVIEW_HOLDS_FOR = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what a change costs."""

    words: str
    amount: Money


@dataclass(frozen=True, slots=True)
class ChangePreview:
    """What a change would cost, as Stripe reckons as of `at`; confirmed with the same instant, it costs that.

    `due` is charged at once. One at the end of the period has `takes_effect_at`, and nothing is due now.
    """

    price: PlanPrice
    at: datetime
    due: Money
    lines: tuple[Line, ...] = ()
    takes_effect_at: datetime | None = None


def current_subscription(business_id: int) -> Subscription | None:
    """The subscription a business lives by, over ones included."""
    return (
        Subscription.objects.filter(business_id=business_id, is_current=True)
        .select_related("price__plan", "next_price__plan")
        .first()
    )


def start_subscription(
    *,
    business_id: int,
    name: str,
    email: str,
    price_id: int,
    rooms: Sequence[RoomInUse],
    back_url: str,
    now: datetime,
) -> str:
    """Where the owner subscribes: Stripe's page for this price, with codes and tax ids. Twice gives one page.

    `back_url` is the plan's page. Raises AlreadySubscribed, PriceUnknown, OverSmallerPlan, and as
    `perform_call`.
    """
    # A page may be paid of which nothing was heard yet: whoever got another one would pay twice.
    _know_present(business_id, now)
    subscription = current_subscription(business_id)
    if subscription is not None and subscription.is_live and subscription.status != "incomplete":
        raise AlreadySubscribed
    price = offered_price(price_id)
    _check_fits(price, rooms)
    customer = customer_of(business_id=business_id, name=name, email=email, now=now)
    open_page = _open_page(business_id, price, now)
    if open_page:
        return open_page
    made = StripeCall.objects.filter(purpose=SUBSCRIBE, business_id=business_id).count()
    params: dict[str, Any] = {
        "mode": "subscription",
        "customer": customer,
        "line_items": [{"price": price_at_stripe(price, now), "quantity": 1}],
        "success_url": f"{back_url}paid/",
        "cancel_url": back_url,
        "allow_promotion_codes": True,
        "tax_id_collection": {"enabled": True},
        # A tax id goes with the name and address it was given for.
        "customer_update": {"name": "auto", "address": "auto"},
        "client_reference_id": str(business_id),
        "metadata": {"boom_business": str(business_id)},
        "subscription_data": {
            "metadata": {"boom_business": str(business_id)},
            **trial_left(business_id, now),
        },
    }
    about = f"business:{business_id}:price:{price.pk}:{made}"
    session = ask(
        SUBSCRIBE, about, "/v1/checkout/sessions", params, of=business_id, now=now, is_lasting=False
    )
    return str(session["url"])


def open_portal(*, business_id: int, back_url: str, now: datetime) -> str:
    """Where the owner looks after cards, addresses, tax ids and invoices: Stripe's own page.

    Raises NotSubscribed, and as `perform_call`.
    """
    params = {
        "customer": known_customer(business_id),
        "return_url": back_url,
        "configuration": portal_settings(now),
    }
    about = f"business:{business_id}:{uuid4().hex}"
    path = "/v1/billing_portal/sessions"
    session = ask("portal", about, path, params, of=business_id, now=now, is_lasting=False)
    return str(session["url"])


def preview_change(
    *, business_id: int, price_id: int, rooms: Sequence[RoomInUse], now: datetime
) -> ChangePreview:
    """What another price would cost, or when it begins; changes nothing.

    Raises NotSubscribed, SamePlan, PriceUnknown, ChangePlanned, EndPlanned, OverSmallerPlan, and as
    `stripe.read`.
    """
    subscription, price = _changeable(business_id, price_id, rooms)
    if not is_at_once(subscription, price):
        _check_goes_on(subscription)
        return ChangePreview(price, now, Money(0, price.currency), (), subscription.period_ends_at)
    # Stripe reckons in whole seconds.
    at = now.replace(microsecond=0)
    details = {**_change_at_once(subscription, price_at_stripe(price, now), at)}
    invoice = stripe.preview(
        "/v1/invoices/create_preview",
        {
            "customer": known_customer(business_id),
            "subscription": subscription.stripe_id,
            "subscription_details": details,
        },
    )
    currency = invoice["currency"].upper()
    lines = tuple(
        Line(str(line.get("description") or ""), Money(line["amount"], currency))
        for line in invoice["lines"]["data"]
    )
    return ChangePreview(price, at, Money(invoice["amount_due"], currency), lines)


def change_now(
    *, business_id: int, price_id: int, rooms: Sequence[RoomInUse], at: datetime, now: datetime
) -> None:
    """Change to a larger plan, or to paying by the year, at once; what the preview said is charged.

    `at` is the preview's instant. A card that declines leaves all as it was (CardDeclined). Raises
    PreviewOld, as `preview_change`, and as `perform_call`: after StripeDown it is finished by itself.
    """
    if not now - PREVIEW_HOLDS_FOR <= at <= now:
        raise PreviewOld
    subscription, price = _changeable(business_id, price_id, rooms)
    if not is_at_once(subscription, price):
        raise PriceUnknown
    params = {
        **_change_at_once(subscription, price_at_stripe(price, now), at),
        # The change is made when it is paid, or not at all.
        "payment_behavior": "error_if_incomplete",
    }
    _release_schedule(subscription, now)
    _change("upgrade", subscription, params, f"to:{price.pk}", now)


def change_at_end(*, business_id: int, price_id: int, rooms: Sequence[RoomInUse], now: datetime) -> None:
    """Change to a smaller plan, or to paying by the month, when what is paid for is over.

    The larger plan stays until then: Stripe begins the other by a schedule, which ends with that. Raises as
    `preview_change`.
    """
    subscription, price = _changeable(business_id, price_id, rooms)
    if is_at_once(subscription, price):
        raise PriceUnknown
    _check_goes_on(subscription)
    there = stripe.read(f"/v1/subscriptions/{subscription.stripe_id}", {"expand": ["schedule"]})
    schedule = there["schedule"] or _schedule(subscription, now)
    present: dict[str, Any] = {
        "items": [{"price": subscription.stripe_price_id, "quantity": 1}],
        "start_date": schedule["current_phase"]["start_date"],
        "end_date": schedule["current_phase"]["end_date"],
    }
    following: dict[str, Any] = {
        "items": [{"price": price_at_stripe(price, now), "quantity": 1}],
        "duration": {"interval": price.period, "interval_count": 1},
        "proration_behavior": "none",
    }
    # A phase that names no coupons has none, whatever the subscription has.
    coupons = [{"discount": each} for each in there.get("discounts") or []]
    phases = [phase | ({"discounts": coupons} if coupons else {}) for phase in (present, following)]
    params = {"end_behavior": "release", "phases": phases}
    path = f"{SCHEDULES}/{schedule['id']}"
    _change("downgrade", subscription, params, f"to:{price.pk}", now, path=path)


def keep_plan(*, business_id: int, now: datetime) -> None:
    """Take a planned change back; without one nothing is done. Raises NotSubscribed, as `perform_call`."""
    subscription = _live(business_id)
    if not subscription.schedule_id:
        return
    try:
        _release_schedule(subscription, now)
    finally:
        _refresh(business_id, now)


def cancel_at_end(*, business_id: int, now: datetime) -> None:
    """End the subscription when what is paid for is over; what was planned for then falls away.

    Raises NotSubscribed, and as `perform_call`.
    """
    subscription = _live(business_id)
    if subscription.cancels_at is None:
        _release_schedule(subscription, now)
        _change("cancel", subscription, {"cancel_at_period_end": True}, "", now)


def reactivate(*, business_id: int, now: datetime) -> None:
    """Go on after all, before the end has come. Raises NotSubscribed, and as `perform_call`."""
    subscription = _live(business_id)
    if subscription.cancels_at is not None:
        _change("reactivate", subscription, {"cancel_at_period_end": False}, "", now)


def retry_payment(*, business_id: int, days: int, now: datetime) -> None:
    """Ask once more for what is owed, `days` after the first refusal. A bank's no is no failure."""
    subscription = current_subscription(business_id)
    if subscription is None or not subscription.is_live:
        return
    listed = stripe.read_all(
        "/v1/invoices", {"subscription": subscription.stripe_id, "status": "open"}, most=12
    )
    for invoice in listed:
        about = f"invoice:{invoice['id']}:{days}"
        try:
            ask("retry", about, f"/v1/invoices/{invoice['id']}/pay", {}, of=business_id, now=now)
        except stripe.StripeRefused:
            # The bank's no. It stands on the call; dunning goes on by its own dates.
            break
    _refresh(business_id, now)


def charge_overage(*, business_id: int, month: date, now: datetime) -> None:
    """Put what a month had above its plan's limit on the next invoice; once a month, however often asked.

    Nothing for a business that pays nothing: there is no invoice it could stand on. Raises as `perform_call`;
    CallLost until somebody has looked what became of an earlier call.
    """
    used = UsageMonth.objects.filter(business_id=business_id, month=month).first()
    subscription = current_subscription(business_id)
    if used is None or not used.amount_minor or subscription is None or not subscription.is_live:
        return
    about = f"usage:{used.pk}"
    if is_lost(purpose=OVERAGE, about=about):
        raise CallLost
    params = {
        "customer": known_customer(business_id),
        "subscription": subscription.stripe_id,
        "amount": used.amount_minor,
        "currency": used.currency.lower(),
        "description": f"{used.over} bookings above the plan in {month:%B %Y}",
        "metadata": {"boom_usage_month": str(used.pk)},
    }
    ask(OVERAGE, about, "/v1/invoiceitems", params, of=business_id, now=now)


def is_at_once(subscription: Subscription, price: PlanPrice) -> bool:
    """Whether a change is for more, and so made at once: a larger plan, or the same by the year."""
    held = subscription.price
    if held is None or subscription.status == "trialing":
        return True
    if held.period != price.period:
        return price.period == "year" and price.plan.order >= held.plan.order
    # By the plan first: an old price of a larger plan may be less than today's of a smaller one.
    return (price.plan.order, price.amount_minor) >= (held.plan.order, held.amount_minor)


def offered_price(price_id: int) -> PlanPrice:
    """A price that can be chosen today. Raises PriceUnknown."""
    found = PlanPrice.objects.offered().select_related("plan").filter(pk=price_id).first()
    if found is None or not found.amount_minor:
        raise PriceUnknown
    return found


def _changeable(
    business_id: int, price_id: int, rooms: Sequence[RoomInUse]
) -> tuple[Subscription, PlanPrice]:
    subscription, price = _live(business_id), offered_price(price_id)
    if subscription.next_price_id is not None:
        raise ChangePlanned
    if subscription.price_id == price.pk:
        raise SamePlan
    # Also where it begins at once: on trial at Stripe a smaller plan does.
    _check_fits(price, rooms)
    return subscription, price


def _check_goes_on(subscription: Subscription) -> None:
    """A schedule would begin the other plan, and take the end back that the owner wanted."""
    if subscription.cancels_at is not None:
        raise EndPlanned


def _live(business_id: int) -> Subscription:
    subscription = current_subscription(business_id)
    if subscription is None or not subscription.is_live:
        raise NotSubscribed
    return subscription


def _check_fits(price: PlanPrice, rooms: Sequence[RoomInUse]) -> None:
    too_many = rooms_to_archive(rooms, price.plan.rooms)
    if too_many:
        raise OverSmallerPlan(
            plan=price.plan.name, limit=price.plan.rooms or 0, rooms=[room.name for room in too_many]
        )


def _change_at_once(subscription: Subscription, stripe_price: str, at: datetime) -> dict[str, Any]:
    return {
        "items": [{"id": subscription.item_id, "price": stripe_price}],
        "proration_behavior": "always_invoice",
        "proration_date": int(at.timestamp()),
    }


def _change(
    purpose: str,
    subscription: Subscription,
    params: Mapping[str, Any],
    what: str,
    now: datetime,
    *,
    path: str = "",
) -> None:
    """Change a subscription, or its schedule, once for one state of it: a second click finds the call, or
    another state.
    """
    about = _about(subscription, what)
    path = path or f"/v1/subscriptions/{subscription.stripe_id}"
    try:
        ask(purpose, about, path, params, of=subscription.business_id, now=now)
    finally:
        _refresh(subscription.business_id, now)


def _about(subscription: Subscription, what: str) -> str:
    customer = known_customer(subscription.business_id)
    return f"{subscription.stripe_id}:{folds_of(customer)}:{what}"


def _schedule(subscription: Subscription, now: datetime) -> Object:
    """A schedule for a subscription that has none. By itself it changes nothing."""
    params = {"from_subscription": subscription.stripe_id}
    about = _about(subscription, "")
    return ask("schedule", about, SCHEDULES, params, of=subscription.business_id, now=now)


def _release_schedule(subscription: Subscription, now: datetime) -> None:
    """Let a subscription go on as it is: with a schedule Stripe would not take other changes of its end."""
    if not subscription.schedule_id:
        return
    path = f"{SCHEDULES}/{subscription.schedule_id}/release"
    ask("release", subscription.schedule_id, path, {}, of=subscription.business_id, now=now)


def _know_present(business_id: int, now: datetime) -> None:
    try:
        refresh_business(business_id=business_id, now=now)
    except outbox.Later as later:
        raise CallAtWork from later
    except UnknownObject:
        log.warning("stripe does not know a business that was its customer", business=business_id)


def _refresh(business_id: int, now: datetime) -> None:
    """Show at once what came of it. Where that cannot be had, Stripe's event brings it."""
    try:
        refresh_business(business_id=business_id, now=now)
    except (ProviderDown, outbox.Later) as error:
        log.warning("a subscription is folded when its event comes", business=business_id, why=str(error))


def _open_page(business_id: int, price: PlanPrice, now: datetime) -> str:
    """The address of a page that was opened for this price and is not used; others are closed.

    Two pages could be paid, and a business has one subscription.
    """
    lately = StripeCall.objects.filter(
        purpose=SUBSCRIBE,
        business_id=business_id,
        state=CallState.DONE,
        is_live=stripe.is_live(),
        created_at__gte=now - timedelta(hours=24),
    )
    found = ""
    for call in lately.order_by("-id")[:5]:
        try:
            session = stripe.read(f"/v1/checkout/sessions/{call.object_id}")
        except stripe.NoSuchObject:
            # Stripe's test data were deleted.
            continue
        if session["status"] != "open":
            continue
        if not found and f":price:{price.pk}:" in call.about:
            found = str(session["url"])
            continue
        path = f"/v1/checkout/sessions/{session['id']}/expire"
        ask("close-page", session["id"], path, {}, of=business_id, now=now)
    return found


def trial_left(business_id: int, now: datetime) -> dict[str, Any]:
    """What is left of the trial stays free: the first charge is at its end."""
    held = BusinessPlan.objects.filter(business_id=business_id, state="trial").first()
    if held is None or held.trial_ends_at - now < SHORTEST_TRIAL_LEFT:
        return {}
    return {"trial_end": int(held.trial_ends_at.timestamp())}
