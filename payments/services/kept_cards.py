"""Cards left for a fee: the page on which a guest leaves one, and what came of it.

Leaving a card alone is a page of Stripe's as a payment is (`card_pages`), over nothing; with a payment the
page saves the card along the way. Charging one is `charges`.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import transaction

from billing.errors import CallAtWork, UnknownObject
from billing.models import StripeCall
from billing.services.calls import OPERATION, record_call
from bookings.models import Booking
from bookings.selectors.groups import UNFINISHED, held_together
from bookings.services.paid_holds import confirm_kept
from boom.core.db import lock_rooms, service
from boom.core.providers import stripe
from boom.core.providers.stripe import Object
from payments.errors import CardsNotTaken, PaidAlready
from payments.models import KeptCard, KeptCardState
from payments.selectors.upfront import charging_account
from payments.services.accounts import Account, locked_account, tell
from payments.services.card_outcomes import TOO_LATE
from payments.services.card_pages import (
    OPEN_FOR,
    SESSIONS,
    WHOLE,
    Wanted,
    business_id,
    made_page,
    reference_words,
)
from payments.services.cards_left import fill, let_go, only_one
from payments.services.checkouts import MOST_PAGES

CARD_PAGE = "card-page"


def open_card_page(wanted: Wanted, *, now: datetime) -> str:
    """Where a guest leaves a card: Stripe's page, which charges nothing. Pressed twice it is one page.

    Raises CardsNotTaken, PaidAlready once a card is left, and as `perform_call`.
    """
    account = charging_account(wanted.amount.currency)
    if account is None:
        raise CardsNotTaken
    stripe.check_ready()
    for _ in range(MOST_PAGES):
        card = _begun(wanted, account.account, now=now)
        session = _page_of(card, wanted, now=now)
        if session["status"] == "open":
            return str(session["url"])
        settle_card(card_id=card.pk, now=now)
        if session["status"] == "complete":
            raise PaidAlready
    raise CallAtWork


def settle_card(*, card_id: int, now: datetime) -> KeptCard:
    """Ask what came of a page on which a card is left. Raises as `stripe.read`."""
    card = KeptCard.objects.get(pk=card_id)
    if card.state != KeptCardState.PENDING:
        return card
    if not card.session_id:
        if card.begun_at <= now - OPEN_FOR:
            _give_up(card_id=card_id)
            card.refresh_from_db()
        return card
    present = stripe.read(f"{SESSIONS}/{card.session_id}", WHOLE, account=card.external_account)
    return fold_card(card_id=card_id, present=present, now=now)


def pending_cards(booking_ids: list[int]) -> list[int]:
    """Pages for these bookings of which nobody knows yet what came."""
    rows = KeptCard.objects.filter(booking_id__in=booking_ids, state=KeptCardState.PENDING)
    return list(rows.order_by("id").values_list("pk", flat=True))


def card_of(present: Object, *, account: str) -> int | None:
    """Which card of ours a page is for; None for a page nobody was given. Raises UnknownObject."""
    known = KeptCard.objects.filter(external_account=account, session_id=present["id"]).first()
    if known is not None:
        return known.pk
    key = str((present.get("metadata") or {}).get(OPERATION) or "")
    call = StripeCall.objects.filter(key=key, purpose=CARD_PAGE, account=account).first() if key else None
    if call is None or call.business_id != business_id():
        raise UnknownObject(f"No card of ours is left on the page {present['id']}.")
    return None


@service
def fold_card(*, card_id: int, present: Object, now: datetime) -> KeptCard:
    """Make our row say what came of its page; a card that was left books what was held for it."""
    booking_id = KeptCard.objects.values_list("booking_id", flat=True).get(pk=card_id)
    rooms = Booking.objects.filter(pk__in=held_together(booking_id)).values_list("room_id", flat=True)
    lock_rooms(*rooms)
    account = locked_account(booking_id)
    card = KeptCard.objects.select_for_update(of=("self",)).get(pk=card_id)
    if card.state != KeptCardState.PENDING:
        return card
    if present.get("status") == "expired":
        card.state = KeptCardState.FAILED
        card.save(update_fields=["state"])
    elif present.get("status") == "complete":
        intent = present.get("setup_intent") or {}
        fill(card, customer=present.get("customer"), method=intent.get("payment_method") or {})
        card.state = KeptCardState.FAILED if _is_too_late(account, now) else KeptCardState.KEPT
        only_one(card, now)
        card.save()
        if card.state == KeptCardState.FAILED and card.external_id:
            # Nothing was booked, but Stripe has the card by now.
            let_go(card, now)
        tell(account, "payment.card_kept", card=card.pk)
    return card


@service
def _begun(wanted: Wanted, account_id: str, *, now: datetime) -> KeptCard:
    assert wanted.booking_id is not None, "a card is left for a booking"
    account = locked_account(wanted.booking_id)
    begun = KeptCard.objects.filter(
        booking_id__in=account.ids,
        state=KeptCardState.PENDING,
        external_account=account_id,
        begun_at__gt=now - OPEN_FOR,
    )
    return begun.order_by("-id").first() or KeptCard.objects.create(
        venue=account.venue, booking=account.booking, external_account=account_id, begun_at=now
    )


def _page_of(card: KeptCard, wanted: Wanted, *, now: datetime) -> Object:
    booking = card.booking
    params: dict[str, Any] = {
        "mode": "setup",
        "currency": booking.currency.lower(),
        "payment_method_types": ["card"],
        "customer_creation": "always",
        "client_reference_id": booking.reference,
        "success_url": wanted.success_url,
        "cancel_url": wanted.cancel_url,
        "expires_at": int((now + OPEN_FOR).timestamp()),
        "setup_intent_data": {"description": reference_words(booking)},
        "metadata": {"boom_card": str(card.pk)},
    }
    if wanted.email:
        params["customer_email"] = wanted.email
    call = record_call(
        purpose=CARD_PAGE,
        about=f"business:{business_id()}:card:{card.pk}",
        path=SESSIONS,
        params=params,
        account=card.external_account,
        business_id=business_id(),
        is_lasting=False,
        now=now,
    )
    session = made_page(call.pk, now=now)
    _note_page(card_id=card.pk, session_id=str(session["id"]))
    return session


@service
def _give_up(*, card_id: int) -> None:
    """Its page was never made, or nobody was told where it is."""
    rows = KeptCard.objects.filter(pk=card_id, session_id="", state=KeptCardState.PENDING)
    rows.update(state=KeptCardState.FAILED)


@service
def _note_page(*, card_id: int, session_id: str) -> None:
    KeptCard.objects.filter(pk=card_id, session_id="").update(session_id=session_id)


def _is_too_late(account: Account, now: datetime) -> bool:
    if account.booking.status not in UNFINISHED:
        return False
    try:
        with transaction.atomic():
            confirm_kept(booking_id=account.booking.pk, now=now)
    except TOO_LATE:
        return True
    return False
