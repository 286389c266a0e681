"""How money would go back: in which ways, and what of it a card's bank has sent back before."""

from __future__ import annotations

from collections.abc import Collection

from boom.core.money import Money
from payments.domain.refunding import MoreThanThereIs, Refundable, spread
from payments.models import Method, RefundLine, RefundState
from payments.selectors.accounts import BookingMoney


def sent_back_before(payment_ids: Collection[int]) -> set[int]:
    """Of these payments by card, those for which a bank has sent a refund back."""
    lines = RefundLine.objects.filter(payment_id__in=payment_ids, refund__state=RefundState.RETURNED)
    return set(lines.values_list("payment_id", flat=True))


def was_sent_back(money: BookingMoney) -> bool:
    """Whether a refund of a booking's came back, so that it may be given in another way."""
    return any(row.state == RefundState.RETURNED for row in money.refunds)


def ways_back(
    money: BookingMoney, minor: int, *, to_credit: bool, to_voucher: bool, by: str
) -> list[tuple[str, Money]]:
    """By which methods how much of an amount would go back; nothing where it is more than there is."""
    taken = {row.pk: row for row in money.taken}
    try:
        left = [Refundable(key, row.amount_minor - row.refunded_minor, key) for key, row in taken.items()]
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
