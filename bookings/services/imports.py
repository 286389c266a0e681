"""Bringing a list of customers in: checked line by line first, then imported, and taken back if need be.

Each step goes on slice by slice, a transaction each, from where it stands; begun twice, or again after a
worker died, it goes on and repeats nothing. The same file again changes nothing.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import TextField
from django.db.models.expressions import RawSQL

from audit.errors import InTheWay
from audit.services.redacting import redact
from audit.services.rows import explained
from bookings.domain.tables import NotATable, Table, read_table
from bookings.errors import ImportUnknown, NotPossibleNow
from bookings.models import ConsentSource, Customer, Purpose
from bookings.models.imports import (
    CustomerImport,
    ImportFile,
    ImportLine,
    ImportState,
    Outcome,
    WhenKnown,
)
from bookings.selectors.consents import asked_now
from bookings.selectors.customer_rows import Checked, check_row
from bookings.selectors.customer_search import holder_of_email, root_of
from bookings.services.addresses import end_links_to
from bookings.services.consents import record_consent
from boom.core import outbox
from boom.core.db import service
from boom.core.errors import Invalid

# Spreadsheets of customers are far smaller; what is larger is split.
MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
SLICE = 100
JOINED = frozenset({"notes", "wishes"})


@service
def upload_customers(*, content: bytes, file_name: str, country: str) -> CustomerImport:
    """Keep a file for import; encoding and delimiter are found out. Raises Invalid with what is wrong."""
    if len(content) > MOST_BYTES:
        raise Invalid(fields={"file": "The file is larger than 5 MB. Split it."})
    table = _read(content)
    made = CustomerImport.objects.create(
        file_name=file_name[:200],
        encoding=table.encoding,
        delimiter=table.delimiter,
        country=country,
        lines_total=len(table.rows),
    )
    ImportFile.objects.create(customer_import=made, content=content)
    return made


@service
def map_import(
    *, import_id: int, mapping: dict[str, int], when_known: str, encoding: str, delimiter: str
) -> CustomerImport:
    """Say which column is what, and have the lines checked. Raises Invalid, NotPossibleNow, ImportUnknown."""
    found = _locked(import_id)
    if found.state not in {ImportState.MAPPING, ImportState.CHECKED}:
        raise NotPossibleNow
    table = _read(bytes(found.file.content), encoding=encoding, delimiter=delimiter)
    if not {"name", "first_name", "last_name"} & mapping.keys():
        raise Invalid(fields={"mapping": "Say which column holds the name."})
    if not {"email", "phone", "legacy_id"} & mapping.keys():
        raise Invalid(fields={"mapping": "Say which column holds the e-mail or the phone number."})
    found.lines.all().delete()
    found.mapping, found.when_known = mapping, when_known
    found.encoding, found.delimiter, found.lines_total = table.encoding, table.delimiter, len(table.rows)
    _begin(found, ImportState.CHECKING)
    return found


@service
def start_import(*, import_id: int) -> CustomerImport:
    """Bring the checked lines in. Pressed twice it runs once. Raises NotPossibleNow, ImportUnknown."""
    found = _locked(import_id)
    if found.state in {ImportState.RUNNING, ImportState.DONE}:
        return found
    if found.state != ImportState.CHECKED:
        raise NotPossibleNow
    _begin(found, ImportState.RUNNING)
    return found


@service
def undo_import(*, import_id: int) -> CustomerImport:
    """Take an import back: what it added and nobody used since goes, what it changed is as before.

    Whoever has been changed since stays as they are. Raises NotPossibleNow, ImportUnknown.
    """
    found = _locked(import_id)
    if found.state != ImportState.DONE:
        raise NotPossibleNow
    _begin(found, ImportState.UNDOING)
    return found


def work_on_import(*, import_id: int, now: datetime, has_time: Callable[[], bool]) -> bool:
    """Go on with an import's present step while there is time. True once the step is over.

    What is left is published, so that another worker goes on.
    """
    mark, table = "", None
    while True:
        if table is None or mark != _mark_of(import_id):
            # Rows go from a file on its way in when somebody is erased.
            mark, table = _mark_of(import_id), _table_of(import_id)
        is_over = _work_slice(import_id=import_id, table=table, mark=mark, now=now)
        if is_over:
            return True
        if is_over is None:
            continue
        if not has_time():
            _publish_rest(import_id=import_id)
            return False


@service
def _work_slice(*, import_id: int, table: Table | None, mark: str, now: datetime) -> bool | None:
    """One slice. True when it was the last; None, with nothing done, when the file is another by now."""
    found = _locked(import_id)
    if mark != _mark_of(import_id):
        return None
    step = {
        ImportState.CHECKING: _check_slice,
        ImportState.RUNNING: _run_slice,
        ImportState.UNDOING: _undo_slice,
    }.get(ImportState(found.state))
    if step is None:
        return True
    step(found, table, now)
    found.lines_done = min(found.lines_done + SLICE, found.lines_total)
    is_over = found.lines_done >= found.lines_total
    if is_over:
        _finish(found, now)
    found.save(update_fields=["lines_done", "state", "finished_at"])
    return is_over


@service
def _publish_rest(*, import_id: int) -> None:
    outbox.publish("customers.import_step", customer_import=import_id, quiet=True)


def _begin(found: CustomerImport, state: ImportState) -> None:
    found.state, found.lines_done, found.finished_at = state, 0, None
    found.save()
    outbox.publish("customers.import_step", customer_import=found.pk, quiet=True)


def _finish(found: CustomerImport, now: datetime) -> None:
    after = {
        ImportState.CHECKING: ImportState.CHECKED,
        ImportState.RUNNING: ImportState.DONE,
        ImportState.UNDOING: ImportState.UNDONE,
    }
    found.state, found.finished_at = after[ImportState(found.state)], now
    if found.state == ImportState.DONE:
        # Whose names and numbers these are is told by the customers themselves now.
        ImportFile.objects.filter(customer_import=found).delete()


def _check_slice(found: CustomerImport, table: Table | None, now: datetime) -> None:
    assert table is not None, "a file that is checked is there"
    lines = []
    for number, checked in _rows(found, table):
        outcome, customer = Outcome.REFUSED, None
        if not checked.problems:
            customer, problem = _whose(checked)
            if problem:
                checked.problems.append(problem)
            else:
                outcome = _would_be(customer, checked, found)
        lines.append(
            ImportLine(
                customer_import=found,
                number=number,
                name=checked.name,
                outcome=outcome,
                problems=checked.problems,
                customer=customer,
            )
        )
    ImportLine.objects.bulk_create(lines, ignore_conflicts=True)


def _run_slice(found: CustomerImport, table: Table | None, now: datetime) -> None:
    if table is None:
        return
    for number, checked in _rows(found, table):
        line = ImportLine.objects.filter(customer_import=found, number=number).first()
        if line is None or checked.problems:
            continue
        try:
            with transaction.atomic():
                _bring_in(found, line, checked, now)
        except IntegrityError:
            line.outcome, line.customer = Outcome.REFUSED, None
            words = "Somebody got that e-mail address a moment ago. Import the file again."
            line.problems = [{"field": "email", "words": words}]
        line.save()


def _bring_in(found: CustomerImport, line: ImportLine, checked: Checked, now: datetime) -> None:
    customer, problem = _whose(checked)
    if problem:
        line.outcome, line.problems = Outcome.REFUSED, [problem]
        return
    if customer is None:
        customer = Customer(**checked.values)
        customer.save(force_insert=True)
        line.outcome, line.before, line.after = Outcome.ADDED, None, dict(checked.values)
    else:
        after = _merged(customer, checked, found)
        line.outcome = Outcome.CHANGED if after else Outcome.SAME
        line.before = {name: getattr(customer, name) for name in after}
        line.after = after
        if after:
            address = customer.email
            for name, value in after.items():
                setattr(customer, name, value)
            customer.version += 1
            customer.save(update_fields=[*after, "version"])
            end_links_to(customer_id=customer.pk, address=address, now_has=customer.email)
    line.customer = customer
    if checked.says_yes:
        record_consent(
            customer_id=customer.pk,
            asked=asked_now(Purpose.NEWS),
            is_given=True,
            source=ConsentSource.IMPORT,
            now=now,
        )


def _undo_slice(found: CustomerImport, table: Table | None, now: datetime) -> None:
    # Backwards: whom one line added another below it may have changed.
    lines = found.lines.order_by("-number")[found.lines_done : found.lines_done + SLICE]
    removed: list[int] = []
    for line in lines:
        # Asked anew for each, as the line undone before it may have been about the same person.
        line.customer = Customer.objects.filter(pk=line.customer_id or 0).first()
        if line.customer is None or line.after is None or line.outcome == Outcome.SAME:
            continue
        is_as_left = all(getattr(line.customer, name) == value for name, value in line.after.items())
        if not is_as_left or line.customer.merged_into_id is not None:
            continue
        try:
            key = line.customer_id
            with explained():
                _take_line_back(line)
        except InTheWay:
            # In use by now: a booking, or an address that is another's.
            continue
        if key is not None and line.outcome == Outcome.ADDED:
            removed.append(key)
    if removed:
        # They are nobody's customers: the record says of them that they were here, and not who they were.
        redact(about=f"import {found.pk}, taken back", keys={"bookings_customer": removed})


def _take_line_back(line: ImportLine) -> None:
    customer = line.customer
    assert customer is not None, "asked before"
    if line.outcome == Outcome.ADDED:
        customer.consents.filter(source=ConsentSource.IMPORT).delete()
        ImportLine.objects.filter(customer=customer).update(
            customer=None, name="", problems=[], before=None, after=None
        )
        # Without Django's cascade: whatever else points here refuses.
        gone = Customer.objects.filter(pk=customer.pk)
        gone._raw_delete(gone.db)  # noqa: SLF001
        return
    address = customer.email
    for name, value in (line.before or {}).items():
        setattr(customer, name, value)
    customer.version += 1
    customer.save(update_fields=[*(line.before or {}), "version"])
    end_links_to(customer_id=customer.pk, address=address, now_has=customer.email)


def _rows(found: CustomerImport, table: Table) -> list[tuple[int, Checked]]:
    first, last = found.lines_done, found.lines_done + SLICE
    return [
        (number, check_row(row, found.mapping, country=found.country))
        for number, row in zip(table.numbers[first:last], table.rows[first:last], strict=True)
    ]


def _whose(checked: Checked) -> tuple[Customer | None, dict[str, str] | None]:
    """Whom a line is about: by the other system's number, e-mail, phone; or why that cannot be said."""
    values = checked.values
    found: Customer | None = None
    if values.get("legacy_id"):
        found = Customer.objects.filter(legacy_id=values["legacy_id"]).select_related("merged_into").first()
        found = root_of(found) if found else None
    by_email = holder_of_email(values["email"]) if values.get("email") else None
    if found is not None and by_email is not None and found != by_email:
        return None, {"field": "email", "words": f"That e-mail is {by_email.name}’s."}
    found = found or by_email
    if found is None and values.get("phone"):
        sharing = Customer.objects.filter(phone=values["phone"]).select_related("merged_into").order_by("id")
        if values.get("email"):
            sharing = sharing.filter(email="")
        holder = sharing.first()
        found = root_of(holder) if holder else None
    return found, None


