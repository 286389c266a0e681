"""When the demo starts the stand-in for calendars, and what the other processes are told of it."""

from __future__ import annotations

import pytest

from boom.runtime import calendars_standin


@pytest.mark.parametrize(
    ("env", "is_wanted"),
    [
        ({}, True),
        ({"GOOGLE_CLIENT_ID": "x"}, True),
        ({"GOOGLE_CLIENT_ID": "x", "MICROSOFT_CLIENT_ID": "y"}, False),
        ({"CALENDAR_STANDIN_BASE": "http://127.0.0.1:9"}, False),
    ],
)
def test_a_demo_that_lacks_a_company_has_one(env: dict[str, str], is_wanted: bool):
    assert calendars_standin.is_wanted(env) is is_wanted


def test_programs_and_browsers_are_told_where_it_is():
    assert calendars_standin.environment("boom.localhost", 8003) == {
        "CALENDAR_STANDIN_BASE": "http://127.0.0.1:8003",
        "CALENDAR_STANDIN_PAGES": "http://boom.localhost:8003",
    }
