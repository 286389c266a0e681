"""Issuing documents: frozen, numbered without a gap, the number drawn last."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import Q, Sum

from bookings.domain.pricing.quotes import LineTax
from bookings.models import Venue
from boom.core.db import service
from boom.core.errors import Invalid
from ledger.services import reverse
from payments import papers, voucher_papers
from payments.domain.tax_shares import summed, taxes_of_part
from payments.errors import NothingToInvoice
from payments.models import (
    Document,
    DocumentKind,
    Payment,
    PaymentState,
    Refund,
    RefundLine,
    RefundState,
    VoucherSale,
)
from payments.modes import counts_tests
from payments.services.accounts import Account, locked_account, settings_of
from payments.services.posting import post_credit, post_invoice

LETTERS = {
    DocumentKind.RECEIPT: "R",
    DocumentKind.INVOICE: "I",
    DocumentKind.CREDIT_NOTE: "C",
    DocumentKind.REVERSAL: "X",
}
MOST_OF_A_BUYER = 300
# Drawn under the row's lock, which is kept to the end: whoever comes next waits for our commit, and a
# rollback gives the number back.
NEXT_NUMBER = """
INSERT INTO payments_numberseries (venue_id, kind, last) VALUES (%(venue)s, %(kind)s, 1)
ON CONFLICT (venue_id, kind) DO UPDATE SET last = payments_numberseries.last + 1
RETURNING last
"""


def issue_receipt(payment: Payment, account: Account, *, now: datetime) -> Document:
    """A receipt for a payment that was just taken. `account` is how things stood before it."""
    draft = papers.receipt(payment, account.parts, account.standing, settings_of(account.venue))
    return _issue(DocumentKind.RECEIPT, account, draft, now=now, payment=payment)


def issue_credit_note(
    account: Account,
    *,
    amount_minor: int,
    now: datetime,
    payment: Payment | None = None,
    refund: Refund | None = None,
) -> Document:
    """A credit note for a refund that was just given, or a payment that was just taken back.

    Where an invoice stands that says more than the booking costs by now, it takes that back, too.
    """
    fresh = locked_account(account.booking.pk)
    invoice = standing_invoice(fresh.ids)
    over = left_of(invoice) - _costs(fresh) if invoice is not None and refund is not None else 0
    credited = max(0, min(amount_minor, over))
    receipts = _receipts(payment, refund)
    if invoice is not None and credited == amount_minor:
        taxes = _taxes_credited(invoice, credited)
    else:
        taxes = _taxes_of_receipts(payment, refund)
    corrects = invoice if invoice is not None and credited else next(iter(receipts), None)
    draft = papers.credit_note(
        account.booking,
        account.parts,
        settings_of(account.venue),
        amount_minor=amount_minor,
        corrects=[invoice.name] if invoice is not None and credited else [each.name for each in receipts],
        taxes=taxes,
        refund=refund,
    )
    return _credit(account, draft, corrects, credited, now=now, payment=payment, refund=refund)


def issue_reversal(account: Account, refund: Refund, *, now: datetime) -> Document:
    """Take back the credit note of a refund that came back; the one that is there where that was done.

    What it took back of an invoice stands again, unless another was issued meanwhile, which says what the
    booking costs.
    """
    note = Document.objects.select_related("corrects").get(refund=refund, kind=DocumentKind.CREDIT_NOTE)
    before = Document.objects.filter(corrects=note, kind=DocumentKind.REVERSAL).first()
    if before is not None:
        return before
    stands = standing_invoice(account.ids)
    is_restoring = bool(note.credited_minor) and (stands is None or stands == note.corrects)
    reversal = _issue(
        DocumentKind.REVERSAL,
        account,
        papers.reversal(note, account.parts, settings_of(account.venue)),
        now=now,
        refund=refund,
        corrects=note,
        credited=note.credited_minor if is_restoring else 0,
        buyer=note.buyer,
    )
    if is_restoring:
        reverse(key=f"document/{note.pk}", new_key=f"document/{reversal.pk}", at=now, words=reversal.name)
    return reversal


def issue_sale_receipt(payment: Payment, sale: VoucherSale, *, now: datetime) -> Document:
    """A receipt for a gift voucher that was just paid."""
    draft = voucher_papers.receipt(payment, sale, settings_of(sale.venue))
    return _numbered(
        DocumentKind.RECEIPT, sale.venue, draft, sale.currency, now, voucher_sale=sale, payment=payment,
        buyer=sale.buyer_name,
    )  # fmt: skip


def issue_sale_credit_note(refund: Refund, sale: VoucherSale, *, now: datetime) -> Document:
    """A credit note for what went back of a gift voucher."""
    receipt = Document.objects.filter(voucher_sale=sale, kind=DocumentKind.RECEIPT).latest("id")
    draft = voucher_papers.credit_note(refund, receipt, sale, settings_of(sale.venue))
    return _numbered(
        DocumentKind.CREDIT_NOTE, sale.venue, draft, sale.currency, now, voucher_sale=sale, refund=refund,
        corrects=receipt, buyer=receipt.buyer,
    )  # fmt: skip


def issue_sale_reversal(refund: Refund, sale: VoucherSale, *, now: datetime) -> Document:
    """Take back the credit note of a gift voucher's refund that came back."""
    note = Document.objects.get(refund=refund, kind=DocumentKind.CREDIT_NOTE)
    draft = voucher_papers.reversal(note, sale, settings_of(sale.venue))
    return _numbered(
        DocumentKind.REVERSAL, sale.venue, draft, sale.currency, now, voucher_sale=sale, refund=refund,
        corrects=note, buyer=note.buyer,
    )  # fmt: skip


