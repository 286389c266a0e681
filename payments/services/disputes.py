"""Disputes: kept from what Stripe has of them, and answered once with what the record says.

Answering asks Stripe outside any transaction. What becomes of it is folded as any other state; where Stripe
does not answer, the call is finished by itself (`billing.services.calls`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import structlog

from billing.errors import UnknownObject
from billing.models import StripeCall
from billing.services.calls import perform_call, record_call
from billing.services.events import claim_fold, folds_of
from bookings.services.vouchers import release_voucher, withhold_voucher
from boom.core import outbox
from boom.core.db import service
from boom.core.money import Money
from boom.core.providers import stripe
from boom.core.providers.stripe import Object
from ledger.domain.entries import credit, debit
from ledger.services import post
from payments.dispute_paper import dispute_paper
from payments.domain import chart
from payments.domain.evidence import evidence_of
from payments.errors import DisputeUnknown, NotToAnswer, NotToGiveIn
from payments.models import Dispute, DisputeState, Method, Payment
from payments.models.disputes import ANSWERABLE, OVER
from payments.selectors.disputes import case_of, dispute_called
from payments.services.accounts import who
from payments.services.dispute_papers import OWN, RECORD, leave_papers

log = structlog.get_logger(__name__)


@service
def fold_dispute(*, present: Object, account: str, now: datetime) -> Dispute:
    """Make our row say what Stripe has of a dispute, and the books with it. In the business's scope.

    Raises UnknownObject for a payment that is none of ours, or not yet.
    """
    ids = [str(present[name]) for name in ("payment_intent", "charge") if present.get(name)]
    payment = Payment.objects.filter(external_account=account, external_id__in=ids).first()
    if payment is None:
        raise UnknownObject(f"No payment of ours is {' or '.join(ids)} of {account}.")
    row = (
        Dispute.objects.select_for_update()
        .filter(external_account=account, external_id=present["id"])
        .first()
    )
    before = row.state if row is not None else ""
    held_before = row.withdrawn_minor if row is not None else 0
    row = row or Dispute(venue_id=payment.venue_id, payment=payment, external_account=account)
    moved = present.get("balance_transactions") or []
    due_by = (present.get("evidence_details") or {}).get("due_by")
    row.external_id = present["id"]
    row.state = DisputeState(present["status"])
    row.reason = str(present.get("reason") or "")[:60]
    row.amount_minor, row.currency = present["amount"], str(present["currency"]).upper()
    row.withdrawn_minor = -sum(each["amount"] for each in moved)
    row.fee_minor = sum(each["fee"] for each in moved)
    row.opened_at = datetime.fromtimestamp(present["created"], UTC)
    row.due_at = stripe.instant(due_by)
    row.closed_at = (row.closed_at or now) if row.state in OVER else None
    if before.startswith("warning_") and row.state == DisputeState.TO_ANSWER:
        # The bank's question became a chargeback, which wants an answer of its own.
        row.answered_at, row.answered_by, row.evidence = None, "", {}
    row.save()
    _withhold(row, held_before)
    for each in moved:
        _post(row, each, now)
    _tell(row, before)
    return row


def refresh_dispute(*, dispute_id: int, now: datetime) -> None:
    """Fetch and fold what Stripe has of a dispute. Raises as `stripe.read`; others' fold is as good."""
    row = Dispute.objects.filter(pk=dispute_id).first()
    if row is None:
        raise DisputeUnknown
    seen = folds_of(row.external_id, account=row.external_account)
    present = stripe.read(f"/v1/disputes/{row.external_id}", account=row.external_account)
    _fold_if_fresh(present=present, account=row.external_account, seen=seen, now=now)


def answer_dispute(
    *, dispute_id: int, own_words: str, business_id: int, now: datetime, own_paper: bytes = b""
) -> None:
    """Send the bank what the record says of the booking, as text and as a PDF, `own_words` and `own_paper`.

    It is read once, so sent once. Raises DisputeUnknown, NotToAnswer, PaperNotTaken where a paper of the
    venue's cannot be left now (nothing was sent then), and as `perform_call`; after StripeDown it is sent by
    itself.
    """
    stripe.check_ready()
    row = dispute_called(dispute_id)
    if not row.is_to_answer(now):
        raise NotToAnswer
    record = dispute_paper(row, evidence_of(case_of(row), own_words))
    papers = leave_papers(row, {RECORD: record, OWN: own_paper})
    call = _record_answer(
        dispute_id=dispute_id, own_words=own_words, papers=papers, business_id=business_id, now=now
    )
    try:
        perform_call(call_id=call.pk, now=now)
    except stripe.StripeRefused:
        _take_answer_back(dispute_id=dispute_id)
        raise
    try:
        refresh_dispute(dispute_id=dispute_id, now=now)
    except stripe.StripeDown as away:
        log.warning("a dispute is folded when its event comes", dispute=dispute_id, why=str(away))


