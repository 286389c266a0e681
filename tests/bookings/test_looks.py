"""How a person likes the board drawn, and what its colours mean."""

from __future__ import annotations

import pytest

from bookings.hues import legend, room_hues
from bookings.looks import CHOICES, USUAL, Look, is_choice
from bookings.models import Room


def rooms() -> list[Room]:
    return [
        Room(pk=1, name="Alto", category="Small"),
        Room(pk=2, name="Echo", category="Large", colour="#123abc"),
        Room(pk=3, name="Duet", category="Small"),
    ]


@pytest.mark.parametrize("kept", [None, {}, {"rooms": "sideways", "grid": 7, "tea": "milk"}])
def test_what_is_no_choice_is_as_usual(kept):
    assert Look.of(kept) == USUAL


def test_every_choice_can_be_kept():
    for name, values in CHOICES.items():
        assert {getattr(Look.of({name: value}), name) for value in values} == set(values)


def test_only_choices_are_kept():
    assert is_choice("rooms", "across")
    assert not is_choice("rooms", "diagonal")
    assert not is_choice("role", "owner")


@pytest.mark.parametrize(("grid", "step"), [("", None), ("15", 3), ("30", 6), ("60", 6)])
def test_a_drag_keeps_to_the_grid_and_on_an_hours_grid_to_the_half(grid, step):
    assert Look(grid=grid).step == step


def test_a_rooms_own_colour_goes_before_its_categorys():
    assert room_hues(rooms()) == {1: "1", 2: "#123abc", 3: "1"}


def test_the_legend_has_each_colour_once_and_says_what_it_means():
    assert [(entry.label, entry.hue) for entry in legend("room", rooms())] == [
        ("Small", "1"),
        ("Echo", "#123abc"),
    ]
    assert [entry.label for entry in legend("paid", rooms())] == [
        "Nothing paid",
        "Part paid",
        "Paid",
        "To give back",
        "Nothing to pay",
    ]
    assert len({entry.hue for entry in legend("source", rooms())}) == 7
    assert legend("status", rooms()) == []