@service
def issue_invoice(*, booking_id: int, now: datetime, buyer: str = "") -> Document:
    """An invoice over what a booking and all paid with it cost now; the one that stands if it fits.

    One that says something else is taken back by a credit note first. `buyer` is who it is for, as they want
    it written; else the guest's name. Raises NothingToInvoice, Invalid, BookingUnknown.
    """
    account = locked_account(booking_id)
    if len(buyer) > MOST_OF_A_BUYER:
        raise Invalid(fields={"buyer": f"At most {MOST_OF_A_BUYER} characters."})
    before = standing_invoice(account.ids)
    costs = _costs(account)
    if before is not None and left_of(before) == costs and buyer.strip() in {"", before.buyer}:
        return before
    if before is None and not costs:
        raise NothingToInvoice
    settings = settings_of(account.venue)
    if before is not None:
        left = left_of(before)
        draft = papers.credit_note(
            account.booking,
            account.parts,
            settings,
            amount_minor=left,
            corrects=[before.name],
            taxes=_taxes_credited(before, left),
        )
        note = _credit(account, draft, before, left, now=now)
        if not costs:
            return note
    paid = Payment.objects.filter(booking_id__in=account.ids, state=PaymentState.TAKEN, is_test=True)
    draft = papers.invoice(
        account.booking,
        account.parts,
        account.standing,
        settings,
        was_tried=counts_tests() and paid.exists(),
    )
    issued = _issue(
        DocumentKind.INVOICE, account, draft, now=now, buyer=buyer.strip() or (before.buyer if before else "")
    )
    post_invoice(issued, now)
    return issued


def standing_invoice(booking_ids: Sequence[int]) -> Document | None:
    """The invoice of which something is left, the newest where there are several."""
    rows = Document.objects.filter(booking_id__in=booking_ids, kind=DocumentKind.INVOICE)
    return next((row for row in rows.order_by("-id") if left_of(row)), None)


def left_of(invoice: Document) -> int:
    """What of an invoice no credit note has taken back, or a reversal given again; in minor units."""
    notes = Document.objects.filter(Q(corrects=invoice) | Q(corrects__corrects=invoice))
    moved = notes.values_list("kind", "credited_minor")
    return invoice.total_minor - sum(
        -minor if kind == DocumentKind.REVERSAL else minor for kind, minor in moved
    )


def fits(invoice: Document, account: Account) -> bool:
    """Whether an invoice says what the booking costs by now."""
    return left_of(invoice) == _costs(account)


