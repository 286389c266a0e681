"""Webhooks are part of some plans: without them nothing is added or sent, and what stands is kept."""

from __future__ import annotations

from datetime import datetime

from integrations.models import WebhookDelivery, WebhookEndpoint
from tenants.models import Business
from tests.conftest import HostClient
from tests.factories.plans import make_plan, put_on
from tests.integrations.webhooks.conftest import Work
from tests.integrations.webhooks.test_sending import confirm

HOME = "/dashboard/integrations/webhooks/"
NEW = {"url": "https://hooks.example.com/boom", "name": "Till", "kinds": []}


def test_without_them_in_the_plan_nothing_is_sent_and_with_them_again(
    business: Business, endpoint: WebhookEndpoint, work: Work, now: datetime
):
    put_on(business, make_plan(features=[]))
    confirm(note="unheard")
    work(now)
    sent = WebhookDelivery.objects.count()

    put_on(business, make_plan(features=["custom_integrations"]))
    confirm(note="heard")
    work(now)

    assert (sent, WebhookDelivery.objects.count()) == (0, 1)


def test_without_them_in_the_plan_none_is_added_tried_or_sent_again_and_they_can_be_taken_away(
    business: Business, endpoint: WebhookEndpoint, work: Work, owner_client: HostClient, now: datetime
):
    confirm()
    work(now)
    sent = WebhookDelivery.objects.get()
    put_on(business, make_plan(features=[]))

    own = f"{HOME}{endpoint.pk}/"
    for path in (f"{HOME}new/", f"{own}test/", f"{own}sent/{sent.pk}/replay/", f"{own}replay/"):
        assert owner_client.post(path, NEW).status_code == 403, path
    page = owner_client.get(HOME)

    assert (page.status_code, WebhookDelivery.objects.count()) == (200, 1)
    assert "part of a larger plan" in page.content.decode()
    assert f"{HOME}new/" not in page.content.decode()
    owner_client.post(f"{own}remove/")
    assert not WebhookEndpoint.objects.standing().exists()
