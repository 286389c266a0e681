"""What payments do once something has been committed: Stripe is asked to give money back, and to forget."""

from __future__ import annotations

from datetime import datetime, timedelta

from boom.core import outbox
from boom.core.models import OutboxMessage
from boom.core.providers.stripe import StripeDown, StripeNotSetUp
from payments.services.card_refunds import send_refund
from payments.services.forgetting import forget_cards_of

SOON, LATER = timedelta(seconds=3), timedelta(seconds=30)


@outbox.handles("payment.refund_begun", name="payments.send_refund", label="Money back to a card")
def send_begun_refund(message: OutboxMessage, now: datetime) -> None:
    """Ask for a refund that was decided. While Stripe is away it stays under way and is asked for again."""
    try:
        is_over = send_refund(refund_id=message.payload["refund"], now=now)
    except (StripeDown, StripeNotSetUp) as away:
        raise outbox.Later(away.message, after=LATER) from away
    if not is_over:
        raise outbox.Later("Somebody is asking Stripe this moment.", after=SOON)


@outbox.handles("customer.erased", name="payments.forget_cards", label="Cards of somebody who was erased")
def forget_cards_of_erased(message: OutboxMessage, now: datetime) -> None:
    """What Stripe has of a guest who was erased goes there, too."""
    forget_cards_of(customer_id=message.payload["customer"], now=now)
