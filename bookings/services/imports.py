"""Bringing a list of customers, rooms or bookings in: checked line by line first, then imported, and taken
back if need be.

Each step goes on slice by slice, a transaction each, from where it stands; begun twice, or again after a
worker died, it goes on and repeats nothing. The same file again changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

from django.db import IntegrityError, transaction
from django.db.models import TextField
from django.db.models.expressions import RawSQL

from audit.errors import InTheWay
from audit.services.redacting import redact
from audit.services.rows import explained
from bookings.domain.tables import NotATable, Table, heading_key, only_rows, read_table
from bookings.domain.written import decimals_possible, has_numeric_dates, orders_possible
from bookings.errors import ImportUnknown, NotPossibleNow
from bookings.models.imports import (
    CustomerImport,
    ImportFile,
    ImportKind,
    ImportLine,
    ImportState,
    Outcome,
)
from bookings.selectors.booking_rows import cells_of
from bookings.selectors.list_fields import AMOUNTS, DAYS
from bookings.services.lists_of_bookings import Bookings
from bookings.services.lists_of_customers import Customers
from bookings.services.lists_of_rooms import Rooms
from boom.core import outbox
from boom.core.db import service
from boom.core.errors import DomainError, Invalid

# Spreadsheets of customers are far smaller; what is larger is split.
MOST_BYTES = 5 * 1024 * 1024
MOST_ROWS = 20_000
FILES_KEPT_FOR = timedelta(days=7)
SLICE = 100
# While a line of bookings is looked at, its rooms wait.
SLICES = {ImportKind.BOOKINGS: 25, ImportKind.ROOMS: 25}


class Way(Protocol):
    """How the lines of one kind of list are brought in."""

    def begin(self, rows: Sequence[Sequence[str]]) -> None:
        """Take what the rows of a slice need, before any of them is looked at."""

    def check(self, line: ImportLine, row: Sequence[str]) -> None:
        """Say on a line what it would come to, and write nothing else."""

    def bring_in(self, line: ImportLine, row: Sequence[str]) -> None:
        """Make it so, within a savepoint."""

    def refuse(self, line: ImportLine, error: Exception) -> None:
        """Say on a line why it could not be. Raises the error where trying again may help."""

    def take_back(self, line: ImportLine) -> Sequence[tuple[str, int]]:
        """Undo a line within a savepoint. Gives the table and key of what went for good.

        Raises InTheWay where what it wrote is not as it left it.
        """

    def finish(self, brought: int) -> None:
        """Tell of a slice that was brought in."""


WAYS: Mapping[ImportKind, Callable[[CustomerImport, datetime], Way]] = {
    ImportKind.CUSTOMERS: Customers,
    ImportKind.ROOMS: Rooms,
    ImportKind.BOOKINGS: Bookings,
}


@service
def upload_list(
    *,
    content: bytes,
    file_name: str,
    country: str,
    kind: ImportKind = ImportKind.CUSTOMERS,
    venue_id: int | None = None,
    zone: str = "",
) -> CustomerImport:
    """Keep a file for import; encoding and delimiter are found out. Rooms and bookings are a venue's; `zone`
    is what the file says of its clocks. Raises Invalid with what is wrong.
    """
    if len(content) > MOST_BYTES:
        raise Invalid(fields={"file": "The file is larger than 5 MB. Split it."})
    table = _read(content)
    made = CustomerImport.objects.create(
        kind=kind,
        venue_id=venue_id if kind != ImportKind.CUSTOMERS else None,
        reading={"zone": zone} if zone else {},
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
    *,
    import_id: int,
    mapping: dict[str, int],
    when_known: str,
    encoding: str,
    delimiter: str,
    reading: Mapping[str, Any] | None = None,
) -> CustomerImport:
    """Say which column is what, and have the lines checked. `reading` says how days and amounts are written,
    and which room bookings without one are in. Raises Invalid, also for days and amounts that can be read two
    ways until it is said which; NotPossibleNow, ImportUnknown.
    """
    found = _locked(import_id)
    if found.state not in {ImportState.MAPPING, ImportState.CHECKED}:
        raise NotPossibleNow
    table = _read(bytes(found.file.content), encoding=encoding, delimiter=delimiter)
    said = dict(reading or {})
    _insist_on_columns(ImportKind(found.kind), mapping, said)
    found.reading = said | _told_apart(table, mapping, said)
    found.lines.all().delete()
    found.mapping, found.when_known = mapping, when_known
    called = {place: name for name, place in mapping.items()}
    found.titles = {heading_key(title): called.get(place, "") for place, title in enumerate(table.heading)}
    found.encoding, found.delimiter, found.lines_total = table.encoding, table.delimiter, len(table.rows)
    _begin(found, ImportState.CHECKING)
    return found


def _insist_on_columns(kind: ImportKind, mapping: Mapping[str, int], said: Mapping[str, Any]) -> None:
    has_name = bool({"name", "first_name", "last_name"} & mapping.keys())
    if kind != ImportKind.BOOKINGS and not has_name:
        raise Invalid(fields={"mapping": "Say which column holds the name."})
    if kind == ImportKind.CUSTOMERS and not {"email", "phone", "legacy_id"} & mapping.keys():
        raise Invalid(fields={"mapping": "Say which column holds the e-mail or the phone number."})
    if kind != ImportKind.BOOKINGS:
        return
    if "starts" not in mapping and not {"day", "start_time"} <= mapping.keys():
        raise Invalid(fields={"mapping": "Say which column holds the start, or those of its day and time."})
    if not {"ends", "end_time", "minutes"} & mapping.keys():
        raise Invalid(fields={"mapping": "Say which column holds the end, or the length."})
    if "room" not in mapping and said.get("room_id") is None:
        raise Invalid(fields={"room_id": "Say which column holds the room, or which room they are all in."})


def _told_apart(table: Table, mapping: Mapping[str, int], said: Mapping[str, Any]) -> dict[str, Any]:
    """The order of the dates and the sign before decimals, as the columns tell. Raises Invalid where nobody
    could know.
    """
    found: dict[str, Any] = {}
    days, amounts = cells_of(table.rows, mapping, DAYS), cells_of(table.rows, mapping, AMOUNTS)
    if has_numeric_dates(days):
        orders = orders_possible(days)
        if len(orders) > 1 and not said.get("order"):
            raise Invalid(fields={"order": "Days such as 03/04 can be read two ways. Say which is meant."})
        found["order"] = said.get("order") or next(iter(orders)).value
    signs = decimals_possible(amounts)
    if len(signs) > 1 and not said.get("decimal"):
        raise Invalid(fields={"decimal": "Amounts such as 1,234 can be read two ways. Say which is meant."})
    if signs:
        found["decimal"] = said.get("decimal") or next(iter(signs))
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


@service
def forget_files(*, now: datetime) -> int:
    """Let files go that were uploaded long ago and never brought in, with what was made of their lines; and
    what was kept of others for their refused lines. Returns how many. Twice does no harm.
    """
    over = {ImportState.DONE, ImportState.UNDONE}
    kept = ImportFile.objects.filter(
        customer_import__state__in=over, customer_import__finished_at__lt=now - FILES_KEPT_FOR
    )
    gone, _ = kept.delete()
    waiting = {ImportState.MAPPING, ImportState.CHECKED}
    old = CustomerImport.objects.select_for_update(of=("self",)).filter(
        created_at__lt=now - FILES_KEPT_FOR, state__in=waiting, file__isnull=False
    )
    found = list(old.order_by("id"))
    for each in found:
        ImportFile.objects.filter(customer_import=each).delete()
        each.lines.all().delete()
        each.state, each.lines_done = ImportState.MAPPING, 0
        each.save()
    return gone + len(found)


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
    found.lines_done = min(found.lines_done + _slice_of(found), found.lines_total)
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
        _keep_refused(found)


def _keep_refused(found: CustomerImport) -> None:
    """Let the file go but for the lines that were refused: they are to be mended and brought in again.

    Whose names and numbers the others are is told by the rows that they became.
    """
    file = ImportFile.objects.filter(customer_import=found).first()
    numbers = set(found.lines.filter(outcome=Outcome.REFUSED).values_list("number", flat=True))
    if file is None:
        return
    if not numbers:
        file.delete()
        return
    file.content = only_rows(
        bytes(file.content), encoding=found.encoding, delimiter=found.delimiter, numbers=numbers
    )
    file.save(update_fields=["content"])


def _check_slice(found: CustomerImport, table: Table | None, now: datetime) -> None:
    assert table is not None, "a file that is checked is there"
    rows, way = _rows(found, table), _way_of(found, now)
    way.begin([row for _, row in rows])
    for number, row in rows:
        line = ImportLine(customer_import=found, number=number, outcome=Outcome.REFUSED)
        way.check(line, row)
        line.save(force_insert=True)


def _run_slice(found: CustomerImport, table: Table | None, now: datetime) -> None:
    if table is None:
        return
    rows, way, brought = _rows(found, table), _way_of(found, now), 0
    way.begin([row for _, row in rows])
    for number, row in rows:
        line = ImportLine.objects.filter(customer_import=found, number=number).first()
        if line is None:
            continue
        try:
            with transaction.atomic():
                way.bring_in(line, row)
        except (IntegrityError, DomainError) as error:
            way.refuse(line, error)
        line.save()
        brought += line.outcome in {Outcome.ADDED, Outcome.CHANGED}
    way.finish(brought)


def _undo_slice(found: CustomerImport, table: Table | None, now: datetime) -> None:
    # Backwards: whom one line added another below it may have changed.
    lines = found.lines.order_by("-number")[found.lines_done : found.lines_done + _slice_of(found)]
    way = _way_of(found, now)
    removed: dict[str, list[int | str]] = defaultdict(list)
    for line in lines:
        try:
            with explained():
                gone = way.take_back(line)
        except InTheWay as error:
            # In use by now: a booking, or an address that is another's.
            line.problems = [{"field": "", "words": error.message}]
            line.save(update_fields=["problems"])
            continue
        for name, key in gone:
            removed[name].append(key)
    if removed:
        # They are nobody's any more: the record says of them that they were here, and not who they were.
        redact(about=f"import {found.pk}, taken back", keys=removed)


def _way_of(found: CustomerImport, now: datetime) -> Way:
    return WAYS[ImportKind(found.kind)](found, now)


def _slice_of(found: CustomerImport) -> int:
    return SLICES.get(ImportKind(found.kind), SLICE)


def _rows(found: CustomerImport, table: Table) -> list[tuple[int, Sequence[str]]]:
    first, last = found.lines_done, found.lines_done + _slice_of(found)
    return list(zip(table.numbers[first:last], table.rows[first:last], strict=True))


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
