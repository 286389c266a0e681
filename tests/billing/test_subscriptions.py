"""Subscribing, changing, ending, going on: at the stand-in for Stripe, over HTTP, as an owner meets it."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.conf import LazySettings

from billing import errors
from billing.domain.dunning import SEVERITY, Payment, State
from billing.domain.plans import Period
from billing.domain.quota import RoomInUse
from billing.models import StripeCall, StripePrice, Subscription, SubscriptionInvoice, UsageMonth
from billing.services import calls, standing, subscribing
from billing.services.plans import set_price
from billing.services.subscriptions import know_customer
from boom.core.models import OutboxMessage
from boom.core.providers import stripe
from tests import stripe as stand_in
from tests.billing.answers import Answers
from tests.billing.house import Payer, new_payer
from tests.conftest import twin
from tests.stripe import StandIn


@pytest.fixture
def payer(stripe_standin: StandIn, settings: LazySettings, public: None, now) -> Payer:
    settings.STRIPE_IS_STANDIN = True
    settings.STRIPE_API_BASE = stripe_standin.url
    stripe.breaker.succeeded()
    return new_payer(twin("twin-a").pk, stripe_standin, now)


@pytest.fixture
def subscribed(payer: Payer) -> Payer:
    """On the smallest plan by the month, its trial behind it, 10 days into a paid month."""
    payer.subscribe("starter")
    payer.wait(days=24)
    payer.refresh()
    return payer


# ---- subscribing -------------------------------------------------------------------------------------


def test_an_owner_who_subscribes_in_the_trial_has_the_plan_and_pays_when_the_trial_ends(payer: Payer):
    payer.subscribe("professional")

    assert payer.plan.plan.code == "professional"
    assert payer.plan.payment == Payment.GOOD
    assert payer.subscription.status == "trialing"
    assert payer.subscription.trial_ends_at == payer.plan.trial_ends_at
    payer.wait(days=15)
    payer.refresh()
    paid = SubscriptionInvoice.objects.get(total_minor=7900)
    assert (payer.subscription.status, paid.status, paid.due_minor) == ("active", "paid", 0)


def test_an_owner_whose_trial_is_over_pays_at_once(payer: Payer):
    payer.wait(days=20)

    payer.subscribe("starter", Period.YEAR)

    assert payer.subscription.status == "active"
    assert payer.plan.price == payer.price("starter", Period.YEAR)
    assert SubscriptionInvoice.objects.get().total_minor == payer.price("starter", Period.YEAR).amount_minor


def test_asking_twice_gives_one_page_and_another_plan_closes_the_first(payer: Payer):
    first, again, other = payer.page("starter"), payer.page("starter"), payer.page("professional")

    assert first == again
    assert other != first
    assert [session["status"] for session in payer.stripe.objects("checkout.session")] == ["open", "expired"]


def test_whoever_paid_on_a_page_of_which_nothing_was_heard_gets_no_second(payer: Payer):
    payer.stripe.pay(payer.page("starter"))

    with pytest.raises(errors.AlreadySubscribed):
        payer.page("professional")

    assert len(payer.stripe.objects("checkout.session")) == 1
    assert payer.plan.plan.code == "starter"


def test_whoever_has_a_subscription_gets_no_second(subscribed: Payer):
    with pytest.raises(errors.AlreadySubscribed):
        subscribed.page("professional")


def test_a_price_that_is_not_offered_cannot_be_had(payer: Payer):
    price = payer.price("starter")
    type(price).objects.filter(pk=price.pk).update(is_offered=False)

    with pytest.raises(errors.PriceUnknown):
        subscribing.start_subscription(
            business_id=payer.business_id,
            name="",
            email="a@b.example",
            price_id=price.pk,
            rooms=[],
            back_url="http://x",
            now=payer.now,
        )


def test_a_promotion_code_makes_the_first_payment_smaller(payer: Payer):
    payer.wait(days=20)
    client = payer.stripe.client()
    coupon = client.v1.coupons.create({"percent_off": 50, "duration": "once"})
    client.v1.promotion_codes.create({"promotion": {"type": "coupon", "coupon": coupon.id}, "code": "HALF"})
    page = payer.page("starter")

    payer.stripe.post(page, do="code", promotion_code="HALF")
    payer.stripe.pay(page)
    payer.refresh()

    assert SubscriptionInvoice.objects.get().total_minor == 1450


def test_after_a_new_price_whoever_subscribed_goes_on_paying_the_old_one(subscribed: Payer):
    set_price(plan_id=subscribed.plan.plan_id, period=Period.MONTH, amount_minor=3900)

    subscribed.wait(days=30)
    subscribed.refresh()

    newest = SubscriptionInvoice.objects.order_by("-created_at")[0]
    assert (newest.total_minor, newest.status) == (2900, "paid")
    assert subscribed.plan.price.amount_minor == 2900
    assert subscribed.price("starter").amount_minor == 3900


def test_customers_and_prices_are_made_at_stripe_once(subscribed: Payer):
    assert len(subscribed.stripe.objects("customer")) == 1
    assert len(subscribed.stripe.objects("price")) == 1
    assert subscribed.stripe.objects("price")[0]["metadata"]["boom_price"] == str(
        subscribed.price("starter").pk
    )


def test_the_portal_is_for_whoever_has_a_customer_there(payer: Payer, answers: Answers):
    answers.on("/v1/billing_portal/sessions", {"id": "bps_1", "url": "https://billing.stripe.com/p/1"})
    answers.on("/v1/billing_portal/configurations", {"id": "bpc_1"})

    with pytest.raises(errors.NotSubscribed):
        subscribing.open_portal(business_id=payer.business_id, back_url="http://x", now=payer.now)
    know_customer(business_id=payer.business_id, stripe_id="cus_1", now=payer.now)
    url = subscribing.open_portal(business_id=payer.business_id, back_url="http://x/", now=payer.now)

    assert url == "https://billing.stripe.com/p/1"
    values = {"customer": "cus_1", "return_url": "http://x/", "configuration": "bpc_1"}
    assert answers.asked[-1].values == values


def test_on_stripes_own_page_no_plan_is_changed_or_ended(subscribed: Payer):
    """It knows nothing of what fits; and its settings are made once."""
    for _ in range(2):
        subscribing.open_portal(business_id=subscribed.business_id, back_url="http://x/", now=subscribed.now)

    (made,) = subscribed.stripe.objects("billing_portal.configuration")
    is_on = {name: feature["enabled"] for name, feature in made["features"].items()}
    sessions = {each["configuration"] for each in subscribed.stripe.objects("billing_portal.session")}
    assert sessions == {made["id"]}
    assert {name for name, on in is_on.items() if on} == {
        "customer_update", "invoice_history", "payment_method_update"
    }  # fmt: skip


# ---- a larger plan, at once --------------------------------------------------------------------------


def test_a_larger_plan_is_there_at_once_and_costs_what_was_shown(subscribed: Payer):
    before = subscribed.subscription

    shown = subscribed.upgrade("professional")

    # Two thirds of the month are left: of 79.00 less 29.00.
    assert 3200 <= shown.due.minor <= 3500
    assert shown.due.currency == "USD"
    assert sum(line.amount.minor for line in shown.lines) == shown.due.minor
    paid = SubscriptionInvoice.objects.order_by("-created_at", "-id")[0]
    assert (paid.total_minor, paid.status) == (shown.due.minor, "paid")
    assert subscribed.plan.plan.code == "professional"
    assert subscribed.subscription.period_ends_at == before.period_ends_at


def test_looking_at_what_it_costs_changes_nothing(subscribed: Payer):
    before = subscribed.state()

    subscribing.preview_change(
        business_id=subscribed.business_id,
        price_id=subscribed.price("enterprise").pk,
        rooms=[],
        now=subscribed.now,
    )
    subscribed.refresh()

    assert subscribed.state() == before


def test_a_card_that_declines_leaves_the_plan_as_it_was(subscribed: Payer):
    subscribed.change_card(stand_in.LATER_FAILS)

    with pytest.raises(stripe.CardDeclined):
        subscribed.upgrade("professional")

    subscribed.refresh()
    assert subscribed.plan.plan.code == "starter"
    assert subscribed.plan.payment == Payment.GOOD
    assert subscribed.subscription.status == "active"


def test_paying_by_the_year_begins_at_once_with_the_rest_of_the_month_taken_off(subscribed: Payer):
    shown = subscribed.upgrade("starter", Period.YEAR)

    year = subscribed.price("starter", Period.YEAR)
    assert year.amount_minor - 2900 < shown.due.minor < year.amount_minor
    assert subscribed.plan.price == year
    assert subscribed.subscription.period_ends_at > subscribed.now + timedelta(days=360)


def test_a_preview_holds_for_a_quarter_of_an_hour(subscribed: Payer):
    price = subscribed.price("professional")

    for at in (subscribed.now - timedelta(minutes=16), subscribed.now + timedelta(seconds=1)):
        with pytest.raises(errors.PreviewOld):
            subscribing.change_now(
                business_id=subscribed.business_id, price_id=price.pk, rooms=[], at=at, now=subscribed.now
            )


def test_a_lost_answer_upgrades_once_and_is_finished_by_itself(subscribed: Payer):
    subscribed.stripe.fault("lose", "/v1/subscriptions/*", method="POST", times=3)

    with pytest.raises(stripe.StripeDown):
        subscribed.upgrade("professional")
    later = subscribed.now + timedelta(minutes=20)
    for call_id in calls.due_calls(now=later):
        assert calls.finish_call(call_id=call_id, now=later)
    subscribed.refresh()

    upgrade = StripeCall.objects.get(purpose="upgrade")
    assert upgrade.state == "done"
    assert subscribed.plan.plan.code == "professional"
    assert (
        SubscriptionInvoice.objects.filter(
            subscription_id=subscribed.subscription.stripe_id, total_minor__gt=2900
        ).count()
        == 1
    )


# ---- a smaller plan, at the end ----------------------------------------------------------------------


@pytest.fixture
def on_professional(payer: Payer) -> Payer:
    payer.subscribe("professional")
    payer.wait(days=24)
    payer.refresh()
    return payer


def test_a_smaller_plan_comes_when_the_paid_month_is_over(on_professional: Payer):
    on_professional.downgrade("starter")

    assert on_professional.plan.plan.code == "professional"
    assert on_professional.plan.next_price == on_professional.price("starter")
    on_professional.wait(days=30)
    on_professional.refresh()
    assert on_professional.plan.plan.code == "starter"
    assert on_professional.plan.next_price is None
    assert SubscriptionInvoice.objects.order_by("-created_at")[0].total_minor == 2900
    # Nothing was given back and nothing charged in between.
    assert sorted(SubscriptionInvoice.objects.values_list("total_minor", flat=True)) == [0, 2900, 7900]


def test_a_planned_change_can_be_taken_back(on_professional: Payer):
    on_professional.downgrade("starter")

    subscribing.keep_plan(business_id=on_professional.business_id, now=on_professional.now)

    assert on_professional.plan.next_price is None
    on_professional.wait(days=30)
    on_professional.refresh()
    assert on_professional.plan.plan.code == "professional"
    assert SubscriptionInvoice.objects.order_by("-created_at")[0].total_minor == 7900


def test_a_plan_with_fewer_rooms_than_are_in_use_is_refused_with_their_names(on_professional: Payer):
    rooms = [RoomInUse(number, f"Room {number}", 0) for number in range(7)]

    with pytest.raises(errors.OverSmallerPlan) as refused:
        subscribing.change_at_end(
            business_id=on_professional.business_id,
            price_id=on_professional.price("starter").pk,
            rooms=rooms,
            now=on_professional.now,
        )

    assert refused.value.message == "Starter has 5 rooms. Archive Room 6 and Room 5 first, then change to it."
    assert on_professional.plan.next_price is None


def test_while_stripe_waits_for_the_trials_end_a_smaller_plan_asks_for_room_too(payer: Payer):
    payer.subscribe("professional")
    rooms = [RoomInUse(number, f"Room {number}", 0) for number in range(7)]
    change = {"business_id": payer.business_id, "price_id": payer.price("starter").pk, "rooms": rooms}

    for ask in (
        lambda: subscribing.preview_change(now=payer.now, **change),
        lambda: subscribing.change_now(at=payer.now.replace(microsecond=0), now=payer.now, **change),
    ):
        with pytest.raises(errors.OverSmallerPlan, match="Archive Room 6 and Room 5 first"):
            ask()

    payer.refresh()
    assert payer.plan.plan.code == "professional"


def test_an_old_price_of_a_larger_plan_makes_a_smaller_one_no_upgrade(on_professional: Payer):
    """Whoever pays 19 for Professional changes to Starter for 29 at the period's end, as everybody does."""
    held = on_professional.price("professional")
    type(held).objects.filter(pk=held.pk).update(amount_minor=1900, is_offered=False)

    shown = subscribing.preview_change(
        business_id=on_professional.business_id,
        price_id=on_professional.price("starter").pk,
        rooms=[],
        now=on_professional.now,
    )

    assert shown.takes_effect_at == on_professional.subscription.period_ends_at
    assert not subscribing.is_at_once(on_professional.subscription, on_professional.price("starter"))
    assert subscribing.is_at_once(on_professional.subscription, on_professional.price("enterprise"))


