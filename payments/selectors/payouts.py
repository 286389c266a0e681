"""Payouts to list, and one with what it is made of, tied to the cent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator

from bookings.models import Occupancy
from boom.core.money import Money
from payments.errors import PayoutUnknown
from payments.models import LineKind, Payment, Payout, PayoutLine

PAGE = 50


@dataclass(frozen=True, slots=True)
class Report:
    """A payout and its parts. `left` is what the parts do not explain; `odd` those that are none of ours."""

    payout: Payout
    lines: Sequence[PayoutLine]

    def total(self, *kinds: LineKind) -> Money:
        """What the parts of these kinds come to, before fees."""
        return self._money(sum(line.amount_minor for line in self.lines if line.kind in kinds))

    @property
    def paid(self) -> Money:
        return self.total(LineKind.CHARGE)

    @property
    def refunded(self) -> Money:
        return self.total(LineKind.REFUND)

    @property
    def disputed(self) -> Money:
        return self.total(LineKind.DISPUTE)

    @property
    def taken_back(self) -> Money:
        """Refunds and disputes together."""
        return self.refunded + self.disputed

    @property
    def other(self) -> Money:
        return self.total(LineKind.OTHER)

    @property
    def fees(self) -> Money:
        """All fees: those of each movement, and those that are movements of their own."""
        own = self.total(LineKind.FEE).minor
        return self._money(own - sum(line.fee_minor for line in self.lines))

    @property
    def platform_fees(self) -> Money:
        """What of all fees is the platform's, less what came back of it."""
        return self._money(-sum(line.platform_fee_minor for line in self.lines))

    @property
    def stripe_fees(self) -> Money:
        return self.fees - self.platform_fees

    @property
    def amount(self) -> Money:
        return self._money(self.payout.amount_minor)

    @property
    def left(self) -> Money:
        return self.amount - self._money(sum(line.net_minor for line in self.lines))

    @property
    def odd(self) -> list[PayoutLine]:
        return [line for line in self.lines if not line.is_ours]

    @property
    def ties(self) -> bool:
        """Whether every cent of it is a payment, a refund, a dispute or a fee of ours."""
        return self.payout.is_automatic and not self.left and not self.odd

    def _money(self, minor: int) -> Money:
        return Money(minor, self.payout.currency)


def payouts_page(number: str) -> Page[Payout]:
    """One page of the payouts with their lines, the newest first; the nearest where there is no such."""
    rows = Payout.objects.prefetch_related("lines").order_by("-made_at", "-id")
    return Paginator(rows, PAGE).get_page(number)


def report_of(payout: Payout) -> Report:
    """A payout whose lines are loaded."""
    return Report(payout, list(payout.lines.all()))


def report_called(payout_id: int) -> Report:
    """A payout with its lines in order, and the bookings that they are of. Raises PayoutUnknown."""
    payout = Payout.objects.filter(pk=payout_id).first()
    if payout is None:
        raise PayoutUnknown
    payments = ("payment", "refund_line__payment", "dispute__payment")
    lines = payout.lines.select_related(
        *(f"{payment}__{what}" for payment in payments for what in ("booking__customer", "voucher_sale"))
    )
    return Report(payout, list(lines.order_by("at", "id")))


def payment_of(line: PayoutLine) -> Payment | None:
    """The payment that a movement is of, or takes back, as far as we know."""
    if line.payment is not None:
        return line.payment
    if line.refund_line is not None:
        return line.refund_line.payment
    return line.dispute.payment if line.dispute is not None else None


def booking_of(line: PayoutLine) -> Occupancy | None:
    """The booking that a movement is of; none for a gift voucher."""
    payment = payment_of(line)
    return payment.booking if payment is not None else None
