"""Stripe's events: taken only when signed, stored before the answer, folded once, parked, replayed, swept."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from django.conf import LazySettings, settings

from billing import stripe_events
from billing.errors import UnknownObject
from billing.models import (
    ConnectedAccount,
    EventKind,
    EventRefusal,
    EventSource,
    EventState,
    StripeEvent,
    SweptAccount,
)
from billing.services import events, sweeping
from boom.core import outbox
from boom.core.models import OutboxMessage
from boom.core.providers.stripe import StripeDown
from tests.billing.answers import Answers, Fault
from tests.billing.conftest import SECRETS, event_body, signed
from tests.conftest import HostClient, twin

THING = {"id": "thing_1", "object": "customer", "name": "As the event says"}


@pytest.fixture
def client(stripe_settings: LazySettings, public: None, now: datetime) -> HostClient:
    return HostClient(settings.BASE_DOMAIN)


@pytest.fixture
def tell(client: HostClient, now: datetime) -> Callable[..., int]:
    """Post an event as Stripe does. Returns the status."""

    def post(body: bytes, *, kind: str = "platform", secret: str = "", at: datetime = now) -> int:
        header = signed(body, secret=secret or SECRETS[kind][0], at=at)
        return client.post(
            f"/stripe/{kind}/",
            body,
            content_type="application/json",
            headers={"stripe-signature": header},
        ).status_code

    return post


@pytest.fixture
def folded(answers: Answers) -> Iterator[list[str]]:
    """What a handler of `thing.*` folded: names, in order. Stripe's present state is what `answers` says."""
    names: list[str] = []

    @stripe_events.handles("thing.*", kind="platform")
    def fold(event: StripeEvent, present: dict, now: datetime) -> None:
        if present["name"] == "poison":
            raise ValueError("cannot be folded")
        names.append(present["name"])

    answers.on("/v1/customers/thing_1", {**THING, "name": "Present"})
    yield names
    stripe_events._registry.pop(("platform", "thing.*"))


def stored(now: datetime, **more: object) -> StripeEvent:
    body = event_body("thing.updated", THING, at=now, **more)
    told = json.loads(body)
    events.receive_event(body=body, told=told, kind=EventKind.PLATFORM, source=EventSource.WEBHOOK)
    return StripeEvent.objects.get(stripe_id=told["id"])


def refusals() -> list[tuple[str, str, int]]:
    """What was not taken: at which endpoint, why, how often."""
    return list(EventRefusal.objects.values_list("kind", "reason", "count"))


# ---- the gate ----------------------------------------------------------------------------------------


def test_an_event_is_stored_as_it_came_and_handed_on(tell, now):
    body = event_body("thing.created", THING, at=now) + b" \n"

    assert tell(body) == 200

    event = StripeEvent.objects.get()
    assert bytes(event.body) == body
    assert (event.kind, event.type, event.object_id, event.state) == (
        "platform",
        "thing.created",
        "thing_1",
        "received",
    )
    assert OutboxMessage.objects.filter(kind=events.FACT, payload__event=event.pk).count() == 1


def test_the_same_event_again_is_taken_and_makes_no_second_row(tell, now):
    body = event_body("thing.created", THING, at=now)

    assert [tell(body), tell(body)] == [200, 200]

    assert StripeEvent.objects.count() == 1
    assert OutboxMessage.objects.filter(kind=events.FACT).count() == 1


@pytest.mark.parametrize("kind", ["platform", "connect"])
def test_what_is_not_signed_by_the_endpoints_own_secret_leaves_no_row(kind: str, tell, now):
    other = SECRETS["connect" if kind == "platform" else "platform"][0]

    assert tell(event_body("thing.created", THING, at=now), kind=kind, secret=other) == 400

    assert not StripeEvent.objects.exists()
    assert refusals() == [(kind, "signature", 1)]


@pytest.mark.parametrize("late", [timedelta(seconds=301), -timedelta(seconds=301)])
def test_a_signature_of_another_time_leaves_no_row(late: timedelta, tell, now):
    assert tell(event_body("thing.created", THING, at=now), at=now - late) == 400

    assert not StripeEvent.objects.exists()
    assert refusals() == [("platform", "time", 1)]


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"[]", "body"),
        (b"{", "body"),
        (b'{"object": "charge"}', "body"),
        # Stripe signs text; what is none cannot bear its signature.
        (b"\xff", "signature"),
    ],
)
def test_what_is_no_event_leaves_a_count(body: bytes, reason: str, tell):
    assert [tell(body), tell(body)] == [400, 400]

    assert not StripeEvent.objects.exists()
    assert refusals() == [("platform", reason, 2)]


