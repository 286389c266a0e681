"""The list of documents as a CSV file, one line a document, for the accountant."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from bookings.domain.reference import shown
from bookings.models import Venue
from boom.core.money import Money
from boom.core.spreadsheets import csv_line
from boom.core.workbooks import Cell
from payments.models import Document, DocumentKind
from payments.papers import kept_taxes

CHUNK = 500
HEADINGS = (
    "number", "kind", "issued", "booking", "made out to", "total", "tax in it", "currency", "corrects",
)  # fmt: skip


def documents_as_csv(rows: QuerySet[Document], venue: Venue) -> Iterator[str]:
    """Lines of the file. A credit note's amounts are below zero. Times are the venue's, with their offset."""
    yield csv_line(HEADINGS)
    # The keys first, then piece by piece: a cursor would not outlive the moment between two pieces.
    keys = list(rows.values_list("id", flat=True))
    for first in range(0, len(keys), CHUNK):
        wanted = keys[first : first + CHUNK]
        by_key = Document.objects.select_related("booking", "corrects").in_bulk(wanted)
        yield "".join(csv_line(cells_of(by_key[key], venue)) for key in wanted if key in by_key)


def cells_of(row: Document, venue: Venue) -> tuple[Cell, ...]:
    """A document under HEADINGS. Needs its booking and what it corrects."""
    sign = -1 if row.kind == DocumentKind.CREDIT_NOTE else 1
    tax = sum(each.amount.minor for each in kept_taxes(row))
    return (
        row.name,
        row.get_kind_display(),
        row.issued_at.astimezone(venue.zone).replace(microsecond=0),
        shown(row.booking.reference) if row.booking is not None else "gift voucher",
        " ".join(row.buyer.splitlines()),
        Money(sign * row.total_minor, row.currency).major,
        Money(sign * tax, row.currency).major,
        row.currency,
        row.corrects.name if row.corrects else "",
    )
