"""What a cardholder's bank has taken back is gone: nobody is given it twice, nor asked for it by itself."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from bookings.domain.paying import Paid, Standing
from bookings.models import Booking
from bookings.services.cancelling import cancel_booking
from bookings.services.links import issue_manage_link
from bookings.summary_file import sheet_of
from bookings.takings import standings_of
from boom.core import clock
from payments.errors import ChargedBack, MoreThanDue, MoreThanPaid, NothingToPay
from payments.models import Dispute, Payment, Refund, RefundLine
from payments.selectors.accounts import owed_back
from payments.services.giving_back import refund_booking
from payments.services.selling_vouchers import give_back_voucher
from tests.conftest import TONIGHT, HostClient
from tests.factories import at, make_booking, make_room
from tests.factories.payments import make_dispute, make_sale, take

As = Callable[[str], HostClient]


@pytest.fixture
def booking(business) -> Booking:
    """Two hours of tomorrow for 60.00, free to cancel."""
    return make_booking(room=make_room(), starts_at=at("2026-11-22 20:00"), total_minor=6000)


@pytest.fixture
def payment(booking: Booking) -> Payment:
    return take(booking, 6000, "terminal")


def standing(booking: Booking) -> Standing:
    return standings_of([booking.pk])[booking.pk]


def charged_back(payment: Payment, minor: int = 6000, **given: object) -> Dispute:
    return make_dispute(payment, withdrawn_minor=minor, **given)


def give_back(booking: Booking, minor: int) -> Refund:
    return refund_booking(
        booking_id=booking.pk, amount_minor=minor, now=TONIGHT, may_exceed=True, reason="They asked"
    )


def write_refund(payment: Payment, minor: int) -> None:
    """Past every service."""
    refund = Refund.objects.create(
        venue=payment.venue, booking=payment.booking, amount_minor=minor, currency="GBP", given_at=TONIGHT
    )
    RefundLine.objects.create(refund=refund, payment=payment, method="cash", amount_minor=minor)


def text_of(client: HostClient, path: str) -> str:
    with clock.set_to(TONIGHT):
        return " ".join(re.sub("<.*?>", " ", client.get(path, follow=True).content.decode()).split())


@pytest.mark.parametrize("state", ["needs_response", "under_review", "lost"])
def test_of_what_a_bank_has_nothing_is_owed_back(booking: Booking, payment: Payment, state: str):
    charged_back(payment, state=state)

    cancel_booking(booking_id=booking.pk, now=TONIGHT)

    assert (standing(booking).to_give_back.minor, standing(booking).kept.minor) == (0, 0)
    assert owed_back(booking.room.venue) == []
    with pytest.raises(MoreThanPaid, match=r"£0\.00 is left"):
        give_back(booking, 1)


def test_what_is_won_is_here_again_and_goes_back_by_the_rule(booking: Booking, payment: Payment):
    dispute = charged_back(payment)
    cancel_booking(booking_id=booking.pk, now=TONIGHT)

    dispute.state, dispute.withdrawn_minor = "won", 0
    dispute.save()

    assert standing(booking).to_give_back.minor == 6000
    assert give_back(booking, 6000).amount_minor == 6000


def test_a_bank_that_only_asks_has_taken_nothing(booking: Booking, payment: Payment):
    charged_back(payment, 0, state="warning_needs_response")

    assert standing(booking).kept.minor == 6000
    give_back(booking, 6000)


def test_a_part_that_was_charged_back_is_part_of_what_goes_back(booking: Booking, payment: Payment):
    charged_back(payment, 2000, state="lost")

    cancel_booking(booking_id=booking.pk, now=TONIGHT, fee_minor=3000, override_reason="Agreed")

    assert standing(booking).to_give_back.minor == 1000
    with pytest.raises(MoreThanPaid):
        give_back(booking, 4001)
    give_back(booking, 1000)
    assert (standing(booking).to_give_back.minor, standing(booking).kept.minor) == (0, 3000)


def test_what_was_given_back_before_is_not_counted_twice(booking: Booking, payment: Payment):
    give_back(booking, 2000)

    charged_back(payment, 6000, state="lost")

    found = standing(booking)
    assert (found.refunded, found.charged_back, found.kept.minor) == (2000, 4000, 0)


def test_the_guest_is_not_asked_for_it_by_itself(booking: Booking, payment: Payment):
    charged_back(payment, state="lost")

    assert (standing(booking).due.minor, standing(booking).state) == (0, Paid.ALL)
    with pytest.raises((NothingToPay, MoreThanDue)):
        take(booking, 6000)


def test_more_than_the_payment_is_never_gone(booking: Booking, payment: Payment):
    """A surcharge, or what changing the money cost, is with the bank, too."""
    charged_back(payment, 6150)

    payment.refresh_from_db()
    assert (payment.charged_back_minor, payment.left_minor) == (6000, 0)


def test_the_database_refuses_whoever_writes_it(booking: Booking, payment: Payment):
    charged_back(payment, 5000)

    with pytest.raises(IntegrityError, match="a bank has taken payment"), transaction.atomic():
        write_refund(payment, 1001)


def test_the_drawer_promises_nothing_of_it(booking: Booking, payment: Payment, client_as: As):
    path = f"/dashboard/bookings/{booking.pk}/"
    before = text_of(client_as("manager"), path)

    charged_back(payment)

    after = text_of(client_as("manager"), path)
    assert "Cancelled now, £60 would go back." in before
    assert "would go back" not in after
    assert "Taken back by the card’s bank −£60.00" in after
    assert "Give money back" not in after
    assert "Payment Charged back" in after


def test_neither_does_the_guests_own_page(booking: Booking, payment: Payment, customer_client: HostClient):
    token = issue_manage_link(booking_id=booking.pk, now=TONIGHT)
    before = text_of(customer_client, f"/booked/{token}/cancel/")
    charged_back(payment)

    asked = text_of(customer_client, f"/booked/{token}/cancel/")
    own = text_of(customer_client, f"/booked/{token}/")

    assert "You get £60.00 back. The venue gives it to you the way you paid." in before
    assert "You get" not in asked
    assert "Taken back by your bank −£60.00" in own


def test_nor_does_the_summary_they_take_along(booking: Booking, payment: Payment):
    charged_back(payment, 2000, state="lost")
    cancel_booking(booking_id=booking.pk, now=TONIGHT)

    sums = dict(sheet_of(Booking.objects.get(pk=booking.pk), [], now=TONIGHT).sums)

    assert (sums["Taken back by the bank"], sums["You get back"]) == ("£20.00", "£40.00")


def test_a_voucher_whose_payment_a_bank_has_is_not_given_back(booking: Booking):
    sale = make_sale(booking.room.venue)
    paid = Payment.objects.create(
        venue=booking.room.venue, voucher_sale=sale, method="card", amount_minor=5000, currency="GBP",
        taken_at=TONIGHT - timedelta(days=1), external_account="acct_1", external_id="pi_voucher",
    )  # fmt: skip
    charged_back(paid, 5000)

    with pytest.raises(ChargedBack):
        give_back_voucher(sale_id=sale.pk, reason="They asked", now=TONIGHT)

    assert not Refund.objects.exists()
