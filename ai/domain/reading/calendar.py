"""Which day people mean. Weeks begin on Monday."""

from __future__ import annotations

import calendar
from datetime import date, timedelta

from ai.domain.reading.shapes import Days

WEEK = timedelta(days=7)
SATURDAY, SUNDAY = 5, 6
WORKDAYS = (0, 1, 2, 3, 4)
DECEMBER = 12
TWO_DIGITS = 100


def monday_of(day: date) -> date:
    """The Monday of a day's week."""
    return day - timedelta(days=day.weekday())


def nearest(today: date, weekday: int) -> date:
    """The nearest such weekday from today on, today included."""
    return today + timedelta(days=(weekday - today.weekday()) % 7)


def of_next_week(today: date, weekday: int) -> date:
    """Such a weekday of the calendar week after this one."""
    return monday_of(today) + WEEK + timedelta(days=weekday)


def before(today: date, weekday: int) -> date:
    """The last such weekday before today."""
    return today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1)


def weekend(today: date, weeks_later: int = 0) -> Days:
    """Saturday and Sunday of this week or one after it."""
    saturday = monday_of(today) + timedelta(days=SATURDAY) + weeks_later * WEEK
    return Days(max(saturday, today) if weeks_later == 0 else saturday, saturday + timedelta(days=1))


def week(today: date, weeks_later: int) -> Days:
    """A calendar week; what of the present one is over is left out."""
    monday = monday_of(today) + weeks_later * WEEK
    return Days(max(monday, today), monday + timedelta(days=SUNDAY))


def month_day(today: date, month: int, day: int, year: int | None = None) -> date | None:
    """The next such day from today on, unless the year is said; None where there is no such day."""
    if year is not None:
        return _date(year + 2000 if year < TWO_DIGITS else year, month, day)
    found = _date(today.year, month, day)
    # 29 February may be years away.
    for later in range(1, 9):
        if found and found >= today:
            break
        found = _date(today.year + later, month, day)
    return found


def day_of_month(today: date, day: int) -> date | None:
    """The next month's day of that number, this month's if it is not over."""
    year, month = today.year, today.month
    for _ in range(DECEMBER):
        found = _date(year, month, day)
        if found and found >= today:
            return found
        year, month = (year + 1, 1) if month == DECEMBER else (year, month + 1)
    return None


def nth_weekday(today: date, number: int, weekday: int, month: int | None) -> date | None:
    """The first (1) to fifth or the last (-1) such weekday of a month; of this one unless it is over."""
    year, of_month = today.year, month or today.month
    for _ in range(2):
        every = [
            date(year, of_month, day)
            for day in range(1, calendar.monthrange(year, of_month)[1] + 1)
            if date(year, of_month, day).weekday() == weekday
        ]
        index = number - 1 if number > 0 else number
        if -len(every) <= index < len(every) and every[index] >= today:
            return every[index]
        if month is None and of_month < DECEMBER:
            of_month += 1
        else:
            year, of_month = year + 1, month or 1
    return None


def every_in_month(today: date, weekday: int, month: int) -> Days | None:
    """All such weekdays of the next month of that name, from the first to the last."""
    first = nth_weekday(today, 1, weekday, month)
    this_year = [
        day
        for day in (date(today.year, month, number) for number in range(1, _length(today.year, month) + 1))
        if day.weekday() == weekday and day >= today
    ]
    if this_year:
        return Days(this_year[0], this_year[-1], (weekday,))
    if first is None:
        return None
    last = nth_weekday(first, -1, weekday, month)
    return Days(first, last or first, (weekday,))


def in_figures(today: date, first: int, second: int, year: int | None, order: str) -> date | None:
    """A day in figures, as people at the venue write it; the other way where there is no such day."""
    month, day = (first, second) if order in {"MDY", "YMD"} else (second, first)
    return month_day(today, month, day, year) or month_day(today, day, month, year)


def easter(year: int) -> date:
    """Easter Sunday (Gregorian; Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e, f = b // 4, b % 4, (b + 8) // 25
    g = (b - f + 1) // 3
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _length(year: int, month: int) -> int:
    return calendar.monthrange(year, month)[1]


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
