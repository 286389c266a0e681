"""A subscription's whole life on a clock that is moved: trial, periods, changes, failures, end."""

from __future__ import annotations

from typing import Any

import pytest
import stripe

from tests.stripe import StandIn

Client = stripe.StripeClient
NOON = 1_793_534_400  # 1 November 2026, 12:00 UTC
DAY = 86400
STARTER, PROFESSIONAL = 2_900, 7_900


@pytest.fixture(autouse=True)
def _noon(stripe_standin: StandIn) -> None:
    stripe_standin.freeze(NOON)


def price(client: Client, amount: int, interval: Any = "month") -> str:
    return client.v1.prices.create(
        {
            "currency": "usd",
            "unit_amount": amount,
            "recurring": {"interval": interval},
            "product_data": {"name": f"Plan {amount}"},
        }
    ).id


def customer(client: Client, method: str = "pm_card_visa") -> str:
    made = client.v1.customers.create({"email": "owner@velvet.example.com", "payment_method": method})
    saved = client.v1.payment_methods.list({"customer": made.id}).data[0].id
    client.v1.customers.update(made.id, {"invoice_settings": {"default_payment_method": saved}})
    return made.id


def subscribe(client: Client, who: str, what: str, **more: Any) -> stripe.Subscription:
    return client.v1.subscriptions.create({"customer": who, "items": [{"price": what}], **more})


def again(client: Client, subscription: stripe.Subscription) -> stripe.Subscription:
    return client.v1.subscriptions.retrieve(subscription.id)


def item(subscription: stripe.Subscription) -> Any:
    return subscription["items"].data[0]


def invoices(client: Client) -> list[tuple[str, str, int, int]]:
    """Why, state, total and paid of each invoice, the oldest first."""
    return [
        (str(found.billing_reason), str(found.status), found.total, found.amount_paid)
        for found in client.v1.invoices.list({"limit": 100}).data[::-1]
    ]


def told(stand_in: StandIn, *kinds: str) -> list[str]:
    return [event["type"] for event in stand_in.events() if event["type"].startswith(kinds)]


def test_a_trial_is_announced_ends_and_is_paid_an_hour_later(stripe_standin: StandIn, client: Client):
    trial = subscribe(client, customer(client), price(client, STARTER), trial_period_days=14)
    assert (trial.status, trial.trial_end, item(trial).current_period_end) == (
        "trialing",
        NOON + 14 * DAY,
        NOON + 14 * DAY,
    )

    stripe_standin.advance(11 * DAY)
    assert told(stripe_standin, "customer.subscription.trial_will_end") == [
        "customer.subscription.trial_will_end"
    ]
    stripe_standin.advance(3 * DAY)
    assert invoices(client)[-1] == ("subscription_cycle", "draft", STARTER, 0)
    stripe_standin.advance(3600)

    assert again(client, trial).status == "active"
    assert invoices(client) == [
        ("subscription_create", "paid", 0, 0),
        ("subscription_cycle", "paid", STARTER, STARTER),
    ]


@pytest.mark.parametrize(("wish", "ends_as"), [("cancel", "canceled"), ("pause", "paused")])
def test_a_trial_without_a_card_ends_as_its_settings_say(
    stripe_standin: StandIn, client: Client, wish: Any, ends_as: str
):
    who = client.v1.customers.create({}).id
    trial = subscribe(
        client,
        who,
        price(client, STARTER),
        trial_period_days=14,
        trial_settings={"end_behavior": {"missing_payment_method": wish}},
    )

    stripe_standin.advance(14 * DAY)

    assert again(client, trial).status == ends_as
    assert len(invoices(client)) == 1


def test_months_keep_to_their_day_through_a_short_one(stripe_standin: StandIn, client: Client):
    stripe_standin.freeze(1_801_483_200)  # 1 February 2027, 12:00 UTC
    stripe_standin.freeze(1_801_483_200 + 28 * DAY + 2 * DAY)  # 3 March
    subscription = subscribe(client, customer(client), price(client, STARTER))
    ends = [item(subscription).current_period_end]
    for _ in range(2):
        stripe_standin.freeze(ends[-1])
        ends.append(item(again(client, subscription)).current_period_end)

    assert [end - ends[0] for end in ends] == [0, 30 * DAY, 61 * DAY]


