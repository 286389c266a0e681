"""Giving money back: what is owed by itself, more with a reason, as it came, as credit or as a voucher."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from django.db.models import Q, Sum

from bookings.domain.reference import shown
from bookings.domain.voucher_codes import new_voucher_code
from bookings.models import GiftVoucher
from bookings.services.prices import issue_voucher
from boom.core.db import refusing, service
from boom.core.errors import Invalid
from boom.core.money import Money
from payments.domain.refunding import MoreThanThereIs, Refundable, share_lines, spread
from payments.domain.vouchers import good_until
from payments.errors import (
    REFUSALS,
    MoreThanPaid,
    NoCustomer,
    NotByHand,
    OneOrTheOther,
    RefundNeedsAReason,
    SentBefore,
)
from payments.models import (
    DESK_METHODS,
    CreditMovement,
    Method,
    Payment,
    PaymentState,
    Refund,
    RefundLine,
    RefundState,
)
from payments.selectors.refunds import sent_back_before, surcharge_back
from payments.selectors.vouchers import shop_of
from payments.services.accounts import Account, locked_account, open_till, tell, tell_of_refund, who
from payments.services.card_refunds import begin_card_refund
from payments.services.documents import issue_credit_note
from payments.services.posting import post_refund

MOST_ITEMS = 60


@service
def refund_booking(
    *,
    booking_id: int,
    amount_minor: int,
    now: datetime,
    to_credit: bool = False,
    to_voucher: bool = False,
    reason: str = "",
    may_exceed: bool = False,
    items: Sequence[Mapping[str, object]] = (),
    by: str = "",
    idempotency_key: str | None = None,
) -> Refund:
    """Give back so much of what was paid for a booking and all that is paid with it.

    Up to what is owed back (a fee by the terms, a lower price) nobody has to say why; what goes beyond that
    comes off the price, and takes `may_exceed` and a `reason`. `items` are the lines of the price that it is
    for, {"label", "amount_minor"} each, summing to the amount. The newest payments go back first; `by` is how
    the desk gives what a card's bank has sent back before. The same `idempotency_key` again gives the same
    refund. Raises MoreThanPaid, RefundNeedsAReason, NoCustomer, NotByHand, OneOrTheOther,
    SentBefore, Invalid, BookingUnknown.
    """
    account = locked_account(booking_id)
    before = Refund.objects.filter(idempotency_key=idempotency_key).first() if idempotency_key else None
    if before is not None and idempotency_key:
        again = Q(idempotency_key=idempotency_key) | Q(idempotency_key__startswith=f"{idempotency_key[:60]}/")
        given = Refund.objects.filter(again).aggregate(total=Sum("amount_minor"))["total"]
        same = (before.booking_id in account.ids, given, before.to_credit, before.voucher_id is not None)
        if same != (True, amount_minor, to_credit, to_voucher):
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
        to_voucher=to_voucher,
        reason=reason,
        items=items,
        by=by,
        idempotency_key=idempotency_key,
    )


def give_back(
    account: Account,
    amount_minor: int,
    *,
    now: datetime,
    to_credit: bool,
    idempotency_key: str | None,
    to_voucher: bool = False,
    reason: str = "",
    items: Sequence[Mapping[str, object]] = (),
    by: str = "",
    of: Collection[int] | None = None,
) -> Refund:
    """Write a refund of a locked account: its lines, the entry, the credit note. Raises MoreThanPaid.

    `of` are the payments that are given back (all, without it): the newest go first.

    What goes back to cards is a refund of its own for each payment, under way until Stripe says that it is
    there; what was paid in test mode is apart, too. Each has its share of `items`. Gives the first: what went
    back at the desk, where some did.
    """
    booking, currency = account.booking, account.standing.currency
    if to_credit and to_voucher:
        raise OneOrTheOther
    if to_credit and booking.customer_id is None:
        raise NoCustomer
    payments = {row.pk: row for row in refundable(account) if of is None or row.pk in of}
    try:
        parts = spread(
            [Refundable(row.pk, row.left_minor, row.pk) for row in payments.values()],
            amount_minor,
        )
    except MoreThanThereIs:
        left = Money(sum(row.left_minor for row in payments.values()), currency)
        raise MoreThanPaid(
            f"Of what was paid, {left.format()} is left.",
            details={"left_minor": left.minor, "currency": currency},
        ) from None
    of_cards = [part for part in parts if payments[part[0]].method == Method.CARD]
    is_kept = to_credit or to_voucher
    if by and not is_kept:
        _insist_on_hand(by, [payment_id for payment_id, _ in of_cards])
    to_cards = [] if is_kept or by else of_cards
    at_desk = [part for part in parts if part not in to_cards]
    tests = [part for part in at_desk if payments[part[0]].is_test]
    real = [part for part in at_desk if part not in tests]
    together = [each for each in (real, tests, *([part] for part in to_cards)) if each]
    allowed = max(0, amount_minor - account.standing.to_give_back.minor)
    amounts = [sum(part for _, part in lines) for lines in together]
    shares = share_lines([(str(item["label"])[:200], _minor(item)) for item in items], amounts)
    given: list[Refund] = []
    for lines, minor, share in zip(together, amounts, shares, strict=True):
        refund = _refund(account, minor, now=now, to_credit=to_credit, reason=reason)
        refund.allowed_minor = min(allowed, minor)
        allowed -= refund.allowed_minor
        refund.is_test = payments[lines[0][0]].is_test
        refund.items = [{"label": label, "amount_minor": part} for label, part in share]
        if idempotency_key:
            refund.idempotency_key = f"{idempotency_key[:60]}/{len(given)}" if given else idempotency_key
        if lines[0] in to_cards:
            refund.state = RefundState.PENDING
        if to_voucher:
            refund.voucher = _voucher(account, minor, now, is_test=refund.is_test)
        given.append(_written(refund, lines, account, payments, now, by=by))
    return given[0]


def _refund(account: Account, minor: int, *, now: datetime, to_credit: bool, reason: str) -> Refund:
    label, key = who()
    return Refund(
        venue=account.venue,
        booking=account.booking,
        amount_minor=minor,
        currency=account.standing.currency,
        to_credit=to_credit,
        reason=reason.strip(),
        till=open_till(account.venue.pk),
        given_at=now,
        given_by=label,
        given_by_id=key,
    )


def _written(
    refund: Refund,
    lines: Sequence[tuple[int, int]],
    account: Account,
    payments: Mapping[int, Payment],
    now: datetime,
    *,
    by: str,
) -> Refund:
    """Write a refund and what follows from it; one to a card only asks for it."""
    to_card = refund.state == RefundState.PENDING
    if to_card:
        # Nothing of it was ever in the till.
        refund.till = None
    with refusing(REFUSALS, is_final=True):
        refund.save(force_insert=True)
        written = RefundLine.objects.bulk_create(
            RefundLine(
                refund=refund,
                payment_id=payment_id,
                method=_way_back(refund, payments[payment_id], by),
                amount_minor=minor,
                surcharge_minor=surcharge_back(payments[payment_id], minor) if to_card else 0,
            )
            for payment_id, minor in lines
        )
        if to_card:
            begin_card_refund(refund, written[0], payments[written[0].payment_id], now=now)
        else:
            post_refund(refund, now)
            _credit(refund, account, payments, now)
    if to_card:
        tell(account, "payment.refund_begun", refund=refund.pk)
        return refund
    tell_of_refund(account, refund)
    if refund.voucher_id is not None:
        tell(account, "payment.given_as_voucher", voucher=refund.voucher_id)
    issue_credit_note(account, refund=refund, amount_minor=refund.amount_minor, now=now)
    return refund


def _voucher(account: Account, minor: int, now: datetime, *, is_test: bool) -> GiftVoucher:
    """What a refund becomes: good as long as those that the venue sells."""
    venue = account.venue
    return issue_voucher(
        venue_id=venue.pk,
        code=new_voucher_code(),
        worth_minor=minor,
        expires_on=good_until(now.astimezone(venue.zone).date(), shop_of(venue).good_for_months),
        note=f"Given back for {shown(account.booking.reference)}",
        is_test=is_test,
    )


def _insist_on_hand(by: str, payment_ids: Sequence[int]) -> None:
    """What was paid by card goes back to it: only what its bank did not take is given by hand."""
    if by not in DESK_METHODS or sent_back_before(payment_ids) != set(payment_ids):
        raise NotByHand


def _way_back(refund: Refund, payment: Payment, by: str) -> str:
    if refund.voucher is not None:
        return Method.VOUCHER
    if refund.to_credit:
        return Method.CREDIT
    return by if by and payment.method == Method.CARD else payment.method


def refundable(account: Account) -> list[Payment]:
    """Payments of which something is left, that can be given back at the desk."""
    rows = Payment.objects.filter(booking_id__in=account.ids, state=PaymentState.TAKEN)
    return [row for row in rows.order_by("id") if row.left_minor and row.counts]


def _minor(item: Mapping[str, object]) -> int:
    minor = item["amount_minor"]
    if not isinstance(minor, int) or isinstance(minor, bool) or minor <= 0:
        raise Invalid(fields={"amount": "A line is given back with what it costs."})
    return minor


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
