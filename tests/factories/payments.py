"""Money for bookings, taken through the services."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from bookings.models import Occupancy
from boom.core.ids import new_token
from payments.models import Dispute, Payment, PaymentLink, Payout
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
