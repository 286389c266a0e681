"""Worker, relay and web killed with -9 while guests pay, are charged and get money back: once, and none lost.

A night's booking is made with a deposit by card, its rest charged to the card that was left and asked for by
a link, and some of it given back; each round one of these is done while somebody dies. `BOOM_DRILL=all` plays
fifty-four rounds in six lives; the ordinary run a few.
"""

from __future__ import annotations

import itertools
import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any
from urllib.parse import urlsplit

import httpx
import pytest
from django.conf import LazySettings

from accounts.models import User
from billing.models import CallState, ConnectedAccount, EventState, StripeCall, StripeEvent
from bookings.domain.interval import Interval
from bookings.models import Booking, Venue
from bookings.services.holds import hold_slot
from bookings.services.links import issue_manage_link
from boom.core import clock
from boom.core.models import OutboxDelivery, OutboxMessage
from boom.core.providers import stripe
from ledger.selectors import trial_balance
from payments.models import Document, Payment, PaymentLink, PaymentSettings, Refund
from payments.selectors.links import token_of
from tenants.context import public_scope, tenant_scope
from tests import servers
from tests.billing.house import OF_STRIPE
from tests.factories import make_room
from tests.factories.prices import make_deposit
from tests.faults.conftest import Stage
from tests.faults.killing import KillDrill
from tests.faults.storm import Browser
from tests.live.conftest import session_of
from tests.payments.house import House
from tests.stripe import StandIn

IS_LONG = os.environ.get("BOOM_DRILL") == "all"
ROUNDS, SEEDS = (9, range(20261121, 20261127)) if IS_LONG else (2, (20261126,))
LIFE = ("book", "charge", "pay_by_link", "give_back")
# Of sixty a booking: a fifth as it is booked, so much of the card, so much by a link, so much back.
DEPOSIT, CHARGED, LINKED, BACK = 1200, 1800, 3000, 2500


@dataclass
class Drill(KillDrill):
    """What a guest and the desk do, each again until it is done."""

    venue: Venue = field(kw_only=True)
    guest: Browser = field(kw_only=True)
    booking: Booking = field(init=False)
    token: str = field(init=False)

    def book(self) -> None:
        """A slot held, the details sent, the deposit paid on Stripe's page."""
        room = make_room(self.venue, name=f"Room {self.did['book']}", price_per_hour_minor=3000)
        evening = clock.now().replace(hour=20, minute=0, second=0, microsecond=0)
        starts_at = evening + timedelta(days=3)
        span = Interval.lasting(starts_at, timedelta(hours=2))
        self.booking = hold_slot(room_id=room.pk, span=span, party_size=2, now=clock.now())
        self.token = issue_manage_link(booking_id=self.booking.pk, now=clock.now())
        details = {"name": "Ada", "email": "ada@example.com", "country": "GB", "phone": "", "note": ""}
        self.pay(f"/book/{self.token}/", **details, shown="6000")
        self.until(lambda: self.taken() == DEPOSIT)
        self.booking.refresh_from_db()
        assert self.booking.status == "confirmed"

    def charge(self) -> None:
        """The desk presses once, and again with the same form as long as it has no answer."""
        key = f"k{self.booking.pk}"
        path = f"/dashboard/bookings/{self.booking.pk}/charge-card/"
        self.until(lambda: self.taken() == DEPOSIT + CHARGED, lambda: self.ask(path, amount="18", key=key))

    def pay_by_link(self) -> None:
        path = f"/dashboard/bookings/{self.booking.pk}/payment-links/"
        form = {"amount": "30", "days": "3", "email": "bob@example.com", "words": ""}
        links = PaymentLink.objects.filter(booking=self.booking)
        self.until(links.exists, lambda: self.ask(path, **form))
        self.pay(f"/pay/{token_of(links.get().nonce)}/")
        self.until(lambda: self.taken() == DEPOSIT + CHARGED + LINKED)

    def give_back(self) -> None:
        path, key = f"/dashboard/bookings/{self.booking.pk}/give-back/", f"b{self.booking.pk}"
        form = {"amount": "25", "reason": "Cold pizza", "sure": "on", "key": key}
        self.until(lambda: self.given() == BACK, lambda: self.ask(path, **form))

    # ----

    def pay(self, path: str, **typed: Any) -> None:
        """Press until Stripe's page comes, pay there, and come back once."""
        while True:
            answer = self.visit(path, **typed)
            if answer is not None and answer.headers.get("location", "").startswith(self.stripe.url):
                break
            path, typed = (f"/booked/{self.token}/pay/", {}) if typed else (path, typed)
            self.after()
        back = urlsplit(self.stripe.pay(answer.headers["location"]))
        self.visit(f"{back.path}?{back.query}", is_look=True)

    def visit(self, path: str, *, is_look: bool = False, **typed: Any) -> httpx.Response | None:
        """As `ask`, by the guest."""
        staff, self.browser = self.browser, self.guest
        try:
            return self.ask(path, is_look=is_look, **typed)
        finally:
            self.browser = staff

    def until(self, is_done: Any, again: Any = lambda: None) -> None:
        for _ in range(5):
            again()
            self.after()
            if is_done():
                return
        raise AssertionError("it is not done after five times")

    def taken(self) -> int:
        rows = Payment.objects.filter(booking=self.booking, state="taken")
        return sum(rows.values_list("amount_minor", flat=True))

    def given(self) -> int:
        rows = Refund.objects.filter(booking=self.booking, state="done")
        return sum(rows.values_list("amount_minor", flat=True))


