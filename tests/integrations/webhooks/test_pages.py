"""The pages of webhooks: entered, shown once, looked at, sent again."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from integrations.models import WebhookDelivery, WebhookEndpoint
from integrations.services.webhooks import add_endpoint, disable_endpoint
from tests.conftest import HostClient
from tests.integrations.webhooks.conftest import Work
from tests.integrations.webhooks.test_sending import confirm
from tests.receivers import Receiver

HOME = "/dashboard/integrations/webhooks/"
URL = "https://hooks.example.com/boom"


def test_a_webhook_is_entered_and_its_secret_shown_this_once(owner_client: HostClient, now: datetime):
    answer = owner_client.post(f"{HOME}new/", {"url": URL, "name": "Kitchen", "kinds": ["booking.created"]})

    page = answer.content.decode()
    assert answer.status_code == 200
    assert "whsec_" in page
    assert "no-store" in answer["Cache-Control"]
    endpoint = WebhookEndpoint.objects.get()
    again = owner_client.get(f"{HOME}{endpoint.pk}/").content.decode()
    assert "whsec_" not in again
    assert "Kitchen" in owner_client.get(HOME).content.decode()


@pytest.mark.parametrize("url", ["http://hooks.example.com/", "https://192.168.0.1/", ""])
def test_an_address_that_is_none_is_said_at_its_field(owner_client: HostClient, now: datetime, url: str):
    answer = owner_client.post(f"{HOME}new/", {"url": url, "name": "Kept", "kinds": []})

    assert answer.status_code == 422
    assert 'id="id_url_error"' in answer.content.decode()
    assert 'value="Kept"' in answer.content.decode()


def test_a_delivery_shows_what_was_sent_and_how_it_fared(
    endpoint: WebhookEndpoint, receiver: Receiver, work: Work, owner_client: HostClient, now: datetime
):
    receiver.status = 500
    confirm(note="By the wall")
    work(now)
    sent = WebhookDelivery.objects.get()

    page = owner_client.get(f"{HOME}{endpoint.pk}/sent/{sent.pk}/").content.decode()
    receiver.status = 200
    again = owner_client.post(f"{HOME}{endpoint.pk}/sent/{sent.pk}/replay/")
    work(now + timedelta(seconds=30))

    assert "By the wall" in page
    assert "It answered 500." in page
    assert again.status_code == 302
    assert WebhookDelivery.objects.get().state == "delivered"


def test_everything_is_done_from_its_page(endpoint: WebhookEndpoint, owner_client: HostClient, now: datetime):
    path = f"{HOME}{endpoint.pk}/"
    steps = [("switch/", {"do": "pause"}), ("switch/", {"do": "resume"}), ("test/", {}), ("replay/", {}),
             ("secret/", {"do": "end-old"})]  # fmt: skip
    for step, data in steps:
        assert owner_client.post(path + step, data).status_code == 302
    rotated = owner_client.post(f"{path}secret/")
    changed = owner_client.post(
        path, {"url": URL, "name": "New", "kinds": ["booking.moved"], "version": "99"}
    )

    assert "whsec_" in rotated.content.decode()
    assert changed.status_code == 422
    assert "Look at it again" in changed.content.decode()
    assert owner_client.post(f"{path}remove/").status_code == 302
    assert owner_client.get(path).status_code == 404


def test_one_that_was_switched_off_needs_attention(
    business: object, owner_client: HostClient, client_as, now: datetime
):
    endpoint, _ = add_endpoint(url=URL, kinds=[], name="Kitchen display")
    disable_endpoint(endpoint_id=endpoint.pk, reason="It answered 500.", now=now)

    assert "Kitchen display" in owner_client.get("/dashboard/attention/").content.decode()
    assert "Kitchen display" not in client_as("front_desk").get("/dashboard/attention/").content.decode()


def test_pages_ask_as_much_for_one_as_for_many(
    business: object, owner_client: HostClient, count_queries, now: datetime
):
    add_endpoint(url=f"{URL}/0", kinds=[])
    owner_client.get(HOME)
    with count_queries() as few:
        owner_client.get(HOME)
    for number in range(1, 6):
        add_endpoint(url=f"{URL}/{number}", kinds=[])
    with count_queries() as many:
        owner_client.get(HOME)

    assert many() == few()