def give_in(*, dispute_id: int, business_id: int, now: datetime) -> None:
    """Let the guest keep the money: the dispute is lost at once, and nothing is answered any more.

    Raises DisputeUnknown, NotToGiveIn, and as `perform_call`; after StripeDown it is said by itself.
    """
    stripe.check_ready()
    call = _record_giving_in(dispute_id=dispute_id, business_id=business_id, now=now)
    try:
        perform_call(call_id=call.pk, now=now)
    except stripe.StripeRefused:
        _take_giving_in_back(dispute_id=dispute_id)
        raise
    try:
        refresh_dispute(dispute_id=dispute_id, now=now)
    except stripe.StripeDown as away:
        log.warning("a dispute is folded when its event comes", dispute=dispute_id, why=str(away))


@service
def _record_giving_in(*, dispute_id: int, business_id: int, now: datetime) -> StripeCall:
    Dispute.objects.select_for_update().filter(pk=dispute_id).first()
    row = dispute_called(dispute_id)
    if not row.can_give_in():
        raise NotToGiveIn
    row.gave_in_at, (row.gave_in_by, _) = now, who()
    row.save(update_fields=["gave_in_at", "gave_in_by"])
    return record_call(
        purpose="dispute-close",
        about=_about(row),
        path=f"/v1/disputes/{row.external_id}/close",
        params={},
        account=row.external_account,
        business_id=business_id,
        now=now,
    )


@service
def _take_giving_in_back(*, dispute_id: int) -> None:
    """Stripe did not take it: nobody gave in."""
    Dispute.objects.filter(pk=dispute_id).update(gave_in_at=None, gave_in_by="")


@service
def _record_answer(
    *, dispute_id: int, own_words: str, papers: Mapping[str, str], business_id: int, now: datetime
) -> StripeCall:
    """Put on record what is sent, in one with the call that sends it."""
    Dispute.objects.select_for_update().filter(pk=dispute_id).first()
    row = dispute_called(dispute_id)
    if not row.is_to_answer(now):
        raise NotToAnswer
    row.evidence = evidence_of(case_of(row), own_words) | dict(papers)
    row.answered_at, (row.answered_by, _) = now, who()
    row.save(update_fields=["evidence", "answered_at", "answered_by"])
    refused_before = StripeCall.objects.filter(purpose="dispute", about__startswith=_about(row)).count()
    return record_call(
        purpose="dispute",
        about=f"{_about(row)}{refused_before}",
        path=f"/v1/disputes/{row.external_id}",
        params={"evidence": row.evidence, "submit": True},
        account=row.external_account,
        business_id=business_id,
        now=now,
    )


@service
def _take_answer_back(*, dispute_id: int) -> None:
    """Stripe did not take it: it was not answered."""
    Dispute.objects.filter(pk=dispute_id).update(answered_at=None, answered_by="", evidence={})


@service
def _fold_if_fresh(*, present: Object, account: str, seen: int, now: datetime) -> None:
    if claim_fold(present["id"], account=account, seen=seen):
        fold_dispute(present=present, account=account, now=now)


def _withhold(row: Dispute, held_before: int) -> None:
    """A gift voucher pays for nothing while a bank has what was paid for it, and again once that is back."""
    sale = row.payment.voucher_sale
    if sale is None or sale.voucher_id is None:
        return
    if row.withdrawn_minor > 0 >= held_before:
        withhold_voucher(voucher_id=sale.voucher_id)
    elif held_before > 0 >= row.withdrawn_minor and not row.payment.refunded_minor:
        release_voucher(voucher_id=sale.voucher_id)


def _about(row: Dispute) -> str:
    return f"{row.external_account}:{row.external_id}:"


def _post(row: Dispute, moved: Mapping[str, Any], now: datetime) -> None:
    """What a bank took or gave back, in the books; its fee is with the other fees of a payout."""
    amount = Money(abs(moved["amount"]), row.currency)
    lost, held = chart.disputes(row.venue_id), chart.of_method(row.venue_id, Method.CARD)
    taken = moved["amount"] < 0
    post(
        key=f"dispute/{row.pk}/{moved['id']}",
        kind="dispute" if taken else "dispute.back",
        at=now,
        about=row.payment.subject,
        lines=chart.in_mode(
            [debit(lost, amount), credit(held, amount)]
            if taken
            else [debit(held, amount), credit(lost, amount)],
            is_test=row.payment.is_test,
        ),
    )


def _tell(row: Dispute, before: str) -> None:
    """Facts for whoever is to know: one to be answered, and one that is over."""
    facts: dict[str, Any] = {
        "dispute": row.pk,
        "venue": row.venue_id,
        "booking": row.payment.booking_id,
        "amount_minor": row.amount_minor,
        "currency": row.currency,
        "state": row.state,
        "due_at": row.due_at.isoformat() if row.due_at else None,
    }
    if row.state in ANSWERABLE and row.state != before:
        outbox.publish("dispute.opened", **facts)
    elif row.state in OVER and before not in OVER:
        outbox.publish("dispute.closed", **facts)
