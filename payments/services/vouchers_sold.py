"""A gift voucher's sale from its payment on: the voucher made, its receipt, and money that went back.

What Stripe has of a payment decides, as for bookings (`card_outcomes`); it is folded under the sale's lock.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from billing.errors import UnknownObject
from bookings.domain.voucher_codes import new_voucher_code
from bookings.services.prices import issue_voucher
from bookings.services.vouchers import refill_voucher
from boom.core import outbox
from boom.core.actor import current_actor
from boom.core.db import service
from boom.core.providers.stripe import Object
from payments.domain.vouchers import good_until
from payments.models import Payment, PaymentState, Refund, VoucherSale
from payments.services.documents import issue_sale_credit_note, issue_sale_receipt, issue_sale_reversal
from payments.services.posting import post_payment, post_refund


def locked_sale(sale_id: int) -> VoucherSale:
    """A sale, locked: two who fold its payment or give it back come one by one."""
    rows = VoucherSale.objects.select_for_update(of=("self",)).select_related("venue", "voucher")
    return rows.get(pk=sale_id)


def tell_of_sale(sale: VoucherSale, kind: str, **more: Any) -> None:
    """Say that money of a sale moved. It touches no night."""
    by = current_actor().client
    outbox.publish(kind, sale=sale.pk, venue=sale.venue_id, booking=None, rooms=[], days=[], by=by, **more)


@service
def fold_sale(*, payment_id: int, present: Object, now: datetime) -> Payment:
    """Make a sale's payment stand as its page at Stripe does; once it is taken there is a voucher.

    Raises UnknownObject where the page is over another amount than ours.
    """
    sale_id = Payment.objects.values_list("voucher_sale_id", flat=True).get(pk=payment_id)
    assert sale_id is not None, "a booking's payment is folded with its booking"
    sale = locked_sale(sale_id)
    payment = Payment.objects.select_for_update(of=("self",)).get(pk=payment_id)
    if payment.state != PaymentState.PENDING:
        return payment
    if present.get("payment_status") == "paid":
        paid = (present.get("amount_total"), str(present.get("currency")).upper())
        if paid != (payment.charged_minor, payment.currency):
            raise UnknownObject(f"{present['id']} is over {paid}, payment {payment.pk} is not.")
        payment.state, payment.external_id = PaymentState.TAKEN, str(present["payment_intent"]["id"])
        payment.version += 1
        payment.save(update_fields=["state", "external_id", "version"])
        post_payment(payment, now)
        _issue(sale, now, is_test=payment.is_test)
        issue_sale_receipt(payment, sale, now=now)
        tell_of_sale(sale, "voucher.sold")
    elif present.get("status") == "expired":
        payment.state = PaymentState.FAILED
        payment.version += 1
        payment.save(update_fields=["state", "version"])
    return payment


def note_given_back(refund: Refund, now: datetime) -> None:
    """Money for a voucher is with its buyer (the refund is DONE): into the books, with a credit note."""
    assert refund.voucher_sale_id is not None, "a booking's refund is noted with its booking"
    sale = locked_sale(refund.voucher_sale_id)
    post_refund(refund, now)
    issue_sale_credit_note(refund, sale, now=now)
    sent = {"refund": refund.pk, "amount_minor": refund.amount_minor, "currency": refund.currency}
    tell_of_sale(sale, "voucher.given_back", **sent)


def note_refused(refund: Refund) -> None:
    """Stripe took none of a voucher's refund: the voucher is worth it again."""
    tell_of_sale(_worth_again(refund), "payment.refund_failed", refund=refund.pk)


def note_returned(refund: Refund, *, was_done: bool, now: datetime) -> None:
    """A voucher's refund came back: it is worth that again, and no credit note stands."""
    sale = _worth_again(refund)
    sent = {"refund": refund.pk, "amount_minor": refund.amount_minor, "currency": refund.currency}
    tell_of_sale(sale, "payment.refund_returned", **sent)
    if was_done:
        issue_sale_reversal(refund, sale, now=now)


def _worth_again(refund: Refund) -> VoucherSale:
    assert refund.voucher_sale_id is not None, "a booking's refund is noted with its booking"
    sale = locked_sale(refund.voucher_sale_id)
    assert sale.voucher_id is not None, "only what was sold is given back"
    refill_voucher(voucher_id=sale.voucher_id, amount_minor=refund.amount_minor)
    return sale


def _issue(sale: VoucherSale, now: datetime, *, is_test: bool) -> None:
    """The voucher itself, good from today on the venue's calendar."""
    if sale.voucher_id is not None:
        raise UnknownObject(f"Sale {sale.pk} was paid before.")
    sale.voucher = issue_voucher(
        venue_id=sale.venue_id,
        code=new_voucher_code(),
        worth_minor=sale.amount_minor,
        expires_on=good_until(now.astimezone(sale.venue.zone).date(), sale.good_for_months),
        # Whoever bought it stands in the sale, and goes from there once they are erased.
        note="Sold online",
        is_test=is_test,
    )
    sale.sold_at = now
    sale.save(update_fields=["voucher", "sold_at"])
