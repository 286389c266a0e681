"""Words of the public page: starts in addresses, prices, what a room is like."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from django.utils.translation import gettext

from bookings.models import Room
from boom.core import text
from boom.core.money import Money

# From which per cent on a day is called so.
FILLING, NEARLY_FULL, FULL = 40, 75, 97


def start_value(start: datetime) -> str:
    """A start as addresses carry it: "20261121T2100Z", UTC, so that no clock change makes it two."""
    return start.astimezone(UTC).strftime("%Y%m%dT%H%MZ")


def price_words(price: Money | None) -> str:
    """A price on a chip; nothing for what costs nothing."""
    return text.price(price) if price else ""


def room_words(room: Room) -> str:
    """What a room is like in a line: "Up to 8, step-free, window booth"."""
    size = (
        gettext("%(least)s to %(most)s people") % {"least": room.capacity_min, "most": room.capacity_max}
        if room.capacity_min > 1
        else gettext("Up to %(most)s") % {"most": room.capacity_max}
    )
    return ", ".join([size, *(feature_words(room, str(name)) for name in room.features)])


def many_words(rooms: Sequence[Room]) -> str:
    """What each of these rooms is like, and how many there are: "8 of them, up to 6"."""
    first, *others = rooms
    if not others:
        return room_words(first)
    words = {"count": len(rooms), "room": room_words(first)}
    return gettext("%(count)d of them. %(room)s") % words


def feature_words(room: Room, name: str) -> str:
    """Something a room has, with how many where that is said: "Microphones: 4"."""
    count = room.feature_counts.get(name)
    return gettext("%(feature)s: %(count)s") % {"feature": name, "count": count} if count else name


def capacity_words(rooms: list[Room]) -> str:
    """The parties that rooms take together: "2 to 30"."""
    least, most = min(room.capacity_min for room in rooms), max(room.capacity_max for room in rooms)
    return str(most) if least == most else gettext("%(least)s to %(most)s") % {"least": least, "most": most}


def fullness_words(share: int) -> str:
    if share >= FULL:
        return gettext("full")
    if share >= NEARLY_FULL:
        return gettext("almost full")
    return gettext("filling up") if share >= FILLING else gettext("plenty of space")
