"""Feeds: their addresses are made, replaced and ended."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from bookings.errors import RoomUnknown
from bookings.models import Room
from boom.core.db import service
from boom.core.errors import Invalid
from integrations.errors import FeedUnknown, TooManyFeeds
from integrations.feed_links import hash_of, token_from
from integrations.models import CalendarFeed, FeedShows
from integrations.models.feeds import new_nonce

MOST_FEEDS = 100


@service
def add_feed(*, venue_id: int, room_id: int | None, shows: str) -> CalendarFeed:
    """Make an address that gives the bookings of a room, or of all of a venue's.

    Raises RoomUnknown, TooManyFeeds, Invalid for what cannot be shown.
    """
    if room_id is not None and not Room.objects.filter(pk=room_id, venue_id=venue_id).exists():
        raise RoomUnknown
    if shows not in FeedShows.values:
        raise Invalid(fields={"shows": "Choose what the calendar shows."})
    if CalendarFeed.objects.standing().filter(person=None).count() >= MOST_FEEDS:
        raise TooManyFeeds
    return _made(CalendarFeed(venue_id=venue_id, room_id=room_id, shows=shows))


@service
def renew_own_feed(*, person: User, now: datetime) -> CalendarFeed:
    """Give somebody of the team an address of all that they may see; the one before ends."""
    end_own_feed(person=person, now=now)
    return _made(CalendarFeed(person=person))


@service
def end_own_feed(*, person: User, now: datetime) -> None:
    """End somebody's own address, if they have one."""
    for feed in CalendarFeed.objects.select_for_update().standing().filter(person=person):
        feed.revoked_at = now
        feed.save(update_fields=["revoked_at"])


@service
def revoke_feed(*, feed_id: int, now: datetime) -> CalendarFeed:
    """End an address of a venue or room: whoever has it reads nothing from now on. Raises FeedUnknown."""
    feed = CalendarFeed.objects.select_for_update().filter(pk=feed_id, person=None).first()
    if feed is None:
        raise FeedUnknown
    if feed.revoked_at is None:
        feed.revoked_at = now
        feed.save(update_fields=["revoked_at"])
    return feed


@service
def note_reading(*, feed_id: int, now: datetime) -> None:
    """Note that somebody read a feed, so that its owner sees which ones are used."""
    CalendarFeed.objects.filter(pk=feed_id).update(last_read_at=now)


def _made(feed: CalendarFeed) -> CalendarFeed:
    feed.link_nonce = new_nonce()
    feed.token_hash = hash_of(token_from(feed.link_nonce))
    feed.save(force_insert=True)
    return feed
