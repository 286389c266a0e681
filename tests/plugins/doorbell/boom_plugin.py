"""What the doorbell adds, at the points that are there for it."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest
from django.utils.html import format_html

from bookings.domain.blockers import Blocker
from bookings.models import Venue
from bookings.more_rules import Wish, adds_rule
from bookings.page_parts import adds_to_venue_page
from integrations.views.hub import Tile, adds_tile

THIRTEEN = Blocker(
    "doorbell-thirteen", "We seat no thirteen people: bring one more, or one less.", hard=False
)

adds_tile(Tile("doorbell:bell", "Doorbell", "Rings for every booking.", "bell"))


@adds_to_venue_page
def how_to_ring(request: HttpRequest, venue: Venue) -> str:
    return format_html("<p>{}</p>", "Ring twice.")


@adds_rule
def no_thirteen(wish: Wish) -> Sequence[Blocker]:
    return [THIRTEEN] if wish.party_size == 13 else []
