"""Customers as their pages show them: lists, and one with history and figures. Figures come from bookings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.core.paginator import Page, Paginator
from django.db import connection
from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.db.models.functions import Lower

from accounts.venue_scope import present_limit, present_rooms
from audit.models import Action, AuditEvent
from bookings.domain.lifecycle import CANCELLABLE, Status
from bookings.errors import CustomerUnknown
from bookings.models import Booking, Customer, CustomerClass
from bookings.selectors.bans import banned_of
from bookings.selectors.customer_search import found_customers
from bookings.selectors.listing import FewerCounted
from boom.core.money import Money

PAGE = 50
MOST_TAGS_OFFERED = 100
TAGS = "SELECT DISTINCT unnest(tags) FROM bookings_customer WHERE tags <> '{}' LIMIT %s"
# Nobody pays for these.
_NEVER_CAME = Q(status__in=[Status.HELD, Status.EXPIRED])


@dataclass(frozen=True, slots=True)
class Figures:
    """What the bookings of a customer come to. `spent` has an amount for each currency they paid in.

    A visit is a booking they came to: checked in or completed, or confirmed and over without anybody having
    said otherwise.
    """

    visits: int = 0
    coming: int = 0
    no_shows: int = 0
    cancelled: int = 0
    spent: tuple[Money, ...] = ()
    first_visit: datetime | None = None
    last_visit: datetime | None = None


NOTHING = Figures()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which customers: search text, a tag, only banned ones; and in which order ("name", "new")."""

    q: str = ""
    tag: str = ""
    order: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A customer as the list shows them."""

    customer: Customer
    figures: Figures
    is_banned: bool


@dataclass(slots=True)
class _Sums:
    """Figures being added up over currencies."""

    visits: int = 0
    coming: int = 0
    no_shows: int = 0
    cancelled: int = 0
    spent: dict[str, int] = field(default_factory=dict)
    first: list[datetime] = field(default_factory=list)
    last: list[datetime] = field(default_factory=list)


def customer_called(customer_id: int) -> Customer:
    """A customer; who was merged into another is that one. Raises CustomerUnknown."""
    customer = Customer.objects.filter(pk=customer_id).select_related("favourite_room", "merged_into").first()
    while customer is not None and customer.merged_into_id is not None:
        customer = (
            Customer.objects.filter(pk=customer.merged_into_id)
            .select_related("favourite_room", "merged_into")
            .first()
        )
    if customer is None:
        raise CustomerUnknown
    return customer


def customers_page(wanted: Wanted, *, now: datetime, number: Any = 1) -> Page[Any]:
    """A page of customers with their figures. Few queries, the same number for any page."""
    page = _pages(wanted).get_page(number)
    page.object_list = lines_of(list(page.object_list), now=now)
    return page


def lines_of(customers: Sequence[Customer], *, now: datetime) -> list[Line]:
    """Customers with their figures, in the order given. Two queries."""
    figures = figures_of([customer.pk for customer in customers], now=now)
    banned = banned_of(customers)
    return [
        Line(customer, figures.get(customer.pk, NOTHING), customer.pk in banned) for customer in customers
    ]


def _pages(wanted: Wanted) -> Paginator[Any]:
    if wanted.q:
        found = found_customers(wanted.q, limit=PAGE)
        return Paginator([each for each in found if not wanted.tag or wanted.tag in each.tags], PAGE)
    customers: QuerySet[Customer] = Customer.objects.living()
    if wanted.tag:
        customers = customers.filter(tags__contains=[wanted.tag])
    by_name = customers.order_by(Lower("name"), "id")
    return FewerCounted(customers.order_by("-id") if wanted.order == "new" else by_name, PAGE)


def figures_of(customer_ids: Iterable[int], *, now: datetime) -> Mapping[int, Figures]:
    """What the bookings of these customers come to; those without any are left out. One query."""
    came = Q(status__in=[Status.CHECKED_IN, Status.COMPLETED]) | Q(status=Status.CONFIRMED, ends_at__lte=now)
    coming = Q(status__in=sorted(CANCELLABLE), ends_at__gt=now)
    rows = (
        _seen(Booking.objects.filter(customer_id__in=list(customer_ids)))
        .exclude(_NEVER_CAME)
        .order_by()
        .values("customer_id", "currency")
        .annotate(
            visits=Count("id", filter=came),
            coming=Count("id", filter=coming),
            no_shows=Count("id", filter=Q(status=Status.NO_SHOW)),
            cancelled=Count("id", filter=Q(status=Status.CANCELLED)),
            spent=Sum("total_minor", filter=came),
            first=Min("starts_at", filter=came),
            last=Max("starts_at", filter=came),
        )
    )
    sums: dict[int, _Sums] = {}
    for row in rows:
        _add(sums.setdefault(row["customer_id"], _Sums()), row)
    return {key: _figures(each) for key, each in sums.items()}


def _add(sums: _Sums, row: Mapping[str, Any]) -> None:
    sums.visits += row["visits"]
    sums.coming += row["coming"]
    sums.no_shows += row["no_shows"]
    sums.cancelled += row["cancelled"]
    if row["spent"] and row["currency"]:
        sums.spent[row["currency"]] = sums.spent.get(row["currency"], 0) + row["spent"]
    if row["first"] is not None:
        sums.first.append(row["first"])
        sums.last.append(row["last"])


def _figures(sums: _Sums) -> Figures:
    return Figures(
        visits=sums.visits,
        coming=sums.coming,
        no_shows=sums.no_shows,
        cancelled=sums.cancelled,
        spent=tuple(Money(minor, currency) for currency, minor in sorted(sums.spent.items())),
        first_visit=min(sums.first, default=None),
        last_visit=max(sums.last, default=None),
    )


def bookings_of(customer_id: int) -> QuerySet[Booking]:
    """A customer's bookings with room and venue, the latest first; what was never finished is left out."""
    return (
        _seen(Booking.objects.filter(customer_id=customer_id))
        .exclude(_NEVER_CAME)
        .select_related("room__venue", "customer")
        .order_by("-starts_at", "-id")
    )


