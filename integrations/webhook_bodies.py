"""What other programs are told: the JSON of an event, made once and sent as it is at every attempt."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bookings.domain.reference import shown
from bookings.models import Occupancy, WaitlistEntry
from bookings.takings import standings_of
from boom.core.db import present_schema
from integrations.domain.events import TEST
from integrations.models import WebhookEndpoint


def event_id_of(fact_id: int) -> str:
    """The name of an event for good; two businesses' facts of one number have different ones."""
    digest = hashlib.sha256(f"webhook\x00{present_schema()}\x00{fact_id}".encode()).hexdigest()
    return f"evt_{digest[:32]}"


def body_of_test(endpoint: WebhookEndpoint, *, now: datetime) -> str:
    """The event that a person sends to see whether it arrives."""
    return _body(TEST, now, {"webhook": {"id": endpoint.pk, "name": endpoint.name}})


def body_of(kind: str, payload: Mapping[str, Any], at: datetime) -> tuple[str, dict[str, int | None]] | None:
    """An event's body, and of which booking and customer it tells; None where there is nothing to tell."""
    if kind == "customer.erased":
        about = {"customer": payload["customer"]}
        return _body(kind, at, {"customer": {"id": payload["customer"]}}), {**about, "booking": None}
    if kind == "waitlist.joined":
        entry = WaitlistEntry.objects.select_related("venue").filter(pk=payload["entry"]).first()
        return None if entry is None else (_body(kind, at, {"entry": _entry(entry)}), {})
    rows = Occupancy.objects.select_related("room__venue", "customer")
    row = rows.filter(pk=payload.get("booking") or 0).first()
    if row is None or row.is_example:
        return None
    if row.kind == "block":
        return _body(kind, at, {"block": block_as_data(row)}), {}
    data: dict[str, Any] = {"booking": booking_as_data(row)}
    if kind.startswith("payment."):
        data["standing"] = _standing(row)
    return _body(kind, at, data), {"booking": row.pk, "customer": row.customer_id}


def booking_as_data(row: Occupancy) -> dict[str, Any]:
    """A booking as other programs see it: instants in UTC (RFC 3339), money in minor units."""
    customer = row.customer
    return {
        "id": row.pk,
        "reference": shown(row.reference),
        "group_reference": shown(row.group_reference) if row.group_reference else None,
        "status": row.status,
        "room": _place(row),
        "venue": _venue(row),
        "starts_at": _instant(row.starts_at),
        "ends_at": _instant(row.ends_at),
        "party_size": row.party_size,
        "total_minor": row.total_minor,
        "currency": row.currency or None,
        "note": row.note,
        "source": row.source,
        "guest_name": row.guest_name or (customer.name if customer else ""),
        "customer": None
        if customer is None
        else {"id": customer.pk, "name": customer.name, "email": customer.email, "phone": customer.phone},
        "version": row.version,
    }


def block_as_data(row: Occupancy) -> dict[str, Any]:
    """A block as other programs see it."""
    return {
        "id": row.pk,
        "status": row.status,
        "room": _place(row),
        "venue": _venue(row),
        "starts_at": _instant(row.starts_at),
        "ends_at": _instant(row.ends_at),
        "reason": row.reason,
        "version": row.version,
    }


def _standing(row: Occupancy) -> dict[str, Any] | None:
    """How a booking is paid; None for one that has no price."""
    standing = standings_of([row.pk]).get(row.pk)
    if standing is None:
        return None
    return {"paid_minor": standing.kept.minor, "due_minor": standing.due.minor, "currency": standing.currency}


def _entry(entry: WaitlistEntry) -> dict[str, Any]:
    """Somebody in line, by number alone: who it is stands in the dashboard."""
    return {
        "id": entry.pk,
        "venue": {"id": entry.venue_id, "name": entry.venue.name},
        "first_day": entry.first_day.isoformat(),
        "last_day": entry.last_day.isoformat(),
        "state": entry.state,
    }


def _place(row: Occupancy) -> dict[str, Any]:
    return {"id": row.room_id, "name": row.room.name}


def _venue(row: Occupancy) -> dict[str, Any]:
    venue = row.room.venue
    return {"id": venue.pk, "name": venue.name, "time_zone": str(venue.zone)}


def _body(kind: str, at: datetime, data: Mapping[str, Any]) -> str:
    event = {"type": kind, "timestamp": _instant(at), "data": data}
    return json.dumps(event, ensure_ascii=False, separators=(",", ":"))


def _instant(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
