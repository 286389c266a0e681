"""Makes legacy files to order: the old app's own tables and dull rows, unless a test says otherwise."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

from integrations.legacy.cells import Cell
from integrations.legacy.findings import Findings
from integrations.legacy.plan import Plan, make_plan
from integrations.legacy.source import Row, read_source

FRESH = Path(__file__).parents[1] / "data" / "boom_legacy_fresh.sqlite3"

TABLES = {
    "users": "id INTEGER PRIMARY KEY, email TEXT, password TEXT, name TEXT, role TEXT DEFAULT 'user', "
    "created_at DATETIME, updated_at DATETIME",
    "rooms": "id INTEGER PRIMARY KEY, name TEXT, capacity INTEGER, category TEXT, description TEXT, "
    "price_per_hour DECIMAL(10,2), is_active BOOLEAN DEFAULT 1, created_at DATETIME, updated_at DATETIME",
    "bookings": "id INTEGER PRIMARY KEY, room_id INTEGER, customer_name TEXT, customer_email TEXT, "
    "customer_phone TEXT, start_time DATETIME, end_time DATETIME, status TEXT DEFAULT 'confirmed', "
    "notes TEXT, total_price DECIMAL(10,2), created_at DATETIME, updated_at DATETIME",
    "business_hours": "id INTEGER PRIMARY KEY, day_of_week INTEGER, open_time TEXT, close_time TEXT, "
    "is_closed BOOLEAN DEFAULT 0, created_at DATETIME, updated_at DATETIME",
    "settings": "id INTEGER PRIMARY KEY, key TEXT, value TEXT, created_at DATETIME, updated_at DATETIME",
}
ZONE_ROW = {"key": "timezone", "value": "America/New_York"}
CURRENCY_ROW = {"key": "currency", "value": "USD"}
WEEK = [{"day_of_week": day, "open_time": "10:00", "close_time": "22:00"} for day in range(7)]


def room(**cells: Cell) -> dict[str, Cell]:
    return {"id": 1, "name": "Room A", "capacity": 4, "category": "Standard", "price_per_hour": 25, **cells}


def booking(**cells: Cell) -> dict[str, Cell]:
    return {
        "room_id": 1,
        "customer_name": "Ada",
        "start_time": "2026-12-07T19:00",
        "end_time": "2026-12-07T20:00",
        "status": "confirmed",
        "total_price": 25,
        **cells,
    }


def user(**cells: Cell) -> dict[str, Cell]:
    return {"email": "ada@example.com", "password": "none", "name": "Ada", "role": "user", **cells}


def make_legacy_file(
    path: Path,
    *,
    rooms: Sequence[Mapping[str, Any]] = (room(),),
    bookings: Sequence[Mapping[str, Any]] = (),
    users: Sequence[Mapping[str, Any]] = (),
    hours: Sequence[Mapping[str, Any]] = WEEK,
    settings: Sequence[Mapping[str, Any]] = (ZONE_ROW, CURRENCY_ROW),
    tables: Mapping[str, str | None] | None = None,
) -> Path:
    """Write a legacy file; `tables` replaces a table's columns, or leaves it out where None."""
    shapes = {**TABLES, **(tables or {})}
    rows = {
        "rooms": rooms,
        "bookings": bookings,
        "users": users,
        "business_hours": hours,
        "settings": settings,
    }
    with closing(sqlite3.connect(path)) as connection:
        for name, columns in shapes.items():
            if columns is None:
                continue
            connection.execute(f"CREATE TABLE {name} ({columns})")
            for row in rows.get(name, ()):
                marks = ", ".join("?" for _ in row)
                connection.execute(
                    f"INSERT INTO {name} ({', '.join(row)}) VALUES ({marks})", list(row.values())
                )
        connection.commit()
    return path


def plan_of(path: Path, **contents: Any) -> Plan:
    """Write a legacy file into the folder `path` and plan its import."""
    return make_plan(read_source(make_legacy_file(path / "legacy.sqlite3", **contents)))


def row_of(table: str, **cells: Cell) -> Row:
    """A row as the source hands it over, without a file; its id is 1 unless said."""
    row_id = cells.pop("id", 1)
    assert isinstance(row_id, int | str)
    return Row(table, row_id, str(row_id), 1, {"id": row_id, **cells})


def said(findings: Findings, kind: str = "warnings") -> list[tuple[str, Any, str]]:
    """A list of the findings as (table, id, code), for comparing whole."""
    return [(finding.table, finding.id, str(finding.code)) for finding in getattr(findings, kind)]
