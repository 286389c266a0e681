"""Giving money back to cards: asked of Stripe once, under way until it says so, then in the books.

A refund to a card is PENDING from the moment it is decided, and counts as given back from then on, so that
nobody gives the same back a second time. What Stripe makes of it comes by its answer and by its events,
whichever is first.
"""

from __future__ import annotations

from datetime import datetime

import structlog

from billing.errors import CallAtWork, CallLost, UnknownObject
from billing.models import CallState, StripeCall
from billing.services.calls import OPERATION, perform_call, record_call
from boom.core.db import service
from boom.core.providers import stripe
from boom.core.providers.stripe import Object
from ledger.services import reverse
from payments.models import GAVE_NOTHING, Method, Payment, Refund, RefundLine, RefundState
from payments.services.accounts import locked_account, tell, tell_of_refund
from payments.services.documents import issue_credit_note, issue_reversal
from payments.services.posting import post_refund
from payments.services.vouchers_sold import locked_sale, note_given_back, note_refused, note_returned
from tenants.context import current_business

log = structlog.get_logger(__name__)

REFUND = "refund"
# How a refund stands at Stripe (https://docs.stripe.com/api/refunds/object), and what that is here.
STATES = {
    "pending": RefundState.PENDING,
    "requires_action": RefundState.PENDING,
    "succeeded": RefundState.DONE,
    "failed": RefundState.RETURNED,
    "canceled": RefundState.RETURNED,
}


def begin_card_refund(refund: Refund, line: RefundLine, payment: Payment, *, now: datetime) -> StripeCall:
    """Put on record that Stripe is to give so much back, with the refund itself: `send_refund` asks."""
    business = current_business()
    assert business is not None, "payments live in a business's schema"
    back = payment.platform_fee_returns and payment.platform_fee_minor
    return record_call(
        purpose=REFUND,
        about=f"business:{business.pk}:refund:{refund.pk}",
        path="/v1/refunds",
        params={
            "payment_intent": payment.external_id,
            "amount": line.charged_minor,
            "metadata": {"boom_refund": str(refund.pk)},
            **({"refund_application_fee": True} if back else {}),
        },
        account=payment.external_account,
        business_id=business.pk,
        now=now,
    )


def send_refund(*, refund_id: int, now: datetime) -> bool:
    """Ask Stripe for a refund that was decided, and note what it says. True once that is over.

    Never within a transaction. Raises StripeDown while nobody knows; then the same is asked again.
    """
    refund = Refund.objects.get(pk=refund_id)
    call = call_of(refund)
    if refund.state != RefundState.PENDING or call is None:
        return True
    try:
        present = perform_call(call_id=call.pk, now=now)
    except CallAtWork:
        return False
    except (stripe.StripeRefused, CallLost) as refusal:
        call.refresh_from_db()
        if call.state == CallState.LOST:
            # Somebody has to look: it may have been given back, or not.
            log.exception("nobody knows what became of a refund", refund=refund.pk, call=call.pk)
            return True
        log.warning("stripe refused a refund", refund=refund.pk, why=refusal.message)
        fail_refund(refund_id=refund_id, now=now)
        return True
    fold_refund(refund_id=refund_id, present=present, now=now)
    return True


@service
def fold_refund(*, refund_id: int, present: Object, now: datetime) -> Refund:
    """Make a refund say what Stripe has of it. A present state folded twice changes nothing."""
    refund = _locked(refund_id)
    RefundLine.objects.filter(refund=refund, external_id="").update(external_id=str(present["id"]))
    state = STATES.get(str(present.get("status")), RefundState.PENDING)
    if state == RefundState.DONE and refund.state == RefundState.PENDING:
        refund.state = RefundState.DONE
        refund.save(update_fields=["state"])
        if refund.booking_id is None:
            note_given_back(refund, now)
            return refund
        account = locked_account(refund.booking_id)
        post_refund(refund, now)
        tell_of_refund(account, refund)
        issue_credit_note(account, refund=refund, amount_minor=refund.amount_minor, now=now)
    if state == RefundState.RETURNED:
        return_refund(refund_id=refund_id, now=now)
        refund.refresh_from_db()
    return refund


@service
def fail_refund(*, refund_id: int, now: datetime) -> None:
    """Stripe took none of it: it is as if nobody had asked, and another may be made."""
    refund = _locked(refund_id)
    if refund.state == RefundState.PENDING:
        refund.state = RefundState.FAILED
        refund.save(update_fields=["state"])
        if refund.booking_id is None:
            note_refused(refund)
        else:
            tell(locked_account(refund.booking_id), "payment.refund_failed", refund=refund.pk)


@service
def return_refund(*, refund_id: int, now: datetime) -> None:
    """The card's bank sent it back: it is owed again, and what said that it was given is taken back."""
    refund = _locked(refund_id)
    if refund.state in GAVE_NOTHING:
        return
    was_done = refund.state == RefundState.DONE
    refund.state = RefundState.RETURNED
    refund.save(update_fields=["state"])
    if was_done:
        reverse(key=f"refund/{refund.pk}", new_key=f"refund/{refund.pk}/failed", at=now)
    if refund.booking_id is None:
        note_returned(refund, was_done=was_done, now=now)
        return
    account = locked_account(refund.booking_id)
    sent = {"refund": refund.pk, "amount_minor": refund.amount_minor, "currency": refund.currency}
    tell(account, "payment.refund_returned", **sent)
    if was_done:
        issue_reversal(account, refund, now=now)


def refund_called(present: Object) -> int:
    """Which refund of ours one of Stripe's is. Raises UnknownObject for one that was not asked for here."""
    known = RefundLine.objects.filter(external_id=present["id"], method=Method.CARD).first()
    if known is not None:
        return known.refund_id
    business = current_business()
    key = str((present.get("metadata") or {}).get(OPERATION) or "")
    call = StripeCall.objects.filter(key=key, purpose=REFUND).first() if key else None
    if business is None or call is None or call.business_id != business.pk:
        raise UnknownObject(f"No refund of ours is {present['id']} at Stripe.")
    return int(call.about.rpartition(":")[2])


def call_of(refund: Refund) -> StripeCall | None:
    """What Stripe was or is asked for a refund to a card, the newest where it was refused before."""
    business = current_business()
    assert business is not None, "payments live in a business's schema"
    about = f"business:{business.pk}:refund:{refund.pk}"
    return StripeCall.objects.filter(purpose=REFUND, about=about).order_by("-id").first()


def _locked(refund_id: int) -> Refund:
    booking_id, sale_id = Refund.objects.values_list("booking_id", "voucher_sale_id").get(pk=refund_id)
    # Accounts and sales are locked before what is in them, by everybody.
    if sale_id is not None:
        locked_sale(sale_id)
    else:
        locked_account(booking_id)
    return Refund.objects.select_for_update(of=("self",)).get(pk=refund_id)
