"""A believable past and the next two weeks, the same for the same seed and the same day."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from random import Random

from bookings.domain.availability import RoomDay
from bookings.domain.interval import Interval
from bookings.domain.pricing.terms import PLAIN
from bookings.domain.reference import generate
from bookings.models import Customer, FormField, Occupancy, Room, RoomState
from bookings.selectors.quoting import quoted
from bookings.selectors.setup import Setup
from bookings.services.quoting import put_price
from boom.demo.names import FIRST, LAST, NOTES, STAFF_NOTES
from boom.demo.plans import BusinessPlan

DAYS_BEHIND = 120
DAYS_AHEAD = 14
CUSTOMERS = 260
SOURCES = ("online", "online", "online", "phone", "phone", "walk_in", "email")
# Where online bookings came from: mostly nobody knows.
ORIGINS: tuple[dict[str, str], ...] = (
    {},
    {},
    {},
    {"utm_source": "newsletter", "utm_medium": "email", "utm_campaign": "autumn"},
    {"utm_source": "instagram", "utm_medium": "social"},
    {"ref": "www.google.com"},
)
TAGS = ("Regular", "Regular", "Company", "Hen and stag", "Birthday", "VIP")


def make_customers(plan: BusinessPlan) -> list[Customer]:
    """People who will book, unsaved; no two share an address or a number. One in six has a tag."""
    random = Random(plan.seed)
    # The last three digits: where the plan's number is one of those kept for plays, all of these are, too.
    numbers = random.sample(range(1000), CUSTOMERS)
    people: dict[str, Customer] = {}
    while len(people) < CUSTOMERS:
        first, last = random.choice(FIRST), random.choice(LAST)
        email = f"{first}.{last}{random.choice(['', '', random.randrange(10, 99)])}@example.com".lower()
        phone = f"{plan.phone[:-3]}{numbers[len(people)]:03}" if random.random() < 0.6 else ""
        tags = [random.choice(TAGS)] if random.random() < 0.17 else []
        people.setdefault(email, Customer(name=f"{first} {last}", email=email, phone=phone, tags=tags))
    return list(people.values())


def make_bookings(
    plan: BusinessPlan,
    setup: Setup,
    customers: Sequence[Customer],
    *,
    now: datetime,
    taken: Mapping[int, Sequence[Interval]] | None = None,
    given: Iterable[str] = (),
    question: FormField | None = None,
) -> list[Occupancy]:
    """Bookings of the plan's rooms, DAYS_BEHIND days back to DAYS_AHEAD ahead; unsaved, none overlapping.

    `taken` are stretches by room that others have already, `given` their references; `question` is one that
    some guests answered.
    """
    today = setup.hours.business_day(now)
    names = {room.name for room in plan.rooms}
    rows: list[Occupancy] = []
    references = set(given)
    for offset in range(-DAYS_BEHIND, DAYS_AHEAD + 1):
        day = today + timedelta(days=offset)
        random = Random(f"{plan.seed} {offset}")
        for room in setup.rooms:
            if room.name not in names or room.standing_on(day).state != RoomState.ACTIVE:
                continue
            spans = _spans(plan, setup.room_day(room, day), offset, random, (taken or {}).get(room.pk, ()))
            rows.extend(
                _booking(
                    room,
                    span,
                    setup,
                    customers=customers,
                    references=references,
                    question=question,
                    now=now,
                    random=random,
                )
                for span in spans
            )
    return rows


def _spans(
    plan: BusinessPlan, room_day: RoomDay, offset: int, random: Random, taken: Sequence[Interval]
) -> list[Interval]:
    """Stretches sold in a room on one night: fuller late in the evening, thinner further ahead."""
    demand = plan.demand[room_day.night.date.weekday()] * (1.0 if offset <= 0 else max(0.25, 1 - offset / 11))
    step, buffer = room_day.policy.slot_step, room_day.policy.buffer_after
    sold = []
    for stretch in room_day.night.stretches:
        at = stretch.start
        length = stretch.duration.total_seconds()
        while at < stretch.end:
            how_late = (at - stretch.start).total_seconds() / length
            appeal = 1.25 - abs(how_late - 0.38) * 1.3
            minutes = timedelta(minutes=random.choice(plan.lengths))
            fits = at + minutes <= stretch.end and random.random() < demand * appeal
            if fits and not any(Interval(at, at + minutes + buffer).overlaps(each) for each in taken):
                sold.append(Interval(at, at + minutes))
                at += minutes + buffer
                at += -((at - stretch.start) % -step) if (at - stretch.start) % step else timedelta(0)
            else:
                at += step
    return sold


def _booking(
    room: Room,
    span: Interval,
    setup: Setup,
    *,
    customers: Sequence[Customer],
    references: set[str],
    question: FormField | None,
    now: datetime,
    random: Random,
) -> Occupancy:
    customer = random.choice(customers)
    booked_at = min(now - timedelta(minutes=random.randrange(3, 90)), span.start - _lead(random))
    status = _status(span, now, random)
    policy = setup.policies[room.pk]
    source, party_size = random.choice(SOURCES), random.randint(room.capacity_min, room.capacity_max)
    booking = Occupancy(
        kind="booking",
        reference=_reference(references, random),
        room=room,
        customer=customer,
        guest_name=customer.name,
        starts_at=span.start,
        ends_at=span.end,
        hold_from=span.start - policy.buffer_before,
        hold_until=span.end + policy.buffer_after,
        status=status,
        party_size=party_size,
        source=source,
        came_from=random.choice(ORIGINS) if source == "online" else {},
        answers={question.key: random.choice(question.choices)}
        if question is not None and random.random() < 0.3
        else {},
        note=random.choice(NOTES) if random.random() < 0.12 else "",
        staff_note=random.choice(STAFF_NOTES) if random.random() < 0.05 else "",
        checked_in_at=span.start + timedelta(minutes=random.randrange(12))
        if status in {"completed", "checked_in"}
        else None,
        cancelled_at=booked_at + (span.start - booked_at) / 2 if status == "cancelled" else None,
        created_at=booked_at,
    )
    price = quoted(setup, room.pk, span, party_size, now=booked_at, online=source == "online")
    put_price(booking, price, PLAIN, booked_at=booked_at)
    return booking


def _status(span: Interval, now: datetime, random: Random) -> str:
    chance = random.random()
    if chance < 0.06:
        return "cancelled"
    if span.end <= now:
        return "no_show" if chance < 0.085 else "completed"
    if span.start <= now:
        # One party in eight has not turned up yet.
        return "confirmed" if chance > 0.875 else "checked_in"
    return "confirmed"


def _lead(random: Random) -> timedelta:
    """How long before the start people book: mostly within the week, some much earlier."""
    return timedelta(minutes=min(60 * 24 * 45, 20 + int(random.expovariate(1 / (60 * 24 * 5)))))


def _reference(used: set[str], random: Random) -> str:
    while (reference := generate(random)) in used:
        pass
    used.add(reference)
    return reference
