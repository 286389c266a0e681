"""Erasing a person: what is theirs goes, from the record's old values too; what the books need stays."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db.models import F

from audit.services.redacting import redact
from bookings.errors import CustomerErased, CustomerStillExpected
from bookings.models import Customer, CustomerLink, ManageLink, WaitlistEntry
from bookings.personal import Part, Person, parts
from bookings.selectors.personal import is_expected, person_of
from bookings.services.customer_records import for_change
from bookings.services.waitlist import remove_from_waitlist
from boom.core import outbox
from boom.core.db import present_schema, service

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
    customer = for_change(customer_id, version=version)
    if customer.erased_at is not None:
        raise CustomerErased
    person = person_of(customer_id)
    if is_expected(person, now=now):
        raise CustomerStillExpected
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
    redact(
        about=f"customer {customer_id}",
        parts=[
            (part.table, keys[part.table], [*part.columns, *_FOLLOWING.get(part.table, ())])
            for part in parts()
            if part.blank
        ],
    )
    outbox.publish("customer.erased", customer=customer_id, quiet=True)
    # The ledger: a backup from before has to be told again whom to forget.
    log.info("customer.erased", schema=present_schema(), customers=list(person.customer_ids))
    customer.refresh_from_db()
    return customer


# Columns that follow from others, and say the same.
_FOLLOWING = {"bookings_customer": ("search_words",)}


def _out_of_line(person: Person, now: datetime) -> None:
    waiting = WaitlistEntry.objects.waiting().filter(person.reached_at("email", "phone"))
    for entry_id in waiting.order_by("id").values_list("pk", flat=True):
        remove_from_waitlist(entry_id=entry_id, now=now)


def _blank(part: Part, keys: list[int]) -> None:
    rows = part.model._default_manager.filter(pk__in=keys)  # noqa: SLF001 - any model's own
    if part.goes:
        rows.delete()
    elif part.blank and part.model is not Customer:
        rows.update(**part.blank)
    elif part.blank:
        rows.update(**{column: value for column, value in part.blank.items() if column != "name"})
