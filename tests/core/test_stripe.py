"""Asking Stripe: in bounded time, seldom, under one key, never within a transaction, errors in our words."""

from __future__ import annotations

import time
from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.db import transaction

from boom.core.breaker import OPENS_AFTER
from boom.core.providers import stripe, stripe_line
from tests.billing.answers import Answers, Fault
from tests.billing.conftest import answers, signed, stripe_settings
from tests.conftest import TONIGHT

__all__ = ["answers", "stripe_settings"]

CUSTOMER = {"id": "cus_1", "object": "customer", "metadata": {}}


@pytest.fixture
def customers(answers: Answers, public: None) -> Answers:
    answers.on("/v1/customers", CUSTOMER)
    answers.on("/v1/customers/cus_1", CUSTOMER)
    return answers


def create(key: str = "boom-1") -> dict:
    return stripe.write("/v1/customers", {"name": "Velvet"}, key=key)


def test_what_is_asked_names_version_account_and_key(customers: Answers):
    stripe.write("/v1/customers", {"name": "Velvet", "metadata": {"of": "us"}}, key="k-1", account="acct_1")

    (asked,) = customers.asked
    assert (asked.version, asked.account, asked.key) == (stripe.API_VERSION, "acct_1", "k-1")
    assert asked.values == {"name": "Velvet", "metadata[of]": "us"}


def test_the_library_speaks_the_version_we_pin():
    import stripe as library

    assert library.api_version == stripe.API_VERSION


def test_nothing_is_asked_within_a_transaction(customers: Answers):
    with pytest.raises(stripe.InTransaction), transaction.atomic():
        stripe.read("/v1/customers/cus_1")

    assert customers.asked == []
    assert stripe.read("/v1/customers/cus_1")["id"] == "cus_1"


@pytest.mark.parametrize("status", [500, 502, 429, 409])
def test_a_passing_failure_is_tried_again_under_the_same_key(status: int, customers: Answers):
    customers.fails(Fault(status=status), Fault(status=status))

    made = create()

    assert made["id"] == "cus_1"
    assert [asked.key for asked in customers.asked] == ["boom-1"] * 3
    assert len(customers.effects) == 1


def test_a_lost_answer_leads_to_one_effect(customers: Answers):
    customers.fails(Fault(loses_answer=True))

    made = create()

    assert made["id"] == "cus_1"
    assert len(customers.asked) == 2
    assert len(customers.effects) == 1


def test_after_three_attempts_it_says_that_stripe_is_away(customers: Answers):
    customers.fails(*[Fault(status=503)] * 3)

    with pytest.raises(stripe.StripeDown):
        create()

    assert len(customers.asked) == 3


@pytest.mark.parametrize("fault", [Fault(wait_s=5), Fault(drips=True)], ids=["silence", "dripping bytes"])
def test_a_call_ends_in_its_time(fault: Fault, customers: Answers, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(stripe, "TOTAL_S", 0.4)
    customers.on("/v1/customers", {**CUSTOMER, "description": "x" * 200})
    customers.fails(*[fault] * 3)
    began = time.monotonic()

    with pytest.raises(stripe.StripeDown):
        create()

    assert time.monotonic() - began < 1.5


def test_the_times_are_those_promised():
    assert (stripe_line.CONNECT_S, stripe_line.TOTAL_S) == (3.0, 10.0)


def test_nobody_there_is_said_at_once_and_after_a_while_not_even_tried(
    customers: Answers, stripe_settings: LazySettings, monkeypatch: pytest.MonkeyPatch
):
    stripe_settings.STRIPE_API_BASE = "http://127.0.0.1:1"
    monkeypatch.setattr(stripe, "FIRST_PAUSE_S", 0.06)
    for _ in range(OPENS_AFTER):
        with pytest.raises(stripe.StripeDown):
            create()
    stripe_settings.STRIPE_API_BASE = customers.url

    with pytest.raises(stripe.StripeDown):
        create()

    assert customers.asked == []


def test_without_a_key_and_a_stand_in_it_says_that_payments_are_not_set_up(
    stripe_settings: LazySettings, public
):
    stripe_settings.STRIPE_API_BASE = ""

    with pytest.raises(stripe.StripeNotSetUp):
        create()


@pytest.mark.parametrize(
    ("status", "error", "refusal"),
    [
        (402, {"type": "card_error", "code": "card_declined"}, stripe.CardDeclined),
        (400, {"type": "invalid_request_error", "message": "No such coupon"}, stripe.StripeRefused),
        (400, {"type": "idempotency_error"}, stripe.KeyUsedOtherwise),
        (404, {"type": "invalid_request_error", "code": "resource_missing"}, stripe.NoSuchObject),
        (401, {"type": "invalid_request_error"}, stripe.StripeNotSetUp),
    ],
)
def test_a_no_is_final_and_in_our_words(
    status: int, error: dict, refusal: type[Exception], customers: Answers
):
    customers.fails(Fault(status=status, error=error))

    with pytest.raises(refusal):
        create()

    assert len(customers.asked) == 1


def test_a_decline_keeps_its_code_and_tells_the_payer_what_to_do(customers: Answers):
    error = {"type": "card_error", "code": "card_declined", "decline_code": "insufficient_funds"}
    customers.fails(Fault(status=402, error=error))

    with pytest.raises(stripe.CardDeclined) as declined:
        create()

    assert declined.value.details["decline_code"] == "insufficient_funds"
    assert declined.value.message == "There is not enough money on the card. Try another one."


def test_a_list_is_read_page_after_page(customers: Answers):
    pages = {"": (["evt_3", "evt_2"], True), "evt_2": (["evt_1"], False)}

    def page(asked) -> dict:
        ids, more = pages[asked.values.get("starting_after", "")]
        return {"object": "list", "data": [{"id": each} for each in ids], "has_more": more}

    customers.on("/v1/events", page)

    assert [event["id"] for event in stripe.read_all("/v1/events")] == ["evt_3", "evt_2", "evt_1"]
    assert [event["id"] for event in stripe.read_all("/v1/events", most=1)] == ["evt_3"]


@pytest.mark.parametrize("late", [-299, 0, 299])
def test_a_signature_is_good_for_five_minutes_either_way(late: int):
    header = signed(b"{}", secret="whsec_new", at=TONIGHT - timedelta(seconds=late))

    stripe.check_signature(b"{}", header, secrets=["whsec_old", "whsec_new"], now=TONIGHT)


@pytest.mark.parametrize(
    ("body", "secret", "late"),
    [(b"{ }", "whsec_a", 0), (b"{}", "whsec_b", 0), (b"{}", "whsec_a", 301), (b"{}", "whsec_a", -301)],
    ids=["another body", "another secret", "too old", "from the future"],
)
def test_a_wrong_signature_is_refused(body: bytes, secret: str, late: int):
    header = signed(b"{}", secret=secret, at=TONIGHT - timedelta(seconds=late))

    with pytest.raises(stripe.SignatureWrong):
        stripe.check_signature(body, header, secrets=["whsec_a"], now=TONIGHT)


@pytest.mark.parametrize("header", ["", "t=,v1=", "v1=abc", "t=x,v1=abc", "\x00", "t=1"])
def test_what_is_no_signature_is_refused(header: str):
    with pytest.raises(stripe.SignatureWrong):
        stripe.check_signature(b"\xff{}", header, secrets=["whsec_a"], now=TONIGHT)
