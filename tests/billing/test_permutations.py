"""Stripe's events of whole lives in any order, twice, late, half of them lost and swept: one end state.

Each story is played once at the stand-in. Then its events come again and again in other orders, each at some
moment after it was made, while Stripe answers with what it had at that moment; some answers are overtaken by
another event on their way. What we know at the end is what Stripe has at the end, and the platform's books,
kept at every moment, have every cent. `BOOM_DRILL=all` tells more than 500 times, the ordinary run a few.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from random import Random

import pytest
from django.conf import LazySettings
from django.db import transaction

from billing.domain.plans import Period
from billing.models import (
    BillingTerms,
    BusinessPlan,
    EventState,
    FoldedObject,
    StripeEvent,
    Subscription,
    SubscriptionInvoice,
)
from billing.services import events, subscribing
from billing.services.books import differences, keep_books
from billing.stripe_events import handler_for
from boom.core.providers import stripe
from ledger.selectors import balance, trial_balance
from tests import stripe as stand_in
from tests.billing.house import Payer, new_payer
from tests.billing.recorded import Recorded, Story
from tests.conftest import twin
from tests.stripe import StandIn

IS_LONG = os.environ.get("BOOM_DRILL") == "all"
# In all, where all are told; each of the stories has its share. Otherwise so many of each.
PERMUTATIONS, OF_EACH = 512, 3
Telling = Callable[[Payer, Callable[[], None]], None]
STORIES: dict[str, Telling] = {}


def story(tell: Telling) -> Telling:
    STORIES[tell.__name__] = tell
    return tell


@story
def trial_then_paid(payer: Payer, then: Callable[[], None]) -> None:
    payer.subscribe("starter")
    then()
    payer.wait(days=15)


@story
def paid_at_once_and_renewed(payer: Payer, then: Callable[[], None]) -> None:
    payer.wait(days=20)
    payer.subscribe("professional")
    then()
    payer.wait(days=31)


@story
def failed_then_recovered(payer: Payer, then: Callable[[], None]) -> None:
    failed(payer, then)
    payer.change_card(stand_in.PAYS)
    then()
    payer.pay_open_invoices()


def failed(payer: Payer, then: Callable[[], None]) -> None:
    payer.wait(days=20)
    payer.subscribe("starter")
    then()
    payer.change_card(stand_in.LATER_FAILS)
    payer.wait(days=32)
    then()


@story
def failed_and_retried_in_vain(payer: Payer, then: Callable[[], None]) -> None:
    failed(payer, then)
    payer.refresh()
    subscribing.retry_payment(business_id=payer.business_id, days=1, now=payer.now)
    then()
    payer.wait(days=5)


@story
def failed_until_it_ends(payer: Payer, then: Callable[[], None]) -> None:
    failed(payer, then)
    payer.wait(days=60)


@story
def upgraded_in_the_middle_of_a_month(payer: Payer, then: Callable[[], None]) -> None:
    payer.subscribe("starter")
    payer.wait(days=24)
    payer.refresh()
    then()
    payer.upgrade("professional")


@story
def upgraded_and_declined(payer: Payer, then: Callable[[], None]) -> None:
    payer.wait(days=20)
    payer.subscribe("starter")
    then()
    payer.change_card(stand_in.LATER_FAILS)
    then()
    with pytest.raises(stripe.CardDeclined):
        payer.upgrade("professional")


@story
def downgraded_at_the_end(payer: Payer, then: Callable[[], None]) -> None:
    payer.wait(days=20)
    payer.subscribe("professional")
    then()
    payer.downgrade("starter")
    then()
    payer.wait(days=32)


@story
def downgraded_and_kept(payer: Payer, then: Callable[[], None]) -> None:
    payer.wait(days=20)
    payer.subscribe("professional")
    payer.downgrade("starter")
    then()
    subscribing.keep_plan(business_id=payer.business_id, now=payer.now)


@story
def to_the_year_and_back(payer: Payer, then: Callable[[], None]) -> None:
    payer.wait(days=20)
    payer.subscribe("starter")
    then()
    payer.upgrade("starter", Period.YEAR)
    then()
    payer.downgrade("starter", Period.MONTH)
    then()
    payer.wait(days=366)


@story
def cancelled(payer: Payer, then: Callable[[], None]) -> None:
    payer.wait(days=20)
    payer.subscribe("starter")
    payer.cancel()
    then()
    payer.wait(days=32)


@story
def cancelled_and_reactivated(payer: Payer, then: Callable[[], None]) -> None:
    payer.subscribe("starter")
    payer.cancel()
    then()
    payer.reactivate()
    then()
    payer.wait(days=16)


@story
def ended_and_subscribed_anew(payer: Payer, then: Callable[[], None]) -> None:
    cancelled(payer, then)
    then()
    payer.refresh()
    payer.subscribe("professional", Period.YEAR)


@story
def one_page_left_for_another(payer: Payer, then: Callable[[], None]) -> None:
    payer.page("starter")
    then()
    payer.subscribe("professional")


@story
def given_back_by_hand(payer: Payer, then: Callable[[], None]) -> None:
    payer.wait(days=20)
    payer.subscribe("starter")
    then()
    (charge,) = payer.stripe.objects("charge")
    payer.stripe.client().v1.refunds.create({"charge": charge["id"], "amount": 1400})
    then()
    payer.wait(days=32)


@story
def disputed_and_lost(payer: Payer, then: Callable[[], None]) -> None:
    payer.wait(days=20)
    payer.subscribe("professional")
    (charge,) = payer.stripe.objects("charge")
    dispute = payer.stripe.order("/disputes", charge=charge["id"])["dispute"]
    then()
    payer.stripe.order("/disputes/decide", dispute=dispute["id"], outcome="lost")
    payer.cancel()
    then()
    payer.wait(days=32)


@pytest.fixture
def payer(stripe_standin: StandIn, settings: LazySettings, public: None, now: datetime) -> Payer:
    settings.STRIPE_IS_STANDIN = True
    settings.STRIPE_API_BASE = stripe_standin.url
    stripe.breaker.succeeded()
    return new_payer(twin("twin-a").pk, stripe_standin, now)


def played(payer: Payer, tell: Telling) -> Story:
    """Play a story and remember its moments."""
    payer.page("enterprise")
    (customer,) = payer.stripe.objects("customer")
    story = Story(customer["id"])

    def then() -> None:
        story.note(payer.stripe)
        keep_books(now=payer.now)

    then()
    tell(payer, then)
    then()
    payer.refresh()
    return story


def has_every_cent(payer: Payer) -> bool:
    """Whether the platform's books balance, and have what Stripe's balance and invoices say."""
    keep_books(now=payer.now)
    paid = sum(invoice["amount_paid"] for invoice in payer.stripe.objects("invoice"))
    back = sum(refund["amount"] for refund in payer.stripe.objects("refund"))
    assert balance("test/platform/plans", "USD").minor == back - paid
    assert sum(trial_balance().values()) == 0
    return not differences()


def forget_all(payer: Payer, story: Story, began: datetime) -> dict[str, StripeEvent]:
    """The business as it was before its story; whom Stripe knows it as is known, and all events came."""
    for model in (StripeEvent, FoldedObject, Subscription, SubscriptionInvoice):
        model.objects.all().delete()
    BusinessPlan.objects.filter(business_id=payer.business_id).update(
        plan=BillingTerms.objects.get().trial_plan,
        price=None,
        next_price=None,
        state="trial",
        access="full",
        state_since=began,
        payment="none",
        payment_since=None,
    )
    return {told["id"]: payer.receive(told) for _, told in story.events}


@dataclass
class Teller:
    """Tells one story again and again, each time in another way."""

    payer: Payer
    story: Story
    line: Recorded
    stored: dict[str, StripeEvent]
    random: Random
    overtaken: int = 0

    def __post_init__(self) -> None:
        # Those that change something; the others tell of parts of it and are done as they come.
        self.ours = [each for each in self.story.events if handler_for("platform", each[1]["type"])]
        self.last = len(self.story.states) - 1

    def tell_all(self) -> None:
        """Every event once, from the last to the first, when all is over."""
        self.line.moment = self.last
        for _, told in reversed(self.story.events):
            self.deal_with(told)

    def tell(self) -> None:
        """Some events come, each at some moment after it was made, some twice; the others are lost.

        At the end one of the lost is swept: after the last moment one fold is like another (`tell_all`).
        """
        self.line.moment, self.line.between = 0, self.overtake
        come = self.random.sample(self.ours, self.random.randint(1, min(4, len(self.ours))))
        comings = sorted((self.random.randint(first, self.last), told["id"], told) for first, told in come)
        if self.random.random() < 0.3:
            comings.append((self.last, "", come[0][1]))
        for moment, _, told in comings:
            self.line.moment = max(self.line.moment, moment)
            self.deal_with(told)
        self.line.moment = self.last
        lost = [told for first, told in self.ours if (first, told) not in come] or [self.ours[-1][1]]
        swept = self.random.choice(lost)
        self.line.between = lambda: None
        self.deal_with(swept)

    def overtake(self) -> None:
        """Now and then, while an answer is on its way, time passes and another event is dealt with."""
        if self.random.random() > 0.05:
            return
        self.line.between = lambda: None
        self.line.moment = min(self.line.moment + 1, self.last)
        possible = [told for first, told in self.ours if first <= self.line.moment]
        self.deal_with(self.random.choice(possible))
        self.overtaken += 1

    def deal_with(self, told: dict) -> None:
        event = self.stored[told["id"]]
        assert events.apply_event(event_id=event.pk, now=self.payer.now) == EventState.DONE


@contextmanager
def undone() -> Iterator[None]:
    """As after a test: a transaction that is nobody's, taken back."""
    with transaction.atomic():
        transaction.get_connection().atomic_blocks[-1]._from_testcase = True
        yield
        transaction.set_rollback(True)


