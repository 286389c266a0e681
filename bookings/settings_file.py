"""Settings as a file: a venue's rules, hours, rooms and form fields as JSON; such a file read and checked.

The file is versioned and names things by their words, never by keys: it fits another venue as well.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from bookings.domain.fields import Kind
from bookings.domain.opening import DayHours
from bookings.domain.week import Row
from bookings.forms.own_fields import FieldForm
from bookings.forms.room_lists import CategoryForm, FeatureForm
from bookings.forms.rooms import RoomForm
from bookings.forms.setup import VenueForm
from bookings.forms.setup_fields import WEEKDAYS, policy_fields
from bookings.forms.visit_rules import VisitRulesForm
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
from bookings.models.venues import POLICY_COLUMNS
from bookings.services.fields import BUILTINS
from bookings.services.room_words import MOST_COUNTED, MOST_FEATURES

VERSION = 1
MARK = "boom_settings"
LARGEST = 500_000
MOST_ROWS = 500
MOST_PROBLEMS = 20
LISTS = {"room_features", "room_categories"}
# Columns of a venue that travel; the rest is where it is, or nobody's to bring.
VENUE_FIELDS: dict[str, forms.Field] = {
    **VenueForm.base_fields,
    **policy_fields(optional=False),
    "hold_for": forms.IntegerField(min_value=1, max_value=60),
    **VisitRulesForm.base_fields,
    "confirmation_text": forms.CharField(max_length=5000, required=False, strip=False),
}
# Features travel as the lists they are.
FEATURES = {"features", "more_features", "feature_counts"}
ROOM_FIELDS: dict[str, forms.Field] = {
    **{name: each for name, each in RoomForm.base_fields.items() if name not in FEATURES},
    **policy_fields(optional=True),
    "price_per_hour_minor": forms.IntegerField(min_value=0, max_value=10**12),
}


class BadFile(ValueError):
    """The file cannot be used. `problems` name the place and what is wrong there."""

    def __init__(self, *problems: str) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True)
class Settings:
    """What a file says, checked: columns by name, hours, special days, rooms and fields by their words.

    None for a part that the file does not have: it stays as it is.
    """

    venue: dict[str, Any] = field(default_factory=dict)
    hours: list[Row] | None = None
    special_days: list[dict[str, Any]] = field(default_factory=list)
    rooms: list[dict[str, Any]] = field(default_factory=list)
    fields: list[dict[str, Any]] = field(default_factory=list)
    room_features: list[dict[str, Any]] = field(default_factory=list)
    room_categories: list[dict[str, Any]] = field(default_factory=list)


def exported(venue: Venue) -> dict[str, Any]:
    """A venue's settings as the file has them. Eight queries."""
    rooms = Room.objects.filter(venue=venue).exclude(state=RoomState.ARCHIVED).in_order()
    weekly: dict[int | None, list[Row]] = {}
    hours = OpeningHours.objects.filter(venue=venue).order_by("weekday", "opens")
    for row in hours:
        weekly.setdefault(row.room_id, []).append((row.weekday, row.opens, row.closes))
    days = SpecialDay.objects.filter(venue=venue, room__isnull=True).prefetch_related("hours")
    asked = FormField.objects.filter(venue=venue).standing().in_order()
    return {
        MARK: VERSION,
        "currency": venue.currency,
        "venue": _columns(venue) | {"cancellation_tiers": venue.cancellation_tiers},
        "hours": _rows_out(weekly.get(None, [])),
        "special_days": [
            {
                "starts_on": day.starts_on.isoformat(),
                "ends_on": day.ends_on.isoformat(),
                "reason": day.reason,
                "hours": [[f"{each.opens:%H:%M}", f"{each.closes:%H:%M}"] for each in day.hours.all()],
            }
            for day in days.order_by("starts_on", "id")
        ],
        "rooms": [
            {name: getattr(room, name) for name in ROOM_FIELDS}
            | {"features": room.features, "feature_counts": room.feature_counts}
            | {"hours": _rows_out(weekly.get(room.pk, []))}
            for room in rooms
        ],
        "room_features": [
            {"name": each.name, "is_counted": each.is_counted, "is_asked": each.is_asked}
            for each in RoomFeature.objects.filter(venue=venue).in_order()
        ],
        "room_categories": [
            {"name": each.name, "is_interchangeable": each.is_interchangeable}
            for each in RoomCategory.objects.filter(venue=venue).in_order()
        ],
        "fields": [
            {
                "subject": each.subject,
                "builtin": each.builtin,
                "label": each.label,
                "help_text": each.help_text,
                "kind": each.kind,
                "choices": each.choices,
                "for_guests": each.for_guests,
                "for_staff": each.for_staff,
                "placeholder": each.placeholder,
                "least": each.least,
                "most": each.most,
                "only": each.only,
                "rooms": [room.name for room in rooms if room.pk in each.room_ids],
            }
            for each in asked
            # What is asked for archived rooms alone would be asked for every room.
            if not each.room_ids or any(room.pk in each.room_ids for room in rooms)
        ],
    }


