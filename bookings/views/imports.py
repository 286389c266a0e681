"""Customers in from a file and out as one."""

from __future__ import annotations

from itertools import chain
from typing import Any

from django.db.models import Count
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from audit.services.accesses import note_export
from bookings.domain.tables import Table
from bookings.errors import ImportUnknown
from bookings.forms.customers import CustomersForm
from bookings.forms.imports import MappingForm, UploadForm
from bookings.models.imports import CustomerImport, ImportState, Outcome
from bookings.phones import country_of_zone
from bookings.selectors.customer_export import HEADINGS, customer_rows
from bookings.selectors.customer_rows import FIELDS
from bookings.selectors.venues import venue_called
from bookings.services.imports import (
    MOST_BYTES,
    MOST_ROWS,
    map_import,
    start_import,
    table_of_import,
    undo_import,
    upload_customers,
)
from bookings.views.answers import Sentence, say_on_next_page
from bookings.views.pages import address
from boom.access import staff
from boom.core import clock, workbooks
from boom.core.errors import DomainError, Invalid
from boom.core.spreadsheets import csv_line
from boom.htmx import page_or_part
from boom.problems import add_refusal, refused
from tenants.context import within_scope

EXCHANGE = "bookings.exchange_customers"
TEMPLATE = "bookings/customers/import.html"
MOST_PROBLEMS = 200
MOST_LISTED = 20


