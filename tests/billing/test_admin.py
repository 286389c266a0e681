"""The super admin's pages about Stripe: what came, what was asked, why something is not done, and again."""

from __future__ import annotations

import json

import pytest
from django.conf import settings

from accounts.services import create_super_admin
from billing.models import (
    CallState,
    ConnectedAccount,
    EventKind,
    EventSource,
    EventState,
    RefusalReason,
    StripeCall,
    StripeEvent,
)
from billing.services import calls, events
from tests.billing.answers import Answers
from tests.billing.conftest import event_body
from tests.conftest import TONIGHT, HostClient, twin


@pytest.fixture
def admin(public: None, now) -> HostClient:
    client = HostClient(settings.BASE_DOMAIN)
    client.force_login(
        create_super_admin(email="root@example.com", name="Root", password="correct horse battery")
    )
    return client


@pytest.fixture
def failed(public: None) -> StripeEvent:
    body = event_body("invoice.paid", {"id": "in_1", "object": "invoice", "total": 7900}, at=TONIGHT)
    events.receive_event(
        body=body, told=json.loads(body), kind=EventKind.PLATFORM, source=EventSource.WEBHOOK
    )
    event = StripeEvent.objects.get()
    events.note_failure(event_id=event.pk, reason="ValueError: cannot be folded")
    return event


def text_of(answer) -> str:
    return answer.content.decode()


def test_events_are_listed_with_state_and_cause_and_can_be_chosen_by_state(
    admin: HostClient, failed: StripeEvent
):
    listed = text_of(admin.get("/admin/billing/stripeevent/"))
    done = text_of(admin.get("/admin/billing/stripeevent/?state__exact=done"))

    assert "invoice.paid" in listed
    assert "cannot be folded" in listed
    assert "cannot be folded" not in done


def test_what_was_refused_is_seen_by_day_and_reason(admin: HostClient, now):
    for _ in range(3):
        events.count_refusal(kind=EventKind.CONNECT, reason=RefusalReason.SIGNATURE, now=now)

    listed = text_of(admin.get("/admin/billing/eventrefusal/"))

    assert "Signed with none of our secrets" in listed
    assert '<td class="field-count">3</td>' in listed


def test_an_event_is_shown_as_it_came(admin: HostClient, failed: StripeEvent):
    shown = text_of(admin.get(f"/admin/billing/stripeevent/{failed.pk}/change/"))

    assert "&quot;total&quot;: 7900" in shown


def test_an_event_is_dealt_with_again_from_the_list(admin: HostClient, failed: StripeEvent):
    answer = admin.post(
        "/admin/billing/stripeevent/", {"action": "replay", "_selected_action": [failed.pk]}, follow=True
    )

    failed.refresh_from_db()
    assert "1 are dealt with again." in text_of(answer)
    assert (failed.state, failed.reason) == (EventState.RECEIVED, "")


def test_nothing_of_it_can_be_typed_over_or_removed(admin: HostClient, failed: StripeEvent):
    page = f"/admin/billing/stripeevent/{failed.pk}"

    assert admin.post(f"{page}/change/", {"state": "done"}).status_code == 403
    assert admin.post(f"{page}/delete/", {"post": "yes"}).status_code == 403
    assert admin.get("/admin/billing/stripeevent/add/").status_code == 403


def test_what_became_of_a_lost_call_is_looked_for(admin: HostClient, answers: Answers):
    call = calls.record_call(
        purpose="refund", about="refund:1", path="/v1/refunds", params={"metadata": {}}, now=TONIGHT
    )
    StripeCall.objects.update(state=CallState.LOST, first_sent_at=TONIGHT)
    made = {"id": "re_1", "metadata": {"boom_operation": call.key}}
    answers.on("/v1/refunds", {"object": "list", "data": [made], "has_more": False})

    answer = admin.post(
        "/admin/billing/stripecall/", {"action": "look_for_it", "_selected_action": [call.pk]}, follow=True
    )

    assert "Looked for refund:1: it was done." in text_of(answer)
    assert StripeCall.objects.get().object_id == "re_1"


def test_a_lost_call_that_was_not_done_is_set_aside_and_no_other(admin: HostClient):
    lost, done = (
        calls.record_call(
            purpose="refund", about=f"refund:{number}", path="/v1/refunds", params={}, now=TONIGHT
        )
        for number in range(2)
    )
    StripeCall.objects.filter(pk=lost.pk).update(state=CallState.LOST)
    StripeCall.objects.filter(pk=done.pk).update(state=CallState.DONE)

    answer = admin.post(
        "/admin/billing/stripecall/",
        {"action": "was_not_done", "_selected_action": [lost.pk, done.pk]},
        follow=True,
    )

    assert "1 of 2 may be asked for anew." in text_of(answer)
    assert list(StripeCall.objects.order_by("pk").values_list("state", flat=True)) == ["refused", "done"]


def test_accounts_are_listed_with_their_business(admin: HostClient):
    ConnectedAccount.objects.create(business=twin("twin-a"), account="acct_1")

    shown = text_of(admin.get("/admin/billing/connectedaccount/"))

    assert "acct_1" in shown
    assert admin.get("/admin/billing/stripecall/").status_code == 200
