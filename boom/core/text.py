"""How Boom writes times, days, lengths and sums for people. Pure: the zone and the clock are passed in.

Times are the venue's, never the reader's; how they look is the venue's way too, unless whoever reads has one
of their own (`reading_as`). With a 12-hour clock there is never a bare "2:00", and an hour that
the clocks show twice carries its zone ("01:30 BST"), so that no reading is left to chance.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import phonenumbers
from django.utils.dateformat import format as date_format
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext

from boom.core.money import Money, exponent

DayStyle = Literal["short", "long", "full", "whole", "date", "weekday", "number"]

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
DAY_FORMATS = {
    "short": "D j M", "long": "l j F", "full": "D j M Y", "whole": "l j F Y", "date": "j F Y", "weekday": "D",
    "number": "j",
}  # fmt: skip
US_DAY_FORMATS = DAY_FORMATS | {
    "short": "D, M j", "long": "l, F j", "full": "D, M j, Y", "whole": "l, F j, Y", "date": "F j, Y",
}  # fmt: skip
# Canada writes ISO 8601.
ISO_DAY_FORMATS = DAY_FORMATS | dict.fromkeys(("short", "full"), "D Y-m-d") | {"long": "l Y-m-d"}
OWN_DAY_FORMATS = {"en-us": US_DAY_FORMATS, "en-ca": ISO_DAY_FORMATS}
# Where words are another language's than English, its way goes before the venue's.
DAY_FORMATS_IN = {
    "de": DAY_FORMATS
    | {"short": "D, j. M", "long": "l, j. F", "full": "D, j. M Y", "whole": "l, j. F Y", "date": "j. F Y"},
    "es": DAY_FORMATS | {"long": r"l j \d\e F", "whole": r"l j \d\e F \d\e Y", "date": r"j \d\e F \d\e Y"},
    "fr": DAY_FORMATS,
}
# How a sum is written in them: between thousands, before decimals, and the sign behind.
NUMBERS_IN = {"de": (".", ","), "es": (".", ","), "fr": ("\u202f", ",")}


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
    """Give "Sat 21 Nov" (short), "Saturday 21 November" (long), "Sat 21 Nov 2026" (full), "Saturday 21
    November 2026" (whole), "21 November 2026" (date), "Sat" or "21"; in the language words are made in.
    """
    local = when.astimezone(zone) if isinstance(when, datetime) else when
    wanted = (_taste.get().dates or locale).replace("_", "-").lower()
    formats = DAY_FORMATS_IN.get(_language()) or OWN_DAY_FORMATS.get(wanted, DAY_FORMATS)
    return date_format(local, formats[style])


def weekday(instant: datetime, zone: ZoneInfo) -> str:
    """Give "Saturday"."""
    return date_format(instant.astimezone(zone), "l")


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


def money(amount: Money) -> str:
    """Give a sum as the language that words are made in has it: "£1,234.50", in German "1.234,50 £"."""
    if (marks := NUMBERS_IN.get(_language())) is None:
        return amount.format()
    thousands, decimals = marks
    sign, number = amount.parts()
    plain = "".join({",": thousands, ".": decimals}.get(mark, mark) for mark in number)
    return f"{'−' if amount.minor < 0 else ''}{plain}\u00a0{sign}"


def price(amount: Money) -> str:
    """Give a sum as short as it can honestly be: "£72" for £72.00, but "£72.50"."""
    shown, places = money(amount), exponent(amount.currency)
    if not places or amount.minor % 10**places:
        return shown
    # A mark and its noughts.
    return re.sub(rf"[.,]0{{{places}}}(?![\d.,])", "", shown, count=1)


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


def _language() -> str:
    """The language that words are made in at present, without its country."""
    return (get_language() or "en").partition("-")[0]


def _twelve(local: datetime) -> str:
    return f"{local.hour % NOON or NOON}:{local:%M}"


def _half(local: datetime) -> str:
    return gettext("am") if local.hour < NOON else gettext("pm")


def _shown_twice(local: datetime) -> bool:
    earlier, later = local.replace(fold=0).utcoffset(), local.replace(fold=1).utcoffset()
    return earlier is not None and later is not None and earlier > later
