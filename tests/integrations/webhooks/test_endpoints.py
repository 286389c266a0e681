"""Where events go: entered, changed, subscribed to by programs, and on record without its secret."""

from __future__ import annotations

import json
from datetime import datetime

import pytest

from audit.models import AuditEvent
from boom.core.providers.outbound import AddressRefused
from integrations.domain.events import EVENTS
from integrations.errors import EndpointUnknown, EventUnknown, TooManyEndpoints
from integrations.models import EndpointState, WebhookEndpoint
from integrations.services import webhooks
from integrations.services.webhooks import (
    MOST_ENDPOINTS,
    EndpointChanged,
    add_endpoint,
    change_endpoint,
    disable_endpoint,
    remove_endpoint,
    resume_endpoint,
    subscribe,
    unsubscribe,
)

URL = "https://hooks.example.com/boom"
pytestmark = pytest.mark.usefixtures("business", "now")


def test_a_secret_is_shown_once_and_stands_nowhere():
    endpoint, secret = add_endpoint(url=URL, kinds=["booking.moved", "booking.created", "booking.moved"])

    assert secret.startswith("whsec_")
    assert endpoint.kinds == ["booking.created", "booking.moved"]
    row = json.dumps(list(WebhookEndpoint.objects.values()), default=str)
    record = json.dumps(list(AuditEvent.objects.filter(table="integrations_webhookendpoint").values("new")))
    assert secret.removeprefix("whsec_") not in row + record
    assert endpoint.secret_nonce not in record


@pytest.mark.parametrize(
    "url", ["http://hooks.example.com/", "https://10.0.0.1/", "https://localhost/", "nonsense"]
)
def test_an_address_inside_is_refused(url: str):
    with pytest.raises(AddressRefused) as refused:
        add_endpoint(url=url, kinds=[])

    assert refused.value.fields.keys() == {"url"}
    assert not WebhookEndpoint.objects.exists()


def test_an_event_that_there_is_none_of_is_refused():
    with pytest.raises(EventUnknown):
        add_endpoint(url=URL, kinds=["booking.held"])


def test_there_are_so_many_and_no_more():
    for number in range(MOST_ENDPOINTS):
        add_endpoint(url=f"{URL}/{number}", kinds=[])

    with pytest.raises(TooManyEndpoints):
        add_endpoint(url=URL, kinds=[])


def test_two_at_one_form_do_not_overwrite_each_other():
    endpoint, _ = add_endpoint(url=URL, kinds=[])
    change_endpoint(endpoint_id=endpoint.pk, url=URL, kinds=["booking.moved"], name="Mine", version=1)

    with pytest.raises(EndpointChanged):
        change_endpoint(endpoint_id=endpoint.pk, url=URL, kinds=[], name="Theirs", version=1)


def test_one_that_was_switched_off_starts_anew(now: datetime):
    endpoint, _ = add_endpoint(url=URL, kinds=[])
    WebhookEndpoint.objects.update(failing_since=now, failures_in_row=12, last_error="It answered 500.")
    assert disable_endpoint(endpoint_id=endpoint.pk, reason="It answered 500.", now=now)
    assert not disable_endpoint(endpoint_id=endpoint.pk, reason="Again", now=now)

    resume_endpoint(endpoint_id=endpoint.pk)

    found = WebhookEndpoint.objects.get()
    assert (found.state, found.failures_in_row, found.failing_since, found.last_error) == (
        "active",
        0,
        None,
        "",
    )


def test_what_is_removed_is_there_for_nobody(now: datetime):
    endpoint, _ = add_endpoint(url=URL, kinds=[])
    remove_endpoint(endpoint_id=endpoint.pk, now=now)

    with pytest.raises(EndpointUnknown):
        resume_endpoint(endpoint_id=endpoint.pk)
    assert not WebhookEndpoint.objects.listening().exists()


def test_a_program_subscribes_once_however_often_it_asks():
    first, secret = subscribe(url=URL, kinds=["booking.created"], by="key:1")
    again, none = subscribe(url=URL, kinds=["booking.moved"], by="key:1")

    assert secret.startswith("whsec_")
    assert none == ""
    assert (first.pk, again.kinds) == (again.pk, ["booking.moved"])


def test_a_program_ends_its_own_subscription_and_no_others(now: datetime):
    endpoint, _ = subscribe(url=URL, kinds=[], by="key:1")
    persons, _ = add_endpoint(url=f"{URL}/2", kinds=[])

    for endpoint_id, by in ((endpoint.pk, "key:2"), (persons.pk, ""), (persons.pk, "key:1"), (0, "key:1")):
        with pytest.raises(EndpointUnknown):
            unsubscribe(endpoint_id=endpoint_id, by=by, now=now)
    unsubscribe(endpoint_id=endpoint.pk, by="key:1", now=now)

    assert [each.pk for each in WebhookEndpoint.objects.standing()] == [persons.pk]


def test_nothing_asked_for_is_everything():
    endpoint, _ = add_endpoint(url=URL, kinds=[])

    assert all(endpoint.wants(kind) for kind in EVENTS)
    assert endpoint.state == EndpointState.ACTIVE
    assert webhooks.known_kinds([]) == []
