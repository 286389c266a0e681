"""Guests' stories with Stripe's events in any order, twice, late, lost and swept: one end, told once.

Each story is told plainly, and then again with its events by chance (`tests.payments.telling`); what the
venue knows in the end, what it wrote to whom, and what Stripe charged is the same. `BOOM_DRILL=all` tells all
of them, more than 500 times; the ordinary run tells some of them once.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from random import Random

import pytest

from bookings.models import Booking, Venue
from bookings.services.arrivals import mark_no_show
from bookings.services.cancelling import cancel_booking
from bookings.services.holds import expire_holds
from boom.core.ids import new_token
from notifications import services
from payments.models import Dispute, Payment
from payments.selectors.links import payer_of
from payments.services import checkouts
from payments.services.charges import charge_card
from payments.services.disputes import answer_dispute
from payments.services.links import ask_by_link, split_bill
from tests.billing.test_permutations import undone
from tests.factories import make_booking, make_room, make_venue
from tests.payments.house import House
from tests.payments.telling import SLOT, Telling, is_sound
from tests.stripe import ASKS, DECLINED, LATER_FAILS

IS_LONG = os.environ.get("BOOM_DRILL") == "all"
PERMUTATIONS = 525
Story = Callable[[Telling], None]
STORIES: dict[str, Story] = {}
# Those of the ordinary run, once each.
OFTEN = {"refunded_before_the_payment_was_heard_of", "paid_too_late", "disputed_and_paid_out"}


def story(tell: Story) -> Story:
    STORIES[tell.__name__] = tell
    return tell


@story
def deposit_paid(tale: Telling) -> None:
    tale.pay(tale.page(tale.hold(), 1200))


@story
def declined_then_asked_by_the_bank(tale: Telling) -> None:
    page = tale.page(tale.hold(), 1200)
    with pytest.raises(AssertionError):
        tale.house.stripe.pay(page, DECLINED)
    tale.then()
    tale.pay(page, ASKS)


@story
def deposit_then_the_rest_by_oneself(tale: Telling) -> None:
    booking = tale.booked(1200)
    tale.pay(tale.page(booking, 4800, "own"))


@story
def deposit_then_the_rest_by_a_link(tale: Telling) -> None:
    booking = tale.booked(1200)
    link = ask_by_link(booking_id=booking.pk, amount_minor=4800, email="bob@example.com", now=tale.now)
    tale.then()
    tale.pay(tale.page(booking, 4800, payer_of(link)))


@story
def split_among_three(tale: Telling) -> None:
    booking = tale.booked(1000)
    links = split_bill(booking_id=booking.pk, count=3, now=tale.now)
    pages = [tale.page(booking, link.amount_minor, payer_of(link)) for link in links]
    for page in pages:
        tale.pay(page)


@story
def two_pay_the_same(tale: Telling) -> None:
    """The second one's goes back."""
    booking = tale.booked(1000)
    links = [ask_by_link(booking_id=booking.pk, amount_minor=5000, now=tale.now) for _ in range(2)]
    pages = [tale.page(booking, 5000, payer_of(link)) for link in links]
    for page in pages:
        tale.pay(page)


@story
def paid_too_late(tale: Telling) -> None:
    """Another has the slot by then: it goes back."""
    page = tale.page(tale.hold(), 1200)
    Booking.objects.filter(room=tale.room).update(held_until=tale.now)
    expire_holds(now=tale.now)
    make_booking(room=tale.room, starts_at=SLOT.start)
    tale.pay(page)


@story
def paid_late_and_still_free(tale: Telling) -> None:
    page = tale.page(tale.hold(), 1200)
    Booking.objects.filter(room=tale.room).update(held_until=tale.now)
    expire_holds(now=tale.now)
    tale.pay(page)


@story
def given_up_and_begun_anew(tale: Telling) -> None:
    booking = tale.hold()
    tale.page(booking, 1200)
    checkouts.close_page(payment_id=Payment.objects.get().pk, now=tale.now)
    tale.then()
    tale.pay(tale.page(booking, 1200))


@story
def abandoned(tale: Telling) -> None:
    tale.page(tale.hold(), 1200)
    tale.wait(minutes=35)
    expire_holds(now=tale.now)
    tale.then()


@story
def cancelled_and_given_back(tale: Telling) -> None:
    booking = tale.booked()
    cancel_booking(booking_id=booking.pk, fee_minor=1500, override_reason="Late", now=tale.now)
    tale.then()
    tale.give_back(booking, 4500)
    tale.then()


@story
def refunded_before_the_payment_was_heard_of(tale: Telling) -> None:
    """The guest came back and was booked, the desk gave it back, and only then events begin to come."""
    booking = tale.hold()
    tale.house.stripe.pay(tale.page(booking, 6000))
    tale.settle()
    tale.give_back(booking, 6000)
    tale.work()
    tale.then()


@story
def given_back_in_parts(tale: Telling) -> None:
    booking = tale.booked()
    for minor in (1000, 2000, 500):
        tale.give_back(booking, minor)
        tale.then()


@story
def refunded_while_answers_are_lost(tale: Telling) -> None:
    booking = tale.booked()
    tale.give_back(booking, 2500)
    tale.trouble("lose", "/v1/refunds", tale.work)
    tale.then()


