"""Words a plan, and what became of it, as the JSON report an owner can read and a program can check."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from boom.core.money import Money
from integrations.legacy.bookings import PlannedBooking, Status
from integrations.legacy.findings import Finding
from integrations.legacy.hours import PlannedDay
from integrations.legacy.plan import Plan
from integrations.legacy.rooms import propose_merges
from integrations.legacy.settings import PlannedSettings

EARNED = frozenset({Status.CONFIRMED, Status.COMPLETED})


def make_report(plan: Plan) -> dict[str, Any]:
    """The report of `plan`, ready for JSON.

    Top-level `importable`, `placed`, `rejected`, `skipped`, `conflicts` and `by_status` are about bookings;
    `warnings` and `notes` name their table. Rows of other tables that are not imported stand in their
    section and, so that no reader of the warnings misses them, there as well. Amounts are decimal text.
    """
    findings = plan.findings
    return {
        "file": {"name": plan.source.name, "size": plan.source.size, "sha256": plan.source.sha256},
        "time_zone": plan.zone.key,
        "currency": plan.currency,
        "rows": dict(plan.rows_read),
        "importable": len(plan.bookings),
        "placed": len(plan.placed),
        "by_status": _by_status(plan.bookings),
        "placed_by_status": _by_status(plan.placed),
        "rejected": [_line(finding) for finding in findings.rejected if finding.table == "bookings"],
        "skipped": [_line(finding) for finding in findings.skipped if finding.table == "bookings"],
        "conflicts": [
            {"id": clash.id, "with": list(clash.with_ids), "reason": clash.reason}
            for clash in findings.conflicts
        ],
        "warnings": [_line(finding) for finding in findings.warnings] + _not_imported(plan),
        "notes": [_line(finding) for finding in findings.notes],
        "totals": {
            "currency": plan.currency,
            "importable": _amount(plan.bookings, plan.currency),
            "placed_confirmed_and_completed": _amount(
                (booking for booking in plan.placed if booking.status in EARNED), plan.currency
            ),
        },
        "rooms": _rooms(plan),
        "hours": _hours(plan),
        "users": _users(plan),
        "customers": _customers(plan),
        "settings": _settings(plan),
    }


def _line(finding: Finding) -> dict[str, Any]:
    return {"table": finding.table, "id": finding.id, "code": str(finding.code), "reason": finding.reason}


def _not_imported(plan: Plan) -> list[dict[str, Any]]:
    return [
        {**_line(finding), "reason": f"not imported: {finding.reason}"}
        for finding in (*plan.findings.rejected, *plan.findings.skipped)
        if finding.table != "bookings"
    ]


def _section(plan: Plan, table: str, importable: int) -> dict[str, Any]:
    return {
        "read": plan.rows_read[table],
        "importable": importable,
        "rejected": [_line(finding) for finding in plan.findings.rejected if finding.table == table],
        "skipped": [_line(finding) for finding in plan.findings.skipped if finding.table == table],
    }


def _by_status(bookings: Iterable[PlannedBooking]) -> dict[str, int]:
    counts = Counter(booking.status for booking in bookings)
    return {status.value: counts[status] for status in Status if counts[status]}


def _amount(bookings: Iterable[PlannedBooking], currency: str) -> str:
    return units(sum(booking.total_minor or 0 for booking in bookings), currency)


def units(minor: int, currency: str) -> str:
    """An amount in whole units of its currency, as decimal text: 3655584 of USD is '36555.84'."""
    return str(Money(minor, currency).major)


def _rooms(plan: Plan) -> dict[str, Any]:
    return {
        **_section(plan, "rooms", len(plan.rooms)),
        "active": sum(1 for room in plan.rooms if room.is_active),
        "archived": sum(1 for room in plan.rooms if not room.is_active),
        "merge_proposals": [
            {"category": merge.proposed, "spellings": list(merge.spellings)}
            for merge in propose_merges(plan.rooms)
        ],
        "items": [
            {
                "id": room.id,
                "name": room.name,
                "category": room.category,
                "capacity": room.capacity,
                "price_per_hour": None
                if room.price_minor is None
                else units(room.price_minor, plan.currency),
                "archived": not room.is_active,
            }
            for room in plan.rooms
        ],
    }


def _hours(plan: Plan) -> dict[str, Any]:
    return {
        **_section(plan, "business_hours", sum(1 for day in plan.days if day.has_row)),
        "days": [_day(day) for day in plan.days],
    }


def _day(day: PlannedDay) -> dict[str, Any]:
    if day.opens is None or day.closes is None:
        return {"day": day.name, "id": day.id, "closed": True}
    return {
        "day": day.name,
        "id": day.id,
        "closed": False,
        "opens": f"{day.opens:%H:%M}",
        "closes": f"{day.closes:%H:%M}",
        "past_midnight": day.closes <= day.opens,
    }


def _users(plan: Plan) -> dict[str, Any]:
    return {
        **_section(plan, "users", len(plan.users)),
        "items": [
            {
                "id": user.id,
                "email": user.email,
                "name": user.name,
                "role": user.role.value,
                "password": "kept" if user.password_hash else "has to be set anew",
            }
            for user in plan.users
        ],
    }


def _customers(plan: Plan) -> dict[str, Any]:
    by = Counter(customer.key.split(":")[0] for customer in plan.customers)
    return {
        "count": len(plan.customers),
        "by_email": by["email"],
        "by_phone_and_name": by["phone"],
        "bookings_without_contact": len(plan.bookings) - len(plan.customer_key_of),
        "other_names": [
            {
                "name": customer.name,
                "also": list(customer.other_names),
                "bookings": list(customer.booking_ids),
            }
            for customer in plan.customers
            if customer.other_names
        ],
    }


def _settings(plan: Plan) -> dict[str, Any]:
    settings: PlannedSettings = plan.settings
    mapped = {entry.key for entry in settings.mapped}
    return {
        **_section(plan, "settings", len(settings.raw)),
        "mapped": [
            {"key": entry.key, "value": settings.shown(entry.key), "to": entry.to, "as": entry.value}
            for entry in settings.mapped
        ],
        "kept": [{"key": key, "value": settings.shown(key)} for key in settings.raw if key not in mapped],
    }


def summary(report: Mapping[str, Any]) -> list[str]:
    """The report in a few lines for a terminal."""
    rooms, users = report["rooms"], report["users"]
    return [
        (
            f"bookings  {report['importable']} importable, {report['placed']} placed, "
            f"{len(report['conflicts'])} in conflict, {len(report['rejected'])} rejected, "
            f"{len(report['skipped'])} skipped"
        ),
        f"rooms     {rooms['active']} active, {rooms['archived']} archived",
        f"people    {users['importable']} accounts, {report['customers']['count']} customers",
        f"warnings  {len(report['warnings'])} (and {len(report['notes'])} notes)",
    ]
