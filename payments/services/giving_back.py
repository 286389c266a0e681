"""Giving money back: what is owed back by itself, more with a reason, in the ways it came or as credit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from boom.core.db import refusing, service
from boom.core.errors import Invalid
from boom.core.money import Money
from ledger.domain.entries import credit, debit
from ledger.models import Entry
from ledger.services import post
from payments.domain import chart
from payments.domain.refunding import MoreThanThereIs, Refundable, spread
from payments.errors import REFUSALS, MoreThanPaid, NoCustomer, RefundNeedsAReason, SentBefore
from payments.models import CreditMovement, Method, Payment, PaymentState, Refund, RefundLine
from payments.services.accounts import Account, locked_account, open_till, tell, who
from payments.services.documents import issue_credit_note

MOST_ITEMS = 60


@service
def refund_booking(
    *,
    booking_id: int,
    amount_minor: int,
    now: datetime,
    to_credit: bool = False,
    reason: str = "",
    may_exceed: bool = False,
    items: Sequence[Mapping[str, object]] = (),
    idempotency_key: str | None = None,
) -> Refund:
    """Give back so much of what was paid for a booking and all that is paid with it.

    Up to what is owed back (a fee by the terms, a lower price) nobody has to say why; what goes beyond that
    comes off the price, and takes `may_exceed` and a `reason`. `items` are the lines of the price that it is
    for, {"label", "amount_minor"} each, summing to the amount. The newest payments go back first. The same
    `idempotency_key` again gives the same refund. Raises MoreThanPaid, RefundNeedsAReason, NoCustomer,
    SentBefore, Invalid, BookingUnknown.
    """
    account = locked_account(booking_id)
    before = Refund.objects.filter(idempotency_key=idempotency_key).first() if idempotency_key else None
    if before is not None:
        same = (before.booking_id in account.ids, before.amount_minor, before.to_credit)
        if same != (True, amount_minor, to_credit):
            raise SentBefore
        return before
    if amount_minor <= 0:
        raise Invalid(fields={"amount": "Enter an amount above zero."})
    if len(items) > MOST_ITEMS or (items and sum(_minor(item) for item in items) != amount_minor):
        raise Invalid(fields={"amount": "The lines do not sum to that amount."})
    owed = account.standing.to_give_back
    if amount_minor > owed.minor and not (may_exceed and reason.strip()):
        raise RefundNeedsAReason(details={"owed_minor": owed.minor, "currency": owed.currency})
    return give_back(
        account,
        amount_minor,
        now=now,
        to_credit=to_credit,
        reason=reason,
        items=items,
        idempotency_key=idempotency_key,
    )


def give_back(
    account: Account,
    amount_minor: int,
    *,
    now: datetime,
    to_credit: bool,
    idempotency_key: str | None,
    reason: str = "",
    items: Sequence[Mapping[str, object]] = (),
) -> Refund:
    """Write a refund of a locked account: its lines, the entry, the credit note. Raises MoreThanPaid."""
    booking, venue, currency = account.booking, account.venue, account.standing.currency
    if to_credit and booking.customer_id is None:
        raise NoCustomer
    payments = refundable(account)
    try:
        parts = spread(
            [Refundable(row.pk, row.amount_minor - row.refunded_minor, row.pk) for row in payments],
            amount_minor,
        )
    except MoreThanThereIs:
        left = Money(sum(row.amount_minor - row.refunded_minor for row in payments), currency)
        raise MoreThanPaid(
            f"Of what was paid, {left.format()} is left.",
            details={"left_minor": left.minor, "currency": currency},
        ) from None
    label, key = who()
    refund = Refund(
        venue=venue,
        booking=booking,
        amount_minor=amount_minor,
        allowed_minor=max(0, amount_minor - account.standing.to_give_back.minor),
        currency=currency,
        to_credit=to_credit,
        reason=reason.strip(),
        items=[{"label": str(item["label"])[:200], "amount_minor": _minor(item)} for item in items],
        till=open_till(venue.pk),
        given_at=now,
        given_by=label,
        given_by_id=key,
        idempotency_key=idempotency_key,
    )
    by_id = {row.pk: row for row in payments}
    with refusing(REFUSALS, is_final=True):
        refund.save(force_insert=True)
        RefundLine.objects.bulk_create(
            RefundLine(
                refund=refund,
                payment_id=payment_id,
                method=Method.CREDIT if to_credit else by_id[payment_id].method,
                amount_minor=minor,
            )
            for payment_id, minor in parts
        )
        post_refund(refund, now)
        _credit(refund, account, by_id, now)
    tell(account, "payment.given_back", refund=refund.pk)
    issue_credit_note(account, refund=refund, amount_minor=amount_minor, now=now)
    return refund


def refundable(account: Account) -> list[Payment]:
    """Payments of which something is left, that can be given back at the desk."""
    rows = Payment.objects.filter(booking_id__in=account.ids, state=PaymentState.TAKEN)
    return [row for row in rows.order_by("id") if row.refunded_minor < row.amount_minor]


def _minor(item: Mapping[str, object]) -> int:
    minor = item["amount_minor"]
    if not isinstance(minor, int) or isinstance(minor, bool) or minor <= 0:
        raise Invalid(fields={"amount": "A line is given back with what it costs."})
    return minor


def post_refund(refund: Refund, at: datetime) -> Entry:
    """The entry of a refund; the one that is there if it is."""
    lines = [
        credit(chart.of_method(refund.venue_id, line.method), Money(line.amount_minor, refund.currency))
        for line in refund.lines.order_by("id")
    ]
    return post(
        key=f"refund/{refund.pk}",
        kind="refund",
        at=at,
        about=f"booking/{refund.booking_id}",
        lines=[debit(chart.guests(refund.venue_id), Money(refund.amount_minor, refund.currency)), *lines],
    )


def _credit(refund: Refund, account: Account, payments: Mapping[int, Payment], now: datetime) -> None:
    """What goes back as credit: all of it, or what was paid with credit, to whoever paid with it."""
    minor = sum(line.amount_minor for line in refund.lines.all() if line.method == Method.CREDIT)
    if not minor:
        return
    customer_id = account.booking.customer_id
    if not refund.to_credit:
        paid = next(row for row in payments.values() if row.method == Method.CREDIT)
        customer_id = paid.credit_movements.values_list("customer_id", flat=True).earliest("id")
    assert customer_id is not None, "credit was asked for, and is a guest's"
    CreditMovement.objects.create(
        customer_id=customer_id,
        venue_id=refund.venue_id,
        currency=refund.currency,
        amount_minor=minor,
        refund=refund,
        at=now,
    )
