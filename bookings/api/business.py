"""The business itself: what it is, what it uses of its plan, and its plan. Here and not in `billing` or
`tenants`, as usage is counted from bookings and rooms.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from ninja import Query, Router
from pydantic import Field

from billing.domain.plans import Period
from billing.domain.quota import Meter, Metric
from billing.models import PlanPrice
from billing.selectors import entitlements_of, held_plan, offered_plans
from billing.services import subscribing
from bookings.api.places import CHANGE, VenueBody, VenueShape, setup_called, venue_shape
from bookings.selectors.plan_usage import meters_of, rooms_in_use
from bookings.selectors.venues import whole_venues
from bookings.services import setup as services
from boom.core import clock
from boom.core.errors import Conflict, Invalid
from boom.rest.endpoints import ANYBODY, ApiRequest, endpoint
from boom.rest.values import Amount, Body, Id, Instant, Parameters, Shape
from tenants.access import Open, open_at

router = Router()
PLAN = "billing.manage_plan"
TENANTS, BILLING = ["Business"], ["Plan"]


class BusinessShape(Shape):
    """A business, the owner of the address that is called."""

    id: int
    name: str
    subdomain: str
    kind: str
    time_zone: str
    currency: str
    url: str
    open: Open = Field(description="How far it is open: full, read_only, closed.")
    plan: str | None = Field(description="The plan's code.")
    created_at: datetime


class SettingsShape(Shape):
    """The settings of a business: those of each venue that is wholly the caller's."""

    venues: list[VenueShape]


class MeterShape(Shape):
    """So many used of so many."""

    metric: Metric
    used: int
    limit: int | None = Field(description="null: as many as they like.")


class UsageShape(Shape):
    """What is used of the plan: rooms, and bookings of the present month."""

    meters: list[MeterShape]
    above_limit: Literal["refuse", "refuse_staff", "bill"]


class PriceShape(Shape):
    """A price of a plan."""

    id: int
    period: Period
    amount: Amount


class PlanShape(Shape):
    """A plan that can be chosen."""

    code: str
    name: str
    rooms: int | None
    bookings_a_month: int | None
    api_calls_a_minute: int
    features: list[str]
    prices: list[PriceShape]
    is_own: bool


class PlansShape(Shape):
    """What can be chosen today, the smallest first."""

    plans: list[PlanShape]


class SubscriptionShape(Shape):
    """Where the business stands with its plan."""

    plan: str | None
    state: str
    access: Open
    trial_ends_at: datetime | None
    price: PriceShape | None
    is_subscribed: bool
    period_ends_at: datetime | None
    cancels_at: datetime | None
    next_plan: str | None


class ChangeQuery(Parameters):
    """Which price."""

    price_id: Id


class ChangeShape(Shape):
    """What a change of plan costs: at once, or when what is paid for is over."""

    price_id: int
    due_now: Amount
    at: datetime | None = Field(description="Goes into `at` of the upgrade, which then costs just this.")
    begins_at: datetime | None = Field(description="Of a smaller plan: when it begins.")


class UpgradeBody(Body):
    """Which price to change to; with a subscription, the instant of the preview that was agreed to."""

    price_id: Id
    at: Instant | None = None


class UpgradeShape(Shape):
    """What came of it: done, or a page of Stripe's on which the owner subscribes."""

    state: Literal["changed", "planned", "to_pay"]
    pay_url: str | None


class SettingsBody(VenueBody):
    """What to change of a venue's settings; the first venue where none is named."""

    venue_id: Id | None = None


class PreviewNeeded(Conflict):
    """A change that is charged at once takes the instant of a preview."""

    code = "preview-needed"
    message = "See what it costs first (GET /billing/upgrade), and send its `at`."
    field = "at"


@endpoint(
    router, "GET", "/tenants/current", needs=ANYBODY, gives=BusinessShape, tags=TENANTS, stays_open=True
)
def current_business(request: ApiRequest) -> BusinessShape:
    """The business whose address this is."""
    business, held = request.business, held_plan(request.business)
    return BusinessShape(
        id=business.pk,
        name=business.name,
        subdomain=business.subdomain,
        kind=business.kind,
        time_zone=business.time_zone,
        currency=business.currency,
        url=business.url(),
        open=open_at(business),
        plan=held.plan.code if held else None,
        created_at=business.created_at,
    )


@endpoint(router, "GET", "/tenants/settings", needs=CHANGE, gives=SettingsShape, tags=TENANTS)
def business_settings(request: ApiRequest) -> SettingsShape:
    """The settings of each venue, rules included."""
    return SettingsShape(venues=[venue_shape(venue) for venue in whole_venues()])


@endpoint(router, "PATCH", "/tenants/settings", needs=CHANGE, gives=SettingsShape, tags=TENANTS)
def change_settings(request: ApiRequest, body: SettingsBody) -> SettingsShape:
    """Change a venue's settings; what is left out stays."""
    venue = setup_called(body.venue_id).venue
    if venue.pk not in {each.pk for each in whole_venues()}:
        raise Invalid(fields={"venue_id": "Its settings are not yours to change."})
    if values := body.model_dump(exclude_unset=True, exclude={"venue_id"}):
        services.change_venue(venue_id=venue.pk, **values)
    return SettingsShape(venues=[venue_shape(each) for each in whole_venues()])