def _columns(venue: Venue) -> dict[str, Any]:
    """What of a venue travels; its way to write dates only where it is one that people choose."""
    columns = {name: getattr(venue, name) for name in VENUE_FIELDS}
    if venue.locale not in dict(VENUE_FIELDS["locale"].choices):  # type: ignore[attr-defined]
        del columns["locale"]
    return columns


def read(content: bytes | str, *, currency: str) -> Settings:
    """A file's settings, every value held to what its own page takes. Raises BadFile with all mistakes."""
    if len(content) > LARGEST:
        raise BadFile("The file is larger than any settings are.")
    try:
        raw = json.loads(content)
        has_odd_signs = _has_odd_signs(raw)
    except (ValueError, RecursionError) as error:
        raise BadFile("This is no settings file: it is not JSON.") from error
    if has_odd_signs:
        raise BadFile("The file has characters that cannot be kept.")
    if not isinstance(raw, dict) or MARK not in raw:
        raise BadFile("This is no settings file of Boom.")
    if raw[MARK] != VERSION:
        raise BadFile(f"{MARK}: this file has version {raw[MARK]!r}; version {VERSION} can be read.")
    if raw.get("rooms") and raw.get("currency") != currency:
        raise BadFile(f"currency: the prices are in {raw.get('currency')}, this venue counts in {currency}.")
    reader = _Reader()
    known = {MARK, "currency", "venue", "hours", "special_days", "rooms", "fields", *LISTS}
    reader.refuse_unknown("", raw, known)
    settings = Settings(
        venue=_venue(reader, raw.get("venue") or {}),
        hours=_rows_in(reader, "hours", raw["hours"]) if "hours" in raw else None,
        special_days=[_special(reader, *each) for each in reader.listed("special_days", raw)],
        rooms=[_room(reader, *each) for each in reader.listed("rooms", raw)],
        fields=[_field(reader, *each) for each in reader.listed("fields", raw)],
        room_features=[_listed_feature(reader, *each) for each in reader.listed("room_features", raw)],
        room_categories=[_listed_category(reader, *each) for each in reader.listed("room_categories", raw)],
    )
    if reader.problems:
        raise BadFile(*reader.problems[:MOST_PROBLEMS])
    return settings


def _has_odd_signs(value: Any) -> bool:
    """Whether any text has what no text of the database can: NUL, or half of a pair (JSON writes both)."""
    if isinstance(value, str):
        return any(sign == "\x00" or "\ud800" <= sign <= "\udfff" for sign in value)
    if isinstance(value, dict):
        return any(_has_odd_signs(each) for pair in value.items() for each in pair)
    return isinstance(value, list) and any(_has_odd_signs(each) for each in value)


