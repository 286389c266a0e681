"""The waiting list as pages and the offers ask for it: who is in line, what fits, where somebody stands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db.models import Prefetch, Q

from accounts.venue_scope import present_rooms
from bookings.domain.interval import Interval
from bookings.domain.opening import NoSuchDay
from bookings.domain.waitlist import Fit, NightRooms, Waiting, first_fit, fits
from bookings.errors import LinkNotGood
from bookings.models import OfferState, WaitlistEntry, WaitlistOffer
from bookings.models.waitlist import WaitlistEntryQuerySet
from bookings.selectors.bans import banned_waiting
from bookings.selectors.free import rows_of, smallest_first
from bookings.selectors.setup import Setup
from bookings.waitlist_links import hash_of

DAY = timedelta(days=1)
# So many are looked at when something frees up; a list may not grow longer (services.waitlist).
MOST_WAITING = 500
MOST_FITS = 24
# After the wait is over its page still says how it ended for a while.
GOOD_AFTER_END = timedelta(days=30)


def entry_of_token(token: str, *, now: datetime) -> WaitlistEntry:
    """The entry a link opens, with venue and room. Raises LinkNotGood, also a while after the wait."""
    entry = WaitlistEntry.objects.select_related("venue", "room").filter(token_hash=hash_of(token)).first()
    if entry is None:
        raise LinkNotGood("This link does not lead to a place on the waiting list.")
    if entry.expires_at + GOOD_AFTER_END <= now:
        raise LinkNotGood("This link has run out.")
    return entry


def live_offer_of(entry: WaitlistEntry, *, now: datetime) -> WaitlistOffer | None:
    """What somebody can say yes to at present, with its hold and room."""
    return (
        WaitlistOffer.objects.filter(
            entry=entry, state=OfferState.LIVE, booking__status="held", booking__held_until__gt=now
        )
        .select_related("booking__room__venue", "room")
        .first()
    )


def taken_offer_of(entry: WaitlistEntry) -> WaitlistOffer | None:
    """The offer that was accepted, with its booking."""
    return (
        WaitlistOffer.objects.filter(entry=entry, state=OfferState.ACCEPTED)
        .select_related("booking__room__venue")
        .order_by("-id")
        .first()
    )


def place_in_line(entry: WaitlistEntry) -> int:
    """1 for the first of those who wait for any of the same nights."""
    ahead = WaitlistEntry.objects.waiting().filter(
        Q(rank__lt=entry.rank) | Q(rank=entry.rank, pk__lt=entry.pk),
        venue_id=entry.venue_id,
        first_day__lte=entry.last_day,
        last_day__gte=entry.first_day,
    )
    return ahead.count() + 1


def venues_with_a_line() -> list[int]:
    """The venues where anybody waits."""
    waiting = WaitlistEntry.objects.waiting().order_by("venue_id")
    return list(waiting.values_list("venue_id", flat=True).distinct())


def waiting_count(venue_id: int, day: date) -> int:
    """How many wait for a night."""
    return _of_night(venue_id, day).waiting().count()


def list_of_night(venue_id: int, day: date) -> list[WaitlistEntry]:
    """Everybody who waits or waited for a night: those in line in their order, then the others, newest first.

    Each has its offers, the newest first, as `offers_made`.
    """
    made = WaitlistOffer.objects.select_related("booking", "room").order_by("-id")
    found = (
        _of_night(venue_id, day)
        .select_related("room", "venue")
        .prefetch_related(Prefetch("offers", made, to_attr="offers_made"))
        .in_line()
    )
    entries: list[WaitlistEntry] = [*found]
    over = sorted(
        (entry for entry in entries if not entry.is_waiting),
        key=lambda entry: (entry.ended_at or entry.joined_at, entry.pk),
        reverse=True,
    )
    return [entry for entry in entries if entry.is_waiting] + over


def next_offer(
    setup: Setup,
    *,
    now: datetime,
    days: Iterable[date] | None = None,
    leaving_out: frozenset[Fit] = frozenset(),
) -> Fit | None:
    """Who is to be offered what: the first in line for whom anything is free, on these nights or on any.

    Nobody is looked up where nobody waits: one query. Else one more for what was offered before, one or two
    for who is banned, and one for each night that somebody waits for.
    """
    today = setup.hours.business_day(now)
    asked = None if days is None else {day for day in days if day >= today}
    if asked is not None and not asked:
        return None
    line = _line(setup, now=now, days=asked)
    nights = [
        night
        for day in sorted(_wanted(line, today, setup) if asked is None else asked)
        if any(waiting.wants(day) for waiting in line) and (night := _night(setup, day, line, now=now))
    ]
    return first_fit(line, nights, now=now, today=today, leaving_out=leaving_out)


def fits_for(entry: WaitlistEntry, setup: Setup, *, now: datetime, also_passed: bool = False) -> list[Fit]:
    """What one person could have now, the soonest night first; at most MOST_FITS.

    `also_passed`: what they were offered before, too; staff may know better than the list.
    """
    today = setup.hours.business_day(now)
    (waiting,) = _as_waiting([entry], setup)
    if also_passed:
        waiting = replace(waiting, passed=())
    found: list[Fit] = []
    for day in sorted(_wanted([waiting], today, setup)):
        night = _night(setup, day, [waiting], now=now)
        if night is not None:
            found += fits(waiting, night, now=now, today=today)
        if len(found) >= MOST_FITS:
            break
    return found[:MOST_FITS]


def next_in_line(setup: Setup, *, room_id: int, span: Interval, now: datetime) -> WaitlistEntry | None:
    """Who is offered a stretch in a room that has just become free; None when nobody waits for it."""
    if span.end <= now:
        return None
    day = setup.hours.business_day(max(span.start, now))
    fit = next_offer(setup, now=now, days=[day])
    if fit is None or fit.room_id != room_id or not fit.span.overlaps(span):
        return None
    return WaitlistEntry.objects.filter(pk=fit.key).first()


def wants_in_rooms(entry: WaitlistEntry, setup: Setup) -> frozenset[int] | None:
    """The rooms an entry is for; None for any."""
    if entry.room_id is not None:
        return frozenset({entry.room_id})
    if entry.category:
        return frozenset(room.pk for room in setup.rooms if room.category == entry.category)
    return None


def _line(setup: Setup, *, now: datetime, days: set[date] | None) -> list[Waiting]:
    """Those who could be offered something, in order; not whoever has been banned since they joined."""
    entries = (
        WaitlistEntry.objects.waiting()
        .without_offer()
        .filter(venue_id=setup.venue.pk, expires_at__gt=now)
        .in_line()
    )
    if days is not None:
        entries = entries.filter(first_day__lte=max(days), last_day__gte=min(days))
    found = list(entries[:MOST_WAITING])
    banned = banned_waiting(found)
    return _as_waiting([entry for entry in found if entry.pk not in banned], setup)


def _as_waiting(entries: Sequence[WaitlistEntry], setup: Setup) -> list[Waiting]:
    passed: dict[int, list[tuple[int, Interval]]] = defaultdict(list)
    turned_down = WaitlistOffer.objects.filter(
        entry__in=[entry.pk for entry in entries], state__in=[OfferState.DECLINED, OfferState.LAPSED]
    )
    if entries:
        for offer in turned_down.order_by("id"):
            passed[offer.entry_id].append((offer.room_id, offer.span))
    return [
        Waiting(
            key=entry.pk,
            first_day=entry.first_day,
            last_day=entry.last_day,
            duration=entry.duration,
            party_size=entry.party_size,
            earliest=entry.earliest,
            latest=entry.latest,
            room_ids=wants_in_rooms(entry, setup),
            passed=tuple(passed[entry.pk]),
        )
        for entry in entries
    ]


def _wanted(line: Iterable[Waiting], today: date, setup: Setup) -> set[date]:
    """Every night somebody waits for, from tonight on, as far as customers may book."""
    last = today + max((policy.horizon_days for policy in setup.policies.values()), default=0) * DAY
    return {
        day for waiting in line for day in _days(max(today, waiting.first_day), min(last, waiting.last_day))
    }


def _days(first: date, last: date) -> Iterator[date]:
    for offset in range((last - first).days + 1):
        yield first + offset * DAY


def _night(setup: Setup, day: date, line: Sequence[Waiting], *, now: datetime) -> NightRooms | None:
    """A night's bookable rooms with who has them; None for a date that the zone left out."""
    rooms = smallest_first(room for room in setup.rooms if room.is_for_customers)
    if not rooms:
        return None
    try:
        room_days = setup.room_days(day, tuple(rooms))
    except NoSuchDay:
        return None
    longest = max(waiting.duration for waiting in line)
    return NightRooms(day, room_days, rows_of(setup, rooms, [day], lasting=longest, now=now))


def _of_night(venue_id: int, day: date) -> WaitlistEntryQuerySet:
    """Who waits or waited for a night; for somebody limited to single rooms who wishes for one of these."""
    found = WaitlistEntry.objects.filter(venue_id=venue_id, first_day__lte=day, last_day__gte=day)
    rooms = present_rooms()
    return found if rooms is None else found.filter(room_id__in=rooms)
