"""What a page sends to change a booking, and what comes of it."""

from __future__ import annotations

import re
from typing import Any

from bookings.models import Occupancy, Room


def move_url(booking: Occupancy) -> str:
    return f"/dashboard/bookings/{booking.pk}/move/"


def dropped(room: Room, at_unit: int, length: int, version: int = 1) -> dict[str, Any]:
    return {"room": room.pk, "at": at_unit, "length": length, "version": version}


def typed(room: Room, start: str, length: int, version: int = 1, **more: Any) -> dict[str, Any]:
    day = more.pop("day", "2026-11-21")
    return {"room": room.pk, "day": day, "start": start, "length": length, "version": version, **more}


def text_of(response: Any) -> str:
    return response.content.decode()


def targets(response: Any) -> list[str]:
    return re.findall(r'hx-target="([^"]+)"', text_of(response))


def fresh(booking: Occupancy) -> Any:
    """As it stands in the database."""
    booking.refresh_from_db()
    return booking


def where(booking: Occupancy) -> tuple[str, str, int]:
    """Room, start on London's clock (winter: UTC), minutes."""
    row = fresh(booking)
    return row.room.name, f"{row.starts_at:%d %H:%M}", row.span.minutes