def test_from_the_year_to_the_month_it_changes_when_the_year_is_over(payer: Payer):
    payer.wait(days=20)
    payer.subscribe("starter", Period.YEAR)
    ends_at = payer.subscription.period_ends_at
    payer.downgrade("starter", Period.MONTH)
    assert payer.plan.next_price == payer.price("starter")

    payer.wait(days=364)
    payer.refresh()
    assert payer.plan.price == payer.price("starter", Period.YEAR)
    payer.wait(days=2)
    payer.refresh()

    assert payer.plan.price == payer.price("starter")
    assert payer.plan.next_price is None
    assert payer.subscription.period_starts_at == ends_at
    assert payer.subscription.period_ends_at - ends_at <= timedelta(days=31)
    assert SubscriptionInvoice.objects.order_by("-created_at")[0].total_minor == 2900


def test_what_was_changed_by_a_schedule_can_be_changed_ended_and_taken_up_again(payer: Payer):
    payer.wait(days=20)
    payer.subscribe("enterprise")
    payer.downgrade("professional")
    payer.wait(days=32)
    payer.refresh()
    assert (payer.plan.plan.code, payer.subscription.schedule_id != "") == ("professional", True)

    payer.downgrade("starter")
    payer.cancel()
    assert payer.plan.next_price is None
    assert payer.subscription.cancels_at is not None
    payer.reactivate()
    payer.upgrade("enterprise")

    assert payer.subscription.schedule_id == ""
    assert payer.plan.plan.code == "enterprise"


