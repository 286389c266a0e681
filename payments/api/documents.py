"""Receipts, invoices and credit notes by program: listed and read as they were issued."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from ninja import Path, Query, Router
from pydantic import BaseModel, ConfigDict, Field

from accounts.venue_scope import present_limit, present_rooms
from audit.services.accesses import note_export
from boom.rest.endpoints import ApiRequest, endpoint
from boom.rest.paging import FieldsQuery, ListFieldsQuery, Order, Piece, piece_of
from boom.rest.values import Amount, Id, Instant, Sparse
from payments.models import Document, DocumentKind
from payments.selectors.documents import document_called

router = Router()
SEE = "payments.view_takings"
TAGS = ["Documents"]


class DocumentShape(Sparse):
    """A document with a number."""

    model_config = ConfigDict(**Sparse.model_config | {"title": "Document"})

    id: int
    venue_id: int
    kind: DocumentKind
    name: str = Field(description="Its number as people read it.", examples=["VEL-R-000017"])
    issued_at: datetime
    booking_id: int | None
    payment_id: int | None
    refund_id: int | None
    corrects_id: int | None
    total: Amount
    credited_minor: int
    buyer: str


class DocumentDetail(DocumentShape):
    """A document with all it says."""

    model_config = ConfigDict(**Sparse.model_config | {"title": "DocumentDetail"})

    body: dict[str, Any] = Field(description="Words and sums, as they were printed.")


class DocumentList(BaseModel):
    """A piece of the list."""

    data: list[DocumentShape]
    next_cursor: str | None


class DocumentQuery(ListFieldsQuery):
    """Which documents."""

    venue_id: Id | None = None
    booking_id: Id | None = None
    kind: DocumentKind | None = None
    issued_from: Instant | None = None
    issued_before: Instant | None = None


@endpoint(router, "GET", "/documents", needs=SEE, gives=DocumentList, tags=TAGS)
def list_documents(request: ApiRequest, query: DocumentQuery = Query(...)) -> Piece:
    """Documents, the latest first. They name guests, so taking them out is noted."""
    named = {
        "venue_id": query.venue_id,
        "booking_id": query.booking_id,
        "kind": query.kind,
        "issued_at__gte": query.issued_from,
        "issued_at__lt": query.issued_before,
    }
    found = _visible().filter(**{name: value for name, value in named.items() if value is not None})
    piece = piece_of(found, query, document_shape, order=Order("issued_at", latest_first=True))
    note_export(table="payments_document", count=len(piece.data))
    return piece


@endpoint(router, "GET", "/documents/{document_id}", needs=SEE, gives=DocumentDetail, tags=TAGS)
def get_document(
    request: ApiRequest, document_id: Id = Path(...), query: FieldsQuery = Query(...)
) -> DocumentDetail:
    """A document, as it was issued. It names a guest, so taking it out is noted."""
    found = document_called(document_id)
    note_export(table="payments_document", count=1)
    return DocumentDetail(**_values_of(found), body=found.body)


def document_shape(document: Document) -> DocumentShape:
    """A document, as lists have it."""
    return DocumentShape(**_values_of(document))


def _values_of(document: Document) -> dict[str, Any]:
    names = [name for name in DocumentShape.model_fields if name not in {"id", "total", "kind"}]
    total = Amount(amount_minor=document.total_minor, currency=document.currency)
    kind = DocumentKind(document.kind)
    return {"id": document.pk, "total": total, "kind": kind} | {
        name: getattr(document, name) for name in names
    }


def _visible() -> QuerySet[Document]:
    """The documents of venues and rooms that whoever asks may touch."""
    rooms, venues = present_rooms(), present_limit()
    if rooms is not None:
        return Document.objects.filter(booking__room_id__in=rooms)
    return Document.objects.all() if venues is None else Document.objects.filter(venue_id__in=venues)
