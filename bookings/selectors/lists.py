"""How a list on its way in is read: what was said of it, and what lists of its kind before it were."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from accounts.venue_scope import present_whole
from bookings.domain.tables import heading_key
from bookings.domain.written import DateOrder, Reading
from bookings.models import CustomerImport
from boom.core.time import zone_named

# So many lists back it is remembered what their headings meant.
REMEMBERED = 20


def imports_of(kinds: Sequence[str]) -> QuerySet[CustomerImport]:
    """The lists of these kinds that whoever asks may see, the latest first: of customers, and of venues that
    are wholly theirs.
    """
    found, whole = CustomerImport.objects.filter(kind__in=kinds), present_whole()
    if whole is not None:
        found = found.filter(Q(venue=None) | Q(venue__in=whole))
    return found.order_by("-id")


def reading_of(found: CustomerImport) -> Reading:
    """How its days and amounts are written."""
    assert found.venue is not None, "only customers are of no venue"
    said = found.reading
    order = said.get("order")
    return Reading(
        zone=zone_named(said["zone"]) if said.get("zone") else found.venue.zone,
        order=DateOrder(order) if order else None,
        decimal=said.get("decimal", ""),
    )


@dataclass(frozen=True, slots=True)
class Remembered:
    """What earlier lists of a kind said. `source` is the last from the same source, which has the same
    headings; `fields` the field of each heading by its key, empty for one that was left out there.
    """

    source: CustomerImport | None
    fields: Mapping[str, str]
    reading: Mapping[str, Any]


def remembered(found: CustomerImport, heading: Sequence[str]) -> Remembered:
    """How the last list from the same source was read; where there was none, what lists of its kind called
    their columns, and how the venue's last was written.
    """
    keys = {heading_key(title) for title in heading}
    rows = CustomerImport.objects.filter(kind=found.kind).exclude(titles={}).exclude(pk=found.pk)
    earlier = list(rows.order_by("-id")[:REMEMBERED])
    source = next((each for each in earlier if each.titles.keys() == keys), None)
    last = next((each for each in (source, *earlier) if each and each.venue_id == found.venue_id), None)
    reading = last.reading if last is not None else {}
    if source is not None:
        return Remembered(source, source.titles, reading)
    fields: dict[str, str] = {}
    for each in earlier:
        fields = {key: name for key, name in each.titles.items() if name} | fields
    return Remembered(None, fields, reading)