def test_an_upgrade_at_once_costs_what_its_preview_said(stripe_standin: StandIn, client: Client):
    subscription = subscribe(client, customer(client), price(client, STARTER))
    dearer = price(client, PROFESSIONAL)
    stripe_standin.advance(15 * DAY)  # Half of November.
    change: Any = [{"id": item(subscription).id, "price": dearer}]
    at = NOON + 15 * DAY

    preview = client.v1.invoices.create_preview(
        {
            "subscription": subscription.id,
            "subscription_details": {
                "items": change,
                "proration_behavior": "always_invoice",
                "proration_date": at,
            },
        }
    )
    assert item(again(client, subscription)).price.unit_amount == STARTER
    changed = client.v1.subscriptions.update(
        subscription.id,
        {"items": change, "proration_behavior": "always_invoice", "proration_date": at},
        {"idempotency_key": "upgrade-1"},
    )

    assert [line.amount for line in preview.lines.data] == [-1_450, 3_950]
    assert invoices(client)[-1] == ("subscription_update", "paid", preview.amount_due, 2_500)
    assert (changed.status, item(changed).price.id) == ("active", dearer)
    assert item(changed).current_period_end == item(subscription).current_period_end


def test_a_change_that_waits_comes_with_the_next_invoice(stripe_standin: StandIn, client: Client):
    subscription = subscribe(client, customer(client), price(client, STARTER))
    dearer = price(client, PROFESSIONAL)
    stripe_standin.advance(15 * DAY)
    client.v1.subscriptions.update(
        subscription.id, {"items": [{"id": item(subscription).id, "price": dearer}]}
    )
    assert len(invoices(client)) == 1

    upcoming = client.v1.invoices.create_preview({"subscription": subscription.id})
    stripe_standin.advance(15 * DAY + 3600)

    assert upcoming.total == PROFESSIONAL + 2_500
    assert invoices(client)[-1] == ("subscription_cycle", "paid", upcoming.total, upcoming.total)


def test_a_credit_is_used_up_by_the_invoices_after_it(stripe_standin: StandIn, client: Client):
    who = customer(client)
    subscription = subscribe(client, who, price(client, PROFESSIONAL))
    cheaper = price(client, STARTER)
    stripe_standin.advance(15 * DAY)
    client.v1.subscriptions.update(
        subscription.id,
        {"items": [{"id": item(subscription).id, "price": cheaper}], "proration_behavior": "always_invoice"},
    )
    assert client.v1.customers.retrieve(who).balance == -2_500

    stripe_standin.advance(15 * DAY + 3600)

    assert client.v1.customers.retrieve(who).balance == 0
    assert [(total, paid) for _, _, total, paid in invoices(client)] == [
        (PROFESSIONAL, PROFESSIONAL),
        (-2_500, 0),
        (STARTER, 400),
    ]


def test_another_interval_begins_a_new_period_at_once(stripe_standin: StandIn, client: Client):
    subscription = subscribe(client, customer(client), price(client, STARTER))
    yearly = price(client, 29_000, "year")
    stripe_standin.advance(15 * DAY)

    changed = client.v1.subscriptions.update(
        subscription.id, {"items": [{"id": item(subscription).id, "price": yearly}]}
    )

    assert item(changed).current_period_start == NOON + 15 * DAY
    assert item(changed).current_period_end == NOON + (15 + 365) * DAY
    assert invoices(client)[-1][2] == 29_000 - 1_450


def test_a_downgrade_waits_for_the_periods_end_on_a_schedule(stripe_standin: StandIn, client: Client):
    subscription = subscribe(client, customer(client), price(client, PROFESSIONAL))
    cheaper = price(client, STARTER)
    schedule = client.v1.subscription_schedules.create({"from_subscription": subscription.id})
    present: Any = schedule.phases[0]
    client.v1.subscription_schedules.update(
        schedule.id,
        {
            "end_behavior": "release",
            "phases": [
                {
                    "items": [{"price": str(present["items"][0].price), "quantity": 1}],
                    "start_date": present.start_date,
                    "end_date": present.end_date,
                },
                {"items": [{"price": cheaper, "quantity": 1}], "proration_behavior": "none"},
            ],
        },
    )

    stripe_standin.advance(29 * DAY)
    assert item(again(client, subscription)).price.unit_amount == PROFESSIONAL
    stripe_standin.advance(DAY + 3600)

    assert item(again(client, subscription)).price.unit_amount == STARTER
    assert invoices(client)[-1] == ("subscription_cycle", "paid", STARTER, STARTER)
    stripe_standin.advance(31 * DAY)
    assert client.v1.subscription_schedules.retrieve(schedule.id).status == "released"
    assert (again(client, subscription).status, again(client, subscription).schedule) == ("active", None)


