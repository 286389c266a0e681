"""Bringing settings in from a file: all of it or nothing, through the services that the pages use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bookings.models import (
    FieldSubject,
    FormField,
    OpeningHours,
    Room,
    RoomCategory,
    RoomFeature,
    RoomState,
    SpecialDay,
    Venue,
)
from bookings.services import fields, room_lists, setup
from bookings.settings_file import Settings
from boom.core.db import service
from boom.core.errors import Invalid


@service
def apply_settings(*, venue_id: int, settings: Settings) -> None:
    """Make a venue as the file says. Rooms and fields are known by their names; what the file does not name
    stays. Only what differs is written. Raises Invalid where the whole makes no sense together.
    """
    venue = Venue.objects.select_for_update().get(pk=venue_id)
    changed = _differing(venue, settings.venue)
    _lists(venue_id, settings)
    # Fields first: the confirmation text may name them.
    for wanted in settings.fields:
        _field(venue_id, wanted)
    if changed:
        setup.change_venue(venue_id=venue_id, **changed)
    if settings.hours is not None:
        _hours(venue_id, None, settings.hours)
    _rooms(venue_id, settings)
    for wanted in settings.fields:
        _rooms_of_field(venue_id, wanted)
    for day in settings.special_days:
        _special_day(venue_id, day)


def _lists(venue_id: int, settings: Settings) -> None:
    """What rooms may have and kinds of rooms: those of the file are there afterwards, as it says."""
    features = {each.name.casefold(): each for each in RoomFeature.objects.filter(venue_id=venue_id)}
    for wanted in settings.room_features:
        known = features.get(wanted["name"].casefold())
        if known is None:
            room_lists.add_feature(venue_id=venue_id, **wanted)
        elif any(getattr(known, name) != value for name, value in wanted.items()):
            held: dict[str, Any] = {
                "name": known.name,
                "is_counted": known.is_counted,
                "is_asked": known.is_asked,
            }
            room_lists.change_feature(feature_id=known.pk, **held | wanted)
    kinds = {each.name.casefold(): each for each in RoomCategory.objects.filter(venue_id=venue_id)}
    for wanted in settings.room_categories:
        kind = kinds.get(wanted["name"].casefold())
        if kind is None:
            room_lists.add_category(venue_id=venue_id, **wanted)
        elif wanted.get("is_interchangeable", kind.is_interchangeable) != kind.is_interchangeable:
            room_lists.change_category(
                category_id=kind.pk, name=kind.name, is_interchangeable=wanted["is_interchangeable"]
            )


def _rooms(venue_id: int, settings: Settings) -> None:
    rooms = Room.objects.filter(venue_id=venue_id).exclude(state=RoomState.ARCHIVED)
    known: dict[str, list[Room]] = {}
    for room in rooms.in_order():
        known.setdefault(room.name.casefold(), []).append(room)
    for wanted in settings.rooms:
        columns = {name: value for name, value in wanted.items() if name != "hours"}
        same = known.get(str(wanted["name"]).casefold())
        if same:
            room = same.pop(0)
            changed = _differing(room, columns)
            if changed:
                setup.change_room(room_id=room.pk, **changed)
        else:
            room = setup.add_room(venue_id=venue_id, **columns)
        if "hours" in wanted:
            _hours(venue_id, room.pk, wanted["hours"])


def _hours(venue_id: int, room_id: int | None, wanted: list[Any]) -> None:
    rows = OpeningHours.objects.filter(venue_id=venue_id)
    rows = rows.filter(room_id=room_id) if room_id else rows.filter(room__isnull=True)
    if sorted(rows.values_list("weekday", "opens", "closes")) != sorted(wanted):
        setup.set_opening_hours(venue_id=venue_id, room_id=room_id, rows=wanted)


def _special_day(venue_id: int, wanted: Mapping[str, Any]) -> None:
    days = SpecialDay.objects.filter(
        venue_id=venue_id, room__isnull=True, starts_on=wanted["starts_on"], ends_on=wanted["ends_on"]
    )
    for day in days.prefetch_related("hours"):
        hours = sorted((each.opens, each.closes) for each in day.hours.all())
        if day.reason == wanted["reason"] and hours == sorted(wanted["hours"]):
            return
    setup.add_special_day(venue_id=venue_id, **wanted)


def _field(venue_id: int, wanted: Mapping[str, Any]) -> None:
    apart = {"subject", "builtin", "rooms"}
    columns = {name: value for name, value in wanted.items() if name not in apart}
    if wanted["builtin"]:
        rule = FormField.objects.filter(venue_id=venue_id, builtin=wanted["builtin"]).first()
        values = {name: columns[name] for name in ("label", "for_guests", "for_staff")}
        values |= {name: columns[name] for name in fields.RULES if name in columns}
        if rule is None or _differing(rule, values):
            fields.rule_builtin(venue_id=venue_id, builtin=wanted["builtin"], **values)
        return
    known = _known_field(venue_id, wanted)
    if known is None:
        fields.add_field(venue_id=venue_id, subject=FieldSubject(wanted["subject"]), **columns)
    elif changed := _differing(known, columns):
        fields.change_field(field_id=known.pk, **changed)


def _rooms_of_field(venue_id: int, wanted: Mapping[str, Any]) -> None:
    """Ask it for the rooms that the file names: they are there by now."""
    known = None if wanted["builtin"] or "rooms" not in wanted else _known_field(venue_id, wanted)
    if known is None:
        return
    names = {name.casefold() for name in wanted["rooms"]}
    rooms = Room.objects.filter(venue_id=venue_id).exclude(state=RoomState.ARCHIVED)
    found = {room.pk: room.name.casefold() for room in rooms}
    if missing := names - set(found.values()):
        raise Invalid(fields={"rooms": f"There is no room called {', '.join(sorted(missing))}."})
    room_ids = sorted(key for key, name in found.items() if name in names)
    if room_ids != known.room_ids:
        fields.change_field(field_id=known.pk, room_ids=room_ids)


def _known_field(venue_id: int, wanted: Mapping[str, Any]) -> FormField | None:
    same = FormField.objects.filter(
        venue_id=venue_id, subject=wanted["subject"], builtin="", label=wanted["label"]
    )
    return same.standing().in_order().first()


def _differing(row: Venue | Room | FormField, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if getattr(row, name) != value}
