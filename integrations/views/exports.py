"""Everything the business has, to be taken out as files."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from audit.services.accesses import note_export
from bookings.exporting import Export, as_csv, as_workbook, export_called, exports
from bookings.models import Venue
from bookings.selectors.venues import venues_in_order, whole_venues
from boom.access import staff
from boom.core import clock, workbooks
from boom.core.errors import Forbidden, Invalid, NotFound
from integrations.forms.exports import ExtentForm
from tenants.context import within_scope

SEE = "bookings.view_customers"
KINDS = ("csv", "xlsx")


@require_GET
@staff(SEE)
def listed(request: HttpRequest) -> HttpResponse:
    """Every table that whoever asks may take out, and what of it."""
    form = ExtentForm(request.GET, venues=venues_in_order())
    is_sound = form.is_valid()
    query = request.GET.urlencode() if is_sound else ""
    context: dict[str, Any] = {
        "form": form,
        "rows": [(export, _addresses(export, query)) for export in exports() if _may(request, export)],
        "is_sound": is_sound,
    }
    return render(request, "integrations/exports.html", context, status=200 if is_sound else 422)


@require_GET
@staff(SEE)
def file(request: HttpRequest, table: str, kind: str) -> HttpResponseBase:
    """One table as a file. Streamed, so it may be as long as it likes; who took it out is noted."""
    export = export_called(table)
    if export is None or kind not in KINDS:
        raise NotFound
    if not _may(request, export):
        raise Forbidden
    form = ExtentForm(request.GET, venues=_venues_for(export))
    if not form.is_valid():
        raise Invalid(fields={field: str(errors[0]) for field, errors in form.errors.items()})
    now = clock.now()
    made = export.made(form.extent(now=now))
    note_export(table=export.table)
    business = request.business  # type: ignore[attr-defined]
    pieces: Any = as_csv(made) if kind == "csv" else as_workbook(made, title=str(export.label))
    file_name = f"{export.name}-{business.subdomain}-{now:%Y-%m-%d}.{kind}"
    return StreamingHttpResponse(
        # Read after the request's scope has ended, so each piece is asked for within its own.
        within_scope(business, pieces),
        content_type="text/csv; charset=utf-8" if kind == "csv" else workbooks.TYPE,
        headers={"Content-Disposition": f'attachment; filename="{file_name}"', "Cache-Control": "no-store"},
    )


def _may(request: HttpRequest, export: Export) -> bool:
    return request.user.has_perm(export.permission)


def _venues_for(export: Export) -> list[Venue]:
    """Whose rows whoever asks may take out: where rooms do not tell, of venues that are wholly theirs."""
    return venues_in_order() if export.is_of_rooms or export.is_of_business else whole_venues()


def _addresses(export: Export, query: str) -> list[tuple[str, str]]:
    found = []
    for kind in KINDS:
        path = reverse("integrations:export", args=[export.name, kind])
        found.append((kind.upper(), f"{path}?{query}" if query else path))
    return found
