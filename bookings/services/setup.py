"""Changes of what a venue offers: its rules, rooms, hours and special days."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date, time, timedelta
from typing import Any

from django.db.models import Max

from bookings.confirmation import fields_about_bookings, known_names
from bookings.domain import texts
from bookings.domain.cancellation import Terms
from bookings.domain.fields import Answer
from bookings.models import (
    FieldSubject,
    OpeningHours,
    Room,
    RoomState,
    Source,
    SpecialDay,
    SpecialHours,
    Venue,
)
from bookings.models.venues import POLICY_COLUMNS, new_setup_version
from bookings.services.answers import checked_answers
from bookings.services.room_words import hold_to_lists
from boom.core import outbox
from boom.core.actor import current_actor
from boom.core.db import held_to_plan, service
from boom.core.errors import Invalid, NotFound

HEX_COLOUR = re.compile(r"#[0-9a-fA-F]{6}")
# What a person may change about a venue; everything else has a service of its own or is nobody's to change.
VENUE_COLUMNS = frozenset(POLICY_COLUMNS) | {
    "name",
    "address",
    "email",
    "phone",
    "description",
    "brand_colour",
    "source_colours",
    "confirmation_text",
    "clock_format",
    "locale",
    "week_starts",
    "country",
    "is_published",
    "time_zone",
    "hold_for",
    "answer_within",
    "no_show_after",
    "release_after",
    "no_show_percent",
    "extend_step",
    "cancellation_tiers",
    "most_bookings",
    "most_hours_a_day",
    "most_hours_a_week",
    "most_hours_a_month",
    "gap_rule",
    "tracks_cleaning",
    "waitlist_is_open",
    "waitlist_offer_for",
    "door_code_digits",
    "door_code_hours",
}
ROOM_COLUMNS = frozenset(POLICY_COLUMNS) | {
    "name",
    "category",
    "description",
    "capacity_min",
    "capacity_max",
    "price_per_hour_minor",
    "colour",
    "features",
    "feature_counts",
    "state",
    "needs_approval",
    "is_private",
    "door_code_digits",
    # To the venue's own questions about rooms, by key; held to them.
    "answers",
}


def setup_changed(venue_id: int) -> None:
    """Note that a venue's set-up is another now: processes read it anew, open pages are told."""
    Venue.objects.filter(pk=venue_id).update(setup_version=new_setup_version())
    outbox.publish("setup.changed", venue=venue_id, by=current_actor().client)


@service
def change_venue(*, venue_id: int, **values: Any) -> Venue:
    """Change a venue's details or rules; `values` are columns of VENUE_COLUMNS. Raises Invalid for rules that
    make no sense together, naming the field.
    """
    _refuse_unknown(values, VENUE_COLUMNS)
    venue = Venue.objects.select_for_update().get(pk=venue_id)
    for column, value in values.items():
        setattr(venue, column, value)
    _check_policy(venue)
    _check_terms(venue)
    if "source_colours" in values:
        _check_source_colours(venue)
    if "confirmation_text" in values:
        _check_text(venue)
    venue.save(update_fields=list(values))
    setup_changed(venue_id)
    return venue


@service
def add_room(*, venue_id: int, **values: Any) -> Room:
    """Add a room at the end of the venue's order; `values` are columns of ROOM_COLUMNS, `legacy_id` aside."""
    legacy_id = values.pop("legacy_id", "")
    _refuse_unknown(values, ROOM_COLUMNS)
    venue = Venue.objects.select_for_update().get(pk=venue_id)
    last = Room.objects.filter(venue=venue).aggregate(last=Max("order"))["last"] or 0
    room = Room(venue=venue, order=last + 1, legacy_id=legacy_id)
    _fill(room, values)
    hold_to_lists(room, values)
    _check_policy(room)
    with held_to_plan():
        room.save(force_insert=True)
    setup_changed(venue_id)
    return room


@service
def change_room(*, room_id: int, **values: Any) -> Room:
    """Change a room; `values` are columns of ROOM_COLUMNS. Archiving keeps its bookings and its history."""
    _refuse_unknown(values, ROOM_COLUMNS)
    room = Room.objects.select_for_update(of=("self",)).select_related("venue").filter(pk=room_id).first()
    if room is None:
        raise NotFound("There is no such room.")
    _fill(room, values)
    hold_to_lists(room, values)
    _check_policy(room)
    # What is not on a room any more is not counted there either.
    with held_to_plan():
        room.save(update_fields={*values, *(["feature_counts"] if "features" in values else [])})
    setup_changed(room.venue_id)
    return room


def _fill(room: Room, values: Mapping[str, Any]) -> None:
    for column, value in values.items():
        setattr(room, column, _answers(room, value) if column == "answers" else value)


def _answers(room: Room, given: Mapping[str, object]) -> dict[str, Answer]:
    return checked_answers(room.venue_id, FieldSubject.ROOM, given, for_staff=True, kept=room.answers)


