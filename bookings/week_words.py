"""A week of opening hours as pages print it: the picture with its words, what a change would do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import time

from django.utils.translation import gettext, ngettext

from bookings.domain.week import HOUR, Bar, DayInPicture, Row, WeekPicture, days_that_differ, picture
from bookings.forms.setup_fields import WEEKDAYS
from bookings.models import Venue
from bookings.selectors.hours_preview import ClockNight, Outside
from boom.core import text

# Every so many hours the axis has a word, so that it fits on a phone.
AXIS_STEP = 4


@dataclass(frozen=True, slots=True)
class BarShown:
    """Numbers as SVG wants them, never localised."""

    x: str
    width: str


@dataclass(frozen=True, slots=True)
class DayShown:
    """A row of the picture."""

    name: str
    hours: str
    length: str
    ends_next_day: bool
    bars: tuple[BarShown, ...]


@dataclass(frozen=True, slots=True)
class WeekShown:
    """The picture: `width` and all x in minutes; marks are full hours with their words."""

    width: str
    days: tuple[DayShown, ...]
    marks: tuple[tuple[str, str], ...]
    midnight: str
    total: str


def wall(of_day: time, venue: Venue) -> str:
    """A time on the sign, by the venue's clock: "18:00" or "6:00 pm"."""
    return text.wall(of_day, twelve_hours=venue.clock_format == "12")


def week_shown(rows: Sequence[Row], venue: Venue) -> WeekShown:
    """The picture of a week with its words."""
    drawn = picture(rows)
    return WeekShown(
        width=str(drawn.minutes),
        days=tuple(_day(day, venue) for day in drawn.days),
        marks=tuple(_marks(drawn, venue)),
        midnight="" if drawn.midnight is None else str(drawn.midnight),
        total=text.duration(drawn.open_minutes),
    )


def _day(day: DayInPicture, venue: Venue) -> DayShown:
    return DayShown(
        name=str(WEEKDAYS[day.weekday]),
        hours=", ".join(_bar(bar, venue) for bar in day.bars) or gettext("Closed"),
        length=text.duration(day.minutes) if day.bars else "",
        ends_next_day=any(bar.ends_next_day for bar in day.bars),
        bars=tuple(BarShown(str(bar.start), str(bar.minutes)) for bar in day.bars),
    )


def _bar(bar: Bar, venue: Venue) -> str:
    if bar.opens == bar.closes:
        return gettext("24 hours")
    return f"{wall(bar.opens, venue)}–{wall(bar.closes, venue)}"


def _marks(drawn: WeekPicture, venue: Venue) -> list[tuple[str, str]]:
    hours = range(drawn.minutes // HOUR + 1)
    step = AXIS_STEP if len(hours) > 2 * AXIS_STEP else 2
    return [
        (str(hour * HOUR), wall(time((drawn.begins + hour) % 24), venue))
        for hour in hours
        if hour % step == 0
    ]


def changes_in_words(before: Sequence[Row], after: Sequence[Row], venue: Venue) -> list[dict[str, str]]:
    """The weekdays that would be other: what the sign says now and then."""
    was, will_be = picture(before).days, picture(after).days
    return [
        {
            "words": str(WEEKDAYS[day]),
            "before": _day(was[day], venue).hours,
            "after": _day(will_be[day], venue).hours,
        }
        for day in days_that_differ(before, after)
    ]


def outside_in_words(outside: Outside) -> str:
    """How many bookings to come would fall outside."""
    if not outside.count:
        return gettext("No booking to come falls outside.")
    return ngettext(
        "%(count)s booking to come falls outside. It stays until you move or cancel it.",
        "%(count)s bookings to come fall outside. They stay until you move or cancel them.",
        outside.count,
    ) % {"count": outside.count}


def clock_night_in_words(found: ClockNight, venue: Venue) -> str:
    """A night that the clocks change: "Sun 28 March is open 7 h instead of 8 h: the clocks go forward."."""
    night = found.night
    words = (
        gettext("%(day)s is open %(actual)s instead of %(nominal)s: the clocks go forward.")
        if night.actual < night.nominal
        else gettext("%(day)s is open %(actual)s instead of %(nominal)s: the clocks go back.")
    ) % {
        "day": text.day(night.date, venue.zone, locale=venue.locale),
        "actual": text.duration(night.actual),
        "nominal": text.duration(night.nominal),
    }
    if not found.bookings:
        return words
    booked = ngettext("%(count)s booking that night.", "%(count)s bookings that night.", found.bookings) % {
        "count": found.bookings
    }
    return f"{words} {booked}"