def test_while_secrets_are_replaced_both_are_good(tell, stripe_settings: LazySettings, now):
    stripe_settings.STRIPE_WEBHOOK_SECRETS = {"platform": ["whsec_new", "whsec_old"], "connect": []}

    for number, secret in enumerate(["whsec_new", "whsec_old"]):
        body = event_body("thing.created", THING, at=now, id=f"evt_{number}")
        assert tell(body, secret=secret) == 200

    assert StripeEvent.objects.count() == 2


def test_no_secret_means_that_nothing_is_taken(tell, stripe_settings: LazySettings, now):
    stripe_settings.STRIPE_WEBHOOK_SECRETS = {"platform": [], "connect": []}

    assert tell(event_body("thing.created", THING, at=now)) == 400


def test_an_event_of_the_other_mode_is_answered_and_left_alone(tell, now):
    assert tell(event_body("thing.created", THING, at=now, livemode=True)) == 200

    assert not StripeEvent.objects.exists()


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b'{"object": "list"}', b"\xff\xfe"])
def test_what_is_signed_but_no_event_is_refused(body: bytes, tell):
    assert tell(body) == 400


def test_a_body_beyond_measure_is_refused(tell, now):
    assert tell(event_body("thing.created", {**THING, "x": "y" * 1024 * 1024}, at=now)) == 413


def test_only_the_platforms_host_takes_events(tell, business, now):
    body = event_body("thing.created", THING, at=now)
    header = signed(body, secret=SECRETS["platform"][0], at=now)

    answer = HostClient(business.host).post(
        "/stripe/platform/", body, content_type="application/json", headers={"stripe-signature": header}
    )

    assert answer.status_code == 404


def test_an_event_of_an_account_at_the_wrong_endpoint_is_kept_and_parked(tell, now):
    assert tell(event_body("thing.created", THING, at=now, account="acct_1")) == 200

    event = StripeEvent.objects.get()
    assert (event.state, event.account) == (EventState.PARKED, "acct_1")


def test_what_came_to_the_wrong_endpoint_is_dealt_with_when_it_comes_to_the_right_one(tell, now):
    body = event_body("thing.created", THING, at=now, account="acct_1")

    assert [tell(body), tell(body, kind="connect"), tell(body)] == [200, 200, 200]

    event = StripeEvent.objects.get()
    assert (event.kind, event.state, event.reason) == ("connect", EventState.RECEIVED, "")
    assert OutboxMessage.objects.filter(kind=events.FACT, payload__event=event.pk).count() == 1


@pytest.mark.parametrize("name", ["id", "type", "created", "data"])
def test_what_is_signed_and_has_not_all_of_an_event_is_refused(name: str, tell, now):
    told = json.loads(event_body("thing.created", THING, at=now))
    del told[name]

    assert tell(json.dumps(told).encode()) == 400
    assert refusals() == [("platform", "body", 1)]


def test_reading_or_opening_the_endpoint_is_refused(client: HostClient):
    assert client.get("/stripe/platform/").status_code == 405


# ---- folding -----------------------------------------------------------------------------------------


def test_what_stripe_has_now_is_folded_not_what_the_event_says(folded, public, now):
    event = stored(now)

    assert events.apply_event(event_id=event.pk, now=now) == EventState.DONE

    assert folded == ["Present"]


def test_an_event_that_is_done_is_not_folded_again(folded, answers: Answers, public, now):
    event = stored(now)

    for _ in range(3):
        events.apply_event(event_id=event.pk, now=now)

    assert folded == ["Present"]
    assert len(answers.asked) == 1


def test_a_state_fetched_before_another_was_folded_is_fetched_again(folded, answers: Answers, public, now):
    first, second = stored(now, id="evt_a"), stored(now, id="evt_b")
    names = iter(["Old", "New", "Newest"])

    def slowly(asked) -> dict:
        name = next(names)
        return {**THING, "name": name}

    answers.on("/v1/customers/thing_1", slowly)
    handler = stripe_events.handler_for("platform", "thing.updated")
    seen = events.folds_of("thing_1")
    stale = handler.fetch(first)
    events.apply_event(event_id=second.pk, now=now)

    was_taken = events._fold_event(
        event_id=first.pk, handler=handler, present=stale, key="thing_1", seen=seen, now=now
    )
    events.apply_event(event_id=first.pk, now=now)

    assert was_taken is False
    assert folded == ["New", "Newest"]