@service
def order_rooms(*, venue_id: int, room_ids: list[int]) -> None:
    """Put a venue's rooms in this order; rooms not named keep their place after them."""
    known = set(Room.objects.filter(venue_id=venue_id).values_list("id", flat=True))
    named = [room_id for room_id in dict.fromkeys(room_ids) if room_id in known]
    rest = list(
        Room.objects.filter(venue_id=venue_id).exclude(pk__in=named).in_order().values_list("id", flat=True)
    )
    for place, room_id in enumerate([*named, *rest], start=1):
        Room.objects.filter(pk=room_id).update(order=place)
    setup_changed(venue_id)


@service
def set_opening_hours(
    *, venue_id: int, rows: Iterable[tuple[int, time, time]], room_id: int | None = None
) -> None:
    """Replace the weekly hours of a venue, or of one room of it: (weekday 0 = Monday, opens, closes) each.

    No rows: the venue never opens; a room without rows follows its venue. Raises Invalid for two stretches of
    a weekday that begin together.
    """
    wanted = list(rows)
    if len({(weekday, opens) for weekday, opens, _ in wanted}) != len(wanted):
        raise Invalid(fields={"hours": "Two stretches of a day begin at the same time."})
    before = OpeningHours.objects.filter(venue_id=venue_id)
    (before.filter(room_id=room_id) if room_id else before.filter(room__isnull=True)).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(venue_id=venue_id, room_id=room_id, weekday=weekday, opens=opens, closes=closes)
        for weekday, opens, closes in wanted
    )
    setup_changed(venue_id)


@service
def add_special_day(
    *,
    venue_id: int,
    starts_on: date,
    ends_on: date,
    hours: Iterable[tuple[time, time]],
    reason: str,
    room_id: int | None = None,
) -> SpecialDay:
    """Replace the weekly hours on these dates, both included; closed without `hours`. Bookings stay."""
    if ends_on < starts_on:
        raise Invalid(fields={"ends_on": "The last day comes before the first."})
    stretches = list(hours)
    day = SpecialDay.objects.create(
        venue_id=venue_id,
        room_id=room_id,
        starts_on=starts_on,
        ends_on=ends_on,
        is_closed=not stretches,
        reason=reason.strip(),
    )
    SpecialHours.objects.bulk_create(
        SpecialHours(special_day=day, opens=opens, closes=closes) for opens, closes in stretches
    )
    setup_changed(venue_id)
    return day


@service
def remove_special_day(*, special_day_id: int) -> None:
    """Let the weekly hours hold again. Raises NotFound for what is gone already."""
    day = SpecialDay.objects.filter(pk=special_day_id).first()
    if day is None:
        raise NotFound("There is no such special day.")
    venue_id = day.venue_id
    day.delete()
    setup_changed(venue_id)


def _check_policy(thing: Venue | Room) -> None:
    try:
        thing.policy()
    except ValueError as error:
        field = str(error).split(" ", 1)[0]
        raise Invalid(str(error), fields={field: str(error)}) from error
    if isinstance(thing, Room):
        return
    for room in thing.rooms.exclude(state=RoomState.ARCHIVED):
        room.venue = thing
        try:
            room.policy()
        except ValueError as error:
            field = str(error).split(" ", 1)[0]
            raise Invalid(f"{room.name}: {error}", fields={field: f"{room.name}: {error}"}) from error


def _check_terms(venue: Venue) -> None:
    """Hold the steps of the cancellation rule to making sense together, and release to coming after grace."""
    try:
        Terms.of(timedelta(minutes=venue.cancel_until), venue.cancellation_tiers)
    except (ValueError, KeyError, TypeError) as error:
        raise Invalid(str(error), fields={"cancellation_tiers": str(error)}) from error
    if venue.release_after and venue.release_after < venue.no_show_after:
        raise Invalid(fields={"release_after": "It cannot be given up before the grace is over."})


def _check_source_colours(venue: Venue) -> None:
    """Hold the colours of sources to being some: #rrggbb, for sources that there are."""
    colours = venue.source_colours
    if not isinstance(colours, dict) or not colours.keys() <= set(Source.values):
        raise Invalid(fields={"source_colours": "There is no such way to book."})
    if any(not isinstance(hue, str) or not HEX_COLOUR.fullmatch(hue) for hue in colours.values()):
        raise Invalid(fields={"source_colours": "Enter colours such as #5b1a4a."})


def _check_text(venue: Venue) -> None:
    """Hold the confirmation text to its small language and the placeholders there are."""
    try:
        texts.check(venue.confirmation_text, known_names(fields_about_bookings(venue)))
    except texts.TextWrong as error:
        raise Invalid(fields={"confirmation_text": str(error)}) from error


def _refuse_unknown(values: dict[str, Any], known: frozenset[str]) -> None:
    unknown = values.keys() - known
    if unknown:
        raise TypeError(f"not to be changed this way: {', '.join(sorted(unknown))}")


@service
def setup_put_back() -> None:
    """After an undo of set-up: hold all rules to making sense together, and tell everybody.

    Raises Invalid where what was put back does not fit what has changed since.
    """
    for venue in Venue.objects.order_by("id"):
        _check_policy(venue)
        setup_changed(venue.pk)
