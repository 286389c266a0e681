"""Paying by card on a page of Stripe's: the page opened, and closed again.

A page belongs to a PENDING payment of ours that is written before Stripe is asked (`card_pages`). What came
of it is folded (`card_outcomes`). Nothing here asks Stripe within a transaction.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import structlog
from django.db.models import QuerySet

from billing.errors import CallAtWork
from billing.services.calls import perform_call, record_call
from bookings.models import Booking
from bookings.selectors.groups import UNFINISHED, held_together
from boom.core.db import service
from boom.core.money import Money
from boom.core.providers import stripe
from payments.errors import CardsNotTaken, MoreThanDue, NothingToPay, PaidAlready
from payments.models import Method, Payment, PaymentState
from payments.selectors.upfront import charging_account, fee_of
from payments.services.accounts import Account, locked_account, who
from payments.services.card_outcomes import give_up, settle_page
from payments.services.card_pages import OPEN_FOR, SESSIONS, Wanted, business_id, page_of
from payments.services.vouchers_sold import locked_sale

log = structlog.get_logger(__name__)

# A page with less left than this is not given out again.
SHORTEST_LEFT = timedelta(minutes=5)
MOST_PAGES = 3


def open_page(wanted: Wanted, *, now: datetime) -> str:
    """Where to pay: Stripe's page on the venue's account. Pressed twice it is one page, and one payment.

    Another page that was opened for the same and with another amount takes no money any more. Raises
    CardsNotTaken, NothingToPay, MoreThanDue, PaidAlready, and as `perform_call`: then nothing was charged.
    """
    account = charging_account(wanted.amount.currency)
    if account is None:
        raise CardsNotTaken
    stripe.check_ready()
    for _ in range(MOST_PAGES):
        payment, others = _begun(wanted, account.account, now=now)
        for other in others:
            close_page(payment_id=other, now=now)
        session = page_of(payment, wanted, now=now)
        if session["status"] == "open":
            return str(session["url"])
        settle_page(payment_id=payment.pk, now=now)
        if session["status"] == "complete":
            raise PaidAlready
    raise CallAtWork


def close_page(*, payment_id: int, now: datetime) -> Payment:
    """Let a page take no money any more, unless it has: then that is what came of it. As `perform_call`."""
    payment = Payment.objects.get(pk=payment_id)
    if payment.state == PaymentState.PENDING and payment.external_id:
        call = record_call(
            purpose="close-page",
            about=payment.external_id,
            path=f"{SESSIONS}/{payment.external_id}/expire",
            params={},
            account=payment.external_account,
            business_id=business_id(),
            is_lasting=False,
            now=now,
        )
        try:
            perform_call(call_id=call.pk, now=now)
        except stripe.StripeRefused as refusal:
            log.info("a page could not be closed", payment=payment.pk, why=refusal.message)
    elif payment.state == PaymentState.PENDING:
        give_up(payment_id=payment_id, now=now)
    return settle_page(payment_id=payment_id, now=now)


@service
def _begun(wanted: Wanted, account_id: str, *, now: datetime) -> tuple[Payment, list[int]]:
    """The payment that a page is for, and others under way for the same payer that are to be closed first."""
    what, rows = _for_sale(wanted.sale_id) if wanted.sale_id is not None else _for_booking(wanted)
    mark = f"page:{wanted.payer}:"
    rows = rows.filter(method=Method.CARD, state=PaymentState.PENDING, idempotency_key__startswith=mark)
    begun = list(rows.order_by("id"))
    same = next((row for row in begun if _fits(row, wanted, account_id, now)), None)
    others = [row.pk for row in begun if row is not same]
    if same is not None:
        return same, others
    label, key = who()
    payment = Payment.objects.create(
        **what,
        method=Method.CARD,
        amount_minor=wanted.amount.minor,
        surcharge_minor=wanted.surcharge.minor if wanted.surcharge else 0,
        currency=wanted.amount.currency,
        state=PaymentState.PENDING,
        taken_at=now,
        taken_by=label,
        taken_by_id=key,
        is_test=not stripe.is_live(),
        **fee_of(wanted.amount),
        external_account=account_id,
        idempotency_key=f"{mark}{uuid4().hex}"[:64],
    )
    return payment, others


def _for_booking(wanted: Wanted) -> tuple[dict[str, Any], QuerySet[Payment]]:
    """What a payment for a booking is of, and all there are for it."""
    assert wanted.booking_id is not None, "a page is for a booking or for a voucher"
    account = locked_account(wanted.booking_id)
    _insist_on_due(account, wanted.amount)
    rows = Payment.objects.filter(booking_id__in=account.ids)
    return {"venue": account.venue, "booking": account.booking}, rows


def _for_sale(sale_id: int) -> tuple[dict[str, Any], QuerySet[Payment]]:
    """What a payment for a gift voucher is of, and all there are for it."""
    sale = locked_sale(sale_id)
    if sale.voucher_id is not None:
        raise PaidAlready
    return {"venue": sale.venue, "voucher_sale": sale}, Payment.objects.filter(voucher_sale=sale)


def _fits(row: Payment, wanted: Wanted, account_id: str, now: datetime) -> bool:
    """Whether what was begun is for the same, and has time left."""
    is_same = (row.amount_minor, row.surcharge_minor, row.currency, row.external_account) == (
        wanted.amount.minor,
        wanted.surcharge.minor if wanted.surcharge else 0,
        wanted.amount.currency,
        account_id,
    )
    return is_same and row.taken_at > now - OPEN_FOR + SHORTEST_LEFT


def _insist_on_due(account: Account, amount: Money) -> None:
    """What a hold would come to is due as it is of a booking."""
    due = account.standing.due
    if account.booking.status in UNFINISHED:
        parts = Booking.objects.filter(pk__in=held_together(account.booking.pk))
        due = Money(sum(part.total_minor or 0 for part in parts), account.standing.currency)
    if not due:
        raise NothingToPay
    if not 0 < amount.minor <= due.minor:
        raise MoreThanDue
