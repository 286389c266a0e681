"""What saving a form of the set-up would do: tried and undone at once, told in words while somebody types."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from audit.columns import Difference, differences
from audit.models import Action, AuditEvent
from audit.services.undo import rehearse
from bookings.models import Room, Venue
from bookings.selectors.effects import effects_of_room, effects_of_venue
from bookings.services import setup
from boom.core import clock
from boom.core.errors import DomainError

TEMPLATE = "bookings/setup/effects.html"


def effects_on_venue(request: HttpRequest, venue: Venue, columns: Mapping[str, Any]) -> HttpResponse:
    """The differences of a venue's columns, and what they mean for bookings to come."""
    found = _rehearsed(lambda: setup.change_venue(venue_id=venue.pk, **columns))
    if isinstance(found, str):
        return render(request, TEMPLATE, {"refused": found})
    told = effects_of_venue(venue, columns, now=clock.now()) if found else []
    return render(request, TEMPLATE, {"differences": found, "effects": told})


def effects_on_room(request: HttpRequest, room: Room, columns: Mapping[str, Any]) -> HttpResponse:
    """The differences of a room's columns, and what they mean for its bookings to come."""
    found = _rehearsed(lambda: setup.change_room(room_id=room.pk, **columns))
    if isinstance(found, str):
        return render(request, TEMPLATE, {"refused": found})
    told = effects_of_room(room, columns, now=clock.now()) if found else []
    return render(request, TEMPLATE, {"differences": found, "effects": told})


def _rehearsed(change: Callable[[], object]) -> list[Difference] | str:
    """What a change would write, in words; the sentence where it would be refused."""
    try:
        events: list[AuditEvent] = rehearse(change)
    except DomainError as error:
        return " ".join(error.fields.values()) or error.message
    updates = [event for event in events if event.action == Action.UPDATE]
    told = differences(updates)
    return [each for event in updates for each in told[event.pk] if each.before != each.after]
