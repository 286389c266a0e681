"""The platform's own books: every cent that moves its balance at Stripe, once, and the same as Stripe has."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.conf import settings as project
from structlog.testing import capture_logs

from accounts.services import create_super_admin
from billing import tasks
from billing.models import Disagreement, DisagreementKind, KeptBooks
from billing.services import books, doctor
from boom.core.money import Money
from ledger.domain.entries import Account, AccountKind, credit, debit
from ledger.models import Entry
from ledger.selectors import balance, trial_balance
from ledger.services import post
from tests.billing import test_subscriptions as subscriptions
from tests.billing.answers import Answers, Fault
from tests.billing.house import Payer
from tests.conftest import HostClient
from tests.stripe import StandIn

payer, subscribed = subscriptions.payer, subscriptions.subscribed


def of(name: str, *, mode: str = "test/") -> int:
    return balance(f"{mode}platform/{name}", "USD").minor


def at_stripe(stand_in: StandIn) -> int:
    """What Stripe has of ours, in US cents."""
    has = stand_in.client().v1.balance.retrieve()
    return sum(part.amount for part in [*has.available, *has.pending] if part.currency == "usd")


def keep(payer: Payer) -> int:
    return books.keep_books(now=payer.now)


def charge_of(payer: Payer) -> str:
    return str(payer.stripe.objects("charge")[0]["id"])


def movement(name: str, category: str, amount: int, *, fee: int = 0, at: int = 1_795_000_000) -> dict:
    return {
        "id": f"txn_{name}",
        "object": "balance_transaction",
        "amount": amount,
        "fee": fee,
        "net": amount - fee,
        "currency": "usd",
        "created": at,
        "reporting_category": category,
        "source": f"src_{name}",
    }


def test_what_a_plan_costs_is_income_and_what_stripe_keeps_of_it_a_cost(subscribed: Payer):
    assert keep(subscribed) == 1

    kept = of("stripe_fees")
    assert (of("plans"), of("stripe"), kept > 0) == (-2900, 2900 - kept, True)
    assert of("stripe") == at_stripe(subscribed.stripe)
    entry = Entry.objects.get(kind="stripe.charge")
    assert (entry.about, entry.words) == (f"business/{subscribed.business_id}", charge_of(subscribed))
    assert sum(trial_balance("test/platform").values()) == 0


def test_read_again_it_is_posted_once(subscribed: Payer):
    keep(subscribed)
    before = trial_balance()

    assert [keep(subscribed), keep(subscribed)] == [0, 0]
    KeptBooks.objects.all().delete()
    assert keep(subscribed) == 0
    assert trial_balance() == before


def test_what_is_given_back_at_stripe_by_hand_is_no_income(subscribed: Payer):
    keep(subscribed)
    subscribed.stripe.client().v1.refunds.create({"charge": charge_of(subscribed), "amount": 900})

    keep(subscribed)

    assert of("plans") == -2000
    assert of("stripe") == at_stripe(subscribed.stripe)


@pytest.mark.parametrize(("outcome", "lost"), [("won", 0), ("lost", 2900)])
def test_a_dispute_costs_what_it_took_and_a_won_one_gives_it_back(subscribed: Payer, outcome: str, lost: int):
    opened = subscribed.stripe.order("/disputes", charge=charge_of(subscribed))["dispute"]
    keep(subscribed)
    assert (of("plans"), of("disputes")) == (-2900, 2900)

    subscribed.stripe.order("/disputes/decide", dispute=opened["id"], outcome=outcome)
    keep(subscribed)

    assert of("disputes") == lost
    assert of("stripe") == at_stripe(subscribed.stripe)


def test_payouts_fees_and_what_has_no_name_stand_on_accounts_of_their_own(answers: Answers, public, now):
    answers.on(
        "/v1/balance_transactions",
        {
            "data": [
                movement("1", "charge", 2900, fee=114),
                movement("2", "payout", -2000),
                movement("3", "payout_reversal", 500),
                movement("4", "fee", -30),
                movement("5", "other_adjustment", 7),
                movement("6", "platform_earning", 100),
                movement("7", "charge", 0),
            ],
            "has_more": False,
        },
    )

    posted = books.keep_books(now=now)

    assert posted == 5
    assert (of("stripe"), of("bank"), of("other")) == (2900 - 114 - 2000 + 500 - 30 + 7, 1500, -7)
    assert (of("plans"), of("stripe_fees")) == (-2900, 144)


def test_live_money_has_books_of_its_own(answers: Answers, public, now, settings: LazySettings):
    answers.on("/v1/balance_transactions", {"data": [movement("1", "charge", 2900)], "has_more": False})
    settings.STRIPE_SECRET_KEY = "sk_live_of_nobody"

    books.keep_books(now=now)

    assert (of("plans", mode=""), of("plans")) == (-2900, 0)


def test_the_next_look_begins_a_little_before_the_last(answers: Answers, public, now):
    answers.on("/v1/balance_transactions", {"data": [], "has_more": False})

    for hours in (0, 1):
        books.keep_books(now=now + timedelta(hours=hours))

    first, again = answers.asked
    assert "created[gte]" not in first.values
    assert again.values["created[gte]"] == str(int((now - timedelta(days=3)).timestamp()))


def test_a_look_that_breaks_off_keeps_what_it_read_and_begins_anew(
    answers: Answers, public, now, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(books, "AT_ONCE", 1)
    pages = {
        "": {"data": [movement("2", "charge", 200)], "has_more": True},
        "txn_2": {"data": [movement("1", "charge", 100)], "has_more": False},
    }
    answers.on("/v1/balance_transactions", lambda asked: pages[asked.values.get("starting_after", "")])
    answers.fails(None, *[Fault(status=500)] * 3)
    with capture_logs() as said:
        tasks.keep_books.run()
    half = of("plans")

    tasks.keep_books.run()

    assert "the books could not be kept" in [line["event"] for line in said]
    assert (half, of("plans")) == (-200, -300)
    assert KeptBooks.objects.count() == 1


def test_the_doctor_says_what_stripe_has_and_what_the_books_say(subscribed: Payer):
    doctor.look_at_platform(now=subscribed.now)
    assert not Disagreement.objects.exists()
    some = Money(500, "USD")
    post(
        key="by hand",
        kind="test",
        at=subscribed.now,
        lines=[
            debit(Account("test/platform/stripe", AccountKind.ASSET), some),
            credit(Account("test/platform/plans", AccountKind.INCOME), some),
        ],
    )

    doctor.look_at_platform(now=subscribed.now)

    (found,) = Disagreement.objects.all()
    has = at_stripe(subscribed.stripe)
    assert (found.kind, found.key, found.repair) == (DisagreementKind.BOOKS, "USD", [])
    assert f"Stripe has {Money(has, 'USD').format()} of ours" in found.cause
    assert f"the books say {Money(has + 500, 'USD').format()}" in found.cause


def test_the_super_admin_reads_accounts_and_entries_and_changes_none(subscribed: Payer):
    keep(subscribed)
    admin = HostClient(project.BASE_DOMAIN)
    admin.force_login(
        create_super_admin(email="b@example.com", name="Root", password="correct horse battery")
    )
    entry = Entry.objects.get(kind="stripe.charge")

    listed = admin.get("/admin/ledger/account/").content.decode()
    shown = admin.get(f"/admin/ledger/entry/{entry.pk}/change/").content.decode()

    assert "test/platform/plans" in listed
    assert "-$29" in listed.replace("−", "-")
    assert f"stripe/{entry.key.partition('/')[2]}" in shown
    assert admin.get("/admin/ledger/entry/").status_code == 200
    assert admin.post(f"/admin/ledger/entry/{entry.pk}/change/", {"kind": "x"}).status_code == 403
    assert admin.get("/admin/ledger/account/add/").status_code == 403
