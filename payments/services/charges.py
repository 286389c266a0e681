"""Charging a card that was left for a fee: a PENDING payment and a call, written together.

That is before Stripe is asked. A lost answer is finished under the same key, so nobody is charged twice.
"""

from __future__ import annotations

from datetime import datetime

import structlog

from billing.errors import CallLost
from billing.models import CallState, StripeCall
from billing.services.calls import OPERATION, perform_call, record_call
from boom.core.db import service
from boom.core.money import Money
from boom.core.providers import stripe
from boom.core.providers.stripe import Object
from payments.errors import ChargeUnderWay, MoreThanDue, NoKeptCard, NothingToPay
from payments.models import Method, Payment, PaymentState
from payments.selectors.upfront import charging_account, fee_of
from payments.services.accounts import Account, locked_account, tell, who
from payments.services.card_pages import business_id, reference_words
from payments.services.cards_left import kept_card_of
from payments.services.documents import issue_receipt
from payments.services.posting import post_payment

log = structlog.get_logger(__name__)

CHARGE = "charge"
# What a charge of a kept card is told by from what is paid on a page.
MARK = "charge:"
INTENTS = "/v1/payment_intents"


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
    about = f"business:{business_id()}:payment:{payment_id}"
    call = StripeCall.objects.filter(purpose=CHARGE, about=about).order_by("-id").first()
    payment = Payment.objects.get(pk=payment_id)
    if call is None or payment.state != PaymentState.PENDING:
        return payment
    return _carry_out(payment_id, call.pk, now=now)


def charge_called(present: Object, *, account: str) -> int | None:
    """Which charge of ours a payment of Stripe's is; None for what was paid on a page."""
    key = str((present.get("metadata") or {}).get(OPERATION) or "")
    call = StripeCall.objects.filter(key=key, purpose=CHARGE, account=account).first() if key else None
    if call is None or call.business_id != business_id():
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


def _carry_out(payment_id: int, call_id: int, *, now: datetime) -> Payment:
    try:
        present = perform_call(call_id=call_id, now=now)
    except (stripe.StripeRefused, CallLost) as refusal:
        if StripeCall.objects.get(pk=call_id).state == CallState.LOST:
            log.exception("nobody knows what became of a charge", payment=payment_id, call=call_id)
            raise
        return _fail_charge(payment_id=payment_id, reason=refusal.message, now=now)
    return fold_charge(payment_id=payment_id, present=present, now=now)


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
    about = f"business:{business_id()}:payment:"
    before = Payment.objects.filter(idempotency_key=mark, booking_id__in=account.ids).first()
    if before is not None:
        call = StripeCall.objects.filter(purpose=CHARGE, about=f"{about}{before.pk}").latest("id")
        return before.pk, call.pk
    card, own = kept_card_of(account.ids), charging_account(account.standing.currency)
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
        business_id=business_id(),
        now=now,
    )
    return payment.pk, call.pk


def _locked(payment_id: int) -> tuple[Account, Payment]:
    account = locked_account(Payment.objects.values_list("booking_id", flat=True).get(pk=payment_id))
    return account, Payment.objects.select_for_update(of=("self",)).get(pk=payment_id)
