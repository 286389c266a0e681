"""Operations at Stripe: on record first, under one key, finished when an answer is lost, never repeated."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import transaction

from billing.errors import CallAtWork, CallLost
from billing.models import CallState, StripeCall
from billing.services import calls
from boom.core.providers import stripe
from tests.billing.answers import Answers, Fault
from tests.conftest import TONIGHT

REFUND = {"id": "re_1", "object": "refund", "metadata": {}}


@pytest.fixture
def refunds(answers: Answers, public: None) -> Answers:
    answers.on("/v1/refunds", REFUND)
    answers.on("/v1/refunds/re_1", {**REFUND, "status": "succeeded"})
    return answers


def recorded(about: str = "refund:17", *, now: datetime = TONIGHT, **more: object) -> StripeCall:
    values = {"path": "/v1/refunds", "params": {"payment_intent": "pi_1", "metadata": {"booking": "ABC"}}}
    return calls.record_call(purpose="refund", about=about, now=now, **(values | more))


def perform(call: StripeCall, *, now: datetime = TONIGHT) -> dict:
    return calls.perform_call(call_id=call.pk, now=now)


def state_of(call: StripeCall) -> str:
    return StripeCall.objects.get(pk=call.pk).state


def test_the_key_is_on_record_before_stripe_is_asked(refunds: Answers):
    call = recorded()

    assert refunds.asked == []
    perform(call)
    assert refunds.asked[0].key == call.key
    assert refunds.asked[0].values["metadata[boom_operation]"] == call.key


def test_one_intention_is_one_call_however_often_it_is_wanted(refunds: Answers):
    first, again = recorded(), recorded()

    perform(first)
    told = perform(again)

    assert first.pk == again.pk
    assert told["status"] == "succeeded"
    assert len(refunds.effects) == 1


def test_a_lost_answer_is_asked_for_again_under_the_same_key_and_done_once(refunds: Answers):
    call = recorded()
    refunds.fails(*[Fault(loses_answer=True)] * 3)
    with pytest.raises(stripe.StripeDown):
        perform(call)
    assert state_of(call) == CallState.BEGUN

    assert calls.due_calls(now=TONIGHT + timedelta(minutes=5)) == [call.pk]
    assert calls.finish_call(call_id=call.pk, now=TONIGHT + timedelta(minutes=5))

    assert state_of(call) == CallState.DONE
    assert {asked.key for asked in refunds.asked} == {call.key}
    assert len(refunds.effects) == 1


def test_a_call_that_nobody_came_to_send_is_sent_later(refunds: Answers):
    call = recorded()

    assert calls.due_calls(now=TONIGHT) == []
    assert calls.due_calls(now=TONIGHT + timedelta(minutes=1)) == [call.pk]


def test_two_at_once_are_one(refunds: Answers):
    call = recorded()
    calls._claim(call_id=call.pk, now=TONIGHT)

    with pytest.raises(CallAtWork):
        perform(call)

    assert refunds.asked == []
    perform(call, now=TONIGHT + calls.LEASE_FOR)
    assert len(refunds.effects) == 1


def test_a_refusal_ends_it_and_the_same_may_be_wanted_anew_under_another_key(refunds: Answers):
    call = recorded()
    error = {"type": "card_error", "code": "card_declined", "decline_code": "expired_card"}
    refunds.fails(Fault(status=402, error=error))

    with pytest.raises(stripe.CardDeclined):
        perform(call)

    assert state_of(call) == CallState.REFUSED
    assert "expired_card" in StripeCall.objects.get(pk=call.pk).last_error
    again = recorded()
    assert again.key != call.key
    assert perform(again)["id"] == "re_1"


def test_a_key_that_stripe_may_have_forgotten_is_not_used_again(refunds: Answers):
    call = recorded()
    refunds.fails(*[Fault(status=500)] * 3)
    with pytest.raises(stripe.StripeDown):
        perform(call)
    refunds.asked.clear()

    with pytest.raises(CallLost):
        perform(call, now=TONIGHT + timedelta(hours=23))

    assert refunds.asked == []
    assert state_of(call) == CallState.LOST


def test_what_a_lost_call_made_is_found_by_its_key(refunds: Answers):
    call = recorded()
    refunds.fails(*[Fault(loses_answer=True)] * 3)
    with pytest.raises(stripe.StripeDown):
        perform(call)
    with pytest.raises(CallLost):
        perform(call, now=TONIGHT + timedelta(hours=24))
    made = {**REFUND, "metadata": {"boom_operation": call.key}}
    others = {**REFUND, "id": "re_2", "metadata": {}}
    refunds.on("/v1/refunds", {"object": "list", "data": [others, made], "has_more": False})

    assert calls.find_lost(call_id=call.pk, now=TONIGHT + timedelta(hours=25))

    call.refresh_from_db()
    assert (call.state, call.object_id) == (CallState.DONE, "re_1")


def test_a_page_to_pay_on_is_not_made_later(refunds: Answers):
    call = recorded(is_lasting=False)
    refunds.fails(*[Fault(status=500)] * 3)

    with pytest.raises(stripe.StripeDown):
        perform(call)

    assert state_of(call) == CallState.LOST
    assert calls.due_calls(now=TONIGHT + timedelta(hours=1)) == []


def test_what_was_sent_is_forgotten_when_it_is_over(refunds: Answers):
    call = recorded()

    perform(call)

    assert StripeCall.objects.get(pk=call.pk).params == {}


def test_a_call_is_not_sent_within_a_transaction(refunds: Answers):
    call = recorded()

    with pytest.raises(stripe.InTransaction), transaction.atomic():
        perform(call)

    assert refunds.asked == []


def test_a_change_that_is_undone_leaves_no_call(refunds: Answers):
    with transaction.atomic():
        recorded()
        transaction.set_rollback(True)

    assert not StripeCall.objects.exists()


def test_a_business_records_in_its_own_scope(refunds: Answers, business):
    call = recorded(business_id=business.pk, account="acct_1")

    perform(call)

    assert refunds.asked[0].account == "acct_1"
