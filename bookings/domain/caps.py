"""How much one customer may have: bookings to come, and booked hours of a day, a week and a month."""

from dataclasses import dataclass
from datetime import date, timedelta

from bookings.domain.blockers import Blocker
from bookings.domain.wording import counted

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Caps:
    """The most a customer may have; None where there is no limit. Hours are whole."""

    bookings: int | None = None
    hours_a_day: int | None = None
    hours_a_week: int | None = None
    hours_a_month: int | None = None

    @property
    def are_none(self) -> bool:
        """Whether nothing is limited, so that nothing has to be counted."""
        return self == Caps()


@dataclass(frozen=True, slots=True)
class Usage:
    """What a customer would have with the booking they ask for: it is counted already."""

    bookings: int
    of_day: timedelta
    of_week: timedelta
    of_month: timedelta


def over_cap(caps: Caps, usage: Usage) -> list[Blocker]:
    """Every limit that would be passed; staff may set them aside."""
    found = []
    if caps.bookings is not None and usage.bookings > caps.bookings:
        most = counted(caps.bookings, "booking")
        found.append(Blocker("too-many-bookings", f"One guest may have {most} ahead at a time.", hard=False))
    for name, most_hours, used in (
        ("day", caps.hours_a_day, usage.of_day),
        ("week", caps.hours_a_week, usage.of_week),
        ("month", caps.hours_a_month, usage.of_month),
    ):
        if most_hours is not None and used > timedelta(hours=most_hours):
            most = counted(most_hours, "hour")
            found.append(
                Blocker(f"too-many-hours-a-{name}", f"One guest may book {most} a {name} here.", hard=False)
            )
    return found


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the week a business day lies in."""
    monday = day - day.weekday() * DAY
    return monday, monday + 6 * DAY


def month_of(day: date) -> tuple[date, date]:
    """The first and last day of the month a business day lies in."""
    first = day.replace(day=1)
    following = (first + 32 * DAY).replace(day=1)
    return first, following - DAY
