"""What Stripe and the platform keep of payments by card: in the venue's books as soon as Stripe says it.

Of a payment whose fees nobody heard of before it was paid out they are in the payout's entry.
"""

from __future__ import annotations

from datetime import datetime

from billing.errors import UnknownObject
from boom.core.db import service
from boom.core.money import Money
from boom.core.providers.stripe import Object
from ledger.domain.entries import credit, debit
from ledger.services import post
from payments.domain import chart
from payments.models import LineKind, Method, Payment, PaymentState, PayoutLine
from payments.models.payouts import CAME_TO_NOTHING

# Whose part of a fee it is (https://docs.stripe.com/api/balance_transactions/object, fee_details).
PLATFORMS = "application_fee"


def platforms_part(moved: Object) -> int:
    """What of a movement's fee is the platform's."""
    return sum(part["amount"] for part in moved.get("fee_details") or () if part["type"] == PLATFORMS)


@service
def fold_charge_fees(*, charge: Object, account: str, now: datetime) -> None:
    """Note what was kept of a payment, as its charge's balance transaction says. Twice changes nothing.

    Nothing for a charge that was made at Stripe by hand, or whose money has not come in yet. Raises
    UnknownObject for a payment of ours that is not taken yet.
    """
    moved = charge.get("balance_transaction")
    if not (charge.get("metadata") or {}).get("boom_payment") or not isinstance(moved, dict):
        return
    payment = payment_of(charge, account=account)
    if payment.fee_minor is not None:
        return
    whole, platforms = int(moved["fee"]), platforms_part(moved)
    payment.fee_minor = whole - platforms
    payment.external_fee_id = str(charge.get("application_fee") or "")
    payment.save(update_fields=["fee_minor", "external_fee_id"])
    paid_out = PayoutLine.objects.filter(payment=payment, kind=LineKind.CHARGE)
    if paid_out.exclude(payout__state__in=CAME_TO_NOTHING).exists():
        return
    post_fees(payment, stripes=whole - platforms, platforms=platforms, at=now)


def post_fees(payment: Payment, *, stripes: int, platforms: int, at: datetime) -> None:
    """What was kept of a payment, in an entry of its own. Twice changes nothing."""
    _post(payment, "fees", [(chart.fees, stripes), (chart.platform_fee, platforms)], at)


@service
def fold_returned_fee(*, fee: Object, charge: Object, account: str, now: datetime) -> None:
    """Note what of the platform's fee has come back with refunds. Twice changes nothing."""
    back = int(fee["amount_refunded"])
    if not back:
        return
    payment = payment_of(charge, account=account)
    more = back - payment.platform_fee_back_minor
    if more <= 0:
        return
    payment.external_fee_id, payment.platform_fee_back_minor = str(fee["id"]), back
    payment.save(update_fields=["external_fee_id", "platform_fee_back_minor"])
    _post(payment, f"fees/back/{back}", [(chart.platform_fee, -more)], now)


def payment_of(charge: Object, *, account: str) -> Payment:
    """The payment that a charge is of, locked. Raises UnknownObject where none of ours is taken by it."""
    rows = Payment.objects.select_for_update(of=("self",)).filter(
        external_account=account, external_id=charge["payment_intent"], state=PaymentState.TAKEN
    )
    payment = rows.first()
    if payment is None:
        raise UnknownObject(f"No payment of ours is {charge['payment_intent']} of {account}, or not yet.")
    return payment


def _post(payment: Payment, key: str, parts: list[tuple[chart.OfVenue, int]], now: datetime) -> None:
    venue, currency = payment.venue_id, payment.currency
    whole = sum(minor for _, minor in parts)
    if not whole:
        return
    lines = [debit(account(venue), Money(minor, currency)) for account, minor in parts]
    lines.append(credit(chart.of_method(venue, Method.CARD), Money(whole, currency)))
    post(
        key=f"payment/{payment.pk}/{key}",
        kind="payment.fees",
        at=now,
        about=payment.subject,
        lines=chart.in_mode(lines, is_test=payment.is_test),
    )
