"""What customers pay before a hold becomes a booking: known above this app, which says so here. Without it,
nothing is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from django.http import HttpRequest, HttpResponse

from bookings.models import Booking
from bookings.selectors.groups import cart_of
from boom.core.money import Money


@dataclass(frozen=True, slots=True)
class Asked:
    """What is wanted before a hold is booked: so much (perhaps nothing) and, maybe, a card to be kept."""

    amount: Money
    keeps_card: bool = False
    # What paying by card costs on top of it.
    surcharge: Money | None = None

    @property
    def charged(self) -> Money:
        """What is charged to the card."""
        return self.amount + self.surcharge if self.surcharge else self.amount


class Upfront(Protocol):
    """Who knows what is paid upfront, and where."""

    def is_possible(self, parts: Sequence[Booking]) -> bool:
        """Whether anything could be paid upfront for these, whatever they come to."""
        ...

    def asked(self, parts: Sequence[Booking]) -> Asked | None:
        """What is to be paid before these are booked; None for nothing."""
        ...

    def lead_to_payment(self, request: HttpRequest, token: str, booking: Booking) -> HttpResponse:
        """Send the customer, who holds `token`, on to pay for a hold that is kept for it."""
        ...


_known: list[Upfront] = []


def knows_upfront(source: Upfront) -> Upfront:
    """Register who knows."""
    if source not in _known:
        _known.append(source)
    return source


def is_possible(booking: Booking) -> bool:
    """Whether a customer may have to pay before this hold, and all that is held with it, is booked."""
    return bool(_known) and _known[0].is_possible(cart_of(booking))


def asked_of(booking: Booking) -> Asked | None:
    """What is to be paid before a hold, and all that is held with it, is booked; None for nothing."""
    return _known[0].asked(cart_of(booking)) if _known else None


def lead_to_payment(request: HttpRequest, token: str, booking: Booking) -> HttpResponse:
    """Send the customer on to pay. Only where something is asked."""
    return _known[0].lead_to_payment(request, token, booking)
