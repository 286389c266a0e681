"""Webhooks and REST hooks by program: kept, tried, sent again; a program's own end with its key."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import User
from accounts.services import deactivate
from boom.core import clock
from integrations.domain.events import EVENTS
from integrations.domain.samples import sample_of
from integrations.models import ApiKey, KeptAnswer, WebhookDelivery, WebhookEndpoint
from integrations.services.api_keys import revoke_key
from tests.conftest import TONIGHT
from tests.factories import make_block, make_booking, make_customer, make_room
from tests.factories.plans import make_plan, put_on
from tests.integrations.webhooks.conftest import publish, receiver, work

__all__ = ["receiver", "work"]

pytestmark = pytest.mark.django_db
URL = "https://hooks.example.com/boom"
CONNECT = "integrations.connect"


def test_a_webhook_is_entered_changed_paused_and_removed(program, now):
    made = program.post("/webhooks", {"url": URL, "events": ["booking.moved", "booking.created"]}, key="k")
    path = made["Location"].removeprefix("/api/v1")
    read = program.get(path)
    unsaid = program.call("PATCH", path, {"name": "Till"})
    changed = program.call("PATCH", path, {"name": "Till"}, match=read["ETag"])
    stale = program.call("PATCH", path, {"name": "Other"}, match=read["ETag"])
    paused = program.post(f"{path}/pause").json()["state"]
    resumed = program.post(f"{path}/resume").json()["state"]
    gone = program.call("DELETE", path)

    assert made.status_code == 201
    assert made.json()["secret"].startswith("whsec_")
    assert read.json()["events"] == ["booking.created", "booking.moved"]
    assert [each.status_code for each in (unsaid, changed, stale, gone)] == [428, 200, 412, 204]
    assert (changed.json()["name"], changed.json()["url"], paused, resumed) == (
        "Till",
        URL,
        "paused",
        "active",
    )
    assert program.get(path).status_code == 404


def test_a_secret_is_told_once_and_kept_under_no_key(program, now):
    made = program.post("/webhooks", {"url": URL}, key="k")
    path = made["Location"].removeprefix("/api/v1")

    new = program.post(f"{path}/rotate-secret", key="r").json()
    ended = program.post(f"{path}/end-old-secret").json()

    assert new["secret"] != made.json()["secret"]
    assert new["webhook"]["both_secrets_until"] is not None
    assert ended["both_secrets_until"] is None
    assert "whsec_" not in program.get(path).content.decode()
    assert not KeptAnswer.objects.exists()


@pytest.mark.parametrize(
    ("body", "status", "field"),
    [
        ({"url": "https://10.0.0.1/"}, 422, "url"),
        ({"url": "http://hooks.example.com/"}, 422, "url"),
        ({"url": URL, "events": ["booking.held"]}, 422, "kinds"),
    ],
)
def test_what_the_page_refuses_is_refused_here(program, body, status, field):
    answer = program.post("/webhooks", body)

    assert (answer.status_code, set(answer.json()["fields"])) == (status, {field})
    assert not WebhookEndpoint.objects.exists()


def test_a_trial_is_sent_read_and_sent_again(program, receiver, work, now):
    made = program.post("/webhooks", {"url": f"{receiver.url}/hook"})
    path = made["Location"].removeprefix("/api/v1")
    trial = program.post(f"{path}/test")
    sent = trial["Location"].removeprefix("/api/v1")
    work(now)
    detail = program.get(sent).json()
    again = program.post(f"{sent}/replay").json()
    work(now)

    assert (detail["state"], detail["tries"][0]["status"], detail["body"]["type"]) == (
        "delivered",
        200,
        "webhook.test",
    )
    assert again["state"] == "due"
    assert len({call.headers["webhook-id"] for call in receiver.calls}) == 1
    assert len(receiver.calls) == 2
    listed = program.get(f"{path}/deliveries?state=delivered").json()["data"]
    assert [each["id"] for each in listed] == [detail["id"]]


def test_all_that_was_given_up_is_sent_again(program, receiver, now):
    path = program.post("/webhooks", {"url": f"{receiver.url}/hook"})["Location"].removeprefix("/api/v1")
    program.post(f"{path}/test")
    WebhookDelivery.objects.update(state="failed")

    assert program.post(f"{path}/replay-failed").json() == {"count": 1}
    program.post(f"{path}/pause")
    assert program.post(f"{path}/replay-failed").json()["code"] == "webhook-off"


def test_a_log_is_read_in_few_queries_however_long(program, now, count_queries):
    path = program.post("/webhooks", {"url": URL})["Location"].removeprefix("/api/v1")
    counts = []
    for more in (1, 4):
        for _ in range(more):
            program.post(f"{path}/test")
        with count_queries() as count:
            program.get(f"{path}/deliveries")
        counts.append(count())

    assert counts[0] == counts[1]


def test_a_program_subscribes_once_and_ends_its_own_alone(with_key, now):
    mine, other = with_key(CONNECT, name="Zapier"), with_key(CONNECT, name="Make")
    wish = {"url": URL, "event": "booking.created"}

    first, again = mine.post("/hooks", wish), mine.post("/hooks", {"url": URL, "event": "booking.moved"})
    theirs = other.post("/hooks", wish)
    path = first["Location"].removeprefix("/api/v1")

    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json()["id"] == again.json()["id"] != theirs.json()["id"]
    assert first.json()["secret"].startswith("whsec_")
    assert again.json()["secret"] is None
    assert again.json()["webhook"]["events"] == ["booking.moved"]
    assert [each["id"] for each in mine.get("/hooks").json()["data"]] == [first.json()["id"]]
    assert [other.get(path).status_code, other.call("DELETE", path).status_code] == [404, 404]
    assert [mine.call("DELETE", path).status_code, mine.call("DELETE", path).status_code] == [204, 404]


def test_a_hook_ends_with_its_key(with_key, now):
    kept, ended = with_key(CONNECT, name="Make"), with_key(CONNECT, name="Zapier")
    left = kept.post("/hooks", {"url": URL}).json()["id"]
    ended.post("/hooks", {"url": URL})

    revoke_key(key_id=ApiKey.objects.get(name="Zapier").pk, now=now)

    assert [each.pk for each in WebhookEndpoint.objects.standing()] == [left]


def test_who_may_not_connect_any_more_hears_nothing(with_key, program_as, now, receiver, work):
    lapsing = with_key(CONNECT, expires_at=now + timedelta(days=1))
    lapsing.post("/hooks", {"url": f"{receiver.url}/lapsed"})
    program_as("manager").post("/hooks", {"url": f"{receiver.url}/left"})
    program_as("owner").post("/hooks", {"url": f"{receiver.url}/there"})
    deactivate(user_id=User.objects.get(role="manager").pk)
    customer = make_customer()

    with clock.set_to(now + timedelta(days=2)):
        publish("customer.erased", customer=customer.pk)
        work(now + timedelta(days=2))

    assert [call.path for call in receiver.calls] == ["/there"]


@pytest.mark.parametrize("permission", ["bookings.view_calendar", "integrations.connect"])
def test_a_hook_takes_the_permission_to_connect(with_key, permission):
    answer = with_key(permission).post("/hooks", {"url": URL})

    assert answer.status_code == (201 if permission == CONNECT else 403)


def shape_of(value: object) -> object:
    """A value's structure, its words left out; what may be missing is taken as there."""
    if isinstance(value, dict):
        return {name: shape_of(each) for name, each in value.items()}
    return "value"


