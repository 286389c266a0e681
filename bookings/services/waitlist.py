"""The line itself: joining, changing one's wish, leaving; staff's reordering and removing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Max, Q

from bookings.domain.opening import NoSuchDay
from bookings.domain.waitlist import MINUTES_A_DAY, rank_between, spread
from bookings.errors import (
    RoomUnknown,
    WaitlistClosed,
    WaitlistEntryUnknown,
    WaitlistFull,
    WaitOver,
    WaitsAlready,
)
from bookings.models import OfferState, Venue, WaitlistEntry, WaitlistOffer, WaitState
from bookings.models.waitlist import new_nonce
from bookings.selectors.setup import Setup, setup_of
from bookings.selectors.waitlist import MOST_WAITING
from bookings.services.bans import refuse_banned
from bookings.services.customers import Contact
from bookings.services.holds import release_hold
from bookings.services.waitlist_outcomes import changed, end, lock_waitlist
from bookings.waitlist_links import hash_of, token_from
from boom.core.db import refusing, service
from boom.core.errors import Conflict, Invalid
from boom.core.time import closing_to_utc

MOST_NIGHTS = 14
# One person may wait for several occasions, not for every night of the year.
MOST_OF_ONE = 6
DAY = timedelta(days=1)
ONCE: dict[str, type[Conflict]] = {
    "waitlist_email_once": WaitsAlready,
    "waitlist_phone_once": WaitsAlready,
}


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody waits for. `earliest` and `latest` as `domain.waitlist.Waiting` has them."""

    first_day: date
    last_day: date
    minutes: int
    party_size: int
    earliest: int | None = None
    latest: int | None = None
    room_id: int | None = None
    category: str = ""


@service
def join_waitlist(
    *,
    venue_id: int,
    contact: Contact,
    wanted: Wanted,
    now: datetime,
    note: str = "",
    agreed_words: str = "",
    by_staff: bool = False,
) -> WaitlistEntry:
    """Put somebody at the end of the line. Whom staff write down again for the same nights keeps their place,
    with the new wish.

    Raises WaitlistClosed, WaitlistFull, NotTakenOnline (banned), RoomUnknown, Invalid for a wish that nobody
    could fill, naming the field; WaitsAlready for customers, who are known by their link and not by an
    address that anybody can type (`send_place_again`).
    """
    # Two forms sent at once would both see the last free place, and both the same end of the line.
    lock_waitlist(venue_id)
    venue = Venue.objects.get(pk=venue_id)
    setup = setup_of(venue)
    if not by_staff:
        if not venue.waitlist_is_open:
            raise WaitlistClosed
        refuse_banned(contact)
    expires_at = _check(wanted, setup, now)
    same = _same(venue_id, contact, wanted)
    if same is not None:
        if not by_staff:
            raise WaitsAlready
        return _put_wish(same, wanted, note or same.note, expires_at)
    _insist_on_room_in_line(venue_id, contact, wanted)
    nonce = new_nonce()
    last = WaitlistEntry.objects.filter(venue_id=venue_id).aggregate(last=Max("rank"))["last"]
    rank = rank_between(last, None)
    assert rank is not None, "there is always a place behind all"
    entry = WaitlistEntry(
        venue=venue,
        name=contact.name,
        email=contact.email,
        phone=contact.phone,
        note=note,
        by_staff=by_staff,
        agreed_words=agreed_words,
        rank=rank,
        expires_at=expires_at,
        joined_at=now,
        link_nonce=nonce,
        token_hash=hash_of(token_from(nonce)),
        **_columns(wanted),
    )
    with refusing(ONCE):
        entry.save(force_insert=True)
    changed(entry, "waitlist.joined", tell_customer=bool(contact.email))
    return entry


@service
def send_place_again(*, venue_id: int, contact: Contact, wanted: Wanted) -> bool:
    """Mail somebody who waits for these nights already the link to their place once more. False when nobody
    with that address does.

    The link goes to the address on the list and to nobody who types it: it changes, declines and accepts.
    """
    same = _same(venue_id, contact, wanted) if contact.email else None
    if same is None:
        return False
    changed(same, "waitlist.joined", tell_customer=True)
    return True


