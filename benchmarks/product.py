"""Boom's own requests, as browsers send them: who asks, with which cookies, and what an answer means."""

from __future__ import annotations

import itertools
import secrets
from collections.abc import Iterator
from urllib.parse import urlencode

from benchmarks.fleet import Site
from benchmarks.load import form, request
from benchmarks.workload import Calendar, Slot

# What a browser is sent after a POST that went through, and when somebody was faster.
DONE, TAKEN = (200, 201, 204, 302, 303), 409

_visitors = itertools.count(1)


def address() -> dict[str, str]:
    """A visitor nobody has been before: the limits count by address."""
    number = next(_visitors)
    return {"X-Forwarded-For": f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"}


def availability(site: Site, calendar: Calendar, port: int) -> Iterator[bytes]:
    """Free starts of one hour on the asked day, by ever new visitors."""
    path = f"/availability.json?{urlencode({'day': calendar.asked_day.isoformat(), 'minutes': 60})}"
    while True:
        yield request("GET", path, host=f"{site.host}:{port}", headers=address())


def hold(site: Site, slot: Slot, port: int) -> bytes:
    """A customer presses a time on the public page."""
    choice = {
        "start": f"{slot.start:%Y%m%dT%H%MZ}",
        "minutes": _minutes(slot),
        "people": 4,
        "room": site.room_ids[slot.room],
    }
    return _post(site, port, "/book/hold/", choice, address())


def take(site: Site, slot: Slot, port: int) -> bytes:
    """Somebody at the desk writes a booking down, for a customer nobody knew."""
    guest = secrets.token_hex(6)
    booking = {
        **_span(site, slot),
        "name": f"Guest {guest}",
        "email": f"{guest}@guest.example",
        "party_size": 4,
        "source": "phone",
    }
    return _post(site, port, "/dashboard/bookings/new/", booking, signed_in(site))


def move(site: Site, booking_id: int, version: int, slot: Slot, port: int) -> bytes:
    """Somebody at the desk drags a booking to another time."""
    wanted = {**_span(site, slot), "version": version}
    return _post(site, port, f"/dashboard/bookings/{booking_id}/move/", wanted, signed_in(site))


def _span(site: Site, slot: Slot) -> dict[str, object]:
    return {
        "room": site.room_ids[slot.room],
        "day": slot.start.date().isoformat(),
        "start": f"{slot.start:%H:%M}",
        "length": _minutes(slot),
    }


def signed_in(site: Site) -> dict[str, str]:
    """The headers of somebody at the desk."""
    return {**address(), "Cookie": f"boom={site.session}"}


def _post(site: Site, port: int, path: str, fields: dict[str, object], headers: dict[str, str]) -> bytes:
    token = secrets.token_hex(16)
    cookies = "; ".join(filter(None, [headers.get("Cookie", ""), f"csrf={token}"]))
    return form(
        "POST",
        path,
        urlencode({**fields, "csrfmiddlewaretoken": token}),
        host=f"{site.host}:{port}",
        headers={**headers, "Cookie": cookies},
    )


def _minutes(slot: Slot) -> int:
    return int(slot.length.total_seconds()) // 60
