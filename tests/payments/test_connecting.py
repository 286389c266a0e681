"""The business's own account at Stripe: opened once, completed there, and told in words how it stands."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.utils.html import strip_tags

from billing.models import ConnectedAccount, EventState, StripeCall
from bookings.models import Venue
from boom.core import clock
from boom.core.providers import stripe
from payments.account_words import Standing, standing_of, wanted_in_words
from tests.conftest import HostClient
from tests.payments.house import House

PAGE = "/dashboard/settings/card-payments/"


def words(client: HostClient) -> str:
    answer = client.get(PAGE, follow=True)
    assert answer.status_code == 200
    return " ".join(strip_tags(answer.content.decode()).split())


def press(client: HostClient) -> str:
    """Press the button; gives back where it leads."""
    Venue.objects.update(country="GB")
    answer = client.post(f"{PAGE}connect/")
    assert answer.status_code == 302
    return str(answer["Location"])


def test_an_owner_connects_on_stripes_page_and_comes_back_ready(owner_client: HostClient, house: House):
    Venue.objects.update(country="GB")
    before = words(owner_client)
    back = house.answer(press(owner_client))
    answer = owner_client.get(urlsplit(back).path)
    after = words(owner_client)

    assert ("Not connected" in before, "Test mode" in before, "Connect with Stripe" in before) == (True,) * 3
    assert answer.status_code == 302
    assert ("Ready" in after, "Connect with Stripe" in after) == (True, False)
    assert ConnectedAccount.objects.get().may_charge


def test_pressed_twice_it_is_one_account(owner_client: HostClient, house: House):
    first, second = press(owner_client), press(owner_client)

    assert first != second
    assert ConnectedAccount.objects.count() == len(house.stripe.objects("account")) == 1


def test_what_is_missing_is_told_in_words_and_can_be_gone_on_with(owner_client: HostClient, house: House):
    house.answer(press(owner_client), end="later")
    owner_client.get(f"{PAGE}back/")
    said = words(owner_client)

    assert "A bank account to pay out to" in said
    assert "Go on at Stripe" in said
    assert not ConnectedAccount.objects.get().may_charge


def test_a_document_asked_for_later_stops_payouts_not_cards(owner_client: HostClient, house: House):
    house.answer(press(owner_client), end="document")
    owner_client.get(f"{PAGE}back/")
    said = words(owner_client)

    assert ("Payouts paused" in said, "An identity document of yours" in said) == (True, True)
    assert ConnectedAccount.objects.get().may_charge


def test_the_event_alone_brings_it_too(house: House):
    house.answer(house.onboarding())

    states = {event.state for event in house.hear("account.updated")}

    assert states == {EventState.DONE}
    assert ConnectedAccount.objects.get().may_charge


def test_an_account_that_took_our_access_away_is_disconnected_and_another_can_be_connected(
    owner_client: HostClient, house: House
):
    Venue.objects.update(country="GB")
    account = house.connect()
    house.stripe.client().v1.accounts.delete(account)

    (event,) = house.hear("account.application.deauthorized")
    said = words(owner_client)
    house.answer(press(owner_client))
    again = house.refresh()

    assert event.state == EventState.DONE
    assert ("Disconnected" in said, "Connect with Stripe" in said) == (True, True)
    assert (again.account != account, again.may_charge, again.disconnected_at) == (True, True, None)


def test_a_link_that_has_run_out_says_so(owner_client: HostClient, house: House):
    url = press(owner_client)
    house.stripe.advance(301)

    target = urlsplit(str(house.stripe.get(url).headers["location"]))
    said = " ".join(
        strip_tags(owner_client.get(f"{target.path}?{target.query}", follow=True).content.decode()).split()
    )

    assert "The link to Stripe had run out. Press the button once more." in said


def test_while_stripe_is_away_nothing_is_lost_and_it_is_said(owner_client: HostClient, house: House):
    Venue.objects.update(country="GB")
    house.stripe.fault("fail", "/v1/accounts", status=503, times=9)
    stripe.breaker.succeeded()

    said = " ".join(strip_tags(owner_client.post(f"{PAGE}connect/", follow=True).content.decode()).split())
    house.stripe.no_more_faults()
    stripe.breaker.succeeded()
    with clock.set_to(house.now):
        press(owner_client)

    assert "The payment service is not answering." in said
    assert len(house.stripe.objects("account")) == 1
    assert StripeCall.objects.filter(purpose="account").count() == 1


def test_without_a_country_the_owner_is_sent_to_say_it_first(owner_client: HostClient, house: House):
    Venue.objects.update(country="")

    said = " ".join(strip_tags(owner_client.post(f"{PAGE}connect/", follow=True).content.decode()).split())

    assert "in which country you are" in said
    assert house.stripe.objects("account") == []


def test_only_owners_see_it(client_as: Callable[[str], HostClient], house: House):
    assert client_as("manager").get(PAGE).status_code == 403


@pytest.mark.parametrize(
    ("given", "standing"),
    [
        ({}, Standing.BEGUN),
        ({"details_submitted": True}, Standing.CHECKED),
        ({"details_submitted": True, "requirements": ["company.tax_id"]}, Standing.RESTRICTED),
        ({"disabled_reason": "rejected.fraud", "charges_enabled": True}, Standing.REJECTED),
        ({"charges_enabled": True, "payouts_enabled": True}, Standing.READY),
        ({"charges_enabled": True}, Standing.NO_PAYOUTS),
    ],
)
def test_how_it_stands(given: dict[str, object], standing: Standing):
    assert standing_of(ConnectedAccount(account="acct_1", **given)) == standing


def test_what_stripe_wants_is_said_once_each_and_never_left_out():
    said = wanted_in_words(
        ["person_1.dob.day", "person_1.dob.month", "external_account", "settings.some_thing"]
    )

    assert said == [
        "Details of somebody who owns or directs the business",
        "A bank account to pay out to",
        "At Stripe it is called “settings, some thing”",
    ]