@endpoint(router, "GET", "/tenants/usage", needs=CHANGE, gives=UsageShape, tags=TENANTS)
def business_usage(request: ApiRequest) -> UsageShape:
    """What is used of the plan at present."""
    return _usage(request)


@endpoint(router, "GET", "/billing/usage", needs=PLAN, gives=UsageShape, tags=BILLING, stays_open=True)
def plan_usage(request: ApiRequest) -> UsageShape:
    """What is used of the plan at present."""
    return _usage(request)


@endpoint(router, "GET", "/billing/plans", needs=PLAN, gives=PlansShape, tags=BILLING, stays_open=True)
def list_plans(request: ApiRequest) -> PlansShape:
    """The plans that can be chosen today."""
    held = held_plan(request.business)
    own = held.plan_id if held else None
    return PlansShape(
        plans=[
            PlanShape(
                code=each.plan.code,
                name=each.plan.name,
                rooms=each.plan.rooms,
                bookings_a_month=each.plan.bookings_a_month,
                api_calls_a_minute=each.plan.api_calls_a_minute,
                features=sorted(each.plan.entitlements.features),
                prices=[_price(price) for price in (each.month, each.year) if price],
                is_own=each.plan.pk == own,
            )
            for each in offered_plans()
        ]
    )


@endpoint(
    router, "GET", "/billing/subscription", needs=PLAN, gives=SubscriptionShape, tags=BILLING, stays_open=True
)
def current_subscription(request: ApiRequest) -> SubscriptionShape:
    """Where the business stands with its plan and what it pays."""
    held = held_plan(request.business)
    found = subscribing.current_subscription(request.business.pk)
    return SubscriptionShape(
        plan=held.plan.code if held else None,
        state=held.state if held else "",
        access=open_at(request.business),
        trial_ends_at=held.trial_ends_at if held else None,
        price=_price(held.price) if held and held.price else None,
        is_subscribed=found is not None and found.is_live and found.status != "incomplete",
        period_ends_at=found.period_ends_at if found else None,
        cancels_at=found.cancels_at if found else None,
        next_plan=held.next_price.plan.code if held and held.next_price else None,
    )


@endpoint(
    router,
    "GET",
    "/billing/upgrade",
    needs=PLAN,
    gives=ChangeShape,
    tags=BILLING,
    stays_open=True,
    refuses=[402, 409],
)
def preview_upgrade(request: ApiRequest, query: ChangeQuery = Query(...)) -> ChangeShape:
    """What another plan would cost, or when it would begin. Nothing is changed."""
    now = clock.now()
    found = subscribing.preview_change(
        business_id=request.business.pk, price_id=query.price_id, rooms=rooms_in_use(now=now), now=now
    )
    return ChangeShape(
        price_id=query.price_id,
        due_now=Amount(amount_minor=found.due.minor, currency=found.due.currency),
        at=None if found.takes_effect_at else found.at,
        begins_at=found.takes_effect_at,
    )


@endpoint(
    router,
    "POST",
    "/billing/upgrade",
    needs=PLAN,
    gives=UpgradeShape,
    tags=BILLING,
    stays_open=True,
    # Stripe is asked, which is done in no transaction; the same change again finds the first.
    keyed=False,
)
def upgrade_plan(request: ApiRequest, body: UpgradeBody) -> UpgradeShape:
    """Change the plan.

    A larger one at once, for what the preview said; a smaller one when what is paid for is over. Without a
    subscription the answer leads to the page on which the owner subscribes.
    """
    business, now = request.business, clock.now()
    rooms = rooms_in_use(now=now)
    subscription = subscribing.current_subscription(business.pk)
    if subscription is None or not subscription.is_live or subscription.status == "incomplete":
        url = subscribing.start_subscription(
            business_id=business.pk,
            name=business.name,
            email=getattr(request.auth.holder, "email", ""),
            price_id=body.price_id,
            rooms=rooms,
            back_url=business.url("/dashboard/plan/"),
            now=now,
        )
        return UpgradeShape(state="to_pay", pay_url=url)
    if subscribing.is_at_once(subscription, subscribing.offered_price(body.price_id)):
        if body.at is None:
            raise PreviewNeeded
        subscribing.change_now(
            business_id=business.pk, price_id=body.price_id, rooms=rooms, at=body.at, now=now
        )
        return UpgradeShape(state="changed", pay_url=None)
    subscribing.change_at_end(business_id=business.pk, price_id=body.price_id, rooms=rooms, now=now)
    return UpgradeShape(state="planned", pay_url=None)


def _usage(request: ApiRequest) -> UsageShape:
    limits = entitlements_of(request.business).limits
    meters = meters_of(request.business, limits, now=clock.now())
    return UsageShape(meters=[_meter(each) for each in meters], above_limit=limits.above.value)


def _meter(meter: Meter) -> MeterShape:
    return MeterShape(metric=meter.metric, used=meter.used, limit=meter.limit)


def _price(price: PlanPrice) -> PriceShape:
    amount = Amount(amount_minor=price.amount.minor, currency=price.amount.currency)
    return PriceShape(id=price.pk, period=Period(price.period), amount=amount)
