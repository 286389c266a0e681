"""A guest's story at a venue that is paid by card, told in many ways: events come, late, twice, or never.

A story is a function of a `Telling`: it lets things happen, and calls `then()` where Stripe's events may
come. Told in order, every event comes at once. Told by chance, some come there and then in any order, some
twice, others at a later moment or never: those are swept at the end. A guest may come back from Stripe's page
or not; what the next step stands on is asked for as the sweep of pages would.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from typing import Any

from django.core import mail

from billing.models import ConnectedAccount, EventState, StripeEvent
from billing.services import events
from billing.services.sweeping import sweep_account
from bookings.domain.interval import Interval
from bookings.models import Booking, Room
from bookings.services.customers import Contact
from bookings.services.holds import Details, hold_slot
from bookings.services.paid_holds import keep_for_payment
from boom.core import clock, outbox
from boom.core.models import OutboxMessage
from boom.core.money import Money
from boom.core.providers import stripe
from ledger.models import EntryLine
from ledger.selectors import trial_balance
from payments.models import Dispute, Document, KeptCard, Payment, Payout, Refund
from payments.selectors.payouts import report_called
from payments.services import card_outcomes, charges, checkouts, kept_cards
from payments.services.card_pages import Wanted
from payments.services.giving_back import refund_booking
from tenants.context import public_scope
from tests.factories import at
from tests.payments.house import House
from tests.stripe import PAYS

ADA = Details(Contact("Ada Example", "ada@example.com", ""))
BACK = "http://twin-a.localhost/booked/x/"
SLOT = Interval(at("2026-11-21 21:00"), at("2026-11-21 23:00"))
REFERENCE = re.compile(r" [0-9A-Z]{3}-[0-9A-Z]{3}$")
# Where an event is not heard of before the end.
LATER = 0.5
AGAIN = 0.15


@dataclass
class Telling:
    """One way of telling. Without `chance` it is the plain one, to compare with."""

    house: House
    room: Room
    chance: Random | None = None
    waiting: list[dict[str, Any]] = field(default_factory=list)
    known: set[str] = field(default_factory=set)
    told: int = 0

    @property
    def now(self) -> Any:
        return self.house.now

    @property
    def account(self) -> str:
        return ConnectedAccount.objects.get(business_id=self.house.business_id).account

    # ---- what events do

    def then(self) -> None:
        """Something has happened: the events of it come now, or are still on their way."""
        self._gather()
        come = [each for each in self.waiting if self._chance() >= LATER]
        self.waiting = [each for each in self.waiting if each not in come]
        if self.chance is not None:
            come += [each for each in come if self._chance() < AGAIN]
            self.chance.shuffle(come)
        for each in come:
            self.house.receive(each)
        self.work()

    def work(self) -> None:
        """What workers do with the facts so far: once, and a second time as if the first had died."""
        for fact in OutboxMessage.objects.filter(pk__gt=self.told).order_by("id"):
            self.told = fact.pk
            for handler in outbox.handlers_for(fact.kind, fact.payload):
                if not handler.name.startswith(("notifications.mail", "payments.")):
                    continue
                for _ in range(1 if self.chance is None else self.chance.randint(1, 2)):
                    self._hand(handler, fact)

    def end(self) -> None:
        """Pages run out, half of what never came is sent again, and the rest is swept."""
        self.wait(minutes=40)
        self.settle()
        self._gather()
        if self.chance is not None:
            self.chance.shuffle(self.waiting)
            del self.waiting[len(self.waiting) // 2 :]
        for each in self.waiting:
            self.house.receive(each)
        with public_scope():
            sweep_account(account=self.account, now=self.now)
            for _ in range(3):
                left = list(StripeEvent.objects.exclude(state=EventState.DONE).values_list("pk", flat=True))
                if self.chance is not None:
                    self.chance.shuffle(left)
                for event_id in left:
                    events.apply_event(event_id=event_id, now=self.now)
        self.work()
        self.work()

    # ---- what guests and staff do

    def hold(self) -> Booking:
        """Nine to eleven, 60.00, for somebody who pays."""
        held = hold_slot(room_id=self.room.pk, span=SLOT, party_size=2, now=self.now)
        return keep_for_payment(booking_id=held.pk, details=ADA, now=self.now)

    def page(self, booking: Booking, minor: int, payer: str = "booking", **more: Any) -> str:
        """Stripe's page for so much; for nothing, the one that keeps a card."""
        wanted = Wanted(booking.pk, Money(minor, "GBP"), "ada@example.com", BACK, BACK, payer=payer, **more)
        return (checkouts.open_page if minor else kept_cards.open_card_page)(wanted, now=self.now)

    def pay(self, page: str, card: str = PAYS) -> None:
        """Pay on a page; and come back from it, or close the window."""
        self.house.stripe.pay(page, card)
        if self._chance() >= LATER:
            self.settle()
        self.then()

    def booked(self, minor: int = 6000) -> Booking:
        """A booking that so much was paid for, and all know it."""
        booking = self.hold()
        self.pay(self.page(booking, minor))
        self.settle()
        booking.refresh_from_db()
        return booking

    def settle(self) -> None:
        """Ask about all pages: what comes next stands on what became of them."""
        for payment in Payment.objects.filter(state="pending", method="card"):
            card_outcomes.settle_page(payment_id=payment.pk, now=self.now)
            charges.settle_charge(payment_id=payment.pk, now=self.now)
        for card in KeptCard.objects.filter(state="pending"):
            kept_cards.settle_card(card_id=card.pk, now=self.now)
        self.work()

    def give_back(self, booking: Booking, minor: int) -> None:
        refund_booking(booking_id=booking.pk, amount_minor=minor, reason="x", may_exceed=True, now=self.now)

    def wait(self, **duration: float) -> None:
        passed = timedelta(**duration)
        self.house.stripe.advance(int(passed.total_seconds()))
        self.house.now += passed

    def trouble(self, way: str, path: str, do: Callable[[], object]) -> None:
        """Do something while Stripe's answers to `path` are lost (`lose`), or fail (`fail`)."""
        self.house.stripe.fault(way, path, times=9)
        try:
            do()
        except stripe.StripeDown:
            pass
        finally:
            self.house.stripe.no_more_faults()
            stripe.breaker.succeeded()

    # ---- what is known at the end

    def state(self) -> dict[str, Any]:
        """All that the venue knows, without what differs from telling to telling."""
        ledger: Counter[str] = Counter()
        for code, minor in EntryLine.objects.values_list("account__code", "amount_minor"):
            ledger[code.replace(f"venues/{self.room.venue_id}/", "")] += minor
        return {
            "bookings": listed(Booking.objects.filter(room=self.room), "status", "fee_minor"),
            "payments": listed(Payment.objects, "method", "state", "amount_minor", "refunded_minor"),
            "refunds": listed(Refund.objects, "state", "amount_minor"),
            "documents": listed(Document.objects, "kind", "number", "total_minor"),
            "cards": listed(KeptCard.objects, "state", "last_four"),
            "disputes": listed(Dispute.objects, "state", "withdrawn_minor", "fee_minor"),
            "payouts": [
                (row.state, row.amount_minor, report_called(row.pk).ties)
                for row in Payout.objects.order_by("amount_minor", "pk")
            ],
            "ledger": {code: minor for code, minor in ledger.items() if minor},
            "mails": self.mails(),
            "events": set(StripeEvent.objects.values_list("state", flat=True)),
        }

    def mails(self) -> Counter[tuple[str, str]]:
        """How often each letter went to whom."""
        return Counter((each.to[0], REFERENCE.sub("", each.subject)) for each in mail.outbox)

    def at_stripe(self) -> dict[str, int]:
        """What was charged and given back there."""
        paid = self.house.stripe.objects("payment_intent", self.account)
        back = self.house.stripe.objects("refund", self.account)
        return {
            "paid": sum(each["amount_received"] for each in paid),
            "refunded": sum(each["amount"] for each in back if each["status"] == "succeeded"),
        }

    # ----

    def _gather(self) -> None:
        for each in self.house.stripe.events(self.account):
            if each["id"] not in self.known:
                self.known.add(each["id"])
                self.waiting.append({**each, "account": self.account})

    def _hand(self, handler: outbox.Registration, fact: OutboxMessage) -> None:
        try:
            with clock.set_to(self.now):
                handler.handler(fact, self.now)
        except outbox.Later:
            # As the outbox would: the next look at the facts finds it again.
            self.told = min(self.told, fact.pk - 1)

    def _chance(self) -> float:
        return 1.0 if self.chance is None else self.chance.random()


def listed(rows: Any, *names: str) -> list[Any]:
    return sorted(rows.values_list(*names), key=str)


def is_sound() -> bool:
    """Whether the books balance."""
    return sum(trial_balance().values()) == 0
