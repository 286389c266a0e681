"""A receiver, an endpoint that sends to it, and a way to do what workers do."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime

import pytest
from django.conf import LazySettings
from django.db import connection, transaction

from boom.core import clock, outbox
from boom.core.models import OutboxDelivery
from boom.relay.schemas import relay_facts
from integrations.models import WebhookEndpoint
from integrations.services.webhooks import add_endpoint
from tenants.models import Business
from tests.receivers import Receiver, receiving

Work = Callable[..., None]


@pytest.fixture
def receiver(settings: LazySettings) -> Iterator[Receiver]:
    settings.OUTBOUND_ALLOWS_LOOPBACK = True
    with receiving() as receiver:
        yield receiver


@pytest.fixture
def endpoint(receiver: Receiver, business: Business, now: datetime) -> WebhookEndpoint:
    """All events to the receiver; `secret_shown` is what was shown of it."""
    made, secret = add_endpoint(url=f"{receiver.url}/hook", kinds=[])
    made.secret_shown = secret
    return made


@pytest.fixture
def work(business: Business) -> Work:
    """Relay what was committed and do what is due at an instant, as relay and workers do, until none is."""

    def do(at: datetime) -> None:
        with clock.set_to(at):
            for _ in range(20):
                relay_facts(
                    connection.schema_name, [], tell=lambda notices: None, offer=lambda ids: [], now=at
                )
                # Facts have the database's own time, which is not the test's.
                OutboxDelivery.objects.filter(attempts=0, last_error="").update(due_at=at)
                due = outbox.deliveries_to_offer(now=at)
                if not due:
                    return
                for key in due:
                    outbox.deliver(key, now=at)
        raise AssertionError("it never ends")

    return do


def publish(kind: str, **payload: object) -> None:
    with transaction.atomic():
        outbox.publish(kind, **payload)


def waiting() -> list[OutboxDelivery]:
    """Deliveries of webhooks that come again."""
    rows = OutboxDelivery.objects.filter(handler="integrations.send_webhook", state="due")
    return list(rows.order_by("due_at"))
