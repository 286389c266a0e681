"""What open pages are told about bookings: which rooms and nights to fetch again, never what is in them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from boom.core.live import AVAILABILITY, CALENDAR, Fact, Notice, announces

# Changes that alter nobody's free times.
SAME_TIMES = frozenset(
    {
        "booking.changed",
        "booking.checked_in",
        "booking.confirmed",
        "booking.edited",
        "booking.fee_waived",
        "booking.late",
        "room.readiness",
    }
)


@announces("booking.*")
@announces("block.*")
@announces("room.readiness")
def tell_of_occupancies(facts: Sequence[Fact], version: str) -> Iterator[Notice]:
    """To the board one message per night and asking page; to the public page the days, all in one."""
    rooms: dict[tuple[str, str], set[int]] = defaultdict(set)
    for fact in facts:
        for day in fact.payload["days"]:
            rooms[day, fact.payload["by"]].update(fact.payload["rooms"])
    for (day, by), touched in rooms.items():
        yield Notice(CALENDAR, {"t": "rows", "day": day, "rooms": sorted(touched), "v": version, "by": by})
    days = {day for fact in facts if fact.kind not in SAME_TIMES for day in fact.payload["days"]}
    if days:
        yield Notice(AVAILABILITY, {"t": "availability", "days": sorted(days)})


@announces("setup.changed")
@announces("bookings.recorded")
def tell_of_much(facts: Sequence[Fact], version: str) -> Iterator[Notice]:
    """Rooms, hours or rules changed, or many bookings at once: every night may look different."""
    by = {fact.payload["by"] for fact in facts}
    yield Notice(CALENDAR, {"t": "setup", "v": version, "by": by.pop() if len(by) == 1 else ""})
    yield Notice(AVAILABILITY, {"t": "availability", "days": [], "all": True})


@announces("waitlist.*")
def tell_of_waitlist(facts: Sequence[Fact], version: str) -> Iterator[Notice]:
    """Somebody joined, left, was offered or took something: open lists are fetched again."""
    yield Notice(CALENDAR, {"t": "waitlist", "v": version})
