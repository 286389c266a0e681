"""What Stripe and the platform keep of card payments: taken there, in both books, and back with refunds."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from django.utils.html import strip_tags

from billing.models import (
    BillingTerms,
    EventKind,
    EventSource,
    EventState,
    FeeTaken,
    PlatformFee,
    StripeEvent,
)
from billing.services import events
from billing.services.standing import begin_trial
from bookings.models import Booking
from ledger.selectors import balance as of_books
from ledger.selectors import trial_balance
from payments.checks import look_at_books
from payments.models import KeptCard, Payment, PaymentState, Payout
from payments.selectors.payouts import report_called
from payments.services.card_refunds import send_refund
from payments.services.charges import charge_card
from tenants.context import public_scope
from tests.conftest import HostClient
from tests.payments import test_card_refunds as refunds
from tests.payments.house import House
from tests.payments.test_paying import balance

booking = refunds.booking
As = Callable[[str], HostClient]


@pytest.fixture
def fee(house: House, booking: Booking) -> PlatformFee:
    """1.5 % and 10 pence of each payment in pounds: 1.00 of 60.00."""
    with public_scope():
        begin_trial(business_id=house.business_id, now=house.now)
        plan = BillingTerms.objects.get().trial_plan
        return PlatformFee.objects.create(plan=plan, currency="GBP", basis_points=150, fixed_minor=10)


def change(**terms: object) -> None:
    with public_scope():
        PlatformFee.objects.update(**terms)


def hear_platform(house: House) -> list[str]:
    """Deal with what the platform's own account tells of fees; what became of each."""
    with public_scope():
        for told in house.stripe.events():
            if not told["type"].startswith("application_fee."):
                continue
            body = json.dumps(told).encode()
            events.receive_event(body=body, told=told, kind=EventKind.PLATFORM, source=EventSource.WEBHOOK)
            events.apply_event(event_id=StripeEvent.objects.get(stripe_id=told["id"]).pk, now=house.now)
        return list(StripeEvent.objects.filter(kind="platform").values_list("state", flat=True))


def hear(house: House) -> None:
    """Everything about fees, twice."""
    for _ in range(2):
        house.hear("charge.succeeded", "charge.updated")
        assert set(hear_platform(house)) <= {EventState.DONE}


def of_platform(name: str) -> int:
    with public_scope():
        return of_books(f"test/platform/{name}", "GBP").minor


def pay_out(house: House) -> Payout:
    house.stripe.advance(4 * 86400)
    house.hear("payout.created", "payout.paid", "payout.updated")
    return Payout.objects.latest("id")


def test_it_is_taken_at_stripe_and_in_both_books(house: House, booking: Booking, fee: PlatformFee):
    payment = refunds.pay(house, booking, 6000)
    hear(house)

    payment.refresh_from_db()
    (intent,) = house.stripe.objects("payment_intent", payment.external_account)
    (taken,) = FeeTaken.objects.values_list("business_id", "amount_minor", "returned_minor")
    kept = payment.fee_minor or 0
    assert (intent["application_fee_amount"], payment.platform_fee_minor) == (100, 100)
    assert (kept > 0, taken) == (True, (house.business_id, 100, 0))
    assert (balance("card"), balance("fees"), balance("platform_fee")) == (6000 - kept - 100, kept, 100)
    assert (of_platform("stripe"), of_platform("fees")) == (100, -100)
    assert (sum(trial_balance().values()), look_at_books(house.now).problems) == (0, [])


def test_without_terms_in_that_currency_nothing_is_kept(house: House, booking: Booking, fee: PlatformFee):
    change(currency="EUR")

    payment = refunds.pay(house, booking, 6000)
    hear(house)

    payment.refresh_from_db()
    assert (payment.platform_fee_minor, FeeTaken.objects.count()) == (0, 0)
    assert (balance("platform_fee"), balance("fees")) == (0, payment.fee_minor)


@pytest.mark.parametrize(("is_returned", "left"), [(True, 50), (False, 100)])
def test_of_what_goes_back_its_share_goes_back_by_rule(
    house: House, booking: Booking, fee: PlatformFee, is_returned: bool, left: int
):
    change(is_returned=is_returned)
    refunds.pay(house, booking, 6000)
    # The rule is the payment's, whatever it is by then.
    change(is_returned=not is_returned)

    send_refund(refund_id=refunds.give_back(booking, 3000, house.now).pk, now=house.now)
    hear(house)

    assert (balance("platform_fee"), of_platform("fees")) == (left, -left)
    assert FeeTaken.objects.get().returned_minor == 100 - left


def test_a_payment_that_is_not_known_yet_is_waited_for(house: House, booking: Booking, fee: PlatformFee):
    payment = refunds.pay(house, booking, 6000)
    Payment.objects.filter(pk=payment.pk).update(state=PaymentState.PENDING)

    house.hear("charge.succeeded")

    assert StripeEvent.objects.get(type="charge.succeeded").state == EventState.PARKED


def test_a_payout_ties_and_leaves_nothing_with_stripe(
    house: House, booking: Booking, fee: PlatformFee, client_as: As
):
    refunds.pay(house, booking, 6000)
    send_refund(refund_id=refunds.give_back(booking, 3000, house.now).pk, now=house.now)
    hear(house)

    payout = pay_out(house)

    report = report_called(payout.pk)
    shown = strip_tags(client_as("manager").get(f"/dashboard/payouts/{payout.pk}/").content.decode())
    assert (report.ties, report.platform_fees.minor) == (True, -50)
    assert balance("paid_out") == payout.amount_minor
    assert (balance("platform_fee"), -balance("fees")) == (50, report.stripe_fees.minor)
    assert balance("card") == 0
    assert ("Boom’s fees" in shown, "£0.50" in shown) == (True, True)


def test_fees_that_are_heard_of_after_the_payout_are_booked_once(
    house: House, booking: Booking, fee: PlatformFee
):
    refunds.pay(house, booking, 6000)

    payout = pay_out(house)
    hear(house)

    report = report_called(payout.pk)
    assert (balance("platform_fee"), -balance("fees")) == (100, report.stripe_fees.minor)
    assert (balance("card"), balance("paid_out")) == (0, payout.amount_minor)


def test_a_kept_card_is_charged_with_it_too(house: House, booking: Booking, fee: PlatformFee):
    account = house.refresh().account
    client = house.stripe.client(account)
    customer = client.v1.customers.create({})
    method = client.v1.payment_methods.attach("pm_card_visa", {"customer": customer.id})
    KeptCard.objects.create(
        venue=booking.room.venue, booking=booking, state="kept", begun_at=house.now,
        external_account=account, external_customer=customer.id, external_id=method.id,
    )  # fmt: skip

    payment = charge_card(booking_id=booking.pk, amount_minor=6000, key="k", now=house.now)
    hear(house)

    assert (payment.state, payment.platform_fee_minor, balance("platform_fee")) == ("taken", 100, 100)


def test_the_owner_reads_what_the_plan_keeps(house: House, fee: PlatformFee, client_as: As):
    shown = strip_tags(client_as("owner").get("/dashboard/settings/card-payments/").content.decode())

    words = "Of each payment Boom keeps 1.5 % and £0.10; of what you give back, its share goes back, too."
    assert words in " ".join(shown.split())
