"""The money doctor: where Stripe and we disagree, why, what a repair would change, and the repair."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.conf import LazySettings
from django.conf import settings as project

from accounts.services import create_super_admin
from billing import errors
from billing.models import (
    CallState,
    Disagreement,
    DisagreementKind,
    StripeCall,
    StripePrice,
    Subscription,
    SubscriptionInvoice,
)
from billing.services import calls, doctor, events
from boom.core.providers import stripe
from tests.billing.house import Payer, new_payer
from tests.conftest import HostClient, twin
from tests.stripe import StandIn


@pytest.fixture
def payer(stripe_standin: StandIn, settings: LazySettings, public: None, now) -> Payer:
    settings.STRIPE_IS_STANDIN = True
    settings.STRIPE_API_BASE = stripe_standin.url
    stripe.breaker.succeeded()
    payer = new_payer(twin("twin-a").pk, stripe_standin, now)
    payer.subscribe("professional")
    return payer


def look(payer: Payer) -> list[Disagreement]:
    """Those that are open after a look at everything."""
    doctor.look_at_business(business_id=payer.business_id, now=payer.now)
    doctor.look_at_platform(now=payer.now)
    return list(Disagreement.objects.filter(settled_at=None).order_by("id"))


def second_subscription(payer: Payer, customer: str) -> str:
    """As somebody makes one at Stripe by hand."""
    price = payer.stripe.objects("price")[0]["id"]
    made = payer.stripe.client().v1.subscriptions.create(
        {"customer": customer, "items": [{"price": price}], "trial_period_days": 30}
    )
    return made.id


def test_where_all_is_well_nothing_is_found_and_nothing_changed(payer: Payer):
    before = payer.state()

    assert look(payer) == []
    assert payer.state() == before


def test_what_no_event_told_us_is_found_shown_and_mended(payer: Payer):
    payer.wait(days=15)

    (found,) = look(payer)

    assert (found.kind, found.business_id) == (DisagreementKind.STALE, payer.business_id)
    assert any("status trialing → active" in line for line in found.repair)
    assert payer.subscription.status == "trialing"
    doctor.repair(disagreement_id=found.pk, now=payer.now)
    assert payer.subscription.status == "active"
    found.refresh_from_db()
    assert found.settled_at == payer.now
    assert look(payer) == []


@pytest.mark.parametrize("damage", ["a row changed by hand", "a row lost", "the plan taken away"])
def test_whatever_was_damaged_here_is_found_and_mended(damage: str, payer: Payer):
    payer.wait(days=15)
    payer.refresh()
    before = payer.state()
    if damage == "a row changed by hand":
        SubscriptionInvoice.objects.update(due_minor=5)
    elif damage == "a row lost":
        Subscription.objects.all().delete()
    else:
        type(payer.plan).objects.filter(business_id=payer.business_id).update(price=None, payment="none")

    (found,) = look(payer)
    doctor.repair(disagreement_id=found.pk, now=payer.now)

    assert payer.state() == before
    assert look(payer) == []


def test_two_subscriptions_are_found_and_the_older_one_is_ended(payer: Payer):
    older = payer.subscription.stripe_id
    payer.wait(hours=1)
    newer = second_subscription(payer, payer.stripe.objects("customer")[0]["id"])

    found = {row.kind: row for row in look(payer)}

    twice = found[DisagreementKind.TWO_LIVE]
    assert twice.key == older
    assert "End subscription" in twice.repair[0]
    doctor.repair(disagreement_id=twice.pk, now=payer.now)
    assert look(payer) == []
    assert payer.subscription.stripe_id == newer
    states = {each["id"]: each["status"] for each in payer.stripe.objects("subscription")}
    assert states == {older: "canceled", newer: "trialing"}


def test_a_subscription_of_nobody_is_found_and_ended(payer: Payer):
    stranger = payer.stripe.client().v1.customers.create({"name": "Nobody of ours"})
    orphan = second_subscription(payer, stranger.id)

    (found,) = look(payer)

    assert (found.kind, found.key, found.business) == (DisagreementKind.NOBODYS, orphan, None)
    doctor.repair(disagreement_id=found.pk, now=payer.now)
    assert look(payer) == []


def test_a_price_that_is_none_of_ours_is_left_to_people(payer: Payer):
    StripePrice.objects.update(stripe_id="price_other")
    payer.refresh()

    (found,) = look(payer)

    assert found.kind == DisagreementKind.UNKNOWN_PRICE
    with pytest.raises(errors.NothingToRepair):
        doctor.repair(disagreement_id=found.pk, now=payer.now)
    assert payer.plan.plan.code == "professional"


def test_a_customer_that_stripe_does_not_know_is_forgotten_when_somebody_says_so(payer: Payer):
    """As after all test data were deleted at Stripe."""
    payer.stripe.reset(seed="another account")

    (found,) = look(payer)
    doctor.repair(disagreement_id=found.pk, now=payer.now)

    assert found.repair[0].startswith(f"Take {found.key} for removed")
    assert payer.plan.payment == "none"
    assert look(payer) == []
    StripePrice.objects.all().delete()
    payer.subscribe("starter")
    assert payer.plan.plan.code == "starter"


def test_lost_calls_and_stuck_events_wait_in_the_same_place(payer: Payer):
    calls.record_call(purpose="refund", about="refund:1", path="/v1/refunds", params={}, now=payer.now)
    StripeCall.objects.filter(purpose="refund").update(state=CallState.LOST)
    event = payer.receive(payer.stripe.events()[0])
    events.note_failure(event_id=event.pk, reason="ValueError: poison")
    type(event).objects.update(received_at=payer.now - timedelta(hours=2))

    found = {row.kind: row.cause for row in look(payer)}

    assert found == {
        DisagreementKind.LOST_CALL: "refund of refund:1: no answer came",
        DisagreementKind.STUCK_EVENT: f"{event.type}: ValueError: poison",
    }


def test_the_same_difference_is_found_once_however_often_one_looks(payer: Payer):
    payer.wait(days=15)

    first, again = look(payer), look(payer)

    assert [row.pk for row in first] == [row.pk for row in again]
    assert again[0].found_at == first[0].found_at


def test_while_stripe_is_away_nothing_is_settled(payer: Payer, settings: LazySettings):
    payer.wait(days=15)
    look(payer)
    settings.STRIPE_API_BASE = "http://127.0.0.1:1"

    with pytest.raises(stripe.StripeDown):
        doctor.look_at_business(business_id=payer.business_id, now=payer.now)

    assert Disagreement.objects.filter(settled_at=None).count() == 1


def test_the_super_admin_reads_what_a_repair_changes_and_presses(payer: Payer):
    payer.wait(days=15)
    (found,) = look(payer)
    admin = HostClient(project.BASE_DOMAIN)
    admin.force_login(
        create_super_admin(email="r@example.com", name="Root", password="correct horse battery")
    )

    listed = admin.get("/admin/billing/disagreement/").content.decode()
    shown = admin.get(f"/admin/billing/disagreement/{found.pk}/change/").content.decode()
    answer = admin.post(
        "/admin/billing/disagreement/", {"action": "repair", "_selected_action": [found.pk]}, follow=True
    )

    assert found.key in listed
    assert "status trialing → active" in shown
    assert f"Mended: {found.key}" in answer.content.decode()
    assert payer.subscription.status == "active"
