"""The calendar as it was: a night's bookings, rooms, hours and names, folded back by the record.

Which bookings may have been on a night then? Those that begin around it now, and those the record says were
moved away from it since; two indexes of the record lead to them, so the answer costs what the night costs.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, TypeVar

from django.db import connection
from django.db.models import Model

from audit import wording
from audit.models import AuditEvent
from audit.past import rows_at
from audit.services.rows import row_from
from bookings.board import Board
from bookings.domain.interval import Interval
from bookings.domain.pricing.rule_set import RuleSet
from bookings.models import Customer, Occupancy, OpeningHours, Room, RoomPart, SpecialDay, SpecialHours, Venue
from bookings.models.occupancy import LONGEST_LENGTH, ORDINARY_LENGTH
from bookings.models.rooms import ON_BOARD_STATES
from bookings.selectors.calendar import (
    RUNS_OVER,
    NightOf,
    Row,
    Viewer,
    board_from,
    night_with,
    row_of,
    shows_on_board,
)
from bookings.selectors.changes import TABLE
from bookings.selectors.schedules import VenueHours, hours_of
from bookings.selectors.setup import Setup
from boom.core.errors import NotFound

# What is told of what has changed since; the record's page has the rest.
MOST_TOLD = 50
SETUP_TABLES = (
    "bookings_venue",
    "bookings_room",
    "bookings_openinghours",
    "bookings_specialday",
    "bookings_specialhours",
)

# Bookings that begin around the night now, long ones included; those that were moved away from it since; and
# long ones that have been cut short since.
CANDIDATES = """
SELECT id FROM bookings_occupancy WHERE starts_at >= %(ordinary)s AND starts_at < %(until)s
UNION
SELECT id FROM bookings_occupancy
 WHERE ends_at - starts_at > interval '1 day' AND starts_at < %(until)s AND ends_at > %(since)s
UNION
SELECT entity_id::bigint FROM audit_event
 WHERE "table" = 'bookings_occupancy' AND old ? 'starts_at' AND at > %(moment)s
   AND old ->> 'starts_at' >= %(earliest_text)s AND old ->> 'starts_at' < %(until_text)s
UNION
SELECT e.entity_id::bigint FROM audit_event e JOIN bookings_occupancy o ON o.id = e.entity_id::bigint
 WHERE e."table" = 'bookings_occupancy' AND e.old ? 'ends_at' AND e.at > %(moment)s
   AND e.old ->> 'ends_at' >= %(since_text)s AND e.old ->> 'ends_at' < %(latest_text)s
   AND o.starts_at < %(ordinary)s
