"""One person: who they are over all their records, what is kept of them, what erasing them would touch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from bookings.domain.lifecycle import LIVE
from bookings.models import Booking, Customer, Occupancy, Series
from bookings.personal import Person, parts
from bookings.selectors.merging import family_of


@dataclass(frozen=True, slots=True)
class Share:
    """How much a table holds of somebody, in words of what it is."""

    label: str
    count: int
    is_blanked: bool


def person_of(customer_id: int) -> Person:
    """A customer with all records merged into theirs. Two queries and one for the merged."""
    keys = family_of([customer_id])
    records = Customer.objects.filter(pk__in=keys)
    found = list(records.values_list("name", "email", "phone"))
    booked = Occupancy.objects.filter(customer_id__in=keys).values_list("id", "guest_name")
    names = {name for name, _, _ in found} | {name for _, name in booked}
    return Person(
        customer_ids=keys,
        booking_ids=[key for key, _ in booked],
        names=sorted(names - {""}),
        emails=sorted({email for _, email, _ in found if email}),
        phones=sorted({phone for _, _, phone in found if phone}),
    )


def data_of(person: Person) -> dict[str, list[dict[str, Any]]]:
    """All that is kept of somebody, by what it is: each table's rows, with the columns that are theirs."""
    return {str(part.label): list(part.rows(person).values(*part.given)) for part in parts()}


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
