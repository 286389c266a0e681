"""A venue that is paid by card: its business, its account at the stand-in, and its owner's hands."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from billing.models import ConnectedAccount, EventKind, EventSource, StripeEvent
from billing.services import connecting, events
from tenants.context import public_scope
from tests.stripe import StandIn

PAGE_URL = "http://twin-a.localhost/dashboard/settings/card-payments/"
ANSWERS = {
    "name": "Velvet",
    "url": "https://velvet.example.com",
    "business_type": "company",
    "first_name": "Ada",
    "last_name": "Example",
    "born": "1990-01-01",
    "bank": "000123456789",
    "terms": "yes",
}


@dataclass(slots=True)
class House:
    """The business and the stand-in."""

    business_id: int
    stripe: StandIn
    now: datetime

    def onboarding(self) -> str:
        """Stripe's page for the owner."""
        with public_scope():
            return connecting.start_onboarding(
                business_id=self.business_id,
                name="Velvet",
                email="owner@velvet.example.com",
                country="GB",
                page_url=PAGE_URL,
                now=self.now,
            )

    def answer(self, url: str, end: str = "done") -> str:
        """Say there what Stripe wants to know; gives back where the owner ends up."""
        return str(self.stripe.post(url, **ANSWERS, end=end).headers["location"])

    def connect(self) -> str:
        """An account that may charge; its id."""
        self.answer(self.onboarding())
        return self.refresh().account

    def refresh(self) -> ConnectedAccount:
        with public_scope():
            return connecting.refresh_account(business_id=self.business_id, now=self.now)

    def receive(self, told: dict[str, Any]) -> StripeEvent:
        """Take one of the stand-in's events in, as the endpoint does, and deal with it."""
        with public_scope():
            body = json.dumps(told).encode()
            events.receive_event(body=body, told=told, kind=EventKind.CONNECT, source=EventSource.WEBHOOK)
            event = StripeEvent.objects.get(stripe_id=told["id"])
            events.apply_event(event_id=event.pk, now=self.now)
            event.refresh_from_db()
        return event

    def hear(self, *types: str) -> list[StripeEvent]:
        """Deal with all that the account's events of these types say; of every type without any."""
        account = ConnectedAccount.objects.get(business_id=self.business_id).account
        return [
            self.receive({**told, "account": account})
            for told in self.stripe.events(account)
            if not types or told["type"] in types
        ]
