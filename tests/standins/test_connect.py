"""Connected accounts: onboarding, direct charges with our fee, disputes, payouts that add up."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import stripe

from tests.stripe import StandIn

Client = stripe.StripeClient
DAY = 86400
ASKED = {"card_payments": {"requested": True}, "transfers": {"requested": True}}


def open_account(client: Client, payouts: str = "daily") -> stripe.Account:
    settings = {"payouts": {"schedule": {"interval": payouts}}}
    asked = {"type": "express", "country": "US", "capabilities": ASKED, "settings": settings}
    return client.v1.accounts.create(asked)  # type: ignore[arg-type]


def link(client: Client, account: str) -> str:
    return client.v1.account_links.create(
        {
            "account": account,
            "type": "account_onboarding",
            "refresh_url": "https://velvet.boom.example/again/",
            "return_url": "https://velvet.boom.example/back/",
        }
    ).url


def answer(stand_in: StandIn, url: str, end: str = "done", **typed: str) -> str:
    said = {
        "name": "Velvet",
        "url": "https://velvet.example.com",
        "business_type": "company",
        "first_name": "Ada",
        "last_name": "Example",
        "born": "1990-01-01",
        "bank": "000123456789",
        "terms": "yes",
        "end": end,
    }
    return stand_in.post(url, **(said | typed)).headers["location"]


@pytest.fixture
def account(stripe_standin: StandIn, client: Client) -> str:
    """A connected account that may take payments."""
    made = open_account(client)
    answer(stripe_standin, link(client, made.id))
    return made.id


@pytest.fixture
def theirs(stripe_standin: StandIn, account: str) -> Client:
    return stripe_standin.client(account)


def charge(client: Client, amount: int = 10_000, method: str = "pm_card_visa", **more: Any) -> Any:
    asked = {
        "amount": amount,
        "currency": "usd",
        "payment_method": method,
        "confirm": True,
        "return_url": "https://boom.example/",
        "expand": ["latest_charge.balance_transaction"],
    }
    return client.v1.payment_intents.create(asked | more).latest_charge  # type: ignore[arg-type]


def test_onboarding_answers_what_is_due_and_is_told_as_the_accounts_own_event(
    stripe_standin: StandIn, client: Client
):
    made = open_account(client)
    assert (made.charges_enabled, made.payouts_enabled, made.details_submitted) == (False, False, False)
    assert "external_account" in made.requirements.currently_due  # type: ignore[union-attr, operator]

    target = answer(stripe_standin, link(client, made.id))

    after = client.v1.accounts.retrieve(made.id)
    assert target == "https://velvet.boom.example/back/"
    assert (after.charges_enabled, after.payouts_enabled, after.details_submitted) == (True, True, True)
    assert after.requirements.currently_due == []  # type: ignore[union-attr]
    [event] = [found for found in stripe_standin.events(made.id) if found["type"] == "account.updated"]
    assert (event["account"], event["data"]["object"]["charges_enabled"]) == (made.id, True)


def test_what_is_left_out_stays_due(stripe_standin: StandIn, client: Client):
    made = open_account(client)

    answer(stripe_standin, link(client, made.id), end="later")

    after = client.v1.accounts.retrieve(made.id)
    assert (after.charges_enabled, after.requirements.currently_due) == (False, ["external_account"])  # type: ignore[union-attr]


def test_a_document_asked_for_later_stops_payouts_only(stripe_standin: StandIn, client: Client, account: str):
    stripe_standin.order("/accounts", account=account, ask=True)
    asked = client.v1.accounts.retrieve(account)
    answer(stripe_standin, link(client, account))
    settled = client.v1.accounts.retrieve(account)

    assert (asked.charges_enabled, asked.payouts_enabled) == (True, False)
    assert (settled.charges_enabled, settled.payouts_enabled) == (True, True)


def test_a_link_opens_once_and_for_five_minutes(stripe_standin: StandIn, client: Client):
    made = open_account(client)
    used, late = link(client, made.id), link(client, made.id)
    assert stripe_standin.get(used).status_code == 200
    answer(stripe_standin, used)
    stripe_standin.advance(301)

    for url in (used, late):
        assert stripe_standin.get(url).headers["location"] == "https://velvet.boom.example/again/"


def test_a_direct_charge_pays_stripe_and_the_platform(client: Client, theirs: Client):
    paid = charge(theirs, application_fee_amount=250)

    moved = paid.balance_transaction
    assert (moved.amount, moved.fee, moved.net) == (10_000, 320 + 250, 9_430)
    [fee] = client.v1.application_fees.list().data
    assert (fee.amount, fee.charge, fee.id) == (250, paid.id, paid.application_fee)
    assert client.v1.balance.retrieve().pending[0].amount == 250
    assert client.v1.charges.list().data == []


def test_a_refund_may_give_back_the_platforms_part(client: Client, theirs: Client):
    paid = charge(theirs, application_fee_amount=250)

    theirs.v1.refunds.create({"charge": paid.id, "amount": 4_000, "refund_application_fee": True})

    assert client.v1.application_fees.list().data[0].amount_refunded == 100
    assert client.v1.balance.retrieve().pending[0].amount == 150
    assert theirs.v1.balance.retrieve().pending[0].amount == 9_430 - 4_000 + 100


def test_a_daily_payout_is_the_sum_of_its_movements(stripe_standin: StandIn, theirs: Client, account: str):
    stripe_standin.freeze(1_800_000_000)
    first = charge(theirs, application_fee_amount=250)
    charge(theirs, 5_000)
    theirs.v1.refunds.create({"charge": first.id, "amount": 2_000})
    stripe_standin.advance(3 * DAY)

    [made] = theirs.v1.payouts.list().data
    assert (made.status, made.automatic) == ("in_transit", True)
    stripe_standin.advance(3 * DAY)

    moved = theirs.v1.balance_transactions.list({"payout": made.id}).data
    assert sum(entry.net for entry in moved if entry.type != "payout") == made.amount
    assert made.amount == 9_430 + 4_825 - 2_000
    assert theirs.v1.payouts.retrieve(made.id).status == "paid"
    assert theirs.v1.balance.retrieve().available[0].amount == 0
    assert stripe_standin.order("/payouts", account=account)["payouts"] == []


def test_a_payout_that_the_bank_sends_back_is_available_again(
    stripe_standin: StandIn, theirs: Client, account: str
):
    charge(theirs, method="pm_card_bypassPending")
    [made] = stripe_standin.order("/payouts", account=account)["payouts"]

    stripe_standin.order("/payouts/fail", account=account, payout=made["id"])

    assert theirs.v1.payouts.retrieve(made["id"]).failure_code == "account_closed"
    assert theirs.v1.balance.retrieve().available[0].amount == 9_680
    assert [found["type"] for found in stripe_standin.events(account)][-1] == "payout.failed"


def test_more_than_is_available_is_not_paid_out(theirs: Client):
    charge(theirs)

    with pytest.raises(stripe.InvalidRequestError) as refusal:
        theirs.v1.payouts.create({"amount": 1, "currency": "usd"})

    assert refusal.value.code == "balance_insufficient"


@pytest.mark.parametrize(
    ("evidence", "outcome", "left"),
    [("winning_evidence", "won", 9_680 - 1_500), ("losing_evidence", "lost", -320 - 1_500)],
)
def test_a_dispute_takes_the_money_and_evidence_decides(  # noqa: PLR0917
    stripe_standin: StandIn, theirs: Client, account: str, evidence: str, outcome: str, left: int
):
    paid = charge(theirs, method="pm_card_createDispute")
    [dispute] = theirs.v1.disputes.list().data
    assert (dispute.status, dispute.reason, dispute.amount) == ("needs_response", "fraudulent", 10_000)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        theirs.v1.refunds.create({"charge": paid.id})
    assert refusal.value.code == "charge_disputed"

    draft = theirs.v1.disputes.update(
        dispute.id, {"evidence": {"customer_name": "Ada", "uncategorized_text": evidence}, "submit": False}
    )
    assert (draft.status, draft.evidence_details.has_evidence) == ("needs_response", True)
    receipt = theirs.v1.files.create({"purpose": "dispute_evidence", "file": BytesIO(b"%PDF-1.4 a receipt")})
    assert (receipt.type, receipt.size) == ("pdf", 18)
    with pytest.raises(stripe.InvalidRequestError, match="No such file"):
        theirs.v1.disputes.update(dispute.id, {"evidence": {"receipt": "file_nobody"}})
    theirs.v1.disputes.update(dispute.id, {"evidence": {"receipt": receipt.id}, "submit": True})
    stripe_standin.advance(1)

    assert theirs.v1.disputes.retrieve(dispute.id).status == outcome
    assert sum(entry.net for entry in theirs.v1.balance_transactions.list().data) == left
    assert "charge.dispute.closed" in [found["type"] for found in stripe_standin.events(account)]


def test_a_dispute_nobody_answers_is_lost_at_its_deadline(stripe_standin: StandIn, theirs: Client):
    charge(theirs, method="pm_card_createDispute")
    [dispute] = theirs.v1.disputes.list().data

    stripe_standin.advance(9 * DAY)

    lost = theirs.v1.disputes.retrieve(dispute.id)
    assert (lost.status, lost.evidence_details.past_due) == ("lost", True)


def test_an_inquiry_takes_nothing_until_it_becomes_more(
    stripe_standin: StandIn, theirs: Client, account: str
):
    paid = charge(theirs)
    opened = stripe_standin.order("/disputes", account=account, charge=paid.id, reason="inquiry")["dispute"]
    assert (opened["status"], opened["balance_transactions"]) == ("warning_needs_response", [])

    stripe_standin.order("/disputes/decide", account=account, dispute=opened["id"], outcome="lost")

    escalated = theirs.v1.disputes.retrieve(opened["id"])
    assert escalated.status == "needs_response"
    assert [entry.amount for entry in escalated.balance_transactions] == [-10_000]


def test_a_destination_charge_moves_on_all_but_our_fee(client: Client, theirs: Client, account: str):
    charge(client, transfer_data={"destination": account}, application_fee_amount=250)

    [transfer] = client.v1.transfers.list().data
    assert (transfer.amount, transfer.destination) == (10_000, account)
    assert theirs.v1.balance.retrieve().pending[0].amount == 9_750


def test_an_account_that_leaves_is_out_of_reach_and_told(
    stripe_standin: StandIn, client: Client, account: str
):
    client.v1.accounts.delete(account)

    with pytest.raises(stripe.PermissionError):
        stripe_standin.client(account).v1.balance.retrieve()
    assert stripe_standin.events(account)[-1]["type"] == "account.application.deauthorized"
