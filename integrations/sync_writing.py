"""Bookings on their way into linked calendars: one worker an event, no transaction, as things stand then."""

from __future__ import annotations

import random
from datetime import datetime, timedelta

from bookings.domain.interval import Interval
from bookings.domain.lifecycle import Status
from bookings.domain.reference import shown
from boom.core import outbox
from boom.core.db import present_schema
from boom.core.sealing import SealBroken, unseal
from integrations.errors import CalendarServiceAway, GrantGone, RemoteRefused
from integrations.models import CalendarAccount, FeedShows, SyncedEvent
from integrations.models.sync import REFRESH
from integrations.providers import PROVIDERS
from integrations.providers.base import Wanted
from integrations.services.sync_accounts import forget_tokens
from integrations.services.sync_events import (
    TOLD,
    claim_event,
    free_event,
    note_trying,
    note_written,
)
from integrations.sync_access import with_access
from tenants.models import Business

FIRST_WAIT, LONGEST_WAIT = timedelta(seconds=20), timedelta(hours=1)
# After that it lies among what failed, with its reason, for somebody to press retry.
GIVEN_UP_AFTER = timedelta(days=3)


def write_event(event_id: int, business: Business, *, now: datetime) -> None:
    """Have a booking stand in a linked calendar as it stands here, or stand there no more.

    May run twice: what stands there already is not written again. Raises outbox.Later while it is to be tried
    again, outbox.GiveUp for what the company refuses.
    """
    if not SyncedEvent.objects.filter(pk=event_id).exists():
        return
    event = claim_event(event_id=event_id, now=now)
    if event is None:
        raise outbox.Later("Another worker is writing it.", after=_jittered(timedelta(seconds=3)))
    try:
        _write(event, business, now)
    except GrantGone as refusal:
        # Connecting again tells it anew.
        free_event(event_id=event_id, error=refusal.message, is_refused=False, now=now)
        return
    except RemoteRefused as refusal:
        free_event(event_id=event_id, error=refusal.message, is_refused=True, now=now)
        raise outbox.GiveUp(refusal.message) from refusal
    except CalendarServiceAway as refusal:
        since = free_event(event_id=event_id, error=refusal.message, is_refused=False, now=now)
        if now - since > GIVEN_UP_AFTER:
            raise outbox.GiveUp(refusal.message) from refusal
        wait = min(max(FIRST_WAIT, now - since), LONGEST_WAIT)
        raise outbox.Later(refusal.message, after=max(_jittered(wait), refusal.asked)) from refusal
    except BaseException:
        free_event(event_id=event_id, error="The worker ended.", is_refused=False, now=now)
        raise


def _write(event: SyncedEvent, business: Business, now: datetime) -> None:
    linked = event.linked
    provider = PROVIDERS[linked.account.company]
    key = f"{present_schema()}-{event.pk}"
    wanted = wanted_of(event, key, business)
    was_tried = event.tried_at is not None
    if (wanted is None and not event.remote_id and not was_tried) or (
        wanted is not None and wanted.digest == event.written
    ):
        note_written(event_id=event.pk, remote_id=event.remote_id, written=event.written)
        return
    if wanted is None:
        with_access(
            linked.account_id,
            lambda access: provider.remove(access, linked.remote_id, key, remote_id=event.remote_id),
        )
        note_written(event_id=event.pk, remote_id="", written="")
        return
    as_wanted = wanted
    note_trying(event_id=event.pk, now=now)
    remote_id = with_access(
        linked.account_id,
        lambda access: provider.write(
            access, linked.remote_id, as_wanted, remote_id=event.remote_id, was_tried=was_tried
        ),
    )
    note_written(event_id=event.pk, remote_id=remote_id, written=wanted.digest)


def wanted_of(event: SyncedEvent, key: str, business: Business) -> Wanted | None:
    """How a booking is to stand in a linked calendar; None where it is not to."""
    linked, booking = event.linked, event.booking
    calendar = linked.calendar
    if (
        calendar.removed_at is not None
        or booking.room_id != calendar.room_id
        or booking.status not in TOLD
        or not booking.placed
    ):
        return None
    venue = calendar.room.venue
    place = f"{calendar.room.name}, {venue.name}" + (f", {venue.address}" if venue.address else "")
    title, said = "Booked", ""
    if linked.shows == FeedShows.NAMES:
        title = f"{booking.title} ({booking.party_size})" if booking.party_size else booking.title
        parts = [shown(booking.reference), booking.note, business.url(f"/dashboard/bookings/{booking.pk}/")]
        said = "\n".join(part for part in parts if part)
    return Wanted(
        key=key,
        title=title[:200],
        text=said[:4000],
        place=place[:300],
        span=Interval(booking.starts_at, booking.ends_at),
        is_tentative=booking.status == Status.PENDING,
    )


def leave_account(account_id: int, *, now: datetime) -> None:
    """Give the grant of a disconnected account back, once what was to be taken away there is.

    Raises outbox.Later until then.
    """
    account = CalendarAccount.objects.exclude(ended_at=None).filter(pk=account_id).first()
    if account is None or not account.refresh_token:
        return
    waits = SyncedEvent.objects.filter(linked__account=account, failing_since=None).exists()
    if (
        waits
        and account.refused_since is None
        and account.ended_at
        and now - account.ended_at < GIVEN_UP_AFTER
    ):
        raise outbox.Later("Bookings are being taken away there.", after=_jittered(timedelta(seconds=20)))
    if account.refused_since is None:
        try:
            PROVIDERS[account.company].revoke(unseal(account.refresh_token, purpose=REFRESH))
        except CalendarServiceAway as refusal:
            raise outbox.Later(refusal.message, after=_jittered(timedelta(minutes=10))) from refusal
        except SealBroken:
            pass
    forget_tokens(account_id=account_id)


def _jittered(wait: timedelta) -> timedelta:
    return wait * (0.8 + 0.4 * random.random())  # noqa: S311 - jitter
