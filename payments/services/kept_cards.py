"""Cards left for a fee: the page on which a guest leaves one, what came of it, and charging it.

Leaving a card alone is a page of Stripe's as a payment is (`checkouts`), over nothing; with a payment the
page saves the card along the way. A charge is a PENDING payment and a call, written together before Stripe is
asked; a lost answer is finished under the same key, so nobody is charged twice.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from django.db import transaction

from billing.errors import CallAtWork, CallLost, UnknownObject
from billing.models import CallState, StripeCall
from billing.services.calls import OPERATION, perform_call, record_call
from bookings.models import Booking
from bookings.selectors.groups import UNFINISHED, held_together
from bookings.services.paid_holds import confirm_kept
from boom.core.db import lock_rooms, service
from boom.core.money import Money
from boom.core.providers import stripe
from boom.core.providers.stripe import Object
from payments.errors import (
    CardsNotTaken,
    ChargeUnderWay,
    MoreThanDue,
    NoKeptCard,
    NothingToPay,
    PaidAlready,
)
from payments.models import KeptCard, KeptCardState, Method, Payment, PaymentState
from payments.selectors.upfront import charging_account, fee_of
from payments.services.accounts import Account, locked_account, tell, who
from payments.services.cards_left import fill, kept_card_of, let_go, only_one
from payments.services.checkouts import (
    MOST_PAGES,
    OPEN_FOR,
    SESSIONS,
    TOO_LATE,
    WHOLE,
    Wanted,
    made_page,
    reference_words,
)
from payments.services.documents import issue_receipt
from payments.services.posting import post_payment
from tenants.context import current_business

log = structlog.get_logger(__name__)

CARD_PAGE, CHARGE = "card-page", "charge"
# What a charge of a kept card is told by from what is paid on a page.
MARK = "charge:"
INTENTS = "/v1/payment_intents"


def open_card_page(wanted: Wanted, *, now: datetime) -> str:
    """Where a guest leaves a card: Stripe's page, which charges nothing. Pressed twice it is one page.

    Raises CardsNotTaken, PaidAlready once a card is left, and as `perform_call`.
    """
    account = charging_account()
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
    if call is None or call.business_id != _business_id():
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


def charge_card(*, booking_id: int, amount_minor: int, key: str, now: datetime) -> Payment:
    """Charge a fee, or another part of what is due, to the card that was left for a booking.

    The same `key` again is the same charge. The payment is FAILED where the bank says no (or wants to ask the
    guest): then a link is the way. Raises NoKeptCard, NothingToPay, MoreThanDue; StripeDown where nobody
    knows yet: it is finished by itself, and until then another is ChargeUnderWay.
    """
    stripe.check_ready()
    payment_id, call_id = _begin_charge(booking_id=booking_id, amount_minor=amount_minor, key=key, now=now)
    return _carry_out(payment_id, call_id, now=now)


def settle_charge(*, payment_id: int, now: datetime) -> Payment:
    """Finish a charge whose answer was lost. Raises as `perform_call`."""
    about = f"business:{_business_id()}:payment:{payment_id}"
    call = StripeCall.objects.filter(purpose=CHARGE, about=about).order_by("-id").first()
    payment = Payment.objects.get(pk=payment_id)
    if call is None or payment.state != PaymentState.PENDING:
        return payment
    return _carry_out(payment_id, call.pk, now=now)


def _carry_out(payment_id: int, call_id: int, *, now: datetime) -> Payment:
    try:
        present = perform_call(call_id=call_id, now=now)
    except (stripe.StripeRefused, CallLost) as refusal:
        if StripeCall.objects.get(pk=call_id).state == CallState.LOST:
            log.exception("nobody knows what became of a charge", payment=payment_id, call=call_id)
            raise
        return _fail_charge(payment_id=payment_id, reason=refusal.message, now=now)
    return fold_charge(payment_id=payment_id, present=present, now=now)


def charge_called(present: Object, *, account: str) -> int | None:
    """Which charge of ours a payment of Stripe's is; None for what was paid on a page."""
    key = str((present.get("metadata") or {}).get(OPERATION) or "")
    call = StripeCall.objects.filter(key=key, purpose=CHARGE, account=account).first() if key else None
    if call is None or call.business_id != _business_id():
        return None
    return int(call.about.rpartition(":")[2])


