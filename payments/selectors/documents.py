"""Documents to list, and one by its key."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet

from accounts.venue_scope import Place, may_see_place
from bookings.models import Venue
from payments.errors import DocumentUnknown
from payments.models import Document

PAGE = 50


@dataclass(frozen=True, slots=True)
class Narrowed:
    """What a list of documents is narrowed to; what is empty narrows nothing."""

    words: str = ""
    kind: str = ""
    first: date | None = None
    last: date | None = None


def documents_of(venue: Venue, wanted: Narrowed) -> QuerySet[Document]:
    """A venue's documents, the newest first. Days are the venue's own, `last` with them."""
    rows = Document.objects.filter(venue=venue)
    if wanted.words:
        rows = rows.filter(
            Q(name__icontains=wanted.words)
            | Q(buyer__icontains=wanted.words)
            | Q(booking__reference=wanted.words.replace("-", "").upper())
        )
    if wanted.kind:
        rows = rows.filter(kind=wanted.kind)
    if wanted.first is not None:
        rows = rows.filter(issued_at__gte=_midnight(wanted.first, venue))
    if wanted.last is not None and wanted.last < date.max:
        rows = rows.filter(issued_at__lt=_midnight(wanted.last + timedelta(days=1), venue))
    return rows.select_related("booking", "voucher_sale").order_by("-issued_at", "-id")


def page_of(rows: QuerySet[Document], number: str) -> Page[Document]:
    """One page of them; the nearest where there is no such."""
    return Paginator(rows, PAGE).get_page(number)


def document_called(document_id: int) -> Document:
    """A document whose booking whoever asks may see. Raises DocumentUnknown."""
    found = Document.objects.select_related("venue", "booking__room").filter(pk=document_id).first()
    room_id = found.booking.room_id if found is not None and found.booking is not None else None
    if found is None or not may_see_place(Place(found.venue_id, room_id)):
        raise DocumentUnknown
    return found


def _midnight(day: date, venue: Venue) -> datetime:
    return datetime.combine(day, time.min, tzinfo=venue.zone)
