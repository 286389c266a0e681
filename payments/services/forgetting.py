"""Letting go of cards that guests left: here at once, at Stripe as soon as it answers.

The call is on record with the change (`cards_left.forget`), so whatever happens Stripe is asked until it has
answered (`billing.services.calls`).
"""

from __future__ import annotations

from datetime import datetime

import structlog

from billing.errors import CallAtWork, CallLost
from billing.services.calls import perform_call, record_call
from bookings.selectors.merging import family_of
from boom.core.db import service
from boom.core.providers import stripe
from payments.errors import NoKeptCard
from payments.models import KeptCard, KeptCardState
from payments.services.accounts import locked_account, tell
from payments.services.cards_left import forget, kept_card_of
from tenants.context import current_business

log = structlog.get_logger(__name__)

FORGET_PERSON = "forget-person"


def forget_card(*, booking_id: int, now: datetime) -> None:
    """Forget the card that was left for a booking: it is never charged again, and Stripe lets go of it.

    Raises NoKeptCard, BookingUnknown. Where Stripe is away it is asked again by itself.
    """
    call_id = _forget_card(booking_id=booking_id, now=now)
    try:
        perform_call(call_id=call_id, now=now)
    except (stripe.StripeDown, stripe.StripeNotSetUp, CallAtWork) as away:
        log.info("stripe lets go of a card later", booking=booking_id, why=away.message)
    except (stripe.StripeRefused, CallLost) as refusal:
        # It is gone there, or the venue has taken our access away.
        log.warning("stripe did not let go of a card", booking=booking_id, why=refusal.message)


@service
def forget_cards_of(*, customer_id: int, now: datetime) -> int:
    """Have Stripe delete what it has of a guest who was erased, cards and address. Returns how many records.

    Each card was left as a customer of its own at Stripe; deleting that takes its card along. Of a payment
    without a card that was kept Stripe made no customer.
    """
    business = current_business()
    assert business is not None, "payments live in a business's schema"
    cards = KeptCard.objects.filter(booking__customer_id__in=family_of([customer_id])).exclude(
        external_customer=""
    )
    found = list(cards.order_by("id"))
    for card in found:
        if card.state == KeptCardState.KEPT:
            card.state = KeptCardState.FORGOTTEN
            card.save(update_fields=["state"])
        record_call(
            purpose=FORGET_PERSON,
            about=f"business:{business.pk}:card:{card.pk}",
            path=f"/v1/customers/{card.external_customer}",
            params={},
            account=card.external_account,
            business_id=business.pk,
            method="delete",
            now=now,
        )
    return len(found)


@service
def _forget_card(*, booking_id: int, now: datetime) -> int:
    account = locked_account(booking_id)
    card = kept_card_of(account.ids)
    if card is None:
        raise NoKeptCard
    call = forget(card, now)
    tell(account, "payment.card_forgotten", card=card.pk)
    return int(call.pk)
