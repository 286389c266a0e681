"""What is known of a business's payments, kept and told: once each, whoever asks how often."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from billing.domain.dunning import Access, Payment, State
from billing.domain.plans import Period
from billing.models import BillingTerms, BusinessPlan, Plan, PlanNotice, PlanPrice
from billing.services import standing
from billing.services.plans import set_price
from billing.tasks import settle_plans
from bookings.services.onboarding import sign_up
from boom.core.errors import Invalid
from boom.core.models import OutboxMessage
from tenants.context import public_scope
from tenants.models import Business
from tenants.provisioning.schemas import stock_spares
from tenants.resolution import resolve_host
from tests.conftest import TONIGHT

DAY = timedelta(days=1)


@pytest.fixture
def held(twin_a: Business, public: None) -> BusinessPlan:
    """A trial that began tonight."""
    BusinessPlan.objects.filter(business=twin_a).delete()
    return standing.begin_trial(business_id=twin_a.pk, now=TONIGHT)


def told(kind: str) -> list[dict[str, object]]:
    return list(OutboxMessage.objects.filter(kind=kind).order_by("id").values_list("payload", flat=True))


def after(days: float, held: BusinessPlan) -> BusinessPlan:
    return standing.settle(business_id=held.business_id, now=TONIGHT + days * DAY)


def test_whoever_signs_up_has_a_trial_of_fourteen_days_with_everything(public: None):
    stock_spares(wanted=1)

    business, _ = sign_up(
        business_name="Luna",
        subdomain="luna",
        kind="karaoke",
        owner_name="Lu",
        email="lu@luna.example",
        password="correct horse battery",
        time_zone="Europe/London",
        currency="GBP",
        now=TONIGHT,
    )

    held = BusinessPlan.objects.get(business=business)
    assert (held.state, held.access, held.price) == ("trial", "full", None)
    assert held.trial_ends_at == TONIGHT + 14 * DAY
    assert (held.plan.rooms, held.plan.bookings_a_month) == (None, None)


def test_beginning_twice_is_beginning_once(held: BusinessPlan):
    again = standing.begin_trial(business_id=held.business_id, now=TONIGHT + 9 * DAY)

    assert again.trial_ends_at == held.trial_ends_at


def test_a_trial_goes_through_every_stage_and_each_is_told_once(held: BusinessPlan):
    seen = [after(day, held).state for day in range(40) for _ in range(2)]

    assert list(dict.fromkeys(seen)) == ["trial", "grace", "read_only", "suspended"]
    assert [payload["state"] for payload in told("plan.state_changed")] == ["grace", "read_only", "suspended"]
    assert [payload["days"] for payload in told("plan.trial_ends_soon")] == [7, 3, 1]
    assert len(told("business.closed")) == 1


def test_a_beat_that_slept_for_weeks_tells_of_what_is_and_of_nothing_in_between(held: BusinessPlan):
    after(30, held)

    assert [payload["state"] for payload in told("plan.state_changed")] == ["read_only"]
    assert told("plan.trial_ends_soon") == []


def test_paying_in_the_worst_of_states_opens_everything_at_once(held: BusinessPlan):
    after(60, held)
    price = PlanPrice.objects.offered().get(plan__code="starter", period="month")

    paid = standing.note_payment(
        business_id=held.business_id, payment=Payment.GOOD, price_id=price.pk, now=TONIGHT + 60 * DAY
    )

    assert (paid.state, paid.access, paid.plan.code, paid.price) == ("active", "full", "starter", price)
    assert told("plan.state_changed")[-1]["better"] is True


def test_a_refused_payment_is_tried_again_told_and_put_in_order(held: BusinessPlan):
    standing.note_payment(business_id=held.business_id, payment=Payment.GOOD, now=TONIGHT)
    for day in (30, 31, 32):
        # Stripe says it more than once; the days are counted from the first.
        standing.note_payment(business_id=held.business_id, payment=Payment.FAILING, now=TONIGHT + day * DAY)

    states = [after(day, held).state for day in (33, 35, 36.9, 37, 44, 58)]
    recovered = standing.note_payment(
        business_id=held.business_id, payment=Payment.GOOD, now=TONIGHT + 60 * DAY
    )

    assert states == ["past_due", "past_due", "past_due", "grace", "read_only", "suspended"]
    assert [payload["days"] for payload in told("plan.retry_due")] == [1, 3, 5]
    assert recovered.state == State.ACTIVE


def test_every_date_can_be_another_for_one_business(held: BusinessPlan):
    later = standing.set_dates(
        business_id=held.business_id, now=TONIGHT + 14 * DAY, grace_until=TONIGHT + 90 * DAY
    )

    assert (later.state, later.next_change_at) == ("grace", TONIGHT + 90 * DAY)
    assert after(89, held).access == Access.FULL
    assert after(91, held).state == State.READ_ONLY


def test_a_trial_that_is_prolonged_is_a_trial_again(held: BusinessPlan):
    after(60, held)

    again = standing.set_dates(
        business_id=held.business_id, now=TONIGHT + 60 * DAY, trial_ends_at=TONIGHT + 70 * DAY
    )

    assert (again.state, again.access) == ("trial", "full")


def test_a_trial_without_an_end_is_refused(held: BusinessPlan):
    with pytest.raises(Invalid) as raised:
        standing.set_dates(business_id=held.business_id, now=TONIGHT, trial_ends_at=None)

    assert set(raised.value.fields) == {"trial_ends_at"}


def test_a_plan_given_for_nothing_says_why_and_ends(held: BusinessPlan):
    with pytest.raises(Invalid):
        standing.comp(business_id=held.business_id, until=None, reason=" ", now=TONIGHT)

    given = standing.comp(business_id=held.business_id, until=None, reason="A friend", now=TONIGHT)
    ended = standing.end_comp(business_id=held.business_id, now=TONIGHT + 100 * DAY)

    assert (given.state, given.next_change_at) == ("active", None)
    assert (ended.state, ended.next_change_at) == ("grace", TONIGHT + 107 * DAY)


def test_the_terms_are_the_super_admins(held: BusinessPlan):
    BillingTerms.objects.update(grace_days=0, read_only_days=2, reminder_days=[5])

    assert [after(day, held).state for day in (9, 14, 16)] == ["trial", "read_only", "suspended"]
    assert [payload["days"] for payload in told("plan.trial_ends_soon")] == [5]


def test_who_has_something_due_is_found_by_the_date(held: BusinessPlan, twin_b: Business):
    standing.set_dates(business_id=twin_b.pk, now=TONIGHT, trial_ends_at=TONIGHT + 500 * DAY)

    assert standing.due(TONIGHT + DAY) == []
    assert standing.due(TONIGHT + 7 * DAY) == [held.business_id]
    assert standing.due(TONIGHT + 14 * DAY) == [held.business_id]


def test_whoever_has_no_plan_is_given_a_trial_by_the_next_look(held: BusinessPlan, twin_b: Business):
    BusinessPlan.objects.all().delete()

    settle_plans()

    given = BusinessPlan.objects.get(business=twin_b)
    assert (given.state, given.plan.code) == ("trial", "enterprise")


def test_a_new_price_is_for_new_customers_only(held: BusinessPlan):
    plan = Plan.objects.get(code="starter")
    old = PlanPrice.objects.offered().get(plan=plan, period="month")
    standing.note_payment(business_id=held.business_id, payment=Payment.GOOD, price_id=old.pk, now=TONIGHT)

    new = set_price(plan_id=plan.pk, period=Period.MONTH, amount_minor=3900)

    assert PlanPrice.objects.offered().get(plan=plan, period="month") == new
    assert BusinessPlan.objects.get(pk=held.pk).price.amount_minor == 2900
    assert set_price(plan_id=plan.pk, period=Period.MONTH, amount_minor=3900) == new


def test_a_change_is_noticed_by_the_next_request(held: BusinessPlan, twin_a: Business):
    assert resolve_host(twin_a.host).plan.state == "trial"

    after(15, held)

    with public_scope():
        assert resolve_host(twin_a.host).plan.state == "grace"


def test_notices_are_of_their_own_business(held: BusinessPlan, twin_b: Business):
    now: datetime = TONIGHT

    assert not standing.told_before(held.business_id, "trial", "x", now)
    assert standing.told_before(held.business_id, "trial", "x", now)
    assert not standing.told_before(twin_b.pk, "trial", "x", now)
    assert PlanNotice.objects.filter(key="x").count() == 2
