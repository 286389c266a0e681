"""Connections to other programs, dull ones."""

from __future__ import annotations

from datetime import datetime, timedelta

from bookings.models import Room
from integrations.models import WebhookDelivery
from integrations.providers.base import Grant, RemoteCalendar
from integrations.services.embeds import allow_site
from integrations.services.external import add_calendar
from integrations.services.feeds import add_feed
from integrations.services.sync_accounts import connect_account, link_room
from integrations.services.webhook_deliveries import send_test
from integrations.services.webhooks import add_endpoint


def made_connections(now: datetime, words: str = "Kitchen") -> dict[str, int]:
    """One of each, by the names of keys in addresses."""
    endpoint, _ = add_endpoint(url="https://hooks.example.com/boom", kinds=[], name=words)
    sent = WebhookDelivery.objects.get(pk=send_test(endpoint_id=endpoint.pk, now=now))
    room = Room.objects.order_by("-id")[0]
    add_calendar(room_id=room.pk, name=words, url="https://calendars.example.com/1.ics", now=now)
    grant = Grant("access", timedelta(hours=1), "refresh", frozenset())
    account = connect_account(
        company="google", address=f"{words}@example.com", grant=grant, person=None, now=now
    )
    remote = RemoteCalendar(id=f"{words}@group.example.com", name=words, owner=account.address, is_own=False)
    linked = link_room(account_id=account.pk, room_id=room.pk, remote=remote, shows="busy", now=now)
    return {
        "endpoint_id": endpoint.pk,
        "sent_id": sent.pk,
        "feed_id": add_feed(venue_id=room.venue_id, room_id=None, shows="names").pk,
        "calendar_id": linked.calendar_id,
        "account_id": account.pk,
        "site_id": allow_site(address="https://www.example.com").pk,
    }