@pytest.mark.parametrize("name", STORIES)
def test_whatever_the_order_the_end_is_what_stripe_has(
    name: str, payer: Payer, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
):
    began = payer.now
    story = played(payer, STORIES[name])
    assert has_every_cent(payer)
    expected = payer.state()
    line = Recorded(story, lambda: None)
    # The library sends through this from now on; another key is another client.
    monkeypatch.setattr(stripe, "Line", lambda: line)
    settings.STRIPE_SECRET_KEY = f"sk_test_{name}"
    teller = Teller(payer, story, line, forget_all(payer, story, began), Random(name))

    with undone():
        teller.tell_all()
        assert payer.state() == expected
        assert not StripeEvent.objects.exclude(state=EventState.DONE).exists()
    for number in range(PERMUTATIONS // len(STORIES) if IS_LONG else OF_EACH):
        with undone():
            teller.tell()
            assert payer.state() == expected, f"permutation {number} of {name}"
    assert teller.overtaken or not IS_LONG


def test_control_without_the_count_of_folds_an_overtaken_answer_wins(
    payer: Payer, monkeypatch: pytest.MonkeyPatch, settings: LazySettings
):
    """The same runner sees the harm when states are folded however old they are."""
    began = payer.now
    story = played(payer, downgraded_at_the_end)
    expected = payer.state()
    line = Recorded(story, lambda: None)
    monkeypatch.setattr(stripe, "Line", lambda: line)
    monkeypatch.setattr(events, "claim_fold", lambda key, *, account="", seen: True)
    settings.STRIPE_SECRET_KEY = "sk_test_control"
    teller = Teller(payer, story, line, forget_all(payer, story, began), Random(1))
    first, last = teller.ours[0][1], teller.ours[-1][1]
    line.moment = 1

    def overtake() -> None:
        # Subscriptions of the second moment are answered; the invoices come after all is over.
        if line.asked != "/v1/subscriptions":
            return
        line.between = lambda: None
        line.moment = teller.last
        teller.deal_with(last)

    line.between = overtake
    teller.deal_with(first)

    assert payer.state() != expected
