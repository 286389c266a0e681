"""Erasing a person: what is theirs goes, from the record's old values too; what the books need stays."""

from __future__ import annotations

import csv
from datetime import datetime

import structlog
from django.db.models import F

from audit.services.redacting import redact
from bookings.domain.tables import without_rows
from bookings.errors import CustomerErased, CustomerStillExpected
from bookings.models import Customer, CustomerImport, CustomerLink, ImportFile, ManageLink, WaitlistEntry
from bookings.personal import Part, Person, parts
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
    Links end, and they leave the waiting list. Raises CustomerUnknown, CustomerChangedMeanwhile,
    CustomerErased, CustomerStillExpected while they have bookings to come.

    GDPR, article 17; what tax law has to keep (article 17(3)(b)) names nobody here.
    """
    _lock_imports()
    customer = for_change(customer_id, version=version)
    if customer.erased_at is not None:
        raise CustomerErased
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
    redact(
        about=f"customer {customer.pk}",
        parts=[
            (part.table, keys[part.table], [*part.columns, *_FOLLOWING.get(part.table, ())])
            for part in parts()
            if part.blank
        ],
    )
    outbox.publish("customer.erased", customer=customer.pk, quiet=True)
    # The ledger: a backup from before has to be told again whom to forget. The log has it as well, for when
    # the platform's own tables are restored with it.
    made = Customer.objects.filter(pk__in=person.customer_ids).values_list("pk", "created_at")
    note_erasures(schema_name=present_schema(), customers=list(made), now=now)
    log.info("customer.erased", schema=present_schema(), customers=list(person.customer_ids))
    customer.refresh_from_db()


# Columns that follow from others, and say the same.
_FOLLOWING = {"bookings_customer": ("search_words",)}


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
            left = without_rows(
                bytes(file.content),
                encoding=found.encoding,
                delimiter=found.delimiter,
                goes=person.is_in,
            )
        except (UnicodeDecodeError, csv.Error):
            # Read in another encoding than it has: nobody can tell who is in it, so nothing of it is kept.
            file.delete()
            continue
        if left is not None:
            file.content = left
            file.save(update_fields=["content"])


def _blank(part: Part, keys: list[int]) -> None:
    rows = part.model._default_manager.filter(pk__in=keys)  # noqa: SLF001 - any model's own
    if part.goes:
        rows.delete()
    elif part.blank and part.model is not Customer:
        rows.update(**part.blank)
    elif part.blank:
        rows.update(**{column: value for column, value in part.blank.items() if column != "name"})