class _Reader:
    """Collects what is wrong, each with its place in the file."""

    def __init__(self) -> None:
        self.problems: list[str] = []

    def wrong(self, place: str, words: str) -> None:
        self.problems.append(f"{place}: {words}")

    def refuse_unknown(self, place: str, values: Mapping[str, Any], known: set[str]) -> None:
        for name in values.keys() - known:
            self.wrong(f"{place}{name}", "there is no such setting.")

    def listed(self, name: str, raw: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
        """The objects of a list, each with its place."""
        found = raw.get(name, [])
        if not isinstance(found, list) or len(found) > MOST_ROWS:
            self.wrong(name, f"this has to be a list of at most {MOST_ROWS}.")
            return
        for number, each in enumerate(found, start=1):
            place = f"{name}[{number}]."
            if isinstance(each, dict):
                yield place, each
            else:
                self.wrong(place, "this has to be an object.")

    def columns(
        self, place: str, values: Mapping[str, Any], fields: Mapping[str, forms.Field]
    ) -> dict[str, Any]:
        """Those of the fields that are given, as their forms would clean them."""
        return {
            name: self.cleaned(f"{place}{name}", values[name], each)
            for name, each in fields.items()
            if name in values
        }

    def cleaned(self, place: str, value: Any, each: forms.Field) -> Any:
        if isinstance(each, forms.BooleanField):
            if not isinstance(value, bool):
                self.wrong(place, "this has to be true or false.")
            return value
        if isinstance(value, (dict, list, bool, float)):
            self.wrong(place, "this has to be a text or a whole number.")
            return None
        try:
            return each.clean("" if value is None else str(value))
        except ValidationError as error:
            self.wrong(place, " ".join(error.messages))
            return None


def _venue(reader: _Reader, values: Any) -> dict[str, Any]:
    if not isinstance(values, dict):
        reader.wrong("venue", "this has to be an object.")
        return {}
    reader.refuse_unknown("venue.", values, {*VENUE_FIELDS, "cancellation_tiers"})
    columns = reader.columns("venue.", values, VENUE_FIELDS)
    if columns.get("country"):
        columns["country"] = columns["country"].upper()
    if "cancellation_tiers" in values:
        columns["cancellation_tiers"] = _tiers(reader, values["cancellation_tiers"])
    return columns


def _tiers(reader: _Reader, steps: Any) -> list[dict[str, int]]:
    sound = isinstance(steps, list) and all(
        isinstance(step, dict)
        and step.keys() == {"notice", "percent"}
        and all(isinstance(number, int) and not isinstance(number, bool) for number in step.values())
        for step in steps
    )
    if not sound or len(steps) > 10 or any(not _is_step(**step) for step in steps):
        reader.wrong("venue.cancellation_tiers", "each step needs its notice and percent, both whole.")
        return []
    return steps


def _is_step(notice: int, percent: int) -> bool:
    """A step within what anybody means: a year's notice in minutes at most."""
    return 0 <= notice <= 366 * 24 * 60 and 0 <= percent <= 100


def _room(reader: _Reader, place: str, values: dict[str, Any]) -> dict[str, Any]:
    reader.refuse_unknown(place, values, {*ROOM_FIELDS, "features", "feature_counts", "hours"})
    if not values.get("name"):
        reader.wrong(f"{place}name", "a room needs a name.")
    columns = reader.columns(place, values, ROOM_FIELDS)
    if "features" in values:
        found = values["features"]
        if not isinstance(found, list) or any(not isinstance(each, str) for each in found) or len(found) > 40:
            reader.wrong(f"{place}features", "this has to be a list of at most forty texts.")
        else:
            columns["features"] = [each.strip()[:80] for each in found if each.strip()]
    if "feature_counts" in values:
        columns["feature_counts"] = _counts(reader, f"{place}feature_counts", values["feature_counts"])
    if "hours" in values:
        columns["hours"] = _rows_in(reader, f"{place}hours", values["hours"])
    return columns


def _counts(reader: _Reader, place: str, counts: Any) -> dict[str, int]:
    sound = isinstance(counts, dict) and all(
        isinstance(count, int) and not isinstance(count, bool) and 1 <= count <= MOST_COUNTED
        for count in counts.values()
    )
    if not sound or len(counts) > MOST_FEATURES:
        reader.wrong(place, "each is the name of a feature with how many there are, from 1.")
        return {}
    return dict(counts)


def _listed_feature(reader: _Reader, place: str, values: dict[str, Any]) -> dict[str, Any]:
    reader.refuse_unknown(place, values, set(FeatureForm.base_fields))
    return reader.columns(place, {"name": "", **values}, FeatureForm.base_fields)


def _listed_category(reader: _Reader, place: str, values: dict[str, Any]) -> dict[str, Any]:
    reader.refuse_unknown(place, values, set(CategoryForm.base_fields))
    return reader.columns(place, {"name": "", **values}, CategoryForm.base_fields)


def _special(reader: _Reader, place: str, values: dict[str, Any]) -> dict[str, Any]:
    reader.refuse_unknown(place, values, {"starts_on", "ends_on", "reason", "hours"})
    found: dict[str, Any] = {}
    try:
        found["starts_on"] = date.fromisoformat(str(values.get("starts_on")))
        found["ends_on"] = date.fromisoformat(str(values.get("ends_on") or values.get("starts_on")))
        found["hours"] = [(each.opens, each.closes) for each in map(_stretch, values.get("hours") or [])]
    except (ValueError, TypeError):
        reader.wrong(place, "the dates or hours are none.")
        return found
    if (
        found["ends_on"] < found["starts_on"]
        or found["starts_on"].year < 2000
        or found["ends_on"].year > 2100
    ):
        reader.wrong(f"{place}ends_on", "the last day comes before the first, or in another century.")
    found["reason"] = str(values.get("reason") or "")[:200]
    return found


def _field(reader: _Reader, place: str, values: dict[str, Any]) -> dict[str, Any]:
    names = {"subject", "builtin", "choices", "rooms", *FieldForm.base_fields} - {"room_ids"}
    reader.refuse_unknown(place, values, names)
    subject, builtin = values.get("subject"), values.get("builtin", "")
    if subject not in FieldSubject.values:
        reader.wrong(f"{place}subject", "this is “booking” or “room”.")
    if not isinstance(builtin, str) or (builtin and builtin not in BUILTINS):
        reader.wrong(f"{place}builtin", "there is no such usual field.")
    choices = values.get("choices") or []
    if not isinstance(choices, list) or any(not isinstance(each, str) for each in choices):
        reader.wrong(f"{place}choices", "this has to be a list of texts.")
        choices = []
    rooms = values.get("rooms", [])
    if not isinstance(rooms, list) or any(not isinstance(each, str) for each in rooms):
        reader.wrong(f"{place}rooms", "this has to be a list of the names of rooms.")
        rooms = []
    apart = {"choices", "room_ids"}
    wanted = {name: each for name, each in FieldForm.base_fields.items() if name not in apart}
    # What a question cannot do without is asked for where it is missing, too.
    needed = {"label": "", "kind": Kind.TEXT.value, "for_guests": "hidden", "for_staff": "optional"}
    columns = reader.columns(place, {**needed, **values}, wanted)
    found = {"subject": subject, "builtin": builtin, "choices": choices, **columns}
    return found | {"rooms": rooms} if "rooms" in values else found


def _rows_in(reader: _Reader, place: str, rows: Any) -> list[Row]:
    """Hours as [weekday, opens, closes], by the English name of the day or its number from Monday, 0."""
    days = {str(name).casefold(): number for number, name in enumerate(WEEKDAYS)}
    found: list[Row] = []
    try:
        for day, opens, closes in rows[:MOST_ROWS]:
            weekday = int(day) if isinstance(day, int) else days[str(day).casefold()]
            if weekday not in range(7):
                raise ValueError(day)
            stretch = _stretch((opens, closes))
            found.append((weekday, stretch.opens, stretch.closes))
    except (ValueError, TypeError, KeyError):
        reader.wrong(place, f"stretch {len(found) + 1} is no weekday with two times such as 18:00.")
    if len({row[:2] for row in found}) != len(found):
        reader.wrong(place, "two stretches of a day begin at the same time.")
    return found


def _stretch(pair: Any) -> DayHours:
    opens, closes = (time.fromisoformat(str(each)) for each in pair)
    if opens.tzinfo or closes.tzinfo:
        raise ValueError("hours are on the venue's own clock")
    return DayHours(opens, closes)


def _rows_out(rows: list[Row]) -> list[list[str]]:
    names = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    return [[names[day], f"{opens:%H:%M}", f"{closes:%H:%M}"] for day, opens, closes in rows]


def usual() -> Settings:
    """Rules, formats and words as a new venue has them; details, hours, rooms and fields stay."""
    names = [*POLICY_COLUMNS, "hold_for", *VisitRulesForm.base_fields, "cancellation_tiers"]
    names += ["clock_format", "week_starts", "confirmation_text"]
    fresh = Venue()
    return Settings(venue={name: getattr(fresh, name) for name in names})
