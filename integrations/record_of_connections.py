"""How the record's events about webhooks and calendars read. Loaded by `integrations.record`."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_noop as word

from audit.columns import describes, moment, names, one_of, row_of, said
from audit.models import AuditEvent
from audit.wording import Told, plain, tells
from integrations.models import (
    CalendarAccount,
    Company,
    EndpointState,
    ExternalCalendar,
    FeedShows,
    WebhookEndpoint,
)

SECRETS = {
    "secret_nonce": "what the secret is made of",
    "secret_key_mark": "which of Boom's own secrets it is made with",
    "old_nonce": "what the secret before is made of",
    "old_key_mark": "which of Boom's own secrets that was made with",
}

describes(
    "integrations_webhookendpoint",
    {
        "url": said(word("address")),
        "name": said(word("called")),
        "kinds": said(word("events")),
        "state": one_of(word("state"), dict(EndpointState.choices)),
        "subscribed_by": said(word("asked for by")),
        "old_until": moment(word("old secret good until")),
        "removed_at": moment(word("removed")),
        "disabled_at": moment(word("switched off")),
        "failing_since": moment(word("failing since")),
        "last_error": said(word("why it fails")),
    },
    hidden={
        **SECRETS,
        "failures_in_row": "a count",
        "resting_until": "until when it is left alone",
        "busy_until": "how long a worker has it",
        "last_success_at": "the log of deliveries says it",
    },
)


describes(
    "integrations_calendarfeed",
    {
        "venue_id": row_of("bookings_venue", word("venue")),
        "room_id": row_of("bookings_room", word("room")),
        "person_id": row_of("accounts_user", word("of")),
        "shows": one_of(word("shows"), dict(FeedShows.choices)),
        "revoked_at": moment(word("ended")),
    },
    hidden={
        "link_nonce": "what the address is made of",
        "token_hash": "what the address is known by",
        "last_read_at": "when it was read",
    },
)
describes(
    "integrations_externalcalendar",
    {
        "room_id": row_of("bookings_room", word("room")),
        "name": said(word("called")),
        "removed_at": moment(word("removed")),
        "last_error": said(word("why it cannot be read")),
        "failing_since": moment(word("not read since")),
    },
    hidden={
        "url": "often a secret of its own",
        "next_read_at": "when it is read next",
        "busy_until": "how long a worker has it",
        "last_read_at": "when it was read",
        "busy_stretches": "a count",
        "left_out": "the page says it",
    },
)


describes(
    "integrations_calendaraccount",
    {
        "company": one_of(word("company"), dict(Company.choices)),
        "address": said(word("account")),
        "connected_by_id": row_of("accounts_user", word("connected by")),
        "refused_since": moment(word("Boom not let in since")),
        "ended_at": moment(word("left")),
    },
    hidden={
        "refresh_token": "a secret",
        "access_token": "a secret",
        "access_until": "until when a secret is good",
        "renewing_until": "how long a worker has it",
    },
)
describes(
    "integrations_linkedcalendar",
    {
        "calendar_id": row_of("integrations_externalcalendar", word("calendar")),
        "account_id": row_of("integrations_calendaraccount", word("account")),
        "shows": one_of(word("shows"), dict(FeedShows.choices)),
    },
    hidden={
        "remote_id": "what the company calls it",
        "cursor": "how far changes there are known",
        "whole_read_at": "when all of it was read",
    },
)


describes(
    "integrations_measuring",
    {
        "ga4_id": said(word("Google Analytics")),
        "pixel_id": said(word("Meta pixel")),
        "heeds_do_not_track": said(word("Do Not Track is a no")),
    },
)
describes("integrations_embedsite", {"origin": said(word("website"))})


@tells({"integrations_embedsite": word("Websites with the booking page")})
def tell_sites(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Which sites may show the booking page."""
    path = reverse("integrations:website")
    return {
        event.pk: plain(
            event, gettext("a website"), name=str((event.new or event.old or {}).get("origin", "")), path=path
        )
        for event in events
    }


@tells({"integrations_measuring": word("Measuring visits")})
def tell_measuring(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """What visits are measured with."""
    path = reverse("integrations:measuring")
    return {event.pk: plain(event, gettext("what visits are measured with"), path=path) for event in events}


@tells({"integrations_calendarfeed": word("Calendars to subscribe to")})
def tell_feeds(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Addresses that were made and ended."""
    return {event.pk: plain(event, gettext("a calendar to subscribe to")) for event in events}


@tells({"integrations_externalcalendar": word("Calendars that block rooms")})
def tell_external(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Calendars of others."""
    path = reverse("integrations:external")
    return {
        event.pk: plain(
            event,
            gettext("a calendar that blocks rooms"),
            name=str((event.new or event.old or {}).get("name", "")),
            path=path,
        )
        for event in events
    }


@tells({"integrations_calendaraccount": word("Google and Outlook accounts")})
def tell_accounts(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Accounts that were connected, refused and left."""
    path = reverse("integrations:sync")
    return {
        event.pk: plain(
            event,
            gettext("an account"),
            name=str((event.new or event.old or {}).get("address", "")),
            path=path,
        )
        for event in events
    }


@tells({"integrations_linkedcalendar": word("Rooms in step with calendars")})
def tell_linked(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Rooms that were put in step with a calendar."""
    path = reverse("integrations:sync")
    return {event.pk: plain(event, gettext("a room in step with a calendar"), path=path) for event in events}


@names("integrations_externalcalendar")
def name_calendars(ids: set[int]) -> Mapping[int, str]:
    return dict(ExternalCalendar.objects.filter(pk__in=ids).values_list("pk", "name"))


@names("integrations_calendaraccount")
def name_accounts(ids: set[int]) -> Mapping[int, str]:
    return {each.pk: str(each) for each in CalendarAccount.objects.filter(pk__in=ids)}


@names("integrations_webhookendpoint")
def name_endpoints(ids: set[int]) -> Mapping[int, str]:
    return {each.pk: str(each) for each in WebhookEndpoint.objects.filter(pk__in=ids)}


@tells({"integrations_webhookendpoint": word("Webhooks")})
def tell_endpoints(events: Sequence[AuditEvent]) -> dict[int, Told]:
    """Where events are sent."""
    told = {}
    for event in events:
        values = event.new or event.old or {}
        name = str(values.get("name") or values.get("url") or "")
        path = reverse("integrations:webhook", args=[int(event.entity_id)])
        told[event.pk] = plain(event, gettext("a webhook"), name=name, path=path)
    return told
