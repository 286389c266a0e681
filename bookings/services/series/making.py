"""Booking a series, or blocking rooms again and again: every night as chosen, or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction

from bookings.domain.lifecycle import Status
from bookings.domain.pricing.terms import PLAIN
from bookings.domain.recurrence import MOST_NIGHTS
from bookings.domain.series import Choice, How, Pattern
from bookings.errors import SeriesInTheWay
from bookings.models import Block, Booking, Customer, FieldSubject, Occupancy, Series
from bookings.selectors.series import PlannedNight, SeriesPlan, nights_to_write, plan_of, turns_of
from bookings.selectors.setup import Setup, setup_of
from bookings.services.answers import checked_answers
from bookings.services.caps import insist_on_caps_of_nights
from bookings.services.customers import Contact, match_customer
from bookings.services.holds import new_references
from bookings.services.occupying import held_span, occupying, publish, room_for_change
from bookings.services.quoting import put_new_price
from boom.core.db import lock_rooms, service
from boom.core.errors import Invalid

MINUTE = timedelta(minutes=1)
Choices = Mapping[date, Choice]


@dataclass(frozen=True, slots=True)
class Guest:
    """Whom a series is for, and what is noted on each of its bookings."""

    contact: Contact
    party_size: int | None = None
    source: str = "other"
    note: str = ""
    staff_note: str = ""
    answers: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class Made:
    """A new series and its nights, in order."""

    series: Series
    rows: Sequence[Occupancy]


@service
def book_series(
    *,
    pattern: Pattern,
    guest: Guest,
    choices: Choices,
    now: datetime,
    override_reason: str = "",
    idempotency_key: str | None = None,
    tell_customer: bool = True,
) -> Made:
    """Book every night of a pattern for one guest, by staff; `choices` say what becomes of some nights.

    Each night is an ordinary booking with a price of its own. The same `idempotency_key` again gives the same
    series. Raises SeriesInTheWay when any night cannot be had as chosen (then nothing is booked),
    RulesBroken where it is more than one guest may have and there is no `override_reason`, Invalid for too
    many nights or none.
    """
    setup = _locked(pattern.room_id, choices)
    before = _made_before(idempotency_key)
    if before is not None:
        return before
    # All of it, or nothing, within another service's transaction too.
    with transaction.atomic():
        plan, until = _plan(setup, pattern, choices, now=now, party_size=guest.party_size)
        insist_settled(plan, override_reason)
        customer = match_customer(guest.contact)
        series = Series.objects.create(
            room_id=pattern.room_id,
            customer=customer,
            guest_name=guest.contact.name,
            party_size=guest.party_size,
            source=guest.source,
            note=guest.note,
            staff_note=guest.staff_note,
            answers=checked_answers(
                setup.venue.pk,
                FieldSubject.BOOKING,
                guest.answers,
                for_staff=True,
                room_id=pattern.room_id,
            ),
            idempotency_key=idempotency_key,
            **_columns(pattern, plan, until),
        )
        bookings = bookings_for(
            series, plan.wanted, setup, customer, override_reason=override_reason, now=now
        )
        insist_on_caps_of_nights(customer, bookings, setup.hours, override_reason=override_reason, now=now)
        write(bookings, setup, now=now, tell_customer=tell_customer)
        return Made(series, bookings)


@service
def block_series(
    *,
    patterns: Sequence[Pattern],
    reason: str,
    choices: Mapping[int, Choices],
    now: datetime,
    idempotency_key: str | None = None,
) -> list[Made]:
    """Close rooms off again and again: a series a room, all or nothing. `choices` are by room and night.

    Raises as `book_series` does; details["rooms"] of SeriesInTheWay are the rooms it happens in.
    """
    lock_rooms(*(pattern.room_id for pattern in patterns), *_rooms_chosen(*choices.values()))
    with transaction.atomic():
        return _block_all(patterns, reason.strip(), choices, now=now, key=idempotency_key)


def _block_all(
    patterns: Sequence[Pattern],
    reason: str,
    choices: Mapping[int, Choices],
    *,
    now: datetime,
    key: str | None,
) -> list[Made]:
    made, in_the_way = [], []
    for pattern in sorted(patterns, key=lambda each: each.room_id):
        setup = setup_of(room_for_change(pattern.room_id).venue)
        own_key = f"{key}.{pattern.room_id}" if key else None
        before = _made_before(own_key)
        if before is not None:
            made.append(before)
            continue
        plan, until = _plan(setup, pattern, choices.get(pattern.room_id, {}), now=now, is_block=True)
        try:
            insist_settled(plan, "")
        except SeriesInTheWay:
            in_the_way.append(pattern.room_id)
            continue
        series = Series.objects.create(
            is_block=True,
            room_id=pattern.room_id,
            reason=reason,
            idempotency_key=own_key,
            **_columns(pattern, plan, until),
        )
        blocks = blocks_for(series, plan.wanted)
        write(blocks, setup, now=now)
        made.append(Made(series, blocks))
    if in_the_way:
        raise SeriesInTheWay(details={"rooms": in_the_way})
    return made


def insist_settled(plan: SeriesPlan, override_reason: str) -> None:
    """Raise SeriesInTheWay unless every night can be done as it stands, and Invalid where none is left."""
    in_the_way = [
        night.day
        for night in plan.nights
        if not night.night.is_settled or (night.night.is_set_aside and not override_reason.strip())
    ]
    if in_the_way:
        raise SeriesInTheWay(details={"days": [day.isoformat() for day in in_the_way]})
    if not plan.wanted:
        raise Invalid("No night is left of it.", fields={"repeats": "No night is left of it."})


def bookings_for(
    series: Series,
    nights: Sequence[PlannedNight],
    setup: Setup,
    customer: Customer | None,
    *,
    override_reason: str,
    now: datetime,
) -> list[Booking]:
    """A booking for each night, priced as booked at `now`; not saved yet."""
    references = new_references(len(nights))
    bookings = []
    for night, reference in zip(nights, references, strict=True):
        booking = Booking(
            kind="booking",
            reference=reference,
            room=night.room,
            customer=customer,
            guest_name=series.guest_name,
            starts_at=night.night.span.start,
            ends_at=night.night.span.end,
            status=Status.CONFIRMED,
            party_size=series.party_size,
            source=series.source,
            note=series.note,
            staff_note=series.staff_note,
            answers=series.answers,
            override_reason=override_reason.strip() if night.night.is_set_aside else "",
            series=series,
            series_on=night.day,
        )
        held_span(booking, setup.policies[night.room.pk])
        put_new_price(setup, booking, PLAIN, now=now, online=False)
        bookings.append(booking)
    return bookings


def blocks_for(series: Series, nights: Sequence[PlannedNight]) -> list[Block]:
    """A block for each night; not saved yet."""
    blocks = []
    for night in nights:
        block = Block(
            kind="block",
            room=night.room,
            starts_at=night.night.span.start,
            ends_at=night.night.span.end,
            status=Status.BLOCKED,
            reason=series.reason,
            series=series,
            series_on=night.day,
        )
        held_span(block, None)
        blocks.append(block)
    return blocks


def write(rows: Sequence[Occupancy], setup: Setup, *, now: datetime, tell_customer: bool = False) -> None:
    """Save new rows all at once and tell of each; their customer gets one letter for all of them.

    Raises SlotTaken when somebody has a room after all: the constraints decide, whatever was planned.
    """
    with occupying(*{row.room_id for row in rows}, now=now):
        Occupancy.objects.bulk_create(rows)
    for number, row in enumerate(rows):
        if row.kind == "block":
            publish("block.created", row, setup.hours)
        else:
            publish("booking.created", row, setup.hours, tell_customer=tell_customer and number == 0)


def _locked(room_id: int, choices: Choices) -> Setup:
    """The set-up of a room's venue, with the locks of every room that may be needed."""
    room = room_for_change(room_id)
    lock_rooms(room_id, *_rooms_chosen(choices))
    return setup_of(room.venue)


