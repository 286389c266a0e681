"""Erasing a person: what is theirs goes, from the record's old values too; what the books need stays."""

from __future__ import annotations

import csv
from datetime import datetime

import structlog
from django.db.models import F, Model

from audit.services.redacting import redact
from bookings.domain.tables import (
    cell,
    detect_delimiter,
    detect_encoding,
    is_in_encoding,
    without_rows,
)
from bookings.errors import CustomerStillExpected
from bookings.models import (
    Customer,
    CustomerImport,
    CustomerLink,
    ImportFile,
    ManageLink,
    Occupancy,
    Series,
    WaitlistEntry,
)
from bookings.models.imports import ImportState
from bookings.personal import Part, Person, parts
from bookings.selectors.past_of_persons import events_while_theirs, linked_rows, removed_like
from bookings.selectors.personal import is_expected, person_of
from bookings.services.customer_records import for_change
from bookings.services.waitlist import remove_from_waitlist
from boom.core import outbox
from boom.core.db import present_schema, service
from tenants.services import note_erasures

log = structlog.get_logger(__name__)


@service
def erase_customer(*, customer_id: int, version: int, now: datetime) -> Customer:
    """Forget who a customer is, with every record merged into theirs. Not to be taken back.

    Their bookings stay with room, time, people, price and what became of them, and so does what they agreed
    to; names, ways to reach them, notes, messages and answers go, here and in what the record says of before.
    Links end, and they leave the waiting list. Whoever is erased already is once more, for what was written
    of them since. Raises CustomerUnknown, CustomerChangedMeanwhile, CustomerStillExpected while they have
    bookings to come.

    GDPR, article 17; what tax law has to keep (article 17(3)(b)) names nobody here.
    """
    _lock_imports()
    customer = for_change(customer_id, version=version)
    person = person_of(customer_id)
    if is_expected(person, now=now):
        raise CustomerStillExpected
    _erase(customer, person, now)
    return customer


def erase_again(*, customer_id: int, made_at: datetime, now: datetime) -> bool:
    """Erase somebody whom a restored backup has brought back, whatever they have booked in it.

    False where there is nothing to do: they are erased in it already, were not there yet, the key is that of
    somebody who was made at another moment than `made_at`, or they are merged into another (who takes them
    along where it was erased).
    """
    if not Customer.objects.filter(
        pk=customer_id, created_at=made_at, erased_at=None, merged_into=None
    ).exists():
        return False
    _erase_again(customer_id=customer_id, now=now)
    return True


@service
def _erase_again(*, customer_id: int, now: datetime) -> None:
    _lock_imports()
    _erase(for_change(customer_id), person_of(customer_id), now)


def _erase(customer: Customer, person: Person, now: datetime) -> None:
    _out_of_line(person, now)
    CustomerLink.objects.filter(customer_id__in=person.customer_ids, revoked_at=None).update(revoked_at=now)
    ManageLink.objects.filter(booking_id__in=person.booking_ids, revoked_at=None).update(revoked_at=now)
    keys = {part.table: list(part.rows(person).values_list("pk", flat=True)) for part in parts()}
    for part in parts():
        _blank(part, keys[part.table])
    for key in person.customer_ids:
        # A name of its own, so that nobody is suggested to be another.
        Customer.objects.filter(pk=key).update(
            name=f"Erased guest {key}", favourite_room=None, erased_at=now, version=F("version") + 1
        )
    _blank_files(person)
    past: dict[str, list[int | str]] = {table: [*found] for table, found in keys.items()}
    past["bookings_customer"] += removed_like(person)
    for table, found in linked_rows(person, entry_ids=keys["bookings_waitlistentry"]).items():
        past[table] = [*found]
    redact(
        about=f"customer {customer.pk}",
        keys=past,
        events=events_while_theirs(person),
    )
    outbox.publish("customer.erased", customer=customer.pk, quiet=True)
    # The ledger: a backup from before has to be told again whom to forget. The log has it as well, for when
    # the platform's own tables are restored with it.
    made = Customer.objects.filter(pk__in=person.customer_ids).values_list("pk", "created_at")
    note_erasures(schema_name=present_schema(), customers=list(made), now=now)
    log.info("customer.erased", schema=present_schema(), customers=list(person.customer_ids))
    customer.refresh_from_db()


# Forms send these rows' versions back. (A consent's is its text's.)
_COUNTED: frozenset[type[Model]] = frozenset({Occupancy, Series, WaitlistEntry})


def _out_of_line(person: Person, now: datetime) -> None:
    waiting = WaitlistEntry.objects.waiting().filter(person.reached_at("email", "phone"))
    for entry_id in waiting.order_by("id").values_list("pk", flat=True):
        remove_from_waitlist(entry_id=entry_id, now=now)


def _lock_imports() -> None:
    """Before any customer: whoever works on an import holds its row and then wants those of customers."""
    list(CustomerImport.objects.select_for_update(of=("self",)).filter(file__isnull=False).order_by("id"))


def _blank_files(person: Person) -> None:
    """Take them out of lists that are on their way in, line by line: a file goes once it is brought in."""
    for file in ImportFile.objects.select_related("customer_import"):
        found = file.customer_import
        try:
            left, gone = _left_of(bytes(file.content), found, person)
        except csv.Error:
            # No table, however it is read: nobody can tell who is in it. Its page asks for it once more.
            file.delete()
            if found.finished_at is not None and found.state != ImportState.CHECKED:
                # What was kept for its refused lines.
                continue
            found.lines.all().delete()
            found.state, found.lines_done = ImportState.MAPPING, 0
            found.save()
            continue
        if gone:
            file.content = left
            file.save(update_fields=["content"])
            found.lines.filter(number__in=gone).update(name="", problems=[], before=None, after=None)


def _left_of(content: bytes, found: CustomerImport, person: Person) -> tuple[bytes, set[int]]:
    """What stays of a list, and the numbers of the lines that went. Raises csv.Error for no table."""
    encoding, delimiter = _reading_of(content, found)
    place = found.mapping.get("phone")
    return without_rows(
        content,
        encoding=encoding,
        delimiter=delimiter,
        goes=lambda cells: person.is_in(cells, number=cell(cells, place)),
    )


def _reading_of(content: bytes, found: CustomerImport) -> tuple[str, str]:
    """The encoding and delimiter to read a list by: as staff chose, unless that makes no columns of it."""
    encoding, delimiter = found.encoding, found.delimiter
    for encoding in (found.encoding, detect_encoding(content)):
        if not is_in_encoding(content, encoding):
            continue
        heading = next((line for line in content.decode(encoding).splitlines() if line.strip()), "")
        for delimiter in (found.delimiter, detect_delimiter(heading)):
            if delimiter in heading:
                return encoding, delimiter
    return encoding, delimiter


def _blank(part: Part, keys: list[int]) -> None:
    """Empty the personal columns of rows. Whoever has an older version of one in a form is told so."""
    rows = part.model._default_manager.filter(pk__in=keys)  # noqa: SLF001 - any model's own
    if part.goes:
        rows.delete()
        return
    values = {column: value for column, value in part.blank.items() if not callable(value)}
    if part.model is Customer:
        # It gets another name, and is counted on with it.
        del values["name"]
    elif part.model in _COUNTED:
        values["version"] = F("version") + 1
    if values:
        rows.update(**values)
    cuts = {column: value for column, value in part.blank.items() if callable(value)}
    for row in rows.only(*cuts) if cuts else ():
        was = {column: getattr(row, column) for column in cuts}
        left = {column: cuts[column](value) for column, value in was.items()}
        if left != was:
            rows.filter(pk=row.pk).update(**left)
