"""Asking the dashboard, and reading what it says."""

from __future__ import annotations

import re
from typing import Any

from bookings.models import Occupancy


def text_of(response: Any) -> str:
    return response.content.decode()


def url(booking: Occupancy, act: str) -> str:
    return f"/dashboard/bookings/{booking.pk}/{act}/"


def fresh(booking: Occupancy) -> Any:
    booking.refresh_from_db()
    return booking


def undo_in(response: Any) -> str:
    """The address of the undo that an answer's toast offers."""
    toast = text_of(response).partition("data-toast")[2]
    [found] = re.findall(r'action="([^"]*/undo/[^"]*)"', toast)
    return found.replace("&amp;", "&")
