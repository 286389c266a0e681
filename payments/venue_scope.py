"""Of which venue and room the rows of payments are (`accounts.venue_scope`). Found by `boom.apps`."""

from __future__ import annotations

from accounts.venue_scope import Place, locates
from payments.models import Dispute, Document, Payment, PaymentLink, Till, VoucherSale


@locates("payment_id")
def of_payment(key: int) -> Place | None:
    rows = Payment.objects.filter(pk=key).values_list("venue_id", "booking__room_id")
    found = rows.first()
    return Place(*found) if found else None


@locates("document_id")
def of_document(key: int) -> Place | None:
    rows = Document.objects.filter(pk=key).values_list("venue_id", "booking__room_id")
    found = rows.first()
    return Place(*found) if found else None


@locates("dispute_id")
def of_dispute(key: int) -> Place | None:
    found = Dispute.objects.filter(pk=key).values_list("venue_id", "payment__booking__room_id").first()
    return Place(*found) if found else None


@locates("till_id")
def of_till(key: int) -> Place | None:
    found = Till.objects.filter(pk=key).values_list("venue_id").first()
    return Place(*found) if found else None


@locates("link_id")
def of_link(key: int) -> Place | None:
    rows = PaymentLink.objects.filter(pk=key).values_list("venue_id", "booking__room_id")
    found = rows.first()
    return Place(*found) if found else None


@locates("sale_id")
def of_sale(key: int) -> Place | None:
    found = VoucherSale.objects.filter(pk=key).values_list("venue_id").first()
    return Place(*found) if found else None
