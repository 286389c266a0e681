"""What a venue says about itself in sentences: when it is open, its rules, whose time is shown. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from urllib.parse import urlencode

from django.utils.translation import gettext

from bookings.domain.cancellation import Terms
from bookings.domain.opening import NoSuchDay
from bookings.domain.wording import in_words
from bookings.models import Room
from bookings.selectors.setup import Setup
from boom.core import text
from boom.core.time import wall_clock

DAY = timedelta(days=1)
EVENING = 16
# How far the next opening is looked for; a venue that is closed longer says so in its own words.
LOOK_AHEAD_DAYS = 21


def open_words(setup: Setup, *, now: datetime) -> str:
    """Give "Open tonight until 04:00." or "Closed today. Opens Sun 22 Nov at 18:00."."""
    today = setup.hours.business_day(now)
    night = setup.night(today)
    following = _next_opening(setup, now=now)
    for stretch in night.stretches:
        if now in stretch:
            if any(whole.end > night.span.end for whole in night.open if now in whole):
                return gettext("Open around the clock.")
            is_evening = wall_clock(stretch.start, setup.hours.zone).hour >= EVENING
            sentence = (
                gettext("Open tonight until %(time)s.") if is_evening else gettext("Open until %(time)s.")
            )
            return sentence % {"time": _clock(setup, stretch.end)}
    if following is None:
        return gettext("Closed for now.") if night.is_closed else ""
    opens_on, opens_at, closes_at = following
    if opens_on == today:
        sentence = (
            gettext("Opens tonight at %(opens)s, until %(closes)s.")
            if wall_clock(opens_at, setup.hours.zone).hour >= EVENING
            else gettext("Opens today at %(opens)s, until %(closes)s.")
        )
        return sentence % {"opens": _clock(setup, opens_at), "closes": _clock(setup, closes_at)}
    words = {"day": _day(setup, opens_on), "time": _clock(setup, opens_at)}
    if not night.is_closed:
        return gettext("Closed now. Opens %(day)s at %(time)s.") % words
    if night.special and night.special.reason:
        sentence = gettext("Closed today: %(reason)s. Opens %(day)s at %(time)s.")
        return sentence % {**words, "reason": night.special.reason}
    return gettext("Closed today. Opens %(day)s at %(time)s.") % words


def rules_words(setup: Setup) -> str:
    """The rules in two sentences: how long, how far ahead, and until when one may change one's mind."""
    policy = setup.venue.policy()
    least, most = in_words(policy.min_duration), in_words(policy.max_duration)
    length = least if least == most else gettext("%(least)s to %(most)s") % {"least": least, "most": most}
    ahead = gettext("Bookings last %(length)s and open %(count)s days ahead.") % {
        "length": length,
        "count": policy.horizon_days,
    }
    return f"{ahead} {cancellation_words(setup.venue.cancellation_terms(policy.cancel_until))}"


def terms_words(room: Room) -> str:
    """What cancelling a room costs once it is not free any more; empty where that is not for customers."""
    terms = room.cancellation_terms()
    return cancellation_words(terms) if terms.tiers else ""


def cancellation_words(terms: Terms) -> str:
    """The whole rule about cancelling, step by step: "Free to … until 1 day before. Then until … 50 %."."""
    words = [cancel_words(terms.free_until)]
    for tier in terms.tiers:
        percent = gettext("%(percent)s%% of the price") % {"percent": tier.percent}
        if tier.notice:
            sentence = gettext("After that, until %(notice)s before, cancelling costs %(percent)s.")
            words.append(sentence % {"notice": in_words(tier.notice), "percent": percent})
        else:
            words.append(gettext("After that cancelling costs %(percent)s.") % {"percent": percent})
    return " ".join(words)


def cancel_words(cancel_until: timedelta) -> str:
    """The rule about cancelling, as a sentence; `cancel_until` is the notice asked for."""
    if not cancel_until:
        return gettext("Free to change or cancel until it starts.")
    return gettext("Free to change or cancel until %(notice)s before.") % {"notice": in_words(cancel_until)}


def zone_words(setup: Setup) -> str:
    """Whose time the page shows: "Times are London time."."""
    city = setup.hours.zone.key.rsplit("/", 1)[-1].replace("_", " ")
    return gettext("Times are %(city)s time.") % {"city": city}


def map_url(address: str) -> str:
    """Where a map shows the address; empty without one."""
    if not address:
        return ""
    return f"https://www.openstreetmap.org/search?{urlencode({'query': address})}"


def _next_opening(setup: Setup, *, now: datetime) -> tuple[date, datetime, datetime] | None:
    today = setup.hours.business_day(now)
    for offset in range(LOOK_AHEAD_DAYS):
        day = today + offset * DAY
        try:
            night = setup.night(day)
        except NoSuchDay:
            continue
        for stretch in night.stretches:
            if stretch.start > now:
                return day, stretch.start, stretch.end
    return None


def _clock(setup: Setup, instant: datetime) -> str:
    return text.clock(instant, setup.hours.zone, twelve_hours=setup.venue.clock_format == "12")


def _day(setup: Setup, day: date) -> str:
    return text.day(day, setup.hours.zone, locale=setup.venue.locale)
