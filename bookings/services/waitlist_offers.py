"""Offering what has become free: to one after the other, each with a hold of its own and a deadline."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from bookings.domain.waitlist import Fit, answer_until
from bookings.errors import (
    HasOffer,
    NothingFits,
    OfferOver,
    RulesBroken,
    SlotTaken,
    WaitingBanned,
    WaitlistEntryUnknown,
    WaitOver,
)
from bookings.models import Booking, OfferState, Venue, WaitlistEntry, WaitlistOffer
from bookings.selectors.bans import bans_against
from bookings.selectors.setup import Setup, setup_of
from bookings.selectors.waitlist import fits_for, next_offer
from bookings.services.holds import hold_slot, release_hold
from bookings.services.waitlist_outcomes import changed, lock_waitlist, new_offer_key, settle_offers
from boom.core.db import service
from boom.core.errors import Conflict, OverPlan
from boom.core.faultpoints import reach

# So many are offered something by one look at the list; the next look goes on.
MOST_AT_ONCE = 50
# So many times somebody may be faster with what was about to be offered.
MOST_TRIES = 5


class _LeftMeanwhile(Conflict):
    """Whoever was about to get an offer has left the line a moment ago: all of it is undone."""


def offer_what_is_free(
    *, venue_id: int, now: datetime, days: Iterable[date] | None = None
) -> list[WaitlistOffer]:
    """Offer everything that is free on these nights (None: on any that somebody waits for) to those in line.

    The first in line for whom something fits is asked first, then the next for whom something is left. One
    transaction an offer; may run twice, or by several at once, and offers nothing a second time.
    """
    nights = None if days is None else list(days)
    settle_offers(venue_id=venue_id, now=now)
    made: list[WaitlistOffer] = []
    while len(made) < MOST_AT_ONCE:
        try:
            offer = _offer_next(venue_id=venue_id, now=now, days=nights)
        except _LeftMeanwhile:
            continue
        if offer is None:
            break
        made.append(offer)
    return made


@service
def _offer_next(*, venue_id: int, now: datetime, days: list[date] | None) -> WaitlistOffer | None:
    lock_waitlist(venue_id)
    setup = setup_of(Venue.objects.get(pk=venue_id))
    lost: set[Fit] = set()
    for _ in range(MOST_TRIES):
        fit = next_offer(setup, now=now, days=days, leaving_out=frozenset(lost))
        if fit is None:
            return None
        try:
            return _offer(setup, fit, now=now, by_staff=False)
        except (SlotTaken, RulesBroken, NothingFits, OverPlan):
            # Somebody on the public page was faster, the room's own rules keep it back, or its month is full.
            lost.add(fit)
    return None


@service
def offer_by_hand(
    *, entry_id: int, now: datetime, room_id: int | None = None, starts_at: datetime | None = None
) -> WaitlistOffer:
    """Offer somebody something that is free, whoever is before them in line: what staff chose, or the first.

    Raises WaitOver, HasOffer, WaitingBanned, NothingFits, SlotTaken.
    """
    entry = WaitlistEntry.objects.select_related("venue").filter(pk=entry_id).first()
    if entry is None:
        raise WaitlistEntryUnknown
    lock_waitlist(entry.venue_id)
    entry.refresh_from_db(fields=["state"])
    if not entry.is_waiting:
        raise WaitOver
    if WaitlistOffer.objects.filter(entry=entry, state=OfferState.LIVE).exists():
        raise HasOffer
    if bans_against(email=entry.email, phone=entry.phone):
        raise WaitingBanned
    setup = setup_of(entry.venue)
    found = [
        fit
        for fit in fits_for(entry, setup, now=now, also_passed=True)
        if room_id is None or (fit.room_id, fit.span.start) == (room_id, starts_at)
    ]
    if not found:
        raise NothingFits
    return _offer(setup, found[0], now=now, by_staff=True)


@service
def decline_offer(*, offer_id: int, now: datetime) -> WaitlistOffer:
    """Not this one: it goes to the next, and whoever said no stays in line for others.

    Declining twice changes nothing. Raises OfferOver when it was taken.
    """
    return _give_back(offer_id, OfferState.DECLINED, now)


@service
def withdraw_offer(*, offer_id: int, now: datetime) -> WaitlistOffer:
    """Take an offer back, by staff. It is free again, for the next in line too; they keep their place."""
    return _give_back(offer_id, OfferState.WITHDRAWN, now)


def _give_back(offer_id: int, state: OfferState, now: datetime) -> WaitlistOffer:
    offer = WaitlistOffer.objects.filter(pk=offer_id).first()
    if offer is None:
        raise OfferOver
    # The hold first: whoever confirms it at this moment has it locked, and is waited for.
    release_hold(booking_id=offer.booking_id, now=now)
    offer = WaitlistOffer.objects.select_for_update(of=("self",)).select_related("entry").get(pk=offer_id)
    if offer.state == OfferState.ACCEPTED:
        raise OfferOver
    if offer.state == OfferState.LIVE:
        offer.state, offer.answered_at = state, now
        offer.save(update_fields=["state", "answered_at"])
        changed(offer.entry, "waitlist.answered")
    return offer


def _offer(setup: Setup, fit: Fit, *, now: datetime, by_staff: bool) -> WaitlistOffer:
    """Hold it by the customers' own service, and note whom it is for. Within the list's lock."""
    usual = timedelta(minutes=setup.venue.waitlist_offer_for)
    until = answer_until(now, starts_at=fit.span.start, usual=usual)
    if until is None:
        raise NothingFits
    party_size = WaitlistEntry.objects.values_list("party_size", flat=True).get(pk=fit.key)
    hold = hold_slot(
        room_id=fit.room_id,
        span=fit.span,
        party_size=party_size,
        now=now,
        idempotency_key=new_offer_key(),
        until=until,
    )
    # After the room's lock, in the order in which confirming takes them.
    entry = WaitlistEntry.objects.waiting().select_for_update().filter(pk=fit.key).first()
    if entry is None:
        raise _LeftMeanwhile
    Booking.objects.filter(pk=hold.pk).update(guest_name=entry.name)
    offer = WaitlistOffer.objects.create(
        entry=entry,
        booking=hold,
        room_id=fit.room_id,
        starts_at=fit.span.start,
        ends_at=fit.span.end,
        until=until,
        by_staff=by_staff,
        offered_at=now,
    )
    reach("waitlist.offered")
    changed(entry, "waitlist.offered", offer=offer.pk, tell_customer=bool(entry.email))
    return offer
