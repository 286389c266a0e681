"""Texts that customers agree to."""

from __future__ import annotations

from typing import Any

from bookings.models import TermsVersion, Venue
from bookings.services.house_terms import publish_terms
from boom.core import clock


def make_terms(venue: Venue | None = None, **values: Any) -> TermsVersion:
    """The first version of terms of a venue: the only one, unless named."""
    given = {"title": "House rules", "words": "No glass on the stage."} | values
    return publish_terms(venue_id=(venue or Venue.objects.get()).pk, now=clock.now(), **given)