def test_what_could_not_be_taken_is_tried_again_and_recovers(stripe_standin: StandIn, client: Client):
    who = customer(client)
    subscription = subscribe(client, who, price(client, STARTER))
    failing = client.v1.payment_methods.attach("pm_card_chargeCustomerFail", {"customer": who}).id
    client.v1.customers.update(who, {"invoice_settings": {"default_payment_method": failing}})

    stripe_standin.advance(30 * DAY + 3600)
    due = client.v1.invoices.list().data[0]
    assert (again(client, subscription).status, due.status, due.attempt_count) == ("past_due", "open", 1)
    assert due.next_payment_attempt == NOON + 33 * DAY + 3600
    stripe_standin.advance(3 * DAY)
    assert client.v1.invoices.retrieve(str(due.id)).attempt_count == 2
    good = client.v1.payment_methods.attach("pm_card_visa", {"customer": who}).id
    client.v1.customers.update(who, {"invoice_settings": {"default_payment_method": good}})
    stripe_standin.advance(5 * DAY)

    assert again(client, subscription).status == "active"
    assert client.v1.invoices.retrieve(str(due.id)).status == "paid"
    assert not client.v1.customers.retrieve(who).delinquent
    assert told(stripe_standin, "invoice.pa") == [
        "invoice.paid",
        "invoice.payment_succeeded",
        "invoice.payment_failed",
        "invoice.payment_failed",
        "invoice.paid",
        "invoice.payment_succeeded",
    ]


@pytest.mark.parametrize(("wish", "ends_as"), [("cancel", "canceled"), ("unpaid", "unpaid")])
def test_after_the_last_attempt_it_ends_as_is_set(
    stripe_standin: StandIn, client: Client, wish: str, ends_as: str
):
    stripe_standin.order("/settings", retry_days=[1, 2], after_last_retry=wish)
    who = customer(client)
    subscription = subscribe(client, who, price(client, STARTER))
    failing = client.v1.payment_methods.attach("pm_card_chargeCustomerFail", {"customer": who}).id
    client.v1.customers.update(who, {"invoice_settings": {"default_payment_method": failing}})

    stripe_standin.advance(33 * DAY + 3600)

    assert again(client, subscription).status == ends_as
    assert client.v1.invoices.list().data[0].attempt_count == 3


def test_a_first_payment_that_waits_for_the_person_expires_in_a_day(stripe_standin: StandIn, client: Client):
    subscription = subscribe(
        client, customer(client, "pm_card_authenticationRequired"), price(client, STARTER)
    )
    assert subscription.status == "incomplete"

    stripe_standin.advance(DAY)

    assert again(client, subscription).status == "incomplete_expired"
    assert invoices(client) == [("subscription_create", "void", STARTER, 0)]


def test_a_card_that_says_no_may_undo_the_whole_change(client: Client):
    who = customer(client)
    subscription = subscribe(client, who, price(client, STARTER))
    failing = client.v1.payment_methods.attach("pm_card_chargeCustomerFail", {"customer": who}).id
    change: Any = {
        "items": [{"id": item(subscription).id, "price": price(client, PROFESSIONAL)}],
        "default_payment_method": failing,
        "proration_behavior": "always_invoice",
        "payment_behavior": "error_if_incomplete",
    }

    with pytest.raises(stripe.CardError):
        client.v1.subscriptions.update(subscription.id, change)

    assert item(again(client, subscription)).price.unit_amount == STARTER
    assert len(invoices(client)) == 1


