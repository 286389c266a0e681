"""How money would go back: in which ways, and what of it a card's bank has sent back before."""

from __future__ import annotations

from collections.abc import Collection

from django.db.models import Sum

from boom.core.money import Money
from payments.domain.refunding import MoreThanThereIs, Refundable, spread
from payments.domain.surcharges import share_back
from payments.models import GAVE_NOTHING, Method, Payment, RefundLine, RefundState
from payments.selectors.accounts import BookingMoney


def sent_back_before(payment_ids: Collection[int]) -> set[int]:
    """Of these payments by card, those for which a bank has sent a refund back."""
    lines = RefundLine.objects.filter(payment_id__in=payment_ids, refund__state=RefundState.RETURNED)
    return set(lines.values_list("payment_id", flat=True))


def was_sent_back(money: BookingMoney) -> bool:
    """Whether a refund of a booking's came back, so that it may be given in another way."""
    return any(row.state == RefundState.RETURNED for row in money.refunds)


def surcharge_back(payment: Payment, minor: int) -> int:
    """What of a payment's surcharge goes back with so much of it to its card; never more than is left."""
    if not payment.surcharge_minor:
        return 0
    lines = payment.refund_lines.filter(method=Method.CARD).exclude(refund__state__in=GAVE_NOTHING)
    given = lines.aggregate(minor=Sum("amount_minor"), surcharge=Sum("surcharge_minor"))
    share = share_back(
        payment.surcharge_minor,
        amount_minor=payment.amount_minor,
        before_minor=given["minor"] or 0,
        part_minor=minor,
    )
    return min(share, payment.surcharge_minor - (given["surcharge"] or 0))


def ways_back(
    money: BookingMoney, minor: int, *, to_credit: bool, to_voucher: bool, by: str
) -> list[tuple[str, Money]]:
    """By which methods how much of an amount would go back; nothing where it is more than there is."""
    taken = {row.pk: row for row in money.taken}
    try:
        left = [Refundable(key, row.left_minor, key) for key, row in taken.items()]
        parts = spread(left, minor)
    except MoreThanThereIs:
        return []
    found: dict[str, int] = {}
    for payment_id, part in parts:
        way = taken[payment_id].method
        if to_voucher:
            way = Method.VOUCHER
        elif to_credit:
            way = Method.CREDIT
        elif by and way == Method.CARD:
            way = by
        found[way] = found.get(way, 0) + part
    return [(way, Money(part, money.standing.currency)) for way, part in found.items()]
