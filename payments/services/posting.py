"""Entries of money that went back, for whoever finds out that it did."""

from __future__ import annotations

from datetime import datetime

from boom.core.money import Money
from ledger.domain.entries import credit, debit
from ledger.models import Entry
from ledger.services import post
from payments.domain import chart
from payments.models import Refund


def post_refund(refund: Refund, at: datetime) -> Entry:
    """The entry of a refund; the one that is there if it is."""
    lines = [
        credit(chart.of_method(refund.venue_id, line.method), Money(line.amount_minor, refund.currency))
        for line in refund.lines.order_by("id")
    ]
    return post(
        key=f"refund/{refund.pk}",
        kind="refund",
        at=at,
        about=f"booking/{refund.booking_id}",
        lines=[debit(chart.guests(refund.venue_id), Money(refund.amount_minor, refund.currency)), *lines],
    )
