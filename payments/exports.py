"""What there is to take out of payments. Found by `boom.apps` when Django starts."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from bookings.domain.reference import shown
from bookings.exporting import Export, Extent, Table, in_pieces, of_each_venue, register
from bookings.models import Occupancy, Venue
from boom.core.money import Money
from boom.core.workbooks import Cell
from payments.documents_file import HEADINGS as OF_DOCUMENTS
from payments.documents_file import cells_of
from payments.models import Document, Payment, Refund

TAKINGS = "payments.view_takings"


def _payments(extent: Extent) -> Table:
    def rows(venue: Venue) -> Iterator[tuple[Cell, ...]]:
        own = Payment.objects.filter(venue=venue).select_related("booking__customer", "voucher_sale")
        for each in in_pieces(extent.within(own, "taken_at", venue).order_by("taken_at", "id")):
            yield (
                each.taken_at.astimezone(venue.zone).replace(microsecond=0),
                _what(each.booking),
                each.title,
                each.get_method_display(),
                each.get_state_display(),
                Money(each.amount_minor, each.currency).major,
                Money(each.surcharge_minor, each.currency).major,
                Money(each.refunded_minor, each.currency).major,
                Money(each.charged_back_minor, each.currency).major,
                each.currency,
                each.taken_by,
                each.note,
                "test" if each.is_test else "",
            )

    headings = (
        "taken", "booking", "for", "method", "state", "amount", "card surcharge", "given back",
        "charged back", "currency", "taken by", "note", "test",
    )  # fmt: skip
    return of_each_venue(extent, headings, rows, times=("taken",))


def _refunds(extent: Extent) -> Table:
    def rows(venue: Venue) -> Iterator[tuple[Cell, ...]]:
        own = Refund.objects.filter(venue=venue).select_related("booking").prefetch_related("lines")
        for each in in_pieces(extent.within(own, "given_at", venue).order_by("given_at", "id")):
            ways = dict.fromkeys(line.get_method_display() for line in each.lines.all())
            yield (
                each.given_at.astimezone(venue.zone).replace(microsecond=0),
                _what(each.booking),
                Money(each.amount_minor, each.currency).major,
                Money(each.allowed_minor, each.currency).major,
                each.currency,
                ", ".join(ways),
                each.get_state_display(),
                each.reason,
                each.given_by,
                "test" if each.is_test else "",
            )

    headings = (
        "given back", "booking", "amount", "off the price", "currency", "as", "state", "reason", "given by",
        "test",
    )  # fmt: skip
    return of_each_venue(extent, headings, rows, times=("given back",))


def _documents(extent: Extent) -> Table:
    def rows(venue: Venue) -> Iterator[tuple[Cell, ...]]:
        own = Document.objects.filter(venue=venue).select_related("booking", "corrects")
        for each in in_pieces(extent.within(own, "issued_at", venue).order_by("issued_at", "id")):
            yield cells_of(each, venue)

    return of_each_venue(extent, OF_DOCUMENTS, rows, times=("issued",))


def _what(booking: Occupancy | None) -> str:
    return shown(booking.reference) if booking is not None and booking.reference else "gift voucher"


register(
    Export(
        "payments",
        _("Payments"),
        _("By the day they were taken, in every way of paying."),
        TAKINGS,
        "payments_payment",
        _payments,
    )
)
register(
    Export(
        "refunds",
        _("Refunds"),
        _("By the day they were given back."),
        TAKINGS,
        "payments_refund",
        _refunds,
    )
)
register(
    Export(
        "documents",
        _("Documents"),
        _("Receipts, invoices and credit notes, by the day they were issued."),
        TAKINGS,
        "payments_document",
        _documents,
    )
)
