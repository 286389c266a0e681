"""What each event looks like, made up: for whoever connects a program before anything has happened."""

from __future__ import annotations

from typing import Any

AT = "2026-11-28T18:04:11Z"
_VENUE = {"id": 1, "name": "Velvet Rooms", "time_zone": "Europe/London"}
_ROOM = {"id": 4, "name": "Echo"}
_CUSTOMER = {"id": 311, "name": "Priya Nair", "email": "priya@example.com", "phone": "+442079460812"}
_BLOCK = {
    "id": 5120,
    "status": "blocked",
    "room": _ROOM,
    "venue": _VENUE,
    "starts_at": "2026-11-28T20:00:00Z",
    "ends_at": "2026-11-28T22:00:00Z",
    "reason": "The speakers are being mended",
    "version": 1,
}
_BOOKING = {
    "id": 5117,
    "reference": "C4D-H7K",
    "group_reference": None,
    "status": "confirmed",
    "room": _ROOM,
    "venue": _VENUE,
    "starts_at": "2026-11-28T20:00:00Z",
    "ends_at": "2026-11-28T22:00:00Z",
    "party_size": 6,
    "total_minor": 9000,
    "currency": "GBP",
    "note": "A birthday",
    "source": "online",
    "guest_name": "Priya Nair",
    "customer": _CUSTOMER,
    "version": 1,
}
_STATUSES = {
    "booking.requested": "pending",
    "booking.checked_in": "checked_in",
    "booking.completed": "completed",
    "booking.no_show": "no_show",
    "booking.cancelled": "cancelled",
}


def sample_of(kind: str) -> dict[str, Any]:
    """An event of a kind, in the shape in which one is sent."""
    return {"type": kind, "timestamp": AT, "data": _data_of(kind)}


def _data_of(kind: str) -> dict[str, Any]:
    about, _, what = kind.partition(".")
    if about == "block":
        return {"block": _BLOCK | ({"status": "released"} if what == "released" else {})}
    if about == "customer":
        return {"customer": {"id": 311}}
    if about == "waitlist":
        entry = {"id": 12, "venue": {"id": 1, "name": "Velvet Rooms"}, "state": "waiting"}
        return {"entry": entry | {"first_day": "2026-11-28", "last_day": "2026-11-28"}}
    booking = _BOOKING | ({"status": _STATUSES[kind]} if kind in _STATUSES else {})
    if about == "payment":
        paid = 0 if what == "reversed" else 9000
        return {
            "booking": booking,
            "standing": {"paid_minor": paid, "due_minor": 9000 - paid, "currency": "GBP"},
        }
    return {"booking": booking}
