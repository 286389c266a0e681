"""Money for bookings, taken through the services."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bookings.models import Occupancy, Venue
from bookings.services.prices import issue_voucher
from boom.core.ids import new_token
from payments.models import Dispute, Payment, PaymentLink, Payout, VoucherSale, VoucherShop
from payments.selectors import vouchers
from payments.selectors.links import hash_of, token_of
from payments.services.taking import record_payment
from tests.conftest import TONIGHT


def take(booking: Occupancy, amount_minor: int, method: str = "cash", **given: Any) -> Payment:
    """So much for a booking, at the desk, tonight."""
    now: datetime = given.pop("now", TONIGHT)
    return record_payment(booking_id=booking.pk, method=method, amount_minor=amount_minor, now=now, **given)


def make_payment_link(booking: Occupancy, amount_minor: int = 100, **given: Any) -> PaymentLink:
    """So much asked for by a link that is good for a week."""
    nonce = new_token()
    values: dict[str, Any] = {
        "venue": booking.room.venue,
        "currency": booking.currency or booking.room.venue.currency,
        "nonce": nonce,
        "token_hash": hash_of(token_of(nonce)),
        "expires_at": TONIGHT + timedelta(days=7),
    }
    return PaymentLink.objects.create(booking=booking, amount_minor=amount_minor, **values | given)


def make_dispute(payment: Payment, **given: Any) -> Dispute:
    """A guest's bank takes a payment back, written straight to the table."""
    values = {
        "external_account": "acct_1",
        "external_id": f"dp_{payment.pk}",
        "state": "needs_response",
        "reason": "fraudulent",
        "amount_minor": payment.amount_minor,
        "currency": payment.currency,
        "opened_at": payment.taken_at,
    }
    return Dispute.objects.create(venue_id=payment.venue_id, payment=payment, **values | given)


def make_payout(payment: Payment, **given: Any) -> Payout:
    """A payment came to the bank, without a fee, written straight to the table."""
    values = {
        "external_account": "acct_1",
        "external_id": f"po_{payment.pk}",
        "state": "paid",
        "amount_minor": payment.amount_minor,
        "currency": payment.currency,
        "is_automatic": True,
        "made_at": payment.taken_at,
        "arrives_at": payment.taken_at,
    }
    payout = Payout.objects.create(**values | given)
    payout.lines.create(
        external_id=f"txn_{payment.pk}", kind="charge", amount_minor=payment.amount_minor, fee_minor=0,
        net_minor=payment.amount_minor, at=payment.taken_at, booked_minor=payment.amount_minor,
        payment=payment,
    )  # fmt: skip
    return payout


def make_shop(venue: Venue, **given: Any) -> VoucherShop:
    """The venue sells gift vouchers over 25.00 and 50.00, and others from 10.00 to 500.00."""
    values = {"is_open": True, "amounts": [2500, 5000], "least_minor": 1000, "most_minor": 50000}
    return VoucherShop.objects.create(venue=venue, **values | given)


def make_sale(venue: Venue, amount_minor: int = 5000, **given: Any) -> VoucherSale:
    """A gift voucher that was sold, written straight to the tables; nothing was paid for it."""
    nonce = new_token()
    made = issue_voucher(
        venue_id=venue.pk, code=f"SALE-{nonce[:8].upper().replace('_', 'A').replace('-', 'B')}",
        worth_minor=amount_minor, expires_on=None, note="",
    )  # fmt: skip
    values: dict[str, Any] = {
        "currency": venue.currency,
        "buyer_name": "Bea",
        "buyer_email": "bea@example.com",
        "nonce": nonce,
        "token_hash": vouchers.hash_of(vouchers.token_of(nonce)),
        "buyer_hash": vouchers.hash_of(
            vouchers.token_of(nonce, purpose=vouchers.FOR_BUYER), purpose=vouchers.FOR_BUYER
        ),
        "begun_at": TONIGHT,
        "sold_at": TONIGHT,
        "voucher": made,
    }
    return VoucherSale.objects.create(venue=venue, amount_minor=amount_minor, **values | given)
