"""Events: listed, signed, retried; doubled, shuffled, lost, late and wrongly signed on order."""

from __future__ import annotations

import pytest
import stripe

from tests.standins.conftest import Receiver
from tests.stripe import CONNECT_SECRET, PLATFORM_SECRET, StandIn


def names(receiver: Receiver) -> list[str]:
    return [str(event.data.object["name"]) for event in receiver.events(PLATFORM_SECRET)]


def make(client: stripe.StripeClient, *wanted: str) -> None:
    for name in wanted:
        client.v1.customers.create({"name": name})


def test_an_event_is_signed_over_its_bytes(
    stripe_standin: StandIn, client: stripe.StripeClient, receiver: Receiver
):
    stripe_standin.send_events_to(receiver.url)
    client.v1.customers.create({"name": "Ada"}, {"idempotency_key": "k"})
    stripe_standin.settle()

    [event] = receiver.events(PLATFORM_SECRET)

    assert (event.type, event.livemode, event.api_version) == ("customer.created", False, "2026-10-28.endive")
    assert event.request.idempotency_key == "k"  # type: ignore[union-attr]
    with pytest.raises(stripe.SignatureVerificationError):
        stripe.Webhook.construct_event(receiver.bodies[0] + b" ", receiver.signatures[0], PLATFORM_SECRET)


def test_a_connected_accounts_events_go_to_the_other_endpoint(
    stripe_standin: StandIn, client: stripe.StripeClient, receiver: Receiver
):
    account = client.v1.accounts.create({"type": "express"})
    stripe_standin.send_events_to(connect=receiver.url)
    make(client, "the platform's")
    make(stripe_standin.client(account.id), "the venue's")
    stripe_standin.settle()

    [event] = receiver.events(CONNECT_SECRET)

    assert (event.account, event.data.object["name"]) == (account.id, "the venue's")
    assert [found["type"] for found in stripe_standin.events(account.id)] == ["customer.created"]


def test_what_was_not_taken_comes_again(
    stripe_standin: StandIn, client: stripe.StripeClient, receiver: Receiver
):
    stripe_standin.send_events_to(receiver.url)
    receiver.answers_with = 500
    make(client, "Ada")
    [tried] = stripe_standin.settle()
    assert (tried["state"], tried["attempts"], tried["status"]) == ("waiting", 1, 500)

    receiver.answers_with = 200
    stripe_standin.order("/deliveries/again")
    [taken] = stripe_standin.settle()

    assert (taken["state"], taken["attempts"]) == ("delivered", 2)
    assert names(receiver) == ["Ada", "Ada"]
    assert client.v1.events.list().data[0].pending_webhooks == 0


def test_held_events_are_shuffled_and_doubled_alike_for_the_same_seed(
    stripe_standin: StandIn, client: stripe.StripeClient, receiver: Receiver
):
    came = []
    for _ in range(2):
        stripe_standin.reset()
        stripe_standin.send_events_to(receiver.url)
        stripe_standin.hold()
        make(client, *"abcdef")
        assert stripe_standin.settle()[0]["state"] == "held"
        stripe_standin.release(seed=4, shuffle=True, most_copies=3)
        stripe_standin.settle()
        came.append(names(receiver))
        receiver.bodies.clear()
        receiver.signatures.clear()

    assert came[0] == came[1]
    assert set(came[0]) == set("abcdef")
    assert len(came[0]) > 6
    assert came[0] != sorted(came[0])


def test_lost_events_are_still_listed(
    stripe_standin: StandIn, client: stripe.StripeClient, receiver: Receiver
):
    stripe_standin.send_events_to(receiver.url)
    stripe_standin.order("/deliveries", mode="lose")
    make(client, "Ada")
    stripe_standin.settle()

    assert receiver.bodies == []
    assert [event.type for event in client.v1.events.list().data] == ["customer.created"]


def test_a_wrong_signature_and_a_wrong_clock_are_noticed(
    stripe_standin: StandIn, client: stripe.StripeClient, receiver: Receiver
):
    stripe_standin.send_events_to(receiver.url)
    stripe_standin.order("/deliveries", wrong_signatures=1)
    make(client, "wrongly signed")
    stripe_standin.settle()
    stripe_standin.order("/deliveries", skew_s=-600)
    make(client, "from the past")
    stripe_standin.settle()

    for body, signature in zip(receiver.bodies, receiver.signatures, strict=True):
        with pytest.raises(stripe.SignatureVerificationError):
            stripe.Webhook.construct_event(body, signature, PLATFORM_SECRET)


def test_events_are_listed_by_type_for_thirty_days(stripe_standin: StandIn, client: stripe.StripeClient):
    client.v1.products.create({"name": "Starter"})
    make(client, "Ada")

    assert [event.type for event in client.v1.events.list({"types": ["customer.*"]}).data] == [
        "customer.created"
    ]
    assert [event.type for event in client.v1.events.list({"type": "product.created"}).data] == [
        "product.created"
    ]
    stripe_standin.advance(31 * 86400)
    assert client.v1.events.list().data == []


def test_an_update_says_what_was_before(stripe_standin: StandIn, client: stripe.StripeClient):
    customer = client.v1.customers.create({"name": "Ada"})
    client.v1.customers.update(customer.id, {"name": "Ada Lovelace"})

    event = client.v1.events.list({"type": "customer.updated"}).data[0]

    assert event.data.previous_attributes.to_dict() == {"name": "Ada"}  # type: ignore[union-attr]
    assert event.data.object["name"] == "Ada Lovelace"
