"""What the record holds of a person beside the rows that are theirs today: for forgetting it with them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Max, Min, Q
from django.db.models.fields.json import KT

from audit.models import Action, AuditEvent
from bookings.personal import Person

TABLE = "bookings_occupancy"
# Tables that lead to a person or a booking and have no word of anybody, by the column that leads there: the
# record says from where somebody did it by their own link.
OF_CUSTOMERS = ("bookings_consent", "bookings_customerlink")
OF_BOOKINGS = (
    "bookings_bookedaddon",
    "bookings_doorcode",
    "bookings_managelink",
    "bookings_packuse",
    "bookings_promouse",
    "bookings_voucheruse",
)
OF_ENTRIES = ("bookings_waitlistoffer",)


def linked_rows(person: Person, *, entry_ids: Sequence[int]) -> dict[str, list[str]]:
    """Keys of the rows that led to them, to their bookings or places in line, gone ones too, by table."""
    found: dict[str, list[str]] = {table: [] for table in (*OF_CUSTOMERS, *OF_BOOKINGS, *OF_ENTRIES)}
    for tables, column, keys in (
        (OF_CUSTOMERS, "customer_id", person.customer_ids),
        (OF_BOOKINGS, "booking_id", person.booking_ids),
        (OF_ENTRIES, "entry_id", entry_ids),
    ):
        if not keys:
            continue
        leads = Q(**{f"new__{column}__in": list(keys)}) | Q(**{f"old__{column}__in": list(keys)})
        events = AuditEvent.objects.filter(leads, table__in=tables).exclude(action=Action.UPDATE)
        for table, key in events.values_list("table", "entity_id").distinct():
            found[table].append(key)
    return found


def removed_like(person: Person) -> list[str]:
    """Keys of customers who were removed and had an address of theirs; or their number, and no address."""
    had = Q(old__email__in=list(person.emails)) | Q(old__phone__in=list(person.phones), old__email="")
    gone = AuditEvent.objects.filter(had, table="bookings_customer", action=Action.DELETE)
    return list(gone.values_list("entity_id", flat=True))


def events_while_theirs(person: Person) -> list[int]:
    """Events of bookings that are another's by now, from when they became this person's to when they left."""
    keys = [str(key) for key in person.customer_ids]
    left = (
        AuditEvent.objects.alias(was=KT("old__customer_id"))
        .filter(table=TABLE, old__has_key="customer_id", was__in=keys)
        .exclude(entity_id__in=[str(key) for key in person.booking_ids])
    )
    found: list[int] = []
    for booking, last in left.values_list("entity_id").annotate(last=Max("id")):
        past = AuditEvent.objects.filter(table=TABLE, entity_id=booking, id__lte=last)
        began = past.alias(is_for=KT("new__customer_id")).filter(is_for__in=keys).aggregate(first=Min("id"))
        found += past.filter(id__gte=began["first"] or 0).values_list("id", flat=True)
    return found