@pytest.fixture
def drill(
    stage: Stage, stripe_standin: StandIn, settings: LazySettings, request: pytest.FixtureRequest
) -> Iterator[Drill]:
    """A venue that is paid by card; the clock of all runs, as the processes' own does."""
    # Payments of an earlier drill stay with their venue: this one's have other ids at Stripe.
    stripe_standin.reset(seed=request.node.name)
    settings.STRIPE_IS_STANDIN, settings.STRIPE_API_BASE = True, stripe_standin.url
    stripe.breaker.succeeded()
    stage.env |= stripe_standin.env() | {"BOOM_TRUSTED_PROXIES": "1"}
    for name in ("relay", "worker"):
        stage.end(name)
    port = servers.free_port()
    account = House(stage.business.pk, stripe_standin, clock.now()).connect()
    stripe_standin.order("/clock", run=True)
    stripe_standin.send_events_to(connect=f"http://127.0.0.1:{port}/stripe/connect/")
    stripe_standin.order("/deliveries", backoff_s=0.2)
    venue = Venue.objects.get()
    deposit = make_deposit(venue, name="A fifth", value=20_000)
    kept = PaymentSettings.objects.create(venue=venue, keeps_card=True)
    session = session_of(stage.business, User.objects.get(role="owner"))
    host = f"{stage.business.host}:{port}"
    with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=20, trust_env=False) as client:
        stage.env["PORT"] = str(port)
        desk, guest = Browser(1, host, client, session), Browser(2, host, client)
        yield Drill(stage, stripe_standin, desk, port, account, venue=venue, guest=guest)
    for name in ("web", "relay", "worker"):
        stage.end(name)
    stripe_standin.send_events_to()
    with tenant_scope(stage.business):
        deposit.delete()
        kept.delete()
    with public_scope():
        ConnectedAccount.objects.filter(account=account).delete()
        for model in (*OF_STRIPE, OutboxDelivery, OutboxMessage):
            model.objects.all().delete()


@pytest.mark.parametrize("seed", SEEDS)
def test_kills_around_guests_money_lose_nothing_and_do_nothing_twice(drill: Drill, seed: int):
    drill.chance = Random(seed)
    life = itertools.cycle(LIFE)

    for _ in range(ROUNDS):
        drill.play(next(life))

    judge(drill)


def judge(drill: Drill) -> None:
    """What was done, once each: at Stripe, in the books, on paper, and in the letterboxes."""
    did = drill.did
    intents = drill.stripe.objects("payment_intent", drill.account)
    charged = Counter(each["amount_received"] for each in intents if each["amount_received"])
    back = Counter(each["amount"] for each in drill.stripe.objects("refund", drill.account))
    steps = {DEPOSIT: did["book"], CHARGED: did["charge"], LINKED: did["pay_by_link"]}
    assert charged == Counter({minor: times for minor, times in steps.items() if times})
    assert sum(back.elements()) == BACK * did["give_back"]
    ours = Payment.objects.exclude(state="failed").filter(external_account=drill.account)
    rows = Counter(ours.values_list("state", "amount_minor"))
    assert rows == Counter({("taken", minor): times for minor, times in charged.items()})
    assert set(Refund.objects.values_list("state", flat=True)) <= {"done"}
    receipts = Document.objects.filter(kind="receipt").values_list("number", flat=True)
    assert sorted(receipts) == list(range(1, Payment.objects.filter(state="taken").count() + 1))
    assert sum(trial_balance().values()) == 0
    with public_scope():
        known = StripeEvent.objects.filter(account=drill.account)
        assert set(known.values_list("stripe_id", flat=True)) == drill.events_made()
        assert not known.exclude(state=EventState.DONE).exists()
        lasting = StripeCall.objects.filter(is_lasting=True)
        assert set(lasting.values_list("state", flat=True)) <= {CallState.DONE}
    drill.judge_letters()
