"""Plans the settings of a legacy file: known keys in either naming get a meaning, all are kept raw (R12)."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from boom.core.money import EXPONENTS
from integrations.legacy.cells import as_text, as_truth, as_whole, filled, storable
from integrations.legacy.findings import Findings
from integrations.legacy.people import read_email
from integrations.legacy.source import Row

MINUTES_AN_HOUR = 60
DAY_MINUTES = 24 * MINUTES_AN_HOUR
YEAR_MINUTES = 366 * DAY_MINUTES
FARTHEST_DAYS = 3660

_LOST = re.compile(r"\[object \w+\](,\[object \w+\])*")
_SECRET = re.compile(r"passw|secret|token|api_?key|private|credential", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class PlannedSettings:
    """What the settings come to; None where the file says nothing usable. Durations are whole minutes.

    `raw` holds every setting as it stood, lost ones (`[object Object]`) apart.
    """

    name: str | None = None
    phone: str | None = None
    email: str | None = None
    address: str | None = None
    zone: str | None = None
    currency: str | None = None
    min_duration: int | None = None
    max_duration: int | None = None
    lead_time: int | None = None
    cancel_until: int | None = None
    horizon_days: int | None = None
    slot_step: int | None = None
    can_cancel: bool | None = None
    time_format: str | None = None
    mapped: tuple[Mapped, ...] = ()
    raw: dict[str, str] = field(default_factory=dict)

    def shown(self, key: str) -> str:
        """The raw value of `key` for a report; what may be a secret is not shown."""
        return "(kept, not shown)" if _SECRET.search(key) else self.raw[key]


@dataclass(frozen=True, slots=True)
class Mapped:
    """A setting that got a meaning: its key and text, the field it fills and the value there."""

    key: str
    text: str
    to: str
    value: Any


def find_zone(name: str) -> ZoneInfo | None:
    """The IANA zone of that name, letter case aside, or None."""
    wanted = name.strip().casefold()
    for zone in available_timezones():
        if zone.casefold() == wanted:
            return ZoneInfo(zone)
    return None


@dataclass(frozen=True, slots=True)
class _Words:
    """Takes text as it is, up to what its column holds; all of it stays in the raw record."""

    longest: int

    def __call__(self, text: str) -> str:
        return storable(text)[: self.longest]

    def has_moved(self, text: str, value: str) -> bool:
        return len(text) != len(value)


def _zone(text: str) -> str | None:
    zone = find_zone(text)
    return zone.key if zone else None


def _currency(text: str) -> str | None:
    code = text.strip().upper()
    return code if code in EXPONENTS else None


@dataclass(frozen=True, slots=True)
class _Whole:
    """Reads a whole number in a unit of `times`; what lies beyond Boom's own bounds is brought within."""

    least: int
    most: int
    times: int = 1

    def __call__(self, text: str) -> int | None:
        number = as_whole(text)
        if number is None or number < 0 or (number == 0 and self.least > 0):
            return None
        return min(max(number * self.times, self.least), self.most)

    def has_moved(self, text: str, value: int) -> bool:
        number = as_whole(text)
        return number is not None and number * self.times != value


def _truth(text: str) -> bool | None:
    return as_truth(text)[0]


def _time_format(text: str) -> str | None:
    format_ = text.strip().casefold().removesuffix("h")
    return f"{format_}h" if format_ in {"12", "24"} else None


# Field, how its text is read, and its keys, the settings screen's own before the server's first rows.
_MEANINGS: tuple[tuple[str, Callable[[str], Any], tuple[str, ...]], ...] = (
    ("name", _Words(120), ("business_name", "businessName", "app_name", "appName")),
    ("phone", _Words(32), ("business_phone", "businessPhone")),
    ("email", read_email, ("business_email", "businessEmail")),
    ("address", _Words(300), ("business_address", "businessAddress")),
    ("zone", _zone, ("timezone", "timeZone", "time_zone")),
    ("currency", _currency, ("currency",)),
    (
        "min_duration",
        _Whole(5, DAY_MINUTES),
        ("bookingDuration", "booking_min_duration", "minBookingDuration"),
    ),
    ("max_duration", _Whole(5, DAY_MINUTES), ("maxBookingDuration", "booking_max_duration")),
    (
        "lead_time",
        _Whole(0, YEAR_MINUTES, MINUTES_AN_HOUR),
        ("minAdvanceBooking", "booking_min_advance_hours"),
    ),
    (
        "cancel_until",
        _Whole(0, YEAR_MINUTES, MINUTES_AN_HOUR),
        ("cancellationDeadline", "cancellation_deadline"),
    ),
    ("horizon_days", _Whole(1, FARTHEST_DAYS), ("maxAdvanceBooking", "booking_advance_days")),
    ("slot_step", _Whole(5, 240), ("timeInterval", "time_interval")),
    ("can_cancel", _truth, ("allowCancellation", "allow_cancellation")),
    ("time_format", _time_format, ("timeFormat", "time_format")),
)
# app_name holds the old product's own title; it is a business's name only when nothing better is there.
_SECOND_CHOICE = frozenset({"app_name", "appName"})