def _rooms_chosen(*choices: Choices) -> set[int]:
    return {choice.room_id for each in choices for choice in each.values() if choice.how == How.PLACE}


def _made_before(idempotency_key: str | None) -> Made | None:
    if not idempotency_key:
        return None
    series = Series.objects.filter(idempotency_key=idempotency_key).first()
    if series is None:
        return None
    rows = Occupancy.objects.filter(series=series).select_related("room__venue", "customer")
    return Made(series, list(rows.order_by("series_on")))


def _plan(
    setup: Setup,
    pattern: Pattern,
    choices: Choices,
    *,
    now: datetime,
    is_block: bool = False,
    party_size: int | None = None,
) -> tuple[SeriesPlan, date]:
    days, until = nights_to_write(pattern, setup, now=now)
    if len(days) > MOST_NIGHTS:
        words = f"That makes more than {MOST_NIGHTS} nights. End it sooner, and book the rest when it nears."
        raise Invalid(words, fields={"ends": words})
    plan = plan_of(
        setup,
        turns_of(pattern, days, setup),
        room_id=pattern.room_id,
        length=pattern.length,
        now=now,
        is_block=is_block,
        party_size=party_size,
        choices=choices,
        offering=False,
    )
    return plan, until


def _columns(pattern: Pattern, plan: SeriesPlan, until: date) -> dict[str, object]:
    """What a pattern and the nights left out of it are as columns."""
    return {
        "rule": str(pattern.rule),
        "first_on": pattern.first,
        "start": pattern.start,
        "minutes": pattern.length // MINUTE,
        "left_out": [each.day.isoformat() for each in plan.nights if each.night.is_skipped],
        "planned_until": until,
    }
