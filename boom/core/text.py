"""How Boom writes times, days, lengths and sums for people. Pure: the zone and the clock are passed in.

Times are the venue's, never the reader's; how they look is the venue's way too, unless whoever reads has one
of their own (`reading_as`). With a 12-hour clock there is never a bare "2:00", and an hour that
the clocks show twice carries its zone ("01:30 BST"), so that no reading is left to chance.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import phonenumbers
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext, gettext_lazy, ngettext

from boom.core.money import Money

DayStyle = Literal["short", "long", "full", "weekday", "number"]

MINUTE = timedelta(minutes=1)
HOUR_MINUTES = 60
DAY_MINUTES = 24 * HOUR_MINUTES
NOON = 12
# An en dash without spaces joins the ends of a range.
DASH = "–"

STATUS_WORDS = {
    "held": gettext_lazy("Held"),
    "pending": gettext_lazy("To confirm"),
    "confirmed": gettext_lazy("Confirmed"),
    "checked_in": gettext_lazy("In room"),
    "completed": gettext_lazy("Finished"),
    "no_show": gettext_lazy("No-show"),
    "cancelled": gettext_lazy("Cancelled"),
    "expired": gettext_lazy("Expired"),
    "blocked": gettext_lazy("Blocked"),
    "released": gettext_lazy("Released"),
}

# Django's format letters: day before month, as everywhere but in the United States; "full" has the year.
DAY_FORMATS = {"short": "D j M", "long": "l j F", "full": "D j M Y", "weekday": "D", "number": "j"}
US_DAY_FORMATS = {"short": "D, M j", "long": "l, F j", "full": "D, M j, Y", "weekday": "D", "number": "j"}
# Canada writes ISO 8601.
ISO_DAY_FORMATS = {"short": "D Y-m-d", "long": "l Y-m-d", "full": "D Y-m-d", "weekday": "D", "number": "j"}
OWN_DAY_FORMATS = {"en-us": US_DAY_FORMATS, "en-ca": ISO_DAY_FORMATS}


@dataclass(frozen=True, slots=True)
class Taste:
    """How somebody likes to read times: the clock "12" or "24", dates as a locale writes them. Empty: as the
    venue does.
    """

    clock: str = ""
    dates: str = ""


_taste: ContextVar[Taste] = ContextVar("taste", default=Taste())  # noqa: B039 - frozen


@contextmanager
def reading_as(taste: Taste) -> Iterator[None]:
    """Write times and days as `taste` has them for as long as the block runs: one request of one person."""
    token = _taste.set(taste)
    try:
        yield
    finally:
        _taste.reset(token)


def shows_twelve_hours(*, venue: bool) -> bool:
    """Whether the reader sees am and pm: as they like it, else as the venue has it."""
    return _taste.get().clock == "12" if _taste.get().clock else venue


def clock(instant: datetime, zone: ZoneInfo, *, twelve_hours: bool = False) -> str:
    """Give what the clock in `zone` shows: "21:15" or "9:15 pm"; with the zone when it shows that twice."""
    local = instant.astimezone(zone)
    twelve_hours = shows_twelve_hours(venue=twelve_hours)
    shown = f"{_twelve(local)} {_half(local)}" if twelve_hours else f"{local:%H:%M}"
    return f"{shown} {local.tzname()}" if _shown_twice(local) else shown


def wall(of_day: time, *, twelve_hours: bool = False) -> str:
    """Give a time on a sign, of no day: "18:00" or "6:00 pm"."""
    if not shows_twelve_hours(venue=twelve_hours):
        return f"{of_day:%H:%M}"
    local = datetime.combine(date.min, of_day)
    return f"{_twelve(local)} {_half(local)}"


def span(start: datetime, end: datetime, zone: ZoneInfo, *, twelve_hours: bool = False) -> str:
    """Give "21:15–23:15", or "9:15–11:15 pm" when both ends share their half of the day."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    twelve_hours = shows_twelve_hours(venue=twelve_hours)
    shares_half = twelve_hours and _half(first) == _half(last) and not _shown_twice(first)
    opening = _twelve(first) if shares_half else clock(start, zone, twelve_hours=twelve_hours)
    return f"{opening}{DASH}{clock(end, zone, twelve_hours=twelve_hours)}"