def test_a_change_may_wait_for_its_payment(stripe_standin: StandIn, client: Client):
    who = customer(client)
    subscription = subscribe(client, who, price(client, STARTER))
    asks = client.v1.payment_methods.attach("pm_card_authenticationRequired", {"customer": who}).id
    client.v1.customers.update(who, {"invoice_settings": {"default_payment_method": asks}})
    stripe_standin.advance(15 * DAY)

    pending = client.v1.subscriptions.update(
        subscription.id,
        {
            "items": [{"id": item(subscription).id, "price": price(client, PROFESSIONAL)}],
            "proration_behavior": "always_invoice",
            "payment_behavior": "pending_if_incomplete",
        },
    )
    assert (item(pending).price.unit_amount, pending.status) == (STARTER, "active")
    assert pending.pending_update is not None
    [intent] = [found for found in client.v1.payment_intents.list().data if found.status == "requires_action"]
    stripe_standin.post(str(intent.next_action.redirect_to_url.url), do="pass")  # type: ignore[union-attr]

    after = again(client, subscription)
    assert (item(after).price.unit_amount, after.pending_update) == (PROFESSIONAL, None)


def test_an_end_at_the_periods_end_can_be_taken_back(stripe_standin: StandIn, client: Client):
    subscription = subscribe(client, customer(client), price(client, STARTER))

    ending = client.v1.subscriptions.update(subscription.id, {"cancel_at_period_end": True})
    assert (ending.status, ending.cancel_at) == ("active", item(subscription).current_period_end)
    kept = client.v1.subscriptions.update(subscription.id, {"cancel_at_period_end": False})
    assert (kept.cancel_at, kept.canceled_at) == (None, None)
    client.v1.subscriptions.update(subscription.id, {"cancel_at_period_end": True})
    stripe_standin.advance(30 * DAY)

    ended = again(client, subscription)
    assert (ended.status, ended.ended_at) == ("canceled", item(subscription).current_period_end)
    assert len(invoices(client)) == 1
    assert told(stripe_standin, "customer.subscription.deleted") == ["customer.subscription.deleted"]


def test_an_end_at_once_may_give_back_what_is_left(stripe_standin: StandIn, client: Client):
    who = customer(client)
    subscription = subscribe(client, who, price(client, STARTER))
    stripe_standin.advance(15 * DAY)

    ended = client.v1.subscriptions.cancel(subscription.id, {"prorate": True, "invoice_now": True})

    assert ended.status == "canceled"
    assert client.v1.customers.retrieve(who).balance == -1_450
    with pytest.raises(stripe.InvalidRequestError):
        client.v1.subscriptions.update(subscription.id, {"cancel_at_period_end": True})


def test_a_coupon_takes_off_its_share_for_as_long_as_it_lasts(stripe_standin: StandIn, client: Client):
    coupon = client.v1.coupons.create(
        {"percent_off": 50, "duration": "repeating", "duration_in_months": 2}
    ).id
    subscribe(client, customer(client), price(client, STARTER), discounts=[{"coupon": coupon}])

    stripe_standin.advance(30 * DAY + 3600)
    stripe_standin.advance(31 * DAY + 3600)

    assert [total for _, _, total, _ in invoices(client)] == [1_450, 1_450, STARTER]


def test_use_above_the_plan_comes_with_the_next_invoice(stripe_standin: StandIn, client: Client):
    who = customer(client)
    subscription = subscribe(client, who, price(client, STARTER))
    client.v1.invoice_items.create(
        {
            "customer": who,
            "subscription": subscription.id,
            "amount": 330,
            "currency": "usd",
            "description": "33 bookings above the plan",
        }
    )

    stripe_standin.advance(30 * DAY + 3600)

    assert invoices(client)[-1] == ("subscription_cycle", "paid", STARTER + 330, STARTER + 330)


def test_a_test_clock_moves_its_own_customers_only(stripe_standin: StandIn, client: Client):
    clock = client.v1.test_helpers.test_clocks.create({"frozen_time": NOON})
    theirs = client.v1.customers.create({"test_clock": clock.id, "payment_method": "pm_card_visa"}).id
    saved = client.v1.payment_methods.list({"customer": theirs}).data[0].id
    subscription = subscribe(client, theirs, price(client, STARTER), default_payment_method=saved)
    other = subscribe(client, customer(client), price(client, STARTER))

    moved = client.v1.test_helpers.test_clocks.advance(clock.id, {"frozen_time": NOON + 31 * DAY})
    assert moved.status == "advancing"
    while client.v1.test_helpers.test_clocks.retrieve(clock.id).status != "ready":
        pass

    assert item(again(client, subscription)).current_period_start == NOON + 30 * DAY
    assert item(again(client, other)).current_period_start == NOON
    assert invoices(client)[-1] == ("subscription_cycle", "paid", STARTER, STARTER)
