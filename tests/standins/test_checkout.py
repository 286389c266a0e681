"""The hosted pay page in its three modes, as a person meets it."""

from __future__ import annotations

import re
from typing import Any

import pytest
import stripe

from tests.stripe import ASKS, DECLINED, PAYS, StandIn

Client = stripe.StripeClient
BACK = "https://velvet.boom.example/paid/?s={CHECKOUT_SESSION_ID}"


def begin(client: Client, mode: str = "payment", **more: Any) -> stripe.checkout.Session:
    asked: dict[str, Any] = {
        "mode": mode,
        "success_url": BACK,
        "cancel_url": "https://velvet.boom.example/cart/",
    }
    if mode == "payment":
        line = {"currency": "usd", "unit_amount": 4_500, "product_data": {"name": "Room 3, two hours"}}
        asked["line_items"] = [{"price_data": line, "quantity": 2}]
    if mode == "setup":
        asked["currency"] = "usd"
    return client.v1.checkout.sessions.create(asked | more)  # type: ignore[arg-type]


def monthly(client: Client, amount: int = 7_900) -> str:
    recurring: Any = {"interval": "month"}
    return client.v1.prices.create(
        {
            "currency": "usd",
            "unit_amount": amount,
            "recurring": recurring,
            "product_data": {"name": "Professional"},
        }
    ).id


def again(client: Client, session: stripe.checkout.Session) -> stripe.checkout.Session:
    return client.v1.checkout.sessions.retrieve(session.id)


def test_paying_leads_back_with_the_sessions_id(stripe_standin: StandIn, client: Client):
    session = begin(client, metadata={"booking": "7"}, client_reference_id="hold-7")
    assert (session.status, session.payment_status, session.payment_intent) == ("open", "unpaid", None)

    target = stripe_standin.pay(str(session.url))

    done = again(client, session)
    paid = client.v1.payment_intents.retrieve(str(done.payment_intent))
    assert target == f"https://velvet.boom.example/paid/?s={session.id}"
    assert (done.status, done.payment_status, done.amount_total) == ("complete", "paid", 9_000)
    assert (done.customer_details.email, done.url) == ("ada@example.com", None)  # type: ignore[union-attr]
    assert (paid.status, paid.amount_received) == ("succeeded", 9_000)


def test_a_second_press_charges_nothing(stripe_standin: StandIn, client: Client):
    session = begin(client)

    targets = {stripe_standin.pay(str(session.url)) for _ in range(2)}

    assert len(targets) == 1
    assert len(client.v1.charges.list().data) == 1


def test_a_refused_card_is_said_on_the_page_and_another_one_pays(stripe_standin: StandIn, client: Client):
    session = begin(client)
    with pytest.raises(AssertionError, match="Your card was declined"):
        stripe_standin.pay(str(session.url), DECLINED)
    assert again(client, session).status == "open"

    stripe_standin.pay(str(session.url), PAYS)

    assert again(client, session).payment_status == "paid"
    assert [charge.status for charge in client.v1.charges.list().data] == ["succeeded", "failed"]


def test_a_failed_question_leads_back_to_the_pay_page(stripe_standin: StandIn, client: Client):
    session = begin(client)

    target = stripe_standin.pay(str(session.url), ASKS, passes=False)

    assert target == session.url
    assert "failed authentication" in stripe_standin.get(target).text
    stripe_standin.pay(target, ASKS)
    assert again(client, session).payment_status == "paid"


def test_what_nobody_paid_expires_and_cannot_be_paid_any_more(stripe_standin: StandIn, client: Client):
    session = begin(client)
    url = str(session.url)

    client.v1.checkout.sessions.expire(session.id)

    assert again(client, session).status == "expired"
    answer = stripe_standin.post(url, do="pay", number=PAYS, expires="12/34")
    assert (answer.status_code, client.v1.charges.list().data) == (410, [])


