"""What hypothesis draws for the rules of bookings: stretches of time, zones, nights with a clock change."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from bookings.domain.interval import Interval
from bookings.domain.opening import DayHours, Schedule, SpecialDay, WeeklyHours
from tests.core.clock_changes import changes_of

BASE = datetime(2026, 3, 1, tzinfo=UTC)

# Both directions each year: an hour, half an hour, never; and an offset of a quarter of an hour.
ZONES = (
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Tokyo",
    "Asia/Kathmandu",
    "Pacific/Apia",
)
# 29 February, the turn of a year, and the days around the one that Samoa left out.
ODD_DAYS = (date(2028, 2, 29), date(2027, 12, 31), date(2011, 12, 29), date(2011, 12, 31))


def instants(span_minutes: int = 600) -> st.SearchStrategy[datetime]:
    """Whole minutes of a few hours, so that edges meet often."""
    return st.integers(0, span_minutes).map(lambda minute: BASE + timedelta(minutes=minute))


@st.composite
def intervals(draw: st.DrawFn, span_minutes: int = 600, longest: int = 180) -> Interval:
    start = draw(instants(span_minutes))
    return Interval(start, start + timedelta(minutes=draw(st.integers(1, longest))))


# Short and few minutes apart: touching, nested and equal intervals come up all the time.
crowded = st.lists(intervals(span_minutes=40, longest=15), max_size=8)


def walls() -> st.SearchStrategy[time]:
    """Times on a sign: quarters of an hour, with those around a clock change and midnight coming up often."""
    quarter = st.integers(0, 95).map(lambda count: time(count // 4, count % 4 * 15))
    return st.sampled_from([time(0), time(1, 30), time(2, 15), time(2, 30), time(3), time(18)]) | quarter


@st.composite
def schedules(draw: st.DrawFn, zone: ZoneInfo, around: date) -> Schedule:
    """A week of up to twelve stretches, some of 24 hours or into the next opening, and special days near."""
    rows = st.builds(WeeklyHours, st.integers(0, 6), walls(), walls())
    days = st.integers(-3, 3).map(lambda days: around + timedelta(days=days))
    specials = st.builds(
        lambda first, length, hours: SpecialDay(first, first + timedelta(days=length), tuple(hours)),
        days,
        st.integers(0, 2),
        st.lists(st.builds(DayHours, walls(), walls()), max_size=2),
    )
    return Schedule(
        zone,
        tuple(draw(st.lists(rows, max_size=12))),
        tuple(draw(st.lists(specials, max_size=2))),
    )


@st.composite
def hard_days(draw: st.DrawFn) -> tuple[ZoneInfo, date]:
    """A zone, and a date that is a clock change of it, the day beside one, or a day with an odd number."""
    zone = ZoneInfo(draw(st.sampled_from(ZONES)))
    changes = [change.at for change in changes_of(zone.key)]
    base = draw(st.sampled_from([*(at.astimezone(zone).date() for at in changes), *ODD_DAYS]))
    return zone, base + timedelta(days=draw(st.integers(-1, 1)))
