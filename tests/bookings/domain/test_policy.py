from datetime import timedelta

import pytest

from bookings.domain.policy import Policy

MINUTE = timedelta(minutes=1)


def test_columns_in_minutes_become_durations_and_counts_stay() -> None:
    policy = Policy.in_minutes(slot_step=15, lead_time=90, horizon_days=30, capacity_max=4)

    assert policy == Policy(slot_step=15 * MINUTE, lead_time=90 * MINUTE, horizon_days=30, capacity_max=4)


def test_a_room_keeps_the_venues_rules_where_it_has_none_of_its_own() -> None:
    venue = Policy.in_minutes(slot_step=30, buffer_after=10)

    room = venue.merge(slot_step=None, buffer_after=0, capacity_min=2, capacity_max=6)

    assert room == Policy.in_minutes(slot_step=30, buffer_after=0, capacity_min=2, capacity_max=6)


def test_a_misspelt_rule_is_an_error() -> None:
    with pytest.raises(TypeError, match="slot_steps"):
        Policy().merge(slot_steps=15)


@pytest.mark.parametrize(
    "values",
    [
        {"slot_step": 0},
        {"duration_step": 0},
        {"min_duration": 0},
        {"lead_time": -1},
        {"min_duration": 120, "max_duration": 60},
        {"max_duration": 25 * 60},
        {"horizon_days": -1},
        {"capacity_min": 0},
        {"capacity_min": 5, "capacity_max": 4},
    ],
)
def test_a_policy_that_makes_no_sense_is_refused(values: dict[str, int]) -> None:
    with pytest.raises(ValueError, match=r"has to|cannot"):
        Policy.in_minutes(**values)


def test_rules_count_whole_minutes() -> None:
    with pytest.raises(ValueError, match="whole minutes"):
        Policy(lead_time=timedelta(seconds=30))


def test_the_lengths_on_offer_are_the_least_plus_steps_up_to_the_most() -> None:
    policy = Policy.in_minutes(min_duration=60, max_duration=150, duration_step=40)

    assert policy.durations == [60 * MINUTE, 100 * MINUTE, 140 * MINUTE]
