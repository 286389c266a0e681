"""The rules of visits."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bookings.views.visits.asking import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("now")]


def rules(**more: Any) -> dict[str, Any]:
    return {
        "answer_within": "60",
        "no_show_after": "10",
        "release_after": "20",
        "no_show_percent": "50",
        "extend_step": "15",
        "door_code_digits": "0",
        "door_code_hours": "24",
        "gap_rule": "off",
        "step_hours_0": "2",
        "step_percent_0": "50",
    } | more


def test_the_rules_of_visits_are_saved_and_read_back_as_guests_read_them(owner_client, venue):
    saved = owner_client.post("/dashboard/visits/", rules())
    page = text_of(owner_client.get("/dashboard/visits/"))

    venue.refresh_from_db()
    assert saved.status_code == 302
    assert venue.cancellation_tiers == [{"notice": 120, "percent": 50}]
    assert (venue.answer_within, venue.release_after, venue.most_bookings) == (60, 20, None)
    assert "After that, until 2 hours before, cancelling costs 50% of the price." in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"step_percent_0": ""}, "Enter both, or neither."),
        ({"step_hours_0": "99"}, "less than is free"),
        ({"release_after": "5"}, "before the grace is over"),
    ],
)
def test_rules_that_make_no_sense_are_shown_again(owner_client, venue, wrong, words):
    answer = owner_client.post("/dashboard/visits/", rules(**wrong))

    assert answer.status_code == 422
    assert words in text_of(answer)
