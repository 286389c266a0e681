"""What is paid by card before a booking is made: by the venue's rules, where its account may charge."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from billing.models import ConnectedAccount
from billing.selectors import account_of, platform_fee_of
from bookings.models import Booking, Venue
from bookings.price_words import kept_quote
from bookings.upfront import Asked
from boom.core.money import Money
from payments.domain.card_currencies import is_charged_exactly
from payments.domain.due_rules import DueRule
from payments.models import PaymentSettings
from tenants.context import current_business


def charging_account(currency: str) -> ConnectedAccount | None:
    """The account of the business whose scope this is, if cards can be charged to it in a currency now.

    One query.
    """
    if not is_charged_exactly(currency):
        return None
    business = current_business()
    found = account_of(business.pk) if business is not None else None
    return found if found is not None and found.may_charge else None


def surcharge_at(venue: Venue, amount: Money) -> Money:
    """What paying so much by card costs a guest on top at a venue. One query."""
    settings = PaymentSettings.objects.filter(venue=venue).first() or PaymentSettings()
    return settings.surcharge_on(amount)


def fee_of(amount: Money) -> dict[str, Any]:
    """What the platform keeps of a card payment that begins now, as a payment says it. One query."""
    business = current_business()
    assert business is not None, "payments live in a business's schema"
    terms = platform_fee_of(business.pk, amount.currency)
    return {"platform_fee_minor": terms.of(amount).minor, "platform_fee_returns": terms.is_returned}


def is_asked_for(parts: Sequence[Booking]) -> bool:
    """Whether any of it could be paid upfront: not what needs a yes first, which may never come."""
    if not parts or any(part.room.needs_approval for part in parts):
        return False
    return charging_account(parts[0].room.venue.currency) is not None


def paid_upfront(parts: Sequence[Booking]) -> Asked | None:
    """What is wanted before these holds are booked: the whole or the deposits, and a card; None for nothing.

    A voucher pays first. A card is left for a fee, so only where there is a price.
    """
    if not is_asked_for(parts):
        return None
    currency = next((part.currency for part in parts if part.currency), "")
    if not currency:
        return None
    quotes = [kept_quote(part.quote, part.price_terms, currency) for part in parts if part.currency]
    total = Money.total((quote.due_now + quote.due_later for quote in quotes), currency)
    deposits = Money.total((quote.due_now for quote in quotes), currency)
    settings = PaymentSettings.objects.filter(venue=parts[0].room.venue).first() or PaymentSettings()
    amount = total if settings.due_rule == DueRule.AT_BOOKING else deposits
    keeps_card = settings.keeps_card and bool(total)
    surcharge = settings.surcharge_on(amount) or None
    return Asked(amount, keeps_card, surcharge) if amount or keeps_card else None
