"""Jumping to a booking from the calendar: a few letters of a name, part of a number, a reference."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import F, Q, QuerySet

from bookings.domain.lifecycle import Status
from bookings.domain.reference import near
from bookings.models import Booking
from bookings.selectors.customer_search import LIKENESS, LONGEST_TYPED, search_customers
from bookings.selectors.listing import USUAL, Line, line_of
from bookings.selectors.setup import Setup

MOST_FOUND = 8
SCANNED = re.compile(r"^https?://\S+/scan/([^/\s]+)/?$")
# Whoever has more bookings than these together is looked up on their own page.
MOST_CUSTOMERS = 20
MOST_READ = 2_000
SHORTEST_NAME = 2
# A name that only the booking knows (walk-ins leave no record) is looked for this far from now.
NEARBY = timedelta(days=31)
ALIKE = """
SELECT name FROM unnest(%(names)s::text[]) AS name
 WHERE extensions.word_similarity(extensions.boom_fold(%(typed)s), extensions.boom_fold(name)) >= %(likeness)s
"""
# What a reference leads to, whatever became of it; a hold has no guest who could name it.
BY_REFERENCE = frozenset(Status) - {Status.HELD, Status.EXPIRED}


def find_bookings(setup: Setup, typed: str, *, now: datetime, limit: int = MOST_FOUND) -> list[Line]:
    """The bookings of a venue that somebody may mean: the very reference first, then who comes soonest, then
    who was there last. Customers are found as on their own page, slips forgiven. Empty for nothing typed.
    """
    typed = typed.replace("\x00", " ").strip()[:LONGEST_TYPED]
    # A hand-held scanner types the whole address of the code on a confirmation.
    typed = SCANNED.sub(r"\1", typed)
    if not typed:
        return []
    of_venue: QuerySet[Booking] = Booking.objects.visible().filter(room__venue_id=setup.venue.pk)
    named = _by_reference(of_venue, typed)
    others = _by_customer(of_venue, typed) | _by_name(of_venue, typed, now) or _by_likeness(
        of_venue, typed, now
    )
    ordered = sorted(others, key=lambda found: _distance(others[found], found, now))
    keys = list(dict.fromkeys([*named, *ordered]))[:limit]
    known = Booking.objects.select_related("room", "customer").in_bulk(keys)
    return [line_of(known[key], setup) for key in keys if key in known]


def booking_with(reference: str) -> Booking | None:
    """The booking of exactly this reference, as it is stored; the first room of a group."""
    rows = Booking.objects.filter(reference=reference, status__in=BY_REFERENCE)
    return rows.select_related("room").order_by("id").first()


def _by_reference(of_venue: QuerySet[Booking], typed: str) -> list[int]:
    """The booking of exactly this reference, else those one slip away."""
    references = near(typed)
    if not references:
        return []
    rows = of_venue.filter(reference__in=references, status__in=BY_REFERENCE)
    found = dict(rows.order_by("id").values_list("reference", "id"))
    exact = found.get(references[0])
    return [exact] if exact is not None else list(found.values())


Spans = dict[int, tuple[datetime, datetime]]


def _by_customer(of_venue: QuerySet[Booking], typed: str) -> Spans:
    customers = search_customers(typed, limit=MOST_CUSTOMERS)
    rows = of_venue.filter(customer_id__in=customers, status__in=USUAL)
    # By customer first: an order by time alone would have the database walk all bookings there are.
    return _spans(rows.order_by("customer_id", "-starts_at")) if customers else {}


def _by_name(of_venue: QuerySet[Booking], typed: str, now: datetime) -> Spans:
    if len(typed) < SHORTEST_NAME:
        return {}
    rows = _nearby(of_venue, now).filter(guest_name__icontains=typed)
    return _spans(rows.order_by("starts_at", "id"))


def _by_likeness(of_venue: QuerySet[Booking], typed: str, now: datetime) -> Spans:
    """Names that only bookings know, slips forgiven as for customers, whose own names were looked through by
    their index already.
    """
    if len(typed) < SHORTEST_NAME:
        return {}
    # Who has no record has no name to compare with: SQL would say neither yes nor no and leave them out.
    unknown = Q(customer=None) | ~Q(guest_name=F("customer__name"))
    rows = _nearby(of_venue, now).exclude(guest_name="").filter(unknown)
    # In a statement of its own: in one, PostgreSQL compares every row nearby before it looks at customers.
    names = list(rows.order_by().values_list("guest_name", flat=True).distinct())
    if not names:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(ALIKE, {"names": names, "typed": typed, "likeness": LIKENESS})
        alike = [name for (name,) in cursor.fetchall()]
    return _spans(rows.filter(guest_name__in=alike).order_by("starts_at", "id")) if alike else {}


def _nearby(of_venue: QuerySet[Booking], now: datetime) -> QuerySet[Booking]:
    return of_venue.filter(status__in=USUAL, starts_at__gte=now - NEARBY, starts_at__lt=now + NEARBY)


def _spans(rows: QuerySet[Booking]) -> Spans:
    found = rows.values_list("id", "starts_at", "ends_at")[:MOST_READ]
    return {key: (starts_at, ends_at) for key, starts_at, ends_at in found}


def _distance(span: tuple[datetime, datetime], key: int, now: datetime) -> tuple[bool, timedelta, int]:
    """For sorting: who is there or comes before who was, and the nearer the sooner."""
    starts_at, ends_at = span
    is_over = ends_at <= now
    return is_over, (now - ends_at if is_over else starts_at - now), key
