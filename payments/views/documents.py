"""Documents: the list, its file, and each as a PDF for staff and for whoever holds a booking's link."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from audit.services.accesses import note_export
from bookings.domain.reference import shown
from bookings.models import Booking
from bookings.selectors.groups import own_parts_of
from bookings.views.capability import capability
from bookings.views.pages import asked
from boom.access import staff
from payments.documents_file import documents_as_csv
from payments.errors import DocumentUnknown
from payments.forms.documents import DocumentsForm
from payments.models import Document
from payments.paper_file import paper_file, paper_name
from payments.selectors.documents import document_called, documents_of, page_of
from tenants.context import within_scope

VIEW = "payments.view_takings"


@require_GET
@staff(VIEW)
def documents(request: HttpRequest) -> HttpResponse:
    """Every document of a venue, narrowed by number, name, kind and day."""
    page = asked(request)
    form = DocumentsForm(request.GET)
    wanted = form.wanted()
    found = page_of(documents_of(page.venue, wanted), request.GET.get("page", "1"))
    context = {
        "venue": page.venue,
        "form": form,
        "page": found,
        "rows": [
            (each, shown(each.booking.reference) if each.booking is not None else "")
            for each in found.object_list
        ],
        "is_filtered": bool(wanted.words or wanted.kind or wanted.first or wanted.last),
        "action": reverse("payments:documents"),
        "file_url": f"{reverse('payments:documents-file')}?{request.GET.urlencode()}",
    }
    return render(request, "payments/documents.html", context)


@require_GET
@staff(VIEW)
def documents_file(request: HttpRequest) -> HttpResponseBase:
    """The list as its filters narrow it, as a file. It names guests, so taking it out is noted."""
    page = asked(request)
    rows = documents_of(page.venue, DocumentsForm(request.GET).wanted())
    note_export(table="payments_document", count=rows.count())
    name = f"documents-{page.venue.slug}-{page.today:%Y-%m-%d}.csv"
    return StreamingHttpResponse(
        # Read after the request's scope has ended, so each piece is asked for within its own.
        within_scope(request.business, documents_as_csv(rows, page.venue)),  # type: ignore[attr-defined]
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


@require_GET
@staff("bookings.view_customers")
def document(request: HttpRequest, document_id: int) -> HttpResponse:
    """One document, as it was issued. It names a guest, so taking it out is noted."""
    found = document_called(document_id)
    note_export(table="payments_document", count=1)
    return _pdf(found)


@capability
@require_GET
def own_document(request: HttpRequest, token: str, booking: Booking, document_id: int) -> HttpResponse:
    """A document of the booking the link is of, or of another of the same guest's in its group."""
    own = [part.pk for part in own_parts_of(booking.pk)]
    rows = Document.objects.select_related("venue", "booking__room")
    found = rows.filter(pk=document_id, booking_id__in=own).first()
    if found is None:
        raise DocumentUnknown
    return _pdf(found)


def _pdf(found: Document) -> HttpResponse:
    return HttpResponse(
        paper_file(found),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{paper_name(found)}"',
            "Cache-Control": "no-store",
        },
    )
