"""Planning the settings of a legacy file."""

from __future__ import annotations

from typing import Any

import pytest

from integrations.legacy.cells import Cell
from integrations.legacy.findings import Findings
from integrations.legacy.settings import plan_settings
from tests.integrations.legacy.files import row_of, said


def settings_of(updated: dict[str, str] | None = None, **values: Cell):
    findings = Findings()
    rows = [
        row_of("settings", id=number, key=key, value=value, updated_at=(updated or {}).get(key))
        for number, (key, value) in enumerate(values.items(), start=1)
    ]
    return plan_settings(rows, findings), findings


@pytest.mark.parametrize(
    ("key", "value", "field", "meant"),
    [
        ("booking_min_duration", "90", "min_duration", 90),
        ("bookingDuration", "90", "min_duration", 90),
        ("booking_max_duration", "480", "max_duration", 480),
        ("booking_advance_days", "30", "horizon_days", 30),
        ("maxAdvanceBooking", 30, "horizon_days", 30),
        ("minAdvanceBooking", "2", "lead_time", 120),
        ("minAdvanceBooking", "0", "lead_time", 0),
        ("cancellationDeadline", "24", "cancel_until", 1440),
        ("timeInterval", "15.0", "slot_step", 15),
        ("allowCancellation", "0", "can_cancel", False),
        ("allowCancellation", "true", "can_cancel", True),
        ("timezone", " europe/london ", "zone", "Europe/London"),
        ("currency", "eur", "currency", "EUR"),
        ("timeFormat", "12H", "time_format", "12h"),
        ("app_name", "Boom Karaoke", "name", "Boom Karaoke"),
        ("business_phone", "+1 (555) 010-0199", "phone", "+1 (555) 010-0199"),
    ],
)
def test_known_keys_get_their_meaning_in_either_naming(key: str | None, value: Cell, field: str, meant: Any):
    settings, findings = settings_of(**{key: value})

    assert getattr(settings, field) == meant
    assert findings.warnings == []


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("timezone", "Eastern Time", "unusable-setting"),
        ("currency", "$", "unusable-setting"),
        ("currency", "XXX", "unusable-setting"),
        ("booking_min_duration", "an hour", "unusable-setting"),
        ("booking_min_duration", "-60", "unusable-setting"),
        ("booking_max_duration", "0", "unusable-setting"),
        ("booking_max_duration", "2880", "setting-out-of-bounds"),
        ("timeInterval", "1", "setting-out-of-bounds"),
        ("timeFormat", "sundial", "unusable-setting"),
        ("business_email", "no address", "unusable-setting"),
        ("business_phone", "0" * 33, "setting-out-of-bounds"),
        ("business_name", "x" * 121, "setting-out-of-bounds"),
    ],
)
def test_values_that_cannot_be_used_are_said_and_kept_raw(key: str | None, value: Cell, code: str):
    settings, findings = settings_of(**{key: value})

    assert said(findings) == [("settings", 1, code)]
    assert settings.raw == {key: value}


def test_a_value_beyond_our_bounds_is_brought_within():
    settings, _ = settings_of(booking_max_duration="2880", timeInterval="1", booking_advance_days="99999")

    assert (settings.max_duration, settings.slot_step, settings.horizon_days) == (1440, 5, 3660)


def test_lost_values_are_reported_and_empty_or_keyless_rows_too():
    settings, findings = settings_of(
        a="[object Object]", b="[object Object],[object Object]", c=None, d="", e="kept"
    )

    assert settings.raw == {"d": "", "e": "kept"}
    assert said(findings, "rejected") == [
        ("settings", 1, "value-lost"),
        ("settings", 2, "value-lost"),
        ("settings", 3, "no-value"),
    ]


def test_of_two_namings_that_disagree_the_one_saved_last_counts():
    updated = {"booking_advance_days": "2026-11-22 17:00:00", "maxAdvanceBooking": "2026-11-22 16:00:00"}

    settings, findings = settings_of(updated, maxAdvanceBooking="30", booking_advance_days="60")

    assert settings.horizon_days == 60
    assert said(findings) == [("settings", 1, "settings-disagree")]


def test_of_two_namings_saved_together_the_settings_screens_counts():
    settings, findings = settings_of(booking_min_duration="60", bookingDuration="90")

    assert settings.min_duration == 90
    assert said(findings) == [("settings", 1, "settings-disagree")]


def test_the_products_own_title_gives_way_to_the_businesss_name():
    settings, findings = settings_of(app_name="Boom Karaoke", business_name="Ada's Songs")

    assert settings.name == "Ada's Songs"
    assert findings == Findings()


def test_a_shortest_booking_above_the_longest_is_dropped():
    settings, findings = settings_of(booking_min_duration="600", booking_max_duration="480")

    assert (settings.min_duration, settings.max_duration) == (None, 480)
    assert said(findings) == [("settings", None, "durations-crossed")]


def test_what_may_be_a_secret_is_kept_but_not_shown():
    settings, _ = settings_of(smtp_password="hunter2", bookingColor="red")

    assert (settings.shown("smtp_password"), settings.shown("bookingColor")) == ("(kept, not shown)", "red")
