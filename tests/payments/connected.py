"""A venue's account at the stand-in with money in it: paid by card, disputed, given back, paid out."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
import stripe as library
from django.conf import LazySettings

from billing.models import EventKind, EventSource, StripeEvent
from billing.services import events
from billing.services.subscriptions import connect_account
from bookings.models import Occupancy
from boom.core.providers import stripe
from payments.models import Dispute, Method, Payment
from payments.services.posting import post_payment
from tenants.context import public_scope
from tenants.models import Business
from tests.standins.test_connect import answer, link, open_account
from tests.stripe import StandIn


@dataclass
class Connected:
    """The account, with a clock that both go by."""

    stripe: StandIn
    business: Business
    account: str
    now: datetime

    @property
    def client(self) -> library.StripeClient:
        return self.stripe.client(self.account)

    def wait(self, **duration: float) -> None:
        passed = timedelta(**duration)
        self.stripe.advance(int(passed.total_seconds()))
        self.now += passed

    def paid(self, booking: Occupancy, amount_minor: int, **more: Any) -> Payment:
        """The guest has paid by card."""
        intent = self.client.v1.payment_intents.create(
            {
                "amount": amount_minor,
                "currency": booking.currency.lower(),
                "payment_method": "pm_card_visa",
                "confirm": True,
                "return_url": "https://boom.example/",
                **more,
            }
        )
        payment = Payment.objects.create(
            venue=booking.room.venue,
            booking=booking,
            method=Method.CARD,
            amount_minor=amount_minor,
            currency=booking.currency,
            taken_at=self.now,
            external_account=self.account,
            external_id=intent.id,
        )
        post_payment(payment, self.now)
        return payment

    def charge_of(self, payment: Payment) -> str:
        return str(self.client.v1.payment_intents.retrieve(payment.external_id).latest_charge)

    def dispute(self, payment: Payment, reason: str = "fraudulent") -> Dispute:
        """The cardholder's bank takes it back, and we hear of it."""
        made = self.stripe.order(
            "/disputes", account=self.account, charge=self.charge_of(payment), reason=reason
        )["dispute"]
        self.hear()
        return Dispute.objects.get(external_id=made["id"])

    def decide(self, dispute: Dispute, outcome: str) -> Dispute:
        self.stripe.order(
            "/disputes/decide", account=self.account, dispute=dispute.external_id, outcome=outcome
        )
        self.hear()
        dispute.refresh_from_db()
        return dispute

    def hear(self, about: str = "charge.dispute.") -> list[StripeEvent]:
        """Take in and deal with the events whose type begins so."""
        found = []
        with public_scope():
            for told in self.stripe.events(self.account):
                if not told["type"].startswith(about):
                    continue
                whole = {**told, "account": self.account}
                body = json.dumps(whole).encode()
                events.receive_event(
                    body=body, told=whole, kind=EventKind.CONNECT, source=EventSource.WEBHOOK
                )
                event = StripeEvent.objects.get(stripe_id=told["id"])
                events.apply_event(event_id=event.pk, now=self.now)
                found.append(event)
        return found


@pytest.fixture
def connected(
    stripe_standin: StandIn, settings: LazySettings, business: Business, now: datetime
) -> Connected:
    settings.STRIPE_IS_STANDIN = True
    settings.STRIPE_API_BASE = stripe_standin.url
    stripe.breaker.succeeded()
    stripe_standin.freeze(int(now.timestamp()))
    platform = stripe_standin.client()
    made = open_account(platform)
    answer(stripe_standin, link(platform, made.id))
    with public_scope():
        connect_account(business_id=business.pk, account=made.id, now=now)
    return Connected(stripe_standin, business, made.id, now)
