"""Payment and setup intents, cards by number, capture, refunds and what they cost."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.stripe import StandIn

Client = stripe.StripeClient


def pay(
    client: Client, method: str = "pm_card_visa", amount: int = 10_000, **more: Any
) -> stripe.PaymentIntent:
    asked = {
        "amount": amount,
        "currency": "usd",
        "payment_method": method,
        "confirm": True,
        "return_url": "https://boom.example/",
    }
    return client.v1.payment_intents.create(asked | more)  # type: ignore[arg-type]


def charge_of(client: Client, intent: stripe.PaymentIntent) -> stripe.Charge:
    return client.v1.charges.retrieve(str(intent.latest_charge))


@pytest.mark.parametrize(
    ("method", "code", "decline"),
    [
        ("pm_card_chargeDeclined", "card_declined", "generic_decline"),
        ("pm_card_chargeDeclinedInsufficientFunds", "card_declined", "insufficient_funds"),
        ("pm_card_chargeDeclinedLostCard", "card_declined", "lost_card"),
        ("pm_card_chargeDeclinedExpiredCard", "expired_card", "expired_card"),
        ("pm_card_chargeDeclinedIncorrectCvc", "incorrect_cvc", "incorrect_cvc"),
        ("pm_card_chargeDeclinedProcessingError", "processing_error", "processing_error"),
        ("pm_card_chargeCustomerFail", "card_declined", "generic_decline"),
    ],
)
def test_a_card_that_says_no_says_why_and_the_attempt_is_kept(
    client: Client, method: str, code: str, decline: str
):
    with pytest.raises(stripe.CardError) as refusal:
        pay(client, method)

    error = refusal.value.json_body["error"]
    [intent] = client.v1.payment_intents.list().data
    [charge] = client.v1.charges.list().data
    assert (refusal.value.http_status, error["code"], error["decline_code"]) == (402, code, decline)
    assert (intent.status, intent.last_payment_error.code) == ("requires_payment_method", code)  # type: ignore[union-attr]
    assert (charge.status, charge.paid, charge.amount_captured) == ("failed", False, 0)


def test_a_number_that_is_no_test_card_is_refused(client: Client):
    for number, code in (("4242424242424241", "incorrect_number"), ("4539578763621486", "card_declined")):
        with pytest.raises(stripe.CardError) as refusal:
            client.v1.payment_methods.create({"type": "card", "card": {"number": number}})
        assert refusal.value.code == code


def test_a_declining_card_cannot_be_saved_one_that_fails_later_can(client: Client):
    customer = client.v1.customers.create({}).id

    with pytest.raises(stripe.CardError):
        client.v1.payment_methods.attach("pm_card_chargeDeclined", {"customer": customer})
    saved = client.v1.payment_methods.attach("pm_card_chargeCustomerFail", {"customer": customer})

    assert saved.customer == customer
    with pytest.raises(stripe.CardError):
        pay(client, saved.id, customer=customer, off_session=True)


def test_3d_secure_waits_for_the_person_and_then_pays(stripe_standin: StandIn, client: Client):
    waiting = pay(client, "pm_card_authenticationRequired")
    assert waiting.status == "requires_action"

    answer = stripe_standin.post(str(waiting.next_action.redirect_to_url.url), do="pass")  # type: ignore[union-attr]

    assert answer.headers["location"].startswith(f"https://boom.example/?payment_intent={waiting.id}&")
    assert answer.headers["location"].endswith("&redirect_status=succeeded")
    paid = client.v1.payment_intents.retrieve(waiting.id)
    assert paid.status == "succeeded"
    assert charge_of(client, paid).payment_method_details.card.three_d_secure.result == "authenticated"  # type: ignore[union-attr]


def test_3d_secure_that_is_failed_asks_for_another_card(stripe_standin: StandIn, client: Client):
    waiting = pay(client, "pm_card_authenticationRequired")

    stripe_standin.post(str(waiting.next_action.redirect_to_url.url), do="fail")  # type: ignore[union-attr]

    failed = client.v1.payment_intents.retrieve(waiting.id)
    assert failed.status == "requires_payment_method"
    assert failed.last_payment_error.code == "payment_intent_authentication_failure"  # type: ignore[union-attr]
    assert client.v1.charges.list().data == []


def test_a_card_set_up_once_needs_no_question_when_nobody_is_there(stripe_standin: StandIn, client: Client):
    customer = client.v1.customers.create({}).id
    asked = {"customer": customer, "confirm": True, "payment_method": "pm_card_authenticationRequiredOnSetup"}
    setup = client.v1.setup_intents.create(asked | {"return_url": "https://boom.example/"})  # type: ignore[arg-type]
    assert setup.status == "requires_action"
    stripe_standin.post(str(setup.next_action.redirect_to_url.url), do="pass")  # type: ignore[union-attr]
    saved = client.v1.setup_intents.retrieve(setup.id).payment_method

    assert pay(client, str(saved), customer=customer, off_session=True).status == "succeeded"


def test_a_card_that_always_asks_fails_when_nobody_is_there(client: Client):
    customer = client.v1.customers.create({"payment_method": "pm_card_authenticationRequired"}).id
    saved = client.v1.payment_methods.list({"customer": customer}).data[0].id

    with pytest.raises(stripe.CardError) as refusal:
        pay(client, saved, customer=customer, off_session=True)

    assert refusal.value.code == "authentication_required"


def test_part_of_what_was_authorised_is_taken_and_the_rest_let_go(client: Client):
    intent = pay(client, capture_method="manual")
    assert (intent.status, intent.amount_capturable, intent.amount_received) == (
        "requires_capture",
        10_000,
        0,
    )

    taken = client.v1.payment_intents.capture(intent.id, {"amount_to_capture": 4_000})

    charge = charge_of(client, taken)
    assert (taken.status, taken.amount_received, taken.amount_capturable) == ("succeeded", 4_000, 0)
    assert (charge.amount_captured, charge.amount_refunded) == (4_000, 6_000)
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.payment_intents.capture(intent.id)
    assert refusal.value.code == "payment_intent_unexpected_state"


def test_what_was_authorised_lapses_after_seven_days(stripe_standin: StandIn, client: Client):
    intent = pay(client, capture_method="manual")

    stripe_standin.advance(7 * 86400 + 1)

    lapsed = client.v1.payment_intents.retrieve(intent.id)
    assert (lapsed.status, lapsed.cancellation_reason) == ("canceled", "automatic")


def test_never_more_is_given_back_than_was_taken(client: Client):
    intent = pay(client)
    client.v1.refunds.create({"payment_intent": intent.id, "amount": 7_000})

    with pytest.raises(
        stripe.InvalidRequestError, match=r"greater than unrefunded amount on charge \(30.00 USD\)"
    ):
        client.v1.refunds.create({"payment_intent": intent.id, "amount": 3_001})
    client.v1.refunds.create({"payment_intent": intent.id})
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.refunds.create({"payment_intent": intent.id})

    charge = charge_of(client, intent)
    assert refusal.value.code == "charge_already_refunded"
    assert (charge.refunded, charge.amount_refunded) == (True, 10_000)
    assert sum(refund.amount for refund in client.v1.refunds.list().data) == 10_000


def test_what_was_only_authorised_is_cancelled_not_refunded(client: Client):
    intent = pay(client, capture_method="manual")

    with pytest.raises(stripe.InvalidRequestError):
        client.v1.refunds.create({"payment_intent": intent.id})
    cancelled = client.v1.payment_intents.cancel(intent.id)

    assert cancelled.status == "canceled"
    assert charge_of(client, intent).refunded


@pytest.mark.parametrize(
    ("method", "at_first", "in_the_end", "given_back"),
    [
        ("pm_card_pendingRefund", "pending", "succeeded", 10_000),
        ("pm_card_refundFail", "succeeded", "failed", 0),
    ],
)
def test_a_refund_may_take_its_time_or_fail_later(
    stripe_standin: StandIn, client: Client, *, method: str, at_first: str, in_the_end: str, given_back: int
):
    intent = pay(client, method)
    refund = client.v1.refunds.create({"payment_intent": intent.id})
    assert refund.status == at_first

    stripe_standin.advance(3600)

    assert client.v1.refunds.retrieve(refund.id).status == in_the_end
    assert charge_of(client, intent).amount_refunded == given_back


def test_yen_have_no_decimals(client: Client):
    intent = pay(client, amount=5_000, currency="jpy", expand=["latest_charge.balance_transaction"])

    moved = intent.latest_charge.balance_transaction  # type: ignore[union-attr]
    assert (moved.amount, moved.fee, moved.net) == (5_000, 145, 4_855)  # type: ignore[union-attr]
    with pytest.raises(
        stripe.InvalidRequestError, match=r"greater than unrefunded amount on charge \(5,000 JPY\)"
    ):
        client.v1.refunds.create({"payment_intent": intent.id, "amount": 5_001})


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"amount": 49}, "amount_too_small"),
        ({"currency": "xyz"}, None),
        ({"application_fee_amount": 1}, None),
    ],
)
def test_what_stripe_does_not_take_is_refused(client: Client, asked: dict[str, Any], code: str | None):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        pay(client, **asked)

    assert refusal.value.code == code
    assert client.v1.payment_intents.list().data == []


def test_money_is_pending_for_two_days_and_every_movement_adds_up(stripe_standin: StandIn, client: Client):
    stripe_standin.freeze(1_800_000_000)
    intent = pay(client)
    client.v1.refunds.create({"payment_intent": intent.id, "amount": 2_500})

    before = client.v1.balance.retrieve()
    stripe_standin.advance(3 * 86400)
    after = client.v1.balance.retrieve()

    net = 10_000 - 320 - 2_500
    assert (before.pending[0].amount, before.available[0].amount) == (net, 0)
    assert (after.pending[0].amount, after.available[0].amount) == (0, net)
    moved = client.v1.balance_transactions.list().data
    assert [(entry.type, entry.amount, entry.fee, entry.net) for entry in moved] == [
        ("refund", -2_500, 0, -2_500),
        ("charge", 10_000, 320, 9_680),
    ]
