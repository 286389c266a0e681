"""Which payments a refund gives back, and which lines of the price with each. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refundable:
    """A payment of which so much could still be given back; `order` rises with the time it was taken."""

    payment_id: int
    left_minor: int
    order: int = 0


class MoreThanThereIs(ValueError):
    """A refund over what is left of the payments."""


def spread(payments: Sequence[Refundable], amount_minor: int) -> list[tuple[int, int]]:
    """Which payment gives back how much: the newest first, each up to what is left of it.

    The parts sum to the amount. Raises MoreThanThereIs, ValueError for nothing or less.
    """
    if amount_minor <= 0:
        raise ValueError("A refund is over something.")
    parts: list[tuple[int, int]] = []
    left = amount_minor
    for payment in sorted(payments, key=lambda each: (each.order, each.payment_id), reverse=True):
        part = min(left, payment.left_minor)
        if part > 0:
            parts.append((payment.payment_id, part))
            left -= part
    if left:
        raise MoreThanThereIs(f"{left} more than there is.")
    return parts


def share_lines(lines: Iterable[tuple[str, int]], amounts: Sequence[int]) -> list[list[tuple[str, int]]]:
    """The lines of a price parted among refunds over these amounts, in their order; one may be in two.

    Lines and amounts sum to the same. Each part sums to its amount.
    """
    parts: list[list[tuple[str, int]]] = []
    left = [line for line in lines if line[1] > 0]
    for amount in amounts:
        part: list[tuple[str, int]] = []
        while amount and left:
            label, minor = left.pop(0)
            taken = min(minor, amount)
            part.append((label, taken))
            amount -= taken
            if minor > taken:
                left.insert(0, (label, minor - taken))
        parts.append(part)
    return parts