def test_what_nobody_knows_is_parked_and_looked_at_again_until_it_is_known(
    folded, answers: Answers, public, now
):
    answers.replies.clear()
    event = stored(now)
    StripeEvent.objects.update(received_at=now)

    assert events.apply_event(event_id=event.pk, now=now) == EventState.PARKED

    event.refresh_from_db()
    assert event.reason == "Stripe has nothing at /v1/customers/thing_1."
    assert event.due_at == now + timedelta(minutes=1)
    assert events.recheck_parked(now=now) == 0
    assert events.recheck_parked(now=now + timedelta(minutes=2)) == 1
    answers.on("/v1/customers/thing_1", {**THING, "name": "Known"})
    events.apply_event(event_id=event.pk, now=now)
    assert folded == ["Known"]


def test_what_stays_unknown_is_left_to_people_after_three_days(folded, answers: Answers, public, now):
    answers.replies.clear()
    event = stored(now)
    StripeEvent.objects.update(received_at=now - timedelta(days=3, minutes=1))

    events.apply_event(event_id=event.pk, now=now)

    event.refresh_from_db()
    assert (event.state, event.due_at) == (EventState.PARKED, None)


def test_a_type_that_nobody_deals_with_is_kept(public, now, stripe_settings):
    event = stored(now, type="unheard.of")

    assert events.apply_event(event_id=event.pk, now=now) == EventState.PARKED

    event.refresh_from_db()
    assert "Nothing of ours" in event.reason


def test_while_stripe_is_away_no_attempt_is_counted(folded, answers: Answers, public, now):
    event = stored(now)
    answers.fails(*[Fault(status=503)] * 3)

    with pytest.raises(outbox.Later):
        events.apply_event(event_id=event.pk, now=now)

    event.refresh_from_db()
    assert (event.state, event.reason) == (
        EventState.FAILED,
        "The payment service is not answering. Nothing was lost; try again shortly.",
    )
    assert events.apply_event(event_id=event.pk, now=now) == EventState.DONE


def test_a_key_that_is_not_taken_costs_no_attempts(folded, answers: Answers, public, now):
    event = stored(now)
    answers.fails(Fault(status=401))

    with pytest.raises(outbox.Later):
        events.apply_event(event_id=event.pk, now=now)

    assert events.apply_event(event_id=event.pk, now=now) == EventState.DONE


def test_a_failure_shows_its_cause_and_can_be_replayed(folded, answers: Answers, public, now):
    answers.on("/v1/customers/thing_1", {**THING, "name": "poison"})
    event = stored(now)

    with pytest.raises(ValueError, match="cannot be folded"):
        events.apply_event(event_id=event.pk, now=now)

    event.refresh_from_db()
    assert (event.state, event.reason) == (EventState.FAILED, "ValueError: cannot be folded")
    answers.on("/v1/customers/thing_1", {**THING, "name": "Mended"})
    events.replay_event(event_id=event.pk)
    assert OutboxMessage.objects.filter(kind=events.FACT).count() == 2
    events.apply_event(event_id=event.pk, now=now)
    assert folded == ["Mended"]


def test_two_handlers_of_one_type_are_a_bug(folded):
    with pytest.raises(AssertionError):
        stripe_events.handles("thing.*", kind="platform")(lambda event, present, now: None)


def test_the_closest_pattern_deals_with_a_type_and_only_for_its_kind(folded):
    assert stripe_events.handler_for("connect", "thing.created") is None
    assert stripe_events.handler_for("platform", "thing.created").pattern == "thing.*"


# ---- missed events -----------------------------------------------------------------------------------


def listed(now: datetime, *ids: str) -> dict:
    told = [json.loads(event_body("thing.updated", THING, at=now, id=each)) for each in ids]
    return {"object": "list", "data": told, "has_more": False}


