"""A business that pays for its plan at the stand-in for Stripe, and its owner's hands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from billing.domain.plans import Period
from billing.models import (
    BillingCustomer,
    BillingTerms,
    BusinessPlan,
    EventKind,
    EventSource,
    FoldedObject,
    PlanPrice,
    StripeCall,
    StripeEvent,
    StripePrice,
    Subscription,
    SubscriptionInvoice,
    SweptAccount,
)
from billing.services import events, subscribing
from billing.services.subscriptions import refresh_business
from tests import stripe as stand_in
from tests.stripe import StandIn

# All that is known of Stripe; what a drill commits of it goes with it.
OF_STRIPE = (
    StripeEvent, FoldedObject, Subscription, SubscriptionInvoice, SweptAccount, StripeCall, BillingCustomer,
    StripePrice,
)  # fmt: skip
BACK = "http://twin-a.localhost/dashboard/plan/"


@dataclass
class Payer:
    """A business and the stand-in, with a clock that both go by."""

    business_id: int
    stripe: StandIn
    now: datetime

    def price(self, plan: str, period: Period = Period.MONTH) -> PlanPrice:
        """A price on the list: `starter`, `professional`, `enterprise`."""
        return PlanPrice.objects.offered().get(plan__code=plan, period=period.value)

    def wait(self, **duration: float) -> None:
        """Let time pass here and at Stripe."""
        passed = timedelta(**duration)
        self.stripe.advance(int(passed.total_seconds()))
        self.now += passed

    def page(self, plan: str = "starter", period: Period = Period.MONTH) -> str:
        """Where the owner would pay."""
        return subscribing.start_subscription(
            business_id=self.business_id,
            name="Velvet",
            email="owner@velvet.example.com",
            price_id=self.price(plan, period).pk,
            rooms=[],
            back_url=BACK,
            now=self.now,
        )

    def subscribe(
        self, plan: str = "starter", period: Period = Period.MONTH, card: str = stand_in.PAYS
    ) -> None:
        """Pay on Stripe's page, and have it known here."""
        self.stripe.pay(self.page(plan, period), card)
        self.refresh()

    def refresh(self) -> None:
        refresh_business(business_id=self.business_id, now=self.now)

    def upgrade(self, plan: str, period: Period = Period.MONTH) -> subscribing.ChangePreview:
        """Look at what it costs and say yes."""
        price = self.price(plan, period)
        shown = subscribing.preview_change(
            business_id=self.business_id, price_id=price.pk, rooms=[], now=self.now
        )
        subscribing.change_now(
            business_id=self.business_id, price_id=price.pk, rooms=[], at=shown.at, now=self.now
        )
        return shown

    def downgrade(self, plan: str, period: Period = Period.MONTH) -> None:
        subscribing.change_at_end(
            business_id=self.business_id, price_id=self.price(plan, period).pk, rooms=[], now=self.now
        )

    def cancel(self) -> None:
        subscribing.cancel_at_end(business_id=self.business_id, now=self.now)

    def reactivate(self) -> None:
        subscribing.reactivate(business_id=self.business_id, now=self.now)

    def change_card(self, card: str) -> None:
        """As the owner does it in Stripe's portal."""
        client = self.stripe.client()
        (customer,) = self.stripe.objects("customer")
        method = client.v1.payment_methods.create(
            {"type": "card", "card": {"number": card, "exp_month": 12, "exp_year": 2034, "cvc": "123"}}
        )
        client.v1.payment_methods.attach(method.id, {"customer": customer["id"]})
        client.v1.customers.update(
            customer["id"], {"invoice_settings": {"default_payment_method": method.id}}
        )
        for subscription in self.stripe.objects("subscription"):
            if subscription["status"] not in {"canceled", "incomplete_expired"}:
                client.v1.subscriptions.update(subscription["id"], {"default_payment_method": method.id})

    def pay_open_invoices(self) -> None:
        """As the owner does it on Stripe's page of the invoice."""
        for invoice in self.stripe.objects("invoice"):
            if invoice["status"] == "open":
                self.stripe.client().v1.invoices.pay(invoice["id"])

    @property
    def plan(self) -> BusinessPlan:
        return BusinessPlan.objects.select_related("plan", "price", "next_price").get(
            business_id=self.business_id
        )

    @property
    def subscription(self) -> Subscription:
        return Subscription.objects.get(business_id=self.business_id, is_current=True)

    def state(self) -> dict[str, Any]:
        """All that the platform knows of the business's payments, to compare with."""
        held = self.plan
        return {
            "plan": (held.plan.code, held.price_id, held.next_price_id, held.payment, held.payment_since),
            "subscriptions": sorted(
                Subscription.objects.filter(business_id=self.business_id).values_list(
                    "stripe_id", "status", "is_current", "price_id", "next_price_id", "period_starts_at",
                    "period_ends_at", "cancels_at", "ended_at",
                ),
                key=str,
            ),
            "invoices": sorted(
                SubscriptionInvoice.objects.filter(business_id=self.business_id).values_list(
                    "stripe_id", "number", "status", "total_minor", "due_minor", "paid_minor", "attempts"
                ),
                key=str,
            ),
        }  # fmt: skip

    def receive(self, told: dict[str, Any]) -> StripeEvent:
        """Take one of the stand-in's events in, as the endpoint does."""
        body = json.dumps(told).encode()
        events.receive_event(body=body, told=told, kind=EventKind.PLATFORM, source=EventSource.WEBHOOK)
        return StripeEvent.objects.get(stripe_id=told["id"])


def new_payer(business_id: int, stripe: StandIn, now: datetime) -> Payer:
    """A business that has just signed up, with its trial."""
    BusinessPlan.objects.filter(business_id=business_id).delete()
    terms = BillingTerms.objects.get()
    BusinessPlan.objects.create(
        business_id=business_id,
        plan=terms.trial_plan,
        state_since=now,
        trial_ends_at=now + timedelta(days=terms.trial_days),
    )
    stripe.freeze(int(now.timestamp()))
    return Payer(business_id, stripe, now)
