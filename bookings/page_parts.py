"""Parts that apps above add to pages of bookings: to the drawer, a guest's own page, a venue's page,
and that of what needs attention.

Bookings do not know what is in them. A part is asked with the request and what the page is about, and answers
HTML, or nothing where it has nothing to say.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpRequest

from bookings.models import Booking, Occupancy, Venue

# `given` is what a view wants a part to show instead of a fresh form: a form that was refused, say.
DrawerPart = Callable[[HttpRequest, Occupancy, Mapping[str, Any]], str]
OwnPart = Callable[[HttpRequest, Booking, str], str]
VenuePart = Callable[[HttpRequest, Venue], str]
AttentionPart = Callable[[HttpRequest], str]

_drawer: list[DrawerPart] = []
_own: list[OwnPart] = []
_venue: list[VenuePart] = []
_attention: list[AttentionPart] = []


def adds_to_drawer(part: DrawerPart) -> DrawerPart:
    """Register a part of the drawer, after the price."""
    _drawer.append(part)
    return part


def adds_to_own_page(part: OwnPart) -> OwnPart:
    """Register a part of a guest's own page; it gets the token of its link as well."""
    _own.append(part)
    return part


def adds_to_venue_page(part: VenuePart) -> VenuePart:
    """Register a part of a venue's public page, after its rooms."""
    _venue.append(part)
    return part


def adds_to_attention(part: AttentionPart) -> AttentionPart:
    """Register a part of the page of what needs attention; it asks by itself who may see it."""
    _attention.append(part)
    return part


def attention_parts(request: HttpRequest) -> list[str]:
    """What needs somebody's attention beside bookings, in parts that say something."""
    return [html for html in (part(request) for part in _attention) if html]


def drawer_parts(request: HttpRequest, row: Occupancy, given: Mapping[str, Any]) -> list[str]:
    """The parts of a booking's drawer, those that say something."""
    return [html for html in (part(request, row, given) for part in _drawer) if html]


def own_parts(request: HttpRequest, booking: Booking, token: str) -> list[str]:
    """The parts of a guest's own page, those that say something."""
    return [html for html in (part(request, booking, token) for part in _own) if html]


def venue_parts(request: HttpRequest, venue: Venue) -> list[str]:
    """The parts of a venue's public page, those that say something."""
    return [html for html in (part(request, venue) for part in _venue) if html]
