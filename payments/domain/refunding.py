"""Which payments a refund gives back. Pure."""

from collections.abc import Sequence
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