def plan_settings(rows: Iterable[Row], findings: Findings) -> PlannedSettings:
    """Read the settings rows; unusable, double, contradicting and lost values are reported."""
    by_key: dict[str, Row] = {}
    raw: dict[str, str] = {}
    for row in rows:
        key = storable(filled(row["key"]) or "")
        text = as_text(row["value"])
        if not key:
            findings.reject(row, "no-key", "is a setting without a key")
        elif text is None:
            findings.reject(row, "no-value", f"{key} has no value")
        elif _LOST.fullmatch(text.strip()):
            findings.reject(
                row, "value-lost", f"{key} is {text.strip()}: the old app had lost its content before"
            )
        elif key in by_key:
            findings.reject(row, "key-twice", f"{key} is there already (row {by_key[key].id} is kept)")
        else:
            by_key[key] = row
            raw[key] = storable(text)
    fields: dict[str, Any] = {}
    mapped: list[Mapped] = []
    for name, read, keys in _MEANINGS:
        found = _usable(by_key, keys, read, findings)
        if found:
            chosen, value = _choose(name, found, findings)
            fields[name] = value
            mapped.append(Mapped(str(chosen["key"]).strip(), str(as_text(chosen["value"])), name, value))
    if fields.get("can_cancel") is False:
        findings.note(
            "settings", None, "no-cancelling", "customers could not cancel; here they cannot either"
        )
    if fields.get("min_duration", 0) > fields.get("max_duration", DAY_MINUTES):
        findings.warn(
            "settings",
            None,
            "durations-crossed",
            f"the shortest booking ({fields['min_duration']} min) is longer than the longest "
            f"({fields['max_duration']} min); the shortest is left at Boom's own value",
        )
        del fields["min_duration"]
        mapped = [entry for entry in mapped if entry.to != "min_duration"]
    return PlannedSettings(**fields, mapped=tuple(mapped), raw=raw)


def _usable(
    by_key: dict[str, Row], keys: tuple[str, ...], read: Callable[[str], Any], findings: Findings
) -> list[tuple[Row, Any]]:
    found: list[tuple[Row, Any]] = []
    for row in (by_key[key] for key in keys if key in by_key):
        text = filled(row["value"])
        if text is None:
            continue
        value = read(text)
        if value is None:
            shown = storable(text[:60])
            said = f"{filled(row['key'])} is {shown!r}, which cannot be used"
            findings.warn("settings", row.id, "unusable-setting", said)
            continue
        if isinstance(read, _Whole | _Words) and read.has_moved(text, value):
            said = f"{filled(row['key'])} is {text}, beyond what Boom allows; taken as {value}"
            findings.warn("settings", row.id, "setting-out-of-bounds", said)
        found.append((row, value))
    return found


def _choose(name: str, found: list[tuple[Row, Any]], findings: Findings) -> tuple[Row, Any]:
    """The value saved last; among equals the settings screen's own key. A contradiction is reported."""
    chosen, value = found[0]
    for row, other in found[1:]:
        is_newer = (filled(row["updated_at"]) or "") > (filled(chosen["updated_at"]) or "")
        if is_newer and str(row["key"]) not in _SECOND_CHOICE:
            chosen, value = row, other
    for row, other in found:
        if other != value and str(row["key"]) not in _SECOND_CHOICE:
            findings.warn(
                "settings",
                row.id,
                "settings-disagree",
                f"{filled(row['key'])} ({filled(row['value'])}) says otherwise than {filled(chosen['key'])} "
                f"({filled(chosen['value'])}), which is taken for {name.replace('_', ' ')}",
            )
    return chosen, value