def test_a_price_of_nobodys_that_is_planned_at_stripe_is_none_of_ours(on_professional: Payer):
    on_professional.downgrade("starter")
    StripePrice.objects.filter(price=on_professional.price("starter")).delete()

    on_professional.refresh()

    assert on_professional.plan.next_price is None
    assert on_professional.subscription.schedule_id != ""


def test_a_lost_answer_to_a_planned_change_is_finished_and_not_made_twice(on_professional: Payer):
    on_professional.stripe.fault("lose", "/v1/subscription_schedules", method="POST", times=3)

    with pytest.raises(stripe.StripeDown):
        on_professional.downgrade("starter")
    on_professional.downgrade("starter")

    assert on_professional.plan.next_price == on_professional.price("starter")
    assert len(on_professional.stripe.objects("subscription_schedule")) == 1


def test_a_coupon_outlives_a_planned_change(payer: Payer):
    payer.wait(days=20)
    client = payer.stripe.client()
    coupon = client.v1.coupons.create({"percent_off": 50, "duration": "forever"})
    client.v1.promotion_codes.create({"promotion": {"type": "coupon", "coupon": coupon.id}, "code": "HALF"})
    page = payer.page("professional")
    payer.stripe.post(page, do="code", promotion_code="HALF")
    payer.stripe.pay(page)
    payer.refresh()

    payer.downgrade("starter")
    payer.wait(days=32)
    payer.refresh()

    assert SubscriptionInvoice.objects.order_by("-created_at")[0].total_minor == 1450


