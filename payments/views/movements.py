"""What was taken for a booking and given back, line by line, as its drawer lists it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext

from boom.core.money import Money
from payments.models import GAVE_NOTHING, Method, Payment, PaymentState, Refund, RefundState
from payments.modes import counts_tests
from payments.papers import given_as, method_word
from payments.selectors.accounts import BookingMoney

PAYMENT_WORDS: dict[str, str] = {PaymentState.PENDING: "under way", PaymentState.REVERSED: "taken back"}
REFUND_WORDS: dict[str, str] = {
    RefundState.PENDING: "on its way to the card",
    RefundState.FAILED: "the payment service refused it",
    RefundState.RETURNED: "the card’s bank sent it back: owed again, give it another way",
}


@dataclass(frozen=True, slots=True)
class Movement:
    """A line of what was taken and given back. `payment_id` where it can be taken back."""

    words: str
    detail: str
    amount: Money
    at: datetime
    is_off: bool = False
    payment_id: int = 0
    # What became of it, where it is not simply done.
    state: str = ""

    @property
    def url(self) -> str:
        """Where the payment is taken back."""
        return reverse("payments:take-back", args=[self.payment_id])


def movements(money: BookingMoney, *, may_exceed: bool = False) -> list[Movement]:
    """What was taken and given back, in order of time."""
    found = [
        Movement(
            words=method_word(row.method),
            detail=_detail(_surcharged(row), row.taken_by, row.note, row.reversed_because),
            amount=Money(row.amount_minor, row.currency),
            at=row.taken_at,
            is_off=row.state == PaymentState.REVERSED or not row.counts,
            state=_detail(gettext(PAYMENT_WORDS.get(row.state, "")), _tried(row)),
            payment_id=row.pk
            if may_exceed
            and row.state == PaymentState.TAKEN
            and row.method != Method.CARD
            and not row.refunded_minor
            else 0,
        )
        for row in money.payments
    ]
    found += [
        Movement(
            words=gettext("Given back: %(way)s") % {"way": given_as(row)},
            detail=_detail(row.voucher.code if row.voucher else "", row.given_by, row.reason),
            amount=Money(-row.amount_minor, row.currency),
            at=row.given_at,
            is_off=row.state in GAVE_NOTHING or (row.is_test and not counts_tests()),
            state=_detail(gettext(REFUND_WORDS.get(row.state, "")), _tried(row)),
        )
        for row in money.refunds
    ]
    return sorted(found, key=lambda each: each.at)


def _tried(row: Payment | Refund) -> str:
    return gettext("in test mode, no money moved") if row.is_test else ""


def _surcharged(row: Payment) -> str:
    if not row.surcharge_minor:
        return ""
    return gettext("and %(surcharge)s of card surcharge") % {
        "surcharge": Money(row.surcharge_minor, row.currency).format()
    }


def _detail(*words: str) -> str:
    return " · ".join(filter(None, words))
