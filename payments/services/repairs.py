"""Putting right what a look at the money has found: the entry that is missing, a counter that is off."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Sum

from boom.core.db import service
from ledger.models import Entry
from payments.errors import NothingToRepair
from payments.models import GAVE_NOTHING, Payment, PaymentState, Refund, RefundLine, RefundState
from payments.services.posting import post_payment, post_refund
from payments.services.taking import post_taken_back


@service
def mend_books(*, key: str, now: datetime) -> Entry:
    """Write the entry that a payment or refund should have: "payment/7", "back/7", "refund/3".

    Entries are found by their operation's key, so none is written twice. Raises NothingToRepair for what is
    there, says something else (the books are never rewritten), or never moved.
    """
    kind, _, number = key.partition("/")
    pk = int(number) if number.isdecimal() and len(number) < 19 else 0
    if kind == "refund":
        refund = Refund.objects.select_for_update().filter(pk=pk, state=RefundState.DONE).first()
        if refund is None or Entry.objects.filter(key=f"refund/{pk}").exists():
            raise NothingToRepair
        return post_refund(refund, refund.given_at)
    payment = Payment.objects.select_for_update(of=("self",)).select_related("till").filter(pk=pk).first()
    if payment is None or payment.state not in {PaymentState.TAKEN, PaymentState.REVERSED}:
        raise NothingToRepair
    if kind == "payment" and not Entry.objects.filter(key=f"payment/{pk}").exists():
        return post_payment(payment, payment.taken_at)
    is_back = kind == "back" and payment.reversed_at is not None
    if is_back and not Entry.objects.filter(key=f"payment/{pk}/back").exists():
        return post_taken_back(payment, payment.reversed_at or now)
    raise NothingToRepair


@service
def mend_refunded(*, payment_id: int) -> Payment:
    """Count again what went back of a payment. Raises NothingToRepair where it is right."""
    payment = Payment.objects.select_for_update(of=("self",)).filter(pk=payment_id).first()
    if payment is None:
        raise NothingToRepair
    lines = RefundLine.objects.filter(payment=payment).exclude(refund__state__in=GAVE_NOTHING)
    given = int(lines.aggregate(total=Sum("amount_minor"))["total"] or 0)
    if given == payment.refunded_minor:
        raise NothingToRepair
    payment.refunded_minor = given
    payment.save(update_fields=["refunded_minor"])
    return payment
