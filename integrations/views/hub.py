"""The way to everything that connects other systems; and what of it needs somebody."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from bookings.page_parts import adds_to_attention
from boom.access import staff
from integrations.selectors.webhooks import disabled_endpoints

CONNECT = "integrations.connect"


@dataclass(frozen=True, slots=True)
class Tile:
    """One way to connect something."""

    route: str
    title: str | Promise
    text: str | Promise
    icon: str
    permission: str = CONNECT


TILES = (
    Tile(
        "integrations:keys",
        _("API keys"),
        _("A key for each program that calls Boom: a till, your website, a tool of your own."),
        "key-round",
        "integrations.manage_keys",
    ),
    Tile(
        "integrations:webhooks",
        _("Webhooks"),
        _("Tell another program what happens here, as it happens: Zapier, Make, your own."),
        "webhook",
    ),
    Tile(
        "alerts:chats",
        _("Your team’s chat"),
        _("Slack, Teams or Discord hear of what is on the bell."),
        "message-square",
    ),
    Tile(
        "integrations:feeds",
        _("Calendars to subscribe to"),
        _("Your bookings in Google Calendar, Outlook or on a phone, by a secret address."),
        "calendar-days",
    ),
    Tile(
        "integrations:website",
        _("Your website"),
        _("The booking page within your own site; square codes for doors and flyers."),
        "globe",
    ),
    Tile(
        "integrations:sync",
        _("Google and Outlook"),
        _("A room and a calendar in step, both ways: bookings show there, what is busy there is blocked."),
        "refresh-cw",
    ),
    Tile(
        "integrations:measuring",
        _("Measuring visits"),
        _("Google Analytics and the Meta pixel on your booking page, for guests who say yes."),
        "chart-column",
    ),
    Tile(
        "integrations:external",
        _("Calendars that block rooms"),
        _("What is busy in another calendar cannot be booked here."),
        "calendar-x",
    ),
    Tile(
        "integrations:imports",
        _("Bring lists in"),
        _("Rooms, customers and bookings of another system, tried before anything is written."),
        "upload",
        "bookings.exchange_customers",
    ),
    Tile(
        "integrations:exports",
        _("Take your lists out"),
        _("Bookings, customers, rooms, prices, payments and the rest, as CSV or Excel files."),
        "download",
        "bookings.view_customers",
    ),
)


_added: list[Tile] = []


def adds_tile(tile: Tile) -> None:
    """Register a way to connect something that a plugin brings, after those of Boom."""
    if tile not in _added:
        _added.append(tile)


@require_GET
@staff(CONNECT)
def hub(request: HttpRequest) -> HttpResponse:
    shown = [tile for tile in (*TILES, *_added) if request.user.has_perm(tile.permission)]
    tiles = [{"tile": tile, "url": reverse(tile.route)} for tile in shown]
    return render(request, "integrations/hub.html", {"tiles": tiles})


@adds_to_attention
def attention(request: HttpRequest) -> str:
    """Webhooks that were switched off, for whoever may switch them on."""
    if not request.user.has_perm(CONNECT):
        return ""
    found = disabled_endpoints()
    if not found:
        return ""
    return render_to_string("integrations/attention.html", {"endpoints": found}, request=request)
