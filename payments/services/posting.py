"""Entries of payments, of money that went back, and of what is invoiced and credited.

Against money stands what is owed for it: guests' money, or vouchers that are not used yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bookings.domain.pricing.quotes import LineTax
from boom.core.money import Money
from ledger.domain.entries import Account, credit, debit
from ledger.models import Entry
from ledger.services import post
from payments import papers
from payments.domain import chart
from payments.models import Document, Payment, Refund


def owed_for(row: Payment | Refund) -> Account:
    """Whose money it is until it is earned: a guest's who booked, or whoever comes with the voucher."""
    return chart.guests(row.venue_id) if row.booking_id else chart.vouchers(row.venue_id)


def post_payment(payment: Payment, at: datetime) -> Entry:
    """The entry of a payment; the one that is there if it is."""
    amount = Money(payment.amount_minor, payment.currency)
    surcharge = Money(payment.surcharge_minor, payment.currency)
    return post(
        key=f"payment/{payment.pk}",
        kind="payment",
        at=at,
        about=payment.subject,
        lines=chart.in_mode(
            [
                debit(chart.of_method(payment.venue_id, payment.method), amount + surcharge),
                credit(owed_for(payment), amount),
                credit(chart.surcharges(payment.venue_id), surcharge),
            ],
            is_test=payment.is_test,
        ),
    )


def post_refund(refund: Refund, at: datetime) -> Entry:
    """The entry of a refund; the one that is there if it is."""
    given = list(refund.lines.order_by("id"))
    lines = [
        credit(chart.of_method(refund.venue_id, line.method), Money(line.charged_minor, refund.currency))
        for line in given
    ]
    surcharge = Money(sum(line.surcharge_minor for line in given), refund.currency)
    lines.append(debit(chart.surcharges(refund.venue_id), surcharge))
    return post(
        key=f"refund/{refund.pk}",
        kind="refund",
        at=at,
        about=refund.subject,
        lines=chart.in_mode(
            [debit(owed_for(refund), Money(refund.amount_minor, refund.currency)), *lines],
            is_test=refund.is_test,
        ),
    )


def post_invoice(invoice: Document, now: datetime) -> Entry:
    """What was invoiced is earned: out of guests' money (and vouchers) into sales and taxes."""
    venue, currency = invoice.venue_id, invoice.currency
    by_voucher = Money(invoice.body["by_voucher_minor"], currency)
    taxes = Money(sum(tax.amount.minor for tax in papers.kept_taxes(invoice)), currency)
    total = Money(invoice.total_minor, currency)
    return post(
        key=f"document/{invoice.pk}",
        kind="invoice",
        at=now,
        about=f"booking/{invoice.booking_id}",
        words=invoice.name,
        lines=[
            debit(chart.guests(venue), total - by_voucher),
            debit(chart.vouchers(venue), by_voucher),
            credit(chart.sales(venue), total - taxes),
            credit(chart.tax(venue), taxes),
        ],
    )


def post_credit(
    note: Document, invoice: Document, taxes: Sequence[LineTax], before: int, now: datetime
) -> Entry:
    """The way back of an invoice's entry, as far as the note goes: guests' money first, then vouchers."""
    venue, currency = note.venue_id, note.currency
    asked = invoice.total_minor - invoice.body["by_voucher_minor"]
    amount = Money(note.credited_minor, currency)
    guests = Money(min(before + amount.minor, asked) - min(before, asked), currency)
    tax = Money(sum(each.amount.minor for each in taxes), currency)
    return post(
        key=f"document/{note.pk}",
        kind="credit_note",
        at=now,
        about=f"booking/{note.booking_id}",
        words=note.name,
        lines=[
            debit(chart.sales(venue), amount - tax),
            debit(chart.tax(venue), tax),
            credit(chart.guests(venue), guests),
            credit(chart.vouchers(venue), amount - guests),
        ],
    )