def day(when: date | datetime, zone: ZoneInfo, *, style: DayStyle = "short", locale: str = "en-GB") -> str:
    """Give "Sat 21 Nov" (short), "Saturday 21 November" (long), "Sat 21 Nov 2026" (full), "Sat" or "21"."""
    local = when.astimezone(zone) if isinstance(when, datetime) else when
    wanted = (_taste.get().dates or locale).replace("_", "-").lower()
    formats = OWN_DAY_FORMATS.get(wanted, DAY_FORMATS)
    return date_format(local, formats[style])


def when(
    start: datetime, end: datetime, zone: ZoneInfo, *, twelve_hours: bool = False, locale: str = "en-GB"
) -> str:
    """Give "Sat 21 Nov, 22:15 to Sun 00:45": the weekday again once midnight has passed."""
    first, last = start.astimezone(zone), end.astimezone(zone)
    opening = f"{day(start, zone, locale=locale)}, {clock(start, zone, twelve_hours=twelve_hours)}"
    closing = clock(end, zone, twelve_hours=twelve_hours)
    if last.date() != first.date():
        closing = f"{day(end, zone, style='weekday')} {closing}"
    return gettext("%(start)s to %(end)s") % {"start": opening, "end": closing}


def duration(length: timedelta | int) -> str:
    """Give "45 min", "2 h" or "2 h 30"; an int is whole minutes."""
    minutes = length // MINUTE if isinstance(length, timedelta) else length
    hours, rest = divmod(minutes, HOUR_MINUTES)
    if not hours:
        return gettext("%(minutes)s min") % {"minutes": rest}
    if not rest:
        return gettext("%(hours)s h") % {"hours": hours}
    return gettext("%(hours)s h %(minutes)02d") % {"hours": hours, "minutes": rest}


def ago(instant: datetime, now: datetime) -> str:
    """Give how long ago that was in one unit: "just now", "4 min ago", "3 h ago", "2 days ago"."""
    minutes = max(0, (now - instant) // MINUTE)
    if minutes < 1:
        return gettext("just now")
    if minutes < HOUR_MINUTES:
        return gettext("%(count)s min ago") % {"count": minutes}
    if minutes < DAY_MINUTES:
        return gettext("%(count)s h ago") % {"count": minutes // HOUR_MINUTES}
    days = minutes // DAY_MINUTES
    return gettext("yesterday") if days == 1 else gettext("%(count)s days ago") % {"count": days}


def price(amount: Money) -> str:
    """Give a sum as short as it can honestly be: "£72" for £72.00, but "£72.50"."""
    shown = amount.format()
    whole, point, part = shown.rpartition(".")
    return whole if point and not part.strip("0") else shown


def people(count: int) -> str:
    """Write a party: "1 person", "6 people"."""
    return ngettext("%(count)s person", "%(count)s people", count) % {"count": count}


def phone(number: str) -> str:
    """Give "+44 20 7946 0123" for "+442079460123"; what is no whole number stays as it was typed."""
    try:
        found = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return number
    return phonenumbers.format_number(found, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def status_word(status: str) -> str:
    """Give the word for a booking's status on badges and tickets. KeyError for one that does not exist."""
    return str(STATUS_WORDS[status])


def _twelve(local: datetime) -> str:
    return f"{local.hour % NOON or NOON}:{local:%M}"


def _half(local: datetime) -> str:
    return gettext("am") if local.hour < NOON else gettext("pm")


def _shown_twice(local: datetime) -> bool:
    earlier, later = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    return earlier is not None and later is not None and earlier > later