def test_it_expires_by_itself_at_the_time_asked_for(stripe_standin: StandIn, client: Client):
    stripe_standin.freeze(1_800_000_000)
    session = begin(client, expires_at=1_800_000_000 + 1800)
    stripe_standin.advance(1801)

    assert again(client, session).status == "expired"
    assert stripe_standin.events()[-1]["type"] == "checkout.session.expired"
    with pytest.raises(stripe.InvalidRequestError, match="at least 30 minutes"):
        begin(client, expires_at=1_800_000_000 + 1802)


def test_a_deposit_can_be_authorised_only(stripe_standin: StandIn, client: Client):
    session = begin(client, payment_intent_data={"capture_method": "manual"})

    stripe_standin.pay(str(session.url))

    done = again(client, session)
    assert (done.status, done.payment_status) == ("complete", "unpaid")
    assert client.v1.payment_intents.retrieve(str(done.payment_intent)).status == "requires_capture"


def test_a_card_is_saved_and_charged_when_nobody_is_there(stripe_standin: StandIn, client: Client):
    customer = client.v1.customers.create({"email": "ada@example.com"}).id
    session = begin(client, "setup", customer=customer)
    stripe_standin.pay(str(session.url), "4000002500003155")

    setup = client.v1.setup_intents.retrieve(str(again(client, session).setup_intent))
    fee = client.v1.payment_intents.create(
        {
            "amount": 2_000,
            "currency": "usd",
            "customer": customer,
            "payment_method": str(setup.payment_method),
            "off_session": True,
            "confirm": True,
        }
    )

    assert (setup.status, fee.status) == ("succeeded", "succeeded")


def test_subscribing_makes_customer_subscription_and_paid_invoice(stripe_standin: StandIn, client: Client):
    session = begin(
        client,
        "subscription",
        line_items=[{"price": monthly(client), "quantity": 1}],
        subscription_data={"metadata": {"business": "velvet"}},
    )

    stripe_standin.pay(str(session.url), email="owner@velvet.example.com")

    done = client.v1.checkout.sessions.retrieve(
        session.id, {"expand": ["subscription.latest_invoice", "customer"]}
    )
    subscription: Any = done.subscription
    assert (done.payment_status, done.customer.email) == ("paid", "owner@velvet.example.com")  # type: ignore[union-attr]
    assert (subscription.status, subscription.metadata.to_dict()) == ("active", {"business": "velvet"})
    assert (subscription.latest_invoice.status, subscription.latest_invoice.amount_paid) == ("paid", 7_900)


def test_a_trial_takes_nothing_today(stripe_standin: StandIn, client: Client):
    lines = [{"price": monthly(client), "quantity": 1}]
    session = begin(client, "subscription", line_items=lines, subscription_data={"trial_period_days": 14})
    assert session.amount_total == 0
    assert "Free until" in stripe_standin.get(str(session.url)).text

    stripe_standin.pay(str(session.url))

    done = client.v1.checkout.sessions.retrieve(session.id, {"expand": ["subscription"]})
    assert (done.payment_status, done.subscription.status) == ("no_payment_required", "trialing")  # type: ignore[union-attr]
    assert client.v1.charges.list().data == []


def test_a_trial_that_ends_in_less_than_two_days_is_refused(stripe_standin: StandIn, client: Client):
    stripe_standin.freeze(1_800_000_000)
    lines = [{"price": monthly(client), "quantity": 1}]

    with pytest.raises(stripe.InvalidRequestError, match="at least 2 days"):
        begin(
            client, "subscription", line_items=lines, subscription_data={"trial_end": 1_800_000_000 + 172_799}
        )


def test_a_refused_card_leaves_no_subscription(stripe_standin: StandIn, client: Client):
    session = begin(client, "subscription", line_items=[{"price": monthly(client), "quantity": 1}])

    for card in (DECLINED, "4000000000000341"):
        with pytest.raises(AssertionError, match="declined"):
            stripe_standin.pay(str(session.url), card)
    stripe_standin.pay(str(session.url))

    statuses = {found.status for found in client.v1.subscriptions.list({"status": "all"}).data}
    assert statuses == {"active", "incomplete_expired"}
    assert again(client, session).payment_status == "paid"


