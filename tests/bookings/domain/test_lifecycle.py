from datetime import UTC, datetime, timedelta

import pytest

from bookings.domain import lifecycle
from bookings.domain.blockers import Blocker
from bookings.domain.lifecycle import (
    BLOCK_STATUSES,
    BOOKING_STATUSES,
    INITIAL,
    LABELS,
    OCCUPYING,
    TRANSITIONS,
    Status,
    can_become,
    can_cancel,
    can_check_in,
    can_mark_no_show,
    claims_room,
    hold_has_expired,
    why_not_cancel,
)

START = datetime(2026, 3, 7, 20, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)


def test_what_keeps_a_room_is_written_down_once() -> None:
    assert {str(status) for status in OCCUPYING} == {
        "held",
        "pending",
        "confirmed",
        "checked_in",
        "completed",
        "blocked",
    }


def test_every_status_has_its_words_and_its_steps() -> None:
    assert set(LABELS) == set(TRANSITIONS) == set(Status)
    assert [status.label for status in (Status.CHECKED_IN, Status.NO_SHOW)] == ["Checked in", "No-show"]


def test_blocks_and_bookings_never_turn_into_each_other() -> None:
    for statuses in (BLOCK_STATUSES, BOOKING_STATUSES):
        assert all(TRANSITIONS[status] <= statuses for status in statuses)


def test_every_status_can_be_reached_from_a_new_row() -> None:
    reached = set(INITIAL)
    for _ in Status:
        reached |= {new for status in reached for new in TRANSITIONS[status]}

    assert reached == set(Status)


@pytest.mark.parametrize(
    ("status", "new", "allowed"),
    [
        ("held", "confirmed", True),
        ("held", "checked_in", False),
        ("confirmed", "held", False),
        ("confirmed", "confirmed", False),
        ("checked_in", "cancelled", True),
        ("cancelled", "confirmed", True),
        ("expired", "confirmed", True),
        ("cancelled", "checked_in", False),
        ("blocked", "released", True),
        ("blocked", "confirmed", False),
    ],
)
def test_one_table_says_what_may_follow(status: str, new: str, allowed: bool) -> None:
    assert can_become(status, new) is allowed


def test_a_step_that_takes_the_room_anew_is_known() -> None:
    claims = {
        (str(status), str(new))
        for status, steps in TRANSITIONS.items()
        for new in steps
        if claims_room(status, new)
    }

    assert claims == {
        ("no_show", "confirmed"),
        ("no_show", "checked_in"),
        ("cancelled", "pending"),
        ("cancelled", "confirmed"),
        ("expired", "held"),
        ("expired", "pending"),
        ("expired", "confirmed"),
        ("released", "blocked"),
    }


@pytest.mark.parametrize(
    ("before_start", "allowed"),
    [
        (24 * HOUR + MINUTE, True),
        (24 * HOUR, True),
        (24 * HOUR - MINUTE, False),
        (timedelta(0), False),
        (-HOUR, False),
    ],
)
def test_a_customer_may_cancel_up_to_the_cut_off_and_at_it(before_start: timedelta, allowed: bool) -> None:
    now = START - before_start

    assert can_cancel("confirmed", starts_at=START, now=now, cancel_until=24 * HOUR) is allowed


def test_a_late_cancellation_names_the_cut_off_and_may_be_overridden() -> None:
    reasons = why_not_cancel("confirmed", starts_at=START, now=START - HOUR, cancel_until=26 * HOUR)

    assert reasons == [
        Blocker(
            "too-late-to-cancel",
            "It can be cancelled or changed until 1 day 2 hours before the start.",
            hard=False,
        )
    ]


def test_what_is_over_cannot_be_cancelled_by_anybody() -> None:
    reasons = why_not_cancel("completed", starts_at=START, now=START - HOUR, cancel_until=HOUR)

    assert reasons == [Blocker("not-cancellable", "It is completed and cannot be cancelled.", hard=True)]


def test_what_has_started_is_a_soft_reason() -> None:
    reasons = why_not_cancel(Status.CONFIRMED, starts_at=START, now=START, cancel_until=timedelta(0))

    assert [(reason.code, reason.hard) for reason in reasons] == [("already-started", False)]


@pytest.mark.parametrize(
    ("now", "allowed"), [(START - 31 * MINUTE, False), (START - 30 * MINUTE, True), (START + HOUR, False)]
)
def test_people_check_in_from_a_little_early_until_the_end(now: datetime, allowed: bool) -> None:
    assert (
        can_check_in("confirmed", starts_at=START, ends_at=START + HOUR, now=now, early=30 * MINUTE)
        is allowed
    )


def test_only_after_the_grace_time_is_a_party_given_up() -> None:
    answers = [
        can_mark_no_show("confirmed", starts_at=START, now=START + late, grace=15 * MINUTE)
        for late in (14 * MINUTE, 15 * MINUTE)
    ]

    assert answers == [False, True]


@pytest.mark.parametrize(
    ("status", "held_until", "expired"),
    [
        ("held", START, True),
        ("held", START + MINUTE, False),
        ("held", None, False),
        ("confirmed", START, False),
    ],
)
def test_a_hold_ends_at_its_time_and_nothing_else_does(
    status: str, held_until: datetime | None, expired: bool
) -> None:
    assert hold_has_expired(status, held_until=held_until, now=START) is expired


def test_an_unknown_status_is_an_error_and_not_a_no() -> None:
    with pytest.raises(ValueError, match="deleted"):
        lifecycle.is_occupying("deleted")
