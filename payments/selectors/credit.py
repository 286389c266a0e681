"""What guests have as credit."""

from __future__ import annotations

from django.db.models import Sum

from boom.core.money import Money
from payments.models import CreditMovement


def credit_of(customer_id: int | None, venue_id: int, currency: str) -> Money:
    """What a guest can still spend at a venue; nothing for nobody."""
    if customer_id is None:
        return Money.zero(currency)
    rows = CreditMovement.objects.filter(customer_id=customer_id, venue_id=venue_id, currency=currency)
    return Money(int(rows.aggregate(total=Sum("amount_minor"))["total"] or 0), currency)
