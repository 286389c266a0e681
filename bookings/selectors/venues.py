"""Which venue a page is about."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.venue_scope import present_limit, present_whole
from bookings.models import Venue
from boom.core.errors import NotFound


def venues_in_order() -> list[Venue]:
    """Every venue of the business, as its owner ordered them."""
    return list(_theirs().order_by("order", "id"))


def venue_called(slug: str | None) -> Venue:
    """The venue with this slug; without one, the first. Raises NotFound."""
    venues = _theirs().order_by("order", "id")
    if slug and not slug.isprintable():
        # PostgreSQL takes no NUL, not even to look for.
        raise NotFound("There is no such venue.")
    venue = venues.filter(slug=slug).first() if slug else venues.first()
    if venue is None:
        raise NotFound("There is no such venue.")
    return venue


def whole_venues() -> list[Venue]:
    """The venues that are wholly theirs who asks, in order; one with single rooms of theirs is none."""
    limit = present_whole()
    return [venue for venue in venues_in_order() if limit is None or venue.pk in limit]


def venue_with(key: int) -> Venue | None:
    """The venue with this key, if whoever asks may touch it."""
    return _theirs().filter(pk=key).first()


def _theirs() -> QuerySet[Venue]:
    """The venues that whoever asks may touch (`accounts.venue_scope`)."""
    limit = present_limit()
    return Venue.objects.all() if limit is None else Venue.objects.filter(pk__in=limit)
