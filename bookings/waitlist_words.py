"""The waiting list in words: what somebody waits for, what they were offered, where they stand. Pure."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils.translation import gettext, ngettext

from bookings.domain.waitlist import MINUTES_A_DAY
from bookings.models import OfferState, Venue, WaitlistEntry, WaitlistOffer, WaitState
from boom.core import text


def night_clock(minute: int, venue: Venue) -> str:
    """Give a time of a night as the venue writes it, from minutes of the wall clock since its date's 0:00."""
    of_day = minute % MINUTES_A_DAY
    shown = datetime(2026, 1, 1, of_day // 60, of_day % 60, tzinfo=UTC)
    return text.clock(shown, UTC, twelve_hours=venue.clock_format == "12")  # type: ignore[arg-type]


def days_words(entry: WaitlistEntry) -> str:
    """Give "Sat 21 Nov" or "Sat 21 Nov to Mon 23 Nov"."""
    venue = entry.venue
    first = text.day(entry.first_day, venue.zone, locale=venue.locale)
    if entry.last_day == entry.first_day:
        return first
    last = text.day(entry.last_day, venue.zone, locale=venue.locale)
    return gettext("%(first)s to %(last)s") % {"first": first, "last": last}


def window_words(entry: WaitlistEntry) -> str:
    """Give "starting 20:00 to 22:00", or how far the window is open."""
    earliest = None if entry.earliest is None else night_clock(entry.earliest, entry.venue)
    latest = None if entry.latest is None else night_clock(entry.latest, entry.venue)
    if earliest is None and latest is None:
        return gettext("starting any time")
    if latest is None:
        return gettext("starting %(earliest)s or later") % {"earliest": earliest}
    if earliest is None:
        return gettext("starting %(latest)s or earlier") % {"latest": latest}
    if earliest == latest:
        return gettext("starting %(latest)s") % {"latest": latest}
    return gettext("starting %(earliest)s to %(latest)s") % {"earliest": earliest, "latest": latest}


def where_words(entry: WaitlistEntry) -> str:
    """Which rooms would do."""
    if entry.room is not None:
        return entry.room.name
    return entry.category or gettext("any room")


def wish_words(entry: WaitlistEntry) -> str:
    """Give "starting 20:00 to 22:00 for 2 h, 4 people, any room"."""
    return gettext("%(window)s for %(length)s, %(people)s, %(where)s") % {
        "window": window_words(entry),
        "length": text.duration(entry.minutes),
        "people": text.people(entry.party_size),
        "where": where_words(entry),
    }


def minutes_left(offer: WaitlistOffer, now: datetime) -> int:
    """Whole minutes to answer, rounded up."""
    return max(0, -int(-(offer.until - now).total_seconds() // 60))


def left_words(offer: WaitlistOffer, now: datetime) -> str:
    """Give "27 minutes left"."""
    left = minutes_left(offer, now)
    if left >= 120:
        return gettext("%(length)s left") % {"length": text.duration(left)}
    return ngettext("%(count)s minute left", "%(count)s minutes left", left) % {"count": left}


def until_words(offer: WaitlistOffer, venue: Venue, now: datetime) -> str:
    """Give "21:45", or "Tue 24 Nov, 05:15" when that is not today."""
    until = text.clock(offer.until, venue.zone, twelve_hours=venue.clock_format == "12")
    if offer.until.astimezone(venue.zone).date() == now.astimezone(venue.zone).date():
        return until
    return f"{text.day(offer.until, venue.zone, locale=venue.locale)}, {until}"


def state_words(entry: WaitlistEntry, live: WaitlistOffer | None, now: datetime) -> str:
    """How it stands with somebody: one or two words for a badge."""
    if live is not None and entry.is_waiting:
        return gettext("Offered until %(until)s") % {"until": until_words(live, entry.venue, now)}
    return {
        WaitState.WAITING: gettext("Waiting"),
        WaitState.ACCEPTED: gettext("Accepted"),
        WaitState.EXPIRED: gettext("Time is over"),
        WaitState.LEFT: gettext("Left"),
        WaitState.REMOVED: gettext("Removed"),
    }[WaitState(entry.state)]


def offer_words(offer: WaitlistOffer, venue: Venue) -> str:
    """Give "Alto, Sat 21 Nov, 21:00–23:00"."""
    times = text.span(offer.starts_at, offer.ends_at, venue.zone, twelve_hours=venue.clock_format == "12")
    day = text.day(offer.starts_at, venue.zone, locale=venue.locale)
    return f"{offer.room.name}, {day}, {times}"


def outcome_words(offer: WaitlistOffer) -> str:
    """What became of an offer."""
    return {
        OfferState.LIVE: gettext("waits for an answer"),
        OfferState.ACCEPTED: gettext("accepted"),
        OfferState.DECLINED: gettext("declined"),
        OfferState.LAPSED: gettext("not answered in time"),
        OfferState.WITHDRAWN: gettext("taken back"),
    }[OfferState(offer.state)]


def consent_words(venue: Venue) -> str:
    """What somebody reads about their data when they join."""
    return gettext(
        "%(venue)s keeps your name and how to reach you to tell you about a free time, and for nothing else."
    ) % {"venue": venue.name}


def place_words(place: int) -> str:
    """Give "You are first in line." or "3 are asked before you."."""
    if place == 1:
        return gettext("You are first in line.")
    return ngettext(
        "%(count)s person is asked before you.", "%(count)s people are asked before you.", place - 1
    ) % {"count": place - 1}


def next_words(entry: WaitlistEntry | None) -> str:
    """What a toast adds when something was freed that somebody waits for; nothing else."""
    if entry is None:
        return ""
    return gettext("%(name)s, %(people)s, is next on the waiting list") % {
        "name": entry.name,
        "people": text.people(entry.party_size),
    }
