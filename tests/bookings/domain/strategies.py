"""What hypothesis draws for the rules of bookings: stretches of time, zones, nights with a clock change."""

from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from bookings.domain.interval import Interval

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


def instants(span_minutes: int = 600) -> st.SearchStrategy[datetime]:
    """Whole minutes of a few hours, so that edges meet often."""
    return st.integers(0, span_minutes).map(lambda minute: BASE + timedelta(minutes=minute))


@st.composite
def intervals(draw: st.DrawFn, span_minutes: int = 600, longest: int = 180) -> Interval:
    start = draw(instants(span_minutes))
    return Interval(start, start + timedelta(minutes=draw(st.integers(1, longest))))


# Short and few minutes apart: touching, nested and equal intervals come up all the time.
crowded = st.lists(intervals(span_minutes=40, longest=15), max_size=8)