@pytest.mark.parametrize("kind", ["booking.created", "block.created", "payment.taken", "customer.erased"])
def test_a_sample_has_the_shape_of_what_is_sent(program, receiver, work, now, kind):
    program.post("/webhooks", {"url": f"{receiver.url}/hook", "events": [kind]})
    room, starts = make_room(), TONIGHT + timedelta(days=1)
    if kind.startswith("block"):
        row = make_block(room=room, starts_at=starts)
    else:
        row = make_booking(
            room=room, starts_at=starts, customer=make_customer(), total_minor=3000, currency="GBP"
        )
    publish(kind, booking=row.pk, customer=row.customer_id)
    work(now)
    sample = program.get(f"/hooks/sample?event={kind}").json()["data"]

    assert shape_of(receiver.calls[-1].event) == shape_of(sample[0])


def test_there_is_a_sample_of_every_event(program):
    names = [each["name"] for each in program.get("/webhook-events").json()["data"]]

    assert names == list(EVENTS)
    assert [sample_of(name)["type"] for name in names] == names
    assert program.get("/hooks/sample?event=booking.held").status_code == 422


def test_programs_subscribe_where_the_plan_lets_them(business, program, now):
    put_on(business, make_plan(features=[]))

    refused = [program.post(path, {"url": URL}) for path in ("/webhooks", "/hooks")]

    assert [(each.status_code, each.json()["code"]) for each in refused] == [(403, "feature-not-in-plan")] * 2
    assert program.get("/webhooks").json()["data"] == []
