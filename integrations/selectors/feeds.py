"""Feeds and what they give."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from accounts.models import User
from bookings.domain.lifecycle import Status
from bookings.domain.reference import shown
from bookings.models import Occupancy
from integrations.domain.calendar_text import Entry
from integrations.errors import FeedUnknown
from integrations.feed_links import hash_of, token_of
from integrations.models import CalendarFeed, FeedShows
from tenants.models import Business

# What a feed tells of: half a year back is past reporting, and nobody books further ahead.
BACK, AHEAD = timedelta(days=90), timedelta(days=400)
MOST_ENTRIES = 20_000
# Who has a room, or is to have it; a hold is nobody's yet.
TOLD = (Status.PENDING, Status.CONFIRMED, Status.CHECKED_IN, Status.COMPLETED, Status.BLOCKED)
COLUMNS = (
    "id", "kind", "reference", "starts_at", "ends_at", "status", "guest_name", "customer__name", "party_size",
    "customer__phone", "note", "reason", "calendar_sequence", "created_at", "room__name", "room__venue__name",
    "room__venue__address",
)  # fmt: skip


def feed_of(token: str) -> CalendarFeed:
    """The feed an address is of. Raises FeedUnknown, also for somebody's who may see no bookings any more."""
    feed = (
        CalendarFeed.objects.standing()
        .select_related("venue", "room", "person__own_role")
        .filter(token_hash=hash_of(token))
        .first()
    )
    if feed is None or (feed.person is not None and not _may_read(feed.person)):
        raise FeedUnknown
    return feed


def entries_of(feed: CalendarFeed, business: Business, *, now: datetime) -> Iterator[Entry]:
    """What a feed gives, by start. One query."""
    rows = _rows(feed, now).order_by("starts_at", "id").values_list(*COLUMNS)[:MOST_ENTRIES]
    is_named, is_one_room = feed.shows == FeedShows.NAMES, feed.room_id is not None
    # What a feed of one's own tells is what its owner may see on the pages.
    with_phone = feed.person is None or feed.person.has_perm("bookings.view_customers")
    host, base = business.host, business.url("/dashboard/bookings/0/").removesuffix("0/")
    for row in rows.iterator(chunk_size=2000):
        yield _entry(
            row, host=host, base=base, is_named=is_named, is_one_room=is_one_room, with_phone=with_phone
        )


def feeds_of(venue_id: int) -> list[tuple[CalendarFeed, str]]:
    """A venue's feeds, each with its token; the oldest first."""
    feeds = CalendarFeed.objects.standing().filter(venue_id=venue_id).select_related("room").order_by("id")
    return [(feed, token_of(feed)) for feed in feeds]


def own_feed(person: User) -> tuple[CalendarFeed, str] | None:
    """Somebody's own feed with its token; None where they have none."""
    feed = CalendarFeed.objects.standing().filter(person=person).order_by("-id").first()
    return None if feed is None else (feed, token_of(feed))


def _rows(feed: CalendarFeed, now: datetime) -> QuerySet[Occupancy]:
    rows = Occupancy.objects.filter(
        starts_at__gte=now - BACK, starts_at__lt=now + AHEAD, status__in=TOLD, placed=True, is_example=False
    )
    if feed.room_id is not None:
        return rows.filter(room_id=feed.room_id)
    if feed.venue_id is not None:
        return rows.filter(room__venue_id=feed.venue_id)
    assert feed.person is not None, "a constraint: a feed is of a venue or of a person"
    if not feed.person.venue_ids and not feed.person.room_ids:
        return rows
    return rows.filter(Q(room__venue_id__in=feed.person.venue_ids) | Q(room_id__in=feed.person.room_ids))


def _may_read(person: User) -> bool:
    return person.is_active and person.has_perm("bookings.view_calendar")


def _entry(
    row: tuple[Any, ...], *, host: str, base: str, is_named: bool, is_one_room: bool, with_phone: bool
) -> Entry:
    (
        key, kind, reference, starts_at, ends_at, status, guest, customer, people, phone, note, reason,
        sequence, created_at, room, venue, address,
    ) = row  # fmt: skip
    is_block = kind == "block"
    title = (reason or "Blocked") if is_block else (guest or customer or "Walk-in")
    if people and not is_block:
        title = f"{title} ({people})"
    said = [] if is_block else [shown(reference), (phone or "") if with_phone else "", note, f"{base}{key}/"]
    what = title if is_named else "Blocked" if is_block else "Booked"
    return Entry(
        uid=f"block-{key}@{host}" if is_block else f"{reference}@{host}",
        sequence=sequence,
        stamp=created_at,
        starts_at=starts_at,
        ends_at=ends_at,
        summary=what if is_one_room else f"{room}: {what}",
        location=f"{room}, {venue}" + (f", {address}" if address else ""),
        description="\n".join(part for part in said if part) if is_named else "",
        status="TENTATIVE" if status == Status.PENDING else "CONFIRMED",
    )