def test_a_promotion_code_is_typed_on_the_page(stripe_standin: StandIn, client: Client):
    coupon = client.v1.coupons.create({"percent_off": 10, "duration": "once"}).id
    code = client.v1.promotion_codes.create(
        {"promotion": {"type": "coupon", "coupon": coupon}, "code": "KARAOKE", "max_redemptions": 1}
    )
    session = begin(client, allow_promotion_codes=True)

    refused = stripe_standin.post(str(session.url), do="code", promotion_code="NOPE")
    taken = stripe_standin.post(str(session.url), do="code", promotion_code="karaoke")
    stripe_standin.pay(str(session.url))

    done = again(client, session)
    assert "This code is invalid" in refused.text
    assert "81.00 USD" in taken.text
    assert (done.amount_total, done.total_details.amount_discount) == (8_100, 900)  # type: ignore[union-attr]
    assert client.v1.promotion_codes.retrieve(code.id).times_redeemed == 1


def test_a_tax_id_is_asked_for_and_kept_with_the_customer(stripe_standin: StandIn, client: Client):
    who = client.v1.customers.create({"email": "owner@velvet.example.com", "name": "Velvet"}).id
    asked: Any = {
        "customer": who,
        "line_items": [{"price": monthly(client), "quantity": 1}],
        "tax_id_collection": {"enabled": True},
    }
    with pytest.raises(stripe.InvalidRequestError, match="customer_update"):
        begin(client, "subscription", **asked)

    session = begin(client, "subscription", **asked, customer_update={"name": "auto", "address": "auto"})
    card = {"number": PAYS, "expires": "12/34", "cvc": "123"}
    stripe_standin.post(
        str(session.url), do="pay", name="Velvet Ltd", tax_kind="gb_vat", tax_id="GB123456789", **card
    )

    assert client.v1.customers.retrieve(who).name == "Velvet Ltd"
    assert client.v1.invoices.list().data[0].customer_tax_ids[0].value == "GB123456789"  # type: ignore[index]


@pytest.mark.parametrize(
    "asked",
    [
        {"mode": "payment", "line_items": []},
        {"ui_mode": "embedded_page"},
        {"payment_intent_data": {"application_fee_amount": 100}},
        {"customer": "cus_nobody"},
    ],
)
def test_what_stripe_does_not_take_is_refused(client: Client, asked: dict[str, Any]):
    with pytest.raises(stripe.InvalidRequestError):
        begin(client, **asked)


def test_the_page_says_test_mode_lists_cards_and_carries_no_script(stripe_standin: StandIn, client: Client):
    page = stripe_standin.get(str(begin(client).url))

    policy = page.headers["content-security-policy"]
    assert "TEST MODE" in page.text
    assert {"4242 4242 4242 4242", "4000 0000 0000 0002", "4000 0027 6000 3184"} <= set(
        re.findall(r"<code>(.*?)</code>", page.text)
    )
    assert not re.search(r"<script|style=|\son\w+=", page.text)
    assert "default-src 'none'" in policy
    assert "form-action 'self' https://velvet.boom.example" in policy


def test_words_of_others_are_shown_as_words(stripe_standin: StandIn, client: Client):
    line = {"currency": "usd", "unit_amount": 100, "product_data": {"name": "<script>alert(1)</script>"}}
    session = begin(client, line_items=[{"price_data": line, "quantity": 1}])

    page = stripe_standin.post(
        str(session.url), do="pay", number="<b>", expires="x", name='"><i>', email="e@x.y"
    )

    assert "&lt;script&gt;" in page.text
    assert not re.search(r"<script|<i>|<b>", page.text)
