"""`python -m benchmarks.assistant FOLDER`: how messages are read without a key, scored slot by slot.

FOLDER holds assistant_dev.jsonl, messages with the expected reading, and assistant_venues.json, the venues
they are written to; its README has the rules of scoring. Needs no server.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time
from pathlib import Path
from typing import Any

from ai.domain.reading.shapes import KnownRoom, Place, Reading, Said, Turn
from ai.domain.reading.understanding import understand

SLOTS = (
    "intent", "date", "start", "window", "duration_min", "party_size", "budget", "room", "requests",
    "booking_ref",
)  # fmt: skip
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.assistant", description=__doc__)
    parser.add_argument("folder", type=Path)
    folder: Path = parser.parse_args(arguments).folder
    places = {
        key: place_of(venue)
        for key, venue in json.loads((folder / "assistant_venues.json").read_text()).items()
    }
    rows = [json.loads(line) for line in (folder / "assistant_dev.jsonl").read_text().splitlines()]
    wrong: Counter[str] = Counter()
    said: Counter[str] = Counter()
    whole = 0
    for row in rows:
        found = slots_of(read(row, places[row["venue"]]))
        faults = [slot for slot in SLOTS if not is_right(slot, found.get(slot), row["expect"])]
        said.update(slot for slot in SLOTS if slot in row["expect"] or slot in found)
        wrong.update(faults)
        whole += not faults
        for slot in faults:
            print(f"{row['id']} {slot}: {found.get(slot)} for {row['expect'].get(slot)}: {row['message']}")
    print("| slot | messages | right |\n|---|---|---|")
    for slot in SLOTS:
        print(f"| {slot} | {said[slot]} | {1 - wrong[slot] / max(1, said[slot]):.1%} |")
    print(f"| all of a message | {len(rows)} | {whole / len(rows):.1%} |")
    return 0


def place_of(venue: dict[str, Any]) -> Place:
    """A venue of the file as the reader knows venues."""
    rooms = [
        KnownRoom(room["id"], room["name"], room["capacity"], tuple(room.get("features", ())))
        for room in venue["rooms"]
    ]
    return Place(rooms, venue["currency"], venue["date_order"], venue["slot_min"])


def read(row: dict[str, Any], place: Place) -> Reading:
    """How a message of the file is read."""
    earlier = [Turn(turn["role"] == "user", turn["content"]) for turn in row.get("context", ())]
    return understand(Said(row["message"], datetime.fromisoformat(row["now"]), place, earlier))


def slots_of(reading: Reading) -> dict[str, Any]:
    """A reading in the words of the file; only what was said."""
    found: dict[str, Any] = {
        "intent": reading.intent.value,
        "start": _clock(reading.start),
        "duration_min": reading.minutes,
        "party_size": reading.party_size,
        "room": reading.room,
        "requests": list(reading.requests) or None,
        "booking_ref": reading.reference,
    }
    if days := reading.days:
        found["date"] = {"from": str(days.first), "to": str(days.last)}
        if days.weekdays:
            found["date"]["weekdays"] = [WEEKDAYS[each] for each in days.weekdays]
    if reading.window:
        found["window"] = {"from": _clock(reading.window.first), "to": _clock(reading.window.last)}
    if budget := reading.budget:
        found["budget"] = {"max": float(budget.most), "per": budget.per, "currency": budget.currency}
    return {slot: value for slot, value in found.items() if value is not None}


def is_right(slot: str, found: object, expected: dict[str, Any]) -> bool:
    """Whether it is what was expected or one of the alternatives; what nobody said must not be there."""
    right = [expected.get(slot)] + [each[slot] for each in expected.get("alternatives", ()) if slot in each]
    return found in [_midnight(each) for each in right]


def _midnight(value: Any) -> Any:
    return {**value, "to": "00:00"} if isinstance(value, dict) and value.get("to") == "24:00" else value


def _clock(at: time | None) -> str | None:
    return at.strftime("%H:%M") if at else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
