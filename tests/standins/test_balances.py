"""Whatever is charged, given back, disputed and paid out in whatever order: the sums hold."""

from __future__ import annotations

from typing import Any

import stripe
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.stripe import StandIn

Act = tuple[str, int, int]
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["pay", "authorise", "capture", "refund", "dispute", "decide", "wait", "pay out"]),
        st.integers(50, 5_000),
        st.integers(0, 5),
    ),
    min_size=3,
    max_size=12,
)


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_the_sums_hold(stripe_standin: StandIn, acts: list[Act]):
    stripe_standin.reset()
    stripe_standin.freeze(1_800_000_000)
    platform = stripe_standin.client()
    asked: Any = {"type": "express", "capabilities": {"card_payments": {"requested": True}}}
    account = platform.v1.accounts.create(asked).id
    stripe_standin.order("/accounts", account=account)
    theirs = stripe_standin.client(account)

    for act in acts:
        try:
            carry_out(stripe_standin, theirs, account, act)
        except (stripe.InvalidRequestError, AssertionError):
            # What cannot be done in this state is refused, and changes nothing.
            continue

    charges = theirs.v1.charges.list({"limit": 100}).data
    moved = theirs.v1.balance_transactions.list({"limit": 100}).data
    balance = theirs.v1.balance.retrieve()
    for charge in charges:
        given_back = sum(found.amount for found in theirs.v1.refunds.list({"charge": charge.id}).data)
        assert given_back <= charge.amount_captured <= charge.amount
    assert sum(entry.net for entry in moved) == sum(
        part.amount for part in [*balance.available, *balance.pending]
    )
    for payout in theirs.v1.payouts.list().data:
        inside = theirs.v1.balance_transactions.list({"payout": payout.id, "limit": 100}).data
        assert sum(entry.net for entry in inside) == 0
    fees = platform.v1.application_fees.list({"limit": 100}).data
    earned = platform.v1.balance.retrieve()
    assert sum(fee.amount - fee.amount_refunded for fee in fees) == sum(
        part.amount for part in [*earned.available, *earned.pending]
    )


def carry_out(stand_in: StandIn, theirs: stripe.StripeClient, account: str, act: Act) -> None:
    """One act upon one of what is there; raises when Stripe refuses."""
    what, amount, which = act
    charges = theirs.v1.charges.list({"limit": 100}).data
    if what in ("pay", "authorise"):
        asked: Any = {
            "amount": amount,
            "currency": "usd",
            "confirm": True,
            "payment_method": "pm_card_visa",
            "return_url": "https://boom.example/",
            "application_fee_amount": amount // 20,
            "capture_method": "manual" if what == "authorise" else "automatic",
        }
        theirs.v1.payment_intents.create(asked)
    elif what == "wait":
        stand_in.advance(which * 86400)
    elif what == "pay out":
        stand_in.order("/payouts", account=account)
    elif not charges:
        return
    elif what == "capture":
        theirs.v1.payment_intents.capture(
            str(charges[which % len(charges)].payment_intent), {"amount_to_capture": amount}
        )
    elif what == "refund":
        theirs.v1.refunds.create(
            {
                "charge": charges[which % len(charges)].id,
                "amount": amount,
                "refund_application_fee": which > 2,
            }
        )
    elif what == "dispute":
        stand_in.order("/disputes", account=account, charge=charges[which % len(charges)].id)
    elif disputes := theirs.v1.disputes.list().data:
        outcome = "won" if which % 2 else "lost"
        stand_in.order("/disputes/decide", account=account, dispute=disputes[0].id, outcome=outcome)
