"""How what repeats reads: "Every Friday until 18 December 2026, 8 times"."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import islice

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext, ngettext

from bookings.domain.recurrence import LAST, MOST_NIGHTS, ClockNote, Every, Rule, dates
from bookings.domain.series import Pattern
from bookings.models import Series, Venue
from boom.core import text

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", LAST: "last"}
# Not every month has them.
RARE_DAYS = frozenset({29, 30, 31})


def pattern_words(pattern: Pattern, venue: Venue) -> str:
    """A rule with its end, and how many nights that makes."""
    rule = pattern.rule
    words = rule_words(rule)
    if rule.is_open_ended:
        return gettext("%(words)s, until you end it") % {"words": words}
    count = len(list(islice(dates(rule, pattern.first), MOST_NIGHTS + 1)))
    times = ngettext("%(count)s time", "%(count)s times", count) % {"count": count}
    if count > MOST_NIGHTS:
        times = gettext("more than %(count)s times") % {"count": MOST_NIGHTS}
    if rule.until is None:
        return f"{words}, {times}"
    until = gettext("until %(day)s") % {"day": full_day(rule.until, venue)}
    return f"{words} {until}, {times}"


def series_words(series: Series, venue: Venue) -> str:
    """A series as it stands, ended or not: "Every Friday from 20 November 2026 until 18 December 2026"."""
    rule = Rule.parse(series.rule)
    words = rule_words(rule)
    first = full_day(series.first_on, venue)
    last = rule.until
    if rule.count is not None:
        counted = list(islice(dates(rule, series.first_on), MOST_NIGHTS))
        last = counted[-1] if counted else None
    if last is None:
        return gettext("%(words)s since %(first)s, until you end it") % {"words": words, "first": first}
    values = {"words": words, "first": first, "last": full_day(last, venue)}
    return gettext("%(words)s from %(first)s until %(last)s") % values


def rule_words(rule: Rule) -> str:
    """A rule without its end: "Every Friday", "Every 2 weeks on Monday and Tuesday"."""
    if rule.every == Every.DAY or (rule.interval == 1 and len(rule.weekdays) == 7):
        return ngettext("Every day", "Every %(count)s days", rule.interval) % {"count": rule.interval}
    if rule.every == Every.WEEK:
        days = _listed([gettext(WEEKDAYS[day]) for day in rule.weekdays])
        if rule.interval == 1:
            return gettext("Every %(days)s") % {"days": days}
        return gettext("Every %(count)s weeks on %(days)s") % {"count": rule.interval, "days": days}
    which = _of_month(rule)
    if rule.interval == 1:
        return gettext("Every month on %(which)s") % {"which": which}
    return gettext("Every %(count)s months on %(which)s") % {"count": rule.interval, "which": which}


def _of_month(rule: Rule) -> str:
    if rule.nth is not None:
        values = {"nth": gettext(NTH[rule.nth]), "day": gettext(WEEKDAYS[rule.weekdays[0]])}
        return gettext("the %(nth)s %(day)s") % values
    if rule.month_day == LAST:
        return gettext("its last day")
    if rule.month_day in RARE_DAYS:
        return gettext("the %(day)s, where there is one") % {"day": _ordinal(rule.month_day or 0)}
    return gettext("the %(day)s") % {"day": _ordinal(rule.month_day or 0)}


def _ordinal(number: int) -> str:
    ending = {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th") if number not in {11, 12, 13} else "th"
    return f"{number}{ending}"


def full_day(day: date, venue: Venue) -> str:
    """A date with its year: "18 December 2026"."""
    return date_format(day, "F j, Y" if venue.locale.lower().replace("_", "-") == "en-us" else "j F Y")


def clock_words(note: ClockNote, starts: str) -> str:
    """What the clocks do to a night; `starts` is the time it really begins. Empty for ordinary nights."""
    return {
        ClockNote.NONE: "",
        ClockNote.SKIPPED: gettext("The clocks go forward over that time: it begins at %(time)s."),
        ClockNote.TWICE: gettext("The clocks show that time twice: it begins at the first, %(time)s."),
        ClockNote.NO_DAY: gettext("There is no such date here."),
    }[note] % {"time": starts}


def _listed(parts: Sequence[str]) -> str:
    if len(parts) == 1:
        return parts[0]
    return gettext("%(most)s and %(last)s") % {"most": ", ".join(parts[:-1]), "last": parts[-1]}


def start_words(start: str, venue: Venue) -> str:
    """A series' time of the night as the sign says it: "21:00"; past midnight "00:30 the day after"."""
    hours, minutes = start[:2], start[3:5]
    days, hour = divmod(int(hours), 24)
    shown = f"{hour:02}:{minutes}"
    if venue.clock_format == "12":
        half = gettext("am") if hour < text.NOON else gettext("pm")
        shown = f"{hour % text.NOON or text.NOON}:{minutes} {half}"
    return gettext("%(time)s, after midnight") % {"time": shown} if days else shown