@story
def card_left_and_fee_charged(tale: Telling) -> None:
    booking = missed(tale)
    charge_card(booking_id=booking.pk, amount_minor=3000, key="k", now=tale.now)
    tale.then()


@story
def card_left_and_fee_declined_then_paid_by_link(tale: Telling) -> None:
    booking = missed(tale, LATER_FAILS)
    charge_card(booking_id=booking.pk, amount_minor=3000, key="k", now=tale.now)
    tale.then()
    link = ask_by_link(booking_id=booking.pk, amount_minor=3000, email="ada@example.com", now=tale.now)
    tale.then()
    tale.pay(tale.page(booking, 3000, payer_of(link)))


@story
def fee_charged_while_answers_are_lost(tale: Telling) -> None:
    booking = missed(tale)
    tale.trouble(
        "lose",
        "/v1/payment_intents",
        lambda: charge_card(booking_id=booking.pk, amount_minor=3000, key="k", now=tale.now),
    )
    tale.then()


def missed(tale: Telling, card: str = "4242424242424242") -> Booking:
    """A card was left, and nobody came: half of the price is due."""
    booking = tale.hold()
    tale.pay(tale.page(booking, 0), card)
    tale.settle()
    tale.wait(hours=5)
    return mark_no_show(booking_id=booking.pk, version=None, now=tale.now)


def disputed(tale: Telling, *, given_back: int = 0) -> Dispute:
    """A guest's bank takes it back, but for what went back already, and we know."""
    booking = tale.booked()
    if given_back:
        tale.give_back(booking, given_back)
        tale.then()
    intent = Payment.objects.get(state="taken").external_id
    charge = tale.house.stripe.client(tale.account).v1.payment_intents.retrieve(intent).latest_charge
    tale.house.stripe.order("/disputes", account=tale.account, charge=str(charge), reason="fraudulent")
    tale.house.hear("charge.dispute.created")
    tale.then()
    return Dispute.objects.get()


def decided(tale: Telling, dispute: Dispute, outcome: str) -> None:
    answer_dispute(
        dispute_id=dispute.pk, own_words="They came.", business_id=tale.house.business_id, now=tale.now
    )
    tale.then()
    order = {"account": tale.account, "dispute": dispute.external_id, "outcome": outcome}
    tale.house.stripe.order("/disputes/decide", **order)
    tale.then()


@story
def disputed_and_won(tale: Telling) -> None:
    decided(tale, disputed(tale), "won")


@story
def disputed_and_lost(tale: Telling) -> None:
    decided(tale, disputed(tale), "lost")


@story
def disputed_and_paid_out(tale: Telling) -> None:
    """A payment, a part given back, the rest disputed and won: and all of it at the bank."""
    decided(tale, disputed(tale, given_back=700), "won")
    tale.wait(days=4)
    tale.then()


@story
def paid_out_and_sent_back_by_the_bank(tale: Telling) -> None:
    tale.booked()
    tale.wait(days=4)
    tale.then()
    (payout,) = tale.house.stripe.objects("payout", tale.account)
    tale.house.stripe.order("/payouts/fail", account=tale.account, payout=payout["id"])
    tale.then()


@pytest.fixture
def tell(house: House, mailoutbox: list) -> Callable[[Story, Random | None], Telling]:
    """Tell a story from the beginning, on an account and in a venue of its own."""
    began = house.now

    def telling(tell: Story, chance: Random | None) -> Telling:
        house.stripe.reset()
        house.stripe.freeze(int(began.timestamp()))
        house.now = began
        mailoutbox.clear()
        house.connect()
        Venue.objects.update(is_published=False)
        venue = make_venue(name="Velvet Rooms", slug="velvet", no_show_percent=50)
        tale = Telling(house, make_room(venue, name="Duet", price_per_hour_minor=3000), chance)
        tell(tale)
        tale.end()
        return tale

    return telling


@pytest.mark.parametrize("name", [name for name in STORIES if IS_LONG or name in OFTEN])
def test_whatever_comes_when_the_end_is_the_same(name: str, tell: Callable[..., Telling]):
    times = PERMUTATIONS // len(STORIES) + 1 if IS_LONG else 1
    with undone():
        plain = tell(STORIES[name], None)
        expected, there = plain.state(), plain.at_stripe()
        assert is_sound()
        assert set(expected["mails"].values()) <= {1}

    for number in range(times):
        with undone():
            tale = tell(STORIES[name], Random(f"{name} {number}"))
            assert tale.state() == expected, f"permutation {number} of {name}"
            assert (tale.at_stripe(), is_sound()) == (there, True)


class AlwaysTwice(Random):
    """Every worker dies after the letter."""

    def randint(self, a: int, b: int) -> int:
        return b


def test_control_without_their_keys_letters_are_written_twice(
    tell: Callable[..., Telling], monkeypatch: pytest.MonkeyPatch
):
    """The same runner sees the harm when a worker that died left no trace of the letter it was at."""
    claim = services.claim_message
    monkeypatch.setattr(
        services, "claim_message", lambda **given: claim(**given | {"dedupe_key": new_token()})
    )

    with undone():
        tale = tell(STORIES["two_pay_the_same"], AlwaysTwice(1))

    assert max(tale.mails().values()) > 1