def _costs(account: Account) -> int:
    return account.standing.charged - account.standing.allowed


def _receipts(payment: Payment | None, refund: Refund | None) -> list[Document]:
    """The receipts of the payments that went back."""
    ids = [payment.pk] if payment is not None else []
    if refund is not None:
        ids += refund.lines.values_list("payment_id", flat=True)
    return list(Document.objects.filter(kind=DocumentKind.RECEIPT, payment_id__in=ids).order_by("id"))


def _taxes_of_receipts(payment: Payment | None, refund: Refund | None) -> list[LineTax]:
    """The share of their receipts' taxes that goes back with payments."""
    receipts = {each.payment_id: each for each in _receipts(payment, refund)}
    if payment is not None:
        return papers.kept_taxes(receipts[payment.pk]) if payment.pk in receipts else []
    assert refund is not None, "a credit note is for a payment or a refund"
    found: list[LineTax] = []
    for line in refund.lines.select_related("payment").order_by("id"):
        if line.payment_id in receipts:
            found += taxes_of_part(
                papers.kept_taxes(receipts[line.payment_id]),
                before_minor=_credited_before(line),
                part_minor=line.amount_minor,
                total_minor=line.payment.amount_minor,
            )
    return summed(found)


def _credited_before(line: RefundLine) -> int:
    """What went back of a payment before this; what is on its way to a card is credited when it is there."""
    others = line.payment.refund_lines.exclude(pk=line.pk).filter(refund__state=RefundState.DONE)
    return int(others.aggregate(total=Sum("amount_minor"))["total"] or 0)


def _taxes_credited(invoice: Document, amount_minor: int) -> list[LineTax]:
    """The taxes in what is taken back of an invoice next."""
    return taxes_of_part(
        papers.kept_taxes(invoice),
        before_minor=invoice.total_minor - left_of(invoice),
        part_minor=amount_minor,
        total_minor=invoice.total_minor,
    )


def _credit(
    account: Account,
    draft: papers.Draft,
    corrects: Document | None,
    credited: int,
    *,
    now: datetime,
    payment: Payment | None = None,
    refund: Refund | None = None,
) -> Document:
    before = corrects.total_minor - left_of(corrects) if corrects is not None and credited else 0
    taxes = _taxes_credited(corrects, credited) if corrects is not None and credited else []
    note = _issue(
        DocumentKind.CREDIT_NOTE,
        account,
        draft,
        now=now,
        payment=payment,
        refund=refund,
        corrects=corrects,
        credited=credited,
        buyer=corrects.buyer if corrects is not None else "",
    )
    if corrects is not None and credited:
        post_credit(note, corrects, taxes, before, now)
    return note


def _issue(
    kind: DocumentKind,
    account: Account,
    draft: papers.Draft,
    *,
    now: datetime,
    payment: Payment | None = None,
    refund: Refund | None = None,
    corrects: Document | None = None,
    credited: int = 0,
    buyer: str = "",
) -> Document:
    return _numbered(
        kind,
        account.venue,
        draft,
        account.standing.currency,
        now,
        booking=account.booking,
        payment=payment,
        refund=refund,
        corrects=corrects,
        credited_minor=credited,
        buyer=(buyer or account.booking.title)[:MOST_OF_A_BUYER],
    )


def _numbered(
    kind: DocumentKind, venue: Venue, draft: papers.Draft, currency: str, now: datetime, **more: Any
) -> Document:
    """Write a document under the next number of its kind; `more` are columns."""
    prefix = settings_of(venue).prefix
    number = _next_number(venue.pk, kind)
    name = f"{LETTERS[kind]}{number:05}"
    return Document.objects.create(
        venue=venue,
        kind=kind,
        number=number,
        name=f"{prefix}-{name}" if prefix else name,
        issued_at=now,
        total_minor=draft.total_minor,
        currency=currency,
        body=draft.body,
        **more,
    )


def _next_number(venue_id: int, kind: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(NEXT_NUMBER, {"venue": venue_id, "kind": str(kind)})
        return int(cursor.fetchone()[0])
