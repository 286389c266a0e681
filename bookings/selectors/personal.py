"""One person: who they are over all their records, what is kept of them, what erasing them would touch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q

from audit.models import AuditEvent
from bookings.domain.lifecycle import LIVE
from bookings.models import Booking, Customer, Occupancy, Series
from bookings.personal import Person, parts
from bookings.selectors.merging import family_of

# What says nothing of anybody, the record's blank among it.
BLANK = frozenset({"", "***"})


@dataclass(frozen=True, slots=True)
class Share:
    """How much a table holds of somebody, in words of what it is."""

    label: str
    count: int
    is_blanked: bool


def person_of(customer_id: int) -> Person:
    """A customer with all records merged into theirs, and as they were called and reached before.

    What the record says of before is left out where it is another customer's by now: it was mistyped, or
    they gave it up. Five queries and one for the merged.
    """
    keys = family_of([customer_id])
    found = list(Customer.objects.filter(pk__in=keys).values_list("name", "email", "phone"))
    booked = Occupancy.objects.filter(customer_id__in=keys).values_list("id", "guest_name")
    names, emails, phones = (set(column) for column in zip(*[*found, *_former(keys)], strict=True))
    others = Customer.objects.living().exclude(pk__in=keys)
    present_emails, present_phones = {each[1] for each in found}, {each[2] for each in found}
    reached = Q(phone__in=phones - present_phones - BLANK)
    for email in emails - present_emails - BLANK:
        reached |= Q(email__iexact=email)
    held = list(others.filter(reached).values_list("email", "phone"))
    taken = {email.casefold() for email, _ in held}
    return Person(
        customer_ids=keys,
        booking_ids=[key for key, _ in booked],
        names=sorted((names | {name for _, name in booked}) - BLANK),
        emails=sorted(
            email for email in emails - BLANK if email in present_emails or email.casefold() not in taken
        ),
        phones=sorted((phones - BLANK) - ({phone for _, phone in held} - present_phones)),
    )


def _former(keys: Sequence[int]) -> set[tuple[str, str, str]]:
    """Names, addresses and numbers that the record has of customers' rows, each in a triple."""
    events = AuditEvent.objects.filter(
        table="bookings_customer", entity_id__in=[str(key) for key in keys]
    ).values_list("old", "new")
    return {
        (values.get("name", ""), values.get("email", ""), values.get("phone", ""))
        for event in events
        for values in event
        if values
    }


def data_of(person: Person) -> dict[str, list[dict[str, Any]]]:
    """All that is kept of somebody, by what it is: each table's rows, with the columns that are theirs."""
    return {str(part.label): list(part.given_rows(person).values(*part.given)) for part in parts()}


def shares_of(person: Person) -> Sequence[Share]:
    """How much there is of somebody, table by table; tables without any are left out."""
    counted = (Share(str(part.label), part.rows(person).count(), bool(part.blank)) for part in parts())
    return [share for share in counted if share.count]


def is_expected(person: Person, *, now: datetime) -> bool:
    """Whether they have a booking to come, are here, or have a series that goes on."""
    theirs = Booking.objects.filter(pk__in=person.booking_ids, status__in=LIVE, ends_at__gt=now)
    running = Series.objects.running().filter(customer_id__in=person.customer_ids)
    going_on = running.exclude(rule__contains="UNTIL=").exclude(rule__contains="COUNT=")
    return theirs.exists() or going_on.exists()


def are_there(entries: Iterable[tuple[int, datetime]]) -> list[int]:
    """Who of a ledger's entries (key, when their row was made) stands here and is not erased. One query."""
    wanted = dict(entries)
    standing = Customer.objects.filter(pk__in=wanted, erased_at=None).values_list("pk", "created_at")
    return sorted(key for key, made_at in standing if wanted[key] == made_at)
