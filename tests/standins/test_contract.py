"""What every request meets: keys, versions, accounts, idempotency, errors, lists, expansion, metadata."""

from __future__ import annotations

import threading
import time

import httpx
import pytest
import stripe

from tests.stripe import KEY, StandIn


def test_a_request_without_a_key_is_not_let_in(stripe_standin: StandIn):
    answer = httpx.get(f"{stripe_standin.url}/v1/customers")

    assert answer.status_code == 401
    assert answer.json()["error"]["type"] == "invalid_request_error"


def test_a_live_key_is_refused(stripe_standin: StandIn):
    with pytest.raises(stripe.AuthenticationError, match="Invalid API Key"):
        stripe_standin.client(key="sk_live_never").v1.customers.list()


def test_another_api_version_is_refused(stripe_standin: StandIn):
    headers = {"Authorization": f"Bearer {KEY}", "Stripe-Version": "2017-08-15"}

    answer = httpx.get(f"{stripe_standin.url}/v1/customers", headers=headers)

    assert answer.status_code == 400
    assert "2017-08-15" in answer.json()["error"]["message"]


def test_an_unknown_parameter_is_refused_by_name_and_nothing_is_done(client: stripe.StripeClient):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.customers.create({"email": "a@example.com", "address": {"street": "1"}})  # type: ignore[typeddict-unknown-key]

    assert (refusal.value.code, refusal.value.param) == ("parameter_unknown", "address[street]")
    assert client.v1.customers.list().data == []


def test_an_object_that_is_not_there_is_a_404_with_its_name(client: stripe.StripeClient):
    with pytest.raises(stripe.InvalidRequestError) as refusal:
        client.v1.customers.retrieve("cus_nobody")

    assert refusal.value.http_status == 404
    assert refusal.value.code == "resource_missing"
    assert refusal.value.user_message == "No such customer: 'cus_nobody'"


def test_the_same_key_and_body_bring_the_same_answer_once_done(client: stripe.StripeClient):
    asked = {"email": "once@example.com"}

    first = client.v1.customers.create(asked, {"idempotency_key": "sign-up-1"})
    again = client.v1.customers.create(asked, {"idempotency_key": "sign-up-1"})

    assert again.id == first.id
    assert again.last_response.headers["Idempotent-Replayed"] == "true"
    assert len(client.v1.customers.list().data) == 1


def test_the_same_key_with_another_body_is_refused(client: stripe.StripeClient):
    client.v1.customers.create({"email": "a@example.com"}, {"idempotency_key": "k"})

    with pytest.raises(stripe.IdempotencyError) as refusal:
        client.v1.customers.create({"email": "b@example.com"}, {"idempotency_key": "k"})

    assert refusal.value.http_status == 400


def test_a_key_that_is_under_way_is_a_conflict(stripe_standin: StandIn, client: stripe.StripeClient):
    stripe_standin.fault("delay", "/v1/customers", seconds=0.5)
    slow = threading.Thread(target=client.v1.customers.create, args=({}, {"idempotency_key": "k"}))
    slow.start()
    while not stripe_standin.faults()[0]["met"]:
        time.sleep(0.01)

    # The library knows no class of its own for a 409.
    with pytest.raises(stripe.APIError) as refusal:
        stripe_standin.client().v1.customers.create({}, {"idempotency_key": "k"})

    slow.join()
    assert refusal.value.http_status == 409
    assert refusal.value.json_body["error"]["code"] == "idempotency_key_in_use"


def test_a_refused_card_is_remembered_by_its_key(client: stripe.StripeClient):
    asked = {
        "amount": 1000,
        "currency": "usd",
        "confirm": True,
        "payment_method": "pm_card_chargeDeclined",
        "return_url": "https://boom.example/",
    }
    for _ in range(2):
        with pytest.raises(stripe.CardError):
            client.v1.payment_intents.create(asked, {"idempotency_key": "pay"})

    assert len(client.v1.charges.list().data) == 1


def test_a_refused_parameter_is_not_remembered(client: stripe.StripeClient):
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.customers.create({"nope": "1"}, {"idempotency_key": "k"})  # type: ignore[typeddict-unknown-key]

    made = client.v1.customers.create({"email": "a@example.com"}, {"idempotency_key": "k"})

    assert made.email == "a@example.com"


def test_a_list_is_read_page_by_page_newest_first(client: stripe.StripeClient):
    made = [client.v1.customers.create({"name": str(number)}).id for number in range(5)]

    first = client.v1.customers.list({"limit": 2})
    second = client.v1.customers.list({"limit": 2, "starting_after": first.data[-1].id})
    back = client.v1.customers.list({"limit": 2, "ending_before": second.data[-1].id})

    assert [customer.id for customer in first.data] == [made[4], made[3]]
    assert [customer.id for customer in second.data] == [made[2], made[1]]
    assert [customer.id for customer in back.data] == [made[3], made[2]]
    assert (first.has_more, second.has_more) == (True, True)
    assert [customer.id for customer in client.v1.customers.list({"limit": 2}).auto_paging_iter()] == made[
        ::-1
    ]


def test_what_expand_names_comes_whole(client: stripe.StripeClient):
    customer = client.v1.customers.create({"name": "Ada"})
    client.v1.payment_intents.create({"amount": 500, "currency": "eur", "customer": customer.id})

    plain = client.v1.payment_intents.list().data[0]
    whole = client.v1.payment_intents.list({"expand": ["data.customer"]}).data[0]

    assert plain.customer == customer.id
    assert whole.customer.name == "Ada"  # type: ignore[union-attr]


def test_what_cannot_be_expanded_is_refused(client: stripe.StripeClient):
    customer = client.v1.customers.create({"name": "Ada"})

    with pytest.raises(stripe.InvalidRequestError, match="cannot be expanded"):
        client.v1.customers.retrieve(customer.id, {"expand": ["shoe_size"]})


def test_metadata_is_merged_and_emptied_key_by_key(client: stripe.StripeClient):
    customer = client.v1.customers.create({"metadata": {"a": "1", "b": "2"}})

    merged = client.v1.customers.update(customer.id, {"metadata": {"b": "", "c": "3"}})
    cleared = client.v1.customers.update(customer.id, {"metadata": ""})

    assert merged.metadata.to_dict() == {"a": "1", "c": "3"}  # type: ignore[union-attr]
    assert cleared.metadata.to_dict() == {}  # type: ignore[union-attr]


def test_each_connected_account_has_objects_of_its_own(stripe_standin: StandIn, client: stripe.StripeClient):
    account = client.v1.accounts.create({"type": "express"})
    theirs = stripe_standin.client(account.id)

    customer = theirs.v1.customers.create({"name": "Theirs"})

    assert client.v1.customers.list().data == []
    assert [found.id for found in theirs.v1.customers.list().data] == [customer.id]
    with pytest.raises(stripe.PermissionError):
        stripe_standin.client("acct_nobody").v1.customers.list()


def test_the_same_seed_brings_the_same_ids(stripe_standin: StandIn):
    made = []
    for seed in ("a", "a", "b"):
        stripe_standin.reset(seed)
        made.append(stripe_standin.client().v1.customers.create({}).id)

    assert made[0] == made[1] != made[2]
