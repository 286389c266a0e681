"""Accounts at Google and Microsoft: connected, renewed, refused, left; rooms put in step with calendars."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Q

from accounts.models import User
from bookings.errors import RoomUnknown
from bookings.models import Booking, Room
from boom.core import outbox
from boom.core.db import service
from boom.core.errors import Invalid
from boom.core.sealing import seal
from integrations.errors import (
    CalendarAccountUnknown,
    CalendarLinkedAlready,
    ExternalCalendarUnknown,
    RoomLinkedAlready,
    TooManyExternalCalendars,
)
from integrations.models import (
    CalendarAccount,
    ExternalCalendar,
    FeedShows,
    LinkedCalendar,
    SyncedEvent,
)
from integrations.models.sync import ACCESS, REFRESH
from integrations.providers.base import Grant, RemoteCalendar
from integrations.services import external
from integrations.services.sync_events import TOLD

# A worker that renews has a call's time for it.
RENEWING_FOR = timedelta(seconds=20)
# An access token is not used in its last minute.
SPARE = timedelta(minutes=1)


@service
def connect_account(
    *, company: str, address: str, grant: Grant, person: User | None, now: datetime
) -> CalendarAccount:
    """Keep what a company gave for somebody's yes.

    For an account that stands already it takes the old's place, and what could not be told meanwhile is told.
    """
    account = (
        CalendarAccount.objects.select_for_update()
        .standing()
        .filter(company=company, address=address.lower())
        .first()
    ) or CalendarAccount(company=company, address=address.lower())
    account.connected_by, account.refused_since = person, None
    _take(account, grant, now)
    account.save()
    for linked in LinkedCalendar.objects.standing().filter(account=account).order_by("id"):
        external.read_soon(calendar_id=linked.calendar_id, now=now)
        _tell_all(linked.events.values_list("pk", flat=True))
    return account


@service
def claim_renewal(*, account_id: int, now: datetime) -> bool:
    """Be the one worker that asks for a new access token."""
    free = Q(renewing_until__isnull=True) | Q(renewing_until__lte=now)
    return bool(CalendarAccount.objects.filter(free, pk=account_id).update(renewing_until=now + RENEWING_FOR))


@service
def free_renewal(*, account_id: int) -> None:
    """It is done, or came to nothing."""
    CalendarAccount.objects.filter(pk=account_id).update(renewing_until=None)


@service
def keep_grant(*, account_id: int, grant: Grant, now: datetime) -> CalendarAccount:
    """Keep a renewed access token, and the refresh token that came with it, if one did."""
    account = CalendarAccount.objects.select_for_update().get(pk=account_id)
    _take(account, grant, now)
    account.renewing_until = None
    account.save(update_fields=["refresh_token", "access_token", "access_until", "renewing_until"])
    return account


@service
def note_refused(*, account_id: int, now: datetime) -> None:
    """The company lets Boom in no more: somebody is to connect the account again."""
    account = CalendarAccount.objects.select_for_update().get(pk=account_id)
    if account.refused_since is None:
        account.refused_since = now
        account.access_token, account.renewing_until = "", None
        account.save(update_fields=["refused_since", "access_token", "renewing_until"])


@service
def link_room(
    *, account_id: int, room_id: int, remote: RemoteCalendar, shows: str, now: datetime
) -> LinkedCalendar:
    """Keep a room and a calendar in step: its bookings to come are written there, what is busy blocks it.

    Raises CalendarAccountUnknown, RoomUnknown, CalendarLinkedAlready, RoomLinkedAlready,
    TooManyExternalCalendars.
    """
    account = _for_change(account_id)
    if not Room.objects.filter(pk=room_id).exists():
        raise RoomUnknown
    if shows not in FeedShows.values:
        raise Invalid(fields={"shows": "Choose what the calendar shows."})
    standing = LinkedCalendar.objects.standing().filter(account__ended_at=None)
    # The same calendar may be seen from several accounts of one company.
    if standing.filter(account__company=account.company, remote_id=remote.id).exists():
        raise CalendarLinkedAlready
    if standing.filter(account=account, calendar__room_id=room_id).exists():
        raise RoomLinkedAlready
    if ExternalCalendar.objects.standing().count() >= external.MOST_CALENDARS:
        raise TooManyExternalCalendars
    calendar = ExternalCalendar(room_id=room_id, name=remote.name[:80], url="", next_read_at=now)
    calendar.save(force_insert=True)
    linked = LinkedCalendar.objects.create(
        calendar=calendar, account=account, remote_id=remote.id, shows=shows
    )
    coming = Booking.objects.filter(room_id=room_id, status__in=TOLD, placed=True, ends_at__gt=now)
    events = SyncedEvent.objects.bulk_create(
        [
            SyncedEvent(linked=linked, booking_id=key)
            for key in coming.order_by("id").values_list("pk", flat=True)
        ]
    )
    _tell_all(event.pk for event in events)
    outbox.publish("calendar.due", calendar=calendar.pk)
    return linked


def unlink_room(*, calendar_id: int, clears: bool, now: datetime) -> int:
    """Keep a room and its calendar in step no more. What it had blocked is open again; gives how many blocks.

    `clears`: take away there what Boom wrote for times to come.

    Raises ExternalCalendarUnknown.
    """
    linked = LinkedCalendar.objects.standing().filter(calendar_id=calendar_id).first()
    if linked is None:
        raise ExternalCalendarUnknown
    opened = external.remove_calendar(calendar_id=calendar_id, now=now)
    _leave(linked_id=linked.pk, clears=clears, now=now)
    return opened


def disconnect_account(*, account_id: int, clears: bool, now: datetime) -> int:
    """Leave an account: each of its calendars as `unlink_room`, then the grant is given back.

    Returns how many blocks were opened. Raises CalendarAccountUnknown.
    """
    if not CalendarAccount.objects.standing().filter(pk=account_id).exists():
        raise CalendarAccountUnknown
    keys = LinkedCalendar.objects.standing().filter(account_id=account_id).order_by("id")
    opened = sum(
        unlink_room(calendar_id=key, clears=clears, now=now)
        for key in list(keys.values_list("calendar_id", flat=True))
    )
    _end(account_id=account_id, now=now)
    return opened


@service
def forget_tokens(*, account_id: int) -> None:
    """Of an account that was left and given back, keep no secret."""
    CalendarAccount.objects.filter(pk=account_id).exclude(ended_at=None).update(
        refresh_token="", access_token="", access_until=None
    )


@service
def _leave(*, linked_id: int, clears: bool, now: datetime) -> None:
    linked = LinkedCalendar.objects.select_for_update().get(pk=linked_id)
    linked.cursor = ""
    linked.save(update_fields=["cursor"])
    linked.remote_events.all().delete()
    goes = linked.events.filter(booking__ends_at__gt=now) if clears else linked.events.none()
    linked.events.exclude(pk__in=goes.values("pk")).delete()
    _tell_all(goes.values_list("pk", flat=True))


@service
def _end(*, account_id: int, now: datetime) -> None:
    account = _for_change(account_id)
    account.ended_at = now
    account.save(update_fields=["ended_at"])
    outbox.publish("calendar_account.left", account=account.pk)


def _take(account: CalendarAccount, grant: Grant, now: datetime) -> None:
    if grant.refresh_token:
        account.refresh_token = seal(grant.refresh_token, purpose=REFRESH)
    account.access_token = seal(grant.access_token, purpose=ACCESS)
    account.access_until = now + grant.lasts - SPARE


def _tell_all(event_ids: Iterable[int]) -> None:
    for key in sorted(event_ids):
        outbox.publish("synced_event.due", event=key)


def _for_change(account_id: int) -> CalendarAccount:
    account = CalendarAccount.objects.select_for_update().standing().filter(pk=account_id).first()
    if account is None:
        raise CalendarAccountUnknown
    return account