@service
def change_wish(*, entry_id: int, wanted: Wanted, note: str, now: datetime) -> WaitlistEntry:
    """Wait for something else, at the same place in line.

    An offer that was made stands. Raises WaitOver, WaitsAlready, Invalid.
    """
    entry = _waiting(entry_id)
    return _put_wish(entry, wanted, note, _check(wanted, setup_of(entry.venue), now))


@service
def leave_waitlist(*, entry_id: int, now: datetime) -> WaitlistEntry:
    """Out of the line by their own wish; an offer they had goes to the next. Twice changes nothing."""
    return _out(entry_id, WaitState.LEFT, OfferState.DECLINED, now)


@service
def remove_from_waitlist(*, entry_id: int, now: datetime) -> WaitlistEntry:
    """Out of the line by staff; an offer they had is taken back. Removing twice changes nothing."""
    return _out(entry_id, WaitState.REMOVED, OfferState.WITHDRAWN, now)


@service
def put_back_in_line(*, entry_id: int, now: datetime) -> WaitlistEntry:
    """Back to where they stood: after leaving or being removed. Raises WaitOver when it ended otherwise or
    its time is over, WaitsAlready when they have joined again.
    """
    entry = _locked(entry_id)
    if entry.state not in {WaitState.LEFT, WaitState.REMOVED} or entry.expires_at <= now:
        raise WaitOver
    entry.state, entry.ended_at = WaitState.WAITING, None
    entry.version += 1
    with refusing(ONCE):
        entry.save(update_fields=["state", "ended_at", "version"])
    changed(entry, "waitlist.changed")
    return entry


@service
def move_in_line(*, entry_id: int, before_id: int | None) -> WaitlistEntry:
    """Put somebody in front of another, or at the end. Raises WaitOver, WaitlistEntryUnknown."""
    venue_id = _locked(entry_id).venue_id
    lock_waitlist(venue_id)
    entry = _waiting(entry_id)
    line = list(WaitlistEntry.objects.waiting().filter(venue_id=venue_id).exclude(pk=entry_id).in_line())
    place = len(line)
    if before_id is not None:
        found = [number for number, other in enumerate(line) if other.pk == before_id]
        if not found:
            raise WaitlistEntryUnknown
        place = found[0]
    before = line[place - 1].rank if place else None
    after = line[place].rank if place < len(line) else None
    rank = rank_between(before, after)
    if rank is None:
        rank = _make_room(line, place)
    if rank != entry.rank:
        entry.rank = rank
        entry.version += 1
        entry.save(update_fields=["rank", "version"])
        changed(entry, "waitlist.changed")
    return entry


def line_put_back(entry_ids: Iterable[int]) -> None:
    """Tell open pages that an undo changed these entries. Within the undo's transaction."""
    for entry in WaitlistEntry.objects.filter(pk__in=list(entry_ids)):
        changed(entry, "waitlist.changed")


def _make_room(line: Sequence[WaitlistEntry], place: int) -> int:
    """Number everybody anew, and give the place between the two that were too close."""
    ranks = spread(len(line) + 1)
    own = ranks.pop(place)
    for other, rank in zip(line, ranks, strict=True):
        if other.rank != rank:
            other.rank = rank
            other.save(update_fields=["rank"])
    return own


def _out(entry_id: int, state: WaitState, offer_state: OfferState, now: datetime) -> WaitlistEntry:
    # The hold before the entry, in the order in which confirming takes them.
    offer = WaitlistOffer.objects.filter(entry_id=entry_id, state=OfferState.LIVE).first()
    if offer is not None:
        release_hold(booking_id=offer.booking_id, now=now)
    entry = _locked(entry_id)
    if not entry.is_waiting:
        return entry
    WaitlistOffer.objects.filter(entry_id=entry_id, state=OfferState.LIVE).update(
        state=offer_state, answered_at=now
    )
    end(entry, state, now)
    return entry


def _put_wish(entry: WaitlistEntry, wanted: Wanted, note: str, expires_at: datetime) -> WaitlistEntry:
    values = {**_columns(wanted), "note": note, "expires_at": expires_at}
    if all(getattr(entry, name) == value for name, value in values.items()):
        return entry
    for name, value in values.items():
        setattr(entry, name, value)
    entry.version += 1
    with refusing(ONCE):
        entry.save(update_fields=[*values, "version"])
    changed(entry, "waitlist.changed")
    return entry