def is_charge(payment: Payment) -> bool:
    """Whether a payment is a charge of a kept card."""
    return (payment.idempotency_key or "").startswith(MARK)


@service
def fold_charge(*, payment_id: int, present: Object, now: datetime) -> Payment:
    """Make a charge stand as it does at Stripe."""
    account, payment = _locked(payment_id)
    if payment.state != PaymentState.PENDING:
        return payment
    if present.get("status") == "succeeded":
        payment.state, payment.external_id = PaymentState.TAKEN, str(present["id"])
        payment.version += 1
        payment.save(update_fields=["state", "external_id", "version"])
        post_payment(payment, now)
        tell(account, "payment.taken", payment=payment.pk)
        issue_receipt(payment, account, now=now)
    elif present.get("status") in {"requires_payment_method", "canceled"}:
        payment = _fail_charge(payment_id=payment_id, reason="", now=now)
    return payment


@service
def _fail_charge(*, payment_id: int, reason: str, now: datetime) -> Payment:
    account, payment = _locked(payment_id)
    if payment.state == PaymentState.PENDING:
        payment.state, payment.note = PaymentState.FAILED, reason[:200]
        payment.version += 1
        payment.save(update_fields=["state", "note", "version"])
        tell(account, "payment.failed", payment=payment.pk)
    return payment


@service
def _begin_charge(*, booking_id: int, amount_minor: int, key: str, now: datetime) -> tuple[int, int]:
    account = locked_account(booking_id)
    mark = f"{MARK}{key}"[:64]
    about = f"business:{_business_id()}:payment:"
    before = Payment.objects.filter(idempotency_key=mark, booking_id__in=account.ids).first()
    if before is not None:
        call = StripeCall.objects.filter(purpose=CHARGE, about=f"{about}{before.pk}").latest("id")
        return before.pk, call.pk
    card, own = kept_card_of(account.ids), charging_account()
    # One that was left with another account, or with keys of the other mode, cannot be charged.
    if card is None or own is None or card.external_account != own.account:
        raise NoKeptCard
    rows = Payment.objects.filter(booking_id__in=account.ids, state=PaymentState.PENDING)
    if any(is_charge(row) for row in rows):
        raise ChargeUnderWay
    if not account.standing.due:
        raise NothingToPay
    if not 0 < amount_minor <= account.standing.due.minor:
        raise MoreThanDue
    label, person = who()
    payment = Payment.objects.create(
        venue=account.venue,
        booking=account.booking,
        method=Method.CARD,
        amount_minor=amount_minor,
        currency=account.standing.currency,
        state=PaymentState.PENDING,
        taken_at=now,
        taken_by=label,
        taken_by_id=person,
        is_test=not stripe.is_live(),
        **fee_of(Money(amount_minor, account.standing.currency)),
        external_account=card.external_account,
        idempotency_key=mark,
    )
    words = reference_words(account.booking)
    fee = {"application_fee_amount": payment.platform_fee_minor} if payment.platform_fee_minor else {}
    call = record_call(
        purpose=CHARGE,
        about=f"{about}{payment.pk}",
        path=INTENTS,
        params={
            **fee,
            "amount": amount_minor,
            "currency": payment.currency.lower(),
            "customer": card.external_customer,
            "payment_method": card.external_id,
            "off_session": True,
            "confirm": True,
            "description": words,
            "metadata": {"boom_payment": str(payment.pk)},
        },
        account=card.external_account,
        business_id=_business_id(),
        now=now,
    )
    return payment.pk, call.pk


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
        about=f"business:{_business_id()}:card:{card.pk}",
        path=SESSIONS,
        params=params,
        account=card.external_account,
        business_id=_business_id(),
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


def _locked(payment_id: int) -> tuple[Account, Payment]:
    account = locked_account(Payment.objects.values_list("booking_id", flat=True).get(pk=payment_id))
    return account, Payment.objects.select_for_update(of=("self",)).get(pk=payment_id)


def _business_id() -> int:
    business = current_business()
    assert business is not None, "payments live in a business's schema"
    return int(business.pk)
