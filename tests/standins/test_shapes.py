"""Every object against Stripe's own examples (fixtures3.json of their OpenAPI repository): the same names,
and where both have a value, values of the same kind.

`shapes.json` has the examples' names and kinds of values, and none of their values. It is made anew by
`python -m tests.standins.test_shapes FIXTURES3.JSON`, and held to the examples wherever they are at hand.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from tests.stripe import StandIn

SHAPES = Path(__file__).with_name("shapes.json")
# The examples themselves, beside the project or beside the folder of its working copies.
PLACES = [folder / "shared" / "stripe" / "fixtures3.json" for folder in Path(__file__).resolve().parents[3:5]]

# Names that Stripe's documentation has and its example leaves out, by kind of object.
ONLY_DOCUMENTED = {
    "account": {"livemode"},
    "card": {"reference_status", "reference_type"},
    "controller": {"is_controller"},
    "outcome": {"risk_level"},
    "parent": {"subscription_details"},
    "payment": {"payment_intent"},
    "pricing": {"price_details"},
    "subscription_details": {"subscription_item"},
    "transfer_data": {"amount"},
    "bank_account": {"account", "available_payout_methods", "default_for_currency"},
    "checkout.session": {"tax_id_collection"},
    "event": {"account"},
    "refund": {"failure_reason", "failure_balance_transaction"},
    "webhook_endpoint": {"secret"},
}
# Names of the example that are there on `expand` only, or for what Boom has no use (sources, plans of old).
ONLY_IN_THE_EXAMPLE = {
    "charge": {"refunds"},
    "subscription": {"managed_payments"},
    "payment_intent": {"managed_payments"},
    "checkout.session": set(),
}
# Free-form, or of another kind in each example.
NOT_LOOKED_INTO = {"metadata", "payment_method_options", "next_action", "last_payment_error", "request"}


@pytest.fixture(scope="module")
def examples() -> dict[str, Any]:
    return json.loads(SHAPES.read_text())  # type: ignore[no-any-return]


def shape(example: Any) -> Any:
    """An example without its values: what is compared of it, and no more."""
    if isinstance(example, dict):
        return {name: shape(value) for name, value in example.items()}
    if isinstance(example, list):
        return [shape(value) for value in example[:1]]
    return None if example is None else type(example)()


def shapes_of(place: Path) -> dict[str, Any]:
    """The shapes of all examples in a file of Stripe's that are compared here."""
    resources = json.loads(place.read_text())["resources"]
    return {kind: shape(resources[kind]) for kind in KINDS}


def differences(ours: Any, example: Any, where: str) -> list[str]:
    """What an object has too much, too little, or of another kind, with the place."""
    if isinstance(ours, dict) and isinstance(example, dict):
        return _differences_of_objects(ours, example, where)
    if isinstance(ours, list) and isinstance(example, list):
        return (
            [found for entry in ours for found in differences(entry, example[0], f"{where}[]")]
            if example
            else []
        )
    if ours is None or example is None or type(ours) is type(example):
        return []
    kinds = {type(ours), type(example)}
    # An amount may be whole in one and not in the other; an id is where an object may be expanded.
    if kinds in ({int, float}, {str, dict}):
        return []
    return [f"{where}: {type(ours).__name__}, not {type(example).__name__}"]


def _differences_of_objects(ours: dict[str, Any], example: dict[str, Any], where: str) -> list[str]:
    kind = str(ours.get("object", where.rpartition(".")[2]))
    extra = set(ours) - set(example) - ONLY_DOCUMENTED.get(kind, set())
    absent = set(example) - set(ours) - ONLY_IN_THE_EXAMPLE.get(kind, set())
    # An empty object in the example says nothing of what may be in it.
    found = [f"{where}.{name}: unknown to Stripe" for name in sorted(extra) if example]
    if "object" in ours:
        found += [f"{where}.{name}: missing" for name in sorted(absent)]
    passed_over = NOT_LOOKED_INTO | ({"data"} if kind == "event" else set())
    for name in sorted(set(ours) & set(example) - passed_over):
        found += differences(ours[name], example[name], f"{where}.{name}")
    return found