def test_a_sweep_fetches_what_never_came(answers: Answers, public, now):
    known = stored(now, id="evt_came")
    answers.on("/v1/events", listed(now, "evt_came", "evt_missed"))

    assert sweeping.sweep_account(account="", now=now) == 1

    fetched = StripeEvent.objects.exclude(pk=known.pk).get()
    assert (fetched.stripe_id, fetched.source, fetched.state) == ("evt_missed", "sweep", "received")
    assert answers.asked[0].values["created[gte]"] == str(int((now - timedelta(days=30)).timestamp()))


def test_the_next_sweep_begins_a_little_before_the_last(answers: Answers, public, now):
    answers.on("/v1/events", listed(now))
    sweeping.sweep_account(account="", now=now)

    sweeping.sweep_account(account="", now=now + timedelta(hours=1))

    assert answers.asked[-1].values["created[gte]"] == str(int((now - timedelta(hours=2)).timestamp()))
    assert SweptAccount.objects.get(account="").swept_until == now + timedelta(hours=1)


def test_a_sweep_that_fails_is_made_up_for_by_the_next(answers: Answers, public, now):
    answers.fails(*[Fault(status=500)] * 3)

    with pytest.raises(StripeDown):
        sweeping.sweep_account(account="", now=now)

    assert not SweptAccount.objects.exists()


def test_a_list_of_weeks_is_read_from_its_beginning_and_gone_on_with_where_it_broke_off(
    answers: Answers, public, now
):
    SweptAccount.objects.create(account="", swept_until=now - timedelta(days=20))
    answers.on("/v1/events", lambda asked: listed(now, f"evt_{asked.values['created[gte]']}"))
    answers.fails(None, None, *[Fault(status=500)] * 3)

    with pytest.raises(StripeDown):
        sweeping.sweep_account(account="", now=now)
    begins = [int(asked.values["created[gte]"]) for asked in answers.asked]
    swept = SweptAccount.objects.get().swept_until
    answers.asked.clear()
    sweeping.sweep_account(account="", now=now)

    week = int(timedelta(days=7).total_seconds())
    assert begins[:3] == [begins[0], begins[0] + week, begins[0] + 2 * week]
    assert int(swept.timestamp()) == begins[2]
    assert int(answers.asked[0].values["created[gte]"]) == begins[2] - 2 * 3600
    assert SweptAccount.objects.get().swept_until == now


def test_a_long_list_is_read_to_its_end(answers: Answers, public, now, monkeypatch):
    monkeypatch.setattr(sweeping, "AT_ONCE", 3)
    SweptAccount.objects.create(account="", swept_until=now)
    names = [f"evt_{number}" for number in range(8)]
    answers.on("/v1/events", listed(now, *names))

    assert sweeping.sweep_account(account="", now=now) == 8
    assert set(StripeEvent.objects.values_list("stripe_id", flat=True)) == set(names)


def test_the_accounts_that_wait_longest_are_swept_first(public, now, monkeypatch):
    monkeypatch.setattr(sweeping, "MOST_ACCOUNTS", 1)
    for name, days in (("twin-a", 1), ("twin-b", 9)):
        account = ConnectedAccount.objects.create(business=twin(name), account=f"acct_{name}").account
        SweptAccount.objects.create(account=account, swept_until=now - timedelta(days=days))

    assert sweeping.accounts_to_sweep(now=now) == ["", "acct_twin-b"]
    SweptAccount.objects.filter(account="acct_twin-a").delete()
    assert sweeping.accounts_to_sweep(now=now) == ["", "acct_twin-a"]


def test_a_venues_account_is_swept_as_its_own(answers: Answers, public, now):
    ConnectedAccount.objects.create(business=twin("twin-a"), account="acct_1")
    answers.on("/v1/events", listed(now, "evt_theirs"))

    assert sweeping.accounts_to_sweep(now=now) == ["", "acct_1"]
    sweeping.sweep_account(account="acct_1", now=now)

    event = StripeEvent.objects.get()
    assert (event.kind, event.account) == ("connect", "acct_1")
    assert answers.asked[-1].account == "acct_1"
    assert sweeping.accounts_to_sweep(now=now) == [""]


def test_an_account_that_becomes_known_brings_its_parked_events_back(public, now):
    event = stored(now)
    events.park_event(event_id=event.pk, reason="", due_at=None)
    StripeEvent.objects.update(account="acct_1")

    events.revive_parked(account="acct_1", now=now)

    assert events.recheck_parked(now=now) == 1


def test_unknown_is_an_answer_not_a_failure():
    assert UnknownObject("x").message == "x"