def _would_be(customer: Customer | None, checked: Checked, found: CustomerImport) -> Outcome:
    if customer is None:
        return Outcome.ADDED
    return Outcome.CHANGED if _merged(customer, checked, found) else Outcome.SAME


def _merged(customer: Customer, checked: Checked, found: CustomerImport) -> dict[str, Any]:
    """The columns that a line changes of a customer who is here: gaps only, or all that it says."""
    after = {}
    for name, value in checked.values.items():
        present = getattr(customer, name)
        wanted = _together(name, present, value, replaces=found.when_known == WhenKnown.REPLACE)
        if wanted != present:
            after[name] = wanted
    return after


def _together(name: str, present: Any, value: Any, *, replaces: bool) -> Any:
    if not value or (name == "legacy_id" and present):
        # The key of another system is what an import from there is recognised by.
        return present
    if name == "tags":
        known = {tag.casefold() for tag in present}
        return [*present, *(tag for tag in value if tag.casefold() not in known)]
    if name in JOINED and present and not replaces:
        return present if value in present else f"{present}\n{value}"
    return value if replaces or not present else present


def table_of_import(found: CustomerImport, *, encoding: str = "", delimiter: str = "") -> Table:
    """An import's file as a table, read as before or as told here. Raises Invalid, ImportUnknown."""
    file = ImportFile.objects.filter(customer_import=found).first()
    if file is None:
        raise ImportUnknown
    return _read(
        bytes(file.content), encoding=encoding or found.encoding, delimiter=delimiter or found.delimiter
    )


def _mark_of(import_id: int) -> str:
    """Another whenever an import's file has been written; empty where it has none."""
    written = RawSQL("xmin::text", (), output_field=TextField())
    found = ImportFile.objects.filter(customer_import_id=import_id).annotate(mark=written)
    return found.values_list("mark", flat=True).first() or ""


def _table_of(import_id: int) -> Table | None:
    found = CustomerImport.objects.filter(pk=import_id).first()
    if found is None or not ImportFile.objects.filter(customer_import=found).exists():
        return None
    return table_of_import(found)


def _read(content: bytes, *, encoding: str = "", delimiter: str = "") -> Table:
    try:
        return read_table(content, encoding=encoding, delimiter=delimiter, most_rows=MOST_ROWS)
    except NotATable as error:
        raise Invalid(str(error), fields={"file": str(error)}) from error


def _locked(import_id: int) -> CustomerImport:
    found = CustomerImport.objects.select_for_update(of=("self",)).filter(pk=import_id).first()
    if found is None:
        raise ImportUnknown
    return found
