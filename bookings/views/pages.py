"""What a dashboard page is about: the venue, the night, the board it shows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from urllib.parse import urlencode

from django.http import HttpRequest
from django.urls import reverse

from bookings.board import Board
from bookings.domain.axis import UNIT, Axis
from bookings.domain.opening import NoSuchDay
from bookings.looks import Look
from bookings.models import Venue
from bookings.selectors.calendar import Viewer
from bookings.selectors.setup import Setup, setup_of
from bookings.selectors.venues import venues_in_order
from boom.core import clock
from boom.core.errors import NotFound

# What of a night a page shows: its list alone, the rooms board alone, both (the window's width chooses), or
# both with the first steps above them.
LIST, BOARD, ROOMS, STEPS = "list", "board", "rooms", "steps"
_MARK = re.compile(
    r"(\d{1,18})\.(\d{1,19})\.(\d{4}-\d{2}-\d{2})\.(-?\d{1,12})\.(\d{1,4})\.(list|board|rooms|steps)"
)


@dataclass(frozen=True, slots=True)
class Asked:
    """Which venue and night a request is about, and when it was made."""

    venue: Venue
    setup: Setup
    now: datetime
    today: date
    day: date
    # What keeps links on the same venue; nothing for the owner's first one.
    venue_query: dict[str, str]


def asked(request: HttpRequest, *, venue: Venue | None = None, around: datetime | None = None) -> Asked:
    """Read venue and day from the address; without a day, the night of `around`, or tonight.

    Raises NotFound for a venue that is none.
    """
    venues = venues_in_order()
    slug = venue.slug if venue else request.GET.get("venue") or (venues[0].slug if venues else "")
    venue = next((each for each in venues if each.slug == slug), None)
    if venue is None:
        raise NotFound
    setup = setup_of(venue)
    now = clock.now()
    today = setup.hours.business_day(now)
    usual = setup.hours.business_day(around) if around else today
    return Asked(
        venue=venue,
        setup=setup,
        now=now,
        today=today,
        day=_day(request.GET.get("day", ""), setup) or usual,
        venue_query={} if venue == venues[0] else {"venue": venue.slug},
    )


def _day(typed: str, setup: Setup) -> date | None:
    try:
        day = date.fromisoformat(typed)
        setup.night(day)
    except (ValueError, NoSuchDay, OverflowError):
        return None
    return day


def look_of(request: HttpRequest) -> Look:
    """How whoever asks likes the board drawn."""
    return Look.of(getattr(request.user, "board_look", None))


def viewer_of(request: HttpRequest) -> Viewer:
    """What whoever asks may do on a board."""
    return Viewer(
        may_move=request.user.has_perm("bookings.move_booking"),
        may_block=request.user.has_perm("bookings.block_room"),
        booking_url=reverse("dashboard:booking", args=[0]),
        look=look_of(request),
    )


@dataclass(frozen=True, slots=True)
class Shown:
    """The board an open page shows. It travels with every request of that page, so that answers fit it.

    `setup_version` is the venue's: another one means other rooms, hours or rules than the page knows.
    """

    venue_id: int
    setup_version: int
    day: date
    starts_at: datetime
    units: int
    part: str = ROOMS

    @classmethod
    def of(cls, board: Board, venue: Venue, part: str = ROOMS) -> Shown:
        return cls(venue.pk, venue.setup_version, board.day, board.starts_at, board.units, part)

    @classmethod
    def by(cls, request: HttpRequest) -> Shown | None:
        """The board of the page that asks; None when it shows none."""
        found = _MARK.fullmatch(request.POST.get("board") or request.GET.get("board") or "")
        if found is None:
            return None
        venue_id, setup_version, day, starts, units, part = found.groups()
        try:
            starts_at = datetime.fromtimestamp(int(starts) * UNIT.total_seconds(), UTC)
            return cls(
                int(venue_id), int(setup_version), date.fromisoformat(day), starts_at, int(units), part
            )
        except (ValueError, OverflowError, OSError):
            return None

    @property
    def mark(self) -> str:
        """As it stands in addresses and forms."""
        starts = int(self.starts_at.timestamp() / UNIT.total_seconds())
        return f"{self.venue_id}.{self.setup_version}.{self.day:%Y-%m-%d}.{starts}.{self.units}.{self.part}"

    @property
    def axis(self) -> Axis:
        return Axis(self.starts_at, self.units)

    def fits(self, board: Board, venue: Venue) -> bool:
        """Whether the page has the board's rooms, and positions of it are right there."""
        if self.setup_version != venue.setup_version:
            return False
        return self.part == LIST or (self.starts_at, self.units) == (board.starts_at, board.units)


def address(name: str, *args: object, **query: object) -> str:
    """The address of a dashboard page; empty query values are left out."""
    kept = {key: str(value) for key, value in query.items() if value not in (None, "")}
    path = reverse(f"dashboard:{name}", args=args)
    return f"{path}?{urlencode(kept)}" if kept else path
