"""How a list on its way in is read: what was said of it, and what lists of its kind before it were."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Q, QuerySet

from accounts.venue_scope import present_whole
from bookings.domain.written import DateOrder, Reading
from bookings.models import CustomerImport, Venue
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


def titles_remembered(kind: str) -> dict[str, str]:
    """Which heading was which field in lists of this kind, by letter case and all; the latest counts."""
    found: dict[str, str] = {}
    rows = CustomerImport.objects.filter(kind=kind).exclude(titles={}).order_by("-id")
    for titles in rows.values_list("titles", flat=True)[:REMEMBERED]:
        found = {**titles, **found}
    return found


def reading_remembered(kind: str, venue: Venue) -> dict[str, Any]:
    """How the last list of this kind of a venue was written."""
    rows = CustomerImport.objects.filter(kind=kind, venue=venue).exclude(titles={}).order_by("-id")
    return rows.values_list("reading", flat=True).first() or {}
