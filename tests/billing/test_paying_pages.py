"""The owner's page of the plan, its buttons and the way to Stripe's pages and back."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlsplit

import pytest
from django.conf import LazySettings
from django.utils.html import strip_tags

from billing.domain.plans import Period
from billing.models import StripeCall, Subscription
from boom.core import clock
from boom.core.providers import stripe
from tenants.context import public_scope
from tenants.models import Business
from tests import stripe as stand_in
from tests.billing.house import Payer, new_payer
from tests.conftest import HostClient
from tests.factories import make_room
from tests.stripe import StandIn

PLAN = "/dashboard/plan/"


@pytest.fixture
def payer(stripe_standin: StandIn, settings: LazySettings, business: Business, now: datetime) -> Payer:
    settings.STRIPE_IS_STANDIN = True
    settings.STRIPE_API_BASE = stripe_standin.url
    settings.STRIPE_PAGES = [stripe_standin.url]
    stripe.breaker.succeeded()
    with public_scope():
        return new_payer(business.pk, stripe_standin, now)


def page(client: HostClient, path: str = PLAN) -> str:
    """The words of a page, after any redirect."""
    answer = client.get(path, follow=True)
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode()).split())


def send(client: HostClient, path: str, **typed: object) -> str:
    """Send a form; the words of the page it leads to."""
    answer = client.post(path, typed, follow=True)
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode()).split())


def subscribe(client: HostClient, payer: Payer, plan: str = "starter") -> None:
    answer = client.post(f"{PLAN}subscribe/", {"price": payer.price(plan).pk})
    assert answer.status_code == 302, answer.content
    back = payer.stripe.pay(answer["Location"])
    answer = client.get(urlsplit(back).path, follow=True).content.decode()
    assert "Thank you." in answer
    # The word of thanks offers nothing to press: the page's own choices are none of its.
    assert "data-choice" not in answer


def later(payer: Payer, **duration: float) -> None:
    with public_scope():
        payer.wait(**duration)
        payer.refresh()


def test_an_owner_subscribes_on_stripes_page_and_comes_back_to_a_paid_plan(
    owner_client: HostClient, payer: Payer
):
    before = page(owner_client)
    subscribe(owner_client, payer, "professional")
    after = page(owner_client)

    assert "Subscribe to Professional" in before
    assert "Test mode" in before
    assert "This is what you pay." in after
    assert "The next payment is on 5 December 2026." in after
    assert "Subscribe to" not in after


def test_the_form_may_end_at_stripes_pages_and_nowhere_else(owner_client: HostClient, payer: Payer):
    policy = owner_client.get(PLAN)["Content-Security-Policy"]

    (forms,) = [rule for rule in policy.split("; ") if rule.startswith("form-action")]
    assert forms == f"form-action 'self' {payer.stripe.url}"


def test_a_larger_plan_is_shown_with_its_price_and_taken_with_one_press(
    owner_client: HostClient, payer: Payer
):
    subscribe(owner_client, payer)
    later(payer, days=24)

    with clock.set_to(payer.now):
        price = payer.price("professional").pk
        shown = owner_client.get(f"{PLAN}change/", {"price": price})
        at = shown.context["at"]
        due = shown.context["shown"].due
        said = send(owner_client, f"{PLAN}change/", price=price, at=at)

    assert f"Pay {due.format()} and change" in " ".join(strip_tags(shown.content.decode()).split())
    assert "You have Professional now." in said
    assert payer.plan.plan.code == "professional"


def test_a_smaller_plan_says_when_it_begins_and_can_be_taken_back(owner_client: HostClient, payer: Payer):
    subscribe(owner_client, payer, "professional")
    later(payer, days=24)

    with clock.set_to(payer.now):
        price = payer.price("starter").pk
        shown = page(owner_client, f"{PLAN}change/?price={price}")
        said = send(owner_client, f"{PLAN}change/", price=price, at="")
        kept = send(owner_client, f"{PLAN}keep/")

    assert "It begins on 5 January 2027" in shown
    assert "You change to Starter on 5 January 2027." in said
    assert "You keep your plan." in kept


def test_from_the_year_to_the_month_the_page_says_when_and_how_much_and_it_can_be_taken_back(
    owner_client: HostClient, payer: Payer
):
    year, month = payer.price("professional", Period.YEAR), payer.price("professional")
    with public_scope():
        payer.wait(days=20)
        payer.subscribe("professional", Period.YEAR)

    with clock.set_to(payer.now):
        before = page(owner_client, f"{PLAN}?period=month")
        shown = page(owner_client, f"{PLAN}change/?price={month.pk}")
        said = send(owner_client, f"{PLAN}change/", price=month.pk, at="")
        asked = page(owner_client, f"{PLAN}cancel/")
        kept = send(owner_client, f"{PLAN}keep/")

    assert "Change to Professional" in before
    assert "It begins on 11 December 2027, when what you have paid for is over." in shown
    assert "You change to Professional on 11 December 2027, and pay $79 a month from then on." in said
    assert "Go on paying by the year" in said
    assert "The change to Professional that you planned falls away." in asked
    assert "You keep your plan." in kept
    assert payer.plan.price == year


def test_a_plan_too_small_for_the_rooms_is_refused_with_what_to_archive(
    owner_client: HostClient, payer: Payer
):
    subscribe(owner_client, payer, "professional")
    later(payer, days=24)
    for number in range(6):
        make_room(name=f"Booth {number}", order=number + 10)

    with clock.set_to(payer.now):
        shown = page(owner_client)
        said = page(owner_client, f"{PLAN}change/?price={payer.price('starter').pk}")

    assert "Change to Enterprise" in shown
    assert "Change to Starter" not in shown
    assert "Starter has 5 rooms. Archive" in said
    assert "Booth 5" in said


def test_an_owner_ends_the_subscription_and_changes_their_mind(owner_client: HostClient, payer: Payer):
    subscribe(owner_client, payer)

    asked = page(owner_client, f"{PLAN}cancel/")
    ended = send(owner_client, f"{PLAN}cancel/")
    again = send(owner_client, f"{PLAN}reactivate/")

    assert "Everything stays as it is until 5 December 2026" in asked
    assert "Your subscription ends on 5 December 2026." in ended
    assert "Your subscription goes on." in again
    assert "The next payment is on" in again


def test_invoices_can_be_downloaded(owner_client: HostClient, payer: Payer):
    subscribe(owner_client, payer)
    later(payer, days=15)

    shown = owner_client.get(PLAN).content.decode()

    (invoice,) = [each for each in payer.stripe.objects("invoice") if each["total"]]
    assert invoice["number"] in shown
    assert invoice["invoice_pdf"] in shown


def test_a_refused_payment_is_said_with_the_way_to_pay_it(owner_client: HostClient, payer: Payer):
    subscribe(owner_client, payer)
    with public_scope():
        payer.change_card(stand_in.LATER_FAILS)
    later(payer, days=16)

    with clock.set_to(payer.now):
        shown = page(owner_client)

    assert "$29 could not be charged. Pay it now" in shown


@pytest.mark.parametrize("path", ["subscribe/", "portal/", "change/", "keep/", "cancel/", "reactivate/"])
def test_while_stripe_is_away_nothing_breaks_and_the_owner_reads_why(
    path: str, owner_client: HostClient, payer: Payer, settings: LazySettings
):
    subscribe(owner_client, payer)
    if path == "subscribe/":
        with public_scope():
            Subscription.objects.all().delete()
    if path == "reactivate/":
        send(owner_client, f"{PLAN}cancel/")
    if path == "keep/":
        send(owner_client, f"{PLAN}cancel/")
    settings.STRIPE_API_BASE = "http://127.0.0.1:1"
    typed = {"price": payer.price("professional").pk, "at": int(payer.now.timestamp())}

    said = send(owner_client, f"{PLAN}{path}", **typed)

    # With nothing planned there is nothing to ask for.
    expected = "You keep your plan." if path == "keep/" else "The payment service is not answering."
    assert expected in said


def test_without_stripe_the_owner_reads_that_payments_are_not_set_up(
    owner_client: HostClient, payer: Payer, settings: LazySettings
):
    settings.STRIPE_API_BASE = ""

    said = send(owner_client, f"{PLAN}subscribe/", price=payer.price("starter").pk)

    assert "Payments are not set up on this installation." in said
    assert not StripeCall.objects.exists()


def test_whoever_comes_back_while_stripe_is_away_reads_that_it_is_on_its_way(
    owner_client: HostClient, payer: Payer, settings: LazySettings
):
    subscribe(owner_client, payer)
    settings.STRIPE_API_BASE = "http://127.0.0.1:1"

    assert "Your payment is on its way." in page(owner_client, f"{PLAN}paid/")


def test_what_makes_no_sense_leads_back_to_the_plan(owner_client: HostClient, payer: Payer):
    for path in ("subscribe/", "change/"):
        assert "Choose a plan from the list." in send(owner_client, f"{PLAN}{path}", price="x")
    assert "There is no subscription that could be ended." in page(owner_client, f"{PLAN}cancel/")
