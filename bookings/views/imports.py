"""Lists on their way in, from their columns to their report; and customers out as a file."""

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
from bookings.forms.imports import MappingForm
from bookings.list_words import added_words, changes_of, label_of
from bookings.models.imports import CustomerImport, ImportFile, ImportKind, ImportState, Outcome
from bookings.selectors.customer_export import HEADINGS, customer_rows
from bookings.selectors.venues import venue_called
from bookings.services.imports import map_import, start_import, table_of_import, undo_import
from bookings.views.answers import Sentence, say_on_next_page
from bookings.views.pages import address
from boom.access import staff
from boom.core import clock, workbooks
from boom.core.errors import DomainError, Forbidden, Invalid
from boom.core.spreadsheets import as_typed, csv_line
from boom.htmx import page_or_part
from boom.problems import add_refusal, refused
from tenants.context import within_scope

EXCHANGE = "bookings.exchange_customers"
TEMPLATE = "bookings/customers/import.html"
MOST_PROBLEMS, MOST_SHOWN = 200, 50
# What beside exchanging lists whoever brings one in has to be allowed.
NEEDS = {
    ImportKind.CUSTOMERS: EXCHANGE,
    ImportKind.ROOMS: "bookings.change_setup",
    ImportKind.BOOKINGS: "bookings.override_rules",
}
TABLES = {
    ImportKind.CUSTOMERS: "bookings_customer",
    ImportKind.ROOMS: "bookings_room",
    ImportKind.BOOKINGS: "bookings_booking",
}


@require_http_methods(["GET", "POST"])
@staff(EXCHANGE)
def one_import(request: HttpRequest, import_id: int) -> HttpResponse:
    """Where an import is: columns to be named, its progress, its preview, its outcome."""
    found = called(request, import_id)
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
    called(request, import_id)
    start_import(import_id=import_id)
    return redirect(address("import", import_id))


@require_POST
@staff(EXCHANGE)
def undo(request: HttpRequest, import_id: int) -> HttpResponse:
    called(request, import_id)
    undo_import(import_id=import_id)
    say_on_next_page(request, Sentence(_("The import is being taken back.")))
    return redirect(address("import", import_id))


@require_GET
@staff(EXCHANGE)
def report(request: HttpRequest, import_id: int) -> HttpResponseBase:
    """What became of every line, as CSV."""
    found = called(request, import_id)
    note_export(table=TABLES[ImportKind(found.kind)])
    business = request.business  # type: ignore[attr-defined]
    return StreamingHttpResponse(
        within_scope(business, _report_lines(found)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="import-{found.pk}-report.csv"'},
    )


@require_GET
@staff(EXCHANGE)
def refused_lines(request: HttpRequest, import_id: int) -> HttpResponseBase:
    """The lines that were refused, as the file has them and why, to be mended and brought in again."""
    found = called(request, import_id)
    table = table_of_import(found)
    note_export(table=TABLES[ImportKind(found.kind)])
    business = request.business  # type: ignore[attr-defined]
    return StreamingHttpResponse(
        within_scope(business, _refused_lines(found, table)),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="import-{found.pk}-refused.csv"'},
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
            reading=form.reading(),
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
    return MappingForm(data, table=table, found=found, initial={**chosen, **shown, **(initial or {})})


def _mapping_page(
    request: HttpRequest, found: CustomerImport, form: MappingForm, *, status: int = 200
) -> HttpResponse:
    context = {"venue": venue_called(None), "found": found, "form": form}
    return render(request, "bookings/customers/import_mapping.html", context, status=status)


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
            {
                "number": line.number,
                "name": line.name,
                "field": label_of(found, each["field"]),
                "words": each["words"],
            }
            for line in refused_lines
            for each in line.problems
        ],
        "most_problems": MOST_PROBLEMS,
        "is_file_here": ImportFile.objects.filter(customer_import=found).exists(),
        "added": [
            {"line": line, "words": added_words(found, line)}
            for line in found.lines.filter(outcome=Outcome.ADDED)
            .select_related("room", "booking__room")
            .order_by("number")[:MOST_SHOWN]
        ],
        "most_shown": MOST_SHOWN,
        "stays": found.lines.filter(outcome__in=(Outcome.ADDED, Outcome.CHANGED))
        .exclude(problems=[])
        .order_by("number")[:MOST_PROBLEMS],
        "changes": [
            {"number": line.number, "name": line.name, "lines": changes_of(found, line)}
            for line in found.lines.filter(outcome=Outcome.CHANGED).order_by("number")[:MOST_PROBLEMS]
        ],
        "list": _list_of(found),
    }


def _list_of(found: CustomerImport) -> dict[str, str]:
    """Where what came in is to be seen."""
    query = {"venue": found.venue.slug} if found.venue is not None else {}
    return {
        ImportKind.CUSTOMERS: {"url": address("customers", order="new"), "label": _("See the customers")},
        ImportKind.ROOMS: {"url": address("rooms", **query), "label": _("See the rooms")},
        ImportKind.BOOKINGS: {
            "url": address("bookings", when="all", **query),
            "label": _("See the bookings"),
        },
    }[ImportKind(found.kind)]


def _report_lines(found: CustomerImport) -> Any:
    yield csv_line(("line", "name", "outcome", "field", "problem"))
    for line in found.lines.order_by("number").iterator(chunk_size=500):
        for problem in line.problems or [{"field": "", "words": ""}]:
            label = label_of(found, problem["field"])
            yield csv_line((line.number, line.name, line.get_outcome_display(), label, problem["words"]))


def _refused_lines(found: CustomerImport, table: Table) -> Any:
    rows = dict(zip(table.numbers, table.rows, strict=True))
    yield csv_line((*table.heading, "line", "what is wrong"))
    for line in found.lines.filter(outcome=Outcome.REFUSED).order_by("number").iterator(chunk_size=500):
        if line.number in rows:
            row = [*rows[line.number], *[""] * (len(table.heading) - len(rows[line.number]))]
            wrong = " ".join(f"{label_of(found, each['field'])}: {each['words']}" for each in line.problems)
            yield csv_line((*(as_typed(cell) for cell in row), line.number, wrong))


def called(request: HttpRequest, import_id: int) -> CustomerImport:
    """An import, for whoever may bring in what it is of. Raises ImportUnknown, Forbidden."""
    found = CustomerImport.objects.select_related("venue").filter(pk=import_id).first()
    if found is None:
        raise ImportUnknown
    if not request.user.has_perm(NEEDS[ImportKind(found.kind)]):
        raise Forbidden
    return found
