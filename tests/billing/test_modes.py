"""What was subscribed to with test keys ends where there are live ones, and never the other way round."""

from __future__ import annotations

from django.conf import LazySettings

from billing.domain.dunning import Payment
from billing.models import BillingCustomer, StripePrice
from billing.services.modes import end_test_subscriptions
from billing.services.subscribing import current_subscription
from billing.services.subscriptions import know_price
from billing.tasks import settle_plans
from tests.billing import test_subscriptions as subscriptions
from tests.billing.house import Payer

payer, subscribed = subscriptions.payer, subscriptions.subscribed


def test_with_live_keys_nobody_lives_by_a_subscription_that_was_tried_out(
    subscribed: Payer, settings: LazySettings
):
    settings.STRIPE_SECRET_KEY = "sk_live_of_nobody"

    settle_plans()

    assert BillingCustomer.objects.get().is_gone
    assert current_subscription(subscribed.business_id) is None
    assert subscribed.plan.payment == Payment.NONE
    assert end_test_subscriptions(subscribed.now) == 0


def test_with_test_keys_nothing_that_is_paid_for_ends(subscribed: Payer):
    BillingCustomer.objects.update(is_live=True)

    assert end_test_subscriptions(subscribed.now) == 0
    assert not BillingCustomer.objects.get().is_gone


def test_a_price_is_made_once_a_mode(subscribed: Payer, settings: LazySettings):
    price = subscribed.price("starter")
    settings.STRIPE_SECRET_KEY = "sk_live_of_nobody"

    know_price(price_id=price.pk, stripe_id="price_live")

    assert sorted(StripePrice.objects.filter(price=price).values_list("is_live", flat=True)) == [False, True]
