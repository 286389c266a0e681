"""What is known of a card that was left: noted from Stripe's answer, one a booking; let go of at Stripe."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from billing.models import StripeCall
from billing.services.calls import record_call
from boom.core.db import service
from boom.core.providers.stripe import Object
from payments.models import KeptCard, KeptCardState, Payment
from tenants.context import current_business

LET_GO = "let-card-go"


@service
def keep_paid_card(*, payment: Payment, present: Object, is_late: bool, now: datetime) -> None:
    """Keep the card that something was just paid with, where its page said so; too late, let go of it."""
    intent = present.get("payment_intent") or {}
    if intent.get("setup_future_usage") != "off_session" or not present.get("customer"):
        return
    assert payment.booking_id is not None, "a card is left for a booking"
    card = KeptCard(
        venue_id=payment.venue_id,
        booking_id=payment.booking_id,
        external_account=payment.external_account,
        session_id=str(present["id"]),
        state=KeptCardState.FAILED if is_late else KeptCardState.KEPT,
        begun_at=now,
    )
    fill(card, customer=present["customer"], method=intent.get("payment_method") or {})
    if card.external_id:
        only_one(card, now)
        card.save(force_insert=True)
        if is_late:
            let_go(card, now)


def kept_card_of(booking_ids: list[int]) -> KeptCard | None:
    """The card that was left for a booking, or for what was booked with it; the newest."""
    rows = KeptCard.objects.filter(booking_id__in=booking_ids, state=KeptCardState.KEPT)
    return rows.order_by("-id").first()


def fill(card: KeptCard, *, customer: Any, method: Object) -> None:
    shown = method.get("card") or {}
    card.external_customer = str((customer or {}).get("id") if isinstance(customer, dict) else customer or "")
    card.external_id = str(method.get("id") or "")
    card.brand, card.last_four = str(shown.get("brand") or "")[:40], str(shown.get("last4") or "")[:4]
    if shown.get("exp_month"):
        card.expires = f"{shown['exp_month']:02}/{shown['exp_year']}"


def only_one(card: KeptCard, now: datetime) -> None:
    """A card left later takes the place of one left before, which Stripe lets go of."""
    if card.state == KeptCardState.KEPT:
        rows = KeptCard.objects.filter(booking_id=card.booking_id, state=KeptCardState.KEPT)
        for before in rows.exclude(pk=card.pk).order_by("id"):
            forget(before, now)


def forget(card: KeptCard, now: datetime) -> StripeCall:
    """Keep a card no more: nobody can charge it from now on, and the call that detaches it is on record."""
    card.state = KeptCardState.FORGOTTEN
    card.save(update_fields=["state"])
    return let_go(card, now)


def let_go(card: KeptCard, now: datetime) -> StripeCall:
    """Put on record that Stripe is to detach a card; where nobody performs it, it is done by itself."""
    business = current_business()
    assert business is not None, "payments live in a business's schema"
    return record_call(
        purpose=LET_GO,
        about=f"business:{business.pk}:card:{card.pk}",
        path=f"/v1/payment_methods/{card.external_id}/detach",
        params={},
        account=card.external_account,
        business_id=business.pk,
        now=now,
    )