def _seen(bookings: QuerySet[Booking]) -> QuerySet[Booking]:
    """Those at venues that whoever asks may touch."""
    rooms, limit = present_rooms(), present_limit()
    if rooms is not None:
        return bookings.filter(room_id__in=rooms)
    return bookings if limit is None else bookings.filter(room__venue_id__in=limit)


def tags_in_use() -> list[str]:
    """Every tag that some customer has, by name; at most MOST_TAGS_OFFERED."""
    with connection.cursor() as cursor:
        cursor.execute(TAGS, [MOST_TAGS_OFFERED])
        return sorted((word for (word,) in cursor.fetchall()), key=str.casefold)


def classes_in_use() -> list[str]:
    """Every class that there are prices for, or that some customer is of, by name."""
    found = Customer.objects.living().exclude(price_class="").order_by("price_class")
    given = found.values_list("price_class", flat=True).distinct()[:MOST_TAGS_OFFERED]
    return sorted({*given, *CustomerClass.objects.values_list("name", flat=True)}, key=str.casefold)


def change_that_made(customer_id: int, version: int) -> AuditEvent | None:
    """The event on record that gave a customer this version; None for the first, which nothing changed."""
    events = AuditEvent.objects.filter(table="bookings_customer", entity_id=str(customer_id))
    return events.filter(action=Action.UPDATE, new__version=version).order_by("-id").first()


def merge_that_made(gone_id: int) -> AuditEvent | None:
    """The event on record that made a customer part of another; None for one of their own."""
    gone = Customer.objects.filter(pk=gone_id, merged_into__isnull=False).first()
    if gone is None:
        return None
    events = AuditEvent.objects.filter(table="bookings_customer", entity_id=str(gone_id))
    return events.filter(new__merged_into_id=gone.merged_into_id).order_by("-id").first()


def merged_into(customer_id: int) -> list[Customer]:
    """The records that were merged into a customer, by name."""
    return list(Customer.objects.filter(merged_into_id=customer_id).order_by("name", "id"))
