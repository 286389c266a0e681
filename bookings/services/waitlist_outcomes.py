"""What became of offers: read off the holds they stand on, so that nobody can forget to say."""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from bookings.domain.lifecycle import Status
from bookings.models import Occupancy, OfferState, WaitlistEntry, WaitlistOffer, WaitState
from boom.core import outbox
from boom.core.db import present_schema, service

# The key of an offer's hold begins so: whoever confirms a hold knows without a query whether it was offered.
KEY = "waitlist:"
TAKEN = frozenset({Status.PENDING, Status.CONFIRMED, Status.CHECKED_IN, Status.COMPLETED, Status.NO_SHOW})


def new_offer_key() -> str:
    """An idempotency key for an offer's hold, which no form can send."""
    return f"{KEY}{secrets.token_hex(16)}"


def is_offer(booking: Occupancy) -> bool:
    """Whether a booking began as an offer to somebody on the waiting list."""
    return (booking.idempotency_key or "").startswith(KEY)


def lock_waitlist(venue_id: int) -> None:
    """Wait until nobody else hands out offers of a venue, until the transaction ends.

    One after the other, so that the first in line is the first to be asked whoever looks; taken before any
    room's lock.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, %s))",
            [f"waitlist:{present_schema()}", venue_id],
        )


@service
def offers_taken(*, booking_ids: Iterable[int], now: datetime) -> None:
    """Note that these holds were confirmed: their offers are accepted, and their people out of the line.

    An offer that had lapsed counts, too, when its hold was confirmed late; another one they were made
    meanwhile is for the next: its hold runs out by itself.
    """
    for offer in WaitlistOffer.objects.select_related("entry").filter(booking_id__in=list(booking_ids)):
        _close(offer, OfferState.ACCEPTED, now)
        others = WaitlistOffer.objects.filter(entry_id=offer.entry_id, state=OfferState.LIVE)
        others.update(state=OfferState.WITHDRAWN, answered_at=now)
        WaitlistEntry.objects.filter(pk=offer.entry_id, state=WaitState.WAITING).update(
            state=WaitState.ACCEPTED, ended_at=now
        )
        changed(offer.entry, "waitlist.accepted")


@service
def settle_offers(*, venue_id: int, now: datetime) -> int:
    """Close live offers whose hold is none any more, and end waits whose time is over. Returns how many.

    May run at any time, by anybody, as often as they like.
    """
    live = (
        WaitlistOffer.objects.filter(state=OfferState.LIVE, entry__venue_id=venue_id)
        .exclude(booking__status=Status.HELD)
        .select_related("booking", "entry")
        .select_for_update(of=("self",), skip_locked=True)
    )
    count = 0
    for offer in live:
        count += 1
        if offer.booking.status in TAKEN:
            offers_taken(booking_ids=[offer.booking_id], now=now)
            continue
        _close(offer, _what_became(offer, now), now)
        changed(offer.entry, "waitlist.answered")
    over = WaitlistEntry.objects.waiting().without_offer().filter(venue_id=venue_id, expires_at__lte=now)
    for entry in over.select_for_update(of=("self",), skip_locked=True):
        count += 1
        end(entry, WaitState.EXPIRED, now)
    return count


def _what_became(offer: WaitlistOffer, now: datetime) -> OfferState:
    if offer.booking.status == Status.EXPIRED:
        return OfferState.LAPSED if offer.until <= now else OfferState.DECLINED
    return OfferState.WITHDRAWN


def end(entry: WaitlistEntry, state: WaitState, now: datetime) -> None:
    """Take somebody out of the line, on record with how it ended. Within a service."""
    entry.state, entry.ended_at = state, now
    entry.version += 1
    entry.save(update_fields=["state", "ended_at", "version"])
    changed(entry, f"waitlist.{state}")


def changed(entry: WaitlistEntry, kind: str, **more: object) -> None:
    """Write the fact that something about an entry changed: open pages of its nights fetch the list again."""
    outbox.publish(
        kind,
        entry=entry.pk,
        venue=entry.venue_id,
        days=[entry.first_day.isoformat(), entry.last_day.isoformat()],
        **more,
    )


def _close(offer: WaitlistOffer, state: OfferState, now: datetime) -> None:
    if offer.state != state:
        offer.state, offer.answered_at = state, now
        offer.save(update_fields=["state", "answered_at"])