def _columns(wanted: Wanted) -> dict[str, object]:
    return {
        "first_day": wanted.first_day,
        "last_day": wanted.last_day,
        "minutes": wanted.minutes,
        "party_size": wanted.party_size,
        "earliest": wanted.earliest,
        "latest": wanted.latest,
        "room_id": wanted.room_id,
        "category": wanted.category,
    }


def _check(wanted: Wanted, setup: Setup, now: datetime) -> datetime:
    """When the wait is over. Raises Invalid for what no night of this venue could ever give."""
    today = setup.hours.business_day(now)
    if not 0 <= (wanted.last_day - wanted.first_day).days < MOST_NIGHTS:
        raise Invalid(fields={"last_day": f"Choose at most {MOST_NIGHTS} days in a row."})
    if wanted.last_day < today:
        raise Invalid(fields={"first_day": "That day is over."})
    rooms = [room for room in setup.rooms if room.is_for_customers]
    if wanted.room_id is not None:
        rooms = [room for room in rooms if room.pk == wanted.room_id]
        if not rooms:
            raise RoomUnknown
    elif wanted.category:
        rooms = [room for room in rooms if room.category == wanted.category]
    policies = [setup.policies[room.pk] for room in rooms]
    fitting = [each for each in policies if each.capacity_min <= wanted.party_size <= each.capacity_max]
    if not fitting:
        raise Invalid(fields={"people": "No room here is for that many people."})
    if not any(timedelta(minutes=wanted.minutes) in policy.durations for policy in fitting):
        raise Invalid(fields={"minutes": "Bookings cannot last that long here."})
    if wanted.first_day > today + max(each.horizon_days for each in fitting) * DAY + MOST_NIGHTS * DAY:
        raise Invalid(fields={"first_day": "That is further ahead than bookings are taken."})
    expires_at = _last_start(wanted, setup)
    if expires_at <= now:
        raise Invalid(fields={"latest": "That time is over."})
    return expires_at


def _last_start(wanted: Wanted, setup: Setup) -> datetime:
    """The instant after which nothing that would do can start any more."""
    if wanted.latest is not None:
        day = wanted.last_day + wanted.latest // MINUTES_A_DAY * DAY
        local = datetime.combine(day, datetime.min.time()) + timedelta(minutes=wanted.latest % MINUTES_A_DAY)
        return closing_to_utc(local, setup.hours.zone)
    try:
        return setup.hours.night(wanted.last_day).span.end
    except NoSuchDay as error:
        raise Invalid(fields={"last_day": "There is no such day here."}) from error


def _same(venue_id: int, contact: Contact, wanted: Wanted) -> WaitlistEntry | None:
    """The entry of the same person for the same nights."""
    if not contact.email and not contact.phone:
        return None
    who = Q(email__iexact=contact.email) if contact.email else Q(email="", phone=contact.phone)
    return (
        WaitlistEntry.objects.waiting()
        .filter(who, venue_id=venue_id, first_day=wanted.first_day, last_day=wanted.last_day)
        .select_for_update(of=("self",))
        .select_related("venue")
        .first()
    )


def _insist_on_room_in_line(venue_id: int, contact: Contact, wanted: Wanted) -> None:
    line = WaitlistEntry.objects.waiting().filter(venue_id=venue_id)
    theirs = Q(email__iexact=contact.email) if contact.email else Q(phone=contact.phone)
    if (contact.email or contact.phone) and line.filter(theirs).count() >= MOST_OF_ONE:
        raise WaitlistFull("You are on the waiting list for as many days as one person can be.")
    if line.count() >= MOST_WAITING:
        raise WaitlistFull


def _waiting(entry_id: int) -> WaitlistEntry:
    entry = _locked(entry_id)
    if not entry.is_waiting:
        raise WaitOver
    return entry


def _locked(entry_id: int) -> WaitlistEntry:
    entry = (
        WaitlistEntry.objects.select_for_update(of=("self",))
        .select_related("venue")
        .filter(pk=entry_id)
        .first()
    )
    if entry is None:
        raise WaitlistEntryUnknown
    return entry
