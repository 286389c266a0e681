"""What came of importing a plan into a business: what is new, what was there already, what did not fit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from integrations.legacy.findings import Clash, Finding, Findings
from integrations.legacy.plan import Plan
from integrations.legacy.report import make_report


class SetUp(StrEnum):
    """What became of the venue's details, rules and hours."""

    TAKEN_OVER = "taken over from the file"
    UNCHANGED = "as imported before"
    LEFT = "left as the business had them"


@dataclass(frozen=True, slots=True)
class Count:
    """How many rows of a kind were added, and how many were here already and left alone."""

    created: int = 0
    unchanged: int = 0


@dataclass(frozen=True, slots=True)
class Outcome:
    """The result of one run. `lost` are bookings (by key) that found their room taken here, and by what.

    `differing` are bookings imported before that say otherwise in the file than here today; `warnings` are
    about this business rather than the file.
    """

    set_up: SetUp
    rooms: Count
    users: Count
    customers: Count
    bookings: Count
    lost: Mapping[str, list[int | str | None]] = field(default_factory=dict)
    differing: tuple[Finding, ...] = ()
    warnings: tuple[Finding, ...] = ()


def full_report(plan: Plan, outcome: Outcome | None) -> dict[str, Any]:
    """The plan's report with what came of it; `outcome` None says that nothing was tried."""
    if outcome is None:
        return {**make_report(plan), "result": None}
    report = make_report(_as_placed(plan, outcome))
    report["warnings"] += [
        {"table": warning.table, "id": warning.id, "code": warning.code, "reason": warning.reason}
        for warning in outcome.warnings
    ]
    report["result"] = {
        "set_up": outcome.set_up.value,
        **{
            kind: {"created": count.created, "unchanged": count.unchanged}
            for kind, count in (
                ("rooms", outcome.rooms),
                ("users", outcome.users),
                ("customers", outcome.customers),
                ("bookings", outcome.bookings),
            )
        },
        "differing": [{"id": row.id, "reason": row.reason} for row in outcome.differing],
    }
    return report


def _as_placed(plan: Plan, outcome: Outcome) -> Plan:
    """The plan as it turned out: bookings whose room was taken here join the conflicts."""
    if not outcome.lost:
        return plan
    bookings = tuple(
        replace(booking, is_placed=False, clashes_with=tuple(outcome.lost[booking.key]))
        if booking.key in outcome.lost
        else booking
        for booking in plan.bookings
    )
    clashes = [
        Clash(
            booking.id, booking.clashes_with, "the room is taken here then by " + _named(booking.clashes_with)
        )
        for booking in bookings
        if booking.key in outcome.lost
    ]
    findings: Findings = replace(plan.findings, conflicts=plan.findings.conflicts + clashes)
    return replace(plan, bookings=bookings, findings=findings)


def _named(rows: tuple[int | str | None, ...]) -> str:
    return ", ".join(str(row) for row in rows)