@require_http_methods(["GET", "POST"])
@staff(EXCHANGE)
def imports(request: HttpRequest) -> HttpResponse:
    """The imports there were, and a new file."""
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file, venue = form.cleaned_data["file"], venue_called(None)
        try:
            if file.size > MOST_BYTES:
                raise Invalid(fields={"file": _("The file is larger than 5 MB. Split it.")})
            made = upload_customers(
                content=file.read(),
                file_name=file.name,
                country=venue.country or country_of_zone(venue.time_zone),
            )
        except DomainError as error:
            add_refusal(form, error)
            return refused(_imports_page(request, form), error)
        return redirect(address("import", made.pk))
    return _imports_page(request, form, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
@staff(EXCHANGE)
def one_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """Where an import is: columns to be named, its progress, its preview, its outcome."""
    found = _called(import_id)
    if found.must_be_uploaded_again:
        return render(request, TEMPLATE, _context(found))
    if request.method == "POST":
        return _map(request, found)
    if found.state == ImportState.MAPPING or ("map" in request.GET and found.state == ImportState.CHECKED):
        return _mapping_page(request, found, _mapping_form(found, table_of_import(found)))
    return render(request, page_or_part(request, TEMPLATE, part="progress"), _context(found))


@require_POST
@staff(EXCHANGE)
def start(request: HttpRequest, import_id: int) -> HttpResponse:
    start_import(import_id=import_id)
    return redirect(address("import", import_id))


@require_POST
@staff(EXCHANGE)
def undo(request: HttpRequest, import_id: int) -> HttpResponse:
    undo_import(import_id=import_id)
    say_on_next_page(request, Sentence(_("The import is being taken back.")))
    return redirect(address("import", import_id))


@require_GET
@staff(EXCHANGE)
def report(request: HttpRequest, import_id: int) -> HttpResponseBase:
    """What became of every line, as CSV."""
    found = _called(import_id)
    note_export(table="bookings_customer")
    business = request.business  # type: ignore[attr-defined]
    return StreamingHttpResponse(
        within_scope(business, _report_lines(found)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="import-{found.pk}-report.csv"'},
    )


@require_GET
@staff(EXCHANGE)
def export_csv(request: HttpRequest) -> HttpResponseBase:
    """The list, as the filters narrow it, as CSV. Streamed, however long; taking it out is noted."""
    note_export(table="bookings_customer")
    business = request.business  # type: ignore[attr-defined]
    rows = customer_rows(CustomersForm(request.GET).wanted(), now=clock.now())
    return StreamingHttpResponse(
        within_scope(business, map(csv_line, chain([HEADINGS], rows))),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="customers-{business.subdomain}.csv"'},
    )


@require_GET
@staff(EXCHANGE)
def export_xlsx(request: HttpRequest) -> HttpResponseBase:
    """The same as a workbook."""
    note_export(table="bookings_customer")
    business = request.business  # type: ignore[attr-defined]
    rows = customer_rows(CustomersForm(request.GET).wanted(), now=clock.now())
    return StreamingHttpResponse(
        within_scope(business, workbooks.workbook(HEADINGS, rows, title=_("Customers"))),
        content_type=workbooks.TYPE,
        headers={"Content-Disposition": f'attachment; filename="customers-{business.subdomain}.xlsx"'},
    )


def _map(request: HttpRequest, found: CustomerImport) -> HttpResponse:
    typed = request.POST
    try:
        table = table_of_import(
            found, encoding=typed.get("encoding", ""), delimiter=typed.get("delimiter", "")
        )
    except Invalid as error:
        table = table_of_import(found)
        form = _mapping_form(found, table, typed)
        add_refusal(form, error)
        return refused(_mapping_page(request, found, form), error)
    if "again" in typed:
        # Only the encoding or the sign between cells is another: show how the file reads now.
        read = {"encoding": table.encoding, "delimiter": table.delimiter}
        return _mapping_page(request, found, _mapping_form(found, table, initial=read))
    form = _mapping_form(found, table, typed)
    if not form.is_valid():
        return _mapping_page(request, found, form, status=422)
    values = form.cleaned_data
    try:
        map_import(
            import_id=found.pk,
            mapping=form.mapping(),
            when_known=values["when_known"],
            encoding=values["encoding"],
            delimiter=values["delimiter"],
        )
    except DomainError as error:
        add_refusal(form, error)
        return refused(_mapping_page(request, found, form), error)
    return redirect(address("import", found.pk))


def _mapping_form(
    found: CustomerImport, table: Table, data: Any = None, *, initial: dict[str, Any] | None = None
) -> MappingForm:
    chosen = {f"column{place}": name for name, place in found.mapping.items()}
    shown = {"encoding": table.encoding, "delimiter": table.delimiter, "when_known": found.when_known}
    return MappingForm(data, table=table, initial={**chosen, **shown, **(initial or {})})


def _mapping_page(
    request: HttpRequest, found: CustomerImport, form: MappingForm, *, status: int = 200
) -> HttpResponse:
    context = {"venue": venue_called(None), "found": found, "form": form}
    return render(request, "bookings/customers/import_mapping.html", context, status=status)


def _imports_page(request: HttpRequest, form: UploadForm, *, status: int = 200) -> HttpResponse:
    context = {
        "venue": venue_called(None),
        "form": form,
        "imports": CustomerImport.objects.order_by("-id")[:MOST_LISTED],
        "most_rows": f"{MOST_ROWS:,}",
        "now": clock.now(),
    }
    return render(request, "bookings/customers/imports.html", context, status=status)


def _context(found: CustomerImport) -> dict[str, Any]:
    rows = found.lines.order_by().values("outcome").annotate(count=Count("id"))
    counts = {row["outcome"]: row["count"] for row in rows}
    refused_lines = found.lines.filter(outcome=Outcome.REFUSED).order_by("number")[:MOST_PROBLEMS]
    return {
        "venue": venue_called(None),
        "found": found,
        "tiles": [
            {"label": outcome.label, "value": str(counts.get(outcome.value, 0))} for outcome in Outcome
        ],
        "importable": sum(counts.get(each, 0) for each in (Outcome.ADDED, Outcome.CHANGED)),
        "refused": counts.get(Outcome.REFUSED, 0),
        "problems": [
            {"number": line.number, "name": line.name, "field": FIELDS[each["field"]], "words": each["words"]}
            for line in refused_lines
            for each in line.problems
        ],
        "most_problems": MOST_PROBLEMS,
    }


def _report_lines(found: CustomerImport) -> Any:
    yield csv_line(("line", "name", "outcome", "field", "problem"))
    for line in found.lines.order_by("number").iterator(chunk_size=500):
        for problem in line.problems or [{"field": "", "words": ""}]:
            label = FIELDS.get(problem["field"], "")
            yield csv_line((line.number, line.name, line.get_outcome_display(), label, problem["words"]))


def _called(import_id: int) -> CustomerImport:
    found = CustomerImport.objects.filter(pk=import_id).first()
    if found is None:
        raise ImportUnknown
    return found