"""

Made = TypeVar("Made", bound=Model)


@dataclass(frozen=True)
class Past:
    """A night as it was at `moment`, and the keys of the bookings that were, or are by now, around it."""

    moment: datetime
    board: Board
    night: NightOf
    keys: frozenset[int]


def past_of(venue: Venue, day: date, *, moment: datetime, viewer: Viewer) -> Past:
    """A night of a venue as its board showed it at `moment`. Nothing on it can be moved.

    Raises NotFound when the venue was not there yet, NoSuchDay for a date its zone left out.
    """
    setup = setup_at(venue.pk, moment)
    whole = setup.night(day).span
    keys = _candidates(Interval(whole.start, whole.end + RUNS_OVER), moment)
    rows = _rows(setup, keys, moment)
    # No day is tonight on it: a line for "now" would be today's.
    night = night_with(setup, day, rows, rooms=_all_rooms(venue.pk, moment), today=date.min, now=moment)
    board = board_from(night, seen="", now=moment, viewer=viewer)
    return Past(moment, board, night, keys)


def changes_since(past: Past) -> list[wording.Entry]:
    """What has happened since to the bookings of that night, and to the set-up, newest first; bounded."""
    bookings = AuditEvent.objects.filter(
        table=TABLE, entity_id__in=[str(key) for key in past.keys], at__gt=past.moment
    )
    setup = AuditEvent.objects.filter(table__in=SETUP_TABLES, at__gt=past.moment)
    found = [*bookings.order_by("-id")[:MOST_TOLD], *setup.order_by("-id")[:MOST_TOLD]]
    # What only renews the set-up's number says nothing to anybody.
    telling = [event for event in found if not event.new or event.new.keys() != {"setup_version"}]
    return wording.entries(sorted(telling, key=lambda event: -event.pk)[:MOST_TOLD])


def begun_at(venue_id: int) -> datetime | None:
    """When the venue was made, as far as the record knows; before that there is no past to look at."""
    made = AuditEvent.objects.filter(table="bookings_venue", entity_id=str(venue_id), action="insert")
    return made.order_by("-id").values_list("at", flat=True).first()


def setup_at(venue_id: int, moment: datetime) -> Setup:
    """Rooms, rules and hours as they were. Raises NotFound when the venue was not there yet."""
    found = _all(Venue, moment, keys=[venue_id])
    if not found:
        raise NotFound("There was no such venue then.")
    venue = found[0]
    in_use = [room for room in _all_rooms(venue_id, moment) if room.state in ON_BOARD_STATES]
    for room in in_use:
        room.venue = venue
    hours = _hours(venue, moment)
    # A board shows no prices; what was agreed stands in the bookings.
    no_prices = RuleSet(currency=venue.currency, schedule=hours.schedule, rooms={})
    policies = {room.pk: room.policy() for room in in_use}
    return Setup(venue, hours, tuple(in_use), policies, no_prices, shares=_shares(moment))


def _shares(moment: datetime) -> dict[int, frozenset[int]]:
    """Which rooms shared their space then; `selectors.occupied.SHARES` says the same of now."""
    wholes: dict[int, set[int]] = defaultdict(set)
    for each in _all(RoomPart, moment):
        wholes[each.part_id].add(each.whole_id)
    found: dict[int, set[int]] = defaultdict(set)
    for part, its_wholes in wholes.items():
        found[part] |= its_wholes
        for whole in its_wholes:
            found[whole] |= {part, *its_wholes} - {whole}
    return {room_id: frozenset(others) for room_id, others in found.items()}


def _hours(venue: Venue, moment: datetime) -> VenueHours:
    weekly = [row for row in _all(OpeningHours, moment) if row.venue_id == venue.pk]
    stretches: dict[int, list[SpecialHours]] = defaultdict(list)
    for each in _all(SpecialHours, moment):
        stretches[each.special_day_id].append(each)
    days = [day for day in _all(SpecialDay, moment) if day.venue_id == venue.pk]
    return hours_of(venue.zone, weekly, [(day, stretches[day.pk]) for day in days])


def _all_rooms(venue_id: int, moment: datetime) -> list[Room]:
    """Every room there was, in the order of then."""
    rooms = [room for room in _all(Room, moment) if room.venue_id == venue_id]
    return sorted(rooms, key=lambda room: (room.order, room.pk))


def _rows(setup: Setup, keys: Collection[int], moment: datetime) -> list[Row]:
    then = [_made(Occupancy, values) for values in rows_at(TABLE, moment, keys=keys).values()]
    rooms = {room.pk for room in _all_rooms(setup.venue.pk, moment)}
    shown = [row for row in then if row.room_id in rooms and shows_on_board(row, moment)]
    customers = {row.customer_id for row in shown if row.customer_id is not None}
    names = {customer.pk: customer.name for customer in _all(Customer, moment, keys=customers)}
    rows = [row_of(row, names.get(row.customer_id or 0)) for row in shown]
    return sorted(rows, key=lambda row: (row.starts_at, row.id))


def _candidates(window: Interval, moment: datetime) -> frozenset[int]:
    earliest, latest = window.start - LONGEST_LENGTH, window.end + LONGEST_LENGTH
    values: dict[str, Any] = {
        "since": window.start,
        "until": window.end,
        "ordinary": window.start - ORDINARY_LENGTH,
        "moment": moment,
        # The record writes instants in UTC, so that their texts sort as they do.
        "earliest_text": _text(earliest),
        "since_text": _text(window.start),
        "until_text": _text(window.end),
        "latest_text": _text(latest),
    }
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, values)
        return frozenset(key for (key,) in cursor.fetchall())


def _text(instant: datetime) -> str:
    return f"{instant:%Y-%m-%dT%H:%M:%S}"


def _all(model: type[Made], moment: datetime, *, keys: Iterable[int] | None = None) -> list[Made]:
    table = model._meta.db_table  # noqa: SLF001 - Django's own way
    found = rows_at(table, moment, keys=None if keys is None else set(keys))
    return [_made(model, values) for _, values in sorted(found.items())]


def _made(model: type[Made], values: dict[str, Any]) -> Made:
    made = row_from(model, values)
    assert isinstance(made, model)
    return made