def make_everything(stand_in: StandIn) -> None:
    """Have at least one object of each kind the stand-in knows."""
    client = stand_in.client()
    account = client.v1.accounts.create(
        {
            "type": "express",
            "capabilities": {"card_payments": {"requested": True}, "transfers": {"requested": True}},
        }
    )
    stand_in.order("/accounts", account=account.id)
    theirs = stand_in.client(account.id)
    paid = {"confirm": True, "payment_method": "pm_card_createDispute", "return_url": "https://boom.example/"}
    theirs.v1.payment_intents.create(
        {"amount": 9000, "currency": "usd", "application_fee_amount": 90, **paid}
    )  # type: ignore[typeddict-item]
    charged = client.v1.payment_intents.create(
        {
            "amount": 5000,
            "currency": "usd",
            "transfer_data": {"destination": account.id},
            "application_fee_amount": 50,
            **paid,
            "payment_method": "pm_card_bypassPending",
        }  # type: ignore[typeddict-item]
    )
    client.v1.refunds.create(
        {
            "payment_intent": charged.id,
            "amount": 100,
            "reverse_transfer": True,
            "refund_application_fee": True,
        }
    )
    customer = client.v1.customers.create({"payment_method": "pm_card_visa", "address": {"city": "Leeds"}})
    method = client.v1.payment_methods.list({"customer": customer.id}).data[0].id
    client.v1.customers.update(customer.id, {"invoice_settings": {"default_payment_method": method}})
    client.v1.customers.tax_ids.create(customer.id, {"type": "eu_vat", "value": "DE123456789"})
    client.v1.customers.balance_transactions.create(customer.id, {"amount": -500, "currency": "usd"})
    client.v1.setup_intents.create({"customer": customer.id})
    prices = [
        client.v1.prices.create(
            {
                "currency": "usd",
                "unit_amount": amount,
                "recurring": {"interval": "month"},
                "product_data": {"name": "Plan"},
            }
        ).id
        for amount in (2900, 7900)
    ]
    coupon = client.v1.coupons.create({"percent_off": 25.5, "duration": "forever"})
    client.v1.promotion_codes.create({"promotion": {"type": "coupon", "coupon": coupon.id}})
    subscription = client.v1.subscriptions.create(
        {"customer": customer.id, "items": [{"price": prices[0]}], "discounts": [{"coupon": coupon.id}]}
    )
    item = subscription["items"].data[0].id
    client.v1.subscriptions.update(subscription.id, {"items": [{"id": item, "price": prices[1]}]})
    client.v1.subscriptions.update(
        subscription.id, {"items": [{"id": item, "price": prices[0]}], "proration_behavior": "always_invoice"}
    )
    client.v1.subscription_schedules.create({"from_subscription": subscription.id})
    client.v1.checkout.sessions.create(
        {
            "mode": "subscription",
            "line_items": [{"price": prices[0], "quantity": 1}],
            "success_url": "https://boom.example/",
        }
    )
    client.v1.billing_portal.sessions.create({"customer": customer.id})
    client.v1.webhook_endpoints.create({"url": "https://boom.example/", "enabled_events": ["*"]})
    client.v1.test_helpers.test_clocks.create({"frozen_time": 1_800_000_000})
    stand_in.advance(3 * 86400)
    stand_in.order("/payouts", account=account.id)


KINDS = (
    "account", "application_fee", "balance_transaction", "billing_portal.configuration",
    "billing_portal.session", "charge", "checkout.session", "coupon", "customer",
    "customer_balance_transaction", "discount", "dispute", "event", "fee_refund", "invoice",
    "invoice_payment", "invoiceitem", "payment_intent", "payment_method", "payout", "price",
    "product", "promotion_code", "refund", "setup_intent", "subscription", "subscription_schedule",
    "tax_id", "test_helpers.test_clock", "transfer", "transfer_reversal", "webhook_endpoint",
)  # fmt: skip


@pytest.fixture(scope="module")
def everything(stripe_process: StandIn) -> dict[str, list[dict[str, Any]]]:
    stripe_process.reset()
    make_everything(stripe_process)
    accounts = [None, *(found["id"] for found in stripe_process.objects("account"))]
    return {
        kind: [found for account in accounts for found in stripe_process.objects(kind, account)]
        for kind in KINDS
    }


@pytest.mark.parametrize("kind", KINDS)
def test_an_object_looks_as_stripes_does(
    kind: str, everything: dict[str, list[dict[str, Any]]], examples: dict[str, Any]
):
    assert everything[kind]
    found = {line for ours in everything[kind] for line in differences(ours, examples[kind], kind)}

    assert sorted(found) == []


@pytest.mark.parametrize("place", [place for place in PLACES if place.exists()])
def test_the_shapes_are_those_of_stripes_examples(place: Path, examples: dict[str, Any]):
    assert examples == shapes_of(place)


def test_what_is_unlike_is_found():
    example = {"object": "customer", "email": None, "balance": 0, "address": {"city": None}}

    assert differences(
        {"object": "customer", "balance": "0", "address": {"town": "x"}}, example, "customer"
    ) == [
        "customer.email: missing",
        "customer.address.town: unknown to Stripe",
        "customer.balance: str, not int",
    ]


if __name__ == "__main__":
    SHAPES.write_text(json.dumps(shapes_of(Path(sys.argv[1])), separators=(",", ":"), sort_keys=True) + "\n")
