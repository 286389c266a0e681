"""The customer's own page: cards, invoices, ending and keeping a subscription."""

from __future__ import annotations

from io import BytesIO
from typing import Any

import pytest
import stripe

from tests.stripe import DECLINED, PAYS, StandIn

Client = stripe.StripeClient


@pytest.fixture
def subscription(client: Client) -> stripe.Subscription:
    made = client.v1.customers.create({"email": "owner@velvet.example.com", "payment_method": "pm_card_visa"})
    saved = client.v1.payment_methods.list({"customer": made.id}).data[0].id
    price = client.v1.prices.create(
        {
            "currency": "usd",
            "unit_amount": 2_900,
            "recurring": {"interval": "month"},
            "product_data": {"name": "Starter"},
        }
    )
    return client.v1.subscriptions.create(
        {"customer": made.id, "items": [{"price": price.id}], "default_payment_method": saved}
    )


def open_portal(client: Client, subscription: stripe.Subscription, **more: Any) -> str:
    asked = {"customer": str(subscription.customer), "return_url": "https://velvet.boom.example/plan/"}
    return client.v1.billing_portal.sessions.create(asked | more).url  # type: ignore[arg-type]


def test_a_subscription_is_ended_and_kept(
    stripe_standin: StandIn, client: Client, subscription: stripe.Subscription
):
    url = open_portal(client, subscription)

    stripe_standin.post(url, do="cancel", subscription=subscription.id)
    ending = client.v1.subscriptions.retrieve(subscription.id)
    stripe_standin.post(url, do="keep", subscription=subscription.id)
    kept = client.v1.subscriptions.retrieve(subscription.id)

    assert (ending.cancel_at_period_end, kept.cancel_at_period_end) == (True, False)


def test_a_new_card_becomes_the_usual_one_and_pays_what_is_open(
    stripe_standin: StandIn, client: Client, subscription: stripe.Subscription
):
    who = str(subscription.customer)
    failing = client.v1.payment_methods.attach("pm_card_chargeCustomerFail", {"customer": who}).id
    client.v1.subscriptions.update(subscription.id, {"default_payment_method": failing})
    stripe_standin.advance(31 * 86400 + 3600)
    assert client.v1.subscriptions.retrieve(subscription.id).status == "past_due"
    url = open_portal(client, subscription)

    refused = stripe_standin.post(url, do="card", number=DECLINED, expires="12/34")
    stripe_standin.post(url, do="card", number=PAYS, expires="12/34")

    after = client.v1.subscriptions.retrieve(subscription.id)
    usual = client.v1.customers.retrieve(who).invoice_settings.default_payment_method  # type: ignore[union-attr]
    assert "Your card was declined" in refused.text
    assert (after.status, after.default_payment_method) == ("active", usual)


def test_a_flow_leads_back_when_it_is_done(
    stripe_standin: StandIn, client: Client, subscription: stripe.Subscription
):
    done = {"type": "redirect", "redirect": {"return_url": "https://velvet.boom.example/done/"}}
    flow = {"type": "payment_method_update", "after_completion": done}
    url = open_portal(client, subscription, flow_data=flow)
    assert "Invoices" not in stripe_standin.get(url).text

    answer = stripe_standin.post(url, do="card", number=PAYS, expires="12/34")

    assert answer.headers["location"] == "https://velvet.boom.example/done/"


def test_nobody_elses_subscription_is_within_reach(
    stripe_standin: StandIn, client: Client, subscription: stripe.Subscription
):
    other = client.v1.customers.create({"name": "Keyhole"})
    url = client.v1.billing_portal.sessions.create({"customer": other.id}).url

    answer = stripe_standin.post(url, do="cancel", subscription=subscription.id)

    assert "No such subscription" in answer.text
    assert not client.v1.subscriptions.retrieve(subscription.id).cancel_at_period_end


def test_the_page_closes_after_an_hour(
    stripe_standin: StandIn, client: Client, subscription: stripe.Subscription
):
    url = open_portal(client, subscription)
    stripe_standin.advance(3600)

    assert stripe_standin.get(url).status_code == 410


def test_an_invoice_is_a_page_and_a_pdf(
    stripe_standin: StandIn, client: Client, subscription: stripe.Subscription
):
    invoice = client.v1.invoices.retrieve(str(subscription.latest_invoice))

    page = stripe_standin.get(str(invoice.hosted_invoice_url))
    paper = stripe_standin.get(str(invoice.invoice_pdf))

    assert str(invoice.number) in page.text
    assert "29.00 USD" in page.text
    assert (paper.headers["content-type"], BytesIO(paper.content).read(8)) == ("application/pdf", b"%PDF-1.4")


def test_an_open_invoice_is_paid_on_its_page(
    stripe_standin: StandIn, client: Client, subscription: stripe.Subscription
):
    who = str(subscription.customer)
    client.v1.invoice_items.create({"customer": who, "amount": 500, "currency": "usd"})
    draft = client.v1.invoices.create({"customer": who, "pending_invoice_items_behavior": "include"})
    due = client.v1.invoices.finalize_invoice(str(draft.id))

    stripe_standin.post(str(due.hosted_invoice_url), do="pay", number=PAYS, expires="12/34")

    assert client.v1.invoices.retrieve(str(due.id)).status == "paid"


def test_name_address_and_tax_id_are_kept(
    stripe_standin: StandIn, client: Client, subscription: stripe.Subscription
):
    url = open_portal(client, subscription)

    refused = stripe_standin.post(url, do="details", name="Velvet", tax_kind="eu_vat", tax_id="nonsense")
    stripe_standin.post(
        url, do="details", name="Velvet Ltd", email="o@x.example", city="Berlin", country="DE",
        tax_kind="eu_vat", tax_id="DE123456789",
    )  # fmt: skip

    who = client.v1.customers.retrieve(str(subscription.customer), {"expand": ["tax_ids"]})
    assert "Invalid value for eu_vat" in refused.text
    assert (who.name, who.address.city) == ("Velvet Ltd", "Berlin")  # type: ignore[union-attr]
    assert [(found.type, found.value) for found in who.tax_ids.data] == [("eu_vat", "DE123456789")]  # type: ignore[union-attr]
