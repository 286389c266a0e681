"""How bookings are named in findings."""

from __future__ import annotations

from django.urls import reverse

from audit.integrity import Problem
from bookings.domain.reference import shown
from bookings.models import Occupancy
from bookings.selectors.history import Telling


def about(row: Occupancy, what: str) -> Problem:
    """A problem of one booking or block; its room, venue and customer are loaded."""
    return Problem(str(row.pk), f"{title(row)}: {what}", reverse("dashboard:booking", args=[row.pk]))


def title(row: Occupancy) -> str:
    """Whose, where and when: "Priya Nair (C4D-H7M), Alto, Sat 21 Nov, 20:00–21:00"."""
    name = f"{row.title} ({shown(row.reference)})" if row.reference else row.title
    return f"{name}, {row.room.name}, {Telling(row.room.venue, {}).span(row.starts_at, row.ends_at)}"
