"""Plans the rooms of a legacy file (R10)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from integrations.legacy.cells import as_stamp, as_truth, as_whole, filled
from integrations.legacy.findings import Findings, LegacyId
from integrations.legacy.money import NoAmount, read_amount
from integrations.legacy.source import Row
from integrations.legacy.words import fitted, typed_name, typed_text

LONGEST_NAME, LONGEST_CATEGORY = 120, 60

# Above this a capacity is a slip of the keyboard; the column that takes it ends at 32,767.
MOST_PEOPLE = 10_000


@dataclass(frozen=True, slots=True)
class PlannedRoom:
    """A room to be. `capacity` (people) and `price_minor` (an hour) are None where the file has none usable.

    `name` differs from `typed_name` where another room has that name already. `order` counts from 0.
    """

    key: str
    id: LegacyId
    name: str
    typed_name: str
    category: str
    description: str
    capacity: int | None
    price_minor: int | None
    is_active: bool
    order: int
    created_at: datetime | None
    extra: dict[str, str]


@dataclass(frozen=True, slots=True)
class MergeProposal:
    """Spellings of one category that differ in letter case only; kept as typed until someone decides."""

    proposed: str
    spellings: tuple[str, ...]


def plan_rooms(rows: Iterable[Row], currency: str, findings: Findings) -> tuple[PlannedRoom, ...]:
    """The rooms in rising order of id; prices are in `currency`."""
    rooms: list[PlannedRoom] = []
    first_with: dict[str, PlannedRoom] = {}
    for order, row in enumerate(rows):
        typed = typed_name(row, "name", f"Room {row.key}", findings)
        short = fitted(row, "name", typed, LONGEST_NAME - len(" (99)"), findings)
        name = told_apart(short, {room.name for room in rooms})
        namesake = first_with.get(_plain(typed))
        if namesake is not None:
            findings.warn(
                "rooms",
                row.id,
                "same-name",
                f"shares the name {typed!r} with room {namesake.id}; called {name!r} here",
            )
        room = PlannedRoom(
            key=str(row.key),
            id=row.id,
            name=name,
            typed_name=typed,
            category=fitted(
                row, "category", typed_text(row, "category", findings), LONGEST_CATEGORY, findings
            ),
            description=typed_text(row, "description", findings),
            capacity=_capacity(row, findings),
            price_minor=_price(row, currency, findings),
            is_active=_is_active(row, findings),
            order=order,
            created_at=as_stamp(row["created_at"]),
            extra=row.extra(),
        )
        first_with.setdefault(_plain(typed), room)
        rooms.append(room)
    return tuple(rooms)


def told_apart(name: str, taken: Iterable[str]) -> str:
    """`name`, or the first of "name (2)", "name (3)" ... that none of `taken` has, letter case aside."""
    used = {_plain(other) for other in taken}
    candidate, number = name, 1
    while _plain(candidate) in used:
        number += 1
        candidate = f"{name} ({number})"
    return candidate


def propose_merges(rooms: Sequence[PlannedRoom]) -> tuple[MergeProposal, ...]:
    """Categories that differ by letter case or outer white space only; the most used spelling is proposed."""
    spellings: dict[str, Counter[str]] = defaultdict(Counter)
    for room in rooms:
        if room.category.strip():
            spellings[_plain(room.category)][room.category] += 1
    return tuple(
        MergeProposal(used.most_common(1)[0][0], tuple(sorted(used)))
        for used in spellings.values()
        if len(used) > 1
    )


def _plain(name: str) -> str:
    return " ".join(name.split()).casefold()


def _capacity(row: Row, findings: Findings) -> int | None:
    people = as_whole(row["capacity"])
    if people is not None and 1 <= people <= MOST_PEOPLE:
        return people
    shown = filled(row["capacity"])
    findings.warn(
        "rooms", row.id, "unusable-capacity", f"capacity {shown!r} is not a number of people; left open"
    )
    return None


def _price(row: Row, currency: str, findings: Findings) -> int | None:
    amount = read_amount(row["price_per_hour"], currency)
    if not isinstance(amount, NoAmount):
        return amount
    if amount is NoAmount.MISSING:
        findings.warn("rooms", row.id, amount, "has no price per hour; not offered online until it has one")
    else:
        shown = filled(row["price_per_hour"])
        findings.warn(
            "rooms",
            row.id,
            amount,
            f"price per hour {shown!r} cannot be used; not offered online until it has one",
        )
    return None


def _is_active(row: Row, findings: Findings) -> bool:
    active, as_word = as_truth(row["is_active"])
    if as_word:
        meaning = {True: "active", False: "switched off", None: "neither; taken as active"}[active]
        findings.warn(
            "rooms", row.id, "truth-as-text", f"is_active is the text {filled(row['is_active'])!r}: {meaning}"
        )
    # The old app's column default was 1, so NULL means nobody ever switched the room off.
    return active is not False