def test_what_ends_begins_nothing_smaller_and_stays_ended(on_professional: Payer):
    on_professional.cancel()
    price = on_professional.price("starter").pk

    with pytest.raises(errors.EndPlanned):
        subscribing.preview_change(
            business_id=on_professional.business_id, price_id=price, rooms=[], now=on_professional.now
        )
    with pytest.raises(errors.EndPlanned):
        on_professional.downgrade("starter")

    on_professional.wait(days=30)
    on_professional.refresh()
    assert on_professional.subscription.status == "canceled"


def test_one_planned_change_at_a_time(on_professional: Payer):
    on_professional.downgrade("starter")

    with pytest.raises(errors.ChangePlanned):
        on_professional.upgrade("enterprise")


# ---- the end, and going on ---------------------------------------------------------------------------


def test_what_is_cancelled_runs_to_the_end_of_what_is_paid(subscribed: Payer):
    subscribed.cancel()

    assert subscribed.plan.payment == Payment.GOOD
    assert subscribed.subscription.cancels_at == subscribed.subscription.period_ends_at
    subscribed.wait(days=30)
    subscribed.refresh()
    assert subscribed.subscription.status == "canceled"
    assert subscribed.plan.payment == Payment.ENDED
    assert subscribed.plan.payment_since == subscribed.subscription.ended_at


