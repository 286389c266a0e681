"""Planning the rooms of a legacy file."""

from __future__ import annotations

from typing import Any

import pytest

from integrations.legacy.cells import Cell
from integrations.legacy.findings import Findings
from integrations.legacy.rooms import MergeProposal, plan_rooms, propose_merges, told_apart
from tests.integrations.legacy.files import room, row_of, said


def rooms_of(*cells: dict[str, Any], currency: str = "USD"):
    findings = Findings()
    rows = [row_of("rooms", **{**room(), "id": number, **own}) for number, own in enumerate(cells, start=1)]
    return plan_rooms(rows, currency, findings), findings


def test_a_room_is_taken_as_typed():
    (only,), findings = rooms_of(
        {"name": " Würfel & Töne 🎤", "category": "<b>", "description": "=1+1\n", "price_per_hour": 39.95}
    )

    assert (only.name, only.category, only.description, only.price_minor) == (
        " Würfel & Töne 🎤",
        "<b>",
        "=1+1\n",
        3995,
    )
    assert findings == Findings()


def test_namesakes_are_told_apart_by_number_whatever_their_case():
    rooms, findings = rooms_of(
        {"name": "Room A"}, {"name": "ROOM  a"}, {"name": "Room A (2)"}, {"name": "room a"}
    )

    assert [each.name for each in rooms] == ["Room A", "ROOM  a (2)", "Room A (2) (2)", "room a (3)"]
    assert said(findings) == [("rooms", 2, "same-name"), ("rooms", 4, "same-name")]


def test_told_apart_goes_on_counting():
    assert told_apart("Attic", ["attic", "ATTIC (2)"]) == "Attic (3)"


@pytest.mark.parametrize(
    ("cell", "is_active", "codes"),
    [
        (1, True, []),
        (0, False, []),
        ("1", True, []),
        (None, True, []),
        ("false", False, ["truth-as-text"]),
        ("true", True, ["truth-as-text"]),
        ("perhaps", True, ["truth-as-text"]),
    ],
)
def test_a_room_switched_off_in_any_spelling_is_archived(cell: Cell, is_active: bool, codes: list[str]):
    (only,), findings = rooms_of({"is_active": cell})

    assert only.is_active is is_active
    assert [code for _, _, code in said(findings)] == codes


@pytest.mark.parametrize(
    ("cells", "codes"),
    [
        ({"price_per_hour": None}, ["no-price"]),
        ({"price_per_hour": "ask"}, ["unusable-price"]),
        ({"price_per_hour": -5}, ["unusable-price"]),
        ({"capacity": None}, ["unusable-capacity"]),
        ({"capacity": "many"}, ["unusable-capacity"]),
        ({"capacity": 0}, ["unusable-capacity"]),
        ({"name": None}, ["no-name"]),
        ({"name": "x" * 121}, ["text-shortened"]),
        ({"category": "x" * 61}, ["text-shortened"]),
        ({"name": "A\x00B"}, ["unreadable-characters"]),
    ],
)
def test_what_is_wrong_with_a_room_is_a_warning_and_no_refusal(cells: dict[str, Any], codes: list[str]):
    rooms, findings = rooms_of(cells)

    assert len(rooms) == 1
    assert [code for _, _, code in said(findings)] == codes


def test_a_shortened_name_stands_whole_in_the_report():
    _, findings = rooms_of({"name": "x" * 500})

    assert "x" * 500 in findings.warnings[0].reason


def test_categories_differing_in_case_only_are_proposed_to_merge():
    rooms, _ = rooms_of(
        {"category": "VIP"}, {"category": "vip"}, {"category": "VIP"}, {"category": "Party"}, {"category": ""}
    )

    assert propose_merges(rooms) == (MergeProposal("VIP", ("VIP", "vip")),)