def test_going_on_before_the_end_costs_nothing_and_changes_nothing(subscribed: Payer):
    before = subscribed.state()

    subscribed.cancel()
    subscribed.reactivate()

    assert subscribed.state() == before


def test_after_the_end_one_subscribes_anew(subscribed: Payer):
    subscribed.cancel()
    subscribed.wait(days=30)
    subscribed.refresh()

    subscribed.subscribe("professional")

    assert Subscription.objects.count() == 2
    assert subscribed.plan.payment == Payment.GOOD
    assert subscribed.plan.plan.code == "professional"


# ---- payments that fail ------------------------------------------------------------------------------


def test_a_refused_payment_begins_dunning_and_a_good_card_ends_it(subscribed: Payer):
    subscribed.change_card(stand_in.LATER_FAILS)
    subscribed.wait(days=22)
    subscribed.refresh()

    assert subscribed.subscription.status == "past_due"
    assert (subscribed.plan.payment, subscribed.plan.state) == (Payment.FAILING, "past_due")
    assert subscribed.plan.payment_since is not None
    assert subscribed.plan.plan.code == "starter"
    subscribed.change_card(stand_in.PAYS)
    subscribed.pay_open_invoices()
    subscribed.refresh()
    assert (subscribed.plan.payment, subscribed.plan.state) == (Payment.GOOD, "active")


@pytest.mark.parametrize(
    ("days", "state", "access"),
    [
        (0, "past_due", "full"),
        (8, "grace", "full"),
        (15, "read_only", "read_only"),
        (29, "suspended", "closed"),
    ],
)
def test_paying_ends_dunning_at_every_stage(payer: Payer, days: int, state: str, access: str):
    payer.stripe.order("/settings", retry_days=[60, 60])
    refused(payer)
    at = payer.plan.payment_since + timedelta(days=days, hours=1)
    stood = standing.settle(business_id=payer.business_id, now=at)
    assert (stood.state, stood.access) == (state, access)

    payer.change_card(stand_in.PAYS)
    payer.pay_open_invoices()
    payer.refresh()

    assert (payer.plan.state, payer.plan.access, payer.plan.payment) == ("active", "full", Payment.GOOD)
    told = OutboxMessage.objects.filter(kind="plan.state_changed").latest("id").payload
    assert (told["was"], told["state"], told["better"]) == (state, "active", True)


def refused(payer: Payer) -> None:
    """On the smallest plan, whose second month nobody paid for."""
    payer.wait(days=20)
    payer.subscribe("starter")
    payer.change_card(stand_in.LATER_FAILS)
    payer.wait(days=32)
    payer.refresh()


@pytest.mark.parametrize("days", [3, 10, 20, 40])
def test_a_subscription_that_ends_owing_gives_no_stage_a_second_time(payer: Payer, days: int):
    payer.stripe.order("/settings", retry_days=[60, 60])
    refused(payer)
    later = payer.plan.payment_since + timedelta(days=days)
    before = standing.settle(business_id=payer.business_id, now=later)
    payer.wait(seconds=(later - payer.now).total_seconds())

    payer.stripe.client().v1.subscriptions.cancel(payer.subscription.stripe_id)
    payer.refresh()

    assert payer.plan.payment == Payment.ENDED
    assert SEVERITY[State(payer.plan.state)] >= SEVERITY[State(before.state)]
    assert payer.plan.access == before.access


def test_what_is_refused_after_another_was_paid_is_counted_from_its_own_day(payer: Payer):
    """Though nothing was heard in between."""
    refused(payer)
    first = payer.plan.payment_since
    payer.change_card(stand_in.PAYS)
    payer.pay_open_invoices()
    payer.change_card(stand_in.LATER_FAILS)
    payer.wait(days=31)

    payer.refresh()

    assert payer.plan.payment == Payment.FAILING
    assert payer.plan.payment_since >= first + timedelta(days=27)
    assert payer.plan.state == "past_due"


def test_dunning_asks_for_the_payment_again_once_a_stage(subscribed: Payer):
    subscribed.change_card(stand_in.LATER_FAILS)
    subscribed.wait(days=22)
    subscribed.refresh()
    attempts = SubscriptionInvoice.objects.get(status="open").attempts

    for _ in range(2):
        subscribing.retry_payment(business_id=subscribed.business_id, days=1, now=subscribed.now)

    assert StripeCall.objects.filter(purpose="retry", state="refused").count() >= 1
    assert SubscriptionInvoice.objects.get(status="open").attempts > attempts
    subscribed.change_card(stand_in.PAYS)
    subscribing.retry_payment(business_id=subscribed.business_id, days=3, now=subscribed.now)
    assert subscribed.plan.payment == Payment.GOOD


def test_bookings_above_the_plan_stand_on_the_next_invoice_once(subscribed: Payer):
    month = date(2026, 12, 1)
    UsageMonth.objects.create(
        business_id=subscribed.business_id,
        month=month,
        bookings=110,
        over=10,
        amount_minor=500,
        currency="USD",
    )

    for _ in range(2):
        subscribing.charge_overage(business_id=subscribed.business_id, month=month, now=subscribed.now)
    subscribed.wait(days=30)
    subscribed.refresh()

    assert SubscriptionInvoice.objects.order_by("-created_at")[0].total_minor == 2900 + 500


def test_a_month_without_bookings_above_charges_nothing(subscribed: Payer):
    subscribing.charge_overage(
        business_id=subscribed.business_id, month=date(2026, 12, 1), now=subscribed.now
    )

    assert not StripeCall.objects.filter(purpose="overage").exists()


def test_what_a_venue_owes_elsewhere_is_none_of_this(subscribed: Payer):
    other = twin("twin-b").pk

    subscribing_state = subscribed.state()

    assert subscribing.current_subscription(other) is None
    assert subscribed.state() == subscribing_state
